"""Proofs, checked with the trie library's own verifier; nodes in memory, against a plain dict."""

from collections.abc import Callable

import rlp
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.header import EMPTY_CODE_HASH, EMPTY_TRIE_ROOT, Header
from drivers.simulated.devchain.nodestore import NodeStore
from drivers.simulated.devchain.proofs import TrieReader, ordered_root, prove_account
from tests.devchain.samples import GENESIS_S, WRITER, WRITER_CODE, Wallet, call_writer

ABSENT = b"\x99" * 20


def checked(root: bytes, key: bytes, nodes: tuple[bytes, ...]) -> bytes:
    """Return the value that the trie library reads out of the proof; it raises for a bad one."""
    return HexaryTrie.get_from_proof(root, keccak(key), [rlp.decode(node) for node in nodes])


def test_present_and_absent_slots_and_accounts(
    chain: DevChain, wallets: list[Wallet], tick: Callable[[], Header]
) -> None:
    for index in range(20):
        raw = wallets[index % 10].sign(
            to=WRITER, gas=400_000, data=call_writer(1000 * index, index + 1)
        )
        chain.submit(raw)
    header = tick()
    slots = [1, 2**255, *(1000 * index + 3 for index in range(20)), 77, 2**256 - 1]
    proof = chain.proof(WRITER, slots)
    leaf = checked(header.state_root, WRITER, proof.nodes)
    nonce, balance, storage_root, code_hash = rlp.decode(leaf)
    assert (nonce, balance, code_hash) == (b"\1", b"", keccak(WRITER_CODE))
    assert storage_root == proof.account.storage_root
    words = []
    for slot in proof.slots:
        value = checked(storage_root, slot.slot.to_bytes(32, "big"), slot.nodes)
        assert slot.word == int.from_bytes(rlp.decode(value) if value else b"", "big")
        words.append(slot.word)
    # slots 0 to 9 were overwritten by the call with index 0
    assert words == [1, 12, *range(1, 21), 0, 0]

    absent = chain.proof(ABSENT, [5])
    assert checked(header.state_root, ABSENT, absent.nodes) == b""
    assert absent.account.storage_root == EMPTY_TRIE_ROOT
    assert absent.account.code_hash == EMPTY_CODE_HASH
    assert absent.slots[0].nodes == ()


def test_proofs_of_a_past_block(chain: DevChain, wallets: list[Wallet]) -> None:
    headers = [chain.genesis.header]
    for number in range(1, 6):
        chain.submit(wallets[0].sign(to=WRITER, gas=400_000, data=call_writer(0, number)))
        headers.append(chain.seal_block(GENESIS_S + number))
    for number, header in enumerate(headers):
        proof = chain.proof(WRITER, [0], number)
        checked(header.state_root, WRITER, proof.nodes)
        assert proof.slots[0].word == number


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.binary(min_size=1, max_size=3), st.binary(min_size=1, max_size=40)),
    st.lists(st.binary(min_size=1, max_size=3), max_size=10),
)
def test_reader_agrees_with_the_trie_library(
    content: dict[bytes, bytes], others: list[bytes]
) -> None:
    nodes: dict[bytes, bytes] = {}
    trie = HexaryTrie(nodes)
    for key, value in content.items():
        trie[keccak(key)] = value
    reader = TrieReader(nodes, trie.root_hash)
    for key in [*content, *others]:
        proof = reader.prove(key)
        assert (proof.value or b"") == content.get(key, b"")
        assert checked(trie.root_hash, key, proof.nodes) == content.get(key, b"")
        listed = [rlp.encode(node) for node in trie.get_proof(keccak(key))]
        assert list(proof.nodes) == [node for node in listed if len(node) >= 32 or len(listed) == 1]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=60, max_size=120))
def test_dropping_old_nodes_never_loses_a_kept_state(writes: list[tuple[int, int]]) -> None:
    store = NodeStore(keep_blocks=5)
    expected: list[tuple[bytes, dict[int, int]]] = []
    words: dict[int, int] = {}
    storage_root = EMPTY_TRIE_ROOT
    for number, (slot, word) in enumerate(writes):
        storage = HexaryTrie(store, storage_root)
        key = keccak(slot.to_bytes(32, "big"))
        storage[key] = rlp.encode(word) if word else b""
        words = {**words, slot: word}
        storage_root = storage.root_hash
        accounts = HexaryTrie(store)
        accounts[keccak(WRITER)] = rlp.encode([1, 0, storage_root, EMPTY_CODE_HASH])
        expected.append((accounts.root_hash, words))
        store.block_finished(number, accounts.root_hash)
        for state_root, known in expected[-6:]:
            proof = prove_account(store, state_root, WRITER, list(known))
            assert {shown.slot: shown.word for shown in proof.slots} == known


def test_ordered_root_of_nothing_is_the_empty_root() -> None:
    assert ordered_root([]) == EMPTY_TRIE_ROOT
    assert ordered_root([b"one"]) != ordered_root([b"two"])
