"""A storage market on a bare London EVM, and the same market as a plain program beside it.

Like street.py: py-evm only runs the code, so that every refusal and every unit of gas can be
looked at. `Depot.do` makes each call on both and compares what became of it.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from eth.db.atomic import AtomicDB
from eth.db.backends.memory import MemoryDB
from eth.vm.forks.london.state import LondonState
from eth.vm.message import Message

from agent.contracts.artifact import load_storage_artifact
from agent.hashing import keccak256
from agent.ledger import storage_contract as sc
from agent.storage.reference import StorageMarket
from agent.storage.refusals import Refusal
from agent.units import Address
from tests.contracts.street import BLANK_ROOT, GAS, _context, _transaction, address, intrinsic_gas

NOW_S = 1_800_000_000
FOUNDER = address(0xF0)
NOBODY = address(0)
CONTRACT = Address("0x" + keccak256(b"the storage market")[12:].hex())
_SIGNATURES = {call.partition("(")[0]: str(call) for call in (*sc.Call, *sc.View)}
_EVENTS = {keccak256(b"Error(string)"): "Error", keccak256(b"Info(string)"): "Info"}


def unit_address(number: int) -> Address:
    return address(0xBA77_0000 + number)


def person(number: int) -> Address:
    return address(0x9E00_0000 + number)


def encode(name: str, *arguments: str | int) -> bytes:
    """Return call data; text that is no address is a string (only setParameter has one)."""
    head, tail = b"", b""
    for argument in arguments:
        if isinstance(argument, int):
            head += argument.to_bytes(32, "big")
        elif argument.startswith("0x"):
            head += int(argument, 16).to_bytes(32, "big")
        else:
            head += (32 * len(arguments)).to_bytes(32, "big")
            text = argument.encode()
            tail += len(text).to_bytes(32, "big") + text.ljust(-(-len(text) // 32) * 32, b"\0")
    return sc.selector(_SIGNATURES[name]) + head + tail


@cache
def _deployed() -> tuple[dict[bytes, bytes], bytes, int]:
    """Return (database, state root, gas) of a fresh storage market."""
    store: dict[bytes, bytes] = {}
    state = LondonState(AtomicDB(MemoryDB(store)), _context(NOW_S), BLANK_ROOT)
    data = load_storage_artifact().creation
    to = bytes.fromhex(CONTRACT[2:])
    message = Message(GAS, b"", bytes.fromhex(FOUNDER[2:]), 0, b"", data, create_address=to)
    run = state.computation_class.apply_create_message(state, message, _transaction(FOUNDER))
    run.raise_if_error()
    state.lock_changes()
    state.persist()
    return store, state.state_root, intrinsic_gas(data, create=True) + run.get_gas_used()


@dataclass(frozen=True)
class Done:
    """What became of a call: the contract's event, the gas before refunds."""

    event: str
    text: str
    refusal: Refusal
    gas: int


@dataclass
class Depot:
    """One storage market on the EVM and its model."""

    state: LondonState
    deploy_gas: int
    now_s: int = NOW_S
    model: StorageMarket = field(
        default_factory=lambda: StorageMarket({FOUNDER}, itself=CONTRACT, nobody=NOBODY)
    )

    @classmethod
    def fresh(cls) -> "Depot":
        store, root, gas = _deployed()
        state = LondonState(AtomicDB(MemoryDB(dict(store))), _context(NOW_S), root)
        return cls(state, gas)

    @classmethod
    def of(cls, units: int, owner: Address | None = None) -> "Depot":
        """Return a market with this many units, all of one owner."""
        depot = cls.fresh()
        for number in range(units):
            depot.register(number, owner or person(99))
        return depot

    def later(self, seconds: int) -> "Depot":
        self.now_s += seconds
        return self

    def run(self, sender: Address, data: bytes) -> Any:
        state, to = self.state, bytes.fromhex(CONTRACT[2:])
        state.execution_context = _context(self.now_s)
        state.mark_address_warm(bytes.fromhex(sender[2:]))
        state.mark_address_warm(to)
        message = Message(GAS, to, bytes.fromhex(sender[2:]), 0, data, state.get_code(to))
        return state.computation_class.apply_message(state, message, _transaction(sender))

    def call(self, sender: Address, name: str, *arguments: str | int) -> Done:
        """Make a call on the contract only; what reverts raises."""
        data = encode(name, *arguments)
        run = self.run(sender, data)
        run.raise_if_error()
        self.state.lock_changes()
        ((_, topics, logged),) = run.get_log_entries()
        size = int.from_bytes(logged[32:64], "big")
        calls = self.calls(sender)
        return Done(
            _EVENTS[topics[0].to_bytes(32, "big")],
            logged[64 : 64 + size].decode(),
            Refusal(calls.refusals[0]),
            intrinsic_gas(data) + run.get_gas_used(),
        )

    def do(self, sender: Address, name: str, *arguments: str | int) -> Done:
        """Make a call on both, and let them agree on what became of it."""
        self.model.now_s = self.now_s
        expected = self.model.do(sender, name, *arguments)
        done = self.call(sender, name, *arguments)
        assert done.refusal == expected, (name, arguments, done, expected)
        assert (done.event == "Error") == (expected != Refusal.NONE)
        if expected:
            assert done.text == sc.sentence(expected)
        return done

    def view(self, name: str, *arguments: str | int, sender: Address = FOUNDER) -> tuple[int, ...]:
        """Return the words that a view answers."""
        before = self.state.snapshot()
        run = self.run(sender, encode(name, *arguments))
        self.state.revert(before)
        run.raise_if_error()
        words = run.output
        return tuple(int.from_bytes(words[i : i + 32], "big") for i in range(0, len(words), 32))

    def word(self, slot: int) -> int:
        """Return a storage word as a proof would show it."""
        return self.state.get_storage(bytes.fromhex(CONTRACT[2:]), slot)

    def plant(self, slot: int, word: int) -> None:
        """Write a word past the contract: state that would take too many calls to reach."""
        self.state.set_storage(bytes.fromhex(CONTRACT[2:]), slot, word)

    def root(self) -> bytes:
        """Return the hash of everything there is."""
        self.state.lock_changes()
        return self.state.make_state_root()

    # What is read most.

    def calls(self, caller: Address) -> sc.Calls:
        return sc.Calls.unpack(self.word(sc.calls_slot(caller)))

    def totals(self) -> sc.Totals:
        return sc.Totals.unpack(self.word(sc.totals_slot()))

    def unit(self, number: int) -> sc.Unit:
        return sc.Unit.unpack(self.word(sc.unit_slot(unit_address(number))))

    def ent(self, holder: Address) -> sc.Balance:
        return sc.Balance.unpack(self.word(sc.ent_slot(holder)))

    def euro(self, holder: Address) -> sc.Balance:
        return sc.Balance.unpack(self.word(sc.euro_slot(holder)))

    def session(self, number: int, consumer: Address) -> sc.Session:
        return sc.Session.unpack(self.word(sc.session_slot(unit_address(number), consumer)))

    # What is done most.

    def register(self, number: int, owner: Address) -> Done:
        return self.do(FOUNDER, "registerStorageUnit", unit_address(number), owner)

    def produced(self, number: int, producer: Address, wh: int) -> Done:
        return self.do(unit_address(number), "energyProduced", producer, wh)

    def consumed(self, number: int, consumer: Address, wh: int) -> Done:
        return self.do(unit_address(number), "energyConsumed", consumer, wh)

    def actual(self, number: int, wh: int) -> Done:
        return self.do(unit_address(number), "reportActualEnergy", wh)

    def start(self, consumer: Address, number: int, ent: int) -> Done:
        return self.do(consumer, "startConsumptionSession", unit_address(number), ent)

    def bank(self, banker: Address, *euro: tuple[Address, int]) -> None:
        """Make somebody the banker and mint."""
        self.do(FOUNDER, "changeBanker", banker)
        for holder, amount in euro:
            self.do(banker, "minteEuro", holder, amount)

    # Contract and model hold the same.

    def agree(self, *people: Address) -> None:
        """Compare every word of the contract with the model."""
        model = self.model
        totals = self.totals()
        assert (totals.energy_wh, totals.ent, totals.cost) == (
            model.totals.energy_wh,
            model.totals.ent,
            model.totals.cost,
        )
        assert self.word(sc.euro_total_slot()) == model.euro_total
        self._rules_agree(*people)
        for holder in {*people, *model.ent, *model.euro}:
            self._holder_agrees(Address(holder))
        for name, known in model.units.items():
            unit = sc.Unit.unpack(self.word(sc.unit_slot(Address(name))))
            expected = (known.energy_wh, known.reserved_wh, known.produced_wh, known.consumed_wh)
            assert (
                unit.energy_wh,
                unit.reserved_wh,
                unit.produced_wh,
                unit.consumed_wh,
            ) == expected
            assert unit.active == known.active
        self._book_agrees()
        assert {caller: self.calls(Address(caller)).count for caller in model.calls} == model.calls

    def _rules_agree(self, *people: Address) -> None:
        model, known = self.model, self.model.parameters
        costs = sc.Costs.unpack(self.word(sc.costs_slot()))
        office = sc.Office.unpack(self.word(sc.office_slot()))
        assert (costs.mint_cap, costs.burn_cap) == (known.mint_cap, known.burn_cap)
        assert (costs.slope, costs.owner_share) == (known.slope, known.owner_share)
        assert (office.banker, office.validity_s) == (model.banker, known.validity_s)
        assert office.voter_count == len(model.voters)
        for one in {*people, *model.voters}:
            assert self.word(sc.voter_slot(Address(one))) == (one in model.voters)

    def _holder_agrees(self, holder: Address) -> None:
        model = self.model
        ent, euro = self.ent(holder), self.euro(holder)
        assert (ent.available, ent.locked) == (model.ent[holder], model.ent_locked[holder])
        assert (euro.available, euro.locked) == (model.euro[holder], model.euro_locked[holder])
        assert self.word(sc.bank_locked_slot(holder)) == model.bank_locked[holder]
        for unit in model.units:
            word = self.word(sc.session_slot(Address(unit), holder))
            known = model.sessions.get((unit, holder))
            if known is None:
                assert word == 0
                continue
            assert sc.Session.unpack(word) == sc.Session(
                known.energy_wh, known.locked, known.opened_s, known.validity_s
            )
            ident = sc.SessionId.unpack(self.word(sc.session_id_slot(Address(unit), holder)))
            assert ident.serial == known.serial
            place = self.word(sc.session_place_slot(holder, ident.place))
            assert sc.SessionPlace.unpack(place) == sc.SessionPlace(Address(unit), known.serial)

    def _book_agrees(self) -> None:
        book = sc.Book.unpack(self.word(sc.book_slot()))
        for side, size in ((sc.Side.SELL, book.sells), (sc.Side.BUY, book.buys)):
            entries = [self.word(sc.heap_slot(side, place)) for place in range(1, size + 1)]
            assert self.word(sc.heap_slot(side, size + 1)) == 0
            for at, entry in enumerate(entries, start=1):
                assert at == 1 or entries[at // 2 - 1] < entry, "the heap is out of order"
            found = {
                sc.HeapEntry.unpack(entry).number: at for at, entry in enumerate(entries, start=1)
            }
            resting = [order for order in self.model.orders if order.is_buy == bool(side)]
            assert set(found) == {order.number for order in resting}
            for order in resting:
                known = sc.Order.unpack(self.word(sc.order_slot(order.number)))
                assert known == sc.Order(Address(order.user), side, found[order.number])
                terms = sc.OrderTerms.unpack(self.word(sc.order_terms_slot(order.number)))
                assert terms == sc.OrderTerms(order.price, order.quantity)
