"""The table of values the house's broker is told; topics, texts and Home Assistant's classes.

Classes, units and their pairs: Home Assistant 2026.2 `components/sensor/const.py`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from agent.api.sections import OrderLine, Snapshot
from agent.bridge.house import (
    OFF,
    ON,
    ORDER_STAGES,
    Fresh,
    HouseProfile,
    Value,
    amount,
    grid_register,
    instant,
    kwh,
)

SHOWN_ALERTS = 20
SHOWN_CHARACTERS = 400  # of one sentence in an attribute


def _optional(number: int | None, say: Callable[[int], str | None] = str) -> str | None:
    return None if number is None else say(number)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _switch(on: bool) -> str:
    return ON if on else OFF


def _order(snapshot: Snapshot) -> OrderLine | None:
    return max(snapshot.orders, key=lambda line: line.cycle, default=None)


def _order_details(snapshot: Snapshot) -> dict[str, Any]:
    order = _order(snapshot)
    if order is None:
        return {}
    return {
        "cycle": order.cycle,
        "side": order.side,
        "energy_kwh": kwh(order.energy_wh),
        "low_price": amount(order.low_micro_per_kwh),
        "high_price": amount(order.high_micro_per_kwh),
        "price": _optional(order.price_micro_per_kwh, amount),
        "distance_m": order.distance_m,
        "reason": _short(order.reason),
    }


def _next_window(snapshot: Snapshot) -> str | None:
    """While a window is open its successor is the next: cycles follow each other."""
    opens = snapshot.flow.window_opens_at_ms or snapshot.market.cycle_ends_at_ms
    return _optional(opens, instant)


def _alerts(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "alerts": [
            {"what": _short(alert.what), "do": _short(alert.do), "since": instant(alert.since_ms)}
            for alert in snapshot.alerts[:SHOWN_ALERTS]
        ]
    }


def _flow_details(snapshot: Snapshot) -> dict[str, Any]:
    flow = snapshot.flow
    return {
        "information": [_short(line) for line in flow.information[:SHOWN_ALERTS]],
        "problems": [_short(wrong.sentence) for wrong in flow.problems[:SHOWN_ALERTS]],
        "enabled": list(flow.enabled),
    }


def _register(direction: Literal["import", "export"]) -> Callable[[Snapshot], str | None]:
    return lambda snapshot: _optional(grid_register(snapshot, direction), kwh)


MINUTE_MS = 60_000  # a block comes every second or two; nobody looks that often

VALUES: tuple[Value, ...] = (
    Value(
        "import",
        "meter/import_kwh",
        "Grid import",
        "drawn from the grid, OBIS 1-0:1.8.0; never falls",
        _register("import"),
        Fresh.METER,
        device_class="energy",
        state_class="total_increasing",
        unit="kWh",
        precision=3,
    ),
    Value(
        "export",
        "meter/export_kwh",
        "Grid export",
        "given to the grid, OBIS 1-0:2.8.0; never falls",
        _register("export"),
        Fresh.METER,
        device_class="energy",
        state_class="total_increasing",
        unit="kWh",
        precision=3,
    ),
    Value(
        "power",
        "meter/power_w",
        "Grid power",
        "positive from the grid, negative to it",
        lambda s: _optional(s.home.import_power_w),
        Fresh.METER,
        device_class="power",
        state_class="measurement",
        unit="W",
        live=True,
    ),
    Value(
        "generation",
        "meter/generation_w",
        "Generation",
        "made by the panels, mean of the last minutes",
        lambda s: _optional(s.home.generation_w),
        Fresh.GENERATION,
        device_class="power",
        state_class="measurement",
        unit="W",
        live=True,
    ),
    Value(
        "usage",
        "meter/usage_w",
        "Consumption",
        "used in the home, mean of the last minutes",
        lambda s: _optional(s.home.usage_w),
        Fresh.GENERATION,
        device_class="power",
        state_class="measurement",
        unit="W",
        live=True,
    ),
    Value(
        "battery",
        "meter/battery_w",
        "Battery power",
        "positive out of the battery, negative into it",
        lambda s: _optional(s.home.storage_w, lambda into_w: str(-into_w)),
        Fresh.STORAGE,
        device_class="power",
        state_class="measurement",
        unit="W",
        live=True,
    ),
    Value(
        "surplus",
        "surplus",
        "Surplus status",
        "whether the home has a surplus",
        lambda s: s.home.status,
        device_class="enum",
        options=("green", "red", "unknown"),
        details=lambda s: {"reason": _short(s.home.reason), "at": instant(s.home.at_ms)},
    ),
    Value(
        "expected",
        "surplus/expected_kwh",
        "Expected surplus",
        "of the next delivery interval; negative is a deficit",
        lambda s: _optional(s.home.expected_surplus_wh, kwh),
        Fresh.METER,
        device_class="energy",
        unit="kWh",
        precision=3,
        pause_ms=10_000,
    ),
    Value(
        "price",
        "market/price",
        "Local price",
        "of the newest cleared cycle",
        lambda s: _optional(s.market.last_price_micro_per_kwh, amount),
        Fresh.MARKET,
        state_class="measurement",
        unit="{currency}/kWh",
        precision=4,
    ),
    Value(
        "phase",
        "market/phase",
        "Market phase",
        "orders are taken in the quotation window",
        lambda s: s.market.phase or "unknown",
        device_class="enum",
        options=("quotation", "matching", "feedback", "settlement", "unknown"),
    ),
    Value(
        "next_window",
        "market/next_window",
        "Next quotation window",
        "when it opens",
        _next_window,
        device_class="timestamp",
    ),
    Value(
        "order",
        "market/order",
        "Current order",
        "how far the newest order has come",
        lambda s: "none" if (order := _order(s)) is None else order.stage,
        Fresh.MARKET,
        device_class="enum",
        options=("none", *ORDER_STAGES, "unknown"),
        details=_order_details,
    ),
    Value(
        "earned",
        "money/earned",
        "Earned",
        "sum of incomes settled",
        lambda s: amount(s.money.earned_micro),
        Fresh.MARKET,
        device_class="monetary",
        state_class="total",
        unit="{currency}",
        precision=2,
    ),
    Value(
        "spent",
        "money/spent",
        "Spent",
        "sum of bills settled",
        lambda s: amount(s.money.spent_micro),
        Fresh.MARKET,
        device_class="monetary",
        state_class="total",
        unit="{currency}",
        precision=2,
    ),
    Value(
        "penalty",
        "money/penalty",
        "Penalties",
        "for deviations from what was agreed",
        lambda s: amount(s.money.penalty_micro),
        Fresh.MARKET,
        device_class="monetary",
        state_class="total",
        unit="{currency}",
        precision=2,
    ),
    Value(
        "balance",
        "money/balance",
        "Balance",
        "of the account, as proven on the chain",
        lambda s: _optional(s.money.balance_micro, amount),
        Fresh.MARKET,
        device_class="monetary",
        state_class="total",
        unit="{currency}",
        precision=2,
    ),
    Value(
        "health",
        "health",
        "Health",
        "ON: something is wrong, and the details say what to do",
        lambda s: _switch(bool(s.alerts)),
        platform="binary_sensor",
        device_class="problem",
        details=_alerts,
    ),
    Value(
        "stage",
        "flow/stage",
        "Trading state",
        "where the household's choices stand",
        lambda s: s.flow.stage,
        device_class="enum",
        options=("idle", "waiting", "active", "invalid", "unknown"),
        details=_flow_details,
    ),
    Value(
        "chain",
        "chain/state",
        "Chain",
        "whether the market's chain can be followed",
        lambda s: s.chain.state,
        device_class="enum",
        options=("unsynced", "syncing", "live", "stale", "halted", "unknown"),
        diagnostic=True,
        details=lambda s: {"sentence": _short(s.chain.sentence)},
    ),
    Value(
        "height",
        "chain/height",
        "Chain height",
        "number of the newest proven block",
        lambda s: _optional(s.chain.height),
        diagnostic=True,
        pause_ms=MINUTE_MS,
    ),
    Value(
        "block",
        "chain/block_time",
        "Newest block",
        "when it was made: its age is what a screen shows",
        lambda s: _optional(s.chain.at_ms, instant),
        device_class="timestamp",
        diagnostic=True,
        pause_ms=MINUTE_MS,
    ),
    Value(
        "operator_link",
        "operator/link",
        "Operator's broker",
        "whether delivery reports can be sent",
        lambda s: s.broker.state,
        device_class="enum",
        options=("up", "down", "off", "unknown"),
        diagnostic=True,
    ),
    Value(
        "reports",
        "operator/reports_waiting",
        "Reports waiting",
        "delivery reports without a receipt",
        lambda s: str(s.broker.waiting_reports),
        state_class="measurement",
        diagnostic=True,
        pause_ms=10_000,
    ),
    Value(
        "opted_in",
        "flow/opted_in",
        "",
        "opted in to trading: ON or OFF",
        lambda s: _switch(s.flow.opted_in),
        platform=None,
    ),
    Value(
        "activity",
        "flow/activity",
        "",
        "none, sell or buy",
        lambda s: s.flow.activity,
        platform=None,
        options=("none", "sell", "buy"),
    ),
    Value(
        "settlement",
        "flow/settlement",
        "",
        "manual or automatic: who decides the amount",
        lambda s: s.flow.settlement,
        platform=None,
        options=("manual", "automatic"),
    ),
    Value(
        "low_price",
        "flow/low_price",
        "",
        "lowest price chosen, {currency}/kWh",
        lambda s: _optional(s.flow.low_micro_per_kwh, amount),
        platform=None,
    ),
    Value(
        "high_price",
        "flow/high_price",
        "",
        "highest price chosen, {currency}/kWh",
        lambda s: _optional(s.flow.high_micro_per_kwh, amount),
        platform=None,
    ),
    Value(
        "energy",
        "flow/energy_kwh",
        "",
        "amount chosen or, when automatic, proposed",
        lambda s: _optional(s.flow.energy_wh, kwh),
        platform=None,
    ),
    Value(
        "distance",
        "flow/distance_m",
        "",
        "preferred distance of partners",
        lambda s: _optional(s.flow.distance_m),
        platform=None,
    ),
    Value(
        "repeat",
        "flow/repeat",
        "",
        "whether the order is renewed every cycle: ON or OFF",
        lambda s: _switch(s.flow.repeat),
        platform=None,
    ),
)

BY_KEY: Mapping[str, Value] = MappingProxyType({value.key: value for value in VALUES})


def values(profile: HouseProfile) -> tuple[Value, ...]:
    """Return the values this home has."""
    absent = set() if profile.generation else {Fresh.GENERATION}
    if not profile.storage:
        absent.add(Fresh.STORAGE)
    return tuple(value for value in VALUES if value.fresh not in absent)
