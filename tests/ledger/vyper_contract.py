"""A Vyper contract, compiled and deployed on the development chain: its layout and its storage."""

from typing import Any

import vyper
from vyper.compiler.settings import OptimizationLevel, Settings

from agent.ledger import transaction
from agent.units import Address
from drivers.keystore import KeySigner
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import Genesis, validator_keys

KEY = KeySigner((7).to_bytes(32, "big"))
GAS = 10_000_000


class Deployed:
    """One contract and its storage."""

    def __init__(self, source: str, argument: Address) -> None:
        """Compile for london and deploy with one address as the constructor's argument."""
        built: dict[str, Any] = vyper.compile_code(
            source,
            output_formats=["bytecode", "layout"],
            settings=Settings(evm_version="london", optimize=OptimizationLevel.GAS),
        )
        self.layout: dict[str, Any] = built["layout"]
        rich = bytes.fromhex(KEY.address[2:])
        self._chain = DevChain(
            Genesis(timestamp_s=1, alloc_wei={rich: 10**20}), validator_keys(1, 4)
        )
        self._address = self._deploy(
            bytes.fromhex(built["bytecode"][2:]) + bytes(12) + bytes.fromhex(argument[2:])
        )

    def _deploy(self, creation: bytes) -> bytes:
        wanted = transaction.Transaction(
            self._chain.chain_id, 0, transaction.Fees(10**10, 1), GAS, None, 0, creation
        )
        signature = KEY.sign_digest(transaction.signing_digest(wanted))
        self._chain.submit(transaction.serialise(wanted, signature))
        self._chain.seal_block(2)
        (done,) = self._chain.head.transactions
        address = done.contract_address
        assert address is not None
        return address

    def word(self, slot: int) -> int:
        """Return the word in a storage slot."""
        return int(self._chain.storage_word(self._address, slot))
