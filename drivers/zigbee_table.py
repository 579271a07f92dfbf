"""Write the table of known devices in docs/zigbee.md: python -m drivers.zigbee_table docs/zigbee.md"""

import sys
from pathlib import Path

from drivers.zigbee_profiles import (
    ELECTRICAL,
    METERING,
    How,
    Match,
    MeterProfile,
    PowerFrom,
    ScaleRule,
    shipped_profiles,
)

BEGIN, END = "<!-- devices: python -m drivers.zigbee_table -->", "<!-- end of devices -->"
HEAD = "| device | says of itself | as a meter | what the profile does, and what you should know |\n|---|---|---|---|"
_ATTRIBUTES = {
    (METERING, 0x0000): "register drawn",
    (METERING, 0x0001): "register given",
    (METERING, 0x0400): "demand",
    (ELECTRICAL, 0x050B): "active power",
    (ELECTRICAL, 0x0304): "total power",
    (ELECTRICAL, 0x0505): "voltage",
    (ELECTRICAL, 0x0508): "current",
    (ELECTRICAL, 0x0908): "current B",
    (ELECTRICAL, 0x0A08): "current C",
}


def table() -> str:
    """Return the table of the shipped profiles, one line each, by title."""
    profiles = sorted(shipped_profiles(), key=lambda one: one.title.lower())
    return "\n".join([HEAD, *(_line(profile) for profile in profiles)])


def page(text: str) -> str:
    """Return the page with a fresh table. ValueError: it has no place for one."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _line(profile: MeterProfile) -> str:
    said = "; ".join(_match(one) for one in profile.match)
    use = "refused" if profile.refused else "yes"
    return f"| {profile.title} | {said} | {use} | {' '.join(_facts(profile))} |"


def _match(match: Match) -> str:
    makers = ", ".join(f"`{name}`" for name in match.manufacturer) or "any maker"
    said = f"{makers}: {', '.join(f'`{model}`' for model in match.model)}"
    if match.firmware_from is not None:
        said += f", firmware from 0x{match.firmware_from:X}"
    if match.firmware_below is not None:
        said += f", firmware below 0x{match.firmware_below:X}"
    return said + (", firmware not known" if match.firmware_unknown else "")


def _facts(profile: MeterProfile) -> list[str]:
    """Return what a profile says, a sentence each."""
    ways = [
        f"{word}: {', '.join(named)}."
        for how, word in ((How.POLL, "Asked for"), (How.IGNORE, "Not believed"))
        if (named := [_named(r.cluster, r.attribute) for r in profile.attribute if r.how is how])
    ]
    scales = [
        _scale(name, rule)
        for name in ("energy", "demand", "power", "voltage", "current")
        if (rule := getattr(profile.scale, name)) is not None
    ]
    ignored = ", ".join(map(str, profile.ignored_endpoints))
    said = (
        (profile.meter_endpoint is not None, f"Meter at endpoint {profile.meter_endpoint}."),
        (bool(ignored), f"Ignores endpoints {ignored}."),
        (profile.phases == 1, "One phase."),
        (profile.phases in {2, 3}, f"{profile.phases} phases."),
        *((True, sentence) for sentence in scales),
        (profile.power_from is not PowerFrom.AUTO, f"Power from {profile.power_from.value}."),
        *((True, sentence) for sentence in ways),
        (profile.abs_only, "Its power has no sign."),
        (bool(profile.source), "Values in attributes of the maker's own."),
        (bool(profile.tuya), "Values in Tuya datapoints."),
        (profile.tuya_spell, "Needs a first read of six attributes at once."),
        (not profile.relay, f"No relay: {profile.relay_reason}"),
        (bool(profile.refused), profile.refused),
        (bool(profile.note), profile.note),
    )
    return [sentence for holds, sentence in said if holds] or ["Nothing."]


def _scale(name: str, rule: ScaleRule) -> str:
    factor = f"{rule.multiplier}/{rule.divisor}"
    if rule.extra_divisor > 1:
        return f"Divides {name} by {rule.extra_divisor} more."
    return (
        f"Scale of {name} {factor}{' whatever it says' if rule.force else ' where it says none'}."
    )


def _named(cluster: int, attribute: int) -> str:
    return _ATTRIBUTES.get((cluster, attribute), f"0x{cluster:04X}/0x{attribute:04X}")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(page(target.read_text("utf-8")), "utf-8")
