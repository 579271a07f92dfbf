"""The home's chain key: where it lies, and the signatures it makes.

A key comes from a file of mode 0600 (64 hexadecimal digits, or an encrypted Web3 Secret Storage
file, version 3), from a systemd credential (decrypted by PID 1 into memory that is never
swapped), or, for development only and only when asked for by name, from the environment. It is
never printed, never part of a repr, never pickled.
"""

import hashlib
import hmac
import os
import re
import secrets
import uuid
from pathlib import Path
from typing import NoReturn

import coincurve
import msgspec
from Crypto.Cipher import AES
from Crypto.Util import Counter

from agent.hashing import keccak256
from agent.ledger.secp import ORDER, address_of
from agent.settings import Credential, KeyFile
from agent.units import Address
from drivers.durable_file import write_new
from drivers.secret_file import SecretError, read_secret_credential, read_secret_file

SCRYPT_N = 2**14  # the usual 2^18 takes 256 MiB: more than half of a Pi Zero 2 W
SCRYPT_R = 8
SCRYPT_P = 1
MAX_SCRYPT_BYTES = 64 * 1024 * 1024  # a file asking for more was not written for this machine
MAX_KEY_FILE_BYTES = 8 * 1024
_HEX_KEY = re.compile(r"(0x)?[0-9a-fA-F]{64}", re.ASCII)


class KeystoreError(Exception):
    """The key could not be read. The message never holds any part of it."""


class KeySigner:
    """A `Signer` over a secp256k1 key in memory."""

    def __init__(self, secret: bytes) -> None:
        """Take the 32 secret bytes; KeystoreError when they are no key."""
        if len(secret) != 32 or not 0 < int.from_bytes(secret, "big") < ORDER:
            raise KeystoreError("the key was not 32 bytes in the range of secp256k1")
        self._key = coincurve.PrivateKey(secret)
        self._address = address_of(self._key.public_key.format(compressed=False))

    @property
    def address(self) -> Address:
        return self._address

    def sign_digest(self, digest: bytes) -> bytes:
        """Return r‖s‖v (low s, v 0 or 1) over 32 bytes; RFC 6979: same input, same bytes."""
        if len(digest) != 32:
            raise ValueError(f"a digest has 32 bytes, not {len(digest)}")
        return self._key.sign_recoverable(digest, hasher=None)

    def __repr__(self) -> str:
        return f"KeySigner({self._address})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not pickled")


def read_key_file(path: Path, password: str | None = None) -> KeySigner:
    """Read a key file, hexadecimal or encrypted; nobody else may read it; KeystoreError."""
    try:
        content = read_secret_file(path, MAX_KEY_FILE_BYTES)
    except SecretError as lost:
        raise KeystoreError(str(lost)) from lost
    return _parse(content, str(path), password)


def read_credential(name: str, password: str | None = None) -> KeySigner:
    """Read the key systemd passed as a credential of this name; KeystoreError."""
    try:
        content = read_secret_credential(name, MAX_KEY_FILE_BYTES)
    except SecretError as lost:
        raise KeystoreError(str(lost)) from lost
    return _parse(content, f"credential {name}", password)


def read_key(where: KeyFile | Credential) -> KeySigner:
    """Read the key from where the settings say it lies; KeystoreError."""
    match where:
        case KeyFile(path=path):
            return read_key_file(Path(path))
        case Credential(name=name):
            return read_credential(name)


def read_environment_for_development(variable: str) -> KeySigner:
    """Read a hexadecimal key from the environment, which every child process inherits and
    /proc shows: for development chains only; KeystoreError."""
    text = os.environ.get(variable)
    if text is None:
        raise KeystoreError(f"{variable} is not set")
    return _parse(text.encode(), variable, None)


def create_key_file(path: Path, password: str | None = None) -> KeySigner:
    """Write a new random key to a file that must not exist yet, durably, mode 0600;
    KeystoreError. With a password the file is encrypted."""
    secret = _random_secret()
    content = secret.hex().encode() + b"\n" if password is None else encrypt(secret, password)
    try:
        write_new(path, content)
    except OSError as refused:
        raise KeystoreError(f"{path} could not be written: {refused.strerror}") from refused
    return KeySigner(secret)


def _random_secret() -> bytes:
    return (secrets.randbelow(ORDER - 1) + 1).to_bytes(32, "big")


def _parse(content: bytes, source: str, password: str | None) -> KeySigner:
    if len(content) > MAX_KEY_FILE_BYTES:
        raise KeystoreError(f"{source} is too long for a key")
    if len(content) == 32:  # `systemd-creds encrypt` of the bare bytes
        return KeySigner(content)
    if content.lstrip()[:1] == b"{":
        if password is None:
            raise KeystoreError(f"{source} is encrypted and no password was given")
        return KeySigner(decrypt(content, password, source))
    try:
        text = content.decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if not _HEX_KEY.fullmatch(text):
        raise KeystoreError(f"{source} holds no key of 64 hexadecimal digits")
    return KeySigner(bytes.fromhex(text[-64:]))


class _Scrypt(msgspec.Struct, frozen=True):
    dklen: int
    n: int
    p: int
    r: int
    salt: str


class _Iv(msgspec.Struct, frozen=True):
    iv: str


class _Crypto(msgspec.Struct, frozen=True):
    cipher: str
    cipherparams: _Iv
    ciphertext: str
    kdf: str
    kdfparams: _Scrypt
    mac: str


class _Keystore(msgspec.Struct, frozen=True):
    """Web3 Secret Storage, version 3."""

    crypto: _Crypto
    id: str
    version: int
    address: str = ""


def encrypt(secret: bytes, password: str) -> bytes:
    """Return a version 3 file: scrypt (n = 2^14), AES-128-CTR, keccak-256 as the check."""
    salt, iv = secrets.token_bytes(32), secrets.token_bytes(16)
    derived = _derive(password, _Scrypt(32, SCRYPT_N, SCRYPT_P, SCRYPT_R, salt.hex()), salt)
    ciphertext = _aes_ctr(derived[:16], iv, secret)
    stored = _Keystore(
        crypto=_Crypto(
            cipher="aes-128-ctr",
            cipherparams=_Iv(iv.hex()),
            ciphertext=ciphertext.hex(),
            kdf="scrypt",
            kdfparams=_Scrypt(32, SCRYPT_N, SCRYPT_P, SCRYPT_R, salt.hex()),
            mac=keccak256(derived[16:32] + ciphertext).hex(),
        ),
        id=str(uuid.uuid4()),
        version=3,
        address=KeySigner(secret).address[2:],
    )
    return msgspec.json.encode(stored) + b"\n"


def decrypt(content: bytes, password: str, source: str = "the key file") -> bytes:
    """Return the secret of a version 3 file; KeystoreError."""
    try:
        stored = msgspec.json.decode(content, type=_Keystore)
        crypto = stored.crypto
        salt, iv = bytes.fromhex(crypto.kdfparams.salt), bytes.fromhex(crypto.cipherparams.iv)
        ciphertext, mac = bytes.fromhex(crypto.ciphertext), bytes.fromhex(crypto.mac)
    except (msgspec.DecodeError, ValueError, RecursionError):
        # The cause is left out: it could quote the file.
        raise KeystoreError(f"{source} is no key file of version 3 with scrypt") from None
    kinds = (stored.version, crypto.cipher, crypto.kdf, crypto.kdfparams.dklen)
    if kinds != (3, "aes-128-ctr", "scrypt", 32) or len(iv) != 16 or len(ciphertext) != 32:
        raise KeystoreError(f"{source} is no key file of version 3 with scrypt and AES-128-CTR")
    try:
        derived = _derive(password, crypto.kdfparams, salt)
    except (ValueError, OverflowError, MemoryError):
        raise KeystoreError(f"{source} asks for more memory than a key may take") from None
    if not hmac.compare_digest(keccak256(derived[16:32] + ciphertext), mac):
        raise KeystoreError(f"{source}: wrong password, or the file was damaged")
    return _aes_ctr(derived[:16], iv, ciphertext)


def _derive(password: str, params: _Scrypt, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=params.n,
        r=params.r,
        p=params.p,
        maxmem=MAX_SCRYPT_BYTES,
        dklen=32,
    )


def _aes_ctr(key: bytes, iv: bytes, data: bytes) -> bytes:
    counter = Counter.new(128, initial_value=int.from_bytes(iv, "big"))
    return AES.new(key, AES.MODE_CTR, counter=counter).encrypt(data)
