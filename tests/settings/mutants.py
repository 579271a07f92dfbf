"""Settings files with something wrong, somewhere: what is accepted must be within every bound.

The bounds are written here a second time, on purpose: a range lost in agent/settings/ is found.
"""

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from agent.settings import Limits, Radio, Settings
from agent.settings.merge import SettingsText
from agent.settings.pages import example

ODD: list[Any] = [
    *(None, True, False, -1, 0, 1, 10**9, 10**9 + 1, 2**63, 10**30, -(10**30), 0.5, "nan", "inf"),
    *("", "x", "x" * 500, "../..", "\x00", "0x" + "0" * 40, "127.0.0.1:1", "\ud7ff"),
    *([], [1], {}, {"type": "file", "path": "/k"}, {"driver": "assigned"}, [[]], [{}]),
]
BOUNDS: dict[str, tuple[int, int]] = {
    "limits.price_floor_micro_per_kwh": (0, 10**9),
    "limits.price_ceiling_micro_per_kwh": (1, 10**9),
    "limits.energy_wh": (1, 10**6),
    "limits.distance_m": (0, 10**6),
    "limits.orders_per_cycle": (1, 100),
    "limits.meter_age_s": (1, 86_400),
    "limits.head_age_s": (1, 86_400),
    "chain.fee_cap_wei": (0, 10**15),
    "chain.tip_wei": (0, 10**15),
    "home.nominal_interval_s": (60, 3_600),
    "radio.relay_min_on_s": (0, 86_400),
    "radio.relay_min_off_s": (0, 86_400),
    "radio.relay_lease_s": (60, 6_000),
}
Reader = Callable[[Sequence[SettingsText]], Settings]


def whole() -> dict[str, Any]:
    """The example with every limit spelled out, and a radio."""
    good: dict[str, Any] = tomllib.loads(example())
    good["limits"] = msgspec.to_builtins(Limits())
    good["radio"] = {
        key: value
        for key, value in msgspec.to_builtins(Radio(path="/dev/ttyACM0")).items()
        if value is not None
    }
    return good


def mutants(chance: random.Random, count: int) -> "list[tuple[SettingsText, ...]]":
    """Return files, each of one to three texts, most of them slightly wrong."""
    good = whole()
    return [_mutant(good, chance) for _ in range(count)]


def _mutant(good: dict[str, Any], chance: random.Random) -> tuple[SettingsText, ...]:
    main = good
    for _ in range(chance.randrange(3)):
        changed = _changed(main, chance)
        main = changed if isinstance(changed, dict) else {"settings": changed}
    texts = [SettingsText("main.toml", _text(main, chance))]
    for number in range(chance.choice((0, 0, 1, 2))):
        name = chance.choice(list(good))
        table = good[name]
        if not isinstance(table, dict) or not table:
            continue
        key = chance.choice(list(table))
        drop_in = {name: _changed({key: table[key]}, chance)}
        texts.append(SettingsText(f"{number}.toml", _text(drop_in, chance)))
    return tuple(texts)


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.93:
        key = chance.choice(list(value))
        if chance.random() < 0.05:
            return {other: one for other, one in value.items() if other != key}
        return {**value, key: _changed(value[key], chance)}
    if isinstance(value, int) and not isinstance(value, bool) and chance.random() < 0.5:
        return chance.choice((value + 1, value - 1, -value, value * 10, value // 10))
    return chance.choice(ODD)


def _text(tables: dict[str, Any], chance: random.Random) -> str:
    text = "\n".join(f"{toml(key)} = {toml(value)}" for key, value in tables.items())
    if chance.random() < 0.05:  # torn, or hit by a flipped bit
        at = chance.randrange(len(text) + 1)
        return (
            text[:at]
            if chance.random() < 0.5
            else text[:at] + chance.choice("\0[]\"'=#") + text[at:]
        )
    return text


def toml(value: Any) -> str:
    match value:
        case None:
            return "null"  # not TOML: must be refused, not crash
        case dict():
            inner = ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items())
            return "{" + inner + "}"
        case list():
            return "[" + ", ".join(toml(one) for one in value) + "]"
        case bool():
            return str(value).lower()
        case str():
            return msgspec.json.encode(value).decode()
        case _:
            return str(value)


def out_of_bounds(settings: Settings) -> list[str]:
    """Name every value that no settings may have."""
    found = []
    for name, (least, most) in BOUNDS.items():
        table, _, key = name.partition(".")
        inner = getattr(settings, table)
        value = None if inner is None else getattr(inner, key)
        if value is not None and (type(value) is not int or not least <= value <= most):
            found.append(f"{name} = {value!r}")
    limits, chain = settings.limits, settings.chain
    if limits.price_floor_micro_per_kwh > limits.price_ceiling_micro_per_kwh:
        found.append("the floor is above the ceiling")
    if chain.order_key == chain.report_key:
        found.append("one key for both")
    if not chain.upstreams or not all(re.match("https?://.", one) for one in chain.upstreams):
        found.append("no upstream")
    if not re.fullmatch("0x[0-9a-f]{40}", chain.contract):
        found.append("no contract")
    return found


def judge(read: Reader, texts: Sequence[Sequence[SettingsText]], refusal: type[Exception]) -> str:
    """Return what went wrong first, or how many were accepted: "accepted N of M"."""
    accepted = 0
    for one in texts:
        try:
            settings = read(one)
        except refusal:
            continue
        accepted += 1
        found = out_of_bounds(settings)
        if found:
            return f"{'; '.join(found)} was accepted: {one}"
    return f"accepted {accepted} of {len(texts)}"
