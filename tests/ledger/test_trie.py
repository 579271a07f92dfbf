import json
from pathlib import Path

import msgspec
import pytest
import rlp as other
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from agent.ledger import trie
from agent.ledger.verdict import Fault, Invalid, Untrusted, Verified
from agent.ledger.verify import (
    ABSENT_ACCOUNT,
    VerifiedHead,
    VerifiedStorage,
    verify_account,
    verify_storage,
)
from agent.units import Address
from tests.ledger.sealed_chain import World, get_proof, proof_nodes

DATA = Path(__file__).parents[1] / "data" / "ledger"
BLOCK = json.loads((DATA / "mainnet_block.json").read_text())
PROOF = json.loads((DATA / "mainnet_proof.json").read_text())
DEPOSITS = Address("0x00000000219ab540356cbb839cbe05303d7705fa")
HOME = bytes.fromhex("11" * 20)
HOME_ADDRESS = Address("0x" + HOME.hex())


def head(state_root: bytes) -> VerifiedHead:
    return VerifiedHead(1, bytes(32), state_root, 0, 0, 0, ())


MAINNET_HEAD = head(bytes.fromhex(BLOCK["stateRoot"][2:]))


def sent(answer: object) -> Untrusted:
    return Untrusted(msgspec.json.encode(answer))


def test_mainnet_account_and_slot() -> None:
    verdict = verify_storage(sent(PROOF), DEPOSITS, [1], MAINNET_HEAD)
    assert isinstance(verdict, Verified)
    assert verdict.value.words == (int(PROOF["storageProof"][0]["value"], 16),)
    assert verdict.value.account.balance_wei == int(PROOF["balance"], 16)
    assert verdict.value.account.code_hash.hex() == PROOF["codeHash"][2:]


keys = st.binary(min_size=1, max_size=3)
tries = st.dictionaries(keys, st.binary(min_size=1, max_size=40), max_size=40)


@settings(max_examples=150, deadline=None)
@given(tries, keys)
def test_short_keys_and_inline_nodes_agree_with_an_independent_trie(
    content: dict[bytes, bytes], absent: bytes
) -> None:
    tree = HexaryTrie({})
    for key, value in content.items():
        tree[key] = value
    for key in [*content, absent]:
        proven = trie.prove(tree.root_hash, key, proof_nodes(tree, key))
        assert proven == content.get(key)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 2**256 - 1), max_size=60), st.integers(0, 2**256 - 1))
def test_absence_is_proven_and_never_assumed(present: set[int], asked: int) -> None:
    tree = HexaryTrie({})
    for slot in present:
        tree[keccak(slot.to_bytes(32, "big"))] = other.encode(b"\1")
    key = keccak(asked.to_bytes(32, "big"))
    nodes = proof_nodes(tree, key)
    assert (trie.prove(tree.root_hash, key, nodes) is not None) == (asked in present)
    if present:
        with pytest.raises(trie.ProofError):
            trie.prove(tree.root_hash, key, nodes[:-1])
        with pytest.raises(trie.ProofError):
            trie.prove(tree.root_hash, key, [*nodes, nodes[-1]])


def test_empty_trie_needs_no_nodes_and_takes_none() -> None:
    assert trie.prove(trie.EMPTY_ROOT, b"\1", []) is None
    assert trie.prove(trie.EMPTY_ROOT, b"\1", [b"\x80"]) is None
    with pytest.raises(trie.ProofError):
        trie.prove(trie.EMPTY_ROOT, b"\1", [b"\xc0"])


def small_world() -> World:
    words = {slot: slot * 1_000 + 1 for slot in range(20)}
    return World(storage={HOME: words}, nonces={HOME: 3}, balances={HOME: 10**18, b"\2" * 20: 5})


def test_present_and_absent_slots_and_accounts() -> None:
    world = small_world()
    at = head(world.tries()[0].root_hash)
    verdict = verify_storage(sent(get_proof(world, HOME, [3, 999])), HOME_ADDRESS, [3, 999], at)
    assert isinstance(verdict, Verified)
    assert verdict.value.words == (3_001, 0)
    assert verdict.value.account.nonce == 3
    nobody = bytes.fromhex("77" * 20)
    empty = verify_account(sent(get_proof(world, nobody, [])), Address("0x" + "77" * 20), at)
    assert empty == Verified(ABSENT_ACCOUNT)
    for answer in (get_proof(world, nobody, [5]), {**get_proof(world, nobody, []), "nonce": "0x9"}):
        slots = verify_storage(sent(answer), Address("0x" + "77" * 20), [5], at)
        assert slots == Verified(VerifiedStorage(ABSENT_ACCOUNT, (0,)))


def test_padded_keys_are_matched_as_numbers() -> None:
    world = small_world()
    answer = get_proof(world, HOME, [3])
    answer["storageProof"][0]["key"] = "0x" + "3".rjust(64, "0")  # type: ignore[index]
    verdict = verify_storage(sent(answer), HOME_ADDRESS, [3], head(world.tries()[0].root_hash))
    assert isinstance(verdict, Verified)


def proof_strings(answer: dict[str, object]) -> list[tuple[list[str], int]]:
    """Every proof node's place in an answer."""
    lists = [answer["accountProof"], *(entry["proof"] for entry in answer["storageProof"])]  # type: ignore[attr-defined]
    return [(nodes, place) for nodes in lists for place in range(len(nodes))]


def test_no_flipped_bit_of_a_proof_is_believed() -> None:
    world = small_world()
    at = head(world.tries()[0].root_hash)
    answer = get_proof(world, HOME, [3, 999])
    tried = 0
    for nodes, place in proof_strings(answer):
        good = bytes.fromhex(nodes[place][2:])
        for bit in range(len(good) * 8):
            flipped = bytearray(good)
            flipped[bit // 8] ^= 1 << bit % 8
            nodes[place] = "0x" + flipped.hex()
            verdict = verify_storage(sent(answer), HOME_ADDRESS, [3, 999], at)
            assert isinstance(verdict, Invalid)
            tried += 1
        nodes[place] = "0x" + good.hex()
    assert tried > 5_000
    assert isinstance(verify_storage(sent(answer), HOME_ADDRESS, [3, 999], at), Verified)


def test_no_truncated_missing_or_additional_node_is_believed() -> None:
    world = small_world()
    at = head(world.tries()[0].root_hash)
    answer = get_proof(world, HOME, [3, 999])
    for nodes, place in proof_strings(answer):
        good = list(nodes)
        changes = [
            [*good[:place], *good[place + 1 :]],
            [*good[:place], good[place][:-2], *good[place + 1 :]],
            [*good[: place + 1], good[place], *good[place + 1 :]],
            [*good, "0x80"],
            [*good[:place], "0x", *good[place + 1 :]],
            [*good[:place], good[place][2:], *good[place + 1 :]],
            [*good[:place], "0xzz", *good[place + 1 :]],
            list(reversed(good)) if len(good) > 1 else [],
        ]
        for changed in changes:
            nodes[:] = changed
            assert isinstance(verify_storage(sent(answer), HOME_ADDRESS, [3, 999], at), Invalid)
        nodes[:] = good


@pytest.mark.parametrize(
    ("path", "lie", "fault"),
    [
        (("nonce",), "0x4", Fault.MISMATCH),
        (("balance",), "0x0", Fault.MISMATCH),
        (("address",), "0x" + "22" * 20, Fault.MISMATCH),
        (("storageProof", 0, "value"), "0x1", Fault.MISMATCH),
        (("storageProof", 1, "value"), "0x1", Fault.MISMATCH),
        (("storageProof", 0, "value"), "one", Fault.MISMATCH),
        (("storageProof", 0, "key"), "0x4", Fault.MISMATCH),
        (("storageProof",), [], Fault.MISMATCH),
        (("storageProof",), {}, Fault.SHAPE),
        (("accountProof",), [], Fault.PROOF),
        (("accountProof",), None, Fault.SHAPE),
    ],
)
def test_answer_that_contradicts_its_proof_refused(
    path: tuple[str | int, ...], lie: object, fault: Fault
) -> None:
    world = small_world()
    answer = get_proof(world, HOME, [3, 999])
    place: object = answer
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]
    place[path[-1]] = lie  # type: ignore[index]
    verdict = verify_storage(sent(answer), HOME_ADDRESS, [3, 999], head(world.tries()[0].root_hash))
    assert isinstance(verdict, Invalid)
    assert verdict.fault is fault


def test_true_answers_to_other_questions_refused() -> None:
    world, later = small_world(), small_world()
    later.storage[HOME][3] = 77
    at = head(world.tries()[0].root_hash)
    other_home = b"\2" * 20
    for answer in (
        get_proof(world, HOME, [4]),  # another slot
        {**get_proof(world, other_home, [3]), "address": HOME_ADDRESS},  # another account
        get_proof(later, HOME, [3]),  # another block
        {
            **get_proof(world, HOME, [3]),
            "storageProof": get_proof(later, HOME, [3])["storageProof"],
        },
        get_proof(world, HOME, [3, 4]),
    ):
        assert isinstance(verify_storage(sent(answer), HOME_ADDRESS, [3], at), Invalid)
    swapped = get_proof(world, HOME, [4, 3])
    assert isinstance(verify_storage(sent(swapped), HOME_ADDRESS, [3, 4], at), Invalid)


@pytest.mark.parametrize("junk", [b"", b"null", b"[]", b"{}", b"\xff", b'"', b"[" * 100_000])
def test_junk_is_a_verdict_and_no_exception(junk: bytes) -> None:
    verdict = verify_account(Untrusted(junk), HOME_ADDRESS, MAINNET_HEAD)
    assert isinstance(verdict, Invalid)


def test_constant_verifier_would_be_noticed() -> None:
    """The negative control: the same tampering passes once hashes are not compared."""
    world = small_world()
    answer = get_proof(world, HOME, [3])
    nodes, place = proof_strings(answer)[0]
    nodes[place] = nodes[place][:-1] + ("0" if nodes[place][-1] != "0" else "1")
    at = head(world.tries()[0].root_hash)
    assert isinstance(verify_storage(sent(answer), HOME_ADDRESS, [3], at), Invalid)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trie, "keccak256", lambda _node: at.state_root)
        believed = verify_account(sent({**answer, "accountProof": [nodes[0]]}), HOME_ADDRESS, at)
    assert believed != verify_account(sent(answer), HOME_ADDRESS, at)
