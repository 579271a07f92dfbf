"""A node that lies: nothing false is believed, and nothing but ChainError comes of it."""

import asyncio
import copy
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from agent.hashing import keccak256
from agent.ledger import trie
from agent.ledger.verify import VerifiedHead
from agent.ports import ChainError, ChainHalted
from drivers.chain_rpc import ChainClient, ChainView
from drivers.chain_upstream import Unfit
from tests.ledger.sealed_chain import GENESIS_TIME_S, PERIOD_S, block, validators
from tests.ports.lying_node import (
    BLOCKS,
    FOUR,
    HOME,
    HOME_ADDRESS,
    LENGTH,
    NETWORK,
    NOBODY_ADDRESS,
    Change,
    Node,
    NodeError,
    Spoil,
    gzip_bomb,
    json_of,
    never,
    wall_ms,
    world_at,
)

SLOTS = [3, 999, 7]


def client(*urls: str, lie: str = "") -> ChainClient:
    """Follow these nodes; only one that never answers is not waited for long."""
    return ChainClient(
        NETWORK,
        urls,
        wall_ms=wall_ms,
        poll_s=0.0,
        answer_within_s=1.0 if lie == "slow" else 20.0,
        max_answer_bytes=200_000,
    )


async def tell_only_truth(view: ChainView) -> bool:
    """Ask for everything; whatever is answered must be true. Return whether all was answered."""
    try:
        head = await view.next_head()
    except ChainError:
        return False
    assert head.hash == BLOCKS[head.number].hash
    assert head.state_root == BLOCKS[head.number].fields[3]
    assert head.time_s == BLOCKS[head.number].time_s
    complete = True
    world = world_at(head.number)
    try:
        words = await view.storage(HOME_ADDRESS, SLOTS, head)
        assert words == tuple(world.storage[HOME].get(slot, 0) for slot in SLOTS)
    except ChainError:
        complete = False
    try:
        account = await view.account(HOME_ADDRESS, head)
        assert (account.nonce, account.balance_wei) == (world.nonces[HOME], world.balances[HOME])
        nobody = await view.account(NOBODY_ADDRESS, head)
        assert (nobody.nonce, nobody.balance_wei) == (0, 0)
    except ChainError:
        complete = False
    return complete


def header_change(field: str, value: object) -> Change:
    def change(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getBlockByNumber" and result is not None and params[0] != "0x0":
            return {**result, field: value}
        return result

    return change


def proof_change(edit: Callable[[dict[str, Any]], object]) -> Change:
    def change(method: str, _params: list[Any], result: Any) -> Any:
        if method == "eth_getProof":
            result = copy.deepcopy(result)
            edit(result)
        return result

    return change


def flip(nodes: list[str], place: int = 0) -> None:
    nodes[place] = nodes[place][:-1] + ("0" if nodes[place][-1] != "0" else "1")


def seals_of(signers: list[Any]) -> Change:
    def change(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getBlockByNumber" and result is not None and params[0] != "0x0":
            return BLOCKS[int(params[0], 16)].sealed_by(signers).json()
        return result

    return change


def other_question(swap: Callable[[list[Any]], list[Any]], asked: str = "eth_getProof") -> Change:
    def change(method: str, params: list[Any], result: Any) -> Any:
        if method == asked and not (asked == "eth_getBlockByNumber" and params[0] == "0x0"):
            return Node().result(method, swap(params))
        return result

    return change


def instead(asked: str, value: object) -> Change:
    return lambda method, _params, result: value if method == asked else result


def forged_fork(method: str, params: list[Any], result: Any) -> Any:
    """One validator's own chain, from block 1 on."""
    if method == "eth_getBlockByNumber" and params[0] != "0x0":
        number = int(params[0], 16)
        mine = sorted([FOUR[0], *validators(2, seed=70)], key=lambda one: one.raw)
        return block(number, b"\4" * 32, mine).sealed_by(mine).json()
    return result


CHANGES: dict[str, Change] = {
    "account node altered": proof_change(lambda proof: flip(proof["accountProof"])),
    "account node dropped": proof_change(lambda proof: proof["accountProof"].pop()),
    "account node twice": proof_change(
        lambda proof: proof["accountProof"].append(proof["accountProof"][-1])
    ),
    "nonce": proof_change(lambda proof: proof.update(nonce="0x63")),
    "balance": proof_change(lambda proof: proof.update(balance="0x63")),
    "storage node altered": proof_change(
        lambda proof: (
            [flip(slot["proof"], -1) for slot in proof["storageProof"]]
            or flip(proof["accountProof"])
        )
    ),
    "storage value": proof_change(
        lambda proof: (
            [slot.update(value="0x63") for slot in proof["storageProof"]]
            or proof.update(nonce="0x63")
        )
    ),
    "storage absent": proof_change(
        lambda proof: (
            [slot.update(value="0x0", proof=[]) for slot in proof["storageProof"]]
            or proof.update(accountProof=[])
        )
    ),
    "slots left out": proof_change(
        lambda proof: proof["storageProof"].clear() or proof["accountProof"].clear()
    ),
    "slots in another order": proof_change(
        lambda proof: proof["storageProof"].reverse() or proof["accountProof"].reverse()
    ),
    "other slot": other_question(
        lambda p: [p[0], [hex(int(s, 16) + 1) for s in p[1]] or ["0x1"], p[2]]
    ),
    "other account": other_question(lambda p: ["0x" + "02" * 20, p[1], p[2]]),
    "other block's state": other_question(lambda p: [p[0], p[1], "0x2"]),
    "proof is a list": instead("eth_getProof", []),
    "proof is null": instead("eth_getProof", None),
    "proof nests deeply": instead("eth_getProof", {"accountProof": [[[[[[[]]]]]]]}),
    "state root": header_change("stateRoot", "0x" + "11" * 32),
    "time": header_change("timestamp", hex(GENESIS_TIME_S + LENGTH * PERIOD_S + 1)),
    "far future": header_change("timestamp", hex(2**40)),
    "base fee": header_change("baseFeePerGas", "0x0"),
    "no base fee": header_change("baseFeePerGas", None),
    "gas limit": header_change("gasLimit", "0x1"),
    "parent": header_change("parentHash", "0x" + "22" * 32),
    "mix hash": header_change("mixHash", "0x" + "00" * 32),
    "extra data": header_change("extraData", "0x"),
    "field missing": header_change("receiptsRoot", None),
    "field of another kind": header_change("number", 7),
    "too few seals": seals_of(FOUR[:2]),
    "no seals": seals_of([]),
    "double seal": seals_of([FOUR[0], FOUR[0], FOUR[0]]),
    "foreign seal": seals_of([*FOUR[:2], *validators(1, seed=50)]),
    "one validator's own chain": forged_fork,
    "other block": other_question(
        lambda p: [hex(int(p[0], 16) - 1), False], "eth_getBlockByNumber"
    ),
    "other chain id": instead("eth_chainId", "0x1"),
    "no chain id": instead("eth_chainId", None),
    "absurd height": instead("eth_blockNumber", hex(2**50)),
    "height is no number": instead("eth_blockNumber", "latest"),
    "height is null": instead("eth_blockNumber", None),
    "blocks are null": instead("eth_getBlockByNumber", None),
    "blocks are text": instead("eth_getBlockByNumber", "0x1234"),
}

SPOILS: dict[str, Spoil] = {
    "truncated batch": lambda batch: json_of(batch[:-1]),
    "padded batch": lambda batch: json_of([*batch, {"jsonrpc": "2.0", "id": 0, "result": "0x1"}]),
    "double id": lambda batch: json_of([batch[0]] * len(batch) if len(batch) > 1 else []),
    "foreign ids": lambda batch: json_of([{**one, "id": "x"} for one in batch]),
    "no ids": lambda batch: json_of([{"result": one.get("result")} for one in batch]),
    "no results": lambda batch: json_of([{"id": one["id"]} for one in batch]),
    "one object": lambda batch: json_of(batch[0]),
    "errors only": lambda batch: json_of(
        [{"id": one["id"], "error": {"code": 1, "message": "\x1b[31mno\n" * 9999}} for one in batch]
    ),
    "error of another kind": lambda batch: json_of(
        [{"id": one["id"], "error": "no"} for one in batch]
    ),
    "not JSON": lambda _batch: web.Response(text="<html>"),
    "not UTF-8": lambda _batch: web.Response(body=b'[{"id":1,"result":"\xff\xfe"}]'),
    "empty": lambda _batch: web.Response(body=b""),
    "nested deeply": lambda _batch: web.Response(body=b"[" * 150_000),
    "huge": lambda _batch: web.Response(body=b"[" + b" " * 10_000_000),
    "gzip bomb": gzip_bomb,
    "torn gzip": lambda _batch: web.Response(
        body=b"\x1f\x8b\x08\0garbage", headers={"Content-Encoding": "gzip"}
    ),
    "slow": never,
    "server error": lambda _batch: web.Response(status=500),
    "redirect": lambda _batch: web.Response(
        status=307, headers={"Location": "http://127.0.0.1:1/"}
    ),
}


@pytest.mark.parametrize("lie", CHANGES)
async def test_lie_in_an_answer_is_not_believed(lie: str) -> None:
    liar = Node(change=CHANGES[lie])
    async with liar.running() as url, client(url) as light:
        for _ in range(2):
            assert not await tell_only_truth(light.view())
        assert sum(light.rejected.values()) + sum(one.failures for one in light.health()) > 0


@pytest.mark.parametrize("lie", SPOILS)
async def test_spoiled_transport_is_not_believed(lie: str) -> None:
    liar = Node(spoil=SPOILS[lie])
    async with liar.running() as url, client(url, lie=lie) as light:
        assert not await tell_only_truth(light.view())
        trouble = light.health()[0].trouble
        assert trouble.isprintable()
        assert len(trouble) < 400


@pytest.mark.parametrize("lie", [*CHANGES, "slow", "huge", "not JSON"])
async def test_one_honest_node_suffices(lie: str) -> None:
    liar = Node(change=CHANGES.get(lie), spoil=SPOILS.get(lie))
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in (liar, Node())]
        light = await stack.enter_async_context(client(*urls, lie=lie))
        view = light.view()
        head = await view.next_head()
        assert head.number == LENGTH
        assert (await view.storage(HOME_ADDRESS, SLOTS, head))[0] == 3_003
        assert (await view.account(HOME_ADDRESS, head)).nonce == 5


async def test_reordered_batch_is_as_good_as_any() -> None:
    node = Node(spoil=lambda batch: json_of(batch[::-1]))
    async with node.running() as url, client(url) as light:
        assert await tell_only_truth(light.view())


async def test_nothing_random_is_believed() -> None:
    """Seeded: now and then any leaf of any answer is replaced by something else."""
    dice = random.Random(20)

    def replaced(value: Any) -> Any:
        match value:
            case dict() if value:
                key = dice.choice(list(value))
                return {**value, key: replaced(value[key])}
            case list() if value:
                at = dice.randrange(len(value))
                return [*value[:at], replaced(value[at]), *value[at + 1 :]]
            case str() if len(value) > 3 and dice.random() < 0.7:
                at = dice.randrange(2, len(value))
                return value[:at] + dice.choice("0123456789abcdef") + value[at + 1 :]
            case _:
                return dice.choice([None, [], {}, "0x", "0x0", "0x1", 5, True, "0x" + "f" * 64])

    def sometimes(_method: str, _params: list[Any], result: Any) -> Any:
        return replaced(result) if dice.random() < 0.25 else result

    answered, refused = 0, 0
    async with Node(change=sometimes).running() as url:
        for _ in range(250):
            async with client(url) as light:
                answered += await tell_only_truth(light.view())
                refused += sum(light.rejected.values())
    assert answered > 10
    assert refused > 100


async def test_control_a_verifier_that_ignores_the_root_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prove = trie.prove

    def credulous(_root: bytes, key: bytes, nodes: list[bytes]) -> bytes | None:
        return prove(keccak256(nodes[0]), key, nodes)

    liar = Node(change=other_question(lambda p: [p[0], p[1], "0x2"]))
    async with liar.running() as url, client(url) as light:
        assert not await tell_only_truth(light.view())
        monkeypatch.setattr("agent.ledger.verify.trie.prove", credulous)
        with pytest.raises(AssertionError):
            await tell_only_truth(light.view())


async def test_frozen_node_gives_no_head() -> None:
    frozen = Node(height=3)
    async with frozen.running() as url, client(url) as light:
        with pytest.raises(ChainError, match="old"):
            await light.view().next_head()
        assert light.trusted.number == 3
        frozen.height = LENGTH
        assert (await light.view().next_head()).number == LENGTH


async def test_nodes_behind_one_address_at_different_heights_still_serve() -> None:
    """The height comes from one machine, the blocks from another that is a block behind."""
    node = Node(height=LENGTH - 2, change=lambda method, _params, result: result)
    async with node.running() as url, client(url) as light:
        await light.view().next_head()
        node.height = LENGTH - 1
        node.change = instead("eth_blockNumber", hex(LENGTH))
        assert (await light._heads.newer_than(LENGTH - 2)).number == LENGTH - 1


async def test_node_going_back_changes_nothing() -> None:
    node = Node()
    async with node.running() as url, client(url) as light:
        await light.view().next_head()
        node.height = 5
        late = light.view()
        assert (await late.next_head()).number == LENGTH
        assert light.trusted.number == LENGTH


async def test_two_final_blocks_at_a_height_halt_everybody() -> None:
    fork = [*BLOCKS[:LENGTH], BLOCKS[LENGTH].with_field(3, b"\1" * 32).sealed_by(FOUR)]
    async with AsyncExitStack() as stack:
        nodes = Node(), Node(blocks=fork)
        urls = [await stack.enter_async_context(node.running()) for node in nodes]
        light = await stack.enter_async_context(client(*urls))
        view = light.view()
        with pytest.raises(ChainHalted, match="contradict"):
            await heads_until_halted(light)
        head = VerifiedHead(LENGTH, BLOCKS[LENGTH].hash, bytes(32), 0, 0, 0, ())
        for attempt in (view.next_head(), view.account(HOME_ADDRESS, head), view.broadcast(b"\2")):
            with pytest.raises(ChainHalted):
                await attempt


async def heads_until_halted(light: ChainClient) -> None:
    """Go on polling after the head: the second node may be heard a moment later."""
    await light.view().next_head()
    await light._heads.newer_than(LENGTH)


async def test_fast_node_cannot_hide_blocks_by_answering_first() -> None:
    """One says quickly and truthfully-looking that nothing is new; the honest one takes longer."""

    async def slowly(batch: list[dict[str, Any]]) -> web.StreamResponse:
        await asyncio.sleep(0.7)  # longer than stragglers are waited for
        return json_of(batch)

    hiding, honest = Node(height=LENGTH - 1), Node(height=LENGTH - 1)
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in (hiding, honest)]
        light = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, poll_s=0.005)
        )
        view = light.view()
        await view.next_head()
        honest.height, honest.spoil = LENGTH, slowly
        assert (await asyncio.wait_for(view.next_head(), 10)).number == LENGTH


async def test_fork_of_the_parent_halts() -> None:
    node = Node(height=LENGTH - 1)
    async with node.running() as url, client(url) as light:
        await light.view().next_head()
        node.blocks[LENGTH] = BLOCKS[LENGTH].with_field(0, b"\3" * 32).sealed_by(FOUR)
        node.height = LENGTH
        with pytest.raises(ChainHalted):
            await light._heads.newer_than(LENGTH - 1)


async def test_node_of_another_chain_is_named() -> None:
    other = [replace(BLOCKS[0], round=0).with_field(9, b"\1"), *BLOCKS[1:]]
    async with Node(blocks=other).running() as url, client(url) as light:
        with pytest.raises(ChainError, match="another chain"):
            await light.view().next_head()
        assert not light.rejected  # somebody's setting, no attack
        assert light.health()[0].unfit is Unfit.OTHER_GENESIS


async def test_node_without_proofs_is_named() -> None:
    def change(method: str, _params: list[Any], result: Any) -> Any:
        if method == "eth_getProof":
            raise NodeError(-32601, "no such method")
        return result

    async with Node(change=change).running() as url, client(url) as light:
        with pytest.raises(ChainError, match="eth_getProof"):
            await light.view().next_head()


async def test_node_that_forgot_the_state_is_not_called_a_liar() -> None:
    node = Node()
    async with node.running() as url, client(url) as light:
        view = light.view()
        head = await view.next_head()
        node.pruned_below = 99
        with pytest.raises(ChainError, match="unavailable"):
            await view.storage(HOME_ADDRESS, [1], head)
        assert not light.rejected


async def test_nobody_listens() -> None:
    async with client("http://127.0.0.1:1/") as light:
        with pytest.raises(ChainError, match="not reached"):
            await light.view().next_head()
        with pytest.raises(ChainError):
            await light.view().broadcast(b"\2\1")


async def test_password_in_an_address_is_not_shown() -> None:
    async with client("http://user:hunter2@127.0.0.1:1/key-hunter2") as light:
        with pytest.raises(ChainError) as refused:
            await light.view().next_head()
        assert "hunter2" not in str(refused.value) + repr(light.health())
