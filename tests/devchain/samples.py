"""A genesis with rich accounts and two small contracts, and the ways to sign for it."""

from dataclasses import dataclass, field
from typing import Any

from coincurve import PrivateKey
from eth_account import Account

from drivers.simulated.devchain.genesis import (
    Genesis,
    PredeployedContract,
    account_key,
)
from drivers.simulated.devchain.qbft_seal import address_of

SEED = 7
CHAIN_ID = 1337
GENESIS_S = 1_700_000_000
ETHER = 10**18


def _writer() -> bytes:
    """Assemble: for i in 0..9 sstore(word 0 + i, word 1); log word 1 with the caller; return it."""
    stores = b"".join(bytes.fromhex(f"602035600035 60{i:02x} 01 55") for i in range(10))
    log = bytes.fromhex("602035 600052 33 6020 6000 a1")
    return stores + log + bytes.fromhex("6020 6000 f3")


WRITER_CODE = _writer()
WRITER = bytes.fromhex("00000000000000000000000000000000000000aa")
# revert with Error("no")
REFUSER_CODE = bytes.fromhex(
    "7f08c379a0" + "00" * 28 + "600052"  # selector at 0
    "6020600452"  # offset of the string
    "6002602452"  # its length
    "7f6e6f" + "00" * 30 + "604452"  # "no"
    "60646000fd"
)
REFUSER = bytes.fromhex("00000000000000000000000000000000000000bb")


def creation_code(runtime: bytes) -> bytes:
    """Return the code that creates a contract of this runtime code."""
    head = bytes.fromhex(f"61{len(runtime):04x} 600f 6000 39 61{len(runtime):04x} 6000 f3")
    return head.ljust(15, b"\0") + runtime


def call_writer(slot: int, word: int) -> bytes:
    return slot.to_bytes(32, "big") + word.to_bytes(32, "big")


@dataclass
class Wallet:
    """A development account that signs and counts its nonces."""

    key: PrivateKey
    nonce: int = 0
    address: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.address = address_of(self.key)

    def sign(self, **fields: Any) -> bytes:
        """Return a signed type 2 transaction; without a `nonce` the next one is used."""
        if "nonce" not in fields:
            fields["nonce"] = self.nonce
            self.nonce += 1
        if "gasPrice" not in fields:
            fields = {"maxFeePerGas": 1000, "maxPriorityFeePerGas": 1, "type": 2, **fields}
        whole = {"chainId": CHAIN_ID, "gas": 21_000, "to": b"\x11" * 20, "value": 0, **fields}
        return bytes(Account.sign_transaction(whole, self.key.secret).raw_transaction)


def genesis() -> Genesis:
    alloc = {address_of(account_key(SEED, index)): 1000 * ETHER for index in range(10)}
    contracts = {
        WRITER: PredeployedContract(WRITER_CODE, {1: 11, 2**255: 12}),
        REFUSER: PredeployedContract(REFUSER_CODE, {}, 5),
    }
    return Genesis(timestamp_s=GENESIS_S, alloc_wei=alloc, contracts=contracts)
