import msgspec
import pytest

from agent.ledger import follow
from agent.ledger.clique import Clique
from agent.ledger.header import Header
from agent.ledger.network import Network
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.units import UnixMs
from tests.ledger.clique_chain import (
    ADD,
    PERIOD_S,
    Sealed,
    extend,
    genesis,
    in_turn,
    row,
    trust,
    unsealed,
)
from tests.ledger.sealed_chain import CHAIN_ID, Validator, validators

FIVE = validators(5)
OUTSIDERS = validators(5, seed=50)
GENESIS = genesis(FIVE)
EPOCH = 300
ENGINE = Clique(PERIOD_S, EPOCH)
START = trust(GENESIS, FIVE)
BLOCKS = row(GENESIS, FIVE, 30, epoch=EPOCH)
NETWORK = Network(
    chain_id=CHAIN_ID,
    genesis_hash=GENESIS.hash,
    checkpoint=START,
    period_s=PERIOD_S,
    trust_period_s=86_400,
    max_age_s=60,
    max_drift_s=10,
    engine="clique",
    clique=ENGINE,
)
BEGIN = follow.begin(NETWORK, None)


def headers(blocks: list[Sealed]) -> list[Header]:
    return [made.header for made in blocks]


def answers(blocks: list[Sealed]) -> list[Untrusted]:
    return [Untrusted(made.encode()) for made in blocks]


def at(made: Sealed, late_s: float = 1) -> UnixMs:
    return UnixMs(int((made.time_s + late_s) * 1000))


def step(state: follow.Follow, blocks: list[Sealed], now: UnixMs | None = None) -> follow.Step:
    fetch = Fetch(blocks[0].number, blocks[-1].number)
    return follow.verify(NETWORK, state, fetch, answers(blocks), now or at(blocks[-1]))


def believed(verdict: follow.Step) -> follow.Follow:
    assert isinstance(verdict, Verified), verdict
    return verdict.value.state


def fault(verdict: object) -> Fault:
    assert isinstance(verdict, Invalid), verdict
    return verdict.fault


def test_chain_that_one_signer_seals_alone() -> None:
    alone = [extend(GENESIS, FIVE, FIVE[2])]
    alone.append(extend(alone[-1], FIVE, FIVE[2]))
    assert isinstance(ENGINE.verify_row(START, headers(alone[:1])), NotEnoughTrust)
    assert fault(ENGINE.verify_row(START, headers(alone))) is Fault.SEALS


def test_two_signers_taking_turns_are_stopped_by_the_third_block() -> None:
    made = [GENESIS]
    for signer in (FIVE[1], FIVE[2], FIVE[1]):
        made.append(extend(made[-1], FIVE, signer))
    assert isinstance(ENGINE.verify_row(START, headers(made[1:3])), NotEnoughTrust)
    assert fault(ENGINE.verify_row(START, headers(made[1:]))) is Fault.SEALS


def test_foreign_seal_in_a_row() -> None:
    foreign = extend(BLOCKS[9], FIVE, OUTSIDERS[0])
    assert fault(ENGINE.verify_row(START, headers([*BLOCKS[:10], foreign]))) is Fault.SEALS


def test_seal_of_another_block() -> None:
    made = BLOCKS[0].with_field(3, b"\1" * 32)
    assert fault(ENGINE.verify_row(START, headers([made]))) is Fault.SEALS


def epoch_row(
    before: list[Validator], listed: list[Validator], sealers: list[Validator], length: int = 14
) -> list[Sealed]:
    """Return a row over epoch block 300 that lists whoever, sealed by the sealers in order."""
    made = [unsealed(297, bytes(32), difficulty=2).sealed_by(before[0])]
    for place in range(1, length):
        signer = sealers[(place - 1) % len(sealers)]
        number = 297 + place
        turn = listed[number % len(listed)] is signer
        block = unsealed(
            number,
            made[-1].hash,
            difficulty=2 if turn else 1,
            listed=listed if number == EPOCH else (),
        )
        made.append(block.sealed_by(signer))
    return made[1:]


def test_jump_onto_an_honest_epoch_is_believed() -> None:
    sealers = [in_turn(FIVE, number) for number in range(298, 303)]
    verdict = ENGINE.verify_row(START, headers(epoch_row(FIVE, FIVE, sealers)))
    assert isinstance(verdict, Verified)
    assert verdict.value.point.number >= EPOCH


@pytest.mark.parametrize("traitors", [1, 2])
def test_epoch_list_forged_by_a_minority(traitors: int) -> None:
    """Two of five list themselves and three keys of their own, and seal on and on."""
    mine = sorted([*FIVE[:traitors], *OUTSIDERS[: 5 - traitors]], key=lambda one: one.raw)
    sealers = [in_turn(mine, number) for number in range(298, 303)]
    forged = epoch_row(FIVE, mine, sealers, length=40)
    verdict = ENGINE.verify_row(START, headers(forged))
    assert isinstance(verdict, NotEnoughTrust)
    assert verdict.fetch == Fetch(1, 200)  # no epoch in between: read every block


def test_epoch_list_that_names_a_signer_twice() -> None:
    """Whoever stands there twice would have two turns."""
    twice = sorted([*FIVE, FIVE[0]], key=lambda one: one.raw)
    sealers = [in_turn(FIVE, number) for number in range(298, 303)]
    assert fault(ENGINE.verify_row(START, headers(epoch_row(FIVE, twice, sealers)))) is (
        Fault.VALIDATORS
    )


def test_epoch_of_a_larger_set_asks_for_more_blocks_on_top() -> None:
    nine = sorted([*FIVE, *OUTSIDERS[:4]], key=lambda one: one.raw)
    made = [unsealed(293, bytes(32), difficulty=2).sealed_by(nine[0])]
    for number in range(294, 320):
        signer = in_turn(nine, number)
        listed = nine if number == EPOCH else []
        made.append(unsealed(number, made[-1].hash, difficulty=2, listed=listed).sealed_by(signer))
    short = ENGINE.verify_row(START, headers(made[1:15]))  # up to block 307
    assert isinstance(short, NotEnoughTrust)
    assert short.fetch == Fetch(296, 319)
    shown = headers(made[short.fetch.first - 293 : short.fetch.last - 292])
    verdict = ENGINE.verify_row(START, shown)
    assert isinstance(verdict, Verified)
    assert len(verdict.value.point.validators) == 9


def test_epoch_list_of_the_traitors_alone() -> None:
    """With a list of two their window is one block, so they may seal for ever; still only two."""
    forged = epoch_row(FIVE, FIVE[:2], [FIVE[0], FIVE[1]], length=60)
    verdict = ENGINE.verify_row(START, headers(forged))
    assert isinstance(verdict, NotEnoughTrust)
    assert "2 of 5" in verdict.reason


def test_epoch_list_that_leaves_out_a_signer_where_every_block_is_read() -> None:
    blocks = row(GENESIS, FIVE, EPOCH - 1, epoch=EPOCH)
    forged = unsealed(EPOCH, blocks[-1].hash, difficulty=2, listed=FIVE[:4]).sealed_by(FIVE[0])
    verdict = ENGINE.verify_row(START, headers([*blocks, forged]))
    assert fault(verdict) is Fault.VALIDATORS


def voted_out() -> tuple[list[Sealed], list[Validator]]:
    """Return blocks in which three of five drop the fifth, and the four who remain."""
    made = [GENESIS]
    for number in range(1, 8):
        signer = in_turn(FIVE, number)
        vote = signer in FIVE[1:4] and number <= 3
        made.append(
            unsealed(
                number,
                made[-1].hash,
                difficulty=2,
                coinbase=FIVE[4].raw if vote else bytes(20),
            ).sealed_by(signer)
        )
        if number == 3:
            break
    return made[1:], FIVE[:4]


def test_validator_removed_within_the_trust_period_seals_no_more() -> None:
    blocks, four = voted_out()
    late = extend(blocks[-1], four, FIVE[4])
    assert fault(ENGINE.verify_row(START, headers([*blocks, late]))) is Fault.SEALS
    onward = [*blocks, *row(blocks[-1], four, 8)]
    verdict = ENGINE.verify_row(START, headers(onward))
    assert isinstance(verdict, Verified)
    assert verdict.value.point.validators == tuple(one.address for one in four)


def test_long_forgotten_signers_cannot_lead_back_after_the_trust_period() -> None:
    late = UnixMs((GENESIS.time_s + 86_400) * 1000)
    assert isinstance(step(BEGIN, BLOCKS[:20], UnixMs(late - 1)), Verified)
    refused = step(BEGIN, BLOCKS[:20], late)
    assert isinstance(refused, NotEnoughTrust)
    assert "newer checkpoint" in refused.reason
    assert refused.fetch is None


def test_follows_to_the_newest_final_block_and_on() -> None:
    state = BEGIN
    for tip in (8, 9, 20, 30):
        fetch = follow.wanted(NETWORK, state, tip)
        assert fetch == Fetch(state.trusted.number + 1, tip)
        state = believed(step(state, BLOCKS[fetch.first - 1 : tip]))
        assert state.trusted.number == tip - 5
    assert state.trusted.hash == BLOCKS[24].hash
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=follow.Follow) == state
    assert [one.number for one in state.seen] == list(range(10, 26))


def test_one_header_is_never_final_and_says_what_is_missing() -> None:
    verdict = step(BEGIN, BLOCKS[:1])
    assert isinstance(verdict, NotEnoughTrust)
    assert verdict.fetch == Fetch(1, 6)
    assert isinstance(step(BEGIN, BLOCKS[:6]), Verified)


def test_blocks_that_do_not_stand_on_each_other() -> None:
    loose = extend(BLOCKS[1].with_field(3, b"\1" * 32), FIVE, FIVE[3])
    assert fault(step(BEGIN, [*BLOCKS[:2], loose])) is Fault.LINK
    assert fault(follow.verify(NETWORK, BEGIN, Fetch(1, 3), [], at(BLOCKS[3]))) is Fault.LINK


def test_stale_head_is_believed_and_not_acted_on() -> None:
    state = believed(step(BEGIN, BLOCKS[:20]))
    stale = follow.fresh(NETWORK, state.trusted.time_s, at(BLOCKS[29], 3600))
    assert stale is not None
    assert stale.fault is Fault.STALE


def test_clock_that_jumped_back_is_called_wrong_and_no_node_is_blamed() -> None:
    state = believed(step(BEGIN, BLOCKS[:20]))
    before = UnixMs((state.trusted.time_s - 11) * 1000)
    verdict = step(state, BLOCKS[15:25], before)
    assert isinstance(verdict, NotEnoughTrust)
    assert "clock is wrong" in verdict.reason
    jumped = follow.fresh(NETWORK, state.trusted.time_s, before)
    assert jumped is not None
    assert jumped.fault is Fault.CLOCK


def test_clock_that_jumped_ahead_ends_trust_instead_of_believing() -> None:
    assert isinstance(step(BEGIN, BLOCKS[:20], at(BLOCKS[19], 400 * 86_400)), NotEnoughTrust)


def test_head_ahead_of_our_clock() -> None:
    assert fault(step(BEGIN, BLOCKS[:20], at(BLOCKS[19], -11))) is Fault.FUTURE


def test_never_goes_back() -> None:
    state = believed(step(BEGIN, BLOCKS[:20]))
    assert fault(step(state, BLOCKS[:15])) is Fault.BACKWARDS


def fork(state: TrustPoint, sealers: list[int]) -> list[Sealed]:
    """Return another branch after block 7."""
    made = [BLOCKS[6]]
    for sealer in sealers:
        block = extend(made[-1], FIVE, FIVE[sealer])
        if len(made) == 1:
            block = unsealed(
                8,
                BLOCKS[6].hash,
                difficulty=2 if sealer == 3 else 1,
                state_root=b"\1" * 32,
            ).sealed_by(FIVE[sealer])
        made.append(block)
    return made[1:]


def test_second_final_branch_halts_with_evidence() -> None:
    state = believed(step(BEGIN, BLOCKS[:20]))
    other = fork(state.trusted, [3, 4, 0, 1, 2, 3])
    verdict = follow.compare_row(NETWORK, state, answers(other), 8, at(BLOCKS[19]))
    assert isinstance(verdict, follow.Halt)
    assert verdict.number == 8
    assert {verdict.first_hash, verdict.second_hash} == {BLOCKS[7].hash, other[0].hash}
    assert len(verdict.above) == 5


def test_branch_of_a_minority_is_no_reason_to_halt() -> None:
    state = believed(step(BEGIN, BLOCKS[:20]))
    for sealers in ([3], [3, 4], [2, 1]):
        other = fork(state.trusted, sealers)
        verdict = follow.compare_row(NETWORK, state, answers(other), 8, at(BLOCKS[19]))
        assert isinstance(verdict, NotEnoughTrust)
        assert verdict.fetch is not None
        assert verdict.fetch.first == 8
    mine = Untrusted(BLOCKS[7].encode())
    assert follow.compare(NETWORK, state, mine, 8, at(BLOCKS[19])) == follow.Agrees()


def test_final_branch_that_leaves_our_block_out_halts() -> None:
    state = believed(step(BEGIN, BLOCKS[:12]))
    assert state.trusted.number == 7
    other = [BLOCKS[6].with_field(3, b"\1" * 32)]
    for number in range(8, 16):
        other.append(extend(other[-1], FIVE, in_turn(FIVE, number)))
    verdict = step(state, other[1:])
    assert isinstance(verdict, follow.Halt)
    assert verdict.number == 7


def test_no_flipped_bit_of_a_row_is_believed() -> None:
    blocks = BLOCKS[:6]
    assert isinstance(step(BEGIN, blocks), Verified)
    for place in (0, 3):
        raw = blocks[place].encode()
        for bit in range(0, len(raw) * 8, 3):
            flipped = bytearray(raw)
            flipped[bit // 8] ^= 1 << bit % 8
            shown = [
                Untrusted(bytes(flipped)) if at_ == place else Untrusted(one.encode())
                for at_, one in enumerate(blocks)
            ]
            verdict = follow.verify(NETWORK, BEGIN, Fetch(1, 6), shown, at(blocks[-1]))
            assert not isinstance(verdict, Verified | follow.Halt)


def test_vote_to_add_oneself_again_is_worth_one() -> None:
    """A key outside cannot vote itself in, and one inside cannot vote twice."""
    made = [GENESIS]
    for number in (1, 2, 3, 4, 5, 6):
        signer = in_turn(FIVE, number)
        about = OUTSIDERS[0].raw if signer in (FIVE[1], FIVE[2]) else bytes(20)
        made.append(
            unsealed(
                number,
                made[-1].hash,
                difficulty=2,
                coinbase=about,
                nonce=ADD if about != bytes(20) else bytes(8),
            ).sealed_by(signer)
        )
    made += row(made[-1], FIVE, 6)
    verdict = ENGINE.verify_row(START, headers(made[1:]))
    assert isinstance(verdict, Verified)
    assert len(verdict.value.point.validators) == 5
    assert len(verdict.value.point.votes) == 2
