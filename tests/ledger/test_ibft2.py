"""IBFT2: the same seals as QBFT's over another form of extraData."""

from dataclasses import dataclass, replace

import msgspec
import pytest
import rlp as other_rlp
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from agent.ledger import follow, ibft2, qbft, rlp
from agent.ledger.bft import ExtraData, ExtraDataError, Vote
from agent.ledger.header import from_rlp
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import engine_of
from agent.units import Address, UnixMs
from tests.ledger.sealed_chain import VANITY, Block, Validator, block, validators
from tests.ledger.test_follow import NETWORK
from tests.ledger.test_qbft import FOUR, addresses, point

FIVE = validators(5, seed=70)


@dataclass(frozen=True)
class Ibft:
    """A block of `sealed_chain`, written as IBFT2 writes it."""

    base: Block
    seals: tuple[bytes, ...] = ()

    def written(self, parts: int) -> bytes:
        vote: bytes | list[bytes] = list(self.base.vote) or b""
        round_ = self.base.round.to_bytes(4, "big")
        whole = [VANITY, list(self.base.validators), vote, round_, list(self.seals)]
        return other_rlp.encode(whole[:parts])

    @property
    def hash(self) -> bytes:
        return keccak(self.base.encode(self.written(3)))

    def sealed_by(self, signers: list[Validator]) -> "Ibft":
        digest = keccak(self.base.encode(self.written(4)))
        return replace(
            self, seals=tuple(one.key.sign_recoverable(digest, hasher=None) for one in signers)
        )

    def encode(self) -> bytes:
        return self.base.encode(self.written(5))


TRUSTED = point(block(0, bytes(32), FOUR), FOUR)
FIRST = Ibft(block(1, bytes(32), FOUR, round_=2))


def judged(made: Ibft) -> object:
    return ibft2.verify_row(TRUSTED, [from_rlp(made.encode())])


def test_header_is_believed_under_its_own_hash() -> None:
    made = FIRST.sealed_by(FOUR[:3])
    verdict = judged(made)
    assert isinstance(verdict, Verified)
    assert verdict.value.point.hash == made.hash
    assert ibft2.block_hash(from_rlp(made.encode())) == made.hash
    again = replace(FIRST, base=replace(FIRST.base, round=0)).sealed_by(FOUR)
    assert again.hash == made.hash  # neither round nor seals are part of the name


@pytest.mark.parametrize("vote", [(FIVE[0].raw, b"\xff"), (FIVE[0].raw, b"\0")])
def test_header_with_a_vote(vote: tuple[bytes, bytes]) -> None:
    made = Ibft(block(1, bytes(32), FOUR, vote=vote)).sealed_by(FOUR)
    assert isinstance(judged(made), Verified)
    extra = ibft2.decode_extra(from_rlp(made.encode()).extra_data)
    assert extra.vote == Vote(Address(FIVE[0].address), add=vote[1] == b"\xff")


extras = st.builds(
    ExtraData,
    st.binary(min_size=32, max_size=32),
    st.lists(addresses, max_size=5).map(tuple),
    st.none() | st.builds(Vote, addresses, st.booleans()),
    st.integers(0, 2**31 - 1),
    st.lists(st.binary(min_size=65, max_size=65), max_size=4).map(tuple),
)


@given(extras)
def test_extra_data_round_trip(extra: ExtraData) -> None:
    data = ibft2.encode_extra(extra)
    assert ibft2.decode_extra(data) == extra
    if extra.vote is not None:
        return
    with pytest.raises(ExtraDataError):  # one engine's form is never the other's
        qbft.decode_extra(data)
    with pytest.raises(ExtraDataError):
        ibft2.decode_extra(qbft.encode_extra(extra))


ROUND = bytes(4)


@pytest.mark.parametrize(
    "parts",
    [
        [bytes(31), [], b"", ROUND, []],
        [bytes(32), [bytes(19)], b"", ROUND, []],
        [bytes(32), [], [], ROUND, []],
        [bytes(32), [], b"\1", ROUND, []],
        [bytes(32), [], [bytes(20)], ROUND, []],
        [bytes(32), [], [bytes(20), b""], ROUND, []],  # QBFT's way to drop
        [bytes(32), [], [bytes(20), b"\1"], ROUND, []],
        [bytes(32), [], b"", b"", []],
        [bytes(32), [], b"", bytes(3), []],
        [bytes(32), [], b"", b"\x80" + bytes(3), []],
        [bytes(32), [], b"", ROUND, [bytes(64)]],
        [bytes(32), [], b"", ROUND, b""],
        [bytes(32), [], b"", ROUND],
        [bytes(32), [], b""],
    ],
)
def test_malformed_extra_data_refused(parts: list[rlp.Encodable]) -> None:
    with pytest.raises(ExtraDataError):
        ibft2.decode_extra(rlp.encode(parts))


@pytest.mark.parametrize("kind", [b"\0", b"\1", b"\x80", b"\xff\xff"])
def test_qbft_reads_no_other_kind_of_vote(kind: bytes) -> None:
    with pytest.raises(qbft.ExtraDataError):
        qbft.decode_extra(rlp.encode([bytes(32), [], [bytes(20), kind], b"", []]))


def test_qbft_vote_to_drop_is_an_empty_string() -> None:
    data = rlp.encode([bytes(32), [], [bytes(20), b""], b"", []])
    assert qbft.decode_extra(data).vote == Vote(Address("0x" + "00" * 20), add=False)


def fault(made: Ibft) -> Fault:
    verdict = judged(made)
    assert isinstance(verdict, Invalid), verdict
    return verdict.fault


def test_seals_too_few_twice_or_foreign() -> None:
    assert fault(FIRST.sealed_by(FOUR[:2])) is Fault.SEALS
    assert fault(FIRST.sealed_by([FOUR[0], FOUR[0], FOUR[1]])) is Fault.SEALS
    assert fault(FIRST.sealed_by([*FOUR[:2], FIVE[0]])) is Fault.SEALS


def test_seals_over_the_name_instead_of_the_round() -> None:
    seals = tuple(one.key.sign_recoverable(FIRST.hash, hasher=None) for one in FOUR)
    assert fault(replace(FIRST, seals=seals)) is Fault.SEALS


def test_seals_of_another_round() -> None:
    sealed = FIRST.sealed_by(FOUR)
    assert fault(replace(sealed, base=replace(sealed.base, round=3))) is Fault.SEALS


def test_nonce_must_be_zero() -> None:
    made = Ibft(FIRST.base.with_field(14, b"\1" * 8)).sealed_by(FOUR)
    assert fault(made) is Fault.RULES


def test_one_validator_of_four_cannot_skip() -> None:
    mine = sorted([FOUR[0], *validators(3, seed=71)], key=lambda one: one.raw)
    made = Ibft(block(9, bytes(32), mine)).sealed_by(mine)
    assert isinstance(judged(made), NotEnoughTrust)


def test_validator_removed_within_the_trust_period_is_outvoted() -> None:
    """A client that knows the new set counts a removed validator as nobody."""
    known = point(block(0, bytes(32), FOUR[:3]), FOUR[:3])
    mine = sorted([FOUR[0], FOUR[3], *validators(2, seed=72)], key=lambda one: one.raw)
    made = Ibft(block(9, bytes(32), mine)).sealed_by(mine)
    assert isinstance(ibft2.verify_row(known, [from_rlp(made.encode())]), NotEnoughTrust)


def test_followed_over_any_distance_like_qbft() -> None:
    network = msgspec.structs.replace(NETWORK, engine="ibft2", checkpoint=TRUSTED)
    state = follow.begin(network, None)
    assert follow.wanted(network, state, 500) == Fetch(500, 500)
    far = Ibft(block(500, bytes(32), FOUR)).sealed_by(FOUR)
    now = UnixMs(far.base.time_s * 1000)
    step = follow.verify(network, state, Fetch(500, 500), [Untrusted(far.encode())], now)
    assert isinstance(step, Verified)
    assert step.value.head.hash == far.hash
    other = Ibft(far.base.with_field(3, b"\1" * 32)).sealed_by(FOUR[:3])
    fork = follow.compare(network, step.value.state, Untrusted(other.encode()), 500, now)
    assert isinstance(fork, follow.Halt)
    assert isinstance(engine_of("ibft2").block_hash(from_rlp(far.encode())), bytes)
