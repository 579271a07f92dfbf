"""Which device of the radio is what: roles, names, and how a meter's registers go on when it changes.

A role's meter has a name that outlives every device (`agent.core.constants`), so that the
settlement meter's registers, its reports and its forecasts go on when the device is exchanged.
Nobody's readings but an assigned device's ever become part of the state.
"""

from collections.abc import Sequence

import msgspec

from agent.api.wishes import (
    AssignDevice,
    DeviceRole,
    ForgetDevice,
    ReleaseDevice,
    RenameDevice,
)
from agent.core.constants import GENERATION_METER, GRID_METER, STORAGE_METER, Constants
from agent.devices.device import MeterUse
from agent.metering import home
from agent.metering.home import HomeMeters
from agent.metering.interval import BoundaryRegister
from agent.metering.plausibility import MAX_REGISTER_WH, Entry, Level, Outcome, step
from agent.metering.reading import MeterReading
from agent.metering.registers import MeterExchange, MeterTrack
from agent.metering.settings import MeteringSettings, register_limits

METER_NAMES = {
    DeviceRole.GRID: GRID_METER,
    DeviceRole.GENERATION: GENERATION_METER,
    DeviceRole.STORAGE: STORAGE_METER,
}
WIRED, EXCHANGING = "#", "?"
"""Before the number of exchanges, in the key of a source on a serial line; "?": not agreed yet."""
FIRST_WIRED = "#0"
RELAYS_AT_MOST = 32
"""A home has a heat pump, a boiler and a charger; the journal shall not hold a factory."""
NAMES_AT_MOST = 200
"""As many devices as a coordinator of this kind holds."""
NAME_CHARACTERS = 40


class Assignment(msgspec.Struct, frozen=True):
    """One function of one device and its role."""

    key: str
    role: DeviceRole
    invert: bool
    at_ms: int
    by: str
    """Who decided it."""


class DeviceName(msgspec.Struct, frozen=True):
    """What the household calls a device."""

    ieee: str
    name: str


class RegisterSource(msgspec.Struct, frozen=True):
    """The device whose registers a role's meter goes on with."""

    role: DeviceRole
    key: str
    invert: bool
    candidate: Level | None = None
    """First reading of another device that took the role; believed once a second one agrees."""


class DeviceBook(msgspec.Struct, frozen=True):
    """What the household decided about its devices."""

    assigned: tuple[Assignment, ...] = ()
    names: tuple[DeviceName, ...] = ()
    sources: tuple[RegisterSource, ...] = ()


class Decided(msgspec.Struct, frozen=True):
    """What became of a wish; refused: the book is unchanged."""

    book: DeviceBook
    accepted: bool
    sentence: str


def ieee_of(key: str) -> str:
    """Return the device of a function's key."""
    return key.partition("/")[0]


def assignment_of(book: DeviceBook, key: str, *, relay: bool) -> Assignment | None:
    """Return the role of a function, or None; at one endpoint may be a meter and a relay."""
    return next(
        (k for k in book.assigned if k.key == key and (k.role is DeviceRole.RELAY) is relay), None
    )


def meter_of(book: DeviceBook, role: DeviceRole) -> Assignment | None:
    """Return the device that has a meter's role, or None."""
    return next((known for known in book.assigned if known.role is role), None)


def name_of(book: DeviceBook, key: str) -> str:
    """Return what a device or function is called; its address without a name."""
    ieee = ieee_of(key)
    return next((known.name for known in book.names if known.ieee == ieee), ieee)


def has_meter(book: DeviceBook, constants: Constants, role: DeviceRole) -> bool:
    """Tell whether something counts in a meter's role: a line of the settings, or a device."""
    return role.value in constants.wired or meter_of(book, role) is not None


def meter_uses(book: DeviceBook) -> tuple[MeterUse, ...]:
    """Return the meters that the radio shall read, ordered by role."""
    return tuple(
        MeterUse(
            known.key, role.value, invert=known.invert, required=role is not DeviceRole.STORAGE
        )
        for role in METER_NAMES
        if (known := meter_of(book, role)) is not None
    )


def relays(book: DeviceBook) -> tuple[Assignment, ...]:
    """Return the relays the household may switch."""
    return tuple(known for known in book.assigned if known.role is DeviceRole.RELAY)


def assign(
    book: DeviceBook, constants: Constants, wish: AssignDevice, at_ms: int, by: str
) -> Decided:
    """Give a function its role."""
    refused = _why_not_assigned(book, constants, wish)
    if refused:
        return Decided(book, False, refused)
    if wish.name is not None:
        named = rename(book, RenameDevice(ieee_of(wish.key), wish.name))
        if not named.accepted:
            return Decided(book, False, named.sentence)
        book = named.book
    before = None if wish.role is DeviceRole.RELAY else meter_of(book, wish.role)
    here = assignment_of(book, wish.key, relay=wish.role is DeviceRole.RELAY)
    others = tuple(known for known in book.assigned if known not in (before, here))
    fresh = Assignment(wish.key, wish.role, wish.invert, at_ms, by)
    sources = tuple(  # what another device said first is no first reading of this one
        msgspec.structs.replace(one, candidate=None) if one.role is wish.role else one
        for one in book.sources
    )
    after = msgspec.structs.replace(book, assigned=(*others, fresh), sources=sources)
    what = f"{name_of(after, wish.key)} is the {_words(wish.role)} now"
    if before is None or (before.key, before.invert) == (wish.key, wish.invert):
        return Decided(after, True, f"{what}.")
    return Decided(
        after, True, f"{what}; its registers go on as soon as two of its readings agree."
    )


def _why_not_assigned(book: DeviceBook, constants: Constants, wish: AssignDevice) -> str:
    name = name_of(book, wish.key)
    known = assignment_of(book, wish.key, relay=wish.role is DeviceRole.RELAY)
    if known is not None and known.role is not wish.role:
        return f"{name} is the {_words(known.role)}; release it first."
    if wish.role is DeviceRole.RELAY:
        if wish.invert:
            return "A relay has no import and export that could change places."
        full = known is None and len(relays(book)) >= RELAYS_AT_MOST
        return f"A home has {RELAYS_AT_MOST} relays at most." if full else ""
    if not constants.assigned:
        return (
            "This home's meters do not come from the radio (its settings name another driver"
            " under [meters]), so a device can only become a relay."
        )
    if wish.role.value in constants.wired:
        return (
            f"The {_words(wish.role)} is on a serial line: the settings name it under"
            " [[meters.lines]]. Take it out there first, or exchange the meter on the line"
            f" (gridhearth meters exchange {wish.role.value})."
        )
    before = meter_of(book, wish.role)
    if before is not None and before.key != wish.key and not wish.replace:
        return (
            f"{name_of(book, before.key)} is the {_words(wish.role)} already;"
            " to exchange the meter, ask for it as a replacement."
        )
    return ""


def exchange_wired(book: DeviceBook, constants: Constants, role: DeviceRole) -> Decided:
    """Another meter was put on the serial line of a role; its registers go on with its readings."""
    if role.value not in constants.wired:
        words = f"The {_words(role)} is not on a serial line of the settings."
        if constants.assigned:
            words += " A device of the radio is exchanged by giving the role to another one."
        return Decided(book, False, words)
    number = _exchanges(next((one for one in book.sources if one.role is role), None)) + 1
    after = _with_source(book, RegisterSource(role, f"{EXCHANGING}{number}", False))
    said = f"The {_words(role)} was exchanged; its registers go on as soon as two readings agree."
    return Decided(after, True, said)


def source_of(book: DeviceBook, constants: Constants, role: DeviceRole) -> str:
    """Return which meter's registers a role goes on with; empty: none, or an exchange is pending."""
    source = next((one for one in book.sources if one.role is role), None)
    if (source is not None and source.key[:1] == EXCHANGING) or not has_meter(
        book, constants, role
    ):
        return ""
    if source is not None:
        return source.key
    return FIRST_WIRED if role.value in constants.wired else ""


def _exchanges(source: RegisterSource | None) -> int:
    """How often the meter on a line was exchanged, as its source's key tells."""
    marked = source is not None and source.key[:1] in (EXCHANGING, WIRED)
    return int(source.key[1:]) if source is not None and marked else 0


def _wired(book: DeviceBook, constants: Constants, reading: MeterReading) -> Assignment | None:
    """Return the meter on a serial line whose reading it is: it bears its role's own name."""
    role = next((role for role, name in METER_NAMES.items() if name == reading.meter), None)
    if role is None or role.value != reading.role.value or role.value not in constants.wired:
        return None
    source = next((one for one in book.sources if one.role is role), None)
    return Assignment(f"{WIRED}{_exchanges(source)}", role, False, 0, "settings")


def release(book: DeviceBook, wish: ReleaseDevice) -> Decided:
    """Take a role away."""
    found = [k for k in book.assigned if k.key == wish.key and wish.role in {None, k.role}]
    if not found:
        what = "no role" if wish.role is None else f"not the role {wish.role.value}"
        return Decided(book, False, f"{name_of(book, wish.key)} has {what}.")
    if len(found) > 1:
        roles = " and ".join(known.role.value for known in found)
        return Decided(book, False, f"{name_of(book, wish.key)} is {roles}; say which of them.")
    (known,) = found
    rest = tuple(other for other in book.assigned if other is not known)
    after = msgspec.structs.replace(book, assigned=rest)
    said = f"{name_of(book, wish.key)} is no longer the {_words(known.role)}."
    return Decided(after, True, said)


def rename(book: DeviceBook, wish: RenameDevice) -> Decided:
    """Give a device another name; two devices never share one."""
    name = wish.name.strip()
    problem = _why_no_name(book, wish.ieee, name)
    if problem:
        return Decided(book, False, problem)
    others = tuple(known for known in book.names if known.ieee != wish.ieee)
    names = (*others, DeviceName(wish.ieee, name)) if name else others
    said = f"{wish.ieee} is called {name} now." if name else f"{wish.ieee} has no name any more."
    return Decided(msgspec.structs.replace(book, names=names), True, said)


def _why_no_name(book: DeviceBook, ieee: str, name: str) -> str:
    if len(name) > NAME_CHARACTERS or not (name.isprintable()):
        return f"A name has up to {NAME_CHARACTERS} printable characters."
    same = [k for k in book.names if k.name.casefold() == name.casefold() and k.ieee != ieee]
    if name and same:
        return f"{same[0].ieee} is called {same[0].name} already."
    if name and len(book.names) >= NAMES_AT_MOST and all(k.ieee != ieee for k in book.names):
        return f"{NAMES_AT_MOST} devices have names already."
    return ""


def forget(book: DeviceBook, wish: ForgetDevice) -> Decided:
    """Forget a device that left; what its meters counted stays counted."""
    after = msgspec.structs.replace(
        book,
        assigned=tuple(known for known in book.assigned if ieee_of(known.key) != wish.ieee),
        names=tuple(known for known in book.names if known.ieee != wish.ieee),
    )
    return Decided(after, True, f"{name_of(book, wish.ieee)} was removed.")


def _words(role: DeviceRole) -> str:
    return "relay" if role is DeviceRole.RELAY else f"{role.value} meter"


# Readings.


class TakenIn(msgspec.Struct, frozen=True):
    """What a reading of an assigned device changed."""

    book: DeviceBook
    meters: HomeMeters
    boundaries: tuple[BoundaryRegister, ...] = ()


def reads(book: DeviceBook, constants: Constants, reading: MeterReading) -> bool:
    """Tell whether a reading is one of an assigned meter in its present role, or of a line."""
    return _counting(book, constants, reading) is not None


def _counting(book: DeviceBook, constants: Constants, reading: MeterReading) -> Assignment | None:
    known = assignment_of(book, reading.meter, relay=False)
    if known is None:
        return _wired(book, constants, reading)
    return known if known.role.value == reading.role.value else None


def take_reading(
    book: DeviceBook,
    constants: Constants,
    meters: HomeMeters,
    reading: MeterReading,
    now_ms: int,
    settings: MeteringSettings,
    *,
    clock_trusted: bool,
) -> TakenIn:
    """Take in a reading under its role's name.

    A device that is new in its role is believed as the very first of a role is: once a second
    reading agrees with its first. Then the registers go on from the last believed ones of the
    device before; what passed between the two is in nobody's registers and is not assumed.
    """
    known = _counting(book, constants, reading)
    if known is None:
        return TakenIn(book, meters)
    named = msgspec.structs.replace(reading, meter=METER_NAMES[known.role])
    source = next((one for one in book.sources if one.role is known.role), None)
    track = next((one for one in meters.tracks if one.role is reading.role), None)
    same = source is not None and (source.key, source.invert) == (known.key, known.invert)
    if source is None and known.key == FIRST_WIRED:  # a line's first meter needs no note
        same = True
    counted = track is not None and track.level is not None and track.level.confirmed
    if same or not clock_trusted:
        return _observed(book, meters, named, now_ms, settings, clock_trusted=clock_trusted)
    if track is None or not counted:  # nothing was ever counted in this role: simply begin
        begun = _with_source(book, RegisterSource(known.role, known.key, known.invert))
        empty = tuple(one for one in meters.tracks if one.role is not reading.role)
        meters = msgspec.structs.replace(meters, tracks=empty)
        return _observed(begun, meters, named, now_ms, settings, clock_trusted=True)
    return _exchanged(book, meters, known, track, named, now_ms, settings)


def _exchanged(
    book: DeviceBook,
    meters: HomeMeters,
    known: Assignment,
    track: MeterTrack,
    named: MeterReading,
    now_ms: int,
    settings: MeteringSettings,
) -> TakenIn:
    """Go on with another device, once two of its readings agree."""
    before = track.level
    rule = next((one for one in settings.meters if one.meter == named.meter), None)
    if before is None or rule is None or not _possible(named, before, now_ms, settings):
        return TakenIn(book, meters)
    first = next((s.candidate for s in book.sources if s.role is known.role), None)
    if first is not None and named.at_ms <= first.at_ms:
        return TakenIn(book, meters)
    fresh = Entry(named.at_ms, named.import_wh, named.export_wh, Outcome.ACCEPTED)
    level, _ = step(first, fresh, register_limits(rule, settings))
    if first is None or not level.confirmed:
        return TakenIn(_with_candidate(book, known.role, level), meters)
    # Boundaries between the two devices have no reading of their own and never will.
    meters, late = home.tick(meters, first.at_ms + settings.substitute_after_ms, settings)
    event = MeterExchange(
        meter=track.meter,
        new_meter=named.meter,
        at_ms=first.at_ms,
        last_import_wh=before.device_import_wh,
        last_export_wh=before.device_export_wh,
        first_import_wh=first.device_import_wh,
        first_export_wh=first.device_export_wh,
    )
    after, problems = home.exchange(meters, event, settings)
    if problems:  # cannot be continued on this pair of readings; perhaps on the next
        return TakenIn(_with_candidate(book, known.role, level), meters, late)
    book = _with_source(book, RegisterSource(known.role, known.key, known.invert))
    taken = _observed(book, after, named, now_ms, settings, clock_trusted=True)
    return msgspec.structs.replace(taken, boundaries=(*late, *taken.boundaries))


def _possible(named: MeterReading, before: Level, now_ms: int, settings: MeteringSettings) -> bool:
    sane = 0 <= named.import_wh <= MAX_REGISTER_WH and 0 <= named.export_wh <= MAX_REGISTER_WH
    return sane and before.at_ms < named.at_ms <= now_ms + settings.future_ms


def _observed(
    book: DeviceBook,
    meters: HomeMeters,
    named: MeterReading,
    now_ms: int,
    settings: MeteringSettings,
    *,
    clock_trusted: bool,
) -> TakenIn:
    meters, seen = home.observe(meters, named, now_ms, settings, clock_trusted=clock_trusted)
    return TakenIn(book, meters, seen.boundaries)


def _with_source(book: DeviceBook, source: RegisterSource) -> DeviceBook:
    return msgspec.structs.replace(book, sources=_replaced(book.sources, source))


def _with_candidate(book: DeviceBook, role: DeviceRole, level: Level) -> DeviceBook:
    known = next((one for one in book.sources if one.role is role), None)
    source = known or RegisterSource(role, "", False)
    level = msgspec.structs.replace(level, confirmed=False)
    return _with_source(book, msgspec.structs.replace(source, candidate=level))


def _replaced(
    sources: Sequence[RegisterSource], fresh: RegisterSource
) -> tuple[RegisterSource, ...]:
    return (*(one for one in sources if one.role is not fresh.role), fresh)
