"""A block named on the command line: its header, its recomputed hash, and what contradicts it."""

from collections.abc import Iterable

import msgspec

from agent.commands.ledger_files import header_in, read_answer, stated_hash
from agent.commands.ledger_header import engine_for, hash_by
from agent.ledger.header import Header
from agent.ledger.verdict import Untrusted


class Block(msgspec.Struct, frozen=True):
    """A header as read, believed by nobody yet."""

    header: Header
    answer: Untrusted
    engine: str
    hash: bytes
    misnamed: str
    """Why the hash its JSON gives is not its hash; empty: it is, or there is none."""


def read_block(name: str, engine: str | None) -> Block:
    """Read a file's header; `engine` None: the one it looks like. UnreadableError."""
    answer = read_answer(name)
    header = header_in(name, answer)
    engine = engine or engine_for(header)
    found = hash_by(engine, header)
    stated = stated_hash(answer)
    is_misnamed = stated not in {"", "0x" + found.hex()}
    misnamed = f"it calls itself {stated[:66]!r}" if is_misnamed else ""
    return Block(header, answer, engine, found, misnamed)


def verdict(reasons: Iterable[str]) -> dict[str, object]:
    """Return `valid` and `reason` from everything that was found wrong."""
    wrong = [reason for reason in reasons if reason]
    return {"valid": not wrong, "reason": "; ".join(wrong)}
