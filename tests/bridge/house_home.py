"""A home for the tests of the house link: its profile, and a snapshot in which all is well."""

from typing import Any

import msgspec

from agent.api.sections import (
    DeviceLine,
    FlowSection,
    HomeSection,
    LinkSection,
    MarketSection,
    MoneySection,
    OrderLine,
    Snapshot,
)
from agent.bridge.house import HouseProfile

NOW_MS = 1_790_000_000_000

PROFILE = HouseProfile(
    prefix="gridhearth",
    id="3f2a",
    name="home-01",
    version="0.1.0",
    currency="GBP",
    meter_age_ms=180_000,
    price_floor_micro_per_kwh=50_000,
    price_ceiling_micro_per_kwh=400_000,
    energy_limit_wh=4_600,
    distance_limit_m=1_000,
    generation=True,
    storage=True,
    commands=True,
)

SNAPSHOT = Snapshot(
    revision=1,
    member="0x" + "ab" * 20,
    currency="GBP",
    home=HomeSection(
        "green",
        "more made than used",
        NOW_MS,
        import_power_w=-500,
        generation_w=1_500,
        usage_w=1_000,
        storage_w=200,
        import_wh=12_345,
        export_wh=6_789,
        expected_surplus_wh=250,
    ),
    flow=FlowSection(
        True, True, "sell", "manual", 150_000, 300_000, 400, 250, True, ("reset",), "active"
    ),
    market=MarketSection(7, "quotation", NOW_MS + 1_000, NOW_MS + 60_000, 202_300, 6),
    money=MoneySection(5_000_000, 0, 1_250_001, 45_000, 3),
    chain=LinkSection("live", "The chain is followed.", NOW_MS - 2_000, 42),
    broker=LinkSection("up", "The broker is connected.", NOW_MS, waiting_reports=3),
    orders=(
        OrderLine("0x01", 7, "sell", 250, 150_000, 300_000, 400, "sent"),
        OrderLine("0x00", 6, "sell", 250, 150_000, 300_000, 400, "settled", "", 9, 202_300),
    ),
    devices=(
        DeviceLine("grid", "grid", NOW_MS - 1_000, 12_345, 6_789, "measured"),
        DeviceLine("pv", "generation", NOW_MS - 1_000, 0, 99_000, "measured"),
        DeviceLine("battery", "storage", NOW_MS - 1_000, 0, 0, "measured"),
    ),
)


def profile(**changes: Any) -> HouseProfile:
    """The profile, with changes."""
    return msgspec.structs.replace(PROFILE, **changes)


def snapshot(**changes: Any) -> Snapshot:
    """The snapshot, with whole sections replaced."""
    return msgspec.structs.replace(SNAPSHOT, **changes)
