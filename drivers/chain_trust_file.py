"""The trusted block on disk: written whole or not at all, and never replaced by an earlier one."""

from pathlib import Path
from typing import Protocol

import msgspec

from agent.ledger.follow import Halt
from agent.ledger.network import Network
from agent.ledger.trust import Ballot, TrustPoint
from drivers.durable_file import sync_directory, write_beside


class TrustStore(Protocol):
    """Where the trusted block and the evidence of a fork survive a restart."""

    def load(self) -> TrustPoint | None:
        """Return the latest block saved, None when there is none."""
        ...

    def save(self, point: TrustPoint) -> None:
        """Keep the block, durably; an earlier one than the saved is ignored. OSError."""
        ...

    def evidence(self) -> Halt | None:
        """Return the evidence kept, None when there is none."""
        ...

    def keep_evidence(self, halt: Halt) -> None:
        """Keep the first evidence, durably. It stays until a person removes it. OSError."""
        ...


class TrustFileError(Exception):
    """The file is not one of ours, or of another chain: a person must look at it."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    chain_id: int
    genesis_hash: str
    number: int
    hash: str
    time_s: int
    validators: tuple[str, ...]
    recent: tuple[str, ...] = ()
    votes: tuple[Ballot, ...] = ()


class TrustFile:
    """A TrustStore in one JSON file of mode 0600, and `.evidence` beside it.

    The new file is synced before it takes its name, the one before is kept as `.old`, the
    directory is synced after: a power cut leaves the new or the old block. If both are unreadable
    it was bit rot or a foreign hand: TrustFileError, because returning to the checkpoint without
    being told would be going back.
    """

    def __init__(self, path: Path, network: Network) -> None:
        self._path = path
        self._old_path = path.with_name(path.name + ".old")
        self._evidence_path = path.with_name(path.name + ".evidence")
        self._network = network
        self._last = -1

    def load(self) -> TrustPoint | None:
        """Return the saved block, the one before it if the file is unreadable; TrustFileError."""
        unreadable: TrustFileError | None = None
        for path in (self._path, self._old_path):
            try:
                point = self._load(path)
            except TrustFileError as broken:
                unreadable = unreadable or broken
                continue
            if point is not None:
                self._last = point.number
                return point
        if unreadable is not None:
            raise unreadable
        return None

    def _load(self, path: Path) -> TrustPoint | None:
        text = _read(path)
        if text is None:
            return None
        try:
            saved = msgspec.json.decode(text, type=_File)
            block_hash = bytes.fromhex(saved.hash)
        except (msgspec.DecodeError, ValueError) as broken:
            raise TrustFileError(f"{path} was unreadable: {broken}") from broken
        ours = (self._network.chain_id, self._network.genesis_hash.hex())
        if (saved.chain_id, saved.genesis_hash) != ours:
            raise TrustFileError(f"{path} belongs to another chain ({saved.chain_id})")
        if len(block_hash) != 32 or saved.number < 0 or not saved.validators:
            raise TrustFileError(f"{path} held no block")
        return msgspec.convert(
            {
                "number": saved.number,
                "hash": block_hash,
                "time_s": saved.time_s,
                "validators": saved.validators,
                "recent": saved.recent,
                "votes": saved.votes,
            },
            TrustPoint,
        )

    def save(self, point: TrustPoint) -> None:
        """Replace the saved block by a later one; OSError, TrustFileError."""
        if self._last < 0:
            self.load()
        if point.number <= self._last:
            return
        saved = _File(
            self._network.chain_id,
            self._network.genesis_hash.hex(),
            point.number,
            point.hash.hex(),
            point.time_s,
            tuple(point.validators),
            tuple(point.recent),
            point.votes,
        )
        _write(self._path, msgspec.json.encode(saved), self._old_path)
        self._last = point.number

    def evidence(self) -> Halt | None:
        """Return the kept evidence; TrustFileError."""
        text = _read(self._evidence_path)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=Halt)
        except msgspec.DecodeError as broken:
            raise TrustFileError(f"{self._evidence_path} was unreadable: {broken}") from broken

    def keep_evidence(self, halt: Halt) -> None:
        """Write the evidence unless there is one already; OSError."""
        if not self._evidence_path.exists():
            _write(self._evidence_path, msgspec.json.encode(halt))


class TrustReader:
    """A TrustStore that begins where another process's file ends, and writes nothing.

    For commands beside a running daemon or operator: two writers could set each other back.
    """

    def __init__(self, file: TrustFile) -> None:
        self._file = file

    def load(self) -> TrustPoint | None:
        """Return the saved block; TrustFileError."""
        return self._file.load()

    def save(self, point: TrustPoint) -> None:
        """Do nothing."""

    def evidence(self) -> Halt | None:
        """Return the kept evidence; TrustFileError."""
        return self._file.evidence()

    def keep_evidence(self, halt: Halt) -> None:
        """Do nothing: whoever owns the file will see the fork too."""


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes, old: Path | None = None) -> None:
    """Give the file its new content durably, and its old content the name `old`."""
    new = write_beside(path, content)
    if old is not None and path.exists():
        path.replace(old)
    new.replace(path)
    sync_directory(path.parent)
