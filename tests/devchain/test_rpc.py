"""JSON-RPC without a network: answers, errors, and bodies that nobody should send."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
import rlp
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import validator_keys
from drivers.simulated.devchain.proofs import ordered_root
from drivers.simulated.devchain.qbft_seal import decode_extra_data
from drivers.simulated.devchain.rpc import Rpc
from drivers.simulated.devchain.rpc_methods import Methods
from tests.devchain.samples import (
    CHAIN_ID,
    ETHER,
    GENESIS_S,
    REFUSER,
    SEED,
    WRITER,
    WRITER_CODE,
    Wallet,
    call_writer,
    genesis,
)

HEADER_KEYS = (  # the order of the header's RLP list (Yellow Paper 4.4, EIP-1559)
    *("parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot"),
    *("logsBloom", "difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData"),
    *("mixHash", "nonce", "baseFeePerGas"),
)
QUANTITIES = {"difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas"}


class Client:
    """Calls the dispatcher the way the HTTP handler does."""

    def __init__(self, chain: DevChain, rpc: Rpc) -> None:
        self.chain = chain
        self.rpc = rpc

    async def whole(self, method: str, *params: Any) -> dict[str, Any]:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = msgspec.json.decode(await self.rpc.answer(msgspec.json.encode(body)))
        assert isinstance(answer, dict)
        return answer

    async def __call__(self, method: str, *params: Any) -> Any:
        answer = await self.whole(method, *params)
        assert "error" not in answer, answer
        return answer["result"]


@pytest.fixture
def client(chain: DevChain) -> Iterator[Client]:
    with ThreadPoolExecutor(1) as heavy:
        yield Client(chain, Rpc(Methods(chain).by_name, heavy))


def fill(chain: DevChain, wallets: list[Wallet], blocks: int = 3) -> None:
    for number in range(1, blocks + 1):
        for wallet in wallets[:3]:
            chain.submit(wallet.sign(to=WRITER, gas=400_000, data=call_writer(number, number)))
        chain.submit(wallets[3].sign(value=1))
        chain.seal_block(GENESIS_S + number)


def raw_header(shown: dict[str, Any]) -> list[Any]:
    return [
        int(shown[key], 16) if key in QUANTITIES else bytes.fromhex(shown[key][2:])
        for key in HEADER_KEYS
    ]


async def test_headers_rebuilt_from_json_hash_to_the_block_hash(
    client: Client, wallets: list[Wallet]
) -> None:
    fill(client.chain, wallets)
    parent = None
    for number in range(4):
        shown = await client("eth_getBlockByNumber", hex(number), False)
        fields = raw_header(shown)
        assert await client("debug_getRawHeader", hex(number)) == "0x" + rlp.encode(fields).hex()
        vanity, validators, vote, _round, _seals = rlp.decode(fields[12])
        fields[12] = rlp.encode([vanity, validators, vote, 0, []])
        assert "0x" + keccak(rlp.encode(fields)).hex() == shown["hash"]
        assert parent in (None, shown["parentHash"])
        parent = shown["hash"]
        assert await client("eth_getBlockByHash", parent, False) == shown
        assert await client("qbft_getValidatorsByBlockNumber", hex(number)) == [
            "0x" + validator.hex() for validator in validators
        ]


async def test_receipts_and_transactions_hash_to_the_roots(
    client: Client, wallets: list[Wallet]
) -> None:
    fill(client.chain, wallets)
    shown = await client("eth_getBlockByNumber", "0x2", True)
    raw = [bytes.fromhex(item[2:]) for item in await client("debug_getRawReceipts", "0x2")]
    assert "0x" + ordered_root(raw).hex() == shown["receiptsRoot"]
    receipts = await client("eth_getBlockReceipts", "0x2")
    encoded = []
    for receipt, sent in zip(receipts, shown["transactions"], strict=True):
        assert receipt["transactionHash"] == sent["hash"]
        assert await client("eth_getTransactionReceipt", sent["hash"]) == receipt
        assert await client("eth_getTransactionByHash", sent["hash"]) == sent
        logs = [
            [
                bytes.fromhex(log["address"][2:]),
                [bytes.fromhex(topic[2:]) for topic in log["topics"]],
                bytes.fromhex(log["data"][2:]),
            ]
            for log in receipt["logs"]
        ]
        bloom = bytes.fromhex(receipt["logsBloom"][2:])
        body = [int(receipt["status"], 16), int(receipt["cumulativeGasUsed"], 16), bloom, logs]
        encoded.append(b"\x02" + rlp.encode(body))
    assert encoded == raw
    assert [log["logIndex"] for receipt in receipts for log in receipt["logs"]] == [
        "0x0",
        "0x1",
        "0x2",
    ]


async def test_state_methods(client: Client, wallets: list[Wallet]) -> None:
    writer, rich = "0x" + WRITER.hex(), "0x" + wallets[0].address.hex()
    fill(client.chain, wallets)
    assert await client("eth_chainId") == hex(CHAIN_ID)
    assert await client("net_version") == str(CHAIN_ID)
    assert await client("eth_blockNumber") == "0x3"
    assert await client("eth_getBalance", rich, "earliest") == hex(1000 * ETHER)
    assert await client("eth_getCode", writer, "latest") == "0x" + WRITER_CODE.hex()
    assert await client("eth_getCode", rich) == "0x"
    assert await client("eth_getStorageAt", writer, "0x1", "0x0") == "0x" + "00" * 31 + "0b"
    assert await client("eth_getStorageAt", writer, "0x1", "latest") == "0x" + "00" * 31 + "01"
    block_hash = "0x" + client.chain.genesis.hash.hex()
    assert await client("eth_getTransactionCount", rich, {"blockHash": block_hash}) == "0x0"
    assert await client("eth_getTransactionCount", rich, "latest") == "0x3"
    client.chain.submit(wallets[0].sign())
    assert await client("eth_getTransactionCount", rich, "pending") == "0x4"
    assert await client("eth_getTransactionCount", rich, {"blockNumber": "0x1"}) == "0x1"
    proof = await client("eth_getProof", writer, ["0x1", "0x" + "ff" * 32], "latest")
    assert [slot["value"] for slot in proof["storageProof"]] == ["0x1", "0x0"]
    assert proof["storageProof"][1]["proof"]


async def test_logs_by_address_topic_and_range(client: Client, wallets: list[Wallet]) -> None:
    fill(client.chain, wallets)
    everything = await client("eth_getLogs", {"fromBlock": "0x0", "toBlock": "latest"})
    assert len(everything) == 9
    topic = "0x" + wallets[1].address.rjust(32, b"\0").hex()
    mine = await client("eth_getLogs", {"fromBlock": "0x2", "topics": [[topic]]})
    assert [log["blockNumber"] for log in mine] == ["0x2", "0x3"]
    by_hash = {"blockHash": mine[0]["blockHash"], "address": "0x" + WRITER.hex()}
    assert len(await client("eth_getLogs", by_hash)) == 3
    nobody = {"fromBlock": "0x0", "address": "0x" + "11" * 20}
    assert await client("eth_getLogs", nobody) == []
    assert await client("eth_getLogs", {"fromBlock": "0x0", "topics": [topic, None]}) == []


async def test_calls_and_estimates(client: Client, wallets: list[Wallet]) -> None:
    chain = client.chain
    call = {
        "from": "0x" + wallets[0].address.hex(),
        "to": "0x" + WRITER.hex(),
        "data": "0x" + call_writer(50, 3).hex(),
    }
    assert int(await client("eth_call", call, "latest"), 16) == 3
    assert chain.storage_word(WRITER, 50) == 0
    gas = int(await client("eth_estimateGas", call), 16)
    chain.submit(wallets[0].sign(to=WRITER, gas=gas, data=call_writer(50, 3)))
    chain.seal_block(GENESIS_S + 1)
    (done,) = chain.head.transactions
    assert done.succeeded
    assert done.gas_used <= gas <= done.gas_used * 1.02
    assert (
        int(await client("eth_estimateGas", {"to": "0x" + "11" * 20, "value": "0x0"}), 16) < 21_400
    )

    for method in ("eth_call", "eth_estimateGas"):
        answer = await client.whole(method, {"to": "0x" + REFUSER.hex()})
        assert answer["error"]["code"] == 3
        assert answer["error"]["message"] == "execution reverted: no"
        assert answer["error"]["data"].startswith("0x08c379a0")
    poor = {"from": "0x" + "33" * 20, "to": "0x" + "11" * 20, "value": "0x1"}
    assert (await client.whole("eth_call", poor))["error"]["code"] == -32000


async def test_fees(client: Client, wallets: list[Wallet]) -> None:
    fill(client.chain, wallets)
    assert await client("eth_gasPrice") == "0x8"
    history = await client("eth_feeHistory", "0x2", "latest", [0, 50, 100])
    assert history["oldestBlock"] == "0x2"
    assert history["baseFeePerGas"] == ["0x7"] * 3
    assert history["reward"] == [["0x1"] * 3] * 2


async def test_gone_state_is_told_as_such(wallets: list[Wallet]) -> None:
    chain = DevChain(genesis(), validator_keys(SEED, 4), keep_states=2)
    fill(chain, wallets, 6)
    with ThreadPoolExecutor(1) as heavy:
        client = Client(chain, Rpc(Methods(chain).by_name, heavy))
        writer = "0x" + WRITER.hex()
        for call in (
            ("eth_getProof", writer, ["0x0"], "0x1"),
            ("eth_getBalance", writer, "0x1"),
            ("eth_call", {"to": writer}, "0x1"),
            ("eth_getBalance", writer, "0x100"),
        ):
            error = (await client.whole(*call))["error"]
            assert error["code"] == -32000
            assert error["message"].startswith("World state unavailable")


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("eth_nothing", [], -32601),
        ("eth_getBalance", ["0x12"], -32602),
        ("eth_getBalance", [], -32602),
        ("eth_getBalance", ["0x" + "11" * 20, "tomorrow"], -32602),
        ("eth_getBalance", ["0x" + "11" * 20, "latest", 1], -32602),
        ("eth_getBlockByNumber", ["0x0", "yes"], -32602),
        ("eth_getProof", ["0x" + "11" * 20, ["0x0"] * 1025, "latest"], -32602),
        ("eth_getProof", ["0x" + "11" * 20, ["0x" + "1" * 65], "latest"], -32602),
        ("eth_sendRawTransaction", ["0x02c0"], -32602),
        ("eth_sendRawTransaction", ["0x0"], -32602),
        ("eth_call", [{"to": 5}], -32602),
        ("eth_call", [None], -32602),
        ("eth_getLogs", [{"topics": [[["deep"]]]}], -32602),
        ("eth_getLogs", [{"fromBlock": "0x0", "toBlock": "0x1", "blockHash": "0x00"}], -32602),
        ("eth_feeHistory", ["0x0", "latest"], -32602),
        ("debug_getRawHeader", ["0x99"], -32000),
    ],
)
async def test_wrong_calls_get_a_reason(
    client: Client, method: str, params: list[Any], code: int
) -> None:
    answer = await client.whole(method, *params)
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32700),
        (b'{"a":' * 50_000, -32700),
        (b'["\\"",' * 50_000, -32700),
        (b'{"id": 1e999}', -32700),
        (b"[]", -32600),
        (b"5", -32600),
        (b'{"method": 5, "id": 1}', -32600),
        (b'{"method": "eth_chainId", "id": {}}', -32600),
        (b"[" + b"1," * 1024 + b"1]", -32600),
        (b'{"method": "eth_chainId", "id": 1, "params": {}}', -32602),
    ],
)
async def test_bad_bodies_are_answered(client: Client, body: bytes, code: int) -> None:
    answer = msgspec.json.decode(await client.rpc.answer(body))
    assert answer["error"]["code"] == code


async def test_batch_keeps_order_and_skips_notifications(client: Client) -> None:
    batch = [
        {"jsonrpc": "2.0", "id": "a", "method": "eth_chainId"},
        {"jsonrpc": "2.0", "method": "eth_blockNumber"},
        {"jsonrpc": "2.0", "id": 7, "method": "eth_nothing", "params": []},
        3,
    ]
    answers = msgspec.json.decode(await client.rpc.answer(msgspec.json.encode(batch)))
    assert [answer["id"] for answer in answers] == ["a", 7, None]
    assert await client.rpc.answer(b'{"method": "eth_chainId"}') == b""


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("0x" + "11" * 20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
CHAIN = DevChain(genesis(), validator_keys(SEED, 4))
METHODS = Methods(CHAIN).by_name


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(METHODS)), st.lists(NONSENSE, max_size=4))
def test_nonsense_never_reaches_internal_error(method: str, params: list[Any]) -> None:
    with ThreadPoolExecutor(1) as heavy:
        answer = asyncio.run(Client(CHAIN, Rpc(METHODS, heavy)).whole(method, *params))
    assert answer.get("error", {}).get("code") != -32603, answer


async def test_round_above_zero_is_not_in_the_block_hash(client: Client) -> None:
    engine: Any = client.chain.engine
    engine.round_number = 3
    client.chain.seal_block(GENESIS_S + 1)
    shown = await client("eth_getBlockByNumber", "0x1", False)
    extra = decode_extra_data(bytes.fromhex(shown["extraData"][2:]))
    assert extra.round_number == 3
    fields = raw_header(shown)
    fields[12] = rlp.encode([extra.vanity, list(extra.validators), [], 0, []])
    assert shown["hash"] == "0x" + keccak(rlp.encode(fields)).hex()
