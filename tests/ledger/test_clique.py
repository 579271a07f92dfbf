import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rlp

from agent.ledger.clique import BATCH, Clique
from agent.ledger.header import from_rlp, plain_hash
from agent.ledger.trust import Final, TrustPoint
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Verified
from agent.units import Address
from tests.ledger.clique_chain import (
    ADD,
    NOBODY,
    PERIOD_S,
    Sealed,
    genesis,
    in_turn,
    row,
    trust,
    unsealed,
)
from tests.ledger.sealed_chain import Validator, integer, validators

DATA = Path(__file__).parents[1] / "data" / "ledger"
SCENARIOS: list[dict[str, Any]] = json.loads((DATA / "clique_eip225_scenarios.json").read_text())
RULES = Clique(PERIOD_S)
FIVE = validators(5)
GENESIS = genesis(FIVE)


def played(scenario: dict[str, Any]) -> tuple[list[str], str]:
    """Play a scenario; return the names of the signers after it and the last block's fault."""
    names = sorted(
        {*scenario["signers"], *(vote["signer"] for vote in scenario["votes"])}
        | {vote["voted"] for vote in scenario["votes"] if vote["voted"]}
    )
    keys = dict(zip(names, validators(len(names)), strict=True))
    signers = sorted((keys[name] for name in scenario["signers"]), key=lambda one: one.raw)
    engine = Clique(PERIOD_S, scenario["epoch"] or 30_000)
    parent = genesis(signers)
    state = trust(parent, signers)
    fault = ""
    for number, vote in enumerate(scenario["votes"], 1):
        signer = keys[vote["signer"]]
        listed = [keys[name] for name in vote["checkpoint"] or ()]
        turn = state.validators[number % len(state.validators)] == signer.address
        block = unsealed(
            number,
            parent.hash,
            difficulty=2 if turn else 1,
            coinbase=keys[vote["voted"]].raw if vote["voted"] else NOBODY,
            nonce=ADD if vote["authorize"] else bytes(8),
            listed=sorted(listed, key=lambda one: one.raw),
        ).sealed_by(signer)
        applied = engine.apply(state, block.header)
        if isinstance(applied, Invalid):
            assert number == len(scenario["votes"]), applied
            fault = applied.reason
            break
        parent, state = block, applied.point
    by_address = {one.address: name for name, one in keys.items()}
    return sorted(by_address[address] for address in state.validators), fault


WORDS = {"errUnauthorizedSigner": "is no signer", "errRecentlySigned": "too soon again"}


def test_there_are_24_scenarios() -> None:
    assert len(SCENARIOS) == 24


@pytest.mark.parametrize("scenario", SCENARIOS, ids=range(24))
def test_scenario_of_eip_225(scenario: dict[str, Any]) -> None:
    signers, fault = played(scenario)
    if scenario["failure"]:
        assert WORDS[scenario["failure"]] in fault
    else:
        assert fault == ""
        assert signers == scenario["results"]


def besu_headers() -> list[bytes]:
    text = (DATA / "besu_clique_london_blocks.hex").read_text().strip()
    data = bytes.fromhex(text.removeprefix("0x"))
    headers, at = [], 0
    while at < len(data):
        block, _, at = rlp.codec.consume_item(data, at)
        headers.append(rlp.encode(block[0]))
    return headers


def test_blocks_sealed_by_besu() -> None:
    """Genesis and four blocks sealed by a real node; the signer and period are its genesis's."""
    settings = json.loads((DATA / "besu_clique_london_genesis.json").read_text())
    headers = [from_rlp(raw) for raw in besu_headers()]
    signer = Address("0x" + settings["extraData"][66:106])
    start = TrustPoint(0, plain_hash(headers[0]), headers[0].time_s, (signer,))
    config = settings["config"]["clique"]
    engine = Clique(config["blockperiodseconds"], config["epochlength"])
    assert headers[0].extra_data.hex() == settings["extraData"][2:]
    assert len(headers) == 5
    state = start
    for header in headers[1:]:
        assert header.parent_hash == state.hash
        applied = engine.apply(state, header)
        assert not isinstance(applied, Invalid), applied
        assert applied.signer == signer
        state = applied.point
    verdict = engine.verify_row(start, headers[1:])
    assert isinstance(verdict, Verified)
    assert verdict.value.point.number == 3  # the last needs one more on top


def fault_of(block: Sealed, state: TrustPoint | None = None) -> Fault:
    applied = RULES.apply(state or trust(GENESIS, FIVE), block.header)
    assert isinstance(applied, Invalid)
    return applied.fault


FIRST = unsealed(1, GENESIS.hash, difficulty=2)


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (1, bytes(32), Fault.RULES),
        (7, integer(1), Fault.RULES),  # in turn, and says it is not
        (7, integer(3), Fault.RULES),
        (7, b"", Fault.RULES),
        (11, integer(GENESIS.time_s + PERIOD_S - 1), Fault.RULES),
        (12, bytes(31), Fault.SHAPE),
        (12, bytes(33), Fault.SHAPE),
        (12, bytes(32) + FIVE[0].raw, Fault.SHAPE),  # signers outside an epoch block
        (13, b"\1" * 32, Fault.RULES),
        (14, b"\1" * 8, Fault.RULES),
    ],
)
def test_rule_broken_by_a_rightful_signer(place: int, value: bytes, fault: Fault) -> None:
    assert not isinstance(
        RULES.apply(trust(GENESIS, FIVE), FIRST.sealed_by(FIVE[1]).header), Invalid
    )
    assert fault_of(FIRST.with_field(place, value).sealed_by(FIVE[1])) is fault


def test_claim_to_be_in_turn() -> None:
    assert fault_of(FIRST.sealed_by(FIVE[2])) is Fault.RULES


def test_block_after_london() -> None:
    block = Sealed((*FIRST.fields, bytes(32)))
    assert fault_of(block.sealed_by(FIVE[1])) is Fault.RULES


@pytest.mark.parametrize("version", [2, 27, 28])
def test_recovery_id_other_than_0_or_1(version: int) -> None:
    sealed = FIRST.sealed_by(FIVE[1])
    assert (
        fault_of(sealed.with_field(12, sealed.fields[12][:-1] + bytes((version,)))) is Fault.SEALS
    )


def test_high_s_is_accepted_as_nodes_do() -> None:
    sealed = FIRST.sealed_by(FIVE[1])
    seal = sealed.fields[12][-65:]
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    high = (order - int.from_bytes(seal[32:64], "big")).to_bytes(32, "big")
    other = sealed.with_field(12, sealed.fields[12][:-33] + high + bytes((seal[64] ^ 1,)))
    applied = RULES.apply(trust(GENESIS, FIVE), other.header)
    assert not isinstance(applied, Invalid)
    assert applied.signer == FIVE[1].address


def epoch_block(state: TrustPoint, listed: list[Validator], **changed: Any) -> Sealed:
    return unsealed(10, state.hash, difficulty=2, listed=listed, **changed).sealed_by(FIVE[0])


def test_epoch_block_must_list_the_signers_and_vote_for_nobody() -> None:
    engine = Clique(PERIOD_S, 10)
    state = msgspec.structs.replace(trust(GENESIS, FIVE), number=9, time_s=0)
    assert not isinstance(engine.apply(state, epoch_block(state, FIVE).header), Invalid)
    for listed in ([], FIVE[:4], FIVE[::-1], [*FIVE, FIVE[4]], validators(5, seed=7)):
        refused = engine.apply(state, epoch_block(state, listed).header)
        assert isinstance(refused, Invalid)
        assert refused.fault is Fault.VALIDATORS
    for changed in ({"nonce": ADD}, {"coinbase": FIVE[1].raw}):
        refused = engine.apply(state, epoch_block(state, FIVE, **changed).header)
        assert isinstance(refused, Invalid)
        assert refused.fault is Fault.RULES


def test_state_survives_serialising_and_goes_on_from_the_final_block() -> None:
    blocks = row(GENESIS, FIVE, 40)
    state = trust(GENESIS, FIVE)
    for start in range(0, 40, 8):
        headers = [made.header for made in blocks[state.number : start + 8]]
        verdict = RULES.verify_row(state, headers)
        assert isinstance(verdict, Verified)
        packed = msgspec.msgpack.encode(verdict.value)
        assert msgspec.msgpack.decode(packed, type=Final) == verdict.value
        state = verdict.value.point
        assert state.hash == blocks[state.number - 1].hash
        assert len(state.recent) == 2
    assert state.number == 35  # 36 would need more than 4 on top of 36..38; 39 and 40 weigh 4


def cut(blocks: list[Sealed], fetch: Fetch) -> list[Any]:
    return [made.header for made in blocks[fetch.first - 1 : fetch.last]]


def test_epoch_is_reached_with_a_handful_of_headers() -> None:
    engine = Clique(PERIOD_S, 300)
    blocks = row(GENESIS, FIVE, 950, epoch=300)
    state = trust(GENESIS, FIVE)
    fetch = engine.wanted(state, 950)
    assert fetch == Fetch(898, 911)
    verdict = engine.verify_row(state, cut(blocks, fetch))
    assert isinstance(verdict, Verified)
    point = verdict.value.point
    assert point.number >= 900
    assert point.hash == blocks[point.number - 1].hash
    assert len(point.recent) == 2
    rest = engine.wanted(point, 950)
    assert rest == Fetch(point.number + 1, 950)
    assert isinstance(engine.verify_row(point, cut(blocks, rest)), Verified)
    assert engine.wanted(point, point.number) is None
    far = engine.wanted(state, 299)
    assert far == Fetch(1, BATCH)


def test_jump_over_a_changed_set_goes_through_an_epoch_in_between() -> None:
    """All five are replaced two at a time: the newest epoch is out of reach, an older is not."""
    pool = validators(9)
    engine = Clique(PERIOD_S, 300)
    rows: dict[int, list[Sealed]] = {}
    parent = GENESIS
    state = trust(genesis(pool[:5]), pool[:5])
    for epoch, signers in ((300, pool[1:6]), (600, pool[2:7]), (900, pool[4:9])):
        parent = unsealed(epoch - 4, parent.hash, difficulty=2).sealed_by(
            in_turn(signers, epoch - 4)
        )
        rows[epoch] = row(parent, signers, 20, epoch=300)
    fetch = engine.wanted(state, 915)
    tried = []
    for _ in range(8):
        assert fetch is not None
        epoch = -(-fetch.first // 300) * 300
        tried.append(epoch)
        start = rows[epoch][0].number
        headers = [
            made.header for made in rows[epoch][fetch.first - start : fetch.last - start + 1]
        ]
        verdict = engine.verify_row(state, headers)
        if isinstance(verdict, Verified):
            state = verdict.value.point
            fetch = engine.wanted(state, 915)
            if state.number >= 900:
                break
        else:
            assert isinstance(verdict, NotEnoughTrust), verdict
            fetch = verdict.fetch
    assert tried[0] == 900
    assert state.number >= 900
    assert set(state.validators) == {one.address for one in pool[4:9]}


def test_jump_without_the_blocks_before_the_epoch_asks_for_them() -> None:
    engine = Clique(PERIOD_S, 300)
    blocks = row(GENESIS, FIVE, 320, epoch=300)
    state = trust(GENESIS, FIVE)
    verdict = engine.verify_row(state, cut(blocks, Fetch(300, 311)))
    assert isinstance(verdict, NotEnoughTrust)
    assert verdict.fetch == Fetch(298, 311)
    assert isinstance(engine.verify_row(state, cut(blocks, verdict.fetch)), Verified)
