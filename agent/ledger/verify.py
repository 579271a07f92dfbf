"""The only place where bytes from a node become facts.

Every function takes `Untrusted` bytes (the JSON of one RPC result, as received) or a header read
from them, and answers with a verdict. How could one attack it? By an answer that is accepted
although the chain says something else: so values are taken from the proof's leaf and never from
the JSON beside it, each key is matched by position and number, and an answer that contradicts its
own proof is refused as a whole.
"""

import binascii
from collections.abc import Sequence

import msgspec

from agent.hashing import keccak256
from agent.ledger import ibft2, qbft, rlp, trie
from agent.ledger.clique import Clique
from agent.ledger.header import Header, HeaderError, from_json, from_rlp
from agent.ledger.trust import Engine, Final, TrustPoint
from agent.ledger.verdict import Fault, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.units import Address

EMPTY_CODE_HASH = keccak256(b"")
_ENGINES: dict[str, Engine] = {"qbft": qbft, "ibft2": ibft2}


class VerifiedHead(msgspec.Struct, frozen=True):
    """A final block header whose seals were checked; every proof is checked against it."""

    number: int
    hash: bytes
    state_root: bytes
    time_s: int
    base_fee_wei: int
    gas_limit: int
    validators: tuple[Address, ...]


class VerifiedAccount(msgspec.Struct, frozen=True):
    """An account proven under a verified head; an absent account has all zeros."""

    nonce: int
    balance_wei: int
    code_hash: bytes
    storage_root: bytes


ABSENT_ACCOUNT = VerifiedAccount(0, 0, bytes(32), bytes(32))


class VerifiedStorage(msgspec.Struct, frozen=True):
    """Words of one account's storage under a verified head, in the order they were asked for."""

    account: VerifiedAccount
    words: tuple[int, ...]


class _SlotProof(msgspec.Struct, frozen=True):
    key: str
    proof: list[str]
    value: str | None = None


class _ProofAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """The object eth_getProof answers (EIP-1186)."""

    account_proof: list[str]
    storage_proof: list[_SlotProof] | None = None
    address: str | None = None
    nonce: str | None = None
    balance: str | None = None


def engine_of(name: str, clique: Clique | None = None) -> Engine:
    """Return the consensus rules a network's settings name; KeyError: settings were not read.

    Without the chain's own Clique rules, only the hashes of its blocks are right.
    """
    return clique or Clique(0) if name == "clique" else _ENGINES[name]


def read_header(answer: Untrusted) -> Header | Invalid:
    """Read a header from a block's JSON, from hexadecimal RLP in JSON or from plain RLP.

    The fields are no facts yet.
    """
    try:
        if answer[:1] >= b"\xc0":
            return from_rlp(answer)
        fields = msgspec.json.decode(answer)
        if isinstance(fields, dict):
            return from_json(fields)
        if isinstance(fields, str):
            return from_rlp(_from_hex(fields))
    except (HeaderError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        return Invalid(Fault.SHAPE, str(broken) or "the answer was nested too deeply")
    except binascii.Error as broken:
        return Invalid(Fault.SHAPE, f"not a header: {broken}")
    return Invalid(Fault.SHAPE, "the answer was no block header")


def verify_block_hash(
    engine: Engine, answer: Untrusted, expected: bytes
) -> Verified[Header] | Invalid:
    """Check that a header is the very block of a hash we know (the genesis block)."""
    header = read_header(answer)
    if isinstance(header, Invalid):
        return header
    found = engine.block_hash(header)
    if isinstance(found, Invalid):
        return found
    if found != expected:
        return Invalid(Fault.MISMATCH, f"block {header.number} was 0x{found.hex()}")
    return Verified(header)


def verify_row(
    engine: Engine,
    trusted: TrustPoint,
    headers: Sequence[Header],
    named: tuple[Address, ...] | None = None,
) -> Verified[Final] | NotEnoughTrust | Invalid:
    """Check the rules and seals of headers in a row against the trusted validators.

    Their links and times are `agent.ledger.follow`'s to judge, and so is `named`.
    """
    if any(header.base_fee_wei is None for header in headers):
        return Invalid(Fault.RULES, "the header had no base fee (a chain before London?)")
    return engine.verify_row(trusted, headers, named)


def head_of(header: Header, point: TrustPoint) -> VerifiedHead:
    """Return the head a believed header and the point it led to amount to."""
    return VerifiedHead(
        number=point.number,
        hash=point.hash,
        state_root=header.state_root,
        time_s=point.time_s,
        base_fee_wei=header.base_fee_wei or 0,
        gas_limit=header.gas_limit,
        validators=point.validators,
    )


def head_of_linked(header: Header, block_hash: bytes) -> VerifiedHead:
    """Return a head to check proofs against, of a header whose child, believed, names this hash."""
    return VerifiedHead(
        number=header.number,
        hash=block_hash,
        state_root=header.state_root,
        time_s=header.time_s,
        base_fee_wei=header.base_fee_wei or 0,
        gas_limit=header.gas_limit,
        validators=(),
    )


def verify_account(
    answer: Untrusted, address: Address, head: VerifiedHead
) -> Verified[VerifiedAccount] | Invalid:
    """Check eth_getProof's account against the head's state root."""
    verdict = verify_storage(answer, address, (), head)
    return verdict if isinstance(verdict, Invalid) else Verified(verdict.value.account)


def verify_storage(
    answer: Untrusted, address: Address, slots: Sequence[int], head: VerifiedHead
) -> Verified[VerifiedStorage] | Invalid:
    """Check eth_getProof's account and storage words against the head's state root.

    A word proven absent is 0; so is every word of an account proven absent.
    """
    return _storage(answer, address, slots, head.state_root)


def verify_words(
    answer: Untrusted, address: Address, slots: Sequence[int], state_root: bytes
) -> Verified[tuple[int, ...]] | Invalid:
    """Check storage words against the state root of a header not believed yet.

    They are as true as that header: only what decides whether to believe it may use them.
    """
    verdict = _storage(answer, address, slots, state_root)
    return verdict if isinstance(verdict, Invalid) else Verified(verdict.value.words)


def _storage(
    answer: Untrusted, address: Address, slots: Sequence[int], state_root: bytes
) -> Verified[VerifiedStorage] | Invalid:
    try:
        read = msgspec.json.decode(answer, type=_ProofAnswer)
        account = _account(read, address, state_root)
        return Verified(VerifiedStorage(account, _words(read, account, slots)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        return Invalid(Fault.SHAPE, str(broken) or "the answer was nested too deeply")
    except binascii.Error as broken:
        return Invalid(Fault.SHAPE, f"a proof was not hexadecimal: {broken}")
    except (trie.ProofError, rlp.RlpError) as broken:
        return Invalid(Fault.PROOF, str(broken))
    except _MismatchError as broken:
        return Invalid(Fault.MISMATCH, str(broken))


class _MismatchError(ValueError):
    """The answer belongs to another question, or contradicts its own proof."""


def _account(read: _ProofAnswer, address: Address, state_root: bytes) -> VerifiedAccount:
    if read.address is not None and read.address.lower() != address:
        raise _MismatchError(f"the answer was about {read.address[:42]!r}")
    key = keccak256(_from_hex(address))
    leaf = trie.prove(state_root, key, [_from_hex(node) for node in read.account_proof])
    if leaf is None:
        return ABSENT_ACCOUNT
    fields = rlp.decode_list(leaf)
    if len(fields) != 4:
        raise rlp.RlpError(f"an account had {len(fields)} fields")
    account = VerifiedAccount(
        nonce=rlp.read_integer(fields[0], 64),
        balance_wei=rlp.read_integer(fields[1]),
        code_hash=rlp.read_bytes(fields[3], 32),
        storage_root=rlp.read_bytes(fields[2], 32),
    )
    _agree("nonce", read.nonce, account.nonce)
    _agree("balance", read.balance, account.balance_wei)
    return account


def _words(read: _ProofAnswer, account: VerifiedAccount, slots: Sequence[int]) -> tuple[int, ...]:
    root = trie.EMPTY_ROOT if account == ABSENT_ACCOUNT else account.storage_root
    proofs = read.storage_proof or []
    if not proofs and root == trie.EMPTY_ROOT:  # some nodes list no slots of an absent account
        return (0,) * len(slots)
    if len(proofs) != len(slots):
        raise _MismatchError(f"{len(proofs)} slots were proven where {len(slots)} were asked for")
    return tuple(_word(proof, slot, root) for proof, slot in zip(proofs, slots, strict=True))


def _word(proof: _SlotProof, slot: int, root: bytes) -> int:
    _agree("key", proof.key, slot)  # written as 0x3 by one node and padded to 32 bytes by another
    leaf = trie.prove(
        root, keccak256(slot.to_bytes(32, "big")), [_from_hex(n) for n in proof.proof]
    )
    word = 0
    if leaf is not None:
        word = rlp.read_integer(rlp.decode(leaf))
        if word == 0:
            raise rlp.RlpError("a leaf held the word zero")
    _agree("value", proof.value, word)
    return word


def _agree(name: str, text: str | None, proven: int) -> None:
    """Refuse an answer whose plain field says something else than its proof."""
    if text is None:
        return
    digits = text.removeprefix("0x")
    if len(digits) > 64 or not digits.isalnum() or not digits.isascii():
        raise _MismatchError(f"the answer's {name} was no number")
    try:
        said = int(digits, 16)
    except ValueError as broken:
        raise _MismatchError(f"the answer's {name} was no number") from broken
    if said != proven:
        raise _MismatchError(f"the answer's {name} was not the one its proof shows")


def _from_hex(text: str) -> bytes:
    """Return the bytes of 0x-prefixed hexadecimal; binascii.Error."""
    if not text.startswith("0x"):
        raise binascii.Error("0x was missing")
    try:
        return binascii.unhexlify(text[2:])
    except ValueError as broken:  # not ASCII
        raise binascii.Error(str(broken)) from broken
