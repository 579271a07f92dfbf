from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger import follow
from agent.ledger.header import from_rlp
from agent.ledger.network import Network, NetworkError, read_network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.units import UnixMs
from tests.ledger.sealed_chain import (
    CHAIN_ID,
    GENESIS_TIME_S,
    PERIOD_S,
    Block,
    block,
    chain,
    validators,
)
from tests.ledger.test_qbft import FOUR, point

BLOCKS = chain(FOUR, 12)
NETWORK = Network(
    chain_id=CHAIN_ID,
    genesis_hash=BLOCKS[0].hash,
    checkpoint=point(BLOCKS[0], FOUR),
    period_s=PERIOD_S,
    trust_period_s=86_400,
    max_age_s=30,
    max_drift_s=10,
)
START = follow.begin(NETWORK, None)


def raw(made: Block) -> Untrusted:
    return Untrusted(msgspec.json.encode(made.json()))


def at(made: Block, late_s: float = 1) -> UnixMs:
    return UnixMs(int((made.time_s + late_s) * 1000))


def believed(step: follow.Step) -> follow.Follow:
    assert isinstance(step, Verified), step
    return step.value.state


def test_follows_block_by_block_and_gives_each_head() -> None:
    state = START
    for made in BLOCKS[1:]:
        step = follow.verify_next(NETWORK, state, raw(made), at(made))
        assert isinstance(step, Verified)
        assert step.value.head.hash == made.hash
        assert step.value.head.state_root == made.fields[3]
        state = step.value.state
    assert state.trusted == point(BLOCKS[-1], FOUR)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=follow.Follow) == state


def test_header_in_rlp_and_in_hexadecimal_is_as_good_as_json() -> None:
    for answer in (
        BLOCKS[1].encode(),
        msgspec.json.encode("0x" + BLOCKS[1].encode().hex()),
    ):
        step = follow.verify_next(NETWORK, START, Untrusted(answer), at(BLOCKS[1]))
        assert believed(step).trusted.hash == BLOCKS[1].hash


def test_skips_any_distance_with_one_header() -> None:
    step = follow.verify_skip(NETWORK, START, raw(BLOCKS[12]), 12, at(BLOCKS[12]))
    assert believed(step).trusted.number == 12


def test_set_that_changes_piece_by_piece_is_reached_in_halves() -> None:
    """With all four replaced the far block is out of reach; one in between bridges the gap."""
    pool = validators(8)
    first, middle, last = pool[:4], pool[2:6], pool[4:]
    network = msgspec.structs.replace(NETWORK, checkpoint=point(BLOCKS[0], first))
    far = block(100, bytes(32), last).sealed_by(last)
    half = block(50, bytes(32), middle).sealed_by(middle)
    state = follow.begin(network, None)
    now = at(far)
    assert isinstance(follow.verify_skip(network, state, raw(far), 100, now), NotEnoughTrust)
    assert follow.halfway(0, 100) == 50
    state = believed(follow.verify_skip(network, state, raw(half), 50, now))
    state = believed(follow.verify_skip(network, state, raw(far), 100, now))
    assert state.trusted.number == 100
    assert follow.halfway(7, 8) is None


def test_changed_set_in_the_next_block_follows_the_skip_rule() -> None:
    five = sorted([*FOUR, *validators(1, seed=9)], key=lambda one: one.raw)
    made = block(1, BLOCKS[0].hash, five).sealed_by(FOUR)
    step = follow.verify_next(NETWORK, START, raw(made), at(made))
    assert len(believed(step).trusted.validators) == 5


def test_never_goes_back() -> None:
    state = believed(follow.verify_skip(NETWORK, START, raw(BLOCKS[9]), 9, at(BLOCKS[9])))
    for number in (0, 1, 8, 9):
        step = follow.verify_skip(NETWORK, state, raw(BLOCKS[number]), number, at(BLOCKS[9]))
        assert isinstance(step, Invalid)
        assert step.fault is Fault.BACKWARDS
    earlier = replace(BLOCKS[10], fields=BLOCKS[1].fields).with_field(8, b"\x0a").sealed_by(FOUR)
    step = follow.verify_skip(NETWORK, state, raw(earlier), 10, at(BLOCKS[9]))
    assert isinstance(step, Invalid)
    assert step.fault is Fault.BACKWARDS


def test_other_block_than_asked_for() -> None:
    step = follow.verify_next(NETWORK, START, raw(BLOCKS[2]), at(BLOCKS[2]))
    assert isinstance(step, Invalid)
    assert step.fault is Fault.LINK


def test_block_ahead_of_our_clock() -> None:
    made = BLOCKS[1]
    assert isinstance(follow.verify_next(NETWORK, START, raw(made), at(made, -10)), Verified)
    step = follow.verify_next(NETWORK, START, raw(made), at(made, -10.001))
    assert isinstance(step, Invalid)
    assert step.fault is Fault.FUTURE
    assert "clock" in step.reason


def test_trust_runs_out() -> None:
    late = UnixMs((GENESIS_TIME_S + 86_400) * 1000)
    for now, expected in ((UnixMs(late - 1), Verified), (late, NotEnoughTrust)):
        step = follow.verify_skip(NETWORK, START, raw(BLOCKS[5]), 5, now)
        assert isinstance(step, expected)


def test_old_head_is_believed_and_not_acted_on() -> None:
    made = BLOCKS[1]
    assert follow.fresh(NETWORK, made.time_s, at(made, 30)) is None
    stale = follow.fresh(NETWORK, made.time_s, at(made, 30.001))
    assert stale is not None
    assert stale.fault is Fault.STALE


def test_two_valid_headers_at_a_height_halt_with_evidence() -> None:
    state = believed(follow.verify_next(NETWORK, START, raw(BLOCKS[1]), at(BLOCKS[1])))
    fork = BLOCKS[1].with_field(3, b"\1" * 32).sealed_by(FOUR[:3])
    verdict = follow.compare(NETWORK, state, raw(fork), 1, at(fork))
    assert isinstance(verdict, follow.Halt)
    assert {verdict.first_hash, verdict.second_hash} == {BLOCKS[1].hash, fork.hash}
    assert from_rlp(verdict.first).state_root != from_rlp(verdict.second).state_root


def test_valid_block_on_another_parent_halts() -> None:
    orphan = block(1, b"\5" * 32, FOUR).sealed_by(FOUR)
    verdict = follow.verify_next(NETWORK, START, raw(orphan), at(orphan))
    assert isinstance(verdict, follow.Halt)
    assert verdict.number == 0


def test_forged_fork_is_no_reason_to_halt() -> None:
    state = believed(follow.verify_next(NETWORK, START, raw(BLOCKS[1]), at(BLOCKS[1])))
    for forged in (
        BLOCKS[1].with_field(3, b"\1" * 32),  # seals of the true block
        BLOCKS[1].with_field(3, b"\1" * 32).sealed_by(FOUR[:2]),
        block(1, BLOCKS[0].hash, FOUR[:1], time_s=BLOCKS[1].time_s + 1).sealed_by(FOUR[:1]),
    ):
        verdict = follow.compare(NETWORK, state, raw(forged), 1, at(forged))
        assert isinstance(verdict, Invalid | NotEnoughTrust)
    orphan = block(2, b"\5" * 32, FOUR).sealed_by(FOUR[:2])
    assert isinstance(follow.verify_next(NETWORK, state, raw(orphan), at(orphan)), Invalid)


def test_slower_node_and_other_copy_of_the_same_block_agree() -> None:
    state = START
    for made in BLOCKS[1:]:
        state = believed(follow.verify_next(NETWORK, state, raw(made), at(made)))
    for number in (0, 5, 12):
        copy = replace(BLOCKS[number], round=1).sealed_by(FOUR[1:])
        verdict = follow.compare(NETWORK, state, raw(copy), number, at(BLOCKS[12]))
        assert verdict == follow.Agrees()
    assert len(state.seen) <= follow.REMEMBERED


def test_stored_point_wins_only_when_it_is_later() -> None:
    later = point(BLOCKS[5], FOUR)
    assert follow.begin(NETWORK, later).trusted == later
    ahead = msgspec.structs.replace(NETWORK, checkpoint=point(BLOCKS[9], FOUR))
    assert follow.begin(ahead, later).trusted.number == 9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_any_route_ends_at_the_same_trust(route: list[int]) -> None:
    state = START
    for number in route:
        step = follow.verify_skip(NETWORK, state, raw(BLOCKS[number]), number, at(BLOCKS[12]))
        if isinstance(step, Verified):
            assert number > state.trusted.number
            state = step.value.state
        else:
            assert number <= state.trusted.number
    assert state.trusted == point(BLOCKS[max(route)], FOUR)


SETTINGS: dict[str, object] = {
    "chain_id": CHAIN_ID,
    "genesis_hash": "0x" + BLOCKS[0].hash.hex(),
    "period_s": 5,
    "trust_period_s": 86_400,
    "max_age_s": 30,
    "max_drift_s": 10,
    "checkpoint": {
        "number": 0,
        "hash": "0x" + BLOCKS[0].hash.hex(),
        "time_s": GENESIS_TIME_S,
        "validators": [one.address.upper().replace("0X", "0x") for one in reversed(FOUR)],
    },
}


def test_settings_of_a_network() -> None:
    assert read_network(SETTINGS) == NETWORK


def test_every_wrong_setting_is_named_at_once() -> None:
    wrong = {
        "chain_id": True,
        "genesis_hash": "0x12",
        "period_s": float("nan"),
        "trust_period_s": 1,
        "max_age_s": "30",
        "checkpoint": {"number": -1, "hash": "", "validators": ["0x1"], "blessed_by": "me"},
        "trust_everything": True,
        "engine": "poet",
    }
    with pytest.raises(NetworkError) as refused:
        read_network(wrong)
    named = {problem.split(":")[0] for problem in refused.value.problems}
    assert named >= {
        "chain_id", "genesis_hash", "period_s", "trust_period_s", "max_age_s", "max_drift_s",
        "checkpoint.number", "checkpoint.hash", "checkpoint.time_s", "checkpoint.validators",
        "checkpoint.blessed_by", "trust_everything", "engine",
    }  # fmt: skip


def test_checkpoint_at_genesis_must_be_the_genesis_block() -> None:
    checkpoint = {**SETTINGS["checkpoint"], "hash": "0x" + "1" * 64}  # type: ignore[dict-item]
    with pytest.raises(NetworkError, match="genesis"):
        read_network({**SETTINGS, "checkpoint": checkpoint})


def test_trust_point_has_no_unknown_fields() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(
            b'{"number":1,"hash":"","time_s":1,"validators":[],"also":1}', type=TrustPoint
        )
