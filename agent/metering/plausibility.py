"""Is a register believable after the one before it? And if so, how much energy passed?

A rise is believed up to what the connection can have carried in the time between. A fall is
jitter (a few watt-hours), a rollover (the device register's width is known and the rise past
zero is believable), or not believed.
"""

from enum import StrEnum

import msgspec

MAX_REGISTER_WH = 2**53 - 1
"""JSON integers stay exact below this; a real register stays below 10^12 Wh."""


class Outcome(StrEnum):
    """What became of a reading."""

    FIRST = "first"
    """The first of its meter; believed once a second reading agrees with it."""
    ACCEPTED = "accepted"
    ROLLOVER = "rollover"
    """Accepted; the device register went past its last digit."""
    JITTER = "jitter"
    """Accepted; a few watt-hours below the level before, counted as no change."""
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    """Another reading of the same instant said otherwise; neither is believed."""
    LATE = "late"
    """Older than the readings kept."""
    BACKWARDS = "backwards"
    IMPLAUSIBLE = "implausible"
    """A rise the connection cannot have carried in the time between."""
    IMPOSSIBLE = "impossible"
    """Negative, or beyond any register."""
    FUTURE = "future"
    UNKNOWN_METER = "unknown meter"
    UNTRUSTED_CLOCK = "untrusted clock"


BELIEVED = frozenset({Outcome.FIRST, Outcome.ACCEPTED, Outcome.ROLLOVER, Outcome.JITTER})


class RegisterLimits(msgspec.Struct, frozen=True):
    """What a device register may do."""

    limit_wh: int
    """What the connection can carry in one interval; the market's `limit_wh`."""
    interval_ms: int
    margin_percent: int = 120
    """Meters and clocks are not exact: fuses carry more than their rating for minutes."""
    slack_wh: int = 100
    """Registers that advance in steps of up to a tenth of a kilowatt-hour."""
    jitter_wh: int = 10
    """Fall that counts as no change (meters that round differently from frame to frame)."""
    modulus_wh: int | None = None
    """The register goes from modulus - 1 to 0; None: it does not roll over."""
    keep_ms: int = 1_800_000
    """How late a reading may come; at least the longest window anything looks back."""
    gap_after_ms: int = 180_000
    """Silence longer than this is a gap row."""


def allowed_rise_wh(elapsed_ms: int, limits: RegisterLimits) -> int:
    """Return the largest believable rise in `elapsed_ms`; rounded up, plus slack."""
    scaled = limits.limit_wh * limits.margin_percent * elapsed_ms
    return limits.slack_wh + -(-scaled // (100 * limits.interval_ms))


class Level(msgspec.Struct, frozen=True, array_like=True):
    """The last believed reading: the device's registers and ours at that instant."""

    at_ms: int
    device_import_wh: int
    device_export_wh: int
    import_wh: int
    export_wh: int
    confirmed: bool


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One reading kept: what the device said, what became of it, our registers after it."""

    at_ms: int
    device_import_wh: int
    device_export_wh: int
    outcome: Outcome
    import_wh: int = 0
    export_wh: int = 0


def step(level: Level | None, entry: Entry, limits: RegisterLimits) -> tuple[Level, Entry]:
    """Judge one reading against the level before it."""
    if level is None:
        return _first(entry)
    allowed = allowed_rise_wh(entry.at_ms - level.at_ms, limits)
    into = _judge(level.device_import_wh, entry.device_import_wh, allowed, limits)
    out = _judge(level.device_export_wh, entry.device_export_wh, allowed, limits)
    for verdict in (into, out):
        if verdict[0] not in BELIEVED:
            if not level.confirmed:
                return _first(entry)
            return level, msgspec.structs.replace(
                entry, outcome=verdict[0], import_wh=level.import_wh, export_wh=level.export_wh
            )
    after = Level(
        entry.at_ms,
        into[1],
        out[1],
        level.import_wh + into[2],
        level.export_wh + out[2],
        confirmed=True,
    )
    special = next((v[0] for v in (into, out) if v[0] is not Outcome.ACCEPTED), Outcome.ACCEPTED)
    return after, msgspec.structs.replace(
        entry, outcome=special, import_wh=after.import_wh, export_wh=after.export_wh
    )


def _first(entry: Entry) -> tuple[Level, Entry]:
    """Our registers start at the device's, so that a rebuilt agent continues where it was."""
    level = Level(
        entry.at_ms,
        entry.device_import_wh,
        entry.device_export_wh,
        entry.device_import_wh,
        entry.device_export_wh,
        confirmed=False,
    )
    return level, msgspec.structs.replace(
        entry, outcome=Outcome.FIRST, import_wh=level.import_wh, export_wh=level.export_wh
    )


def _judge(
    before_wh: int, now_wh: int, allowed_wh: int, limits: RegisterLimits
) -> tuple[Outcome, int, int]:
    """Return (outcome, device level to compare with next time, energy to add)."""
    rise_wh = now_wh - before_wh
    if rise_wh >= 0:
        if rise_wh <= allowed_wh:
            return Outcome.ACCEPTED, now_wh, rise_wh
        return Outcome.IMPLAUSIBLE, before_wh, 0
    if -rise_wh <= limits.jitter_wh:
        return Outcome.JITTER, before_wh, 0  # the high level stays: coming back adds nothing
    if limits.modulus_wh is not None and rise_wh + limits.modulus_wh <= allowed_wh:
        return Outcome.ROLLOVER, now_wh, rise_wh + limits.modulus_wh
    return Outcome.BACKWARDS, before_wh, 0
