"""Block headers of the London fork, encoded with pyrlp."""

from dataclasses import dataclass, replace

from eth_utils.crypto import keccak

from drivers.simulated.devchain import rlp_codec

EMPTY_UNCLES_HASH = keccak(rlp_codec.encode([]))
EMPTY_TRIE_ROOT = keccak(rlp_codec.encode(b""))
EMPTY_CODE_HASH = keccak(b"")
BLOOM_BYTES = 256


@dataclass(frozen=True, slots=True)
class Header:
    """The sixteen fields of a London header (Yellow Paper 4.4 and EIP-1559), without uncles."""

    parent_hash: bytes
    coinbase: bytes
    state_root: bytes
    transactions_root: bytes
    receipts_root: bytes
    logs_bloom: bytes
    difficulty: int
    number: int
    gas_limit: int
    gas_used: int
    timestamp_s: int
    extra_data: bytes
    mix_hash: bytes
    nonce: bytes
    base_fee_wei: int

    def fields(self) -> list[bytes | int]:
        """Return the fields in the order of the header's RLP list."""
        return [
            self.parent_hash,
            EMPTY_UNCLES_HASH,
            self.coinbase,
            self.state_root,
            self.transactions_root,
            self.receipts_root,
            self.logs_bloom,
            self.difficulty,
            self.number,
            self.gas_limit,
            self.gas_used,
            self.timestamp_s,
            self.extra_data,
            self.mix_hash,
            self.nonce,
            self.base_fee_wei,
        ]

    def encoded(self) -> bytes:
        """Return the RLP of the whole header, seals included."""
        return rlp_codec.encode(self.fields())

    def keccak(self) -> bytes:
        """Return the hash of the encoding as it stands; the block hash is the engine's affair."""
        return keccak(self.encoded())

    def with_extra_data(self, extra_data: bytes) -> "Header":
        return replace(self, extra_data=extra_data)


def next_base_fee_wei(parent: Header) -> int:
    """Return the base fee of the block after `parent` (EIP-1559: an eighth at most, rounded down)."""
    target = parent.gas_limit // 2
    if parent.gas_used == target:
        return parent.base_fee_wei
    change = parent.base_fee_wei * abs(parent.gas_used - target) // target // 8
    if parent.gas_used > target:
        return parent.base_fee_wei + max(change, 1)
    return parent.base_fee_wei - change
