import coincurve
import pytest
from eth_account import Account
from eth_account.typed_transactions.dynamic_fee_transaction import DynamicFeeTransaction
from eth_utils.address import to_checksum_address
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger import transaction as tx
from agent.ledger.secp import ORDER
from agent.units import Address

KEY = coincurve.PrivateKey.from_int(0xC0FFEE)
OWNER = Account.from_key(KEY.secret)

transactions = st.builds(
    tx.Transaction,
    chain_id=st.integers(1, 2**40),
    nonce=st.integers(0, 2**40),
    fees=st.builds(tx.Fees, st.integers(0, 2**70), st.integers(0, 2**70)),
    gas_limit=st.integers(21_000, 2**40),
    to=st.none() | st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex())),
    value_wei=st.integers(0, 2**90),
    data=st.binary(max_size=100),
)


def sign(one: tx.Transaction) -> bytes:
    return KEY.sign_recoverable(tx.signing_digest(one), hasher=None)


@settings(max_examples=60, deadline=None)
@given(transactions)
def test_same_bytes_as_eth_account(one: tx.Transaction) -> None:
    fields = {
        "type": 2,
        "chainId": one.chain_id,
        "nonce": one.nonce,
        "maxFeePerGas": one.fees.max_fee_wei,
        "maxPriorityFeePerGas": one.fees.max_priority_fee_wei,
        "gas": one.gas_limit,
        "value": one.value_wei,
        "data": one.data,
    }
    if one.to is not None:
        fields["to"] = to_checksum_address(one.to)
    theirs = OWNER.sign_transaction(fields)
    raw = tx.serialise(one, sign(one))
    assert raw == bytes(theirs.raw_transaction)
    assert tx.transaction_hash(raw) == bytes(theirs.hash)
    assert tx.signing_digest(one) == DynamicFeeTransaction.from_dict(fields).hash()
    read = tx.decode(raw)
    assert read.transaction == one
    assert read.sender == OWNER.address.lower()


EXAMPLE = tx.Transaction(1337, 7, tx.Fees(100, 10), 90_000, Address("0x" + "11" * 20), data=b"x")


def test_no_flipped_bit_keeps_the_sender_and_the_content() -> None:
    raw = tx.serialise(EXAMPLE, sign(EXAMPLE))
    good = tx.decode(raw)
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            read = tx.decode(bytes(flipped))
        except tx.TransactionError:
            continue
        assert read.sender != good.sender


def test_high_s_and_odd_recovery_ids_refused() -> None:
    signature = sign(EXAMPLE)
    high = ORDER - int.from_bytes(signature[32:64], "big")
    mirrored = signature[:32] + high.to_bytes(32, "big") + bytes((signature[64] ^ 1,))
    for bad in (mirrored, signature[:64] + b"\x1b", signature[:64], bytes(65)):
        with pytest.raises(tx.TransactionError):
            tx.serialise(EXAMPLE, bad)


def test_other_kinds_and_access_lists_refused() -> None:
    listed = OWNER.sign_transaction(
        {
            "type": 2, "chainId": 1, "nonce": 0, "maxFeePerGas": 1, "maxPriorityFeePerGas": 1,
            "gas": 30_000, "value": 0, "to": OWNER.address,
            "accessList": [{"address": OWNER.address, "storageKeys": []}],
        }
    )  # fmt: skip
    legacy = OWNER.sign_transaction(
        {"nonce": 0, "gasPrice": 1, "gas": 21_000, "to": OWNER.address, "value": 0, "chainId": 1}
    )
    for raw in (
        bytes(listed.raw_transaction),
        bytes(legacy.raw_transaction),
        b"",
        b"\2",
        b"\2\xc0",
    ):
        with pytest.raises(tx.TransactionError):
            tx.decode(raw)


wei = st.integers(0, 10**12)


@given(wei, wei, wei)
def test_first_fees_never_pass_the_cap(base_fee: int, tip: int, cap: int) -> None:
    fees = tx.first_fees(base_fee, tip, cap)
    if fees is None:
        assert cap < base_fee
        return
    assert base_fee <= fees.max_fee_wei == min(cap, 2 * base_fee + tip)
    assert fees.max_priority_fee_wei <= fees.max_fee_wei


@given(wei, wei, wei, wei)
def test_replacement_pays_a_tenth_more_or_is_not_sent(
    base_fee: int, tip: int, later: int, cap: int
) -> None:
    first = tx.first_fees(base_fee, tip, 10**13)
    assert first is not None
    fees = tx.bumped_fees(first, later, cap)
    if fees is None:
        return
    assert fees.max_fee_wei <= cap
    assert fees.max_priority_fee_wei <= fees.max_fee_wei
    assert fees.max_fee_wei * 10 >= first.max_fee_wei * 11
    assert fees.max_priority_fee_wei * 10 >= first.max_priority_fee_wei * 11


def test_worked_fees() -> None:
    assert tx.first_fees(100, 10, 1_000) == tx.Fees(210, 10)
    assert tx.first_fees(100, 10, 150) == tx.Fees(150, 10)
    assert tx.first_fees(100, 10, 99) is None
    assert tx.bumped_fees(tx.Fees(210, 10), 100, 1_000) == tx.Fees(231, 11)
    assert tx.bumped_fees(tx.Fees(210, 10), 200, 1_000) == tx.Fees(411, 11)
    assert tx.bumped_fees(tx.Fees(211, 10), 100, 232) is None
