from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.ledger import qbft, rlp
from agent.ledger.header import from_json, from_rlp
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Verified
from agent.units import Address
from tests.ledger.sealed_chain import Block, Validator, block, chain, validators

FOUR = validators(4)


def point(made: Block, named: list[Validator]) -> TrustPoint:
    return TrustPoint(made.number, made.hash, made.time_s, tuple(Address(v.address) for v in named))


def padded(last: str) -> str:
    return last.rjust(40, "0")


# Besu's own example: vanity 0102…20, two validators, a vote to add the first, round 0xfedcba, and
# the two signatures (r 1, s 10, v 0) and (r 10, s 1, v 0).
BESU_EXAMPLE = (
    "f8f0a00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
    f"ea94{padded('1')}94{padded('2')}d794{padded('1')}81ff83fedcbaf886"
    f"b841{'1'.rjust(64, '0')}{'a'.rjust(64, '0')}00b841{'a'.rjust(64, '0')}{'1'.rjust(64, '0')}00"
)


def test_besu_example_of_extra_data() -> None:
    data = bytes.fromhex(BESU_EXAMPLE)
    extra = qbft.decode_extra(data)
    assert extra.vanity == bytes(range(1, 33))
    assert extra.validators == (Address("0x" + padded("1")), Address("0x" + padded("2")))
    assert extra.vote == qbft.Vote(Address("0x" + padded("1")), add=True)
    assert extra.round == 0xFEDCBA
    assert [seal[31] for seal in extra.seals] == [1, 10]
    assert qbft.encode_extra(extra) == data


addresses = st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex()))
extras = st.builds(
    qbft.ExtraData,
    st.binary(min_size=32, max_size=32),
    st.lists(addresses, max_size=5).map(tuple),
    st.none() | st.builds(qbft.Vote, addresses, st.booleans()),
    st.integers(0, 2**31 - 1),
    st.lists(st.binary(min_size=65, max_size=65), max_size=4).map(tuple),
)


@given(extras)
def test_extra_data_round_trip(extra: qbft.ExtraData) -> None:
    assert qbft.decode_extra(qbft.encode_extra(extra)) == extra


@pytest.mark.parametrize(
    "parts",
    [
        [bytes(31), [], [], b"", []],
        [bytes(32), [bytes(19)], [], b"", []],
        [bytes(32), [], [bytes(20)], b"", []],
        [bytes(32), [], [bytes(20), b"\1"], b"", []],
        [bytes(32), [], b"", b"", []],
        [bytes(32), [], [], b"\0\0\0\1", []],
        [bytes(32), [], [], b"\xff" * 4, []],
        [bytes(32), [], [], b"", [bytes(64)]],
        [bytes(32), [], [], b"", b""],
        [bytes(32), [], [], b""],
    ],
)
def test_malformed_extra_data_refused(parts: list[rlp.Encodable]) -> None:
    with pytest.raises(qbft.ExtraDataError):
        qbft.decode_extra(rlp.encode(parts))


def test_round_and_seals_are_no_part_of_the_block_hash() -> None:
    one = block(1, bytes(32), FOUR).sealed_by(FOUR)
    other = replace(one, round=3).sealed_by(FOUR[:3])
    assert from_json(one.json()) == from_rlp(one.encode())
    assert qbft.block_hash(from_rlp(one.encode())) == one.hash == other.hash
    assert qbft.block_hash(from_rlp(other.encode())) == one.hash


@pytest.mark.parametrize(("count", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (7, 5), (10, 7)])
def test_quorum(count: int, needed: int) -> None:
    named = validators(count)
    genesis, first = chain(named, 1)
    assert qbft.quorum(count) == needed
    trusted = point(genesis, named)
    enough = from_rlp(first.sealed_by(named[:needed]).encode())
    verdict = qbft.verify_next(trusted, enough)
    assert verdict == Verified(point(first, named))
    short = qbft.verify_next(trusted, from_rlp(first.sealed_by(named[: needed - 1]).encode()))
    assert isinstance(short, Invalid)
    assert short.fault is Fault.SEALS


def test_later_round_is_sealed_over_its_round() -> None:
    genesis, first = chain(FOUR, 1)
    late = replace(first, round=2).sealed_by(FOUR)
    assert isinstance(qbft.verify_next(point(genesis, FOUR), from_rlp(late.encode())), Verified)


def test_changed_set_is_for_the_skip_rule_to_believe() -> None:
    five = sorted([*FOUR, *validators(1, seed=9)], key=lambda one: one.raw)
    genesis, _ = chain(FOUR, 1)
    changed = from_rlp(block(1, genesis.hash, five).sealed_by(FOUR).encode())
    assert isinstance(qbft.verify_next(point(genesis, FOUR), changed), NotEnoughTrust)
    verdict = qbft.verify_skip(point(genesis, FOUR), changed)
    assert isinstance(verdict, Verified)
    assert len(verdict.value.validators) == 5


def test_trust_point_survives_serialising() -> None:
    trusted = point(chain(FOUR, 0)[0], FOUR)
    assert msgspec.json.decode(msgspec.json.encode(trusted), type=TrustPoint) == trusted
