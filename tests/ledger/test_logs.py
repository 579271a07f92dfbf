"""Logs of a range: nothing missing, nothing invented, no block asked for in vain."""

import json
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger import qbft
from agent.ledger.bloom import bloom_of
from agent.ledger.header import Header, from_rlp
from agent.ledger.logs import (
    FilterError,
    LinkedBlock,
    LogFilter,
    collect,
    link,
    log_plan,
    matches,
    may_match,
    read_filter,
)
from agent.ledger.receipts import Log, Receipt, verify_receipts, verify_transactions
from agent.ledger.verdict import Invalid, NotEnoughTrust, Untrusted, Verified
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.rpc_json import block_json, receipt_json
from drivers.simulated.devchain.rpc_logs import find_logs
from tests.devchain.samples import SEED, WRITER, Wallet, call_writer, genesis

BLOCKS = 12
CONTRACT = "0x" + WRITER.hex()
SENDERS = [Wallet(account_key(SEED, index)).address for index in range(3)]


@cache
def chain() -> DevChain:
    """Return a chain in which every third block has logs, two at a time, of three senders."""
    made = DevChain(genesis(), validator_keys(SEED, 4))
    wallets = [Wallet(account_key(SEED, index)) for index in range(3)]
    for number in range(1, BLOCKS + 1):
        if number % 3 == 0:
            for wallet in (wallets[number % 2], wallets[2]):
                made.submit(wallet.sign(to=WRITER, data=call_writer(number, 7), gas=300_000))
        made.seal_block(made.head.header.timestamp_s + 1)
    return made


def headers() -> list[Header]:
    blocks = [chain().block(number) for number in range(BLOCKS + 1)]
    return [from_rlp(block.header.encoded()) for block in blocks if block is not None]


@cache
def linked() -> tuple[LinkedBlock, ...]:
    verdict = link(qbft, headers(), chain().head.hash)
    assert isinstance(verdict, Verified)
    return verdict.value


@cache
def receipts_of(number: int) -> tuple[Receipt, ...]:
    block = chain().block(number)
    assert block is not None
    shown = [receipt_json(block, index) for index in range(len(block.transactions))]
    verdict = verify_receipts(headers()[number], Untrusted(json.dumps(shown).encode()))
    assert isinstance(verdict, Verified)
    return verdict.value


@cache
def hashes_of(number: int) -> tuple[bytes, ...]:
    block = chain().block(number)
    assert block is not None
    shown = json.dumps(block_json(block, full=True)).encode()
    verdict = verify_transactions(headers()[number], Untrusted(shown))
    assert isinstance(verdict, Verified)
    return verdict.value


def sender_topic(index: int) -> str:
    return "0x" + SENDERS[index].rjust(32, b"\0").hex()


FILTERS: list[dict[str, Any]] = [
    {},
    {"address": CONTRACT},
    {"address": [CONTRACT.upper().replace("0X", "0x"), "0x" + "11" * 20]},
    {"address": "0x" + "11" * 20},
    {"address": [], "topics": []},
    {"topics": [sender_topic(0)]},
    {"topics": [[sender_topic(0), sender_topic(2)]]},
    {"topics": [None]},
    {"topics": [[]]},
    {"topics": [None, None]},
    {"topics": [None, sender_topic(0)]},
    {"address": CONTRACT, "topics": [sender_topic(1)]},
]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_logs_found_are_those_an_honest_node_answers(asked: dict[str, Any]) -> None:
    plan = log_plan(linked(), read_filter(asked))
    numbers = [block.header.number for block in plan.needed]
    found = collect(
        plan,
        {number: receipts_of(number) for number in numbers},
        {number: hashes_of(number) for number in numbers},
    )
    assert isinstance(found, Verified)
    whole = {
        key: value for key, value in asked.items() if value != []
    }  # the development chain takes an empty list for "none of these"
    if whole.get("topics") == [[]]:
        whole["topics"] = [None]
    bounds = {"fromBlock": 0, "toBlock": BLOCKS}
    honest = find_logs(chain(), {**whole, **bounds}, int)
    assert [
        (
            hex(log.number),
            "0x" + log.block_hash.hex(),
            hex(log.transaction_index),
            hex(log.log_index),
            "0x" + (log.transaction_hash or b"").hex(),
            log.log.address,
            ["0x" + topic.hex() for topic in log.log.topics],
            "0x" + log.log.data.hex(),
        )
        for log in found.value
    ] == [
        (
            log["blockNumber"],
            log["blockHash"],
            log["transactionIndex"],
            log["logIndex"],
            log["transactionHash"],
            log["address"],
            log["topics"],
            log["data"],
        )
        for log in honest
    ]


def test_only_blocks_whose_bloom_may_match_are_asked_for() -> None:
    plan = log_plan(linked(), read_filter({"topics": [sender_topic(2)]}))
    assert [block.header.number for block in plan.needed] == [3, 6, 9, 12]
    assert (plan.first, plan.last) == (0, BLOCKS)


def test_receipts_withheld_are_named_not_passed_over() -> None:
    plan = log_plan(linked(), read_filter({"topics": [sender_topic(2)]}))
    verdict = collect(plan, {3: receipts_of(3), 9: receipts_of(9)})
    assert isinstance(verdict, NotEnoughTrust)
    assert "6, 12" in verdict.reason


def test_hashes_are_left_out_unless_proven() -> None:
    plan = log_plan(linked()[3:4], LogFilter())
    found = collect(plan, {3: receipts_of(3)})
    assert isinstance(found, Verified)
    assert {log.transaction_hash for log in found.value} == {None}


BREAKS: dict[str, Callable[[list[Header]], list[Header]]] = {
    "a block left out": lambda hs: [*hs[:5], *hs[6:]],
    "two swapped": lambda hs: [*hs[:4], hs[5], hs[4], *hs[6:]],
    "the newest left out": lambda hs: hs[:-1],
    "one twice": lambda hs: [*hs[:5], hs[5], *hs[5:]],
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("attack", BREAKS)
def test_a_range_with_a_hole_is_refused(attack: str) -> None:
    assert isinstance(link(qbft, BREAKS[attack](headers()), chain().head.hash), Invalid)


def test_what_stands_before_the_first_block_is_refused() -> None:
    first = headers()[0]
    first_hash = linked()[0].hash
    assert isinstance(link(qbft, [first], first_hash), Verified)
    assert isinstance(link(qbft, [first, first], first_hash), Invalid)


def test_a_header_with_an_emptied_bloom_does_not_link() -> None:
    for place in (3, BLOCKS):
        changed = headers()
        changed[place] = msgspec.structs.replace(changed[place], logs_bloom=bytes(256))
        assert isinstance(link(qbft, changed, chain().head.hash), Invalid)


def test_a_linked_range_is_hashed_up_to_its_tip() -> None:
    for parent, child in pairwise(linked()):
        assert child.header.parent_hash == parent.hash


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"address": 1, "topics": {}}, ["address", "topics"]),
        ({"address": "0x11", "topics": ["0x22", ["0x33"], 4]}, ["address", "[0]", "[1]", "[2]"]),
        ({"topics": [None] * 5}, ["at most 4"]),
        ({"topics": [["0x" + "00" * 32] * 2000]}, ["alternatives"]),
    ],
)
def test_every_mistake_in_a_filter_is_named(asked: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(FilterError) as refused:
        read_filter(asked)
    assert all(word in str(refused.value) for word in words)


words = st.sampled_from([bytes(31) + bytes((number,)) for number in range(6)])
addresses = st.sampled_from(["0x" + f"{number:040x}" for number in range(4)])
logs = st.builds(Log, addresses, st.lists(words, max_size=4).map(tuple), st.just(b""))
filters = st.builds(
    LogFilter,
    st.lists(addresses, max_size=2).map(tuple),
    st.lists(st.lists(words, max_size=2).map(tuple), max_size=4).map(tuple),
)


@given(logs, filters)
@settings(max_examples=300)
def test_a_bloom_never_hides_a_matching_log(log: Log, wanted: LogFilter) -> None:
    if matches(log, wanted):
        assert may_match(bloom_of([(log.address, log.topics)]), wanted)
    assert not may_match(bytes(256), wanted)
