"""Merkle-Patricia proofs: what a state root says about one key, presence and absence alike.

Source: Yellow Paper, appendix D (modified Merkle Patricia tree) and C (hex-prefix encoding);
EIP-1186 for the order of the nodes in a proof. A proof is believed only if it starts at the
root, every node is named by the hash (or lies inside) the one before it, and no node is left
over.
"""

from collections.abc import Sequence

from agent.hashing import keccak256
from agent.ledger import rlp

EMPTY_ROOT = keccak256(rlp.encode(b""))
HASH_BYTES = 32
MAX_NODES = 65  # one per nibble of a hashed key, and the root
MAX_NODE_BYTES = 1_024  # a full branch is 532 bytes, a leaf of this chain's values 150


class ProofError(ValueError):
    """The nodes do not prove anything about this key under this root."""


def prove(root: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes | None:
    """Return the value `key` (already hashed, where the trie is a secure one) has under `root`.

    None: proven absent. ProofError: not proven, one way or the other.
    """
    if len(nodes) > MAX_NODES:
        raise ProofError(f"the proof had {len(nodes)} nodes")
    if root == EMPTY_ROOT:
        if tuple(nodes) in ((), (b"\x80",)):
            return None
        raise ProofError("the trie is empty and the proof is not")
    walk = _Walk(nodes)
    value = _descend(walk.open(root), _nibbles(key), walk)
    walk.end()
    return value


class _Walk:
    """The proof's nodes, each opened once and in order."""

    def __init__(self, nodes: Sequence[bytes]) -> None:
        self._nodes = nodes
        self._next = 0

    def open(self, reference: rlp.Item) -> list[rlp.Item]:
        """Return the node a reference stands for: the next of the proof, or one lying inline."""
        if not isinstance(reference, bytes):
            if len(rlp.encode(reference)) >= HASH_BYTES:
                raise ProofError("a node lay inside another though it has a hash")
            return reference
        if len(reference) != HASH_BYTES:
            raise ProofError(f"a reference had {len(reference)} bytes")
        if self._next >= len(self._nodes):
            raise ProofError("the proof ended before the key did")
        node = self._nodes[self._next]
        self._next += 1
        if len(node) > MAX_NODE_BYTES:
            raise ProofError(f"a node had {len(node)} bytes")
        if keccak256(node) != reference:
            raise ProofError("a node was not the one its parent names")
        try:
            return rlp.decode_list(node)
        except rlp.RlpError as broken:
            raise ProofError(f"a node was unreadable: {broken}") from broken

    def end(self) -> None:
        if self._next != len(self._nodes):
            raise ProofError(f"{len(self._nodes) - self._next} nodes were left over")


def _descend(node: list[rlp.Item], path: str, walk: _Walk) -> bytes | None:
    while True:
        if len(node) == 17:
            if not path:
                return None if node[16] == b"" else _value(node[16])
            child = node[int(path[0], 16)]
            path = path[1:]
            if child == b"":
                return None
        elif len(node) == 2:
            part, is_leaf = _hex_prefix(node[0])
            if is_leaf:
                return _value(node[1]) if part == path else None
            if not part:
                raise ProofError("an extension had no path")
            if not path.startswith(part):
                _reference(node[1])
                return None
            child = node[1]
            path = path[len(part) :]
        else:
            raise ProofError(f"a node had {len(node)} parts")
        node = walk.open(child)


def _nibbles(key: bytes) -> str:
    return key.hex()


def _value(item: rlp.Item) -> bytes:
    if not isinstance(item, bytes) or not item:
        raise ProofError("a leaf held no value")
    return item


def _reference(item: rlp.Item) -> None:
    if isinstance(item, bytes) and len(item) != HASH_BYTES:
        raise ProofError("an extension led nowhere")


def _hex_prefix(item: rlp.Item) -> tuple[str, bool]:
    """Return the nibbles as hexadecimal digits, and whether they end in a leaf."""
    if not isinstance(item, bytes) or not item:
        raise ProofError("a node's path was missing")
    digits = item.hex()
    flag = item[0] >> 4
    if flag > 3:
        raise ProofError("a node's path had an unknown flag")
    is_odd, is_leaf = bool(flag & 1), bool(flag & 2)
    if not is_odd and digits[1] != "0":
        raise ProofError("a node's path was padded with something else than zero")
    return digits[1 if is_odd else 2 :], is_leaf
