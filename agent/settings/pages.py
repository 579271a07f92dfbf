"""Write the example file and the page on the settings from their types.

python -m agent.settings.pages example > config/gridhearth.example.toml
python -m agent.settings.pages page > docs/settings.md
"""

import re
import sys
import textwrap
from typing import Any, get_args

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as kinds

from agent.api.check import allowed
from agent.settings import Settings

EXAMPLE_HEAD = """\
# Settings of one home's agent. Check them with: gridhearth config check
# Keys behind a "#" have the value shown; the others must be given.
# Written from agent/settings/ by: python -m agent.settings.pages example

# Of the settings' format; a version that does not know it refuses the file.
schema = 1
"""

PAGE_HEAD = """\
# Settings

Written from `agent/settings/` by `python -m agent.settings.pages page`; do not edit. The same source
makes `config/gridhearth.example.toml` and the checks: `gridhearth config check` names every problem at once,
`gridhearth config explain KEY` shows one key. Unknown keys are errors. How files and drop-ins become one: [configuration.md](configuration.md).
"""


def example() -> str:
    """Return config/gridhearth.example.toml."""
    parts, begun = [EXAMPLE_HEAD], set()
    for name, table in tables():
        body = f"[{name}]\n" + _tag_line(table) + "".join(_entries(table))
        if name in begun:  # one of several that may stand here: shown, not given
            body = "".join(f"## {line}\n" for line in body.splitlines())
            parts.append(f"\n# Or instead: {_sentence(table)}\n{body}")
        else:
            optional = name in _optional_tables()
            body = re.sub(r"(?m)^(?=[a-z\[])", "#", body) if optional else body
            parts.append(f"\n# {_sentence(table)}\n{body}")
        begun.add(name)
    return "".join(parts)


def page() -> str:
    """Return docs/settings.md."""
    parts = [PAGE_HEAD]
    for name, table in tables():
        optional = " The table may be left out." if name in _optional_tables() else ""
        parts.append(f"## [{name}]\n\n{_sentence(table)}{optional}\n")
        if table.tag is not None:
            parts.append(f"`{table.tag_field} = {toml(table.tag)}`\n")
        if not table.fields:
            continue
        parts.append("| key | allowed | default | |\n|---|---|---|---|")
        for field in table.fields:
            words, about = allowed(field.type), _extra(field, "description")
            parts.append(f"| `{field.encode_name}` | {words} | {_default(field)} | {about} |")
        parts.append("")
        inner = [_inner(one) for field in table.fields for one in _structs(field.type)]
        parts += dict.fromkeys(inner)  # two keys may take the same tables
    return "\n".join(parts).rstrip() + "\n"


def tables() -> list[tuple[str, kinds.StructType]]:
    """Return the tables of the file with their names, in its order."""
    whole = kinds.type_info(Settings)
    assert isinstance(whole, kinds.StructType)  # noqa: S101 - Settings is a Struct
    return [(field.encode_name, inner) for field in whole.fields for inner in _structs(field.type)]


def _optional_tables() -> set[str]:
    """Tables whose absence means something: the example shows them behind a "#"."""
    return {
        field.name
        for field in msgspec.structs.fields(Settings)
        if type(None) in get_args(field.type)
    }


def _default(field: kinds.Field) -> str:
    if field.default is NODEFAULT:
        return "required"
    return "none" if field.default is None else f"`{toml(field.default)}`"


def _inner(table: kinds.StructType) -> str:
    keys = ", ".join(f"`{field.encode_name}` ({allowed(field.type)})" for field in table.fields)
    tag = f"`{table.tag_field} = {toml(table.tag)}`: " if table.tag is not None else ""
    return f"- {tag}{_sentence(table)} Keys: {keys}.\n"


def _entries(table: kinds.StructType) -> list[str]:
    lines = []
    for field in table.fields:
        about = f"{_extra(field, 'description')} ({allowed(field.type)})"
        lines += [f"# {line}\n" for line in textwrap.wrap(about, 100)]
        examples = _extra(field, "examples")
        value = examples[0] if examples else field.default
        optional = "#" if field.default is not NODEFAULT else ""
        if value is not None:
            lines.append(f"{optional}{field.encode_name} = {toml(value)}\n")
    return lines


def _tag_line(table: kinds.StructType) -> str:
    return "" if table.tag is None else f"{table.tag_field} = {toml(table.tag)}\n"


def _sentence(table: kinds.StructType) -> str:
    return " ".join((table.cls.__doc__ or "").split())


def _structs(kind: kinds.Type) -> list[kinds.StructType]:
    match kind:
        case kinds.Metadata(type=inner):
            return _structs(inner)
        case kinds.UnionType(types=types):
            return [inner for one in types for inner in _structs(one)]
        case kinds.VarTupleType(item_type=item):
            return _structs(item)
        case kinds.StructType():
            return [kind]
        case _:
            return []


def described(field: kinds.Field) -> str:
    """Return what a field is about, one sentence or two."""
    return str(_extra(field, "description"))


def _extra(field: kinds.Field, key: str) -> Any:
    """Return what the annotation says under `key`, looking into `… | None`."""
    kind = field.type
    while isinstance(kind, kinds.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, kinds.NoneType))
    extra = kind.extra_json_schema if isinstance(kind, kinds.Metadata) else None
    return (extra or {}).get(key, "")


def toml(value: object) -> str:
    """Return a value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | str():
            return msgspec.json.encode(value).decode()
        case list() | tuple():
            return "[" + ", ".join(toml(one) for one in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
        case _:
            raise TypeError(f"{value!r} has no place in a settings file")


def main() -> None:
    """Write the page that is named."""
    match sys.argv[1:]:
        case ["example"]:
            sys.stdout.write(example())
        case ["page"]:
            sys.stdout.write(page())
        case _:
            sys.exit("usage: python -m agent.settings.pages example|page")


if __name__ == "__main__":
    main()
