"""Receipts and transactions under a header's roots, against other people's codecs and chains."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rlp
from eth_account import Account
from eth_bloom import BloomFilter
from eth_hash.auto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st
from trie import HexaryTrie

from agent.ledger.bloom import bloom_may_contain, bloom_of, union
from agent.ledger.header import Header, from_rlp
from agent.ledger.hexadecimal import HexError, read_data, read_quantity
from agent.ledger.ordered_trie import ordered_root
from agent.ledger.receipts import verify_receipts, verify_transactions
from agent.ledger.transaction_json import encode_json
from agent.ledger.verdict import Fault, Invalid, Untrusted, Verified
from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.rpc_json import block_json, receipt_json
from tests.devchain.samples import REFUSER, SEED, WRITER, Wallet, call_writer, genesis

Json = dict[str, Any]


def answered(value: object) -> Untrusted:
    return Untrusted(json.dumps(value).encode())


def hexadecimal(data: bytes) -> str:
    return "0x" + data.hex()


@cache
def block() -> Block:
    """Return a sealed block with transactions of types 0, 1 and 2, some of which failed."""
    chain = DevChain(genesis(), validator_keys(SEED, 4))
    wallets = [Wallet(account_key(SEED, index)) for index in range(5)]
    for number, wallet in enumerate(wallets):
        call = {"to": WRITER, "data": call_writer(number, 7), "gas": 300_000}
        chain.submit(wallet.sign(**call))
        chain.submit(wallet.sign(**call, gasPrice=1000))
        chain.submit(
            wallet.sign(
                **call,
                gasPrice=1000,
                type=1,
                accessList=[{"address": hexadecimal(WRITER), "storageKeys": ["0x" + "07" * 32]}],
            )
        )
        chain.submit(wallet.sign(to=REFUSER, gas=100_000))
        chain.submit(wallet.sign(to=None, data=b"\x00", gas=100_000))
    chain.seal_block(chain.head.header.timestamp_s + 1)
    assert len(chain.head.transactions) == 25
    return chain.head


def header() -> Header:
    return from_rlp(block().header.encoded())


def receipts() -> list[Json]:
    return [receipt_json(block(), index) for index in range(25)]


def raw_receipts() -> list[str]:
    return [hexadecimal(done.receipt()) for done in block().transactions]


@pytest.mark.parametrize("count", [0, 1, 2, 16, 17, 127, 128, 129, 200, 256, 257, 300])
@pytest.mark.parametrize("size", [1, 30, 300])
def test_root_of_a_list_is_the_one_a_trie_library_builds(count: int, size: int) -> None:
    items = [keccak(bytes((index % 256, size % 256))) * 10 for index in range(count)]
    items = [item[:size] for item in items]
    tree = HexaryTrie({})
    for index, item in enumerate(items):
        tree[rlp.encode(index)] = item
    assert ordered_root(items) == tree.root_hash


def test_receipts_are_read_alike_from_objects_and_from_bytes() -> None:
    shown = verify_receipts(header(), answered(receipts()))
    raw = verify_receipts(header(), answered(raw_receipts()))
    assert isinstance(shown, Verified)
    assert shown == raw
    assert {one.type_number for one in shown.value} == {0, 1, 2}
    assert {one.succeeded for one in shown.value} == {True, False}


def test_typed_receipts_as_byte_strings_are_read_too() -> None:
    wrapped = [
        hexadecimal(rlp.encode(done.receipt()) if done.type_number else done.receipt())
        for done in block().transactions
    ]
    assert verify_receipts(header(), answered(wrapped)) == verify_receipts(
        header(), answered(receipts())
    )


def test_gas_and_log_numbers_follow_from_the_order() -> None:
    verdict = verify_receipts(header(), answered(receipts()))
    assert isinstance(verdict, Verified)
    shown = receipts()
    assert [one.gas_used for one in verdict.value] == [int(one["gasUsed"], 16) for one in shown]
    for one, other in zip(verdict.value, shown, strict=True):
        numbers = [one.first_log_index + place for place in range(len(one.logs))]
        assert numbers == [int(log["logIndex"], 16) for log in other["logs"]]


def test_what_no_root_covers_is_neither_read_nor_needed() -> None:
    lies = [
        {
            **{
                key: one[key]
                for key in ("type", "status", "cumulativeGasUsed", "logs")  # no logsBloom
            },
            "transactionHash": "0x" + "ee" * 32,
            "gasUsed": "0x1",
            "from": "nobody",
        }
        for one in receipts()
    ]
    assert verify_receipts(header(), answered(lies)) == verify_receipts(
        header(), answered(receipts())
    )


def _other(one: Json, **changes: object) -> Json:
    return {**one, **changes}


TAMPERED = {
    "a receipt left out": lambda rs: rs[:-1],
    "none at all": lambda _: [],
    "one twice": lambda rs: [*rs, rs[-1]],
    "two swapped": lambda rs: [rs[1], rs[0], *rs[2:]],
    "a failure called success": lambda rs: [_other(one, status="0x1") for one in rs],
    "a log left out": lambda rs: [_other(rs[0], logs=[]), *rs[1:]],
    "a log invented": lambda rs: [_other(rs[0], logs=rs[0]["logs"] * 2), *rs[1:]],
    "another amount": lambda rs: [
        _other(rs[0], logs=[_other(rs[0]["logs"][0], data="0x" + "11" * 32)]),
        *rs[1:],
    ],
    "another contract": lambda rs: [
        _other(rs[0], logs=[_other(rs[0]["logs"][0], address="0x" + "11" * 20)]),
        *rs[1:],
    ],
    "another meter": lambda rs: [
        _other(rs[0], logs=[_other(rs[0]["logs"][0], topics=["0x" + "11" * 32])]),
        *rs[1:],
    ],
    "another gas": lambda rs: [_other(rs[0], cumulativeGasUsed="0x1"), *rs[1:]],
    "another type": lambda rs: [_other(one, type="0x2") for one in rs],
    "another bloom": lambda rs: [_other(rs[0], logsBloom="0x" + "00" * 256), *rs[1:]],
    "a state root for a status": lambda rs: [
        {**{k: v for k, v in rs[0].items() if k != "status"}, "root": "0x" + "00" * 32},
        *rs[1:],
    ],
}


@pytest.mark.parametrize("attack", TAMPERED)
def test_tampered_receipts_lead_to_another_root(attack: str) -> None:
    assert receipts()[0]["logs"]
    verdict = verify_receipts(header(), answered(TAMPERED[attack](receipts())))
    assert isinstance(verdict, Invalid)
    assert verdict.fault is Fault.PROOF


UNREADABLE = [
    *("", "{}", "[1]", "[null]", '["0x"]', '["0xzz"]', '["0x05c0"]', '["0xc0"]', "[[[["),
    '[{"status": "0x1"}]',
    '[{"cumulativeGasUsed": "0x1", "logs": []}]',
    '[{"cumulativeGasUsed": "0x1", "logs": [], "status": "0x2"}]',
    '[{"cumulativeGasUsed": "0x_1", "logs": [], "status": "0x1"}]',
    '[{"cumulativeGasUsed": "0x1", "logs": [], "status": "0x1", "type": "0x5"}]',
    '[{"cumulativeGasUsed": "0x1", "logs": [], "root": "0x00"}]',
    '["0xf90108020180c0"]',
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_receipt_is_told_apart_from_a_false_one(text: str) -> None:
    verdict = verify_receipts(header(), Untrusted(text.encode()))
    assert isinstance(verdict, Invalid)
    assert verdict.fault is Fault.SHAPE


def test_a_node_without_the_receipts_says_nothing_false_about_their_shape() -> None:
    verdict = verify_receipts(header(), Untrusted(b"null"))
    assert isinstance(verdict, Invalid)
    assert verdict.fault is Fault.MISMATCH


def test_a_bloom_that_hides_a_log_is_refused_even_under_its_own_root() -> None:
    blind = msgspec.structs.replace(header(), logs_bloom=bytes(256))
    verdict = verify_receipts(blind, answered(receipts()))
    assert isinstance(verdict, Invalid)
    assert verdict.fault is Fault.RULES


def test_receipts_from_before_byzantium_carry_a_state_root() -> None:
    body = rlp.encode([b"\x07" * 32, 21_000, bytes(256), []])
    old = msgspec.structs.replace(
        header(), receipts_root=ordered_root([body]), logs_bloom=bytes(256)
    )
    raw = verify_receipts(old, answered([hexadecimal(body)]))
    shown = verify_receipts(
        old, answered([{"root": "0x" + "07" * 32, "cumulativeGasUsed": "0x5208", "logs": []}])
    )
    assert isinstance(raw, Verified)
    assert raw == shown
    assert (raw.value[0].succeeded, raw.value[0].state_root) == (None, b"\x07" * 32)


@pytest.mark.parametrize("type_number", [3, 4])
def test_receipts_of_later_types_have_the_same_body(type_number: int) -> None:
    body = bytes((type_number,)) + rlp.encode([1, 21_000, bytes(256), []])
    late = msgspec.structs.replace(
        header(), receipts_root=ordered_root([body]), logs_bloom=bytes(256)
    )
    verdict = verify_receipts(late, answered([hexadecimal(body)]))
    assert isinstance(verdict, Verified)
    assert verdict.value[0].type_number == type_number


def test_transactions_from_objects_and_from_bytes_name_the_same_hashes() -> None:
    hashes = tuple(done.hash for done in block().transactions)
    shown = verify_transactions(header(), answered(block_json(block(), full=True)))
    raw = verify_transactions(
        header(), answered([hexadecimal(done.raw) for done in block().transactions])
    )
    assert shown == raw == Verified(hashes)


def test_a_hash_is_no_transaction() -> None:
    verdict = verify_transactions(header(), answered(block_json(block(), full=False)))
    assert isinstance(verdict, Invalid)
    assert "hash" in verdict.reason


def test_swapped_or_changed_transactions_lead_to_another_root() -> None:
    shown = block_json(block(), full=True)["transactions"]
    for lie in ([*shown[1:], shown[0]], shown[:-1], [{**shown[0], "value": "0x1"}, *shown[1:]]):
        verdict = verify_transactions(header(), answered(lie))
        assert isinstance(verdict, Invalid)
        assert verdict.fault is Fault.PROOF


def test_blocks_of_besu_lead_to_their_own_transactions_root() -> None:
    data = Path(__file__).parents[1] / "data/ledger/besu_clique_london_blocks.hex"
    rest, counts = bytes.fromhex(data.read_text("ascii").strip().removeprefix("0x")), []
    while rest:
        _, _, size, start = rlp.codec.consume_length_prefix(rest, 0)
        fields, bodies, _ = rlp.decode(rest[: start + size])
        rest = rest[start + size :]
        raws = [body if isinstance(body, bytes) else rlp.encode(body) for body in bodies]
        verdict = verify_transactions(
            from_rlp(rlp.encode(fields)), answered([hexadecimal(raw) for raw in raws])
        )
        assert verdict == Verified(tuple(keccak(raw) for raw in raws))
        counts.append(len(raws))
    assert counts == [0, 0, 1, 1, 2]


KEY = account_key(SEED, 1).secret
LATER = {"chainId": 5, "nonce": 3, "gas": 99, "to": "0x" + "11" * 20, "value": 4, "data": "0x0102"}
FEES = {"maxFeePerGas": 100, "maxPriorityFeePerGas": 2}
ACCESS = [{"address": "0x" + "22" * 20, "storageKeys": ["0x" + "33" * 32]}]


def _shown_json(fields: Json, signed: Any) -> Json:
    shown = {key: hex(value) if isinstance(value, int) else value for key, value in fields.items()}
    shown["input"] = shown.pop("data")
    return {**shown, "v": hex(signed.v), "r": hex(signed.r), "s": hex(signed.s)}


def test_set_code_transactions_are_encoded_as_another_wallet_does() -> None:
    allowed = Account.sign_authorization(
        {"chainId": 5, "address": "0x" + "44" * 20, "nonce": 1}, KEY
    )
    fields = {**LATER, **FEES, "type": 4, "accessList": ACCESS}
    signed = Account.sign_transaction({**fields, "authorizationList": [allowed]}, KEY)
    entry = {
        "chainId": "0x5",
        "address": "0x" + "44" * 20,
        "nonce": "0x1",
        "yParity": hex(allowed.y_parity),
        "r": hex(allowed.r),
        "s": hex(allowed.s),
    }
    shown = {**_shown_json(fields, signed), "authorizationList": [entry]}
    assert encode_json(shown) == bytes(signed.raw_transaction)


def test_blob_transactions_are_encoded_without_their_blobs() -> None:
    blob_hash = b"\x01" + b"\x05" * 31
    fields = {**LATER, **FEES, "type": 3, "accessList": ACCESS, "maxFeePerBlobGas": 9}
    fields["blobVersionedHashes"] = [hexadecimal(blob_hash)]
    signed = Account.sign_transaction(fields, KEY)
    shown = {**_shown_json(fields, signed), "yParity": hex(signed.v)}
    assert keccak(encode_json(shown)) == bytes(signed.hash)


@pytest.mark.parametrize("text", ["0x_1", "0x", "1", "0x 1", "-0x1", "0x" + "1" * 65, "0x+1"])
def test_quantities_are_read_strictly(text: str) -> None:
    with pytest.raises(HexError):
        read_quantity(text)


@pytest.mark.parametrize("text", ["0x1", "0x 11", "11", "0x1\n", "0xgg", "0x１１"])
def test_data_is_read_strictly(text: str) -> None:
    with pytest.raises(HexError):
        read_data(text)


logged = st.lists(
    st.tuples(
        st.binary(min_size=20, max_size=20),
        st.lists(st.binary(min_size=32, max_size=32), max_size=4),
    ),
    max_size=5,
)


@given(logged)
@settings(max_examples=50)
def test_blooms_are_those_of_another_library_and_never_deny_a_log(
    logs: list[tuple[bytes, list[bytes]]],
) -> None:
    theirs = BloomFilter()
    for address, topics in logs:
        for value in (address, *topics):
            theirs.add(value)
    ours = [bloom_of([(hexadecimal(address), topics)]) for address, topics in logs]
    assert int.from_bytes(union(ours), "big") == int(theirs)
    for address, topics in logs:
        assert bloom_may_contain(union(ours), hexadecimal(address), topics)
    assert not bloom_may_contain(bytes(256), "0x" + "11" * 20)


@given(st.binary(max_size=60), st.integers(0, 10_000), st.booleans())
@settings(max_examples=200)
def test_any_bytes_give_a_verdict(noise: bytes, at: int, raw: bool) -> None:
    true = answered(raw_receipts() if raw else receipts())
    at %= len(true)
    changed = Untrusted(true[:at] + noise + true[at + len(noise) :])
    verdict = verify_receipts(header(), changed)
    if isinstance(verdict, Verified):  # the change hit what no root covers
        assert verdict == verify_receipts(header(), true)
    assert isinstance(verify_transactions(header(), changed), Invalid)
