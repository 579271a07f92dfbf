"""What is on the chain, read from the true node's blocks and storage, not through our agent."""

import asyncio
import itertools
from typing import Any

import aiohttp
import msgspec

from agent.ledger import market_contract as market
from agent.ledger import transaction as eip1559
from agent.ledger.market_calls import selector
from agent.units import Address

AT_ONCE = 50


class Executed(msgspec.Struct, frozen=True):
    """One transaction of a block; `good`: it had an effect."""

    block: int
    block_time_s: int
    sender: Address
    nonce: int
    data: bytes
    good: bool


class OrderFact(msgspec.Struct, frozen=True):
    """One order of a cycle, what it traded and how it was settled."""

    cycle: int
    index: int
    member: Address
    terms: market.OrderTerms
    outcome: market.Outcome
    settlement: market.Settlement
    amount_micro: int


class ChainFacts(msgspec.Struct, frozen=True):
    """The whole chain of one street, at its last block."""

    height: int
    executed: tuple[Executed, ...]
    orders: tuple[OrderFact, ...]
    heads: dict[int, market.Head]
    balances: dict[Address, int]
    held: dict[Address, int]
    registers: dict[tuple[Address, int], market.Registers]
    past_balances: dict[Address, frozenset[int]]
    """Every balance a member ever had, block by block."""


class Node:
    """Asks the node plainly; it is the test's own and believed."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._ids = itertools.count(1)

    async def ask(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        answers: list[Any] = []
        for start in range(0, len(calls), AT_ONCE):
            batch = [
                {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
                for method, params in calls[start : start + AT_ONCE]
            ]
            async with self._session.post(self._url, json=batch) as response:
                found = {one["id"]: one["result"] for one in await response.json()}
            answers += [found[one["id"]] for one in batch]
        return answers

    async def words(self, contract: Address, slots: list[int], block: int) -> list[int]:
        asked = [("eth_getStorageAt", [contract, hex(slot), hex(block)]) for slot in slots]
        return [int(word, 16) for word in await self.ask(asked)]


async def read_chain(
    url: str, contract: Address, cycles: int, members: list[Address], watched: list[Address]
) -> ChainFacts:
    """Read everything at one height; `watched` members' balances at every height."""
    async with aiohttp.ClientSession() as session:
        node = Node(session, url)
        (tip,) = await node.ask([("eth_blockNumber", [])])
        height = int(tip, 16)
        heads = {
            cycle: market.Head.unpack(word)
            for cycle, word in enumerate(
                await node.words(contract, [market.head_slot(c) for c in range(cycles)], height)
            )
        }
        money = [market.account_slot(m) for m in members] + [market.held_slot(m) for m in members]
        words = await node.words(contract, money, height)
        return ChainFacts(
            height=height,
            executed=await _executed(node, height),
            orders=await _orders(node, contract, heads, height),
            heads=heads,
            balances={m: market.signed(w) for m, w in zip(members, words, strict=False)},
            held=dict(zip(members, words[len(members) :], strict=True)),
            registers=await _registers(node, contract, watched, cycles, height),
            past_balances=await _past(node, contract, watched, height),
        )


async def _executed(node: Node, height: int) -> tuple[Executed, ...]:
    blocks = await node.ask(
        [("eth_getBlockByNumber", [hex(n), True]) for n in range(height + 1)],
    )
    plain = [one for block in blocks for one in block["transactions"]]
    receipts = await node.ask([("eth_getTransactionReceipt", [one["hash"]]) for one in plain])
    return tuple(
        Executed(
            block=int(one["blockNumber"], 16),
            block_time_s=int(blocks[int(one["blockNumber"], 16)]["timestamp"], 16),
            sender=Address(one["from"].lower()),
            nonce=int(one["nonce"], 16),
            data=bytes.fromhex(one["input"][2:]),
            good=int(receipt["status"], 16) == 1,
        )
        for one, receipt in zip(plain, receipts, strict=True)
    )


async def _orders(
    node: Node, contract: Address, heads: dict[int, market.Head], height: int
) -> tuple[OrderFact, ...]:
    places = [(c, i) for c, head in heads.items() for i in range(head.order_count)]
    slots = [
        slot(cycle, index)
        for cycle, index in places
        for slot in (
            market.order_owner_slot,
            market.order_terms_slot,
            market.outcome_slot,
            market.settlement_slot,
            market.settled_amount_slot,
        )
    ]
    words = await node.words(contract, slots, height)
    facts = []
    for (cycle, index), start in zip(places, range(0, len(words), 5), strict=True):
        owner, terms, outcome, settlement, amount = words[start : start + 5]
        facts.append(
            OrderFact(
                cycle=cycle,
                index=index,
                member=market.OrderOwner.unpack(owner).member,
                terms=market.OrderTerms.unpack(terms),
                outcome=market.Outcome.unpack(outcome),
                settlement=market.Settlement.unpack(settlement),
                amount_micro=market.signed(amount),
            )
        )
    return tuple(facts)


async def _registers(
    node: Node, contract: Address, members: list[Address], cycles: int, height: int
) -> dict[tuple[Address, int], market.Registers]:
    places = [(member, cycle) for member in members for cycle in range(cycles)]
    words = await node.words(contract, [market.registers_slot(*place) for place in places], height)
    unpacked = {p: market.Registers.unpack(w) for p, w in zip(places, words, strict=True)}
    return {place: found for place, found in unpacked.items() if found.present}


async def _past(
    node: Node, contract: Address, members: list[Address], height: int
) -> dict[Address, frozenset[int]]:
    slots = [hex(market.account_slot(member)) for member in members]
    past: dict[Address, set[int]] = {member: set() for member in members}
    for number in range(height + 1):
        words = await node.ask(
            [("eth_getStorageAt", [contract, slot, hex(number)]) for slot in slots]
        )
        for member, word in zip(members, words, strict=True):
            past[member].add(market.signed(int(word, 16)))
        await asyncio.sleep(0)
    return {member: frozenset(found) for member, found in past.items()}


def ordered_cycle(data: bytes) -> int | None:
    """Return the cycle of an order's call data, None: it is another call."""
    if data[:4] != selector(market.Call.ORDER):
        return None
    return int.from_bytes(data[4:36], "big")


def read_sent(raw: bytes) -> eip1559.Signed:
    """Return a transaction as its home signed it."""
    return eip1559.decode(raw)
