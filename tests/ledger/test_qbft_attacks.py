"""Forged headers: each test is one way to make the light client believe a false block."""

from dataclasses import replace

import pytest

from agent.ledger import qbft
from agent.ledger.header import from_rlp
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Verified
from tests.ledger.sealed_chain import (
    Block,
    Validator,
    block,
    chain,
    integer,
    validators,
)
from tests.ledger.test_qbft import FOUR, point

GENESIS, FIRST = chain(FOUR, 1)
TRUSTED = point(GENESIS, FOUR)
OUTSIDERS = validators(4, seed=50)


def judged(made: Block, *, skip: bool = False) -> Verified[TrustPoint] | NotEnoughTrust | Invalid:
    header = from_rlp(made.encode())
    return qbft.verify_skip(TRUSTED, header) if skip else qbft.verify_next(TRUSTED, header)


def fault_of(made: Block, *, skip: bool = False) -> Fault | None:
    verdict = judged(made, skip=skip)
    return verdict.fault if isinstance(verdict, Invalid) else None


@pytest.mark.parametrize("traitors", [1])
def test_one_validator_of_four_cannot_skip_to_a_chain_of_its_own(traitors: int) -> None:
    mine = sorted([*FOUR[:traitors], *OUTSIDERS[:2]], key=lambda one: one.raw)
    forged = block(1_000, b"\7" * 32, mine).sealed_by(mine)
    verdict = judged(forged, skip=True)
    assert isinstance(verdict, NotEnoughTrust)


def test_third_of_the_trusted_is_not_more_than_a_third() -> None:
    six = validators(6)
    trusted = point(chain(six, 0)[0], six)
    for known, expected in ((2, NotEnoughTrust), (3, Verified)):
        mine = sorted([*six[:known], *OUTSIDERS[:1]], key=lambda one: one.raw)
        forged = block(1_000, b"\7" * 32, mine).sealed_by(mine)
        assert isinstance(qbft.verify_skip(trusted, from_rlp(forged.encode())), expected)


def test_validator_alone_in_its_own_set_is_not_believed() -> None:
    forged = block(9, bytes(32), FOUR[:1]).sealed_by(FOUR[:1])
    assert isinstance(judged(forged, skip=True), NotEnoughTrust)


def test_two_validators_of_four_are_no_quorum_of_the_block() -> None:
    assert fault_of(FIRST.sealed_by(FOUR[:2]), skip=True) is Fault.SEALS


def test_one_seal_counted_three_times() -> None:
    once = FIRST.sealed_by(FOUR[:1]).seals[0]
    assert fault_of(replace(FIRST, seals=(once,) * 3)) is Fault.SEALS


def test_one_seal_and_its_mirror_image_are_one_signer() -> None:
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    first, second = FIRST.sealed_by(FOUR[:2]).seals
    high_s = order - int.from_bytes(first[32:64], "big")
    mirrored = first[:32] + high_s.to_bytes(32, "big") + bytes((first[64] ^ 1,))
    assert fault_of(replace(FIRST, seals=(first, second, mirrored))) is Fault.SEALS


@pytest.mark.parametrize("skip", [False, True])
def test_foreign_seal_among_good_ones(*, skip: bool) -> None:
    assert fault_of(FIRST.sealed_by([*FOUR[:2], OUTSIDERS[0]]), skip=skip) is Fault.SEALS
    assert fault_of(FIRST.sealed_by([*FOUR[:3], OUTSIDERS[0]]), skip=skip) is Fault.SEALS


def test_seals_of_another_round() -> None:
    sealed = FIRST.sealed_by(FOUR)
    assert fault_of(replace(sealed, round=1)) is Fault.SEALS


def test_seals_of_another_block() -> None:
    other = FIRST.with_field(3, b"\1" * 32).sealed_by(FOUR)
    assert fault_of(replace(FIRST, seals=other.seals)) is Fault.SEALS


def test_seals_over_the_block_hash_instead_of_the_commit_hash() -> None:
    late = replace(FIRST, round=5)
    seals = tuple(one.key.sign_recoverable(late.hash, hasher=None) for one in FOUR)
    assert fault_of(replace(late, seals=seals)) is Fault.SEALS


@pytest.mark.parametrize("version", [2, 3, 27, 28, 255])
def test_recovery_id_other_than_0_or_1(version: int) -> None:
    good = FIRST.sealed_by(FOUR).seals
    bad = good[0][:64] + bytes((version,))
    assert fault_of(replace(FIRST, seals=(bad, *good[1:]))) is Fault.SEALS


@pytest.mark.parametrize("seal", [bytes(65), b"\xff" * 64 + b"\0"])
def test_seal_that_is_no_signature(seal: bytes) -> None:
    good = FIRST.sealed_by(FOUR).seals
    assert fault_of(replace(FIRST, seals=(*good[:3], seal))) is Fault.SEALS


def test_more_seals_than_validators_are_not_even_checked() -> None:
    good = FIRST.sealed_by(FOUR).seals
    assert fault_of(replace(FIRST, seals=good * 100)) is Fault.SEALS


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (13, bytes(32), Fault.RULES),
        (7, integer(2), Fault.RULES),
        (7, b"", Fault.RULES),
        (1, bytes(32), Fault.RULES),
        (2, OUTSIDERS[0].raw, Fault.VALIDATORS),
    ],
)
def test_rule_broken_even_with_all_seals(place: int, value: bytes, fault: Fault) -> None:
    assert fault_of(FIRST.with_field(place, value).sealed_by(FOUR)) is fault


@pytest.mark.parametrize(
    "named",
    [[], FOUR[::-1], [FOUR[0], *FOUR], validators(qbft.MAX_VALIDATORS + 1)],
    ids=["none", "descending", "twice", "too many"],
)
def test_validator_list_out_of_order(named: list[Validator]) -> None:
    made = replace(FIRST, validators=tuple(one.raw for one in named))
    assert fault_of(made.sealed_by(FOUR), skip=True) is Fault.VALIDATORS


def test_no_flipped_bit_of_a_sealed_header_is_believed() -> None:
    raw = FIRST.sealed_by(FOUR[:3]).encode()
    assert isinstance(qbft.verify_next(TRUSTED, from_rlp(raw)), Verified)
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            header = from_rlp(bytes(flipped))
        except ValueError:
            continue
        assert not isinstance(qbft.verify_next(TRUSTED, header), Verified)
        assert not isinstance(qbft.verify_skip(TRUSTED, header), Verified)
