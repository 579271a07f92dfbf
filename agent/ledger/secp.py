"""secp256k1: whose signature is this? (SEC 1, section 4.1.6; addresses after the Yellow Paper, F.)"""

import coincurve

from agent.hashing import keccak256
from agent.units import Address

ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
SIGNATURE_BYTES = 65


def recover(digest: bytes, signature: bytes) -> Address | None:
    """Return who signed the 32-byte digest with r‖s‖v (v 0 or 1); None: nobody could have.

    A high s is accepted: the signature proves the same, and callers count signers, not
    signatures.
    """
    if len(signature) != SIGNATURE_BYTES or signature[64] > 1:
        return None
    try:
        key = coincurve.PublicKey.from_signature_and_message(signature, digest, hasher=None)
    except ValueError:  # r or s out of range, or no such point
        return None
    return address_of(key.format(compressed=False))


def address_of(public_key: bytes) -> Address:
    """Return the address of an uncompressed public key (65 bytes, 04‖x‖y)."""
    return Address("0x" + keccak256(public_key[1:])[12:].hex())
