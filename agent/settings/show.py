"""The settings in words: what holds and where from, and what one key means."""

from typing import Any

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as kinds

from agent.api.check import allowed
from agent.settings import SCHEMA, SCHEMA_KEY, Settings
from agent.settings.merge import Effective, Place
from agent.settings.pages import described, tables, toml

COLUMN = 48
"""Where the remarks begin, as long as a value lets them."""


def shown(effective: Effective) -> str:
    """Return every value that holds, as TOML, with its place behind it as a remark."""
    lines = [f"{SCHEMA_KEY} = {SCHEMA}"]
    for name in Settings.__struct_fields__:
        table = getattr(effective.settings, name)
        if table is None:
            lines += ["", f"# [{name}]: left out"]
            continue
        lines += ["", f"[{name}]"]
        for key, value in _values(table).items():
            where = _origin(effective.places.get((name, key), ()))
            if value is None:
                lines.append(f"# {key}: none ({where})")
            else:
                lines.append(f"{f'{key} = {toml(value)}':<{COLUMN}} # {where}")
    return "\n".join(lines) + "\n"


def explained(key: str, effective: Effective | None, why_not: str) -> str:
    """Return what a key ("limits.energy_wh") or a table ("limits") means; empty: there is none.

    `effective` None: what is set is not known, `why_not` says why.
    """
    name, _, word = key.partition(".")
    found = [table for known, table in tables() if known == name]
    if not found:
        return ""
    if not word:
        about = " ".join((found[0].cls.__doc__ or "").split())
        inner = [f"  {name}.{field.encode_name}" for table in found for field in table.fields]
        return "\n".join([f"[{name}]", about, *dict.fromkeys(inner)]) + "\n"
    parts = []
    for table in found:
        if table.tag_field == word:
            parts.append(_explained_tag(key, found))
            break
        parts += [_explained(key, table, one) for one in table.fields if one.encode_name == word]
    return "" if not parts else "\n".join(parts) + _now(name, word, effective, why_not)


def keys() -> list[str]:
    """Return every table and key there is."""
    found: list[str] = []
    for name, table in tables():
        tag = [] if table.tag is None else [f"{name}.{table.tag_field}"]
        found += [name, *tag, *(f"{name}.{field.encode_name}" for field in table.fields)]
    return list(dict.fromkeys(found))


def _explained(key: str, table: kinds.StructType, field: kinds.Field) -> str:
    default = field.default
    preset = "none; it must be given" if default is NODEFAULT else _said(default)
    only = "" if table.tag is None else f" (with {table.tag_field} = {toml(table.tag)})"
    return (
        f"{key}{only}\n  {described(field)}\n  allowed: {allowed(field.type)}\n"
        f"  default: {preset}\n"
    )


def _explained_tag(key: str, found: list[kinds.StructType]) -> str:
    choices = [f"    {toml(t.tag)}: {' '.join((t.cls.__doc__ or '').split())}" for t in found]
    return "\n".join([key, "  Which kind of table this is. One of:", *choices, ""])


def _now(name: str, word: str, effective: Effective | None, why_not: str) -> str:
    if effective is None:
        return f"  now: not known, {why_not}\n"
    table = getattr(effective.settings, name)
    if table is None:
        return f"  now: nothing, [{name}] is left out\n"
    values = _values(table)
    if word not in values:
        return "  now: nothing, another kind of table is used\n"
    where = _origin(effective.places.get((name, word), ()))
    return f"  now: {_said(values[word])} ({where})\n"


def _values(table: msgspec.Struct) -> dict[str, Any]:
    config = table.__struct_config__
    tag = {} if config.tag_field is None else {config.tag_field: config.tag}
    return {**tag, **{key: _plain(getattr(table, key)) for key in table.__struct_fields__}}


def _plain(value: object) -> object:
    """Return a value as TOML may hold it: inner tables without what is none."""
    built = msgspec.to_builtins(value)
    if isinstance(built, dict):
        return {key: one for key, one in built.items() if one is not None}
    return built


def _origin(places: tuple[Place, ...]) -> str:
    if not places:
        return "default"
    before = "".join(f", before in {place}" for place in reversed(places[:-1]))
    return f"{places[-1]}{before}"


def _said(value: object) -> str:
    return "none" if value is None else toml(_plain(value))
