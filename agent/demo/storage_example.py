"""The thesis's worked example of a storage market, on a real chain, every number proven.

A development chain runs in this process; the people and units of the example sign transactions of
their own; what came of each step is read by proof, as an agent reads it, and put beside what the
thesis says. The steps are data: config/demo/storage-example.json.
"""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec

from agent.contracts.artifact import load_storage_artifact
from agent.dso.enrol import contract_address
from agent.ledger import storage_contract as sc
from agent.ledger import transaction as eip1559
from agent.ledger.verify import VerifiedHead
from agent.networks import load_network
from agent.ports import Chain, ChainError
from agent.storage.amounts import ATTO
from agent.units import Address, UnixMs
from drivers.clocks import SystemClock
from drivers.keystore import KeySigner

SEED = 1
"""Of the development chain; its accounts have ether."""
DEPLOY_GAS = 12_000_000
TIP_WEI, CAP_WEI = 1_000_000, 100_000_000_000
BLOCKS_AT_MOST = 20
"""A transaction that is in none of so many blocks is lost."""


class Step(msgspec.Struct, frozen=True):
    """One call and what the thesis says comes of it."""

    section: str
    text: str
    caller: str
    call: str
    arguments: tuple[str | int, ...]
    expected: Mapping[str, Any]


class Example(msgspec.Struct, frozen=True):
    """The whole example; `deployer` is the first voter."""

    title: str
    units: str
    deployer: str
    addresses: Mapping[str, str]
    """Where the example is run on a bare EVM; on a chain everybody has a key, so another address."""
    steps: tuple[Step, ...]


class Compared(msgspec.Struct, frozen=True):
    """One number of a step."""

    what: str
    expected: str
    actual: str

    @property
    def right(self) -> bool:
        return self.expected == self.actual


class Done(msgspec.Struct, frozen=True):
    """One step as it went."""

    step: Step
    block: int
    outcome: Literal["accepted", "refused", "reverted"]
    reason: str
    compared: tuple[Compared, ...]

    @property
    def right(self) -> bool:
        return self.outcome == "accepted" and all(one.right for one in self.compared)


class ExampleFailedError(Exception):
    """The chain did not do what it was asked; the sentence says what."""


def load_example() -> Example:
    """Return the packaged example."""
    text = resources.files("config").joinpath("demo", "storage-example.json").read_bytes()
    return msgspec.json.decode(text, type=Example)


async def run_example(example: Example, show: Callable[[Done], None]) -> tuple[Done, ...]:
    """Run every step; ExampleFailedError, ChainError. `show` gets each as it is proven."""
    from drivers.simulated.devchain.server import running_devchain

    clock = SystemClock(assume_trusted=True)
    with tempfile.TemporaryDirectory(prefix="gridhearth-") as directory:
        file = Path(directory) / "network.toml"
        async with running_devchain(seed=SEED, network_file=file) as node:
            return await on_chain(example, node.url, file, clock.wall_ms, show)


async def on_chain(
    example: Example,
    url: str,
    network_file: Path,
    wall_ms: Callable[[], UnixMs],
    show: Callable[[Done], None],
) -> tuple[Done, ...]:
    """Run every step on a development chain of seed 1 that is there; as `run_example`."""
    from drivers.chain_rpc import ChainClient
    from drivers.simulated.devchain.genesis import account_key

    keys = {
        name: KeySigner(account_key(SEED, number).secret)
        for number, name in enumerate(example.addresses)
    }
    network = load_network(network_file)
    async with ChainClient(network, (url,), wall_ms=wall_ms) as client:
        market = Market(client.view(), network.chain_id, keys)
        await market.deploy(example.deployer)
        done = []
        for step in example.steps:
            done.append(await market.do(step))
            show(done[-1])
        return tuple(done)


class Market:
    """The storage contract on a chain, and everybody's key."""

    def __init__(self, chain: Chain, chain_id: int, keys: Mapping[str, KeySigner]) -> None:
        self._chain = chain
        self._chain_id = chain_id
        self._keys = keys
        self._names = {key.address: name for name, key in keys.items()}
        self.contract = Address("0x" + "00" * 20)
        self._head: VerifiedHead | None = None

    async def deploy(self, by: str) -> None:
        """Create the contract and prove that it is the one this version knows."""
        data = load_storage_artifact().creation
        head = await self._chain.next_head()
        nonce = (await self._chain.account(self._keys[by].address, head)).nonce
        self._head = head = await self._send(by, None, data, DEPLOY_GAS, head)
        self.contract = contract_address(self._keys[by].address, nonce)
        if (await self._chain.account(self.contract, head)).code_hash != sc.CODE_HASH:
            raise ExampleFailedError("the contract was not created")

    async def do(self, step: Step) -> Done:
        """Make one call and compare what the chain then holds with what the thesis says."""
        caller = self._keys[step.caller].address
        head = self._head or await self._chain.next_head()
        before = await self._calls(caller, head)
        call = next(one for one in sc.Call if one.partition("(")[0] == step.call)
        data = _encode(call, [self._argument(one) for one in step.arguments])
        self._head = head = await self._send(
            step.caller, self.contract, data, sc.gas_limit(call), head
        )
        after = await self._calls(caller, head)
        outcome: Literal["accepted", "refused", "reverted"] = "accepted"
        reason = ""
        if after.count == before.count:
            outcome, reason = "reverted", "the transaction had no effect"
        elif after.refusals[0]:
            outcome, reason = "refused", sc.sentence(after.refusals[0])
        actual = await self._actual(step.expected, head)
        return Done(step, head.number, outcome, reason, tuple(_compared(step.expected, actual)))

    async def _send(
        self, by: str, to: Address | None, data: bytes, gas: int, head: VerifiedHead
    ) -> VerifiedHead:
        """Send one transaction; return the head at which its nonce is proven to be used."""
        key = self._keys[by]
        nonce = (await self._chain.account(key.address, head)).nonce
        fees = eip1559.first_fees(head.base_fee_wei, TIP_WEI, CAP_WEI)
        if fees is None:
            raise ExampleFailedError("the chain's base fee is above the cap")
        made = eip1559.Transaction(self._chain_id, nonce, fees, gas, to, 0, data)
        raw = eip1559.serialise(made, key.sign_digest(eip1559.signing_digest(made)))
        await self._chain.broadcast(raw)
        for _ in range(BLOCKS_AT_MOST):
            head = await self._chain.next_head()
            if (await self._chain.account(key.address, head)).nonce > nonce:
                return head
        raise ExampleFailedError(f"a transaction of {by} is in no block")

    def _argument(self, given: str | int) -> int | str:
        if isinstance(given, int):
            return given
        if given.isdigit():
            return int(given)
        return self._keys[given].address if given in self._keys else given

    async def _calls(self, caller: Address, head: VerifiedHead) -> sc.Calls:
        (word,) = await self._words([sc.calls_slot(caller)], head)
        return sc.Calls.unpack(word)

    async def _words(self, slots: list[int], head: VerifiedHead) -> tuple[int, ...]:
        return await self._chain.storage(self.contract, slots, head)

    async def _actual(self, wanted: Mapping[str, Any], head: VerifiedHead) -> dict[str, Any]:
        """What is proven of everything an expectation names."""
        actual: dict[str, Any] = {}
        if {"energy_wh", "ent", "cost", "missing"} & wanted.keys():
            totals = sc.Totals.unpack((await self._words([sc.totals_slot()], head))[0])
            actual |= {
                "energy_wh": totals.energy_wh,
                "ent": str(totals.ent),
                "cost": str(totals.cost),
                "missing": str(totals.ent - totals.energy_wh * (ATTO // 1_000)),
            }
        if {"voters", "banker"} & wanted.keys():
            office = sc.Office.unpack((await self._words([sc.office_slot()], head))[0])
            actual |= {"voters": office.voter_count, "banker": self._name(office.banker)}
        if "euro" in wanted:
            actual["euro"] = str((await self._words([sc.euro_total_slot()], head))[0])
        for kind, slot in (("ent_of", sc.ent_slot), ("euro_of", sc.euro_slot)):
            if kind in wanted:
                actual[kind] = await self._balances(list(wanted[kind]), slot, head)
        if "units" in wanted:
            actual["units"] = await self._units(list(wanted["units"]), head)
        if "sessions" in wanted:
            actual["sessions"] = await self._sessions(head)
        if "orders" in wanted:
            actual["orders"] = await self._orders(head)
        return actual

    def _name(self, address: str) -> str | None:
        return self._names.get(Address(address))

    async def _balances(
        self, names: list[str], slot: Callable[[Address], int], head: VerifiedHead
    ) -> dict[str, dict[str, str]]:
        words = await self._words([slot(self._keys[name].address) for name in names], head)
        held = {name: sc.Balance.unpack(word) for name, word in zip(names, words, strict=True)}
        return {
            name: {"available": str(one.available), "locked": str(one.locked)}
            for name, one in held.items()
        }

    async def _units(self, names: list[str], head: VerifiedHead) -> dict[str, dict[str, int]]:
        words = await self._words([sc.unit_slot(self._keys[name].address) for name in names], head)
        units = {name: sc.Unit.unpack(word) for name, word in zip(names, words, strict=True)}
        return {
            name: {"energy_wh": one.energy_wh, "available_wh": one.energy_wh - one.reserved_wh}
            for name, one in units.items()
        }

    async def _sessions(self, head: VerifiedHead) -> list[dict[str, Any]]:
        pairs = [
            (unit, person)
            for unit in self._keys
            if unit.startswith("U")
            for person in self._keys
            if not person.startswith("U")
        ]
        slots = [
            sc.session_slot(self._keys[unit].address, self._keys[person].address)
            for unit, person in pairs
        ]
        found = []
        for (unit, person), word in zip(pairs, await self._words(slots, head), strict=True):
            if word:
                one = sc.Session.unpack(word)
                found.append(
                    {
                        "unit": unit,
                        "consumer": person,
                        "energy_wh": one.energy_wh,
                        "locked": str(one.locked),
                    }
                )
        return found

    async def _orders(self, head: VerifiedHead) -> list[dict[str, Any]]:
        book = sc.Book.unpack((await self._words([sc.book_slot()], head))[0])
        places = [
            (side, place)
            for side, size in ((sc.Side.SELL, book.sells), (sc.Side.BUY, book.buys))
            for place in range(1, size + 1)
        ]
        entries = await self._words([sc.heap_slot(side, place) for side, place in places], head)
        found = []
        for (side, _), entry in zip(places, entries, strict=True):
            number = sc.HeapEntry.unpack(entry).number
            words = await self._words([sc.order_slot(number), sc.order_terms_slot(number)], head)
            terms = sc.OrderTerms.unpack(words[1])
            found.append(
                {
                    "user": self._name(sc.Order.unpack(words[0]).user),
                    "is_buy": bool(side),
                    "price": str(terms.price),
                    "quantity": str(terms.quantity),
                }
            )
        return found


def _encode(call: sc.Call, arguments: list[int | str]) -> bytes:
    """Call data (Solidity ABI): numbers, truth values and addresses are words; text is not needed."""
    words = [one if isinstance(one, int) else int(one, 16) for one in arguments]
    return sc.selector(call) + b"".join(word.to_bytes(32, "big") for word in words)


def _compared(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> list[Compared]:
    """One line per number: nested names are joined, lists are compared as a whole."""
    lines: list[Compared] = []
    for name, wanted in expected.items():
        found = actual.get(name)
        if isinstance(wanted, Mapping):
            inner = found if isinstance(found, Mapping) else {}
            lines += [
                Compared(f"{name} {one.what}", one.expected, one.actual)
                for one in _compared(wanted, inner)
            ]
        elif isinstance(wanted, list):
            lines += _compared_lists(name, wanted, found if isinstance(found, list) else [])
        else:
            lines.append(Compared(name, str(wanted), str(found)))
    return lines


def _compared_lists(name: str, wanted: list[Any], found: list[Any]) -> list[Compared]:
    lines = [Compared(f"{name}: how many", str(len(wanted)), str(len(found)))]
    for place, one in enumerate(wanted):
        other = found[place] if place < len(found) else {}
        lines += [
            Compared(f"{name} {place + 1} {line.what}", line.expected, line.actual)
            for line in _compared(one, other)
        ]
    return lines


def run(*, as_json: bool) -> int:
    """Run the example and show it; 0 when every number is the thesis's, 1 otherwise."""
    from agent.demo.storage_example_view import ExampleView

    example = load_example()
    view = ExampleView(example, as_json=as_json)
    try:
        done = asyncio.run(run_example(example, view.show))
    except (ChainError, ExampleFailedError) as failed:
        view.say(f"The example could not go on: {failed}")
        return 1
    return view.end(done)
