"""What was seen to work when a home was commissioned, and when it no longer counts.

A live check says something about one meter in one role with one sign; a relay's test about the
relay that was switched. Exchange the device, its role or the direction of its clamp, and what was
seen before proves nothing any more. Only the newest result of each function is kept.
"""

from collections.abc import Mapping

import msgspec

METERS_KEPT, RELAYS_KEPT, DEVICES_KEPT = 16, 32, 200
"""Bounds of what the journal's snapshot holds: a home has three roles for meters and 32 relays."""
WORDS_KEPT = 8

Use = tuple[str, bool]
"""A function's role and whether its import and export change places."""


class MeterTest(msgspec.Struct, frozen=True, tag="meter"):
    """A live check that ended: the meter was watched while a known load was switched on."""

    key: str
    role: str
    """grid, generation or storage."""
    invert: bool
    load_w: int
    """What was switched on; for panels what the inverter showed."""
    moved_w: int | None
    """By how much the meter moved; None: it said nothing that could be used."""
    passed: bool
    findings: tuple[str, ...]
    at_ms: int
    by: str


class RelayTest(msgspec.Struct, frozen=True, tag="relay"):
    """When a relay confirmed the positions that a person had asked for; 0: not yet."""

    key: str
    by: str
    on_ms: int = 0
    off_ms: int = 0

    @property
    def passed(self) -> bool:
        """Both positions were confirmed."""
        return bool(self.on_ms and self.off_ms)


class BackupMade(msgspec.Struct, frozen=True, tag="backup"):
    """A sealed backup of the radio network, and which devices were in the network then."""

    at_ms: int
    by: str
    devices: tuple[str, ...]


class Handover(msgspec.Struct, frozen=True, tag="handover"):
    """The installer handed the home over to the customer; names as they were given."""

    at_ms: int
    by: str
    installer: str
    customer: str


Deed = MeterTest | BackupMade | Handover


class Tested(msgspec.Struct, frozen=True):
    """Everything that was seen to work and still counts."""

    meters: tuple[MeterTest, ...] = ()
    relays: tuple[RelayTest, ...] = ()
    backup: BackupMade | None = None
    handover: Handover | None = None


def noted(known: Tested, deed: Deed) -> Tested:
    """Return what is known after a deed; a check that failed takes the place of one that passed."""
    match deed:
        case MeterTest():
            kept = msgspec.structs.replace(deed, findings=deed.findings[:WORDS_KEPT])
            others = tuple(one for one in known.meters if one.key != deed.key)
            return msgspec.structs.replace(known, meters=(*others, kept)[-METERS_KEPT:])
        case BackupMade():
            kept_backup = msgspec.structs.replace(
                deed, devices=tuple(sorted(deed.devices))[:DEVICES_KEPT]
            )
            return msgspec.structs.replace(known, backup=kept_backup)
        case Handover():
            return msgspec.structs.replace(known, handover=deed)


def asked(known: Tested, key: str, by: str) -> Tested:
    """Somebody switches this relay: what it confirms from now on was asked for by them."""
    before = next((one for one in known.relays if one.key == key), RelayTest(key, by))
    return _with_relay(known, msgspec.structs.replace(before, by=by))


def confirmed(known: Tested, key: str, *, on: bool, at_ms: int) -> Tested:
    """The relay confirmed the position that was asked for; the first time of each counts."""
    before = next((one for one in known.relays if one.key == key), None)
    if before is None or (before.on_ms if on else before.off_ms):
        return known
    changed = {"on_ms": at_ms} if on else {"off_ms": at_ms}
    return _with_relay(known, msgspec.structs.replace(before, **changed))


def still_true(
    known: Tested, before: Mapping[str, Use], now: Mapping[str, Use], relays: frozenset[str]
) -> Tested:
    """Return what still counts after roles have changed from `before` to `now`.

    `relays` are the functions with the role of a relay now. A check made before its meter got
    the very role and sign it was checked for stays good.
    """
    meters = tuple(
        one
        for one in known.meters
        if before.get(one.key) == now.get(one.key) or now.get(one.key) == (one.role, one.invert)
    )
    kept = tuple(one for one in known.relays if one.key in relays)
    if (meters, kept) == (known.meters, known.relays):
        return known
    return msgspec.structs.replace(known, meters=meters, relays=kept)


def without_device(known: Tested, ieee: str) -> Tested:
    """Return what still counts once a device has left the network."""
    return msgspec.structs.replace(
        known,
        meters=tuple(one for one in known.meters if one.key.partition("/")[0] != ieee),
        relays=tuple(one for one in known.relays if one.key.partition("/")[0] != ieee),
    )


def meter_test(known: Tested, key: str, role: str, *, invert: bool) -> MeterTest | None:
    """Return the newest live check of a meter in this role and with this sign; None: none."""
    return next(
        (one for one in known.meters if (one.key, one.role, one.invert) == (key, role, invert)),
        None,
    )


def relay_test(known: Tested, key: str) -> RelayTest | None:
    """Return what a relay has confirmed; None: nobody has switched it."""
    return next((one for one in known.relays if one.key == key), None)


def _with_relay(known: Tested, fresh: RelayTest) -> Tested:
    others = tuple(one for one in known.relays if one.key != fresh.key)
    return msgspec.structs.replace(known, relays=(*others, fresh)[-RELAYS_KEPT:])
