"""QBFT networks whose validators a contract names: proven from storage, at the parent."""

from dataclasses import replace

import msgspec
import pytest
from eth_hash.auto import keccak

from agent.ledger import follow
from agent.ledger.network import NetworkError, read_network
from agent.ledger.validator_contract import StorageArray, array_slots, read_validators
from agent.ledger.verdict import Fault, Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.units import Address
from tests.ledger.sealed_chain import (
    GENESIS_TIME_S,
    Block,
    Validator,
    World,
    block,
    get_proof,
    validators,
)
from tests.ledger.test_follow import NETWORK as PLAIN
from tests.ledger.test_follow import SETTINGS, at, point
from tests.ledger.test_qbft import FOUR

CONTRACT = bytes.fromhex("77" * 20)
ARRAY = StorageArray(Address("0x" + CONTRACT.hex()), 0)
FIVE = sorted([*FOUR, *validators(1, seed=9)], key=lambda one: one.raw)
STRANGERS = validators(4, seed=30)


def world(named: list[Validator], *, length: int | None = None) -> World:
    """Return the state of a contract with an `address[]` in slot 0, as Solidity lays it out."""
    start = int.from_bytes(keccak(bytes(32)), "big")
    words = {start + at: int.from_bytes(one.raw, "big") for at, one in enumerate(named)}
    return World(storage={CONTRACT: {0: len(named) if length is None else length, **words}})


def made(number: int, parent: Block | bytes, signers: list[Validator], state: World) -> Block:
    parent_hash = parent if isinstance(parent, bytes) else parent.hash
    bare = block(number, parent_hash, signers, state_root=state.tries()[0].root_hash)
    return replace(bare, validators=()).sealed_by(signers)


BEFORE = world(list(reversed(FOUR)))
AFTER = world(FIVE)
GENESIS = made(0, bytes(32), FOUR, BEFORE)
NETWORK = msgspec.structs.replace(
    PLAIN, genesis_hash=GENESIS.hash, checkpoint=point(GENESIS, FOUR), validators=ARRAY
)
START = follow.begin(NETWORK, None)


def sent(answer: object) -> Untrusted:
    return Untrusted(msgspec.json.encode(answer))


def judged(
    state: follow.Follow, pair: list[Block], shown: World, fetch: Fetch | None = None
) -> follow.Step:
    asked = fetch or follow.wanted(NETWORK, state, pair[-1].number)
    assert asked is not None
    proof = sent(get_proof(shown, CONTRACT, asked.slots))
    return follow.verify(
        NETWORK, state, asked, [sent(one.json()) for one in pair], at(pair[-1]), proof
    )


def test_next_block_by_the_words_of_the_trusted_one() -> None:
    first = made(1, GENESIS, FOUR, BEFORE)
    assert follow.wanted(NETWORK, START, 1) == Fetch(0, 1, array_slots(ARRAY, 4))
    step = judged(START, [GENESIS, first], BEFORE)
    assert isinstance(step, Verified)
    assert step.value.state.trusted == point(first, FOUR)
    assert step.value.row[-1].number == 1


def test_skip_over_a_changed_set_asks_for_the_fifth_word() -> None:
    parent = made(40, b"\1" * 32, FOUR, AFTER)
    far = made(41, parent, FIVE, AFTER)
    step = judged(START, [parent, far], AFTER)
    assert isinstance(step, NotEnoughTrust)
    assert step.fetch == Fetch(40, 41, array_slots(ARRAY, 5))
    step = judged(START, [parent, far], AFTER, step.fetch)
    assert isinstance(step, Verified)
    assert step.value.state.trusted == point(far, FIVE)


def fault(step: follow.Step) -> Fault:
    assert isinstance(step, Invalid), step
    return step.fault


def test_one_validator_of_four_with_a_contract_of_its_own() -> None:
    mine = sorted([FOUR[0], *STRANGERS[:3]], key=lambda one: one.raw)
    forged = world(mine)
    parent = made(40, b"\1" * 32, mine, forged)
    step = judged(START, [parent, made(41, parent, mine, forged)], forged)
    assert isinstance(step, NotEnoughTrust)
    assert step.fetch == Fetch(19, 20, array_slots(ARRAY, 4))  # halfway, with its parent


def test_words_of_another_state_than_the_parents() -> None:
    first = made(1, GENESIS, STRANGERS, BEFORE)
    assert fault(judged(START, [GENESIS, first], world(STRANGERS))) is Fault.PROOF


def test_parent_that_is_not_the_parent() -> None:
    other = made(0, b"\3" * 32, FOUR, world(STRANGERS))
    first = made(1, GENESIS, STRANGERS, BEFORE)
    assert fault(judged(START, [other, first], world(STRANGERS))) is Fault.LINK


def test_parent_shown_alone_does_not_vouch_for_itself() -> None:
    parent = made(40, b"\1" * 32, FOUR, BEFORE)
    asked = Fetch(40, 41, array_slots(ARRAY, 4))
    assert fault(judged(START, [parent], BEFORE, asked)) is Fault.PROOF


def test_header_that_names_validators_itself() -> None:
    first = block(1, GENESIS.hash, FOUR).sealed_by(FOUR)
    assert fault(judged(START, [GENESIS, first], BEFORE)) is Fault.VALIDATORS


def test_header_without_proof_is_not_believed() -> None:
    first = made(1, GENESIS, FOUR, BEFORE)
    assert fault(follow.verify_next(NETWORK, START, sent(first.json()), at(first))) is Fault.PROOF
    asked = Fetch(0, 1, array_slots(ARRAY, 4))
    pair = [sent(GENESIS.json()), sent(first.json())]
    assert fault(follow.verify(NETWORK, START, asked, pair, at(first))) is Fault.PROOF
    step = follow.verify_next(PLAIN, START, sent(first.json()), at(first))
    assert fault(step) is Fault.VALIDATORS  # nor by a client that knows of no contract


@pytest.mark.parametrize(
    "words",
    [
        [],
        [0],
        [257, *range(1, 258)],
        [2**255],  # Solidity's short string, or anything else that is no array
        [2, 5],
        [1, 5, 6],
        [2, 5, 5],
        [2, 5, 0],
        [2, 5, 2**160],
    ],
)
def test_layout_that_is_no_array_of_addresses(words: list[int]) -> None:
    assert isinstance(read_validators(words), Invalid)


def test_contract_that_keeps_no_array_in_the_slot() -> None:
    for length in (0, 2**200):
        strange = world(FOUR, length=length)
        parent = made(40, b"\1" * 32, FOUR, strange)
        step = judged(START, [parent, made(41, parent, FOUR, strange)], strange)
        assert fault(step) is Fault.VALIDATORS


def test_fork_in_contract_mode_halts() -> None:
    first = made(1, GENESIS, FOUR, BEFORE)
    step = judged(START, [GENESIS, first], BEFORE)
    assert isinstance(step, Verified)
    other = first.with_field(5, b"\1" * 32).sealed_by(FOUR)
    verdict = follow.compare(NETWORK, step.value.state, sent(other.json()), 1, at(other))
    assert isinstance(verdict, follow.Halt)
    forged = other.sealed_by(FOUR[:2])
    refused = follow.compare(NETWORK, step.value.state, sent(forged.json()), 1, at(other))
    assert isinstance(refused, Invalid)


def test_settings_with_a_contract() -> None:
    table = {"contract": "0x" + CONTRACT.hex().upper(), "slot": 0}
    assert read_network({**SETTINGS, "validators": table}).validators == ARRAY
    for wrong in (7, {}, {"contract": "0x1", "slot": 0}, {**table, "slot": -1}, {**table, "x": 1}):
        with pytest.raises(NetworkError, match="validators"):
            read_network({**SETTINGS, "validators": wrong})
    for engine in ("ibft2", "clique"):
        with pytest.raises(NetworkError, match="validators: unknown"):
            read_network({**SETTINGS, "engine": engine, "validators": table})


CLIQUE = {**SETTINGS, "engine": "clique"}
CHECKPOINT: dict[str, object] = {
    "number": 300,
    "hash": "0x" + "12" * 32,
    "time_s": GENESIS_TIME_S,
    "validators": [one.address for one in FOUR],
    "recent": [FOUR[3].address, FOUR[0].address],
}


def test_settings_of_a_clique_network() -> None:
    read = read_network({**CLIQUE, "epoch_blocks": 100, "checkpoint": CHECKPOINT})
    assert read.clique is not None
    assert (read.clique.period_s, read.clique.epoch_blocks) == (5, 100)
    assert read.clique.finality == "weight"
    assert read.checkpoint.recent == (FOUR[3].address, FOUR[0].address)  # in order of sealing
    unsafe = read_network({**CLIQUE, "finality": "majority"}).clique
    assert unsafe is not None
    assert unsafe.finality == "majority"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"finality": "hope"}, "finality"),
        ({"epoch_blocks": 0}, "epoch_blocks"),
        ({"epoch_blocks": True}, "epoch_blocks"),
        ({"period_s": 0.5}, "whole seconds"),
        ({"max_age_s": 20}, "max_age_s"),
        ({"checkpoint": {**CHECKPOINT, "number": 299}, "epoch_blocks": 300}, "no epoch block"),
        ({"checkpoint": {**CHECKPOINT, "recent": [FOUR[0].address] * 2}}, "recent"),
        ({"checkpoint": {**CHECKPOINT, "recent": "0x"}}, "recent"),
    ],
)
def test_settings_a_clique_chain_cannot_have(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(NetworkError, match=words):
        read_network({**CLIQUE, **wrong})


def test_settings_of_clique_are_unknown_elsewhere() -> None:
    for key, value in (("epoch_blocks", 100), ("finality", "weight")):
        with pytest.raises(NetworkError, match=key):
            read_network({**SETTINGS, key: value})
    with pytest.raises(NetworkError, match=r"checkpoint\.recent"):
        read_network({**SETTINGS, "checkpoint": {**CHECKPOINT, "number": 0}})
