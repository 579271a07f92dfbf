"""Keccak-256, the one hash of the chain, of order digests and of signed reports."""

from Crypto.Hash import keccak


def keccak256(data: bytes) -> bytes:
    """Return the 32-byte Keccak-256 of `data` (the pre-standard padding the EVM uses, not SHA-3)."""
    return keccak.new(digest_bits=256, data=data).digest()
