"""A home that is commissioned as the checklist sees it: a snapshot where all is well, and facts."""

from typing import Any

import msgspec

from agent.api.sections import (
    DeviceLine,
    FlowSection,
    HomeSection,
    LadderSection,
    LinkSection,
    MarketSection,
    MoneySection,
    RadioSection,
    Snapshot,
)
from agent.devices.tested import BackupMade, Handover, MeterTest, RelayTest, Tested
from agent.provisioning.checklist import Facts

NOW_MS = 1_795_000_000_000
MAIN, ROOF, BOILER = (f"00124b000000000{k}" for k in (3, 4, 6))

GRID = DeviceLine(
    *("Main", "grid", NOW_MS, 12_345, 678, "good", f"{MAIN}/1", "meter", MAIN),
    model="frient EMIZB-132",
    checked_ms=NOW_MS,
    signal_lqi=180,
)
MADE = msgspec.structs.replace(
    GRID, name="Roof", role="generation", key=f"{ROOF}/1", ieee=ROOF, invert=True
)
RELAY = DeviceLine(
    *("Boiler", "relay", 0, 0, 0, "", f"{BOILER}/1", "relay", BOILER),
    model="SP 120",
    position="off",
    mode="off",
    seen_on_ms=NOW_MS,
    seen_off_ms=NOW_MS,
)
WELL = Snapshot(
    revision=9,
    member="0x" + "12" * 20,
    home=HomeSection("red", "1 kW is drawn.", NOW_MS),
    flow=FlowSection(
        *(False, False, "none", "manual", None, None, None, None, False, (), "idle"),
    ),
    market=MarketSection(5, "quotation", NOW_MS, NOW_MS),
    money=MoneySection(50_000_000, 0),
    chain=LinkSection("live", "The chain is followed.", NOW_MS, 4_711),
    broker=LinkSection("up", "connected", NOW_MS),
    devices=(GRID, MADE, RELAY),
    radio=RadioSection("up", "The radio works.", 0, "Sonoff ZBDongle-E", 15, backup_ms=NOW_MS),
    ladder=LadderSection("trade", (), "synced", "The clock is set."),
)


def checked(line: DeviceLine = GRID, **new: Any) -> MeterTest:
    usual = MeterTest(
        line.key, line.role, line.invert, 2_000, 1_980, True, ("right",), NOW_MS, "uid 1000"
    )
    changed: MeterTest = msgspec.structs.replace(usual, **new)
    return changed


TESTED = Tested(
    (checked(), checked(MADE, load_w=1_500, moved_w=1_510)),
    (RelayTest(RELAY.key, "uid 1000", NOW_MS - 60_000, NOW_MS),),
    BackupMade(NOW_MS, "uid 1000", (MAIN, ROOF, BOILER)),
    Handover(NOW_MS, "uid 1000", "Ada Fitter", "Bo Homeowner"),
)
FACTS = Facts(snapshot=WELL, findings=(), tested=TESTED, household_pin=True)


def facts(**new: Any) -> Facts:
    """The facts of a home where all is well, with these of the snapshot or of themselves changed."""
    own = {key: value for key, value in new.items() if key in Facts.__struct_fields__}
    snapshot = msgspec.structs.replace(
        WELL, **{key: value for key, value in new.items() if key not in own}
    )
    return Facts(
        **({"snapshot": snapshot, "findings": (), "tested": TESTED, "household_pin": True} | own)  # type: ignore[arg-type]
    )
