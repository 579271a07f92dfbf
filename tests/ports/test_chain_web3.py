"""web3.py over the light client: what it answers is proven, what could not be is refused."""

import copy
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

pytest.importorskip("web3")
pytest.importorskip("eth")

from eth_account import Account
from web3 import AsyncHTTPProvider, AsyncWeb3
from web3.exceptions import BlockNotFound, TransactionNotFound, Web3Exception

from drivers.chain_web3 import MethodRefusedError, NotProvenError, verified_web3
from drivers.simulated.devchain.genesis import account_key
from tests.devchain.samples import CHAIN_ID, SEED
from tests.ports.told_chain import ABI, LOGGER_ADDRESS, LOGGER_CODE, Told, call, told_chain

OWNER = Account.from_key(account_key(SEED, 0).secret)
LOGGER = AsyncWeb3.to_checksum_address(LOGGER_ADDRESS)
NOBODY = AsyncWeb3.to_checksum_address("0x" + "77" * 20)


@pytest.fixture
async def told() -> AsyncIterator[Told]:
    async with told_chain() as chain:
        yield chain


def plain(value: Any) -> Any:
    """Return an answer as comparable values, without what only a node's word stands for."""
    if hasattr(value, "items"):
        unproven = {"totalDifficulty", "size", "uncles"}
        return {key: plain(one) for key, one in value.items() if key not in unproven}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.lower() if isinstance(value, str) else value


QUESTIONS: dict[str, Callable[[Any, Told], Any]] = {
    "chain id": lambda w3, _: w3.eth.chain_id,
    "block number": lambda w3, _: w3.eth.block_number,
    "balance": lambda w3, _: w3.eth.get_balance(OWNER.address),
    "balance of nobody": lambda w3, _: w3.eth.get_balance(NOBODY),
    "balance then": lambda w3, _: w3.eth.get_balance(OWNER.address, 3),
    "nonce": lambda w3, _: w3.eth.get_transaction_count(OWNER.address),
    "code": lambda w3, _: w3.eth.get_code(LOGGER),
    "no code": lambda w3, _: w3.eth.get_code(OWNER.address),
    "storage": lambda w3, _: w3.eth.get_storage_at(LOGGER, 5),
    "absent storage": lambda w3, _: w3.eth.get_storage_at(LOGGER, 6),
    "block": lambda w3, _: w3.eth.get_block(7),
    "first block": lambda w3, _: w3.eth.get_block("earliest"),
    "newest block": lambda w3, _: w3.eth.get_block("latest", full_transactions=True),
    "block with transactions": lambda w3, _: w3.eth.get_block(11, full_transactions=True),
    "transaction": lambda w3, told: w3.eth.get_transaction(told.names[4]),
    "receipt": lambda w3, told: w3.eth.get_transaction_receipt(told.names[-1]),
    "block receipts": lambda w3, _: w3.eth.get_block_receipts(10),
    "logs": lambda w3, _: w3.eth.get_logs({"address": LOGGER, "fromBlock": 1, "toBlock": 12}),
    "logs of nobody": lambda w3, _: w3.eth.get_logs({"address": NOBODY, "fromBlock": 0}),
    "events": lambda w3, _: w3.eth.contract(LOGGER, abi=ABI).events.Wrote.get_logs(from_block=2),
    "proof": lambda w3, _: w3.manager.coro_request(
        "eth_getProof", [LOGGER_ADDRESS, ["0x5", "0x6"], "latest"]
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_answers_are_those_of_a_node(told: Told, question: str) -> None:
    node = AsyncWeb3(AsyncHTTPProvider(told.url))
    from web3.middleware import ExtraDataToPOAMiddleware

    node.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    expected = await QUESTIONS[question](node, told)
    await node.provider.disconnect()
    async with told.client() as client:
        found = await QUESTIONS[question](verified_web3(client), told)
    assert plain(found) == plain(expected)


async def test_block_by_hash(told: Told) -> None:
    async with told.client() as client:
        w3 = verified_web3(client)
        block = await w3.eth.get_block(7)
        assert await w3.eth.get_block(block["hash"]) == block
        with pytest.raises(BlockNotFound):
            await w3.eth.get_block("0x" + "11" * 32)
        with pytest.raises(BlockNotFound):
            await w3.eth.get_block(13)
        with pytest.raises(TransactionNotFound):
            await w3.eth.get_transaction_receipt("0x" + "11" * 32)


def anywhere(change: Callable[[str], str], key: str, asked: tuple[str, ...]) -> Any:
    """Return a lie that changes every field of this name in the answers to these methods."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: change(one) if name == key and isinstance(one, str) else changed(one)
                for name, one in value.items()
            }
        return [changed(one) for one in value] if isinstance(value, list) else value

    return lambda method, _params, result: changed(result) if method in asked else result


def flipped(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def without_last(asked: str) -> Any:
    return lambda method, _p, result: result[:-1] if method == asked and result else result


def hidden_transaction(method: str, params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockByNumber" and params[1] and result:
        return {**result, "transactions": result["transactions"][:-1]}
    return result


def elsewhere(method: str, _params: list[Any], result: Any) -> Any:
    return {**result, "blockNumber": "0x2"} if method == "eth_getTransactionByHash" else result


def emptied_bloom(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockByNumber" and result and result["number"] == "0xb":
        return {**result, "logsBloom": "0x" + "00" * 256}
    return result


HEADERS = ("eth_getBlockByNumber", "eth_getBlockByHash")
LIES: dict[str, tuple[str, Any]] = {
    "balance": ("balance", anywhere(lambda _: "0x1", "balance", ("eth_getProof",))),
    "proof of nobody": ("balance of nobody", lambda m, _p, r: (
        {**r, "accountProof": r["accountProof"][:-1]} if m == "eth_getProof" else r
    )),
    "nonce": ("nonce", anywhere(lambda _: "0x1", "nonce", ("eth_getProof",))),
    "code": ("code", lambda m, _p, r: flipped(r) if m == "eth_getCode" else r),
    "storage": ("storage", anywhere(flipped, "value", ("eth_getProof",))),
    "state of another block": ("balance then", anywhere(flipped, "stateRoot", HEADERS)),
    "block's time": ("block", anywhere(flipped, "timestamp", HEADERS)),
    "first block": ("first block", anywhere(flipped, "gasLimit", HEADERS)),
    "transaction's value": ("block with transactions", anywhere(flipped, "value", HEADERS)),
    "transaction left out": ("block with transactions", hidden_transaction),
    "transaction elsewhere": ("transaction", elsewhere),
    "status": ("block receipts", anywhere(lambda _: "0x1", "status", ("eth_getBlockReceipts",))),
    "gas": ("receipt", anywhere(flipped, "cumulativeGasUsed", ("eth_getBlockReceipts",))),
    "event": ("receipt", anywhere(flipped, "data", ("eth_getBlockReceipts",))),
    "receipt left out": ("block receipts", without_last("eth_getBlockReceipts")),
    "log left out": ("logs", lambda m, _p, r: (
        [{**r[0], "logs": []}, *r[1:]] if m == "eth_getBlockReceipts" else r
    )),
    "block's logs denied": ("logs", emptied_bloom),
    "event's word": ("events", anywhere(flipped, "data", ("eth_getBlockReceipts",))),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
async def test_lie_is_caught_and_one_honest_node_suffices(told: Told, lie: str) -> None:
    question, told_lie = LIES[lie]
    async with told.client() as honest:
        expected = await QUESTIONS[question](verified_web3(honest), told)
    heads = ("eth_blockNumber",)

    def after_the_head(method: str, params: list[Any], result: Any) -> Any:
        """Lie about everything but the newest head: it has its own tests."""
        if method in heads or (method == "eth_getBlockByNumber" and params[0] == "0xc"):
            return result
        if method == "eth_getBlockByNumber" and params[0] == "0x0" and not met["genesis"]:
            met["genesis"] = True  # the preflight's look at the first block
            return result
        return told_lie(method, params, copy.deepcopy(result))

    met = {"genesis": False}
    told.lie = after_the_head
    async with told.client() as light:
        with pytest.raises(NotProvenError):
            await QUESTIONS[question](verified_web3(light), told)
    met["genesis"] = False
    async with told.client(2) as light:
        for upstream in light._upstreams[1:]:
            upstream.score.recent = 0.0  # the liar is asked first
        assert await QUESTIONS[question](verified_web3(light), told) == expected


async def test_what_cannot_be_proven_is_refused_with_the_reason(told: Told) -> None:
    async with told.client() as client:
        w3 = verified_web3(client)
        with pytest.raises(MethodRefusedError, match="eth_call is refused: its result cannot"):
            await w3.eth.call({"to": LOGGER, "data": "0x"})
        with pytest.raises(Web3Exception, match="eth_estimateGas is refused"):
            await w3.eth.estimate_gas({"to": LOGGER})
        for method in ("eth_gasPrice", "eth_feeHistory", "eth_accounts", "debug_traceCall", "x"):
            with pytest.raises(MethodRefusedError, match=f"{method} is refused"):
                await w3.manager.coro_request(method, [])
    assert not any("eth_call" in key for key in told.answers)


async def test_no_number_a_node_chose_is_signed(told: Told) -> None:
    from web3.middleware import SignAndSendRawMiddlewareBuilder

    async with told.client() as client:
        w3 = verified_web3(client)
        w3.middleware_onion.inject(SignAndSendRawMiddlewareBuilder.build(OWNER), layer=0)
        for given in ({}, {"gas": 90_000}, {"maxPriorityFeePerGas": 1}):
            with pytest.raises(MethodRefusedError):
                await w3.eth.send_transaction({"from": OWNER.address, "to": LOGGER, **given})
        await w3.eth.block_number  # the node passed its preflight; from now on it lies
        told.answers.clear()
        told.lie = lambda method, _params, result: (
            "0x7fffffff" if method in {"eth_getTransactionCount", "eth_chainId"} else result
        )
        fees = {"maxPriorityFeePerGas": 1, "maxFeePerGas": 10**10}
        given = {"gas": 90_000, "data": call(77), **fees}
        name = await w3.eth.send_transaction({"from": OWNER.address, "to": LOGGER, **given})
        assert len(name) == 32
        sent = next(key for key in told.answers if "eth_sendRawTransaction" in key)
        assert not any("eth_getTransactionCount" in key for key in told.answers)
    raw = bytes.fromhex(sent.split('"0x')[1].split('"')[0])
    from drivers.chain_web3_transaction import fields_of

    fields = fields_of(raw)
    assert fields["from"] == OWNER.address.lower()
    assert int(fields["chainId"], 16) == CHAIN_ID
    assert int(fields["nonce"], 16) == len(told.names)


async def test_batch_is_answered_in_order(told: Told) -> None:
    async with told.client() as client:
        w3 = verified_web3(client)
        async with w3.batch_requests() as batch:
            batch.add(w3.eth.get_block(3))
            batch.add(w3.eth.get_balance(NOBODY))
            batch.add(w3.eth.get_block(2))
            block, balance, other = await batch.async_execute()
        assert (block["number"], balance, other["number"]) == (3, 0, 2)
        batch = w3.batch_requests()
        async with batch:
            batch.add(w3.eth.get_block(3))
            batch.add(w3.eth.estimate_gas({"to": LOGGER}))
            with pytest.raises(MethodRefusedError):
                await batch.async_execute()


async def test_middleware_is_what_the_light_client_needs(told: Told) -> None:
    async with told.client() as client:
        w3 = verified_web3(client)
        assert not w3.provider.global_ccip_read_enabled
        assert not w3.provider.cache_allowed_requests
        names = {name for _, name in w3.middleware_onion.middleware}
        assert "poa" in names
        assert not names & {"ens_name_to_address", "gas_price_strategy", "gas_estimate"}
        assert await w3.is_connected()
        told.now_s += 3600
        assert not await w3.is_connected()


def fresh_process(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_nothing_else_imports_web3() -> None:
    modules = "drivers.chain_rpc, drivers.chain_trust_file, agent.daemon, agent.commands.operator"
    heavy = "{'web3', 'eth_account', 'eth'}"
    assert fresh_process(f"import sys, {modules}; print(set(sys.modules) & {heavy})") == "set()"


def test_the_driver_is_small_with_its_transport_and_waits_to_load_it() -> None:
    code = (
        "import sys, drivers.chain_rpc; print('aiohttp' in sys.modules); import aiohttp;"
        "print(next(l.split()[1] for l in open('/proc/self/status') if 'VmHWM' in l))"
    )
    has_aiohttp, peak_kib = fresh_process(code).split()
    assert has_aiohttp == "False"
    assert int(peak_kib) < 40 * 1024


def test_the_contract_is_what_the_tests_say() -> None:
    assert LOGGER_CODE[0x42:] == bytes.fromhex("5b60006000fd")
