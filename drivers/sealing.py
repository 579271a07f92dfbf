"""Seals bytes with a passphrase: scrypt, then AES-256-GCM over them; the head is authenticated.

The head is a magic of eight bytes that names the kind and version of what is sealed, the cost of
scrypt, salt and nonce. Nothing in clear ever touches the disk here: what is sealed is made in memory.
"""

import hashlib
import secrets
from typing import Any

from Crypto.Cipher import AES

from agent.ports import PortError

MAGIC_BYTES = 8
SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P = 15, 8, 1
"""32 MiB and a tenth of a second here: an installer waits for it once, a guesser each time."""
SALT_BYTES, NONCE_BYTES, TAG_BYTES = 16, 12, 16
HEAD_BYTES = MAGIC_BYTES + 3 + SALT_BYTES + NONCE_BYTES
LEAST_PASSPHRASE = 10


class SealError(PortError):
    """It could not be sealed or opened; the sentence says why and never holds a secret."""


def seal(document: bytes, passphrase: str, magic: bytes, protects: str) -> bytes:
    """Return the document encrypted; SealError for a passphrase that is too short to protect it."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise SealError(
            f"The passphrase has {len(passphrase)} characters; at least {LEAST_PASSPHRASE} protect"
            f" {protects}."
        )
    head = (
        magic
        + bytes([SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P])
        + secrets.token_bytes(SALT_BYTES + NONCE_BYTES)
    )
    cipher = _cipher(head, passphrase)
    sealed, tag = cipher.encrypt_and_digest(document)
    return head + bytes(sealed) + bytes(tag)


def unseal(sealed: bytes, passphrase: str, magic: bytes) -> bytes:
    """Return what was sealed; SealError: wrong passphrase, damaged, or not of this kind."""
    if not sealed.startswith(magic) or len(sealed) < HEAD_BYTES + TAG_BYTES:
        raise SealError("This is no sealed backup of this program.")
    head, body, tag = sealed[:HEAD_BYTES], sealed[HEAD_BYTES:-TAG_BYTES], sealed[-TAG_BYTES:]
    if tuple(head[MAGIC_BYTES : MAGIC_BYTES + 3]) != (SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P):
        raise SealError("The backup is sealed in a way this program does not know.")
    try:
        document: bytes = _cipher(head, passphrase).decrypt_and_verify(body, tag)
    except ValueError:
        raise SealError("The passphrase is wrong, or the backup is damaged.") from None
    return document


def _cipher(head: bytes, passphrase: str) -> Any:
    salt = head[-SALT_BYTES - NONCE_BYTES : -NONCE_BYTES]
    key = hashlib.scrypt(
        passphrase.encode(),
        salt=salt,
        n=2**SCRYPT_LOG2_N,
        r=SCRYPT_R,
        p=SCRYPT_P,
        maxmem=64 * 1024 * 1024,
        dklen=32,
    )
    cipher = AES.new(key, AES.MODE_GCM, nonce=head[-NONCE_BYTES:], mac_len=TAG_BYTES)
    cipher.update(head)
    return cipher
