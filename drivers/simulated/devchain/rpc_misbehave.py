"""The methods `dev_*`: a chain and a node that do wrong on request, for tools in other processes.

Offered only where the node was started with `--allow-misbehaviour`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from drivers.simulated.devchain.byzantine import FORGERIES
from drivers.simulated.devchain.qbft_seal import QbftSeal
from drivers.simulated.devchain.rpc_json import hex_data
from drivers.simulated.devchain.rpc_params import (
    SERVER_ERROR,
    Method,
    Params,
    RpcError,
    address,
    invalid,
)
from drivers.simulated.devchain.rpc_which import Which
from drivers.simulated.devchain.sealing import SealingError
from drivers.simulated.devchain.view import View

MAX_SEALED_AT_ONCE = 1_000
MAX_LAG_BLOCKS = 2**32


class Sealer(Protocol):
    """The node's clockwork: whether it seals by itself."""

    sealing: bool


class MisbehaveMethods:
    """The methods over one chain and one node's view of it.

    dev_setSealing(bool) · dev_seal(count) -> height · dev_reorganise(depth, keepTransactions) ->
    hashes of the new branch · dev_withhold(bool) · dev_setLag(blocks) · dev_dropTransactions(bool)
    · dev_forge(kind, block) -> hash of what is told instead · dev_tellTruth() ·
    dev_propose(address, add) · dev_setAbsent(addresses) · dev_setRound(number)
    """

    def __init__(self, view: View, sealer: Sealer) -> None:
        self._view = view
        self._chain = view.chain
        self._which = Which(view)
        self._sealer = sealer
        named: Mapping[str, Method] = {
            "dev_setSealing": self._set_sealing,
            "dev_seal": self._seal,
            "dev_reorganise": self._reorganise,
            "dev_withhold": self._withhold,
            "dev_setLag": self._set_lag,
            "dev_dropTransactions": self._drop_transactions,
            "dev_forge": self._forge,
            "dev_tellTruth": self._tell_truth,
            "dev_propose": self._propose,
            "dev_setAbsent": self._set_absent,
            "dev_setRound": self._set_round,
        }
        self.by_name = {name: _refusing(method) for name, method in named.items()}

    def _set_sealing(self, values: list[Any]) -> bool:
        self._sealer.sealing = Params(values, 1).flag(0)
        return True

    def _seal(self, values: list[Any]) -> str:
        """Seal at once, each block the least gap after its parent: ahead of the clock perhaps."""
        count = _whole(Params(values, 1), 0, 1, MAX_SEALED_AT_ONCE, default=1)
        for _ in range(count):
            newest_s = self._chain.head.header.timestamp_s
            self._chain.seal_block(newest_s + self._chain.engine.least_gap_s())
        return hex(self._chain.head.header.number)

    def _reorganise(self, values: list[Any]) -> list[str]:
        params = Params(values, 2)
        depth = _whole(params, 0, 1, 2**32)
        keep = params.value(1) is None or params.flag(1)
        branch = self._chain.reorganise(depth, keep_transactions=keep)
        return [hex_data(block.hash) for block in branch]

    def _withhold(self, values: list[Any]) -> bool:
        self._view.withhold(on=Params(values, 1).flag(0))
        return True

    def _set_lag(self, values: list[Any]) -> bool:
        self._view.lag_blocks = _whole(Params(values, 1), 0, 0, MAX_LAG_BLOCKS)
        return True

    def _drop_transactions(self, values: list[Any]) -> bool:
        self._view.drops_transactions = Params(values, 1).flag(0)
        return True

    def _forge(self, values: list[Any]) -> str:
        params = Params(values, 2)
        forge = FORGERIES.get(str(params.value(0)))
        if forge is None:
            raise invalid(f"parameter 0: not one of {', '.join(FORGERIES)}")
        block = self._which.existing(params.value(1))
        if block.header.number == 0:
            raise invalid("parameter 1: the genesis block is pinned by everyone")
        lie = forge(self._chain, block)
        self._chain.serve_instead(lie)
        return hex_data(lie.hash)

    def _tell_truth(self, values: list[Any]) -> bool:
        Params(values, 0)
        self._chain.serve_truth()
        return True

    def _propose(self, values: list[Any]) -> bool:
        params = Params(values, 2)
        self._chain.engine.propose(params.address(0), add=params.flag(1))
        return True

    def _set_absent(self, values: list[Any]) -> bool:
        named = Params(values, 1).value(0)
        if not isinstance(named, list):
            raise invalid("parameter 0: not a list of addresses")
        self._chain.engine.absent = frozenset(address(part, "parameter 0") for part in named)
        return True

    def _set_round(self, values: list[Any]) -> bool:
        engine = self._chain.engine
        if not isinstance(engine, QbftSeal):
            raise TypeError(f"{engine.name} has no rounds")
        engine.round_number = _whole(Params(values, 1), 0, 0, 2**31 - 1)
        return True


def _refusing(method: Method) -> Callable[[list[Any]], Any]:
    def call(values: list[Any]) -> Any:
        try:
            return method(values)
        except (ValueError, TypeError, LookupError, SealingError) as refused:
            raise RpcError(SERVER_ERROR, str(refused)) from refused

    return call


def _whole(params: Params, index: int, least: int, most: int, default: int | None = None) -> int:
    value = params.value(index)
    if value is None and default is not None:
        return default
    number = value if type(value) is int else params.quantity(index)
    if not least <= number <= most:
        raise invalid(f"parameter {index}: {number} is not from {least} to {most}")
    return number
