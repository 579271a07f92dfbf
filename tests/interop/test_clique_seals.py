"""Seals, votes, epochs, proofs and receipts made by software that is not ours.

The recording is played by `tests.interop.recording`; where node is installed,
test_clique_node.py plays it again and compares.
"""

import json
from functools import cache

import msgspec
import pytest

from agent.ledger import market_contract as mc
from agent.ledger.clique import Applied, Clique
from agent.ledger.header import plain_hash
from agent.ledger.receipts import verify_receipts, verify_transactions
from agent.ledger.trust import Final, TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import (
    ABSENT_ACCOUNT,
    VerifiedHead,
    VerifiedStorage,
    verify_storage,
)
from tests.interop import recording
from tests.interop.clique_node import (
    EPOCH_BLOCKS,
    GENESIS_S,
    LEAVER,
    NEWCOMER,
    OUT_OF_TURN_EVERY,
    PERIOD_S,
    SIGNERS,
)
from tests.interop.recording import headers, recorded
from tests.interop.trading import CREDIT_MICRO, Trading

CHAIN = Clique(PERIOD_S, EPOCH_BLOCKS)
FIRST = tuple(address for address, _ in SIGNERS)
GROWN = tuple(sorted((*FIRST, NEWCOMER[0])))
SHRUNK = tuple(one for one in GROWN if one != LEAVER[0])
STEPS = ("deployed", "enrolled", "ordered", "endorsed", "agreed", "reported", "settled")


def untrusted(answer: object) -> Untrusted:
    return Untrusted(json.dumps(answer).encode())


def genesis() -> TrustPoint:
    return TrustPoint(0, plain_hash(headers()[0]), GENESIS_S, FIRST)


@cache
def followed() -> tuple[Applied, ...]:
    """Every block after the first, judged by every rule but the link."""
    applied: list[Applied] = []
    point = genesis()
    for header in headers()[1:]:
        one = CHAIN.apply(point, header)
        assert isinstance(one, Applied), f"block {header.number}: {one}"
        applied.append(one)
        point = one.point
    return tuple(applied)


def test_every_block_is_the_one_its_child_and_its_node_name() -> None:
    assert len(headers()) == recording.HEIGHT + 1
    hashes = [plain_hash(header) for header in headers()]
    assert [one.parent_hash for one in headers()[1:]] == hashes[:-1]
    assert [block["hash"] for block in recorded()["blocks"]] == ["0x" + h.hex() for h in hashes]


def test_foreign_seals_are_those_of_the_foreign_signers() -> None:
    assert {one.signer for one in followed()} == {*FIRST, NEWCOMER[0]}
    out_of_turn = [header.number for header in headers()[1:] if header.difficulty == 1]
    assert {number for number in out_of_turn if number % OUT_OF_TURN_EVERY == 0}


def test_votes_of_foreign_signers_change_who_may_sign() -> None:
    sets = [one.point.validators for one in followed()]
    assert sets[:33] == [FIRST] * 33
    assert sets[33:46] == [GROWN] * 13
    assert sets[46:] == [SHRUNK] * (recording.HEIGHT - 46)


def test_epoch_blocks_list_the_signers_in_order() -> None:
    lists = {
        header.number: header.extra_data[32:-65].hex()
        for header in headers()
        if len(header.extra_data) > 97
    }
    assert lists == {
        number: "".join(address[2:] for address in signers)
        for number, signers in ((0, FIRST), (20, FIRST), (40, GROWN), (60, SHRUNK))
    }


def test_the_chain_is_final_up_to_a_few_blocks_below_its_tip() -> None:
    verdict = CHAIN.verify_row(genesis(), headers()[1:])
    assert isinstance(verdict, Verified)
    assert isinstance(verdict.value, Final)
    assert recording.HEIGHT - 6 <= verdict.value.point.number < recording.HEIGHT
    assert verdict.value.point.validators == SHRUNK


def test_an_epoch_is_reached_from_the_first_block_in_one_jump() -> None:
    row = headers()[38:50]
    verdict = CHAIN.verify_row(genesis(), row)
    assert isinstance(verdict, Verified)
    assert verdict.value.point == followed()[verdict.value.point.number - 1].point


def test_strangers_cannot_stand_in_for_the_signers_of_a_jump() -> None:
    others = tuple(sorted((recording.STRANGER, *recording.FUNDED)))
    trusted = msgspec.structs.replace(genesis(), validators=others)
    assert isinstance(CHAIN.verify_row(trusted, headers()[38:50]), NotEnoughTrust)


@pytest.mark.parametrize(
    "change",
    [
        {"gas_used": 1},
        {"state_root": bytes(32)},
        {"receipts_root": bytes(32)},
        {"time_s": 2_000_000_000},
        {"difficulty": 1},
        {"nonce": b"\xff" * 8, "coinbase": recording.STRANGER},
    ],
    ids="+".join,
)
@pytest.mark.parametrize("number", [1, 23, 47, 67])
def test_a_changed_header_is_no_longer_sealed_by_a_signer(
    number: int, change: dict[str, object]
) -> None:
    parent = genesis() if number == 1 else followed()[number - 2].point
    forged = msgspec.structs.replace(headers()[number], **change)
    verdict = CHAIN.apply(parent, forged)
    assert isinstance(verdict, Invalid)
    assert verdict.fault in (Fault.SEALS, Fault.RULES)


# What the sealed headers commit to.


def head(number: int) -> VerifiedHead:
    header = headers()[number]
    assert header.base_fee_wei is not None
    return VerifiedHead(
        number=number,
        hash=plain_hash(header),
        state_root=header.state_root,
        time_s=header.time_s,
        base_fee_wei=header.base_fee_wei,
        gas_limit=header.gas_limit,
        validators=FIRST,
    )


def proven(name: str, number: int | None = None) -> Verified[VerifiedStorage] | Invalid:
    asked = recorded()["proofs"][name]
    slots = [int(slot, 16) for slot in asked["slots"]]
    block = asked["block"] if number is None else number
    return verify_storage(untrusted(asked["answer"]), asked["address"], slots, head(block))


def words(name: str) -> tuple[int, ...]:
    verdict = proven(name)
    assert isinstance(verdict, Verified), verdict
    return verdict.value.words


def test_a_settled_trade_is_proven_word_by_word() -> None:
    story = Trading(chain=None)  # type: ignore[arg-type]
    expected = story.expected()
    assert recorded()["proofs"]["settled"]["slots"] == [f"0x{slot:064x}" for slot in expected]
    assert words("settled") == tuple(expected.values())
    assert CREDIT_MICRO in expected.values()
    verdict = proven("settled")
    assert isinstance(verdict, Verified)
    assert verdict.value.account.code_hash == mc.CODE_HASH


def test_words_that_were_emptied_are_proven_absent() -> None:
    assert words("emptied") == (0, 0, 0)


def test_the_past_is_proven_under_its_own_header_only() -> None:
    status, trade = words("past")
    assert mc.Head.unpack(status).status == mc.CycleStatus.OPEN
    assert trade == 0
    assert isinstance(proven("past", recorded()["steps"]["settled"]), Invalid)


def test_a_nonce_is_proven_and_so_is_an_account_that_does_not_exist() -> None:
    operator = proven("operator")
    assert isinstance(operator, Verified)
    assert operator.value.account.nonce == 10
    nobody = proven("nobody")
    assert isinstance(nobody, Verified)
    assert nobody.value.account == ABSENT_ACCOUNT
    assert nobody.value.words == (0,)
    assert recorded()["proofs"]["nobody"]["answer"]["storageProof"] == [], "others list each slot"


@pytest.mark.parametrize("step", STEPS)
def test_receipts_and_transactions_lead_to_their_roots(step: str) -> None:
    number = recorded()["steps"][step]
    header = headers()[number]
    answers = [recorded()[kind][step] for kind in ("receipts", "raw_receipts")]
    told, raw = (verify_receipts(header, untrusted(answer)) for answer in answers)
    assert isinstance(told, Verified)
    assert told == raw
    assert told.value
    assert all(one.succeeded for one in told.value)
    block = recorded()["blocks"][number]
    hashes = verify_transactions(header, untrusted(block))
    named = tuple(bytes.fromhex(one["hash"][2:]) for one in block["transactions"])
    assert hashes == Verified(named)


@pytest.mark.parametrize("step", STEPS)
def test_receipts_of_another_block_are_refused(step: str) -> None:
    header = headers()[recorded()["steps"][step]]
    for other in STEPS:
        if other != step:
            answer = untrusted(recorded()["receipts"][other])
            assert isinstance(verify_receipts(header, answer), Invalid)
