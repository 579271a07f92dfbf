"""A radio backup: one JSON document of network and devices, checked on the way in; sealed at rest.

The network part is an open coordinator backup (the format zigpy and Zigbee2MQTT share), so another
program can read it. It holds the network key in clear: a document is only ever written to
disk sealed (scrypt, AES-256-GCM), mode 0600.
"""

import base64
import binascii
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from agent.ports import RadioRefusedError
from drivers import sealing
from drivers.durable_file import replace_file
from drivers.zigbee_backup_check import MAX_COUNTER, Problems, check_network, in_our_order

FORMAT = "gridhearth/zigbee-backup"
VERSION = 1

MAX_DOCUMENT_BYTES = 48 * 1024 * 1024
MAX_DATABASE_BYTES = 32 * 1024 * 1024
"""zigpy's database of a hundred devices has 1 MB; more is not one."""

LEAST_INCREMENT = 10_000
FRAMES_PER_S = 1
"""The radio's own share of the air on average; the factor below covers our budget's most (10/s)."""
SAFETY = 10
MOST_INCREMENT = 2**30
"""A quarter of all there are: three years at SAFETY times the rate."""
UNKNOWN_AGE_S = 365 * 86_400

MAGIC = b"ghz-bak1"


class Document(msgspec.Struct, frozen=True):
    """A backup that passed every check."""

    network: dict[str, Any]
    """As open coordinator backup, in zigpy's byte order."""
    taken_ms: int | None
    """Wall clock; None: the backup does not say."""
    database: bytes | None = None
    """zigpy's device database; None: a foreign backup has none."""
    admitted: tuple[str, ...] = ()
    """Addresses that belong to the network; of a foreign backup, those it lists."""
    registers: dict[str, str] = {}
    """Where every register stood, by name, in Base64."""
    foreign: bool = False
    turned: bool = False
    """The address and the extended PAN id were written the other way round, and were turned."""


class _Ours(msgspec.Struct, frozen=True):
    format: str
    version: int
    taken_ms: int
    network: dict[str, Any]
    database: str
    admitted: tuple[str, ...]
    registers: dict[str, str]


def write_document(
    network: Mapping[str, Any],
    database: bytes,
    *,
    taken_ms: int,
    admitted: tuple[str, ...],
    registers: Mapping[str, str],
) -> bytes:
    """Return a backup as one JSON document, keys in clear."""
    packed = base64.b64encode(zlib.compress(database, 6)).decode("ascii")
    ours = _Ours(FORMAT, VERSION, taken_ms, dict(network), packed, admitted, dict(registers))
    return msgspec.json.encode(ours)


def read_document(document: bytes) -> Document:
    """Return a backup, ours or another program's; RadioRefusedError names every problem."""
    if len(document) > MAX_DOCUMENT_BYTES:
        raise RadioRefusedError(
            f"The backup has {len(document)} bytes: it is no backup of a radio."
        )
    try:
        content = msgspec.json.decode(document, type=dict[str, Any])
    except msgspec.MsgspecError as failed:
        hint = "it is sealed, open it first" if document.startswith(MAGIC) else str(failed)
        raise RadioRefusedError(f"The backup is not readable: {hint}.") from None
    problems = Problems()
    if content.get("format") == FORMAT:
        read = _read_ours(document, problems)
    elif "metadata" in content:
        read = _read_foreign(content, problems)
    else:
        raise RadioRefusedError("This is neither our backup nor an open coordinator backup.")
    if problems.found or read is None:
        raise RadioRefusedError("The backup is refused: " + "; ".join(problems.found) + ".")
    return read


def increment(counter: int, taken_ms: int | None, now_ms: int) -> int:
    """Return by how much frame counters must be moved on: what was sent since must stay below.

    max(10 000, rate × age × 10), at most a quarter of all. A backup without a date, or from the
    future (a clock that was never set), counts as a year old.
    """
    age_s = UNKNOWN_AGE_S
    if taken_ms is not None and now_ms >= taken_ms:
        age_s = (now_ms - taken_ms) // 1_000
    wanted = max(LEAST_INCREMENT, FRAMES_PER_S * age_s * SAFETY)
    room = MAX_COUNTER - counter
    return min(wanted, MOST_INCREMENT, max(LEAST_INCREMENT, room // 2))


def _read_ours(document: bytes, problems: Problems) -> Document | None:
    try:
        ours = msgspec.json.decode(document, type=_Ours)
    except msgspec.MsgspecError as failed:
        problems.add(f"it is incomplete ({failed})")
        return None
    if ours.version != VERSION:
        problems.add(f"its version is {ours.version}, this program reads {VERSION}")
        return None
    check_network(ours.network, problems)
    database = _unpack_database(ours.database, problems)
    return Document(
        ours.network, ours.taken_ms, database, ours.admitted, ours.registers, foreign=False
    )


def _read_foreign(content: dict[str, Any], problems: Problems) -> Document | None:
    taken_ms = check_network(content, problems)
    if problems.found:
        return None
    network, turned = in_our_order(content)
    admitted = tuple(str(device["ieee_address"]).lower() for device in network["devices"])
    return Document(network, taken_ms, None, admitted, foreign=True, turned=turned)


def _unpack_database(packed: str, problems: Problems) -> bytes | None:
    try:
        unpacker = zlib.decompressobj()
        database = unpacker.decompress(base64.b64decode(packed, validate=True), MAX_DATABASE_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        problems.add("its device database is damaged")
        return None
    if unpacker.unconsumed_tail or not unpacker.eof:
        problems.add("its device database is too large or cut off")
        return None
    problem = database_problem(database)
    if problem:
        problems.add(problem)
    return database


def database_problem(database: bytes) -> str:
    """Say what is wrong with zigpy's database; empty: nothing."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.deserialize(database)
        if memory.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            return "its device database is damaged"
        names = {str(row[0]) for row in memory.execute("SELECT name FROM sqlite_schema")}
        if not any(name.startswith("devices") for name in names):
            return "its device database is another program's"
    except sqlite3.Error:
        return "its device database is damaged"
    finally:
        memory.close()
    return ""


def copy_database(path: Path) -> bytes:
    """Return a consistent copy of a database in use, as the bytes of a file; sqlite3.Error."""
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    memory = sqlite3.connect(":memory:")
    try:
        source.backup(memory)
        copied: bytes = memory.serialize()
        # Bytes 18 and 19 say "WAL" (SQLite file format, 1.3); a copy has no log beside it.
        return copied[:18] + b"\x01\x01" + copied[20:]
    finally:
        memory.close()
        source.close()


def place_database(path: Path, database: bytes) -> None:
    """Put a database in a file's place, durably; what lay there is gone; OSError."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    replace_file(path, database)


def seal(document: bytes, passphrase: str) -> bytes:
    """Return the document encrypted; RadioRefusedError for a passphrase that is too short."""
    try:
        return sealing.seal(document, passphrase, MAGIC, "the network key")
    except sealing.SealError as refused:
        raise RadioRefusedError(str(refused)) from None


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Return what was sealed; RadioRefusedError: wrong passphrase, damaged, or not ours."""
    try:
        return sealing.unseal(sealed, passphrase, MAGIC)
    except sealing.SealError as refused:
        raise RadioRefusedError(str(refused)) from None


def write_backup(path: Path, document: bytes, passphrase: str) -> None:
    """Seal a document into a file: mode 0600, whole or not at all, durable; OSError."""
    replace_file(path, seal(document, passphrase))


def read_backup(path: Path, passphrase: str) -> bytes:
    """Return the document of a sealed file; OSError, RadioRefusedError."""
    return unseal(path.read_bytes(), passphrase)
