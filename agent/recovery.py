"""Who signed: the signer's address from a digest and a 65-byte signature."""

from functools import lru_cache

from coincurve import PublicKey

from agent.hashing import keccak256
from agent.units import Address

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""Order n of secp256k1 (SEC 2, version 2.0, section 2.4.1)."""

SIGNATURE_BYTES = 65


def recover_address(digest: bytes, signature: bytes) -> Address | None:
    """Return the address whose key signed the 32-byte `digest`, or None when nobody's key did.

    `signature` is r‖s‖v with v 0, 1, 27 or 28. Strict where `ecrecover` is not: r and s lie in
    1..n-1 and s in the lower half (EIP-2), so that one report has one signature. Never raises
    for bytes from outside.
    """
    if len(digest) != 32 or len(signature) != SIGNATURE_BYTES:
        return None
    v = signature[64]
    parity = v - 27 if v in {27, 28} else v
    if parity not in {0, 1}:
        return None
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:64], "big")
    if not (0 < r < CURVE_ORDER and 0 < s <= CURVE_ORDER // 2):
        return None
    try:
        key = PublicKey.from_signature_and_message(
            signature[:64] + bytes([parity]), digest, hasher=None
        )
    except ValueError:  # r is no point's coordinate
        return None
    return _address_of(key.format(compressed=False))


@lru_cache(maxsize=1_024)
def _address_of(public_key: bytes) -> Address:
    """A street's keys come again and again."""
    return Address("0x" + keccak256(public_key[1:])[12:].hex())
