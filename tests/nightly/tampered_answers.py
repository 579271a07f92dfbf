"""What a hostile node may answer, for everything the light client reads; each with its truth.

A question is a kind of answer: its truth, the ways to falsify it, the ways to leave something
out, and the judge that says whether the light client believed. All of it is seeded.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from eth_hash.auto import keccak

from agent.ledger import follow, qbft
from agent.ledger.clique import Clique
from agent.ledger.header import Header
from agent.ledger.logs import LinkedBlock, LogFilter, collect, link, log_plan
from agent.ledger.network import Network
from agent.ledger.receipts import Receipt, verify_receipts, verify_transactions
from agent.ledger.verdict import Fetch, Untrusted, Verified
from agent.ledger.verify import read_header
from agent.units import UnixMs
from drivers.simulated.devchain.rpc_json import block_json, receipt_json
from tests.ledger import clique_chain, test_logs, test_receipts, test_tampering
from tests.ledger.clique_chain import PERIOD_S, Sealed
from tests.ledger.sealed_chain import CHAIN_ID, Block, validators
from tests.ledger.test_tampering import FOUR, digit_changed

Answer = Any
Tamper = Callable[[random.Random, Answer], Answer]
"""Takes a fresh copy of the truth; changes it in place or returns another answer."""

NAMES = (
    *("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot"),
    *("logsBloom", "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData"),
    *("mixHash", "nonce", "baseFeePerGas"),
)
NUMBERS = {"difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas"}


@dataclass(frozen=True)
class Question:
    """A kind of answer of a node's."""

    name: str
    truth: Answer
    false: tuple[Tamper, ...]
    short: tuple[Tamper, ...]
    """The omissions."""
    believed: Callable[[Answer], bool]

    def tampered(self, dice: random.Random, tamper: Tamper) -> Answer:
        fresh = msgspec.json.decode(msgspec.json.encode(self.truth))
        changed = tamper(dice, fresh)
        return fresh if changed is None else changed


def raw(answer: Answer) -> Untrusted:
    return Untrusted(msgspec.json.encode(answer))


def header_json(fields: tuple[bytes, ...]) -> dict[str, str]:
    return {
        name: hex(int.from_bytes(value, "big")) if name in NUMBERS else "0x" + value.hex()
        for name, value in zip(NAMES, fields, strict=True)
    }


def any_header_altered(
    dice: random.Random, rows: list[dict[str, str]], names: tuple[str, ...] = NAMES
) -> None:
    header = dice.choice(rows)
    name = dice.choice(names)
    header[name] = digit_changed(dice, header[name])


def two_swapped(dice: random.Random, items: list[Answer]) -> None:
    one, other = dice.sample(range(len(items)), 2)
    items[one], items[other] = items[other], items[one]


def one_twice(dice: random.Random, items: list[Answer]) -> None:
    place = dice.randrange(len(items) - 1)  # headers beyond those asked for are not looked at
    items.insert(place, items[place])


def one_left_out(dice: random.Random, items: list[Answer]) -> None:
    items.pop(dice.randrange(len(items)))


def one_missing_within(dice: random.Random, items: list[Answer]) -> None:
    items.pop(dice.randrange(len(items) - 1))


def everything_left_out(_dice: random.Random, items: list[Answer]) -> None:
    items.clear()


# One header of QBFT, and one answer of eth_getProof: the lists of the short test.


def seals_left_out(dice: random.Random, header: dict[str, Any]) -> None:
    some = dice.sample(FOUR, dice.randrange(3))
    header["extraData"] = test_tampering.BLOCK.sealed_by(some).json()["extraData"]


QBFT_HEADER = Question(
    "QBFT header",
    test_tampering.HEADER,
    tuple(t for t in test_tampering.HEADER_TAMPERS if t is not test_tampering.field_dropped),
    (test_tampering.field_dropped, seals_left_out),
    test_tampering.header_believed,
)
PROOF_OMISSIONS = (test_tampering.node_dropped, test_tampering.slot_dropped)
PROOF = Question(
    "account and storage proof",
    test_tampering.PROOF,
    tuple(t for t in test_tampering.PROOF_TAMPERS if t not in PROOF_OMISSIONS),
    PROOF_OMISSIONS,
    test_tampering.proof_believed,
)


# A row of Clique headers, the first of which is final under the others.

FIVE = validators(5)
GENESIS = clique_chain.genesis(FIVE)
ROW = clique_chain.row(GENESIS, FIVE, 12)
START = clique_chain.trust(GENESIS, FIVE)
RULES = Clique(PERIOD_S)
CLIQUE = Network(CHAIN_ID, GENESIS.hash, START, PERIOD_S, 86_400, 30, 10, "clique", RULES)
FETCH = Fetch(1, len(ROW))
NOW = UnixMs(ROW[-1].time_s * 1000 + 1_000)


def clique_step(answer: list[Answer]) -> follow.Step:
    state = follow.begin(CLIQUE, None)
    return follow.verify(CLIQUE, state, FETCH, [raw(one) for one in answer], NOW)


def clique_believed(answer: list[Answer]) -> bool:
    return isinstance(clique_step(answer), Verified | follow.Halt)


def resealed(change: Callable[[random.Random, Sealed, int], Sealed]) -> Tamper:
    """Return a change to a block that its own signer, or another, seals anew."""

    def tamper(dice: random.Random, rows: list[Answer]) -> None:
        place = dice.randrange(len(rows))
        bare = ROW[place].with_field(12, ROW[place].fields[12][:-65])
        rows[place] = header_json(change(dice, bare, place).fields)

    tamper.__name__ = change.__name__
    return tamper


def rightful(place: int) -> Any:
    return clique_chain.in_turn(FIVE, place + 1)


@resealed
def sealed_by_a_stranger(dice: random.Random, bare: Sealed, place: int) -> Sealed:
    return bare.sealed_by(validators(1, seed=dice.randrange(60, 90))[0])


@resealed
def sealed_out_of_turn_as_in_turn(dice: random.Random, bare: Sealed, place: int) -> Sealed:
    return bare.sealed_by(dice.choice([one for one in FIVE if one is not rightful(place)]))


@resealed
def sealed_with_a_rule_broken(dice: random.Random, bare: Sealed, place: int) -> Sealed:
    early = (bare.time_s - dice.randrange(1, PERIOD_S + 1)).to_bytes(4, "big")
    field, value = dice.choice(
        [(7, b"\1"), (7, b"\3"), (11, early), (13, dice.randbytes(32)), (14, dice.randbytes(8))]
    )
    return bare.with_field(field, value).sealed_by(rightful(place))


@resealed
def signers_smuggled_in(dice: random.Random, bare: Sealed, place: int) -> Sealed:
    listed = bare.fields[12] + dice.randbytes(20)
    return bare.with_field(12, listed).sealed_by(rightful(place))


def one_signers_own_chain(dice: random.Random, rows: list[Answer]) -> list[Answer]:
    signer, parent, mine = dice.choice(FIVE), GENESIS, []
    for _ in rows:
        parent = clique_chain.extend(parent, FIVE, signer)
        mine.append(header_json(parent.fields))
    return mine


def too_few_on_top(dice: random.Random, rows: list[Answer]) -> list[Answer]:
    return rows[: dice.randrange(3)]


CLIQUE_ROW = Question(
    "row of Clique headers",
    [header_json(made.fields) for made in ROW],
    (
        any_header_altered,
        two_swapped,
        one_twice,
        sealed_by_a_stranger,
        sealed_out_of_turn_as_in_turn,
        sealed_with_a_rule_broken,
        signers_smuggled_in,
        one_signers_own_chain,
    ),
    (one_missing_within, too_few_on_top, everything_left_out),
    clique_believed,
)


# The receipts and the transactions of a block.


def receipts_believed(answer: Answer) -> bool:
    return isinstance(verify_receipts(test_receipts.header(), raw(answer)), Verified)


def receipt_altered(dice: random.Random, items: list[dict[str, Any]]) -> None:
    one = dice.choice(items)
    name = dice.choice(["status", "cumulativeGasUsed", "logsBloom"])
    one[name] = digit_changed(dice, one[name])


def log_altered(dice: random.Random, items: list[dict[str, Any]]) -> None:
    log = dice.choice([log for one in items for log in one["logs"]])
    name = dice.choice(["address", "data", "topics"])
    if name == "topics":
        place = dice.randrange(len(log["topics"]))
        log["topics"][place] = digit_changed(dice, log["topics"][place])
    else:
        log[name] = digit_changed(dice, log[name])


def log_invented(dice: random.Random, items: list[dict[str, Any]]) -> None:
    logs = dice.choice([one["logs"] for one in items if one["logs"]])
    logs.append(dict(dice.choice(logs)))


def log_left_out(dice: random.Random, items: list[dict[str, Any]]) -> None:
    logs = dice.choice([one["logs"] for one in items if one["logs"]])
    logs.pop(dice.randrange(len(logs)))


def another_type(dice: random.Random, items: list[dict[str, Any]]) -> None:
    one = dice.choice(items)
    one["type"] = dice.choice([t for t in ("0x0", "0x1", "0x2", "0x3") if t != one["type"]])


def bytes_altered(dice: random.Random, items: list[str]) -> None:
    place = dice.randrange(len(items))
    items[place] = digit_changed(dice, items[place])


def bytes_cut(dice: random.Random, items: list[str]) -> None:
    place = dice.randrange(len(items))
    items[place] = items[place][: dice.randrange(len(items[place]))]


RECEIPTS = Question(
    "receipts",
    test_receipts.receipts(),
    (receipt_altered, log_altered, log_invented, another_type, two_swapped, one_twice),
    (one_left_out, log_left_out, everything_left_out),
    receipts_believed,
)
RAW_RECEIPTS = Question(
    "receipts as bytes",
    test_receipts.raw_receipts(),
    (bytes_altered, bytes_cut, two_swapped, one_twice),
    (one_left_out, everything_left_out),
    receipts_believed,
)


def transactions_believed(answer: Answer) -> bool:
    return isinstance(verify_transactions(test_receipts.header(), raw(answer)), Verified)


SIGNED = ("nonce", "gas", "value", "input", "r", "s")


def transaction_altered(dice: random.Random, items: list[dict[str, Any]]) -> None:
    one = dice.choice(items)
    name = dice.choice([name for name in SIGNED if len(one[name]) > 2])
    one[name] = digit_changed(dice, one[name])


TRANSACTIONS = Question(
    "transactions",
    block_json(test_receipts.block(), full=True)["transactions"],
    (transaction_altered, two_swapped, one_twice),
    (one_left_out, everything_left_out),
    transactions_believed,
)


# All logs of a range: the headers up to a known hash, and receipts where a bloom asks for them.


def log_range() -> dict[str, Any]:
    chain = test_logs.chain()
    blocks = [chain.block(number) for number in range(test_logs.BLOCKS + 1)]
    shown = [block for block in blocks if block is not None]
    headers = [block_json(block, full=False) for block in shown]
    receipts = {
        str(block.header.number): [receipt_json(block, at) for at in range(len(block.transactions))]
        for block in shown
        if block.transactions
    }
    return {"headers": headers, "receipts": receipts}


def range_believed(answer: dict[str, Any]) -> bool:
    headers = [read_header(raw(one)) for one in answer["headers"]]
    if not all(isinstance(one, Header) for one in headers):
        return False
    linked = link(qbft, headers, test_logs.chain().head.hash)  # type: ignore[arg-type]
    if not isinstance(linked, Verified) or linked.value[0].header.number != 0:
        return False
    plan = log_plan(linked.value, LogFilter((test_logs.CONTRACT,)))  # type: ignore[arg-type]
    verified: dict[int, tuple[Receipt, ...]] = {}
    for needed in plan.needed:
        found = _receipts_of(needed, answer["receipts"])
        if found is not None:
            verified[needed.header.number] = found
    return isinstance(collect(plan, verified), Verified)


def _receipts_of(needed: LinkedBlock, shown: dict[str, Any]) -> tuple[Receipt, ...] | None:
    answer = shown.get(str(needed.header.number))
    verdict = verify_receipts(needed.header, raw(answer))
    return verdict.value if isinstance(verdict, Verified) else None


def range_header_altered(dice: random.Random, shown: dict[str, Any]) -> None:
    names = tuple(name for name in NAMES if name != "extraData")  # its seals are in no block's hash
    any_header_altered(dice, shown["headers"], names)


def bloom_emptied(dice: random.Random, shown: dict[str, Any]) -> None:
    full = [one for one in shown["headers"] if int(one["logsBloom"], 16)]
    dice.choice(full)["logsBloom"] = "0x" + "00" * 256


def blocks_swapped(dice: random.Random, shown: dict[str, Any]) -> None:
    two_swapped(dice, shown["headers"])


def other_blocks_receipts(dice: random.Random, shown: dict[str, Any]) -> None:
    roots = {number: shown["headers"][int(number)]["receiptsRoot"] for number in shown["receipts"]}
    one, other = dice.choice([(a, b) for a in roots for b in roots if roots[a] != roots[b]])
    shown["receipts"][one] = shown["receipts"][other]


def block_hidden(dice: random.Random, shown: dict[str, Any]) -> None:
    one_left_out(dice, shown["headers"])


def receipts_hidden(dice: random.Random, shown: dict[str, Any]) -> None:
    shown["receipts"].pop(dice.choice(sorted(shown["receipts"])))


def log_hidden_in_the_range(dice: random.Random, shown: dict[str, Any]) -> None:
    log_left_out(dice, dice.choice(list(shown["receipts"].values())))


LOGS = Question(
    "logs of a range",
    log_range(),
    (range_header_altered, bloom_emptied, blocks_swapped, other_blocks_receipts),
    (block_hidden, receipts_hidden, log_hidden_in_the_range),
    range_believed,
)

QUESTIONS = (QBFT_HEADER, CLIQUE_ROW, PROOF, RECEIPTS, RAW_RECEIPTS, TRANSACTIONS, LOGS)


def qbft_fork_noticed(dice: random.Random) -> bool:
    """Show a second final block beside one believed."""
    state = follow.verify_next(
        test_tampering.NETWORK,
        test_tampering.START,
        raw(test_tampering.HEADER),
        test_tampering.at(test_tampering.BLOCK),
    )
    assert isinstance(state, Verified)
    signers = dice.sample(FOUR, dice.choice([3, 4]))
    fork: Block = test_tampering.BLOCK.with_field(dice.choice([3, 4, 5]), dice.randbytes(32))
    answer = raw(fork.sealed_by(signers).json())
    now = test_tampering.at(test_tampering.BLOCK)
    verdict = follow.compare(test_tampering.NETWORK, state.value.state, answer, 1, now)
    return isinstance(verdict, follow.Halt)


def clique_fork_noticed(dice: random.Random) -> bool:
    """Show another branch from a block believed, as final as the believed one."""
    step = clique_step(CLIQUE_ROW.truth)
    assert isinstance(step, Verified)
    bare = clique_chain.unsealed(
        1, GENESIS.hash, difficulty=2, state_root=keccak(dice.randbytes(32))
    )
    first = bare.sealed_by(clique_chain.in_turn(FIVE, 1))
    branch = [first, *clique_chain.row(first, FIVE, len(ROW) - 1)]
    shown = [raw(header_json(made.fields)) for made in branch]
    verdict = follow.compare_row(CLIQUE, step.value.state, shown, 1, NOW)
    return isinstance(verdict, follow.Halt)
