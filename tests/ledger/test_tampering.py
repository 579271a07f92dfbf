"""Seeded tampering in bulk, over everything the light client reads: none may be believed."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from agent.ledger import follow
from agent.ledger.verdict import Untrusted, Verified
from agent.ledger.verify import VerifiedHead, verify_storage
from agent.units import Address
from tests.ledger.sealed_chain import World, block, get_proof, validators
from tests.ledger.test_follow import NETWORK, START, at
from tests.ledger.test_qbft import FOUR

TAMPERS = 5_000
HOME = bytes.fromhex("11" * 20)
HOME_ADDRESS = Address("0x" + HOME.hex())
SLOTS = [3, 999, 12]
WORLD = World(
    storage={HOME: {slot: slot * 1_000 + 1 for slot in range(60)}},
    nonces={HOME: 3},
    balances={HOME: 10**18, b"\2" * 20: 5},
)
BLOCK = block(1, NETWORK.genesis_hash, FOUR, state_root=WORLD.tries()[0].root_hash).sealed_by(FOUR)
HEAD = VerifiedHead(1, BLOCK.hash, BLOCK.fields[3], BLOCK.time_s, 7, 30_000_000, ())
HEADER = BLOCK.json()
PROOF = get_proof(WORLD, HOME, SLOTS)
OTHER_PROOFS = [
    get_proof(WORLD, b"\2" * 20, SLOTS),
    get_proof(WORLD, HOME, [4, 999, 12]),
    get_proof(World(storage={HOME: {3: 9}}), HOME, SLOTS),
]
HEADER_FIELDS = [key for key in HEADER if key not in ("hash", "transactions", "uncles")]


def digit_changed(dice: random.Random, text: str) -> str:
    place = dice.randrange(2, len(text))
    return (
        text[:place]
        + dice.choice([d for d in "0123456789abcdef" if d != text[place]])
        + text[place + 1 :]
    )


def some_nodes(dice: random.Random, proof: dict[str, Any]) -> list[str]:
    nodes: list[str] = dice.choice(
        [proof["accountProof"], *(slot["proof"] for slot in proof["storageProof"])]
    )
    return nodes


def node_altered(dice: random.Random, proof: dict[str, Any]) -> None:
    nodes = some_nodes(dice, proof)
    place = dice.randrange(len(nodes))
    nodes[place] = digit_changed(dice, nodes[place])


def node_dropped(dice: random.Random, proof: dict[str, Any]) -> None:
    nodes = some_nodes(dice, proof)
    nodes.pop(dice.randrange(len(nodes)))


def node_doubled(dice: random.Random, proof: dict[str, Any]) -> None:
    nodes = some_nodes(dice, proof)
    nodes.insert(dice.randrange(len(nodes) + 1), dice.choice(nodes))


def node_cut(dice: random.Random, proof: dict[str, Any]) -> None:
    nodes = some_nodes(dice, proof)
    place = dice.randrange(len(nodes))
    nodes[place] = nodes[place][: dice.randrange(len(nodes[place]))]


def plain_field(dice: random.Random, proof: dict[str, Any]) -> None:
    name = dice.choice(["nonce", "balance", "address"])
    proof[name] = digit_changed(dice, proof[name])


def slot_field(dice: random.Random, proof: dict[str, Any]) -> None:
    slot = dice.choice(proof["storageProof"])
    name = dice.choice(["key", "value"])
    slot[name] = digit_changed(dice, slot[name])


def slots_swapped(dice: random.Random, proof: dict[str, Any]) -> None:
    dice.shuffle(proof["storageProof"])
    if [int(slot["key"], 16) for slot in proof["storageProof"]] == SLOTS:
        proof["storageProof"].reverse()


def slot_dropped(dice: random.Random, proof: dict[str, Any]) -> None:
    proof["storageProof"].pop(dice.randrange(len(SLOTS)))


def other_account(dice: random.Random, proof: dict[str, Any]) -> None:
    other = dice.choice(OTHER_PROOFS)
    name = dice.choice(["accountProof", "storageProof"])
    proof[name] = other[name]
    if other is OTHER_PROOFS[1]:
        proof["storageProof"] = other["storageProof"]


PROOF_TAMPERS: list[Callable[[random.Random, dict[str, Any]], None]] = [
    node_altered, node_dropped, node_doubled, node_cut, plain_field, slot_field, slots_swapped,
    slot_dropped, other_account,
]  # fmt: skip


def field_altered(dice: random.Random, header: dict[str, Any]) -> None:
    name = dice.choice(HEADER_FIELDS)
    header[name] = digit_changed(dice, header[name])


def field_dropped(dice: random.Random, header: dict[str, Any]) -> None:
    header.pop(dice.choice(HEADER_FIELDS))


def seals_of_others(dice: random.Random, header: dict[str, Any]) -> None:
    signers = dice.sample(FOUR, dice.randrange(3)) + validators(dice.randrange(4), seed=60)
    header["extraData"] = BLOCK.sealed_by(signers).json()["extraData"]


def seals_doubled(dice: random.Random, header: dict[str, Any]) -> None:
    signers = [dice.choice(FOUR[:2]) for _ in range(4)]
    header["extraData"] = BLOCK.sealed_by(signers).json()["extraData"]


def set_of_others(dice: random.Random, header: dict[str, Any]) -> None:
    mine = sorted([dice.choice(FOUR), *validators(3, seed=61)], key=lambda one: one.raw)
    header.update(block(1, BLOCK.fields[0], mine).sealed_by(mine).json())


HEADER_TAMPERS: list[Callable[[random.Random, dict[str, Any]], None]] = [
    field_altered, field_dropped, seals_of_others, seals_doubled, set_of_others,
]  # fmt: skip


def fresh_copy(answer: dict[str, object]) -> dict[str, Any]:
    copied: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(answer))
    return copied


def sent(answer: object) -> Untrusted:
    return Untrusted(msgspec.json.encode(answer))


def header_believed(header: object) -> bool:
    step = follow.verify_next(NETWORK, START, sent(header), at(BLOCK))
    return isinstance(step, Verified | follow.Halt)


def proof_believed(proof: object) -> bool:
    return isinstance(verify_storage(sent(proof), HOME_ADDRESS, SLOTS, HEAD), Verified)


def test_the_untampered_is_believed() -> None:
    assert header_believed(HEADER)
    assert proof_believed(PROOF)


def test_five_thousand_tampered_answers_are_refused() -> None:
    dice = random.Random(4_711)
    believed: Counter[str] = Counter()
    for _ in range(TAMPERS // 2):
        proof, header = fresh_copy(PROOF), fresh_copy(HEADER)
        tamper, forge = dice.choice(PROOF_TAMPERS), dice.choice(HEADER_TAMPERS)
        tamper(dice, proof)
        forge(dice, header)
        believed[tamper.__name__] += proof_believed(proof)
        believed[forge.__name__] += header_believed(header)
    assert len(believed) == len(PROOF_TAMPERS) + len(HEADER_TAMPERS)
    assert +believed == Counter()


def test_two_hundred_forks_are_all_detected() -> None:
    dice = random.Random(200)
    step = follow.verify_next(NETWORK, START, sent(HEADER), at(BLOCK))
    assert isinstance(step, Verified)
    for _ in range(200):
        signers = dice.sample(FOUR, dice.choice([3, 4]))
        fork = BLOCK.with_field(dice.choice([3, 4, 5]), dice.randbytes(32)).sealed_by(signers)
        verdict = follow.compare(NETWORK, step.value.state, sent(fork.json()), 1, at(BLOCK))
        assert isinstance(verdict, follow.Halt)
