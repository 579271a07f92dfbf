"""What stands in a file of the chain: RLP or JSON, as it comes from a node, a disk or a paste."""

import re
import sys
from pathlib import Path

import msgspec

from agent.ledger import rlp
from agent.ledger.header import Header
from agent.ledger.verdict import Invalid, Untrusted
from agent.ledger.verify import read_header

MAX_BYTES = 64 * 1024 * 1024  # the receipts of a full mainnet block are below 10 MiB
STDIN = "-"
_HEX = re.compile(rb"\s*(0x)?[0-9a-fA-F]+\s*", re.ASCII)


class UnreadableError(ValueError):
    """What was given cannot be read; the message is a sentence for a person."""


class _Envelope(msgspec.Struct, frozen=True):
    """A JSON-RPC answer, told apart from a bare result by its `jsonrpc` or `id`."""

    result: msgspec.Raw = msgspec.Raw(b"null")
    error: msgspec.Raw = msgspec.Raw(b"null")
    jsonrpc: msgspec.Raw = msgspec.Raw(b"")
    id: msgspec.Raw = msgspec.Raw(b"")


def read_answer(name: str) -> Untrusted:
    """Return what a file (`-`: standard input; 0x…: the words themselves) says, unwrapped.

    RLP stays bytes, hexadecimal text becomes bytes, of a JSON-RPC answer the result is taken.
    UnreadableError: not there, too large, empty, or an answer that reports an error.
    """
    data = _bytes(name)
    if data[:1] >= b"\xc0":
        return Untrusted(data)
    if _HEX.fullmatch(data):
        digits = data.strip().removeprefix(b"0x")
        if len(digits) % 2:
            raise UnreadableError(f"{_short(name)}: an odd number of hexadecimal digits.")
        return Untrusted(bytes.fromhex(digits.decode("ascii")))
    return _unwrapped(name, data)


def _bytes(name: str) -> bytes:
    if name == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    elif name.startswith("0x"):
        data = name.encode("utf-8", "surrogateescape")
    else:
        try:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as lost:  # ValueError: a name with a zero byte
            why = lost.strerror if isinstance(lost, OSError) else lost
            raise UnreadableError(f"{_short(name)} could not be read: {why}.") from lost
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"{_short(name)} is larger than {MAX_BYTES} bytes.")
    if not data.strip():
        raise UnreadableError(f"{_short(name)} is empty.")
    return data


def _short(name: str) -> str:
    return "standard input" if name == STDIN else repr(name[:80])


def _unwrapped(name: str, data: bytes) -> Untrusted:
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Untrusted(data)  # no object: whoever reads it next says what is wrong
    if not bytes(envelope.jsonrpc) and not bytes(envelope.id):
        return Untrusted(data)
    if bytes(envelope.error) != b"null":
        shown = bytes(envelope.error)[:200].decode("utf-8", "replace")
        raise UnreadableError(f"{_short(name)} is a node's refusal: {shown}.")
    return Untrusted(bytes(envelope.result))


def read_table(name: str, answer: Untrusted) -> dict[str, msgspec.Raw]:
    """Return a JSON object whose values are not looked at yet; UnreadableError."""
    try:
        return msgspec.json.decode(answer, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise UnreadableError(f"{_short(name)} is no JSON object: {broken}.") from broken


def header_in(name: str, answer: Untrusted) -> Header:
    """Return the header in a header's or a block's RLP or JSON; UnreadableError."""
    header = read_header(_header_of_block(answer))
    if isinstance(header, Invalid):
        raise UnreadableError(f"{_short(name)} holds no block header: {header.reason}.")
    return header


def _header_of_block(answer: Untrusted) -> Untrusted:
    """The first part of a block's RLP is its header; of a header's it is a hash."""
    if answer[:1] < b"\xc0":
        return answer
    try:
        first = rlp.decode_list(answer)[:1]
    except rlp.RlpError:
        return answer
    return Untrusted(rlp.encode(first[0])) if first and isinstance(first[0], list) else answer


def stated_hash(answer: Untrusted) -> str:
    """Return the hash a block's JSON gives itself, in lower case; empty: none."""
    try:
        table = msgspec.json.decode(answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    stated = table.get("hash") if isinstance(table, dict) else None
    return stated.lower() if isinstance(stated, str) else ""
