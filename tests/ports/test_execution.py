"""What every `Execution` and every `Receipts` promises, on the fake and on the development chain."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
import pytest
from eth_abi.abi import encode

from agent.ledger import storage_published as published
from agent.ledger.abi import call_of
from agent.ledger.receipts import Log
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import CallReturn, ChainError, Execution, LocalCall, Receipts, SentCall, UsedNonce
from agent.units import Address
from drivers.chain_call import verified_calls
from drivers.chain_receipts import proven_receipts
from drivers.simulated.chain_memory import FakeChain
from tests.ports.stand_in_chain import PRODUCED, addressed, stand_in

NOBODY_HOME = Address("0x" + "77" * 20)


@dataclass
class Bench:
    """A contract whose energy is 0 first, and 10 000 Wh after a report of the unit."""

    execution: Execution
    receipts: Receipts
    contract: Address
    unit: Address
    nonce: int
    head: Callable[[], Awaitable[VerifiedHead]]
    report: Callable[[], Awaitable[bytes]]

    def energy(self) -> LocalCall:
        return LocalCall(self.contract, published.GET_TOTAL_ENERGY)


@asynccontextmanager
async def on_fake() -> AsyncIterator[Bench]:
    chain = FakeChain()
    contract, unit = Address("0x" + "cc" * 20), Address("0x" + "0d" * 20)
    data = call_of(PRODUCED, unit, 10_000)
    energy = LocalCall(contract, published.GET_TOTAL_ENERGY)
    chain.accounts[unit] = VerifiedAccount(4, 1, bytes(32), bytes(32))
    chain.returns[energy] = CallReturn(encode(["uint256"], [0]))
    chain.returns[LocalCall(contract, b"\1\2\3\4")] = CallReturn(b"", "reverted")
    log = Log(contract, (published.INFO,), encode(["string"], ["Energy produced"]))
    chain.used[unit, 4] = UsedNonce(2, b"\1" * 32, contract, data, True, (log,))
    await chain.advance(chain.head.time_s + 1)

    async def head() -> VerifiedHead:
        return chain.head

    async def report() -> bytes:
        chain.returns[energy] = CallReturn(encode(["uint256"], [10_000]))
        chain.accounts[unit] = VerifiedAccount(5, 1, bytes(32), bytes(32))
        chain.calls.append((contract, SentCall(chain.head.number + 1, unit, data)))
        await chain.advance(chain.head.time_s + 1)
        return b"\1" * 32

    view = chain.view()
    yield Bench(view, view, contract, unit, 4, head, report)


@asynccontextmanager
async def on_development_chain() -> AsyncIterator[Bench]:
    async with stand_in() as rig, rig.client() as client:
        unit = addressed(rig.unit)

        async def report() -> bytes:
            return rig.call(rig.unit, PRODUCED, unit, 10_000)

        yield Bench(
            verified_calls(client),
            proven_receipts(client),
            rig.contract,
            unit,
            rig.unit.nonce,
            client.head,
            report,
        )


@pytest.fixture(params=[on_fake, on_development_chain])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with request.param() as made:
        yield made


async def test_results_come_in_the_order_asked_for(bench: Bench) -> None:
    odd = LocalCall(bench.contract, b"\1\2\3\4")
    nobody = LocalCall(NOBODY_HOME, b"")
    asked = [nobody, bench.energy(), odd, bench.energy()]
    found = await bench.execution.call(asked, await bench.head())
    assert [one.output for one in found] == [b"", bytes(32), b"", bytes(32)]
    assert [one.failure for one in found] == ["", "", "reverted", ""]
    assert await bench.execution.call([], await bench.head()) == ()


async def test_a_call_is_answered_by_the_state_of_its_head(bench: Bench) -> None:
    before = await bench.head()
    await bench.report()
    after = await bench.head()
    for head, energy_wh in ((after, 10_000), (before, 0), (after, 10_000)):
        (found,) = await bench.execution.call([bench.energy()], head)
        assert int.from_bytes(found.output, "big") == energy_wh


async def test_a_head_of_another_chain_gives_nothing(bench: Bench) -> None:
    foreign = msgspec.structs.replace(
        await bench.head(), hash=b"\7" * 32, state_root=b"\7" * 32, number=1
    )
    with pytest.raises(ChainError):
        await bench.execution.call([bench.energy()], foreign)


async def test_calls_of_many_at_once_are_all_answered(bench: Bench) -> None:
    head = await bench.head()
    found = await asyncio.gather(*(bench.execution.call([bench.energy()], head) for _ in range(8)))
    assert {one.output for (one,) in found} == {bytes(32)}


async def test_an_outcome_is_known_once_the_nonce_is_used(bench: Bench) -> None:
    early = await bench.head()
    assert await bench.receipts.used_nonce(bench.unit, bench.nonce, (), early) is None
    name = await bench.report()
    for names in ((), (name,), (b"\2" * 32, name)):
        found = await bench.receipts.used_nonce(bench.unit, bench.nonce, names, await bench.head())
        assert found is not None
        assert (found.name, found.to, found.succeeded) == (name, bench.contract, True)
        assert found.data == call_of(PRODUCED, bench.unit, 10_000)
        assert published.information(found.logs, bench.contract) == ("Energy produced",)
    assert await bench.receipts.used_nonce(bench.unit, bench.nonce, (name,), early) is None


async def test_all_that_was_sent_to_a_contract_is_listed(bench: Bench) -> None:
    early = await bench.head()
    await bench.report()
    head = await bench.head()
    expected = SentCall(head.number, bench.unit, call_of(PRODUCED, bench.unit, 10_000))
    first = early.number + 1
    for contract, last, found in (
        (bench.contract, head.number, (expected,)),
        (bench.contract, head.number + 99, (expected,)),
        (bench.contract, early.number, ()),
        (NOBODY_HOME, head.number, ()),
    ):
        assert await bench.receipts.sent_to(contract, first, last, head) == found
    assert await bench.receipts.sent_to(bench.contract, first, head.number, early) == ()
