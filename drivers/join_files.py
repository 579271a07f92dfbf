"""The files of a box that joins a market: its keys, its request, what the operator answered.

Every file is written whole or not at all, a key is made once and never again, and the settings
that switch the broker on come last: cut the power anywhere, and the box has either not joined
or joined; the next run goes on where this one ended.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from agent.ports import PortError
from agent.provisioning.enrolment import (
    MAX_APPROVAL_TEXT,
    MAX_REQUEST_TEXT,
    JoinRequest,
    Wrong,
    read_answer,
    read_request,
)
from agent.provisioning.joining import Note, Seen
from agent.units import Address
from drivers.durable_file import replace_file, sync_directory, write_new
from drivers.keystore import KeySigner, KeystoreError, create_key_file, read_key_file
from drivers.wiping import remove

ORDER_KEY, REPORT_KEY, BROKER_KEY = "order.key", "report.key", "broker.key"
CA, CERTIFICATE, REVOKED = "broker-ca.crt", "broker.crt", "broker-revoked.crl"
REQUEST, ANSWER, NOTE = "request.txt", "answer.txt", "note.json"
CODE = "one-time-code"
"""Beside the directory: where a card's first boot puts the operator's code."""
SWITCHED_ON = "50-broker.toml"
"""Among the settings' drop-ins: the last deed of joining."""
PRIVATE, PUBLIC = 0o600, 0o644


class JoinError(PortError):
    """A file could not be read or written; the message names it."""


class JoinFolder:
    """One directory, of mode 0700, that holds one box's keys and certificates."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def make(self) -> None:
        """Make the directory and every key that is not there yet; JoinError."""
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.directory.chmod(0o700)
        except OSError as failed:
            raise JoinError(f"{self.directory}: {failed.strerror}") from failed
        for name in (ORDER_KEY, REPORT_KEY):
            self._once(name, create_key_file)
        self._once(BROKER_KEY, _create_broker_key)

    def order_key(self) -> KeySigner:
        """Return the key that orders; JoinError."""
        return self._chain_key(ORDER_KEY)

    def report_key(self) -> KeySigner:
        """Return the key that signs reports; JoinError."""
        return self._chain_key(REPORT_KEY)

    def broker_key(self) -> bytes:
        """Return the broker key's public point, 65 bytes (SEC 1, 2.3.3); JoinError."""
        key = _broker_key(self._read(BROKER_KEY), self.directory / BROKER_KEY)
        return key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def request(self) -> str | None:
        """Return the request that was made here; None: none yet; JoinError."""
        if not (self.directory / REQUEST).exists():
            return None
        return self._read(REQUEST).decode("ascii", "replace")

    def keep_request(self, text: str) -> None:
        """Keep the request: an answer fits only this one; JoinError."""
        self._write(self.directory / REQUEST, text.encode("ascii"), PUBLIC)

    def keep_document(self, text: str) -> None:
        """Keep the operator's answer, of either kind, as it came; JoinError."""
        self._write(self.directory / ANSWER, text.encode("ascii"), PUBLIC)

    def document(self) -> str:
        """Return the operator's answer that was kept; empty: none; JoinError."""
        if not (self.directory / ANSWER).exists():
            return ""
        return self._read(ANSWER).decode("ascii", "replace")

    def forget_document(self) -> None:
        """Take away an answer that is not for this request; JoinError."""
        try:  # it holds no secret, and may be root's, who took it by hand
            (self.directory / ANSWER).unlink(missing_ok=True)
        except OSError as failed:
            raise JoinError(f"{ANSWER} could not be removed: {failed.strerror}") from failed

    def note(self) -> Note:
        """Return what the last run met; nothing, if it left no note that can be read."""
        try:
            return msgspec.json.decode((self.directory / NOTE).read_bytes(), type=Note)
        except (OSError, msgspec.DecodeError):
            return Note()

    def keep_note(self, note: Note) -> None:
        """Leave a note for whoever looks; JoinError."""
        if note != self.note():
            self._write(self.directory / NOTE, msgspec.json.encode(note), PRIVATE)

    def seen(self, operator: Address, settings: Path, code_file: Path) -> Seen:
        """Return what the files say: request, answer, code, and the settings it all leads to.

        A document that does not fit counts as none. OSError: the files may not be looked at.
        """
        found = read_request(_text(self.directory / REQUEST, 2 * MAX_REQUEST_TEXT))
        asked = found if isinstance(found, JoinRequest) else None
        text = _text(self.directory / ANSWER, 2 * MAX_APPROVAL_TEXT)
        answer = None if asked is None or not text else read_answer(text, operator, asked)
        return Seen(
            code=code_file.exists(),
            asked=asked,
            answer=None if isinstance(answer, Wrong) else answer,
            switched_on=settings.exists(),
            note=self.note(),
        )

    def keep_answer(self, files: Mapping[str, bytes], settings: Path, text: str) -> None:
        """Write the certificates, then, as the last deed, the settings that use them; JoinError."""
        for name, content in files.items():
            self._write(self.directory / name, content, PUBLIC)
        self._write(settings, text.encode("utf-8"), PUBLIC)

    def _once(self, name: str, create: Callable[[Path], object]) -> None:
        """Make a file under another name, then give it its own: it is whole or not there."""
        path = self.directory / name
        if path.exists():
            return
        beside = path.with_name(name + ".new")
        try:
            beside.unlink(missing_ok=True)  # left over by a run that was cut off
            create(beside)
            beside.replace(path)
            sync_directory(self.directory)
        except (OSError, KeystoreError) as failed:
            raise JoinError(f"{path} could not be made: {failed}") from failed

    def _chain_key(self, name: str) -> KeySigner:
        try:
            return read_key_file(self.directory / name)
        except KeystoreError as failed:
            raise JoinError(str(failed)) from failed

    def _read(self, name: str) -> bytes:
        path = self.directory / name
        try:
            return path.read_bytes()
        except OSError as failed:
            raise JoinError(f"{path} could not be read: {failed.strerror}") from failed

    def _write(self, path: Path, content: bytes, mode: int) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, content, mode)
        except OSError as failed:
            raise JoinError(f"{path} could not be written: {failed.strerror}") from failed


def read_code_file(path: Path) -> str:
    """Return what the card's one-time code says; OSError, and FileNotFoundError: there is none."""
    with path.open("rb") as source:
        return source.read(100).decode("ascii", "replace")


def shred(path: Path) -> None:
    """Write over a file that has done its work and take it away; JoinError.

    It loses its name first: cut off while it is written over, it must not be taken for a code.
    """
    used = path.with_name(path.name + ".used")
    try:
        if path.exists():
            path.replace(used)
            sync_directory(path.parent)
        if used.exists():
            used.chmod(PRIVATE)  # it may be of mode 0400, which keeps us from writing over it
            remove(used)
    except OSError as failed:
        raise JoinError(f"{path} could not be removed: {failed.strerror}") from failed


def _text(path: Path, most: int) -> str:
    """A document as it is kept; empty: there is none. OSError: it may not be looked at."""
    try:
        with path.open("rb") as source:
            return source.read(most + 1).decode("ascii", "replace")
    except FileNotFoundError:
        return ""


def _create_broker_key(path: Path) -> None:
    content = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_new(path, content)


def _broker_key(content: bytes, path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as broken:
        raise JoinError(f"{path} holds no key") from broken
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise JoinError(f"{path} holds a key of another kind")
    return key
