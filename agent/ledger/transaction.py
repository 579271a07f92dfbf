"""Transactions with a fee cap (type 2), built from verified facts and signed elsewhere.

Source: EIP-1559, EIP-2718 (envelope), EIP-2 (low s). Chain id and gas come from configuration,
the nonce from an account proof, the base fee from a verified head: nothing a node said is ever
signed. Access lists are neither written nor read.
"""

import msgspec

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.ledger.secp import ORDER, SIGNATURE_BYTES, recover
from agent.units import Address

TYPE = b"\x02"
BUMP_PERCENT = 10  # what geth and Besu ask for before one pending transaction replaces another


class TransactionError(ValueError):
    """The bytes or the fields are no transaction we would send or believe."""


class Fees(msgspec.Struct, frozen=True):
    """What we are willing to pay per unit of gas, in wei."""

    max_fee_wei: int
    max_priority_fee_wei: int


class Transaction(msgspec.Struct, frozen=True):
    """An unsigned transaction; `to` None creates a contract."""

    chain_id: int
    nonce: int
    fees: Fees
    gas_limit: int
    to: Address | None
    value_wei: int = 0
    data: bytes = b""


class Signed(msgspec.Struct, frozen=True):
    """A transaction with its signature, and who made it."""

    transaction: Transaction
    signature: bytes
    sender: Address


def first_fees(base_fee_wei: int, tip_wei: int, cap_wei: int) -> Fees | None:
    """Return max fee = min(cap, 2·base fee + tip): six full blocks may pass before it is too low.

    None: the cap does not even cover the base fee, so the transaction could not be included.
    """
    if cap_wei < base_fee_wei:
        return None
    max_fee_wei = min(cap_wei, 2 * base_fee_wei + tip_wei)
    return Fees(max_fee_wei, min(tip_wei, max_fee_wei))


def bumped_fees(last: Fees, base_fee_wei: int, cap_wei: int) -> Fees | None:
    """Return the fees of a replacement: at least a tenth above `last` (rounded up) and the
    base fee twice; None when that would pass the cap."""
    priority = max(_bump(last.max_priority_fee_wei), 1)
    max_fee = max(_bump(last.max_fee_wei), min(cap_wei, 2 * base_fee_wei + priority), priority)
    return Fees(max_fee, priority) if max_fee <= cap_wei else None


def _bump(amount_wei: int) -> int:
    return -(-amount_wei * (100 + BUMP_PERCENT) // 100)


def _items(transaction: Transaction) -> list[rlp.Encodable]:
    to = b"" if transaction.to is None else bytes.fromhex(transaction.to[2:])
    return [
        rlp.integer(transaction.chain_id),
        rlp.integer(transaction.nonce),
        rlp.integer(transaction.fees.max_priority_fee_wei),
        rlp.integer(transaction.fees.max_fee_wei),
        rlp.integer(transaction.gas_limit),
        to,
        rlp.integer(transaction.value_wei),
        transaction.data,
        [],
    ]


def signing_digest(transaction: Transaction) -> bytes:
    """Return the 32 bytes to sign."""
    return keccak256(TYPE + rlp.encode(_items(transaction)))


def serialise(transaction: Transaction, signature: bytes) -> bytes:
    """Return the bytes to broadcast; the signature is r‖s‖v, v 0 or 1. TransactionError."""
    r, s, v = _split(signature)
    signed = [*_items(transaction), rlp.integer(v), rlp.integer(r), rlp.integer(s)]
    return TYPE + rlp.encode(signed)


def _split(signature: bytes) -> tuple[int, int, int]:
    if len(signature) != SIGNATURE_BYTES:
        raise TransactionError(f"the signature had {len(signature)} bytes")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if signature[64] > 1 or not 0 < r < ORDER or not 0 < s <= ORDER // 2:
        raise TransactionError("the signature was out of range (or its s was high)")
    return r, s, signature[64]


def transaction_hash(raw: bytes) -> bytes:
    """Return the hash by which the chain names serialised bytes."""
    return keccak256(raw)


def decode(raw: bytes) -> Signed:
    """Read serialised bytes and recover the sender; TransactionError."""
    if raw[:1] != TYPE:
        raise TransactionError("not a transaction of type 2")
    try:
        items = rlp.decode_list(raw[1:])
        if len(items) != 12:
            raise TransactionError(f"a transaction had {len(items)} fields instead of 12")
        if items[8] != []:
            raise TransactionError("a transaction had an access list")
        transaction = _read(items)
        signature = b"".join(
            rlp.read_integer(item).to_bytes(size, "big")
            for item, size in ((items[10], 32), (items[11], 32), (items[9], 1))
        )
    except (rlp.RlpError, OverflowError) as broken:
        raise TransactionError(f"not a transaction: {broken}") from broken
    _split(signature)
    sender = recover(signing_digest(transaction), signature)
    if sender is None:
        raise TransactionError("nobody could have made the signature")
    return Signed(transaction, signature, sender)


def _read(items: list[rlp.Item]) -> Transaction:
    to = rlp.read_bytes(items[5])
    if len(to) not in (0, 20):
        raise TransactionError(f"the receiver had {len(to)} bytes")
    return Transaction(
        chain_id=rlp.read_integer(items[0]),
        nonce=rlp.read_integer(items[1], 64),
        fees=Fees(rlp.read_integer(items[3]), rlp.read_integer(items[2])),
        gas_limit=rlp.read_integer(items[4], 64),
        to=Address("0x" + to.hex()) if to else None,
        value_wei=rlp.read_integer(items[6]),
        data=rlp.read_bytes(items[7]),
    )
