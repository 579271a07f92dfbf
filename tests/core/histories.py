"""Histories of anything that can happen to a home, mostly of a day of its market, for hypothesis."""

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import strategies as st

from agent.api.wishes import (
    Activity,
    AssignDevice,
    ChooseActivity,
    ChooseProgram,
    ChooseSettlement,
    DeviceRole,
    ForgetDevice,
    RelayMode,
    ReleaseDevice,
    RenameDevice,
    Reset,
    SetAmount,
    SetDistance,
    SetRange,
    SetRelay,
    SetRepeat,
    SettlementChoice,
    SetValues,
    Start,
    UpdateValues,
)
from agent.bridge.topics import Channel, topic
from agent.core import orders
from agent.core.clock import ClockWord, Quality
from agent.core.effects import Effect, Sign
from agent.core.events import (
    AccountSeen,
    Acknowledged,
    BookSeen,
    BrokerLink,
    BrokerSaid,
    ChainStageSeen,
    DeviceWished,
    DiskSeen,
    Event,
    MeterRead,
    OrderSeen,
    RegistersSeen,
    RelaySeen,
    Restored,
    ResultSeen,
    SeenTrade,
    SettlementSeen,
    Signed,
    Started,
    Ticked,
    Wished,
)
from agent.core.questions import OrderQuestion, questions
from agent.core.reporting import domain_of
from agent.core.rungs import Guard, Rung
from agent.core.state import State
from agent.core.step import step
from agent.devices.device import RelayPosition
from agent.metering.reading import MeterReading, MeterRole
from tests.core.story import CONSTANTS, KEYS, account, at, choices, feeder, gap, statement
from tests.core.story import seen as seen_order
from tests.core.test_endorsing import CONSTANTS_ENDORSER, ENDORSERS, ORDERS, WELFARE, book

EVENTS: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
STATES = msgspec.json.Decoder(State)

# Mostly a day of the market; sometimes before its genesis, or years away.
times = st.one_of(
    st.builds(at, st.integers(3, 8), st.floats(0, 14.9)),
    st.integers(0, 4).map(lambda k: at(5, 0.5) + k * 20_000),
    st.sampled_from([0, 1, at(0) - 1, at(-3), at(5_000), 4_102_444_800_000]),
)
cycles = st.one_of(st.integers(4, 7), st.sampled_from([0, 2**31, 2**40]))
amounts = st.one_of(st.integers(-5, 5_000), st.sampled_from([0, 400, 150_000, 2**63, 2**200]))
monos = st.integers(0, 400_000)
blobs = st.one_of(st.binary(max_size=70), st.sampled_from([bytes(32), bytes(65), b"{}", b"[[["]))
sides = st.sampled_from(["sell", "buy", "", "nonsense"])
statuses = st.sampled_from(["open", "result", "void"])

wishes = st.one_of(
    st.sampled_from([Start(), Reset(), SetValues(), UpdateValues(), SetValues(), SetValues()]),
    st.builds(ChooseProgram, st.booleans()),
    st.builds(ChooseActivity, st.sampled_from(Activity)),
    st.builds(ChooseSettlement, st.sampled_from(SettlementChoice)),
    st.builds(SetRange, amounts, amounts),
    st.builds(SetDistance, amounts),
    st.builds(SetAmount, amounts),
    st.builds(SetRepeat, st.booleans()),
)
pressed = st.one_of(
    st.lists(wishes, max_size=4).map(tuple),
    st.builds(choices, st.sampled_from(["sell", "buy"]), st.sampled_from([None, 100, 400])),
    st.just(choices(energy_wh=None, repeat=True)),
    st.builds(lambda wh: (SetAmount(wh), SetValues()), st.integers(1, 450)),
)
first_presses = st.builds(
    choices,
    st.just("sell"),
    st.sampled_from([None, 100, 400]),
    st.sampled_from([0, 100_000]),
    st.just(200_000),
    repeat=st.booleans(),
)
topics = st.one_of(
    st.sampled_from(
        [topic(domain_of(CONSTANTS), channel, CONSTANTS.member) for channel in Channel]
    ),
    st.text(max_size=20),
)
said = st.one_of(
    blobs,
    st.builds(gap, cycles.filter(lambda c: c < 2**32)),
    st.builds(statement, st.integers(4, 7), st.integers(-5_000, 5_000)),
)
accounts = st.builds(
    AccountSeen,
    at_ms=times,
    block=st.integers(0, 99),
    nonce=st.one_of(st.just(7), st.integers(5, 14)),
    base_fee_wei=st.one_of(st.integers(0, 10**11), st.just(2**70)),
    wei=amounts,
    balance_micro=st.one_of(amounts, st.just(50_000_000)),
    held_micro=amounts.map(abs),
    enrolled=st.booleans(),
    endorser=st.booleans(),
    vertex=st.integers(0, 50),
    limit_wh=st.sampled_from([0, 4_600, 2**64 - 1]),
    allowance_micro=st.just(40_000_000),
    charge_micro_per_m=st.just(2_000),
    penalty_micro_per_kwh=st.just(150_000),
    max_tariff_micro=st.just(100_000),
)
orders_seen = st.builds(
    OrderSeen,
    times,
    st.integers(0, 99),
    st.integers(0, 2_000_000_000),
    cycles,
    st.none() | st.integers(0, 9),
    sides,
    amounts,
    amounts,
    amounts,
    amounts,
    st.integers(0, 9),
)
results = st.builds(
    ResultSeen,
    times,
    st.integers(0, 99),
    cycles,
    statuses,
    st.integers(0, 6),
    st.booleans(),
    amounts,
    amounts,
    amounts,
    amounts,
    amounts,
    st.integers(0, 255),
    st.lists(st.builds(SeenTrade, st.text(max_size=5), amounts, amounts, amounts), max_size=2).map(
        tuple
    ),
)
books = st.builds(
    BookSeen,
    at_ms=times,
    block=st.integers(0, 99),
    block_time_s=times.map(lambda ms: ms // 1_000),
    cycle=cycles,
    status=statuses,
    round=st.integers(0, 2),
    feeder_version=st.integers(0, 2**32 - 1),
    charge_micro_per_m=st.just(2_000),
    penalty_micro_per_kwh=amounts,
    welfare=st.just(WELFARE),
    endorsers=st.sampled_from([ENDORSERS, (), ENDORSERS[:1]]),
    my_vote=st.sampled_from([b"", bytes(32)]),
    votes_for_mine=st.integers(0, 5),
    order_count=st.just(len(ORDERS)) | st.integers(0, 9),
    orders=st.sampled_from([ORDERS, ORDERS[:3], ORDERS[::-1], ()]),
)
readings = st.builds(
    MeterRead,
    times,
    st.builds(
        MeterReading,
        st.sampled_from(["grid", "grid", "grid", "other"]),
        st.sampled_from([MeterRole.GRID, MeterRole.GRID, MeterRole.GENERATION]),
        times,
        st.one_of(st.integers(9_990, 10_100), amounts),
        st.one_of(st.integers(20_000, 21_000), amounts),
        st.none() | st.integers(-9_000, 9_000),
    ),
)
PAIRED = msgspec.structs.replace(CONSTANTS, assigned=True)
constants = st.sampled_from([CONSTANTS, CONSTANTS_ENDORSER, PAIRED])
KEYS_OF_DEVICES = [f"{k:016x}/{k % 2 + 1}" for k in range(4)]
keys = st.sampled_from(KEYS_OF_DEVICES)
device_wishes = st.one_of(
    st.builds(
        AssignDevice,
        keys,
        st.sampled_from(DeviceRole),
        st.booleans(),
        st.booleans(),
        st.sampled_from([None, None, "", "Main", "x" * 99]),
    ),
    st.builds(
        lambda key, role: AssignDevice(key, role, replace=True),
        keys,
        st.sampled_from([DeviceRole.GRID, DeviceRole.RELAY]),
    ),
    st.builds(ReleaseDevice, keys),
    st.builds(RenameDevice, keys.map(lambda key: key[:16]), st.sampled_from(["", "Main", "\0"])),
    st.builds(ForgetDevice, keys.map(lambda key: key[:16])),
    st.builds(SetRelay, keys, st.sampled_from(RelayMode)),
)
device_events = st.one_of(
    st.builds(DeviceWished, times, monos, st.integers(0, 9), st.just("uid 0"), device_wishes),
    st.builds(RelaySeen, times, monos, keys, st.integers(0, 5), st.sampled_from(RelayPosition)),
    st.builds(
        MeterRead,
        times,
        st.builds(
            MeterReading,
            keys,
            st.sampled_from([MeterRole.GRID, MeterRole.GRID, *MeterRole]),
            times,
            st.one_of(st.integers(9_990, 10_100), amounts),
            st.one_of(st.integers(20_000, 21_000), amounts),
        ),
    ),
)
guards = st.builds(
    Guard, st.sampled_from(["crash-loop", "journal", "x"]), st.sampled_from(Rung), st.just("Why.")
)
box_events = st.one_of(
    st.builds(DiskSeen, times, monos, st.sampled_from(["well", "low", "full"])),
    st.builds(Acknowledged, times, monos, st.integers(0, 9), st.just("uid 0")),
    st.builds(
        Ticked,
        times,
        monos,
        st.booleans(),
        st.builds(ClockWord, st.sampled_from(Quality), st.integers(-99, 99), st.booleans()),
    ),
    st.builds(Started, times, monos, st.just("b"), constants, st.tuples(guards)),
    st.builds(Restored, times, st.sampled_from(["r1", "r2"]), st.one_of(st.just(0), times)),
)
events = st.one_of(
    st.builds(Started, times, monos, st.text(max_size=3), constants),
    st.builds(Ticked, times, monos, st.sampled_from([True, True, True, False])),
    readings,
    st.builds(Wished, times, st.integers(0, 9), st.just("uid 0"), pressed),
    st.builds(
        ChainStageSeen,
        times,
        st.sampled_from(["unsynced", "live", "live", "stale", "halted"]),
        st.text(max_size=5),
    ),
    accounts,
    orders_seen,
    results,
    st.builds(
        SettlementSeen,
        times,
        st.integers(0, 99),
        cycles,
        st.integers(0, 3),
        amounts,
        amounts,
        amounts,
        st.integers(0, 3),
    ),
    books,
    st.builds(RegistersSeen, times, st.integers(0, 99), cycles, st.booleans(), digest=blobs),
    st.builds(
        Signed, times, monos, st.sampled_from(["tx:7:1", "tx:8:1", "report:5:1", "x"]), blobs
    ),
    st.builds(BrokerLink, times, st.booleans(), st.text(max_size=5)),
    st.builds(BrokerSaid, times, topics, said),
    device_events,
    device_events,
    box_events,
)

near = st.builds(at, st.sampled_from([5, 5, 5, 6]), st.floats(0.5, 2.5))


def sound(seen: AccountSeen) -> AccountSeen:
    """The account of a home that may trade; its nonce stays as it was drawn."""
    return msgspec.structs.replace(
        seen,
        enrolled=True,
        balance_micro=50_000_000,
        held_micro=0,
        base_fee_wei=seen.base_fee_wei % 10**10,
        limit_wh=4_600,
    )


usual = st.one_of(
    st.builds(
        lambda ms, wh: Wished(ms, 2, "uid 0", (SetAmount(wh), SetValues())),
        near,
        st.integers(1, 450),
    ),
    st.builds(Wished, near, st.integers(0, 9), st.just("uid 0"), pressed),
    st.builds(Ticked, near, monos, st.just(True)),
    st.builds(ChainStageSeen, near, st.just("live"), st.just("")),
    near.map(lambda ms: MeterRead(ms, reading_at(ms))),
    st.builds(lambda key, ms: MeterRead(ms, reading_at(ms, key)), keys, near),
    st.builds(
        DeviceWished,
        near,
        monos,
        st.just(1),
        st.just("uid 0"),
        st.one_of(
            st.builds(AssignDevice, keys, st.just(DeviceRole.RELAY)),
            st.builds(SetRelay, keys, st.sampled_from(RelayMode)),
        ),
    ),
    st.tuples(st.just("relay"), near, st.sampled_from(RelayPosition)),
    st.tuples(st.just("exchange"), near, keys),
    st.tuples(st.just("confirm"), near, st.integers(0, 5)),
    st.tuples(st.just("confirm"), near, st.sampled_from([3, 3, 2, 5])),
    st.tuples(st.just("settle"), near, st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("silence"), st.integers(6, 7), st.floats(0.1, 2.9)),
    st.tuples(st.just("vote"), st.booleans()),
    st.tuples(
        st.just("restore"),
        st.sampled_from([6, 6, 7, 7, 8, 9]),
        st.integers(0, 9),
        st.booleans(),
    ),
)
happenings = st.lists(
    st.integers(0, 3).flatmap(lambda k: events if k == 0 else usual), min_size=5, max_size=60
)


def reading_at(ms: int, meter: str = "grid") -> MeterReading:
    """2 kW given to the grid since cycle 4."""
    return MeterReading(meter, MeterRole.GRID, ms, 10_000, 20_000 + (ms - at(4)) // 1_800)


def confirmation(state: State, at_ms: int, kind: int) -> Event:
    """What the chain would say of the newest order and of the account."""
    order = state.orders[-1]
    if kind >= 4:
        reserved = state.nonces.reserved
        return account(at_ms, nonce=7 if reserved is None else reserved + kind - 4)
    match order.stage:
        case "final":
            return ResultSeen(at_ms, 30, order.cycle, "result", 1, False, 150_000, agreed_wh=9)
        case "traded" | "settled":
            status = min(kind, 3)
            return SettlementSeen(at_ms, 40 + kind, order.cycle, status, 9, kind, 1_000 * kind)
        case _:
            return seen_order(order, at_ms)


@st.composite
def believable(draw: st.DrawFn) -> list[Event]:
    """A home that could trade, so that histories reach the orders; what follows is anything."""
    now, home = at(5, 0.4), draw(constants)
    begun: list[Event] = [Started(now, 0, "b", home), Ticked(now, 0, True)]
    meter = KEYS_OF_DEVICES[0] if home.assigned else "grid"
    relay, mode = KEYS_OF_DEVICES[1], draw(st.sampled_from(RelayMode))
    wishes = (
        AssignDevice(meter, DeviceRole.GRID),
        AssignDevice(relay, DeviceRole.RELAY),
        SetRelay(relay, mode),
    )
    begun += [DeviceWished(now, 0, 1, "uid 0", wish) for wish in wishes]
    for k in range(21):
        moment = now - (20 - k) * 60_000
        begun.append(MeterRead(moment, reading_at(moment, meter)))
    begun += [
        msgspec.structs.replace(sound(draw(accounts)), at_ms=now, nonce=7, base_fee_wei=1_000),
        ChainStageSeen(now, "live", ""),
        Ticked(now, 1, True),
    ]
    begun.append(Wished(now, 1, "uid 0", draw(first_presses)))
    return begun


class History:
    """Runs events as the shell does, and remembers everything that was asked for."""

    def __init__(self, *, signing: bool) -> None:
        self.state = State()
        self.journal: list[bytes] = []
        self.seen: list[tuple[State, Event, State, tuple[Effect, ...]]] = []
        self.signing = signing

    def take(self, event: Event) -> None:
        before = self.state
        after, effects = step(before, event, feeder())
        if after is not before or effects:
            self.journal.append(msgspec.json.encode(event))
        self.state = after
        self.seen.append((before, event, after, effects))
        for effect in effects:
            if self.signing and isinstance(effect, Sign):
                made = KEYS[effect.key].sign_digest(effect.digest)
                self.take(Signed(event.at_ms, getattr(event, "mono_ms", 5), effect.ident, made))


def run(begun: list[Event], rest: list[Any], *, signing: bool = True) -> History:
    history = History(signing=signing)
    for event in (*begun, *rest):
        if isinstance(event, tuple):
            name, *drawn = event
            ANSWERS[name](history, *drawn)
        else:
            history.take(event)
    return history


def confirm(history: History, at_ms: int, kind: int) -> None:
    """The chain's next word of the newest order, or of the account."""
    if history.state.orders:
        history.take(confirmation(history.state, at_ms, kind))


def settle(history: History, at_ms: int, *kinds: int) -> None:
    """The chain tells all of every order's cycle, to the settlement; and corrects it."""
    newest = {order.cycle: order for order in history.state.orders[-8:]}
    for order in newest.values():
        if order.stage in orders.UNRESOLVED:
            history.take(seen_order(order, at_ms))
        history.take(ResultSeen(at_ms, 30, order.cycle, "result", 1, False, 150_000, agreed_wh=9))
        for k, kind in enumerate(kinds):
            amount = 1_000 * kind
            history.take(SettlementSeen(at_ms, 40 + k, order.cycle, kind, 9, kind, amount, k))


def silence(history: History, cycle: int, minute: float) -> None:
    """A window opens while the meter has been silent for some minutes; nothing else is wrong."""
    known = (one.key for one in history.state.devices.assigned if one.role is DeviceRole.GRID)
    meter = next(known, "grid")
    last = at(cycle, -8)
    history.take(MeterRead(last, reading_at(last, meter)))
    for ms in (last, at(cycle, minute)):
        history.take(Ticked(ms, 100, True))


def vote(history: History, used: bool) -> None:
    """An endorser's turn comes, perhaps after somebody else has used this home's key."""
    reserved = history.state.nonces.reserved
    now = at(6, 3.1)
    history.take(Ticked(now, 100, True))
    if used:
        nonce = 9 if reserved is None else reserved + 2
        history.take(account(now, nonce=nonce, endorser=True))
    history.take(book())


def answer_relay(history: History, at_ms: int, position: RelayPosition) -> None:
    """A relay that was told or asked something says where it is."""
    for relay in history.state.relays:
        waiting_ms = relay.known.waiting_since_ms
        if waiting_ms is not None:
            history.take(RelaySeen(at_ms, waiting_ms + 50, relay.key, relay.number, position))
            return


def exchange(history: History, at_ms: int, key: str) -> None:
    """Another device becomes the grid meter and reports three times."""
    wish = AssignDevice(key, DeviceRole.GRID, replace=True)
    history.take(DeviceWished(at_ms, 0, 1, "uid 0", wish))
    for ms in (at_ms, at_ms + 20_000, at_ms + 40_000):
        history.take(MeterRead(ms, reading_at(ms, key)))


def restore(history: History, cycle: int, kind: int, whole: bool) -> None:
    """The journal comes from a backup; the chain tells what was done since, or not all of it.

    One in ten histories only has it, so that the others still reach what restores hold up.
    """
    if kind > 0 and not history.state.restored:
        return
    begun = at(cycle, 0.5)
    if kind % 2 == 0:  # what became of its orders was told before the backup
        settle(history, at(cycle), 1)
    history.take(Restored(begun, f"r{kind % 3}", at(cycle - 1)))
    history.take(Ticked(begun, 50, True))
    history.take(sound(account(begun, nonce=history.state.nonces.verified or 7, endorser=True)))
    history.take(Ticked(at(cycle + 1, 5), 55, True))
    history.take(book(5.1, cycle=cycle + 1))
    later = at(cycle + 2, 1)
    for asked in questions(history.state, later):
        if isinstance(asked, OrderQuestion):
            index = asked.cycle % 2 or None
            terms = ("sell", 300, 0, 200_000, 5_000) if index else ()
            block_s = at(asked.cycle + 1) // 1_000
            history.take(OrderSeen(later, 60, block_s, asked.cycle, index, *terms))
    if whole:
        nonces = history.state.nonces
        used = 7 if nonces.reserved is None else nonces.reserved + 1
        history.take(sound(account(later, nonce=used + kind % 2, block=60)))
        history.take(ChainStageSeen(later, "live", ""))
        history.take(Ticked(later, 60, True))
        settle(history, later, 1 + kind % 3)


ANSWERS: dict[str, Callable[..., None]] = {
    "relay": answer_relay,
    "exchange": exchange,
    "confirm": confirm,
    "settle": settle,
    "silence": silence,
    "vote": vote,
    "restore": restore,
}

histories = st.builds(
    run,
    st.one_of(believable(), believable(), believable(), st.just([])),
    happenings,
    signing=st.sampled_from([True, True, True, False]),
)
