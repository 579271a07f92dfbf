"""One home's agent for the tests of the core: events in, effects out, journaled as Runner does."""

from functools import lru_cache
from typing import Any

import msgspec

from agent.api.wishes import (
    Activity,
    ChooseActivity,
    ChooseProgram,
    ChooseSettlement,
    SetAmount,
    SetDistance,
    SetRange,
    SetRepeat,
    SettlementChoice,
    SetValues,
    Start,
    Wish,
)
from agent.bridge.payload import (
    GapRequest,
    Statement,
    StatementProof,
    encode_gap,
    encode_receipt,
    encode_statement,
)
from agent.bridge.report import (
    Receipt,
    Report,
    SignedReceipt,
    contract_signature,
    receipt_digest,
    report_digest,
)
from agent.bridge.topics import Channel, topic
from agent.core.constants import Constants
from agent.core.effects import Answer, Broadcast, Effect, Publish, Sign
from agent.core.events import (
    AccountSeen,
    BrokerLink,
    BrokerSaid,
    ChainStageSeen,
    Event,
    MeterRead,
    OrderSeen,
    Signed,
    Started,
    Ticked,
    Wished,
)
from agent.core.records import Order
from agent.core.reporting import domain_of
from agent.core.state import State
from agent.core.step import step
from agent.feeders import load_feeder
from agent.ledger.transaction import Signed as DecodedTransaction
from agent.ledger.transaction import decode
from agent.market.cycle import CycleTimes
from agent.market.feeder import Feeder
from agent.metering.reading import MeterReading, MeterRole
from agent.units import Address, CycleNo, EnergyWh, MoneyMicro, PriceMicroPerKwh, UnixMs
from drivers.keystore import KeySigner

ORDER_KEY = KeySigner(b"\x01" * 32)
REPORT_KEY = KeySigner(b"\x02" * 32)
OPERATOR_KEY = KeySigner(b"\x03" * 32)
KEYS = {"order": ORDER_KEY, "report": REPORT_KEY}
GENESIS_S = 1_700_000_000
CYCLE_S = 900
CONSTANTS = Constants(
    member=ORDER_KEY.address,
    report_key=REPORT_KEY.address,
    meter="0x" + "ab" * 32,
    operator=OPERATOR_KEY.address,
    chain_id=1337,
    contract=Address("0x" + "c0" * 20),
    genesis_s=GENESIS_S,
    cycle_s=CYCLE_S,
    block_s=2,
)
TIMES = CycleTimes(GENESIS_S, CYCLE_S)
MINUTE_MS = 60_000


@lru_cache
def feeder() -> Feeder:
    """The feeder every test agent trades on."""
    return load_feeder("ieee-european-lv")


def at(cycle: int, minute: float = 0) -> int:
    """Return the wall clock `minute` minutes into a cycle."""
    return TIMES.start_ms(cycle) + round(minute * MINUTE_MS)


def account(at_ms: int, **changes: Any) -> AccountSeen:
    """An enrolled home with enough money, unless a test says otherwise."""
    plain = AccountSeen(
        at_ms=at_ms,
        block=10,
        nonce=7,
        base_fee_wei=1_000,
        wei=10**24,
        balance_micro=50_000_000,
        held_micro=0,
        enrolled=True,
        endorser=False,
        vertex=1,
        limit_wh=4_600,
        allowance_micro=40_000_000,
        charge_micro_per_m=2_000,
        penalty_micro_per_kwh=150_000,
        max_tariff_micro=100_000,
    )
    return msgspec.structs.replace(plain, **changes)


def reading(at_ms: int, import_wh: int, export_wh: int) -> MeterRead:
    """A reading of the grid meter, seen when it was made."""
    return MeterRead(
        at_ms,
        MeterReading(
            "grid", MeterRole.GRID, UnixMs(at_ms), EnergyWh(import_wh), EnergyWh(export_wh)
        ),
    )


def choices(
    side: str = "sell",
    energy_wh: int | None = 400,
    low: int = 100_000,
    high: int = 200_000,
    *,
    repeat: bool = False,
    distance_m: int | None = None,
) -> tuple[Wish, ...]:
    """All presses of one order, from the start screen on."""
    automatic = energy_wh is None
    wishes: list[Wish] = [
        Start(),
        ChooseProgram(True),
        ChooseActivity(Activity(side)),
        ChooseSettlement(SettlementChoice.AUTOMATIC if automatic else SettlementChoice.MANUAL),
        SetRange(low, high),
    ]
    if distance_m is not None:
        wishes.append(SetDistance(distance_m))
    if energy_wh is not None:
        wishes.append(SetAmount(energy_wh))
    if repeat:
        wishes.append(SetRepeat(True))
    return (*wishes, SetValues())


class Agent:
    """State, journal and effects of one agent; signs what it is asked to, like the shell."""

    def __init__(self, constants: Constants = CONSTANTS) -> None:
        self.constants = constants
        self.state = State()
        self.journal: list[bytes] = []
        self.effects: list[Effect] = []
        self.mono_ms = 1_000
        self.signing = True
        self._requests = 0

    def take(self, event: Event) -> tuple[Effect, ...]:
        """Step, journal as Runner does, sign; return every effect that followed."""
        state, effects = step(self.state, event, feeder())
        if state is not self.state or effects:
            self.journal.append(msgspec.json.encode(event))
        self.state = state
        self.effects += effects
        followed = list(effects)
        for effect in effects:
            if self.signing and isinstance(effect, Sign):
                followed += self.take(self.signature(effect, event.at_ms))
        return tuple(followed)

    def signature(self, effect: Sign, at_ms: int) -> Signed:
        """The event that answers a Sign effect."""
        made = KEYS[effect.key].sign_digest(effect.digest)
        return Signed(at_ms, self.mono_ms, effect.ident, made)

    def start(self, at_ms: int) -> tuple[Effect, ...]:
        """Begin, or begin again after a crash."""
        return self.take(Started(at_ms, self.mono_ms, "boot", self.constants))

    def tick(
        self, at_ms: int, *, after_ms: int = 1_000, trusted: bool = True
    ) -> tuple[Effect, ...]:
        """Let `after_ms` of steady time pass, then tick."""
        self.mono_ms += after_ms
        return self.take(Ticked(at_ms, self.mono_ms, trusted))

    def live(self, at_ms: int, **changes: Any) -> "Agent":
        """Trust the clock, prove the account, follow the chain."""
        self.tick(at_ms)
        self.take(account(at_ms, **changes))
        self.take(ChainStageSeen(at_ms, "live", "following the chain"))
        return self

    def wish(self, at_ms: int, *wishes: Wish) -> Answer:
        """Press; return the answer."""
        self._requests += 1
        followed = self.take(Wished(at_ms, self._requests, "uid 1000", wishes))
        return next(effect for effect in followed if isinstance(effect, Answer))

    def meter(self, until_ms: int, *, out_w: int = 2_000, minutes: int = 20) -> None:
        """Report every minute up to `until_ms`, giving `out_w` (negative: drawing) all the time."""
        first_ms = until_ms - minutes * MINUTE_MS
        for k in range(minutes + 1):
            energy_wh = abs(out_w) * k // 60
            into, out = (0, energy_wh) if out_w > 0 else (energy_wh, 0)
            self.take(reading(first_ms + k * MINUTE_MS, 10_000 + into, 20_000 + out))

    def broker(self, at_ms: int, *, up: bool = True) -> tuple[Effect, ...]:
        """Connect or lose the broker."""
        return self.take(BrokerLink(at_ms, up, "connected" if up else "gone"))

    def said(self, at_ms: int, channel: Channel, payload: bytes) -> tuple[Effect, ...]:
        """Hear the operator say something on this home's own topic."""
        where = topic(domain_of(self.constants), channel, self.constants.member)
        return self.take(BrokerSaid(at_ms, where, payload))

    @property
    def order(self) -> Order:
        """The newest order."""
        return self.state.orders[-1]

    def broadcasts(self) -> list[bytes]:
        """Every broadcast so far."""
        return [effect.raw for effect in self.effects if isinstance(effect, Broadcast)]

    def published(self) -> list[Publish]:
        """Every publication so far."""
        return [effect for effect in self.effects if isinstance(effect, Publish)]

    def signs(self) -> list[Sign]:
        """Every signature ever asked for."""
        return [effect for effect in self.effects if isinstance(effect, Sign)]

    def replayed(self) -> State:
        """The state that the journal alone leads to."""
        decoder = msgspec.json.Decoder(Event)
        state = State()
        for entry in self.journal:
            state, _ = step(state, decoder.decode(entry), feeder())
        return state


def transactions_of(raws: list[bytes]) -> list[DecodedTransaction]:
    """Read broadcast bytes back."""
    return [decode(raw) for raw in raws]


def seller(cycle: int = 5, minute: float = 1, **changes: Any) -> Agent:
    """A live home with a surplus in a cycle's quotation window."""
    agent = Agent()
    now = at(cycle, minute)
    agent.start(now - 21 * MINUTE_MS)
    agent.tick(now - 21 * MINUTE_MS)
    agent.meter(now)
    return agent.live(now, **changes)


def seen(order: Order, block_time_ms: int, **changes: Any) -> OrderSeen:
    """The contract holds exactly this order."""
    plain = OrderSeen(
        at_ms=block_time_ms,
        block=20,
        block_time_s=block_time_ms // 1_000,
        cycle=order.cycle,
        index=3,
        side=order.side,
        energy_wh=order.energy_wh,
        low_micro_per_kwh=order.low_micro_per_kwh,
        high_micro_per_kwh=order.high_micro_per_kwh,
        distance_m=order.distance_m,
    )
    return msgspec.structs.replace(plain, **changes)


def absent(cycle: int, block_time_ms: int) -> OrderSeen:
    """The contract provably holds no order of this member."""
    return OrderSeen(block_time_ms, 20, block_time_ms // 1_000, cycle, None)


def receipt(report: Report, key: KeySigner = OPERATOR_KEY, **changes: Any) -> bytes:
    """The operator's receipt for a report, as a payload."""
    domain = domain_of(CONSTANTS)
    plain = Receipt(
        report.member, report.meter, report.cycle, report.revision, report_digest(domain, report)
    )
    told = msgspec.structs.replace(plain, **changes)
    signature = contract_signature(key.sign_digest(receipt_digest(domain, told)))
    return encode_receipt(SignedReceipt(told, signature))


def gap(*cycles: int) -> bytes:
    """A gap request, as a payload."""
    return encode_gap(GapRequest(CONSTANTS.member, tuple(CycleNo(cycle) for cycle in cycles)))


def statement(cycle: int, amount_micro: int, *, block: int = 30, **changes: Any) -> bytes:
    """The operator's statement of a sale, as a payload."""
    plain = Statement(
        member=CONSTANTS.member,
        cycle=CycleNo(cycle),
        delivery_cycle=CycleNo(cycle + 1),
        side="sell",
        agreed_wh=EnergyWh(400),
        metered_wh=EnergyWh(380),
        price_micro_per_kwh=PriceMicroPerKwh(150_000),
        energy_micro=MoneyMicro(57_000),
        network_charge_micro=MoneyMicro(1_000),
        penalty_micro=MoneyMicro(3_000),
        amount_micro=MoneyMicro(amount_micro),
        status="final",
        trades=(),
        proof=StatementProof(block, CONSTANTS.contract),
    )
    return encode_statement(msgspec.structs.replace(plain, **changes))
