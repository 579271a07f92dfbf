"""Headers in a row: each the one asked for, each standing on the one before it."""

from collections.abc import Sequence

from agent.ledger.header import Header
from agent.ledger.trust import Engine
from agent.ledger.verdict import Fault, Invalid, Untrusted
from agent.ledger.verify import read_header


def read_row(
    engine: Engine, first: int, answers: Sequence[Untrusted]
) -> tuple[Header, ...] | Invalid:
    """Read a node's answers as the headers from block `first` on; at least one.

    Nothing in them is believed yet but that each names the one before it as its parent.
    """
    row: list[Header] = []
    for number, answer in enumerate(answers, first):
        header = read_header(answer)
        if isinstance(header, Invalid):
            return header
        broken = _out_of_place(engine, header, number, row[-1] if row else None)
        if broken is not None:
            return broken
        row.append(header)
    return tuple(row) or Invalid(Fault.LINK, f"block {first} was asked for and none came")


def _out_of_place(
    engine: Engine, header: Header, number: int, parent: Header | None
) -> Invalid | None:
    if header.number != number:
        return Invalid(Fault.LINK, f"block {number} was asked for and {header.number} came")
    if parent is None:
        return None
    if header.parent_hash != engine.block_hash(parent):
        return Invalid(Fault.LINK, f"block {number} does not stand on the block shown before it")
    if header.time_s < parent.time_s:
        return Invalid(Fault.BACKWARDS, f"block {number} was older than its parent")
    return None
