"""A tiny QBFT chain for tests: seals headers and proves state with other people's codecs.

Headers are encoded with the `rlp` package and proofs come from `trie.HexaryTrie`, so that a
mistake of our own codec cannot hide behind itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import coincurve
import rlp
from eth_hash.auto import keccak
from trie import HexaryTrie

MIX_HASH = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
EMPTY_OMMERS = keccak(rlp.encode([]))
EMPTY_TRIE = keccak(rlp.encode(b""))
VANITY = bytes(range(32))
GENESIS_TIME_S = 1_700_000_000
PERIOD_S = 5
CHAIN_ID = 1337


def integer(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


@dataclass(frozen=True)
class Validator:
    key: coincurve.PrivateKey
    raw: bytes

    @property
    def address(self) -> str:
        return "0x" + self.raw.hex()


def validators(count: int, seed: int = 1) -> list[Validator]:
    """Return `count` validators with known keys, in the order of their addresses."""
    made = []
    for number in range(count):
        key = coincurve.PrivateKey.from_int(seed * 1000 + number + 1)
        made.append(Validator(key, keccak(key.public_key.format(False)[1:])[12:]))
    return sorted(made, key=lambda one: one.raw)


@dataclass(frozen=True)
class Block:
    """A header's fields as bytes, in RLP order, with the consensus part kept apart."""

    fields: tuple[bytes, ...]
    validators: tuple[bytes, ...]
    round: int = 0
    vote: tuple[bytes, ...] = ()
    seals: tuple[bytes, ...] = ()

    def extra_data(self, round_: int | None, *, seals: bool) -> bytes:
        number = self.round if round_ is None else round_
        kept = list(self.seals) if seals else []
        return rlp.encode([VANITY, list(self.validators), list(self.vote), integer(number), kept])

    def encode(self, extra: bytes | None = None) -> bytes:
        items = list(self.fields)
        items[12] = self.extra_data(None, seals=True) if extra is None else extra
        return rlp.encode(items)

    @property
    def hash(self) -> bytes:
        return keccak(self.encode(self.extra_data(0, seals=False)))

    @property
    def commit_hash(self) -> bytes:
        return keccak(self.encode(self.extra_data(None, seals=False)))

    @property
    def number(self) -> int:
        return int.from_bytes(self.fields[8], "big")

    @property
    def time_s(self) -> int:
        return int.from_bytes(self.fields[11], "big")

    def sealed_by(self, signers: Iterable[Validator]) -> "Block":
        digest = self.commit_hash
        seals = tuple(one.key.sign_recoverable(digest, hasher=None) for one in signers)
        return replace(self, seals=seals)

    def with_field(self, place: int, value: bytes) -> "Block":
        fields = list(self.fields)
        fields[place] = value
        return replace(self, fields=tuple(fields))

    def json(self) -> dict[str, object]:
        names = [
            "parentHash",
            "sha3Uncles",
            "miner",
            "stateRoot",
            "transactionsRoot",
            "receiptsRoot",
            "logsBloom",
            "difficulty",
            "number",
            "gasLimit",
            "gasUsed",
            "timestamp",
            "extraData",
            "mixHash",
            "nonce",
            "baseFeePerGas",
        ]
        numbers = {7, 8, 9, 10, 11, 15}
        fields = list(self.fields)
        fields[12] = self.extra_data(None, seals=True)
        answer: dict[str, object] = {
            name: hex(int.from_bytes(value, "big")) if place in numbers else "0x" + value.hex()
            for place, (name, value) in enumerate(zip(names, fields, strict=True))
        }
        return {**answer, "hash": "0x" + self.hash.hex(), "transactions": [], "uncles": []}


def block(
    number: int,
    parent_hash: bytes,
    named: Sequence[Validator],
    *,
    state_root: bytes = EMPTY_TRIE,
    time_s: int | None = None,
    round_: int = 0,
    vote: tuple[bytes, ...] = (),
) -> Block:
    """Return an unsealed block proposed by the first of the validators it names."""
    fields = (
        parent_hash,
        EMPTY_OMMERS,
        named[0].raw,
        state_root,
        EMPTY_TRIE,
        EMPTY_TRIE,
        bytes(256),
        integer(1),
        integer(number),
        integer(30_000_000),
        b"",
        integer(GENESIS_TIME_S + number * PERIOD_S if time_s is None else time_s),
        b"",
        MIX_HASH,
        bytes(8),
        integer(7),
    )
    return Block(fields, tuple(one.raw for one in named), round_, vote)


@dataclass
class World:
    """Accounts and their storage as two layers of tries."""

    storage: dict[bytes, dict[int, int]] = field(default_factory=dict)
    nonces: dict[bytes, int] = field(default_factory=dict)
    balances: dict[bytes, int] = field(default_factory=dict)

    def tries(self) -> tuple[HexaryTrie, dict[bytes, HexaryTrie]]:
        state, inner = HexaryTrie({}), {}
        for address in {*self.storage, *self.nonces, *self.balances}:
            words = HexaryTrie({})
            for slot, word in self.storage.get(address, {}).items():
                if word:
                    words[keccak(slot.to_bytes(32, "big"))] = rlp.encode(integer(word))
            inner[address] = words
            leaf = [
                integer(self.nonces.get(address, 0)),
                integer(self.balances.get(address, 0)),
                words.root_hash,
                keccak(b""),
            ]
            state[keccak(address)] = rlp.encode(leaf)
        return state, inner


def proof_nodes(tree: HexaryTrie, key: bytes) -> list[bytes]:
    """Return a proof without the nodes that lie inside another (as a chain's nodes send it)."""
    encoded = [rlp.encode(node) for node in tree.get_proof(key)]
    return [node for place, node in enumerate(encoded) if place == 0 or len(node) >= 32]


def get_proof(world: World, address: bytes, slots: Sequence[int]) -> dict[str, object]:
    """Return what eth_getProof answers (EIP-1186)."""
    state, inner = world.tries()
    words = inner.get(address, HexaryTrie({}))
    held = world.storage.get(address, {})
    return {
        "address": "0x" + address.hex(),
        "accountProof": ["0x" + node.hex() for node in proof_nodes(state, keccak(address))],
        "nonce": hex(world.nonces.get(address, 0)),
        "balance": hex(world.balances.get(address, 0)),
        "storageHash": "0x" + words.root_hash.hex(),
        "codeHash": "0x" + keccak(b"").hex(),
        "storageProof": [
            {
                "key": hex(slot),
                "value": hex(held.get(slot, 0)),
                "proof": [
                    "0x" + node.hex()
                    for node in proof_nodes(words, keccak(slot.to_bytes(32, "big")))
                ],
            }
            for slot in slots
        ],
    }


def chain(
    named: Sequence[Validator], length: int, worlds: Mapping[int, World] | None = None
) -> list[Block]:
    """Return genesis and `length` blocks after it, each sealed by all validators."""
    root = EMPTY_TRIE
    blocks: list[Block] = []
    for number in range(length + 1):
        if worlds is not None and number in worlds:
            root = worlds[number].tries()[0].root_hash
        parent = blocks[-1].hash if blocks else bytes(32)
        made = block(number, parent, named, state_root=root)
        blocks.append(made.sealed_by(named) if number else made)
    return blocks
