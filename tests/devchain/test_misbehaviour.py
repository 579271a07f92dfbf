"""What a node does wrong on request: heads held back, transactions lost, forks, forged blocks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.engines import EngineError, named_engine
from drivers.simulated.devchain.genesis import validator_keys
from drivers.simulated.devchain.rpc import Rpc
from drivers.simulated.devchain.rpc_json import hex_data
from drivers.simulated.devchain.rpc_methods import Methods
from drivers.simulated.devchain.rpc_misbehave import MisbehaveMethods
from drivers.simulated.devchain.sealing import address_of
from drivers.simulated.devchain.view import View
from tests.devchain.samples import SEED, WRITER, Wallet, call_writer, genesis


@dataclass
class Clockwork:
    sealing: bool = True


class Node:
    """One node of a chain: calls by name, results or the error's number."""

    def __init__(self, chain: DevChain) -> None:
        self.chain = chain
        self.view = View(chain)
        self.clockwork = Clockwork()
        misbehave = MisbehaveMethods(self.view, self.clockwork).by_name
        self.methods = {**Methods(chain, self.view).by_name, **misbehave}

    async def __call__(self, method: str, *params: Any) -> Any:
        body = msgspec.json.encode({"id": 1, "method": method, "params": list(params)})
        with ThreadPoolExecutor(1) as heavy:
            answer = msgspec.json.decode(await Rpc(self.methods, heavy).answer(body))
        return answer["result"] if "result" in answer else answer["error"]["code"]


def node_of(engine: str = "clique", epoch: int = 10) -> Node:
    sealing = named_engine(engine, seed=SEED, validators=5, epoch=epoch)
    return Node(DevChain(genesis(), (), engine=sealing))


async def test_withheld_blocks_come_all_at_once() -> None:
    node = node_of()
    assert await node("dev_seal", 3) == "0x3"
    assert await node("dev_withhold", True) is True
    assert await node("dev_seal", "0x2") == "0x5"
    assert await node("eth_blockNumber") == "0x3"
    assert await node("eth_getBlockByNumber", "0x4", False) is None
    hidden = node.chain.head.hash
    assert await node("eth_getBlockByHash", hex_data(hidden), False) is None
    assert await node("eth_getProof", hex_data(WRITER), [], "0x4") == -32000
    assert (await node("eth_getProof", hex_data(WRITER), ["0x1"], "latest"))["nonce"] == "0x1"
    await node("dev_withhold", False)
    assert await node("eth_blockNumber") == "0x5"


async def test_stale_node_stays_behind_beside_an_honest_one() -> None:
    honest = node_of()
    stale = Node(honest.chain)
    assert await stale("dev_setLag", 4) is True
    await honest("dev_seal", 10)
    assert await honest("eth_blockNumber") == "0xa"
    assert await stale("eth_blockNumber") == "0x6"
    await stale("dev_setLag", 40)
    assert await stale("eth_blockNumber") == "0x0"


async def test_dropped_transaction_is_acknowledged_and_never_mined(wallets: list[Wallet]) -> None:
    node = node_of()
    raw = hex_data(wallets[0].sign())
    await node("dev_dropTransactions", True)
    digest = await node("eth_sendRawTransaction", raw)
    assert len(digest) == 66
    await node("dev_seal")
    assert await node("eth_getTransactionByHash", digest) is None
    assert await node("debug_getRawTransaction", digest) == "0x"
    assert await node("eth_sendRawTransaction", "0x02c0") == -32602
    await node("dev_dropTransactions", False)
    assert await node("eth_sendRawTransaction", raw) == digest
    await node("dev_seal")
    assert (await node("eth_getTransactionByHash", digest))["blockNumber"] == "0x2"
    assert await node("debug_getRawTransaction", digest) == raw


@pytest.mark.parametrize("keep", [True, False])
async def test_reorganisation_moves_receipts_and_logs(keep: bool, wallets: list[Wallet]) -> None:
    node = node_of()
    digest = hex_data(
        node.chain.submit(wallets[0].sign(to=WRITER, gas=400_000, data=call_writer(0, 1)))
    )
    await node("dev_seal", 3)
    before = await node("eth_getTransactionReceipt", digest)
    branch = await node("dev_reorganise", 3, keep)
    assert len(branch) == 4
    assert await node("eth_getBlockByHash", before["blockHash"], False) is None
    after = await node("eth_getTransactionReceipt", digest)
    logs = await node("eth_getLogs", {"fromBlock": "0x0"})
    if keep:
        assert after["blockHash"] != before["blockHash"]
        assert [log["blockHash"] for log in logs] == [after["blockHash"]]
    else:
        assert after is None
        assert logs == []
    assert await node("dev_reorganise", 99) == -32000


@pytest.mark.parametrize(
    ("engine", "lie"),
    [
        ("clique", "recent-signer"),
        ("clique", "wrong-epoch-list"),
        ("clique", "wrong-difficulty"),
        ("clique", "foreign-seal"),
        ("clique", "conflicting-sibling"),
        ("qbft", "too-few-seals"),
        ("ibft2", "duplicate-seal"),
        ("ibft2", "other-state"),
    ],
)
async def test_forged_block_is_told_until_the_truth_is(engine: str, lie: str) -> None:
    node = node_of(engine)
    await node("dev_seal", 10)
    honest = await node("eth_getBlockByNumber", "0xa", False)
    digest = await node("dev_forge", lie, "0xa")
    told = await node("eth_getBlockByNumber", "0xa", False)
    assert told["hash"] == digest
    assert told != honest
    await node("dev_tellTruth")
    assert await node("eth_getBlockByNumber", "0xa", False) == honest


async def test_wrong_requests_for_lies_get_a_reason() -> None:
    node = node_of("clique")
    await node("dev_seal", 2)
    assert await node("dev_forge", "nonsense", "0x1") == -32602
    assert await node("dev_forge", "foreign-seal", "0x0") == -32602
    assert await node("dev_forge", "too-few-seals", "0x1") == -32000
    assert await node("dev_forge", "foreign-seal", "0x9") == -32000
    assert await node("dev_setRound", 2) == -32000
    assert await node("dev_seal", 0) == -32602
    assert await node("dev_setAbsent", "0x") == -32602
    contract = Node(DevChain(genesis(), (), engine=named_engine("qbft", seed=SEED, validators=4)))
    assert await contract("dev_forge", "recent-signer", "latest") == -32602
    assert await contract("dev_setRound", 2) is True


async def test_votes_absence_and_rounds_from_outside() -> None:
    node = node_of("clique")
    everyone = await node("clique_getSigners", "latest")
    candidate = hex_data(address_of(validator_keys(SEED, 6)[5]))
    await node("dev_propose", candidate, True)
    await node("dev_seal", 4)
    assert sorted([*everyone, candidate]) == await node("clique_getSigners")
    assert await node("clique_getSigners", "0x0") == everyone
    assert await node("qbft_getValidatorsByBlockNumber", "latest") == -32601
    await node("dev_setAbsent", everyone[:3])
    assert await node("dev_seal", 10) == -32000
    await node("dev_setAbsent", [])
    await node("dev_seal", 10)
    await node("dev_setSealing", False)
    assert node.clockwork.sealing is False


async def test_tags_mean_what_the_engine_can_promise() -> None:
    final, clique = node_of("ibft2"), node_of("clique")
    for node in (final, clique):
        await node("dev_seal", 2)
    for tag in ("finalized", "safe"):
        assert (await final("eth_getBlockByNumber", tag, False))["number"] == "0x2"
        assert await clique("eth_getBlockByNumber", tag, False) is None
        assert await clique("eth_getBalance", hex_data(WRITER), tag) == -39001
    assert len(await final("ibft_getValidatorsByBlockNumber", "latest")) == 5


async def test_counts_places_and_hashes(wallets: list[Wallet]) -> None:
    node = node_of()
    raw = wallets[0].sign()
    digest = hex_data(node.chain.submit(raw))
    await node("dev_seal")
    block = await node("eth_getBlockByNumber", "latest", True)
    assert await node("eth_getBlockTransactionCountByNumber", "latest") == "0x1"
    assert await node("eth_getBlockTransactionCountByHash", block["hash"]) == "0x1"
    assert await node("eth_getBlockTransactionCountByNumber", "0x9") is None
    for way, which in (("Number", "0x1"), ("Hash", block["hash"])):
        name = f"eth_getTransactionByBlock{way}AndIndex"
        assert await node(name, which, "0x0") == block["transactions"][0]
        assert await node(name, which, "0x1") is None
    assert await node("eth_getBlockReceipts", block["hash"]) == [
        await node("eth_getTransactionReceipt", digest)
    ]
    assert await node("web3_sha3", hex_data(raw)) == digest
    assert await node("eth_syncing") is False
    assert await node("net_listening") is True


def test_impossible_engines_are_refused_with_every_reason() -> None:
    with pytest.raises(EngineError, match=r"needs 4 validators.*only qbft"):
        named_engine("ibft2", seed=1, validators=3, contract=True)
    with pytest.raises(EngineError, match="none of"):
        named_engine("ethash", seed=1, validators=4)
    assert named_engine("clique", seed=1, validators=1).fields(0, bytes(32)).difficulty == 1
