"""Several untrusted nodes: who is asked first, who rests, who comes back, who is merely unfit."""

import asyncio
import gzip
import json
from contextlib import AsyncExitStack
from typing import Any

import msgspec
import pytest
from aiohttp import web

from agent.ports import ChainError
from agent.units import UnixMs
from drivers.chain_rpc import ChainClient
from drivers.chain_score import EXPLORE_EVERY_S, REST_MOST_S, Score
from drivers.chain_status import ChainStage
from drivers.chain_upstream import Question, Unfit, Upstream, UpstreamError
from tests.ports.lying_node import (
    BLOCKS,
    FOUR,
    HOME_ADDRESS,
    LENGTH,
    NETWORK,
    Node,
    NodeError,
    json_of,
    never,
    wall_ms,
)


def test_score_prefers_truth_to_speed_and_speed_to_nothing() -> None:
    good, slow, silent, liar = Score(), Score(), Score(), Score()
    for _ in range(30):
        for one, seconds in ((good, 0.05), (slow, 1.0)):
            one.heard(seconds)
            one.useful()
        silent.missing(0.0)
        liar.false(0.0)
    worths = [one.worth() for one in (good, slow, silent, liar)]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths)) == 4


def test_rests_grow_are_bounded_and_end_with_the_first_truth() -> None:
    score, rests = Score(), []
    for _ in range(20):
        score.missing(100.0)
        rests.append(score.resting_s(100.0))
    assert rests == sorted(rests)
    assert rests[0] == 1.0
    assert rests[-1] == REST_MOST_S
    score.truthful()
    assert score.resting_s(100.0) == 0
    score.false(0.0)
    assert score.resting_s(0.0) > 1.0


async def test_proofs_come_from_the_useful_node_and_the_repaired_one_comes_back() -> None:
    broken = True

    def change(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getProof" and params[1] and broken:
            return {**result, "nonce": "0x63"}
        return result

    nodes = Node(change=change), Node()
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in nodes]
        client = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, poll_s=0.0)
        )
        head = await client.view().next_head()
        client._upstreams[0].score.recent = 1.0
        for slot in range(20):
            await client.proofs.storage(HOME_ADDRESS, [slot], head)
        asked = [node.asked.count("eth_getProof") for node in nodes]
        assert asked[0] <= 3  # the preflight, one false answer, and hardly more
        assert asked[1] >= 20
        broken = False
        first = client._upstreams[0].score
        first.rest_until_s = 0.0
        first.asked_at_s -= 2 * EXPLORE_EVERY_S
        nodes[1].spoil = lambda _batch: never([])  # the other one hangs
        words = await asyncio.wait_for(client.proofs.storage(HOME_ADDRESS, [25], head), 1.0)
        assert words == (25_003,)
        assert first.recent > -0.5


async def test_hanging_node_is_not_waited_for_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.chain_pool.HEDGE_AFTER_S", 0.05)
    nodes = Node(), Node()
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in nodes]
        client = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, poll_s=0.0)
        )
        head = await client.view().next_head()
        client._upstreams[0].score.recent = 1.0
        nodes[0].spoil = lambda _batch: never([])
        before = asyncio.all_tasks()
        words = await asyncio.wait_for(client.proofs.storage(HOME_ADDRESS, [25], head), 2.0)
        assert words == (25_003,)
        assert not {one for one in asyncio.all_tasks() - before if "chain_pool" in repr(one)}


async def test_dead_node_is_left_in_peace_while_another_serves() -> None:
    dead, alive = Node(spoil=lambda _batch: web.Response(status=500)), Node(height=9)
    asked = 0

    def count(batch: list[dict[str, Any]]) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(status=500)

    dead.spoil = count
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in (dead, alive)]
        client = await stack.enter_async_context(
            ChainClient(PATIENT, urls, wall_ms=wall_ms, poll_s=0.001)
        )
        view = client.view()
        await view.next_head()
        for height in (10, 11, 12):
            waiting = asyncio.create_task(view.next_head())
            await asyncio.sleep(0.05)
            alive.height = height
            await asyncio.wait_for(waiting, 5)
        assert asked <= 6
        assert client.health()[0].failures > 0
        alive.spoil = count  # now nobody serves: the resting one is asked at once again
        seen = asked
        with pytest.raises(ChainError):
            await client._heads.newer_than(LENGTH)
        assert asked > seen


PATIENT = msgspec.structs.replace(NETWORK, max_age_s=3600)


async def test_unfit_nodes_are_named_and_no_false_answer_is_counted() -> None:
    def other_id(method: str, _params: list[Any], result: Any) -> Any:
        return "0x1" if method == "eth_chainId" else result

    def unproven(code: int) -> Any:
        def change(method: str, _params: list[Any], result: Any) -> Any:
            if method == "eth_getProof":
                raise NodeError(code, "World state unavailable")
            return result

        return change

    cases = {
        Unfit.OTHER_CHAIN: Node(change=other_id),
        Unfit.OTHER_GENESIS: Node(blocks=[BLOCKS[0].with_field(9, b"\1"), *BLOCKS[1:]]),
        Unfit.NO_PROOFS: Node(change=unproven(-32601)),
        Unfit.PRUNED: Node(change=unproven(-32000)),
        Unfit.BEHIND: Node(height=3),
    }
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(node.running()) for node in cases.values()]
        urls.append(await stack.enter_async_context(Node().running()))
        client = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, poll_s=0.0)
        )
        waiting = asyncio.create_task(client._heads.newer_than(LENGTH))
        expected = [*cases, None]
        for _ in range(500):
            if [one.unfit for one in client.health()] == expected:
                break
            await asyncio.sleep(0.01)
        waiting.cancel()
        assert [one.unfit for one in client.health()] == expected
        assert not client.rejected
        for one in client.health()[:-1]:
            assert one.trouble.isprintable()
            assert len(one.trouble) > 10


async def test_status_says_how_far_the_chain_is_followed() -> None:
    now = [wall_ms()]
    fork = [*BLOCKS[:LENGTH], BLOCKS[LENGTH].with_field(3, b"\1" * 32).sealed_by(FOUR)]
    node = Node(spoil=never)
    async with (
        node.running() as url,
        ChainClient(NETWORK, [url], wall_ms=lambda: now[0], poll_s=0.0) as client,
    ):
        began = now[0]
        assert client.status().stage is ChainStage.UNSYNCED
        now[0] = UnixMs(now[0] + 500)
        node.spoil, node.height = None, 3
        with pytest.raises(ChainError):
            await client.view().next_head()
        assert client.status().stage is ChainStage.STALE
        node.height = LENGTH
        await client.view().next_head()
        live = client.status()
        assert (live.stage, live.since_ms) == (ChainStage.LIVE, began + 500)
        assert str(LENGTH) in live.sentence
        now[0] = UnixMs(now[0] + 3_600_000)
        stale = client.status()
        ended_ms = (BLOCKS[LENGTH].time_s + NETWORK.max_age_s) * 1000
        assert (stale.stage, stale.since_ms) == (ChainStage.STALE, ended_ms)
        assert "old" in stale.sentence
        now[0] = began
        node.blocks = fork
        await client._heads._poll(LENGTH)
        assert client.status().stage is ChainStage.HALTED
        assert "contradict" in client.status().sentence


async def test_catching_up_is_a_stage_of_its_own() -> None:
    seen: list[str] = []

    def change(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getBlockByNumber" and params[0] == hex(LENGTH):
            seen.append(client.status().sentence)
            assert client.status().stage is ChainStage.SYNCING
        return result

    async with (
        Node(change=change).running() as url,
        ChainClient(NETWORK, [url], wall_ms=wall_ms) as client,
    ):
        await client.view().next_head()
        assert client.status().stage is ChainStage.LIVE
    assert seen == ["Catching up from block 0 to 12."]


async def test_bytes_that_drip_end_at_the_total_deadline() -> None:
    async def drip(_batch: list[dict[str, Any]]) -> web.StreamResponse:
        raise AssertionError

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1_000):
            await response.write(b" ")
            await asyncio.sleep(0.01)
        return response

    node = Node(spoil=drip)
    node.handle = handle  # type: ignore[method-assign]
    async with node.running() as url:
        upstream = Upstream(url, answer_within_s=0.2)
        loop = asyncio.get_running_loop()
        began = loop.time()
        with pytest.raises(UpstreamError, match="in time"):
            await upstream.ask(Question("eth_blockNumber"))
        assert loop.time() - began < 1.0
        await upstream.close()


def packed(batch: list[dict[str, Any]]) -> bytes:
    return gzip.compress(json.dumps(batch).encode())


async def answers_to(body: bytes | None, encoding: str) -> Any:
    headers = {"Content-Encoding": encoding}
    node = Node(
        spoil=lambda batch: web.Response(
            body=packed(batch) if body is None else body, headers=headers
        )
    )
    async with node.running() as url:
        upstream = Upstream(url, max_answer_bytes=10_000)
        try:
            return await upstream.ask(Question("eth_blockNumber"))
        finally:
            await upstream.close()


async def test_gzip_is_read() -> None:
    assert await answers_to(None, "gzip") == [b'"0xc"']


@pytest.mark.parametrize(
    ("body", "encoding", "words"),
    [
        (gzip.compress(b"[" + b" " * 20_000 + b"]", mtime=0), "gzip", "more than 10000"),
        (gzip.compress(b"[]", mtime=0)[:-6], "gzip", "torn"),
        (gzip.compress(b"[]", mtime=0) + b"more", "gzip", "torn"),
        (b"no gzip at all", "gzip", "not reached"),
        (b"[]", "br", "packed with 'br'"),
        (b"[]", "zstd", "packed with 'zstd'"),
    ],
)
async def test_what_unpacks_badly_is_refused(body: bytes, encoding: str, words: str) -> None:
    with pytest.raises(UpstreamError, match=words):
        await answers_to(body, encoding)


async def test_never_more_than_the_bound_is_unpacked() -> None:
    import tracemalloc

    bomb = gzip.compress(b"[" + b" " * 30_000_000 + b"]", 9)
    tracemalloc.start()
    with pytest.raises(UpstreamError, match="more than"):
        await answers_to(bomb, "gzip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


async def test_batch_refused_as_a_whole_is_said_in_the_nodes_words() -> None:
    node = Node(
        spoil=lambda _batch: json_of(
            {"jsonrpc": "2.0", "id": None, "error": {"code": -32005, "message": "batch too large"}}
        )
    )
    async with node.running() as url, ChainClient(NETWORK, [url], wall_ms=wall_ms) as client:
        with pytest.raises(ChainError, match=r"refused the batch .-32005: batch too large"):
            await client.view().next_head()
