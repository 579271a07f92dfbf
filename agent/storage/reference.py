"""The storage market as a plain program: what the contract must do, step by step.

It is the oracle of the contract's tests and the expected side of the demonstration. Nothing here
is packed, indexed or saved on gas; lists are searched from end to end. Addresses are any text.
A refused call changes nothing but the caller's count.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from agent.storage import book, rules
from agent.storage.amounts import ATTO
from agent.storage.refusals import Refusal

MAX_SESSIONS = 8
MAX_POPPED = 4
MAX_CLEARED = 16
NOTICE_S = 900
MAX_AMOUNT = 2**128 - 1
_PARAMETERS = {
    "M": ("mint_cap", 0, ATTO, 1),
    "B": ("burn_cap", 0, rules.MAX_COST, 1),
    "C": ("slope", 1, ATTO, 1),
    "H": ("validity_s", 1, 168, 3_600),
    "F": ("owner_share", 0, ATTO, 1),
}


@dataclass(frozen=True)
class Unit:
    """A storage unit. `reserved_wh`: for sessions; the last two count all that was reported."""

    owner: str
    active: bool = True
    energy_wh: int = 0
    reserved_wh: int = 0
    produced_wh: int = 0
    consumed_wh: int = 0

    @property
    def available_wh(self) -> int:
        """What new sessions can still reserve."""
        return max(self.energy_wh - self.reserved_wh, 0)


@dataclass(frozen=True)
class Session:
    """What one consumer may still take from one unit."""

    serial: int
    unit: str
    consumer: str
    energy_wh: int
    locked: int
    opened_s: int
    validity_s: int

    def over(self, now_s: int) -> bool:
        return now_s >= self.opened_s + self.validity_s


class _RefusedError(Exception):
    """Ends a call of the reference market; every check comes before the first change."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def _require(condition: bool, refusal: Refusal) -> None:
    if not condition:
        raise _RefusedError(refusal)


@dataclass
class StorageMarket:
    """One storage market's whole life. `itself`: the contract's own address."""

    voters: set[str]
    itself: str = ""
    nobody: str = "0x" + "0" * 40
    banker: str = ""
    parameters: rules.Parameters = rules.Parameters()  # noqa: RUF009 - frozen
    totals: rules.Totals = rules.Totals()  # noqa: RUF009 - frozen
    euro_total: int = 0
    units: dict[str, Unit] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    queues: dict[str, list[Session]] = field(default_factory=dict)
    orders: tuple[book.Order, ...] = ()
    ballots: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    ent: Counter[str] = field(default_factory=Counter)
    ent_locked: Counter[str] = field(default_factory=Counter)
    euro: Counter[str] = field(default_factory=Counter)
    euro_locked: Counter[str] = field(default_factory=Counter)
    bank_locked: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    last_session: int = 0
    last_order: int = 0
    now_s: int = 0

    def do(self, caller: str, name: str, *arguments: str | int) -> Refusal:
        """Make a call of the contract's interface; return why it is refused, or NONE.

        KeyError: there is no such function.
        """
        act = self._acts[name]
        self.calls[caller] += 1
        try:
            act(self, caller, *arguments)
        except _RefusedError as refused:
            return refused.refusal
        return Refusal.NONE

    # What the storage unit reports.

    def _reporting(self, caller: str) -> Unit:
        unit = self.units.get(caller)
        if unit is None or not unit.active:
            raise _RefusedError(Refusal.NOT_UNIT)
        return unit

    def _produced(self, caller: str, producer: str, energy_wh: int) -> None:
        unit = self._reporting(caller)
        _require(0 < energy_wh <= rules.MAX_REPORT_WH, Refusal.BAD_AMOUNT)
        _require(unit.energy_wh + energy_wh <= rules.MAX_UNIT_WH, Refusal.BAD_AMOUNT)
        _require(producer not in (self.nobody, self.itself, caller), Refusal.BAD_ADDRESS)
        minted = rules.minted(self.totals, self.parameters, energy_wh)
        to_producer, to_owner = rules.shares(minted, self.parameters)
        self.ent[producer] += to_producer
        self.ent[unit.owner] += to_owner
        self.units[caller] = replace(
            unit,
            energy_wh=unit.energy_wh + energy_wh,
            produced_wh=unit.produced_wh + energy_wh,
        )
        self.totals = rules.moved(self.totals, self.parameters, energy_wh, minted)

    def _consumed(self, caller: str, consumer: str, energy_wh: int) -> None:
        unit = self._reporting(caller)
        _require(0 < energy_wh <= rules.MAX_REPORT_WH, Refusal.BAD_AMOUNT)
        session = self._valid(caller, consumer)
        _require(energy_wh <= unit.energy_wh, Refusal.UNIT_EMPTY)
        burned = rules.burned(self.totals, self.parameters, energy_wh, session.locked)
        freed_wh = min(energy_wh, session.energy_wh)
        self.ent_locked[consumer] -= burned
        session = replace(
            session, energy_wh=session.energy_wh - freed_wh, locked=session.locked - burned
        )
        self.sessions[caller, consumer] = session
        self.units[caller] = replace(
            unit,
            energy_wh=unit.energy_wh - energy_wh,
            reserved_wh=unit.reserved_wh - freed_wh,
            consumed_wh=unit.consumed_wh + energy_wh,
        )
        if session.energy_wh == 0 or session.locked == 0:
            self._end(session)
        self.totals = rules.moved(self.totals, self.parameters, -energy_wh, -burned)

    def _actual(self, caller: str, energy_wh: int) -> None:
        unit = self._reporting(caller)
        _require(energy_wh <= rules.MAX_UNIT_WH, Refusal.BAD_AMOUNT)
        change_wh = energy_wh - unit.energy_wh
        self.units[caller] = replace(unit, energy_wh=energy_wh)
        self.totals = rules.moved(self.totals, self.parameters, change_wh, 0)

    # Sessions.

    def _valid(self, unit: str, consumer: str) -> Session:
        session = self.sessions.get((unit, consumer))
        if session is None or session.over(self.now_s):
            raise _RefusedError(Refusal.NO_SESSION)
        return session

    def _old(self, session: Session) -> bool:
        return session.over(self.now_s) or not self.units[session.unit].active

    def _end(self, session: Session) -> None:
        self.ent_locked[session.consumer] -= session.locked
        self.ent[session.consumer] += session.locked
        unit = self.units[session.unit]
        self.units[session.unit] = replace(unit, reserved_wh=unit.reserved_wh - session.energy_wh)
        del self.sessions[session.unit, session.consumer]

    def _clear_own(self, caller: str) -> None:
        for session in [s for s in self.sessions.values() if s.consumer == caller]:
            if self._old(session):
                self._end(session)

    def _clear_queue(self, unit: str, most: int) -> None:
        queue = self.queues.get(unit, [])
        for _ in range(min(most, len(queue))):
            known = self.sessions.get((unit, queue[0].consumer))
            if known is not None and known.serial == queue[0].serial:
                if not self._old(known):
                    break
                self._end(known)
            queue.pop(0)

    def _start(self, caller: str, unit_name: str, ent: int) -> None:
        unit = self.units.get(unit_name)
        if unit is None or not unit.active:
            raise _RefusedError(Refusal.UNIT_INACTIVE)
        _require(unit_name != caller, Refusal.BAD_ADDRESS)
        energy_wh = rules.session_energy_wh(self.totals, self.parameters, ent)
        _require(ent <= MAX_AMOUNT and energy_wh > 0, Refusal.BAD_AMOUNT)
        _require(ent <= self.ent[caller], Refusal.NO_ENT)
        old = self.sessions.get((unit_name, caller))
        _require(old is None or old.over(self.now_s), Refusal.SESSION_OPEN)
        mine = [s for s in self.sessions.values() if s.consumer == caller]
        still = [s for s in mine if not self._old(s)]
        _require(len(still) < MAX_SESSIONS, Refusal.TOO_MANY_SESSIONS)
        reserved_wh = unit.reserved_wh - (old.energy_wh if old else 0)
        _require(energy_wh + reserved_wh <= unit.energy_wh, Refusal.UNIT_EMPTY)
        self._clear_own(caller)
        self._clear_queue(unit_name, MAX_POPPED)
        unit = self.units[unit_name]
        self.units[unit_name] = replace(unit, reserved_wh=unit.reserved_wh + energy_wh)
        self.ent[caller] -= ent
        self.ent_locked[caller] += ent
        self.last_session += 1
        session = Session(
            self.last_session,
            unit_name,
            caller,
            energy_wh,
            ent,
            self.now_s,
            self.parameters.validity_s,
        )
        self.sessions[unit_name, caller] = session
        self.queues.setdefault(unit_name, []).append(session)

    def _end_soon(self, caller: str, unit: str) -> None:
        session = self._valid(unit, caller)
        validity_s = min(session.validity_s, self.now_s - session.opened_s + NOTICE_S)
        self.sessions[unit, caller] = replace(session, validity_s=validity_s)

    def _clear_unit(self, _caller: str, unit: str) -> None:
        self._clear_queue(unit, MAX_CLEARED)

    # Tokens.

    def _transfer(self, held: Counter[str], lack: Refusal, caller: str, to: str, n: int) -> None:
        _require(to not in (self.nobody, self.itself), Refusal.BAD_ADDRESS)
        _require(n > 0, Refusal.BAD_AMOUNT)
        _require(n <= held[caller], lack)
        held[caller] -= n
        held[to] += n

    def _transfer_ent(self, caller: str, to: str, amount: int) -> None:
        self._transfer(self.ent, Refusal.NO_ENT, caller, to, amount)

    def _transfer_euro(self, caller: str, to: str, amount: int) -> None:
        self._transfer(self.euro, Refusal.NO_EEURO, caller, to, amount)

    def _lock_euro(self, caller: str, amount: int) -> None:
        _require(amount > 0, Refusal.BAD_AMOUNT)
        _require(amount <= self.euro[caller], Refusal.NO_EEURO)
        self._lock(caller, amount)

    def _lock(self, user: str, amount: int) -> None:
        self.euro[user] -= amount
        self.euro_locked[user] += amount
        self.bank_locked[user] += amount

    def _bankable(self, caller: str, user: str, amount: int) -> None:
        _require(caller == self.banker, Refusal.NOT_BANKER)
        _require(user not in (self.nobody, self.itself), Refusal.BAD_ADDRESS)
        _require(0 < amount <= MAX_AMOUNT, Refusal.BAD_AMOUNT)

    def _mint_euro(self, caller: str, user: str, amount: int) -> None:
        self._bankable(caller, user, amount)
        _require(self.euro_total + amount <= MAX_AMOUNT, Refusal.BAD_AMOUNT)
        self.euro_total += amount
        self.euro[user] += amount

    def _burn_euro(self, caller: str, user: str, amount: int) -> None:
        self._bankable(caller, user, amount)
        _require(amount <= self.bank_locked[user], Refusal.NOT_LOCKED)
        self.euro_total -= amount
        self.euro_locked[user] -= amount
        self.bank_locked[user] -= amount

    def _unlock_euro(self, caller: str, user: str, amount: int) -> None:
        self._bankable(caller, user, amount)
        _require(amount <= self.bank_locked[user], Refusal.NOT_LOCKED)
        self._lock(user, -amount)

    # Orders.

    def _add_order(self, caller: str, price: int, amount: int, is_buy: int) -> None:
        _require(0 < price <= MAX_AMOUNT, Refusal.BAD_PRICE)
        _require(0 < amount <= MAX_AMOUNT, Refusal.BAD_AMOUNT)
        if is_buy:
            _require(rules.bid_lock(price, amount) <= self.euro[caller], Refusal.NO_EEURO)
        else:
            _require(amount <= self.ent[caller], Refusal.NO_ENT)
        new = book.Order(self.last_order + 1, caller, bool(is_buy), price, amount)
        matched = book.match(self.orders, new)
        self._hold(new, 1)
        for trade in matched.trades:
            self.euro_locked[trade.buyer] -= trade.freed
            self.euro[trade.buyer] += trade.freed - trade.paid
            self.euro[trade.seller] += trade.paid
            self.ent_locked[trade.seller] -= trade.quantity
            self.ent[trade.buyer] += trade.quantity
        self.orders = matched.resting
        if matched.placed:
            self.last_order += 1
        elif matched.rest:
            self._hold(replace(new, quantity=matched.rest), -1)

    def _hold(self, order: book.Order, sign: int) -> None:
        if order.is_buy:
            change = sign * rules.bid_lock(order.price, order.quantity)
            self.euro[order.user] -= change
            self.euro_locked[order.user] += change
        else:
            self.ent[order.user] -= sign * order.quantity
            self.ent_locked[order.user] += sign * order.quantity

    def _remove_order(self, caller: str, number: int, is_buy: int) -> None:
        mine = [
            order
            for order in self.orders
            if (order.number, order.user, order.is_buy) == (number, caller, bool(is_buy))
        ]
        _require(bool(mine), Refusal.NO_ORDER)
        self.orders = tuple(order for order in self.orders if order.number != number)
        self._hold(mine[0], -1)

    # Votes.

    def _passes(self, caller: str, *action: str) -> bool:
        votes = self.ballots.setdefault(action, set())
        votes ^= {caller}
        if len(votes) * 2 <= len(self.voters):
            return False
        del self.ballots[action]
        return True

    def _add_voter(self, caller: str, voter: str) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        _require(voter != self.nobody, Refusal.BAD_ADDRESS)
        _require(voter not in self.voters, Refusal.IS_VOTER)
        if self._passes(caller, "addVoter", voter):
            self.voters.add(voter)
            self.ballots.clear()

    def _remove_voter(self, caller: str, voter: str) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        _require(voter in self.voters, Refusal.NO_VOTER)
        _require(len(self.voters) > 1, Refusal.LAST_VOTER)
        if self._passes(caller, "removeVoter", voter):
            self.voters.remove(voter)
            self.ballots.clear()

    def _register(self, caller: str, unit: str, owner: str) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        allowed = not {unit, owner} & {self.nobody, self.itself}
        _require(allowed, Refusal.BAD_ADDRESS)
        known = self.units.get(unit)
        _require(known is None or not known.active, Refusal.UNIT_ACTIVE)
        if self._passes(caller, "registerStorageUnit", unit, owner):
            self.units[unit] = replace(known or Unit(owner), owner=owner, active=True)

    def _remove_unit(self, caller: str, name: str) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        unit = self.units.get(name)
        if unit is None or not unit.active:
            raise _RefusedError(Refusal.UNIT_INACTIVE)
        if self._passes(caller, "removeStorageUnit", name):
            self.units[name] = replace(unit, active=False, energy_wh=0)
            self.totals = rules.moved(self.totals, self.parameters, -unit.energy_wh, 0)

    def _change_banker(self, caller: str, banker: str) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        _require(banker != self.nobody, Refusal.BAD_ADDRESS)
        if self._passes(caller, "changeBanker", banker):
            self.banker = banker

    def _set_parameter(self, caller: str, name: str, value: int) -> None:
        _require(caller in self.voters, Refusal.NOT_VOTER)
        _require(name in _PARAMETERS, Refusal.NO_PARAMETER)
        attribute, least, most, unit = _PARAMETERS[name]
        _require(least <= value <= most, Refusal.BAD_VALUE)
        if self._passes(caller, name, str(value)):
            self.parameters = replace(self.parameters, **{attribute: value * unit})

    _acts: ClassVar[dict[str, Callable[..., None]]] = {
        "energyProduced": _produced,
        "energyConsumed": _consumed,
        "reportActualEnergy": _actual,
        "startConsumptionSession": _start,
        "endConsumptionSession": _end_soon,
        "clearOldSessions": _clear_own,
        "clearUnitSessions": _clear_unit,
        "transferENT": _transfer_ent,
        "transfereEuro": _transfer_euro,
        "lockeEuro": _lock_euro,
        "minteEuro": _mint_euro,
        "burneEuro": _burn_euro,
        "unlockeEuro": _unlock_euro,
        "addOrder": _add_order,
        "removeOrder": _remove_order,
        "addVoter": _add_voter,
        "removeVoter": _remove_voter,
        "registerStorageUnit": _register,
        "removeStorageUnit": _remove_unit,
        "changeBanker": _change_banker,
        "setParameter": _set_parameter,
    }
