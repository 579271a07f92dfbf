"""Transactions: kept before they leave, one nonce each, sent again until the chain has them."""

import pytest

from agent.dso.chain_reader import MarketReader
from agent.dso.enrol import contract_address, credit, enrolments
from agent.dso.errand import enrolled, run_errand
from agent.dso.sending import MOST_IN_FLIGHT, FeeRules, Request, Sender
from agent.dso.settings import MemberPlan
from agent.ledger import transaction
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import ChainError, ChainHalted
from agent.units import Address
from tests.dso.world import CHAIN_ID, HOMES, OPERATOR, DirectChain, MemoryStore, World

CONTRACT = Address("0x" + "c0" * 20)


def head(number: int = 1, base_fee_wei: int = 100) -> VerifiedHead:
    return VerifiedHead(number, bytes(32), bytes(32), 0, base_fee_wei, 30_000_000, ())


class PaperChain:
    """Remembers what was broadcast; the proven nonce is set by hand."""

    def __init__(self) -> None:
        self.nonce = 0
        self.sent: list[bytes] = []
        self.away = False

    async def next_head(self) -> VerifiedHead:
        raise NotImplementedError

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        return VerifiedAccount(self.nonce, 0, bytes(32), bytes(32))

    async def storage(self, address: Address, slots: object, head: VerifiedHead) -> tuple[int, ...]:
        raise NotImplementedError

    async def broadcast(self, raw_transaction: bytes) -> None:
        if self.away:
            raise ChainError("no node took it")
        self.sent.append(raw_transaction)

    def nonces(self) -> list[int]:
        return [transaction.decode(raw).transaction.nonce for raw in self.sent]


def sender(chain: PaperChain, store: MemoryStore, cap_wei: int = 10_000) -> Sender:
    return Sender(chain, OPERATOR, store, CHAIN_ID, FeeRules(1, cap_wei))


def wanted(name: str) -> Request:
    return Request(CONTRACT, name.encode(), 100_000, (name,))


async def test_each_transaction_has_its_own_nonce_also_after_a_restart() -> None:
    chain, store = PaperChain(), MemoryStore()
    chain.nonce = 7
    first = sender(chain, store)
    await first.confirm(head())
    assert [await first.send(wanted("a"), head()), await first.send(wanted("b"), head())] == [7, 8]
    second = sender(chain, store)
    await second.confirm(head(2))
    assert second.under_way == {"a", "b"}
    assert await second.send(wanted("c"), head(2)) == 9
    assert second.free == MOST_IN_FLIGHT - 3


async def test_what_no_node_took_is_kept_and_sent_again_byte_for_byte() -> None:
    chain, store = PaperChain(), MemoryStore()
    chain.away = True
    first = sender(chain, store)
    await first.confirm(head())
    await first.send(wanted("a"), head())
    assert first.trouble == "no node took it"
    chain.away = False
    second = sender(chain, store)
    await second.confirm(head(2))
    await second.repeat(head(2))
    assert chain.sent == [store.pending[0].raw]
    await second.repeat(head(3))
    assert len(chain.sent) == 1
    await second.repeat(head(5))
    assert chain.sent == [store.pending[0].raw] * 2


async def test_only_the_proven_nonce_confirms() -> None:
    chain, store = PaperChain(), MemoryStore()
    one = sender(chain, store)
    await one.confirm(head())
    await one.send(wanted("a"), head())
    assert await one.confirm(head(2)) == frozenset()
    chain.nonce = 1
    assert await one.confirm(head(3)) == {"a"}
    assert (store.pending, one.under_way) == ({}, frozenset())


async def test_a_nonce_somebody_else_used_is_passed_over() -> None:
    chain, store = PaperChain(), MemoryStore()
    one = sender(chain, store)
    await one.confirm(head())
    await one.send(wanted("a"), head())
    chain.nonce = 5
    await one.confirm(head(2))
    assert await one.send(wanted("b"), head(2)) == 5


async def test_a_base_fee_that_rose_is_met_once_and_never_beyond_the_cap() -> None:
    chain, store = PaperChain(), MemoryStore()
    one = sender(chain, store, cap_wei=1_000)
    await one.confirm(head())
    await one.send(wanted("a"), head())
    await one.repeat(head(10, base_fee_wei=400))
    fees = [transaction.decode(raw).transaction.fees.max_fee_wei for raw in chain.sent]
    assert fees == [201, 802]
    assert chain.nonces() == [0, 0]
    await one.repeat(head(20, base_fee_wei=5_000))
    assert chain.sent[-1] == chain.sent[-2]


async def test_a_base_fee_above_the_cap_sends_nothing() -> None:
    chain, store = PaperChain(), MemoryStore()
    one = sender(chain, store, cap_wei=50)
    await one.confirm(head())
    assert await one.send(wanted("a"), head()) is None
    assert (chain.sent, store.pending) == ([], {})
    assert "above the cap" in one.trouble


def test_the_address_of_a_new_contract() -> None:
    """The first contract of the widely published test account of Hardhat and Foundry."""
    creator = Address("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266")
    assert contract_address(creator, 0) == "0x5fbdb2315678afecb367f032d93f642f64180aa3"


class Sealing(DirectChain):
    """A chain on which every look at the next head is one block later."""

    async def next_head(self) -> VerifiedHead:
        return self._world.block(self._world.head().time_s + 1)


def plans(world: World) -> list[MemberPlan]:
    return [
        MemberPlan(
            address=home.address,
            report_key="0x" + f"{number + 1:040x}",
            meter="0x" + f"{number + 1:064x}",
            vertex=number,
            limit_wh=5_000,
            allowance_micro=1,
        )
        for number, home in enumerate(HOMES)
    ]


async def test_enrolment_does_what_is_missing_and_then_nothing() -> None:
    world = World()
    chain = Sealing(world)
    reader = MarketReader(chain, world.contract)
    members = [home.address for home in HOMES]
    wishes = plans(world)
    first = enrolments(world.contract, wishes, await enrolled(reader, members, world.head()))
    assert len(first) == 3
    one = Sender(chain, OPERATOR, MemoryStore(), CHAIN_ID, FeeRules(1, 10**11))
    await run_errand(chain, one, first)
    known = await enrolled(reader, members, world.head())
    assert enrolments(world.contract, wishes, known) == ()
    assert known[members[2]].member.limit_wh == 5_000


async def test_a_credit_interrupted_after_sending_is_not_given_twice() -> None:
    world = World()
    chain, store = Sealing(world), MemoryStore()
    before = world.balances()[0]
    request = credit(world.contract, HOMES[0].address, 1_000)
    first = Sender(chain, OPERATOR, store, CHAIN_ID, FeeRules(1, 10**11))
    await first.confirm(world.head())
    await first.send(request, world.head())
    world.block(world.head().time_s + 1)
    again = Sender(chain, OPERATOR, store, CHAIN_ID, FeeRules(1, 10**11))
    await run_errand(chain, again, [request])
    assert world.balances()[0] == before + 1_000


async def test_a_contract_that_is_no_market_is_refused() -> None:
    world = World()
    reader = MarketReader(DirectChain(world), CONTRACT)
    with pytest.raises(ChainHalted, match="not the market contract"):
        await reader.times(world.head(), OPERATOR.address)
    other = MarketReader(DirectChain(world), world.contract)
    with pytest.raises(ChainHalted, match="the operator of"):
        await other.times(world.head(), HOMES[0].address)
