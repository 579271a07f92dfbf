"""Accounts, storage words and Merkle proofs, read straight from the tries' nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eth_utils.crypto import keccak

from drivers.simulated.devchain import rlp_codec
from drivers.simulated.devchain.header import EMPTY_CODE_HASH, EMPTY_TRIE_ROOT

MAX_ARRAY = 256


class Nodes(Protocol):
    """Where nodes are looked up by hash; KeyError when one is missing."""

    def __getitem__(self, key: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Account:
    """The four fields of an account leaf; the defaults are those of an absent account."""

    nonce: int = 0
    balance_wei: int = 0
    storage_root: bytes = EMPTY_TRIE_ROOT
    code_hash: bytes = EMPTY_CODE_HASH


@dataclass(frozen=True, slots=True)
class Proof:
    """The nodes from the root downwards, and the leaf's value (None: proven absent)."""

    nodes: tuple[bytes, ...]
    value: bytes | None


@dataclass(frozen=True, slots=True)
class SlotProof:
    """One storage word (0 when absent) with its proof."""

    slot: int
    word: int
    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class AccountProof:
    """What eth_getProof (EIP-1186) answers."""

    account: Account
    nodes: tuple[bytes, ...]
    slots: tuple[SlotProof, ...]


class TrieReader:
    """Reads one trie for several keys; every node is decoded once."""

    def __init__(self, nodes: Nodes, root: bytes) -> None:
        self._nodes = nodes
        self._root = root
        self._decoded: dict[bytes, tuple[bytes, list[Any]]] = {}

    def prove(self, key: bytes) -> Proof:
        """Return the proof of keccak(key), the way state and storage tries are keyed."""
        if self._root == EMPTY_TRIE_ROOT:
            return Proof((), None)
        path = keccak(key).hex()
        encoded, node = self._node(self._root)
        proof = [encoded]
        while True:
            if len(node) == 17:
                child, path = node[int(path[0], 16)], path[1:]
            else:
                is_leaf, part = _decode_path(node[0])
                if is_leaf:
                    return Proof(tuple(proof), node[1] if part == path else None)
                if not path.startswith(part):
                    return Proof(tuple(proof), None)
                child, path = node[1], path[len(part) :]
            if not child:
                return Proof(tuple(proof), None)
            if isinstance(child, list):  # shorter than a hash: it stands inside its parent
                node = child
            else:
                encoded, node = self._node(child)
                proof.append(encoded)

    def _node(self, digest: bytes) -> tuple[bytes, list[Any]]:
        found = self._decoded.get(digest)
        if found is None:
            encoded = self._nodes[digest]
            found = self._decoded[digest] = (encoded, rlp_codec.decode(encoded))
        return found


def _decode_path(compact: bytes) -> tuple[bool, str]:
    """Return (is a leaf, nibbles) of a hex-prefix encoded path (Yellow Paper, appendix C)."""
    digits = compact.hex()
    flag = int(digits[0], 16)
    return bool(flag & 2), digits[1:] if flag & 1 else digits[2:]


def read_account(nodes: Nodes, state_root: bytes, address: bytes) -> Account:
    """Return the account; an absent one reads as empty. KeyError: the state is gone."""
    return _decode_account(TrieReader(nodes, state_root).prove(address).value)


def read_slots(nodes: Nodes, storage_root: bytes, slots: Sequence[int]) -> tuple[SlotProof, ...]:
    """Return each slot's word with its proof, in order. KeyError: the state is gone."""
    trie = TrieReader(nodes, storage_root)
    return tuple(_slot_proof(trie, slot) for slot in slots)


def read_addresses(nodes: Nodes, state_root: bytes, address: bytes, slot: int) -> tuple[bytes, ...]:
    """Return a Solidity `address[]` whose length stands at `slot`; at most 256. KeyError."""
    root = read_account(nodes, state_root, address).storage_root
    (length,) = read_slots(nodes, root, [slot])
    first = int.from_bytes(keccak(slot.to_bytes(32, "big")), "big")
    places = [(first + index) % 2**256 for index in range(min(length.word, MAX_ARRAY))]
    words = [read.word for read in read_slots(nodes, root, places)]
    return tuple((word % 2**160).to_bytes(20, "big") for word in words)


def prove_account(
    nodes: Nodes, state_root: bytes, address: bytes, slots: Sequence[int]
) -> AccountProof:
    """Return the account and the slots with their proofs. KeyError: the state is gone."""
    proof = TrieReader(nodes, state_root).prove(address)
    account = _decode_account(proof.value)
    return AccountProof(account, proof.nodes, read_slots(nodes, account.storage_root, slots))


def _decode_account(encoded: bytes | None) -> Account:
    if encoded is None:
        return Account()
    nonce, balance, storage_root, code_hash = rlp_codec.decode(encoded)
    return Account(
        int.from_bytes(nonce, "big"), int.from_bytes(balance, "big"), storage_root, code_hash
    )


def _slot_proof(trie: TrieReader, slot: int) -> SlotProof:
    proof = trie.prove(slot.to_bytes(32, "big"))
    word = 0 if proof.value is None else int.from_bytes(rlp_codec.decode(proof.value), "big")
    return SlotProof(slot, word, proof.nodes)


def ordered_root(items: Sequence[bytes]) -> bytes:
    """Return the root of the trie index -> item, as for transactions and receipts."""
    from trie.hexary import HexaryTrie

    database: dict[bytes, bytes] = {}
    trie = HexaryTrie(database)
    for index, item in enumerate(items):
        trie[rlp_codec.encode(index)] = item
    return trie.root_hash


def logs_bloom(logged: Sequence[tuple[bytes, Sequence[bytes]]]) -> bytes:
    """Return the 2048-bit filter over (address, topics) of every log (Yellow Paper 4.3.1)."""
    from eth_bloom.bloom import BloomFilter

    bloom = BloomFilter()
    for address, topics in logged:
        bloom.add(address)
        for topic in topics:
            bloom.add(topic)
    return int(bloom).to_bytes(256, "big")
