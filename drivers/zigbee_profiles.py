"""What is known of single ZigBee meters beyond what they say of themselves, as data.

One file of config/meters/ per profile, its name being the file's. Most devices need none: the
generic profile takes everything from the clusters. A profile states scales, signs, attributes
that are phantoms and how each attribute is got; a device whose numbers cannot be right is
refused in words. Facts carry their origin as comments in the files.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

import msgspec
from msgspec import Meta

from agent.api.check import Refused, problem
from agent.api.sections import Problem
from drivers.meter_files import read_named

METERING = 0x0702
ELECTRICAL = 0x0B04
ON_OFF = 0x0006

U8 = Annotated[int, Meta(ge=0, le=0xFF)]
U16 = Annotated[int, Meta(ge=0, le=0xFFFF)]
U32 = Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)]
EndpointNo = Annotated[int, Meta(ge=1, le=240)]
Factor = Annotated[int, Meta(ge=1, le=1_000_000)]
Sentence = Annotated[str, Meta(max_length=400)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]


class How(StrEnum):
    """How an attribute is got."""

    REPORT = "report"
    """Reports are configured; if the device refuses them it is asked."""
    POLL = "poll"
    """The device accepts no reports of it, or sends none: it is asked."""
    ONCE = "once"
    """Constants, asked at the start and after a firmware change."""
    IGNORE = "ignore"
    """A phantom: never asked, and not believed when it comes."""


class Quantity(StrEnum):
    """What a source or datapoint says."""

    IMPORT = "import"
    EXPORT = "export"
    POWER = "power"
    VOLTAGE = "voltage"
    CURRENT = "current"
    DIRECTION = "direction"


class PowerFrom(StrEnum):
    """Which attribute the power is taken from."""

    AUTO = "auto"
    """Demand (0x0702/0x0400) where there is one, else active power."""
    DEMAND = "demand"
    ACTIVE = "active"
    APPARENT = "apparent"
    """Volt-amperes taken as watts: assumed."""


class Encoding(StrEnum):
    """How a Tuya datapoint carries its number."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    """Two's complement in 32 bits."""
    OFFSET_1999999C = "offset-1999999c"
    """-x is sent as 0x1999999C - x, above 0x0FFFFFFF."""
    PACKED = "packed"
    """8 bytes: volts x 10, (unused), milliamperes, (unused), watts; -x is sent as 0x999A - x."""


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a profile's file."""


class Match(Table, frozen=True):
    """Which devices a profile is for. Without manufacturers: all of that model."""

    model: tuple[Name, ...]
    manufacturer: tuple[Name, ...] = ()
    """A name that ends with * fits all that begin so."""
    firmware_from: U32 | None = None
    """File version of the firmware (OTA 0x0002), inclusive."""
    firmware_below: U32 | None = None
    firmware_unknown: bool = False
    """For devices whose firmware is not known yet, where it decides the scale."""


class ScaleRule(Table, frozen=True):
    """A quantity is raw x multiplier / divisor, in kWh, kW (demand), W, V or A."""

    multiplier: Factor = 1
    divisor: Factor = 1
    force: bool = False
    """True: the device's own figures are wrong. False: only where it says nothing."""
    extra_divisor: Factor = 1
    """On top of the device's own figures."""


class Scales(Table, frozen=True):
    """Scales known of a device."""

    energy: ScaleRule | None = None
    demand: ScaleRule | None = None
    power: ScaleRule | None = None
    voltage: ScaleRule | None = None
    current: ScaleRule | None = None


class AttributeRule(Table, frozen=True):
    """How one attribute is got, and which raw values are none."""

    cluster: U16
    attribute: U16
    how: How = How.REPORT
    every_s: Annotated[int, Meta(ge=5, le=3_600)] | None = None
    """Polled this often, or reported at least this often."""
    invalid: tuple[int, ...] = ()


class Source(Table, frozen=True):
    """A quantity that stands in another attribute than the standard's.

    Several for one quantity: the first that has a value counts.
    """

    quantity: Quantity
    endpoint: EndpointNo
    cluster: U16
    attribute: U16
    tag: U8 | None = None
    """Within an Aqara tag list."""
    multiplier: Factor = 1
    divisor: Factor = 1
    how: How = How.REPORT


class TuyaRule(Table, frozen=True):
    """One datapoint of cluster 0xEF00."""

    point: U8
    quantity: Quantity
    phase: Annotated[str, Meta(pattern="^[abc]?$", title="a, b, c or nothing")] = ""
    encoding: Encoding = Encoding.UNSIGNED
    multiplier: Factor = 1
    divisor: Factor = 1
    giving: U8 = 1
    """Of a direction: its value while energy is given to the grid."""
    late: bool = False
    """Of a direction: it is sent after the power it belongs to."""


class MeterProfile(Table, frozen=True):
    """What is known of a device."""

    name: str = ""
    """The file's name; empty: the generic profile."""
    title: Annotated[str, Meta(min_length=1, max_length=120)] = "as the device describes itself"
    match: tuple[Match, ...] = ()
    meter_endpoint: EndpointNo | None = None
    """Where its meter is; None: wherever the clusters are."""
    ignored_endpoints: tuple[EndpointNo, ...] = ()
    phases: Annotated[int, Meta(ge=1, le=3)] | None = None
    """None: three once phase B or C had a value."""
    scale: Scales = Scales()
    power_from: PowerFrom = PowerFrom.AUTO
    invert: bool = False
    abs_only: bool = False
    """Its power has no sign."""
    relay: bool = True
    relay_reason: Sentence = ""
    """Why its On/Off cluster is no relay."""
    smart_energy: bool = False
    """Its clusters are on the Smart Energy profile 0x0109."""
    tuya_spell: bool = False
    """Reads of Basic 4, 0, 1, 5, 7 and 0xFFFE at once make it talk."""
    refused: Sentence = ""
    """Why it cannot be used as a meter."""
    note: Sentence = ""
    """What an installer should know."""
    attribute: tuple[AttributeRule, ...] = ()
    source: tuple[Source, ...] = ()
    tuya: tuple[TuyaRule, ...] = ()


GENERIC = MeterProfile()


class Wanted(msgspec.Struct, frozen=True):
    """One attribute to get."""

    endpoint: int
    cluster: int
    attribute: int
    how: How
    every_s: int | None = None


def plain(text: str) -> str:
    """Return a manufacturer or model without the NULs and spaces some firmwares pad it with."""
    return text.strip("\0 \t\r\n")


def read_profile(name: str, text: str) -> MeterProfile:
    """Return the profile in a TOML text; Refused lists every problem with its key path."""
    profile = read_named(MeterProfile, name, text)
    problems = _contradictions(profile)
    if problems:
        raise Refused(problems)
    return profile


def load_profiles(directory: Traversable) -> tuple[MeterProfile, ...]:
    """Return the profiles of a directory's .toml files; Refused lists the problems of all."""
    loaded: list[MeterProfile] = []
    problems: list[Problem] = []
    for file in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            loaded.append(read_profile(file.name.removesuffix(".toml"), file.read_text("utf-8")))
        except (OSError, UnicodeDecodeError) as unreadable:
            problems.append(Problem(file.name, "", "a text", f"{file.name}: {unreadable}"))
        except Refused as refused:
            problems += [
                Problem(f"{file.name}: {p.field}", p.given, p.allowed, f"{file.name}: {p.sentence}")
                for p in refused.problems
            ]
    problems += _twice_matched(loaded)
    if problems:
        raise Refused(problems)
    return tuple(loaded)


@cache
def shipped_profiles() -> tuple[MeterProfile, ...]:
    """Return the profiles of config/meters."""
    return load_profiles(files("config") / "meters")


def profile_for(
    manufacturer: str,
    model: str,
    firmware: int | None = None,
    profiles: Sequence[MeterProfile] | None = None,
) -> MeterProfile:
    """Return the profile that fits best, GENERIC if none does.

    `firmware` is the file version of the firmware (OTA attribute 0x0002), None if not known.
    A firmware range beats none, a whole manufacturer's name beats a beginning, that beats any.
    """
    best, rank = GENERIC, (0, 0)
    for profile in shipped_profiles() if profiles is None else profiles:
        for match in profile.match:
            fit = _fit(match, plain(manufacturer), plain(model), firmware)
            if fit > rank:
                best, rank = profile, fit
    return best


def meter_endpoints(profile: MeterProfile, having_meter: Sequence[int]) -> tuple[int, ...]:
    """Return the endpoints that are meters among those with a metering cluster.

    A profile with sources or datapoints of its own has one meter even without such a cluster.
    """
    if profile.meter_endpoint is not None:
        return (profile.meter_endpoint,)
    found = tuple(e for e in sorted(having_meter) if e not in profile.ignored_endpoints)
    if profile.tuya or profile.source:
        return found[:1] or (profile.source[0].endpoint if profile.source else 1,)
    return found


def attribute_rule(profile: MeterProfile, cluster: int, attribute: int) -> AttributeRule | None:
    """Return what the profile says of an attribute."""
    return next(
        (r for r in profile.attribute if (r.cluster, r.attribute) == (cluster, attribute)), None
    )


_METERING_LIVE = (0x0000, 0x0001, 0x0400)
_METERING_CONSTANT = (0x0300, 0x0301, 0x0302, 0x0306, 0x0308)
_ELECTRICAL_LIVE = (0x050B, 0x0505, 0x0508, 0x090B, 0x0905, 0x0908, 0x0A0B, 0x0A05, 0x0A08, 0x0304)
_ELECTRICAL_CONSTANT = (0x0402, 0x0403, 0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605)


def wanted_attributes(
    profile: MeterProfile, endpoint: int, clusters: Sequence[int]
) -> tuple[Wanted, ...]:
    """Return every attribute a meter at `endpoint` needs, its clusters being `clusters`."""
    listed: list[Wanted] = []
    apparent = (0x050F,) if profile.power_from is PowerFrom.APPARENT else ()
    for cluster, live, constant in (
        (METERING, _METERING_LIVE, _METERING_CONSTANT),
        (ELECTRICAL, (*_ELECTRICAL_LIVE, *apparent), _ELECTRICAL_CONSTANT),
    ):
        if cluster not in clusters:
            continue
        for attribute, usual in [(a, How.REPORT) for a in live] + [(a, How.ONCE) for a in constant]:
            rule = attribute_rule(profile, cluster, attribute)
            how = usual if rule is None else rule.how
            if usual is How.ONCE and how is not How.IGNORE:
                how = How.ONCE
            if how is How.IGNORE or (profile.phases == 1 and attribute >= 0x0900):
                continue
            every_s = None if rule is None else rule.every_s
            listed.append(Wanted(endpoint, cluster, attribute, how, every_s))
    listed += [
        Wanted(source.endpoint, source.cluster, source.attribute, source.how)
        for source in profile.source
    ]
    return tuple(dict.fromkeys(listed))


def _fit(match: Match, manufacturer: str, model: str, firmware: int | None) -> tuple[int, int]:
    """Return how well a match fits; (0, 0): not at all."""
    if model not in match.model:
        return 0, 0
    named = 1
    if match.manufacturer:
        whole = manufacturer in match.manufacturer
        begins = any(
            m.endswith("*") and manufacturer.startswith(m[:-1]) for m in match.manufacturer
        )
        if not whole and not begins:
            return 0, 0
        named = 3 if whole else 2
    ranged = match.firmware_from is not None or match.firmware_below is not None
    if match.firmware_unknown:
        return (2, named) if firmware is None else (0, 0)
    if not ranged:
        return 1, named
    if firmware is None or firmware < (match.firmware_from or 0):
        return 0, 0
    if match.firmware_below is not None and firmware >= match.firmware_below:
        return 0, 0
    return 2, named


def _contradictions(profile: MeterProfile) -> list[Problem]:
    """What no single value of a file shows."""
    problems = []
    if not profile.match:
        problems.append(problem("match", [], "one or more", "no device is named"))
    for index, match in enumerate(profile.match):
        at = f"match[{index}]"
        if not match.model:
            problems.append(problem(f"{at}.model", [], "one or more", "is empty"))
        ranged = (match.firmware_from, match.firmware_below)
        if None not in ranged and (match.firmware_from or 0) >= (match.firmware_below or 0):
            problems.append(
                problem(f"{at}.firmware_below", ranged[1], "above firmware_from", "range is empty")
            )
        if match.firmware_unknown and ranged != (None, None):
            problems.append(
                problem(f"{at}.firmware_unknown", True, "alone", "contradicts a firmware range")
            )
    if not profile.relay and not profile.relay_reason:
        problems.append(problem("relay_reason", "", "a sentence", "relay = false has no reason"))
    rules = [(r.cluster, r.attribute) for r in profile.attribute]
    problems += _repeated("attribute", rules)
    problems += _repeated(
        "source",
        [(s.quantity, s.endpoint, s.cluster, s.attribute, s.tag) for s in profile.source],
    )
    problems += _repeated("tuya", [(t.point,) for t in profile.tuya])
    problems += [
        problem(f"scale.{name}.extra_divisor", rule.extra_divisor, "1 with force", "has no use")
        for name in ("energy", "demand", "power", "voltage", "current")
        if (rule := getattr(profile.scale, name)) is not None
        and rule.force
        and rule.extra_divisor > 1
    ]
    problems += [
        problem(
            f"source[{index}].quantity", source.quantity, "a value", "no source has a direction"
        )
        for index, source in enumerate(profile.source)
        if source.quantity is Quantity.DIRECTION
    ]
    return problems


def _repeated(field: str, keys: Sequence[tuple[object, ...]]) -> list[Problem]:
    return [
        problem(f"{field}[{index}]", [str(part) for part in key], "each once", "stands twice")
        for index, key in enumerate(keys)
        if key in keys[:index]
    ]


def _twice_matched(profiles: Sequence[MeterProfile]) -> list[Problem]:
    """Two profiles for one and the same device would make the file's name decide."""
    seen: dict[tuple[object, ...], str] = {}
    problems = []
    for profile in profiles:
        for match in profile.match:
            for model in match.model:
                for manufacturer in match.manufacturer or ("",):
                    key = (
                        manufacturer,
                        model,
                        match.firmware_from,
                        match.firmware_below,
                        match.firmware_unknown,
                    )
                    other = seen.setdefault(key, profile.name)
                    if other != profile.name:
                        sentence = f"{profile.name}: {model} is already in {other}."
                        problems.append(Problem(profile.name, model, "each once", sentence))
    return problems
