"""The one function that joins everything: what happened, what is believed, what shall be done.

Pure and total: every event in every state gives a state and effects, and the same sequence
gives the same bytes on every machine. An event that changes nothing returns the very same
state, which is how the shell knows that there is nothing to write down.
"""

import msgspec

from agent.bridge.outbox import (
    ReceiptVerdict,
    acknowledge,
    answer_gap,
    drop_included,
    link_lost,
)
from agent.bridge.payload import (
    Refused,
    Statement,
    decode_gap,
    decode_receipt,
    decode_statement,
    encode_report,
)
from agent.bridge.topics import Channel, parse_topic, topic
from agent.core import endorsing, orders, reporting, restoring, transactions
from agent.core.clock import ClockView, taken, word_of
from agent.core.commissioning import commissioned, drive_relays, relay_seen, take_device_wish
from agent.core.constants import Constants
from agent.core.devices import meter_uses, reads, take_reading
from agent.core.disk import guard_of
from agent.core.effects import Answer, Effect, Publish, UseMeters
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
from agent.core.records import Intent, Order
from agent.core.relays import restarted
from agent.core.rungs import Rung
from agent.core.state import (
    BrokerView,
    ChainView,
    CyclePrice,
    Disagreement,
    State,
    Totals,
)
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
from agent.market.cycle import CycleTimes
from agent.market.feeder import Feeder
from agent.metering import home
from agent.metering.interval import BoundaryRegister

Stepped = tuple[State, tuple[Effect, ...]]
ACKNOWLEDGED = frozenset({"crash-loop"})
"""Guards of the start that a person lifts."""
PRICES_KEPT = 192
"""Two days of cycles for the screen's price curve."""


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
            return _with(state, chain=ChainView(stage, sentence, since)), ()
        case AccountSeen():
            return _account_seen(state, constants, event), ()
        case OrderSeen():
            return _order_seen(state, constants, event), ()
        case ResultSeen():
            return _result_seen(state, event), ()
        case SettlementSeen():
            return _settlement_seen(state, event), ()
        case BookSeen():
            return _book_seen(state, constants, event, feeder)
        case RegistersSeen():
            return _registers_seen(state, constants, event), ()
        case Signed():
            return _signed(state, constants, event)
        case BrokerLink():
            return _broker_link(state, constants, event)
        case BrokerSaid():
            return _broker_said(state, constants, event)
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
    return constants.assigned and not reads(state.devices, event.reading)


def _with(state: State, **changes: object) -> State:
    after: State = msgspec.structs.replace(state, **changes)
    return after


def _times(constants: Constants) -> CycleTimes:
    return CycleTimes(constants.genesis_s, constants.cycle_s)


def _started(state: State, event: Started) -> Stepped:
    """Nothing about the outside is assumed: nonce, links and clock are unknown again."""
    constants = event.constants
    resumed, effects = transactions.resume(constants, state.transactions, event.mono_ms)
    fresh = _with(
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
    after = _with(state, disk=guard_of(event.level, event.at_ms))
    return _climbed(state, after, constants, event.mono_ms)


def _acknowledged(state: State, constants: Constants, event: Acknowledged) -> Stepped:
    kept = tuple(guard for guard in state.guards if guard.name not in ACKNOWLEDGED)
    if kept == state.guards:
        said = "Nothing waits for it."
        return state, (Answer(event.request, False, (), said),)
    after, effects = _climbed(state, _with(state, guards=kept), constants, event.mono_ms)
    rung = rung_of(after)
    said = f"Acknowledged by {event.caller}; the agent is at: {rung.word}."
    return after, (*effects, Answer(event.request, True, (), said))


def _climbed(before: State, after: State, constants: Constants, mono_ms: int) -> Stepped:
    """Ask anew for what a rung below REPORT_ONLY had held back."""
    if rung_of(before) >= Rung.REPORT_ONLY or rung_of(after) < Rung.REPORT_ONLY:
        return after, ()
    resumed, effects = transactions.resume(constants, after.transactions, mono_ms)
    asked = reporting.resume(constants, after.reporting)
    after = _with(after, transactions=resumed, outbox=link_lost(after.outbox))
    after, stored = storage_climbed(after, constants, mono_ms)
    return after, (*effects, *asked, *stored)


def _ticked(state: State, constants: Constants, event: Ticked) -> Stepped:
    settings = metering_settings_of(constants, state.devices)
    meters, late = home.tick(state.meters, event.at_ms, settings, clock_trusted=event.trusted)
    meters, status = judged(meters, constants, state.devices, event.at_ms, trusted=event.trusted)
    colour_changed = status.colour is not state.status.colour
    chosen_changed = NO_GRID_METER in {status.reason, state.status.reason}
    ticked = _with(
        state,
        clock_trusted=event.trusted,
        clock=taken(state.clock, event.clock or word_of(event.trusted), event.at_ms),
        meters=meters,
        status=status if colour_changed or chosen_changed else state.status,
        orders=orders.expire(_times(constants), state.orders, state.transactions, event.at_ms),
    )
    if event.trusted:
        ticked = restoring.clocked(ticked, constants, event.at_ms)
    ticked, report_effects = _report(ticked, constants, late)
    ticked, told = drive_relays(ticked, constants, event.at_ms, event.mono_ms)
    report_effects = (*report_effects, *told)
    resent, sends = transactions.resend(
        constants, ticked.nonces, ticked.transactions, event.mono_ms
    )
    ticked = _with(ticked, transactions=resent)
    ticked, stored = storage_ticked(ticked, constants, event)
    sends = (*sends, *stored)
    if not ticked.broker.up:
        return ticked, (*report_effects, *sends)
    outbox, publishes = reporting.publish_due(constants, ticked.outbox, event.mono_ms)
    return _with(ticked, outbox=outbox), (*report_effects, *sends, *publishes)


def _meter_read(state: State, constants: Constants, event: MeterRead) -> Stepped:
    settings, trusted = metering_settings_of(constants, state.devices), state.clock_trusted
    if constants.assigned:
        taken = take_reading(
            state.devices,
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
    after = _with(state, devices=book, meters=meters, status=status)
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
    return _with(state, reporting=after), effects


def _account_seen(state: State, constants: Constants, event: AccountSeen) -> State:
    nonces = transactions.observe(state.nonces, event, state.transactions)
    after = _with(
        state,
        account=event,
        nonces=nonces,
        transactions=transactions.settle_nonces(state.transactions, event.nonce),
    )
    return restoring.account_seen(state, after, constants, event)


def _order_seen(state: State, constants: Constants, event: OrderSeen) -> State:
    after = orders.on_order_seen(
        constants, _times(constants), state.orders, state.transactions, event
    )
    return restoring.order_seen(_with(state, orders=after), constants, event)


def _result_seen(state: State, event: ResultSeen) -> State:
    if event.status == "open":
        return state
    prices = state.prices
    if all(known.cycle != event.cycle for known in prices):
        price = CyclePrice(
            event.cycle,
            event.price_micro_per_kwh,
            event.case,
            event.order_count,
            event.trade_count,
        )
        prices = (*prices, price)[-PRICES_KEPT:]
    return _with(state, orders=orders.on_result_seen(state.orders, event), prices=prices)


def _settlement_seen(state: State, event: SettlementSeen) -> State:
    """Post a settlement once, a correction by its difference."""
    state = _rechecked(state, event)
    before = next(
        (o for o in state.orders if o.cycle == event.cycle and o.stage in ("traded", "settled")),
        None,
    )
    after = orders.on_settlement_seen(state.orders, event)
    if event.status == 0 or before is None:
        return _check_statements(state, event.at_ms)
    old = before.amount_micro if before.stage == "settled" else 0
    old_penalty = before.penalty_micro if before.stage == "settled" else 0
    totals = state.totals
    if before.side == "sell":
        totals = Totals(totals.earned_micro + event.amount_micro - old, totals.spent_micro, 0)
    else:
        totals = Totals(totals.earned_micro, totals.spent_micro - event.amount_micro + old, 0)
    totals = msgspec.structs.replace(
        totals, penalty_micro=state.totals.penalty_micro + event.penalty_micro - old_penalty
    )
    return _check_statements(_with(state, orders=after, totals=totals), event.at_ms)


def _rechecked(state: State, event: SettlementSeen) -> State:
    """The chain was read again for a statement: enough, unless it may just be ahead of us.

    A statement names the block that proves it. One a little beyond the block just read is waited
    for; one far beyond is nonsense and ends the wait, so that nobody can keep us asking.
    """
    ahead = any(
        statement.cycle == event.cycle
        and event.block < statement.proof.block <= event.block + STATEMENT_AHEAD_BLOCKS
        for statement in state.statements
    )
    if ahead:
        return state
    answered = {order.order_id for order in state.orders if order.cycle == event.cycle}
    recheck = tuple(known for known in state.recheck if known not in answered)
    return _with(state, recheck=recheck)


def _book_seen(state: State, constants: Constants, event: BookSeen, feeder: Feeder) -> Stepped:
    after, intents = endorsing.on_book(
        constants, _times(constants), feeder, state.endorsements, event
    )
    voted = _with(state, endorsements=after)
    if rung_of(voted) < Rung.REPORT_ONLY:
        return voted, ()
    return plan_all(voted, constants, intents, event.at_ms)


def plan_all(
    state: State, constants: Constants, intents: tuple[Intent, ...], now_ms: int
) -> Stepped:
    """Reserve a nonce for each intent that is new; what cannot be planned now is asked again."""
    effects: list[Effect] = []
    for intent in intents:
        planned = transactions.plan(constants, state.nonces, state.transactions, intent, now_ms)
        if planned is not None:
            nonces, known, asked = planned
            state = _with(state, nonces=nonces, transactions=known)
            effects += asked
    return state, tuple(effects)


def _registers_seen(state: State, constants: Constants, event: RegistersSeen) -> State:
    """One look per cycle: the operator's receipt is the usual way, the chain the spare one."""
    state = restoring.registers_seen(state, event)
    outbox = drop_included(state.outbox, event.digest) if event.present else state.outbox
    asked = _times(constants).cycle_at(event.at_ms)
    return _with(state, outbox=outbox, registers_asked_cycle=-1 if asked is None else asked)


def _signed(state: State, constants: Constants, event: Signed) -> Stepped:
    if event.ident.startswith("tx:"):
        after, effects = transactions.signed(
            constants, state.transactions, event.ident, event.signature, event.mono_ms
        )
        sent = _with(
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
    return _with(state, reporting=reported, outbox=outbox), publishes


def _broker_link(state: State, constants: Constants, event: BrokerLink) -> Stepped:
    view = BrokerView(event.up, event.sentence, event.at_ms, state.broker.junk)
    return _with(state, broker=view, outbox=link_lost(state.outbox)), ()


def _broker_said(state: State, constants: Constants, event: BrokerSaid) -> Stepped:
    """Untrusted bytes: what is not sound is counted, what is sound still proves nothing."""
    domain = reporting.domain_of(constants)
    name = parse_topic(domain, event.topic)
    if name is None or name.member != constants.member:
        return _junk(state), ()
    match name.channel:
        case Channel.RECEIPT:
            receipt = decode_receipt(event.payload)
            if isinstance(receipt, Refused):
                return _junk(state), ()
            outbox, verdict = acknowledge(state.outbox, domain, receipt, constants.operator)
            sound = verdict in (ReceiptVerdict.TAKEN, ReceiptVerdict.KNOWN)
            return (_with(state, outbox=outbox) if sound else _junk(state)), ()
        case Channel.GAP:
            gap = decode_gap(event.payload)
            if isinstance(gap, Refused):
                return _junk(state), ()
            where = topic(domain, Channel.REPORT, constants.member)
            again = answer_gap(state.outbox, gap.cycles)
            return state, tuple(Publish(where, encode_report(entry)) for entry in again)
        case Channel.STATEMENT:
            statement = decode_statement(event.payload)
            if isinstance(statement, Refused) or statement.member != constants.member:
                return _junk(state), ()
            return _statement(state, statement, event.at_ms), ()
        case _:
            return _junk(state), ()


def _junk(state: State) -> State:
    view = msgspec.structs.replace(state.broker, junk=state.broker.junk + 1)
    return _with(state, broker=view)


STATEMENTS_KEPT = 100
STATEMENT_AHEAD_BLOCKS = 30
"""A minute of blocks: the operator may see a settlement before this home does."""


def _statement(state: State, statement: Statement, at_ms: int) -> State:
    """Keep the operator's word; if the chain is not known to say the same, read the chain again."""
    others = tuple(known for known in state.statements if known.cycle != statement.cycle)
    kept = _with(state, statements=(*others, statement)[-STATEMENTS_KEPT:])
    order = next(
        (o for o in state.orders if o.cycle == statement.cycle and o.index is not None), None
    )
    left_out = order is not None and order.stage in ("not traded", "void")
    if order is None or left_out or _proven_micro(order) == statement.amount_micro:
        return _check_statements(kept, at_ms)
    if order.order_id not in kept.recheck:
        kept = _with(kept, recheck=(*kept.recheck, order.order_id))
    return kept


def _check_statements(state: State, at_ms: int) -> State:
    """Compare every statement with what was proven; a difference is an alert with both numbers."""
    proven = {o.cycle: o for o in state.orders if o.index is not None}
    found = []
    for statement in state.statements:
        order = proven.get(statement.cycle)
        micro = None if order is None else _proven_micro(order)
        if order is None or micro is None or order.order_id in state.recheck:
            continue
        if micro != statement.amount_micro:
            known = next((d for d in state.disagreements if d.cycle == statement.cycle), None)
            since = at_ms if known is None else known.at_ms
            found.append(Disagreement(statement.cycle, statement.amount_micro, micro, since))
    return _with(state, disagreements=tuple(found))


def _proven_micro(order: Order) -> int | None:
    """What the chain proves that an order changed the account by; None: not known yet."""
    match order.stage:
        case "settled":
            return order.amount_micro
        case "not traded" | "void":
            return 0
        case _:
            return None
