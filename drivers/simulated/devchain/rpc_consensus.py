"""Who seals: the methods of Besu (qbft_, ibft_) and geth (clique_) about validators and votes."""

from collections.abc import Mapping
from typing import Any

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.clique_seal import CliqueSeal
from drivers.simulated.devchain.rpc_json import hex_data
from drivers.simulated.devchain.rpc_params import SERVER_ERROR, Method, Params, RpcError
from drivers.simulated.devchain.rpc_which import Which
from drivers.simulated.devchain.view import View

PREFIXES = {"qbft": "qbft", "ibft2": "ibft"}


class ConsensusMethods:
    """The methods of the chain's engine, and of no other."""

    def __init__(self, view: View, which: Which) -> None:
        self._view = view
        self._which = which
        engine = view.chain.engine
        if engine.name == "clique":
            self.by_name: Mapping[str, Method] = {
                "clique_getSigners": self._signers,
                "clique_getSignersAtHash": self._signers_at_hash,
            }
            return
        prefix = PREFIXES.get(engine.name, engine.name)
        self.by_name = {
            f"{prefix}_getValidatorsByBlockNumber": self._validators,
            f"{prefix}_getValidatorsByBlockHash": self._validators_at_hash,
        }

    def _validators(self, values: list[Any]) -> list[str]:
        return self._sealers(self._which.existing(Params(values, 1).value(0)))

    def _validators_at_hash(self, values: list[Any]) -> list[str]:
        return self._sealers(self._by_hash(values))

    def _sealers(self, block: Block) -> list[str]:
        try:
            return [hex_data(who) for who in self._view.chain.engine.validators_in(block.header)]
        except LookupError as forgotten:
            raise RpcError(SERVER_ERROR, str(forgotten)) from forgotten

    def _signers(self, values: list[Any]) -> list[str]:
        return self._signers_after(self._which.existing(Params(values, 1).value(0)))

    def _signers_at_hash(self, values: list[Any]) -> list[str]:
        return self._signers_after(self._by_hash(values))

    def _signers_after(self, block: Block) -> list[str]:
        """Return who may seal after the block, as geth's snapshot of it says."""
        engine = self._view.chain.engine
        try:
            signers = engine.snapshot(block.hash).signers if isinstance(engine, CliqueSeal) else ()
        except LookupError as forgotten:
            raise RpcError(SERVER_ERROR, str(forgotten)) from forgotten
        return [hex_data(signer) for signer in signers]

    def _by_hash(self, values: list[Any]) -> Block:
        block = self._view.block_by_hash(Params(values, 1).hash(0))
        if block is None:
            raise RpcError(SERVER_ERROR, "Block not found")
        return block
