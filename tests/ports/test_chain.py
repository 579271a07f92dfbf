"""What every `Chain` promises, on the fake, on a tiny chain's node and on the development chain."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest

from agent.ledger.network import read_network
from agent.ledger.transaction import Fees, Transaction, serialise, signing_digest
from agent.ledger.verify import ABSENT_ACCOUNT, VerifiedAccount
from agent.ports import Chain, ChainError
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient
from drivers.keystore import KeySigner
from drivers.simulated.chain_memory import FakeChain
from tests.ports.lying_node import (
    HOME_ADDRESS,
    LENGTH,
    NETWORK,
    NOBODY_ADDRESS,
    Node,
    never,
    wall_ms,
    world_at,
)

OWNER = KeySigner(b"\7" * 32)


@dataclass
class Bench:
    """A chain with one account HOME that holds word 0 of its storage in slot `slot`."""

    view: Callable[[], Chain]
    home: Address
    slot: int
    advance: Callable[[], Awaitable[None]]
    transactions: list[bytes] = field(default_factory=list)
    known_word: int = 0


@asynccontextmanager
async def on_fake() -> AsyncIterator[Bench]:
    chain = FakeChain()
    chain.accounts[HOME_ADDRESS] = VerifiedAccount(3, 5, bytes(32), bytes(32))
    chain.words[HOME_ADDRESS, 3] = 77

    async def advance() -> None:
        await chain.advance(chain.head.time_s + 5)

    await advance()
    yield Bench(chain.view, HOME_ADDRESS, 3, advance, [b"\2\1", b"\2\2"], 77)


@asynccontextmanager
async def on_tiny_node() -> AsyncIterator[Bench]:
    node = Node(height=9)

    async def advance() -> None:
        node.height += 1

    network = NETWORK
    async with (
        node.running() as url,
        ChainClient(network, [url], wall_ms=wall_ms, poll_s=0.002) as client,
    ):
        yield Bench(client.view, HOME_ADDRESS, 3, advance, [b"\2\1", b"\2\2"], 3_003)


@asynccontextmanager
async def on_development_chain() -> AsyncIterator[Bench]:
    devchain = pytest.importorskip("drivers.simulated.devchain.server")
    genesis_module = pytest.importorskip("drivers.simulated.devchain.genesis")
    start_s = 1_700_000_000
    contract = Address("0x" + "cc" * 20)
    genesis = genesis_module.Genesis(
        timestamp_s=start_s,
        alloc_wei={bytes.fromhex(OWNER.address[2:]): 10**20},
        contracts={
            bytes.fromhex(contract[2:]): genesis_module.PredeployedContract(
                code=b"\0", storage={3: 78}
            )
        },
        chain_id=1337,
    )
    now_s = start_s
    async with devchain.running_devchain(genesis, period_s=None) as node:

        async def advance() -> None:
            nonlocal now_s
            now_s += 1
            node.chain.seal_block(now_s)

        settings = {**node.network.settings(), "period_s": 1}
        await advance()
        signed = []
        for nonce in range(2):
            one = Transaction(1337, nonce, Fees(10**9, 1), 30_000, HOME_ADDRESS, value_wei=5)
            signed.append(serialise(one, OWNER.sign_digest(signing_digest(one))))
        async with ChainClient(
            read_network(settings),
            [node.url],
            wall_ms=lambda: UnixMs(now_s * 1000),
            poll_s=0.002,
        ) as client:
            yield Bench(client.view, contract, 3, advance, signed, 78)


@pytest.fixture(params=[on_fake, on_tiny_node, on_development_chain])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with request.param() as made:
        yield made


async def test_each_head_once_and_ever_higher(bench: Bench) -> None:
    view = bench.view()
    numbers = [(await view.next_head()).number]
    for _ in range(3):
        await bench.advance()
        numbers.append((await view.next_head()).number)
    assert numbers == sorted(set(numbers))


async def test_head_is_waited_for(bench: Bench) -> None:
    view = bench.view()
    first = await view.next_head()
    waiting = asyncio.create_task(view.next_head())
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    await bench.advance()
    assert (await asyncio.wait_for(waiting, 5)).number == first.number + 1


async def test_every_consumer_sees_every_new_head(bench: Bench) -> None:
    views = [bench.view() for _ in range(20)]
    firsts = await asyncio.gather(*(view.next_head() for view in views))
    assert len({head.hash for head in firsts}) == 1
    waiting = [asyncio.create_task(view.next_head()) for view in views]
    await asyncio.sleep(0)
    await bench.advance()
    heads = await asyncio.wait_for(asyncio.gather(*waiting), 5)
    assert {head.number for head in heads} == {firsts[0].number + 1}


async def test_cancelled_consumer_leaves_the_others_going(bench: Bench) -> None:
    views = [bench.view() for _ in range(4)]
    await asyncio.gather(*(view.next_head() for view in views))
    before = asyncio.all_tasks()
    waiting = [asyncio.create_task(view.next_head()) for view in views]
    for leaving in waiting[:3]:
        await asyncio.sleep(0.003)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
    await bench.advance()
    await asyncio.wait_for(waiting[3], 5)
    left = {task for task in asyncio.all_tasks() - before if not task.done()}
    own = {task for task in left if "chain_" in repr(task.get_coro())}
    assert not own


async def test_words_in_the_order_asked_for_and_zero_when_absent(bench: Bench) -> None:
    view = bench.view()
    head = await view.next_head()
    slots = [2**200, bench.slot, 2**255, bench.slot]
    words = await view.storage(bench.home, slots, head)
    assert words == (0, bench.known_word, 0, bench.known_word)
    assert await view.storage(NOBODY_ADDRESS, [0, 1], head) == (0, 0)
    assert await view.storage(bench.home, [], head) == ()


async def test_absent_account_is_all_zeros(bench: Bench) -> None:
    view = bench.view()
    head = await view.next_head()
    assert await view.account(NOBODY_ADDRESS, head) == ABSENT_ACCOUNT
    assert await view.account(bench.home, head) != ABSENT_ACCOUNT


async def test_same_bytes_twice_are_no_error(bench: Bench) -> None:
    view = bench.view()
    await view.next_head()
    for raw in (bench.transactions[0], bench.transactions[0], bench.transactions[1]):
        await view.broadcast(raw)


# What only the real driver has.


async def test_transaction_takes_effect_on_the_development_chain() -> None:
    async with on_development_chain() as bench:
        view = bench.view()
        head = await view.next_head()
        assert (await view.account(OWNER.address, head)).nonce == 0
        for raw in bench.transactions:
            await view.broadcast(raw)
        await bench.advance()
        head = await view.next_head()
        assert (await view.account(OWNER.address, head)).nonce == 2
        assert (await view.account(HOME_ADDRESS, head)).balance_wei == 10
        await view.broadcast(bench.transactions[0])  # mined already: known, hence no error


async def test_many_agents_share_one_question() -> None:
    node = Node()
    async with node.running() as url, ChainClient(NETWORK, [url], wall_ms=wall_ms) as client:
        views = [client.view() for _ in range(55)]
        heads = await asyncio.gather(*(view.next_head() for view in views))
        polls = node.asked.count("eth_blockNumber")
        answers = await asyncio.gather(
            *(
                view.storage(HOME_ADDRESS, [number % 30, 5], head)
                for number, (view, head) in enumerate(zip(views, heads, strict=True))
            )
        )
        world = world_at(LENGTH).storage[bytes.fromhex(HOME_ADDRESS[2:])]
        assert answers == [(world[number % 30], world[5]) for number in range(55)]
        await asyncio.gather(
            *(v.account(HOME_ADDRESS, h) for v, h in zip(views, heads, strict=True))
        )
    assert polls <= 3
    assert node.asked.count("eth_getProof") <= 4  # one of them the preflight's


async def test_long_lists_of_slots_are_asked_for_in_lots() -> None:
    node = Node()
    async with node.running() as url, ChainClient(NETWORK, [url], wall_ms=wall_ms) as client:
        view = client.view()
        head = await view.next_head()
        words = await view.storage(HOME_ADDRESS, range(450), head)
        assert words == tuple(slot * 1_000 + 3 if slot < 30 else 0 for slot in range(450))
    assert node.asked.count("eth_getProof") == 1 + 3


async def test_catching_up_takes_one_header_whatever_the_distance() -> None:
    node = Node()
    async with node.running() as url, ChainClient(NETWORK, [url], wall_ms=wall_ms) as client:
        assert (await client.view().next_head()).number == LENGTH
    assert node.asked.count("eth_getBlockByNumber") <= 4


async def test_slow_node_does_not_delay_the_head() -> None:
    async with AsyncExitStack() as stack:
        nodes = Node(spoil=never), Node(height=LENGTH - 1)
        urls = [await stack.enter_async_context(node.running()) for node in nodes]
        client = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, poll_s=0.002)
        )
        view = client.view()
        await asyncio.wait_for(view.next_head(), 5)
        nodes[1].height = LENGTH
        assert (await asyncio.wait_for(view.next_head(), 5)).number == LENGTH


async def test_transaction_nobody_takes_names_the_reasons() -> None:
    node = Node()
    async with node.running() as url, ChainClient(NETWORK, [url], wall_ms=wall_ms) as client:
        with pytest.raises(ChainError, match="type not supported"):
            await client.view().broadcast(b"\xf8\1")


async def test_transaction_reaches_every_node() -> None:
    async with AsyncExitStack() as stack:
        nodes = Node(), Node(), Node(spoil=lambda _batch: never([]))
        urls = [await stack.enter_async_context(node.running()) for node in nodes]
        client = await stack.enter_async_context(
            ChainClient(NETWORK, urls, wall_ms=wall_ms, answer_within_s=0.2)
        )
        await client.view().broadcast(b"\2\1")
        assert [node.sent for node in nodes] == [[b"\2\1"]] * 3


@pytest.mark.parametrize("urls", [[], ["ftp://127.0.0.1"], ["127.0.0.1:8545"]])
def test_bad_addresses_refused_at_once(urls: list[str]) -> None:
    with pytest.raises(ValueError, match=r"node|address"):
        ChainClient(NETWORK, urls, wall_ms=wall_ms)
