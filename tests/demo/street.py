"""A street with trades, for the tests of what the demonstration shows."""

import random

from agent.api.sections import (
    Alert,
    FlowSection,
    HomeSection,
    LinkSection,
    MarketSection,
    MoneySection,
    OrderLine,
    Snapshot,
    StatementLine,
    TradeLine,
)
from agent.demo.result import (
    CyclePrice,
    StreetFrame,
    StreetHealth,
    StreetMap,
    StreetTotals,
    StreetTrade,
)
from agent.demo.street_map import street_map
from agent.feeders import load_feeder
from drivers.simulated.street import plan_street


def real_street(homes: int = 55) -> StreetMap:
    plan = plan_street(7, homes)
    return street_map(
        load_feeder("ieee-european-lv"),
        [(home.number, home.vertex, home.pv_w_peak, home.endorser) for home in plan],
    )


def some_trades(street: StreetMap, count: int = 40) -> tuple[StreetTrade, ...]:
    chance = random.Random(3)
    sunny = [home.number for home in street.homes if home.pv_w_peak]
    dark = [home.number for home in street.homes if not home.pv_w_peak]
    return tuple(
        StreetTrade(
            cycle=6,
            seller=chance.choice(sunny),
            buyer=chance.choice(dark),
            energy_wh=chance.randint(10, 900),
            distance_mm=chance.randint(8_000, 318_000),
            price_micro_per_kwh=201_200,
        )
        for _ in range(count)
    )


def settled(cycle: int = 5, **changes: object) -> StatementLine:
    values: dict[str, object] = {
        "cycle": cycle,
        "side": "sell",
        "agreed_wh": 412,
        "metered_wh": 398,
        "price_micro_per_kwh": 201_200,
        "energy_micro": 80_077,
        "network_charge_micro": 121,
        "penalty_micro": 700,
        "amount_micro": 79_256,
        "status": "final",
        "verified": True,
    }
    return StatementLine(**(values | changes))  # type: ignore[arg-type]


TRADE = TradeLine(5, "sell", "p-91ab", 412, 201_200, 121_300, 121)


def snapshot(status: str = "green", alerts: tuple[Alert, ...] = ()) -> Snapshot:
    return Snapshot(
        revision=1,
        member="0x" + "12" * 20,
        home=HomeSection(status, "the meter is silent", 0, -1_240, 2_050, 810),  # type: ignore[arg-type]
        flow=FlowSection(
            started=True,
            opted_in=True,
            activity="sell",
            settlement="automatic",
            low_micro_per_kwh=120_000,
            high_micro_per_kwh=250_000,
            distance_m=120,
            energy_wh=None,
            repeat=True,
            enabled=(),
            stage="active",
        ),
        market=MarketSection(7, "matching", 0, 0),
        money=MoneySection(20_080_000, 0, earned_micro=95_000, spent_micro=12_000),
        chain=LinkSection("live", "ok"),
        broker=LinkSection("up", "ok"),
        orders=(OrderLine("a", 7, "sell", 412, 120_000, 250_000, 120, "final", block=812),),
        trades=(TRADE,),
        statements=(settled(),),
        alerts=alerts,
    )


def frame(street: StreetMap, me: Snapshot | None = None, **changes: object) -> StreetFrame:
    prices = (201_200, 197_000, None, 205_000)
    values: dict[str, object] = {
        "street": street,
        "cycle": 7,
        "phase": "matching",
        "seconds_left": 83,
        "cycle_elapsed_permille": 400,
        "orders": 43,
        "endorsements": 4,
        "endorsements_needed": 5,
        "prices": tuple(CyclePrice(cycle, price) for cycle, price in enumerate(prices)),
        "trades": some_trades(street),
        "my_number": 3,
        "me": me,
        "totals": StreetTotals(68, 10_975, 2_210_000, 8_000, 1_200),
        "health": StreetHealth(812, 4, 1.94, 412 * 2**20),
        "clock": "11:45",
    }
    return StreetFrame(**(values | changes))  # type: ignore[arg-type]
