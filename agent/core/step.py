"""The one function that joins everything: what happened, what is believed, what shall be done.

Pure and total: every event in every state gives a state and effects, and the same sequence
gives the same bytes on every machine. An event that changes nothing returns the very same
state, which is how the shell knows that there is nothing to write down.
"""

from agent.bridge.outbox import (
    link_lost,
)
from agent.core import orders, reporting, restoring, transactions
from agent.core.chain_facts import (
    account_seen,
    book_seen,
    order_seen,
    registers_seen,
    result_seen,
    settlement_seen,
)
from agent.core.clock import ClockView, taken, word_of
from agent.core.commissioning import commissioned, drive_relays, relay_seen, take_device_wish
from agent.core.constants import Constants
from agent.core.devices import meter_uses, reads, take_reading
from agent.core.disk import guard_of
from agent.core.effects import Answer, Effect, UseMeters
from agent.core.events import (
    AccountSeen,
    Acknowledged,
    BatterySeen,
    BookSeen,
    BrokerLink,
    BrokerSaid,
    ChainStageSeen,
    Commissioned,
    DeviceWished,
    DiskSeen,
    Event,
    MeterRead,
    OrderSeen,
    RegistersSeen,
    RelaySeen,
    Restored,
    ResultSeen,
    SettlementSeen,
    Signed,
    Started,
    StorageWished,
    Ticked,
    Wished,
)
from agent.core.ladder import permitted, rung_of
from agent.core.metering import (
    NO_GRID_METER,
    judged,
    metering_settings_of,
    reported_register,
)
from agent.core.operator_mail import broker_link, broker_said
from agent.core.relays import restarted
from agent.core.rungs import Rung
from agent.core.state import BrokerView, ChainView, State, Stepped, changed
from agent.core.storage import (
    follow_storage,
    remember_deeds,
    storage_climbed,
    storage_signed,
    storage_started,
    storage_step,
    storage_ticked,
)
from agent.core.storage_facts import CallSeen, ContractSeen, StorageSeen, UnitAccountSeen
from agent.core.trading import follow_facts, take_wishes
from agent.market.feeder import Feeder
from agent.metering import home
from agent.metering.interval import BoundaryRegister

ACKNOWLEDGED = frozenset({"crash-loop"})
"""Guards of the start that a person lifts."""


def step(state: State, event: Event, feeder: Feeder) -> Stepped:
    """Return the next state and what the outside shall do.

    `feeder` is the network of the market (endorsers compute distances on it); it never
    changes while the agent runs.
    """
    if isinstance(event, Started):
        after, effects = _started(state, event)
        return (state if after == state else after), permitted(rung_of(after), effects)
    if state.constants is None:
        return state, ()  # nothing has a meaning before the first start
    if isinstance(event, MeterRead) and _nobodys(state, state.constants, event):
        return state, ()  # not even time passes: a plug nobody chose writes nothing to the card
    after, effects = _one(state, state.constants, event, feeder)
    after, held = restoring.finish_restoring(after, state.constants, event.at_ms)
    after, more = follow_facts(after, state.constants, event.at_ms)
    after, stored = follow_storage(after, state.constants, event.at_ms)
    asked = permitted(rung_of(after), (*effects, *held, *more, *stored))
    return (state if after == state else after), asked


def _one(  # noqa: PLR0912 - one line per kind of event, and mypy proves that none is missing
    state: State, constants: Constants, event: Event, feeder: Feeder
) -> Stepped:
    match event:
        case Ticked():
            return _ticked(state, constants, event)
        case DiskSeen():
            return _disk_seen(state, constants, event)
        case Acknowledged():
            return _acknowledged(state, constants, event)
        case MeterRead():
            return _meter_read(state, constants, event)
        case Wished():
            return take_wishes(state, constants, event)
        case DeviceWished():
            return take_device_wish(state, constants, event)
        case RelaySeen():
            return relay_seen(state, constants, event)
        case Commissioned():
            return commissioned(state, event)
        case ChainStageSeen(at_ms, stage, sentence):
            since = at_ms if stage != state.chain.stage else state.chain.since_ms
            return changed(state, chain=ChainView(stage, sentence, since)), ()
        case AccountSeen():
            return account_seen(state, constants, event), ()
        case OrderSeen():
            return order_seen(state, constants, event), ()
        case ResultSeen():
            return result_seen(state, event), ()
        case SettlementSeen():
            return settlement_seen(state, event), ()
        case BookSeen():
            return book_seen(state, constants, event, feeder)
        case RegistersSeen():
            return registers_seen(state, constants, event), ()
        case Signed():
            return _signed(state, constants, event)
        case BrokerLink():
            return broker_link(state, constants, event)
        case BrokerSaid():
            return broker_said(state, constants, event)
        case UnitAccountSeen():
            after, effects = storage_step(state, constants, event)
            return restoring.unit_account_seen(state, after, constants, event), effects
        case StorageWished() | BatterySeen() | StorageSeen() | CallSeen() | ContractSeen():
            return storage_step(state, constants, event)
        case Restored():
            return restoring.restored(state, event), ()
        case Started():
            return state, ()


def _nobodys(state: State, constants: Constants, event: MeterRead) -> bool:
    return constants.assigned and not reads(state.devices, constants, event.reading)


def _started(state: State, event: Started) -> Stepped:
    """Nothing about the outside is assumed: nonce, links and clock are unknown again."""
    constants = event.constants
    resumed, effects = transactions.resume(constants, state.transactions, event.mono_ms)
    fresh = changed(
        state,
        constants=constants,
        boot_id=event.boot_id,
        guards=event.guards,
        clock_trusted=False,
        clock=ClockView(since_ms=event.at_ms, floor_ms=state.clock.floor_ms),
        disk=None,
        chain=ChainView(since_ms=event.at_ms),
        broker=BrokerView(since_ms=event.at_ms, junk=state.broker.junk),
        account=None,
        nonces=transactions.forgotten(state.nonces),
        transactions=resumed,
        outbox=link_lost(state.outbox),
        registers_asked_cycle=-1,
        relays=restarted(state.relays),
    )
    fresh, stored = storage_started(fresh, event)
    effects = (*effects, *stored)
    meters = (UseMeters(meter_uses(state.devices)),) if constants.assigned else ()
    return fresh, (*effects, *reporting.resume(constants, state.reporting), *meters)


def _disk_seen(state: State, constants: Constants, event: DiskSeen) -> Stepped:
    after = changed(state, disk=guard_of(event.level, event.at_ms))
    return _climbed(state, after, constants, event.mono_ms)


def _acknowledged(state: State, constants: Constants, event: Acknowledged) -> Stepped:
    kept = tuple(guard for guard in state.guards if guard.name not in ACKNOWLEDGED)
    if kept == state.guards:
        said = "Nothing waits for it."
        return state, (Answer(event.request, False, (), said),)
    after, effects = _climbed(state, changed(state, guards=kept), constants, event.mono_ms)
    rung = rung_of(after)
    said = f"Acknowledged by {event.caller}; the agent is at: {rung.word}."
    return after, (*effects, Answer(event.request, True, (), said))


def _climbed(before: State, after: State, constants: Constants, mono_ms: int) -> Stepped:
    """Ask anew for what a rung below REPORT_ONLY had held back."""
    if rung_of(before) >= Rung.REPORT_ONLY or rung_of(after) < Rung.REPORT_ONLY:
        return after, ()
    resumed, effects = transactions.resume(constants, after.transactions, mono_ms)
    asked = reporting.resume(constants, after.reporting)
    after = changed(after, transactions=resumed, outbox=link_lost(after.outbox))
    after, stored = storage_climbed(after, constants, mono_ms)
    return after, (*effects, *asked, *stored)


def _ticked(state: State, constants: Constants, event: Ticked) -> Stepped:
    settings = metering_settings_of(constants, state.devices)
    meters, late = home.tick(state.meters, event.at_ms, settings, clock_trusted=event.trusted)
    meters, status = judged(meters, constants, state.devices, event.at_ms, trusted=event.trusted)
    colour_changed = status.colour is not state.status.colour
    chosen_changed = NO_GRID_METER in {status.reason, state.status.reason}
    ticked = changed(
        state,
        clock_trusted=event.trusted,
        clock=taken(state.clock, event.clock or word_of(event.trusted), event.at_ms),
        meters=meters,
        status=status if colour_changed or chosen_changed else state.status,
        orders=orders.expire(constants.times, state.orders, state.transactions, event.at_ms),
    )
    if event.trusted:
        ticked = restoring.clocked(ticked, constants, event.at_ms)
    ticked, report_effects = _report(ticked, constants, late)
    ticked, told = drive_relays(ticked, constants, event.at_ms, event.mono_ms)
    report_effects = (*report_effects, *told)
    resent, sends = transactions.resend(
        constants, ticked.nonces, ticked.transactions, event.mono_ms
    )
    ticked = changed(ticked, transactions=resent)
    ticked, stored = storage_ticked(ticked, constants, event)
    sends = (*sends, *stored)
    if not ticked.broker.up:
        return ticked, (*report_effects, *sends)
    outbox, publishes = reporting.publish_due(constants, ticked.outbox, event.mono_ms)
    return changed(ticked, outbox=outbox), (*report_effects, *sends, *publishes)


def _meter_read(state: State, constants: Constants, event: MeterRead) -> Stepped:
    settings, trusted = metering_settings_of(constants, state.devices), state.clock_trusted
    if constants.assigned:
        taken = take_reading(
            state.devices,
            constants,
            state.meters,
            event.reading,
            event.at_ms,
            settings,
            clock_trusted=trusted,
        )
        book, meters, fresh = taken.book, taken.meters, taken.boundaries
    else:
        book = state.devices
        meters, seen = home.observe(
            state.meters, event.reading, event.at_ms, settings, clock_trusted=trusted
        )
        fresh = seen.boundaries
    meters, status = judged(meters, constants, book, event.at_ms, trusted=trusted)
    after = changed(state, devices=book, meters=meters, status=status)
    return _report(after, constants, fresh)


def _report(
    state: State, constants: Constants, boundaries: tuple[BoundaryRegister, ...]
) -> Stepped:
    """Registers at a cycle's end become reports; those before the market began do not.

    A restored box holds them back while it waits, and those before its time for ever.
    """
    if state.restoring is not None:
        return state, ()
    registers = [reported_register(constants, boundary) for boundary in boundaries]
    first = state.reporting.first_cycle
    after, effects = reporting.report_boundaries(
        constants, state.reporting, [register for register in registers if register.cycle >= first]
    )
    return changed(state, reporting=after), effects


def _signed(state: State, constants: Constants, event: Signed) -> Stepped:
    if event.ident.startswith("tx:"):
        after, effects = transactions.signed(
            constants, state.transactions, event.ident, event.signature, event.mono_ms
        )
        sent = changed(
            state,
            transactions=after,
            orders=orders.mark_sent(state.orders, after),
            storage=remember_deeds(state.storage, after),
        )
        return sent, effects
    if event.ident.startswith("unit-tx:"):
        return storage_signed(state, constants, event)
    reported, outbox = reporting.signed(
        constants, state.reporting, state.outbox, event.ident, event.signature
    )
    publishes: tuple[Effect, ...] = ()
    if state.broker.up:
        outbox, publishes = reporting.publish_due(constants, outbox, event.mono_ms)
    return changed(state, reporting=reported, outbox=outbox), publishes
