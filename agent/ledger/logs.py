"""All logs of a range of blocks, and nothing missing: what eth_getLogs cannot be trusted with.

    linked = link(engine, headers, tip_hash)       # every header is hashed up to a verified one
    plan = log_plan(linked.value, wanted)          # which blocks' receipts must be fetched
    collect(plan, {number: verified receipts})     # the logs, complete

A header's bloom without the bits proves that its block has no such log; where the bits are set,
only the block's verified receipts tell. How could one attack it? By leaving out a block (its
child does not link), a log (the receipts' root is another) or a receipt's whole block (`collect`
names what is missing instead of answering). Bits set by other logs cost a question, never a lie.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from agent.ledger.bloom import address_bits, bits_of
from agent.ledger.header import Header
from agent.ledger.hexadecimal import HexError, read_address, read_data
from agent.ledger.receipts import MAX_TOPICS, Log, Receipt
from agent.ledger.trust import Engine
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Verified
from agent.units import Address

MAX_ALTERNATIVES = 1_024  # bounds what one filter costs per header


class FilterError(ValueError):
    """The filter is none; the message lists every problem."""


class LogFilter(msgspec.Struct, frozen=True):
    """Which logs are wanted; as in eth_getLogs."""

    addresses: tuple[Address, ...] = ()
    """Alternatives, in lower case; empty: any contract."""
    topics: tuple[tuple[bytes, ...], ...] = ()
    """Alternatives per position; empty: any topic, but there must be one at this position."""


class LinkedBlock(msgspec.Struct, frozen=True):
    """A header and the hash by which its child names it."""

    header: Header
    hash: bytes


class LogPlan(msgspec.Struct, frozen=True):
    """Which blocks' receipts are needed for all logs of the range; the others have none."""

    wanted: LogFilter
    first: int
    last: int
    needed: tuple[LinkedBlock, ...]


class FoundLog(msgspec.Struct, frozen=True):
    """A log, and where in the chain it stands."""

    number: int
    block_hash: bytes
    transaction_index: int
    log_index: int
    log: Log
    transaction_hash: bytes | None = None
    """None unless the block's transactions were verified too: no receipt proves it."""


def read_filter(fields: Mapping[str, object]) -> LogFilter:
    """Read the `address` and `topics` of an eth_getLogs filter; FilterError.

    Null and the empty list stand for anything, as in geth and Besu.
    """
    problems: list[str] = []
    texts = _alternatives("address", fields.get("address"), problems)
    addresses = tuple(
        one for text in texts for one in _parsed(read_address, text, "address", problems)
    )
    positions = fields.get("topics")
    if positions is None:
        positions = []
    if not isinstance(positions, list) or len(positions) > MAX_TOPICS:
        problems.append(f"topics: expected a list of at most {MAX_TOPICS}")
        positions = []
    topics: list[tuple[bytes, ...]] = []
    for place, position in enumerate(positions):
        name = f"topics[{place}]"
        words = _alternatives(name, position, problems)
        topics.append(tuple(one for word in words for one in _parsed(_topic, word, name, problems)))
    if problems:
        raise FilterError("; ".join(problems))
    return LogFilter(addresses, tuple(topics))


_Parsed = TypeVar("_Parsed", bytes, Address)


def _parsed(
    read: Callable[[str], _Parsed], text: str, name: str, problems: list[str]
) -> Iterator[_Parsed]:
    """Yield what the text stands for, or nothing and note the problem."""
    try:
        yield read(text)
    except HexError as wrong:
        problems.append(f"{name}: {text[:80]!r}: {wrong}")


def _topic(text: str) -> bytes:
    return read_data(text, 32)


def _alternatives(name: str, value: object, problems: list[str]) -> list[str]:
    values = [] if value is None else value if isinstance(value, list) else [value]
    if len(values) > MAX_ALTERNATIVES:
        problems.append(f"{name}: more than {MAX_ALTERNATIVES} alternatives")
        return []
    texts = [one for one in values if isinstance(one, str)]
    if len(texts) != len(values):
        problems.append(f"{name}: expected text or a list of texts")
    return texts


def matches(log: Log, wanted: LogFilter) -> bool:
    """Return whether a log is wanted: its contract is, and every position's topic is."""
    if wanted.addresses and log.address not in wanted.addresses:
        return False
    if len(wanted.topics) > len(log.topics):
        return False
    pairs = zip(wanted.topics, log.topics, strict=False)
    return all(not allowed or topic in allowed for allowed, topic in pairs)


def may_match(bloom: bytes, wanted: LogFilter) -> bool:
    """Return False when a header's bloom proves that its block has no wanted log."""
    return _may_match(int.from_bytes(bloom, "big"), _bits(wanted))


def _bits(wanted: LogFilter) -> list[list[int]]:
    """Return the alternatives' bits, per position at which not everything is allowed."""
    positions = [[bits_of(topic) for topic in allowed] for allowed in wanted.topics]
    positions.append([address_bits(address) for address in wanted.addresses])
    return [alternatives for alternatives in positions if alternatives]


def _may_match(bloom: int, positions: list[list[int]]) -> bool:
    if bloom == 0:  # no log at all: also a filter for anything finds nothing here
        return False
    return all(any(bloom & bits == bits for bits in alternatives) for alternatives in positions)


def link(
    engine: Engine, headers: Sequence[Header], tip_hash: bytes
) -> Verified[tuple[LinkedBlock, ...]] | Invalid:
    """Check that headers, in ascending order, are the chain that ends in a block known by hash.

    `tip_hash`: of a verified head, or of the parent of one. No seal is looked at: who names a
    block by its hash names all before it.
    """
    if not headers:
        return Invalid(Fault.LINK, "no header was given")
    blocks: list[LinkedBlock] = []
    expected = tip_hash
    for back, header in enumerate(reversed(headers)):
        found = engine.block_hash(header)
        if isinstance(found, Invalid):
            return found
        if found != expected or header.number != headers[-1].number - back:
            return Invalid(Fault.LINK, f"block {header.number} is not the one its child names")
        blocks.append(LinkedBlock(header, found))
        expected = header.parent_hash
    return Verified(tuple(reversed(blocks)))


def log_plan(blocks: Sequence[LinkedBlock], wanted: LogFilter) -> LogPlan:
    """Return which blocks may have wanted logs; `blocks` as `link` verified them."""
    positions = _bits(wanted)
    needed = tuple(
        block
        for block in blocks
        if _may_match(int.from_bytes(block.header.logs_bloom, "big"), positions)
    )
    return LogPlan(wanted, blocks[0].header.number, blocks[-1].header.number, needed)


def collect(
    plan: LogPlan,
    receipts: Mapping[int, Sequence[Receipt]],
    transactions: Mapping[int, Sequence[bytes]] | None = None,
) -> Verified[tuple[FoundLog, ...]] | NotEnoughTrust:
    """Return all wanted logs of the plan's range, in the chain's order.

    `receipts`: by block number, from `verify_receipts` under the plan's header of this number.
    `transactions`: likewise from `verify_transactions`; gives the logs their transaction hash.
    NotEnoughTrust names the blocks whose receipts are missing.
    """
    missing = [b.header.number for b in plan.needed if b.header.number not in receipts]
    if missing:
        shown = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        return NotEnoughTrust(f"the receipts of {len(missing)} blocks are missing ({shown})")
    found: list[FoundLog] = []
    for block in plan.needed:
        number = block.header.number
        hashes = None if transactions is None else transactions.get(number)
        found += _of_block(plan.wanted, block, receipts[number], hashes)
    return Verified(tuple(found))


def _of_block(
    wanted: LogFilter,
    block: LinkedBlock,
    receipts: Sequence[Receipt],
    hashes: Sequence[bytes] | None,
) -> Iterator[FoundLog]:
    for receipt in receipts:
        for place, log in enumerate(receipt.logs):
            if matches(log, wanted):
                yield FoundLog(
                    number=block.header.number,
                    block_hash=block.hash,
                    transaction_index=receipt.index,
                    log_index=receipt.first_log_index + place,
                    log=log,
                    transaction_hash=None if hashes is None else hashes[receipt.index],
                )
