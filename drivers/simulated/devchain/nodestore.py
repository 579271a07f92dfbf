"""Trie nodes and code in memory, of the last blocks only: a demonstration may run for weeks.

Nodes live in two generations. A new generation starts with the state of one block: every later
write goes to it, and the nodes of that one state are carried over a few per block. When all of
them are there and nobody may ask for the older blocks any more, the old generation is dropped
as a whole. Memory stays below the live state and the writes of twice the blocks kept.
"""

from typing import Any

from eth.db.backends.base import BaseDB

from drivers.simulated.devchain import rlp_codec
from drivers.simulated.devchain.header import EMPTY_CODE_HASH, EMPTY_TRIE_ROOT

CARRY_PER_BLOCK = 200  # about 5 ms; faster than a demonstration's state grows


class NodeStore(BaseDB):
    """A dictionary of hash -> node for py-evm that forgets what no kept block refers to."""

    def __init__(self, keep_blocks: int | None) -> None:
        self._keep_blocks = keep_blocks
        self._old: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}
        self._new_since = 0
        self._walk: list[tuple[bytes, bool]] = []  # hash, whether its leaves are accounts
        self._seen: set[bytes] = set()

    def __getitem__(self, key: bytes) -> bytes:
        found = self._new.get(key)
        return self._old[key] if found is None else found

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self._new[key] = value

    def __delitem__(self, key: bytes) -> None:
        raise NotImplementedError("nodes are shared between blocks and only dropped together")

    def _exists(self, key: bytes) -> bool:
        return key in self._new or key in self._old

    def __len__(self) -> int:
        return len(self._new) + len(self._old)

    def block_finished(self, number: int, state_root: bytes) -> None:
        """Take note of a block whose state is written; does a bounded piece of housekeeping."""
        if self._keep_blocks is None:
            return
        self._carry(CARRY_PER_BLOCK)
        if self._old and not self._walk and number - self._keep_blocks >= self._new_since:
            self._old = {}
        if not self._old and number - self._new_since >= self._keep_blocks:
            self._old, self._new, self._new_since = self._new, {}, number
            self._walk, self._seen = [(state_root, True)], set()

    def _carry(self, count: int) -> None:
        while self._walk and count:
            key, accounts = self._walk.pop()
            if key in self._seen or key in (EMPTY_TRIE_ROOT, EMPTY_CODE_HASH):
                continue
            self._seen.add(key)
            self._new[key] = node = self[key]
            self._follow(rlp_codec.decode(node), accounts)
            count -= 1
        if not self._walk:
            self._seen = set()

    def _follow(self, node: list[Any], accounts: bool) -> None:
        """Note the children of a decoded node for the walk (Yellow Paper, appendix D)."""
        if len(node) == 17:
            for child in node[:16]:
                self._note(child, accounts)
        elif node[0][0] & 0x20:  # a leaf
            if accounts:
                _, _, storage_root, code_hash = rlp_codec.decode(node[1])
                self._walk.append((storage_root, False))
                if code_hash != EMPTY_CODE_HASH and code_hash not in self._seen:
                    self._seen.add(code_hash)
                    self._new[code_hash] = self[code_hash]
        else:
            self._note(node[1], accounts)

    def _note(self, child: bytes | list[Any], accounts: bool) -> None:
        if isinstance(child, list):  # shorter than a hash: it stands inside its parent
            self._follow(child, accounts)
        elif child:
            self._walk.append((child, accounts))
