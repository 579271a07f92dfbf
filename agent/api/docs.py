"""Write docs/api.md from the table of methods: python -m agent.api.docs > docs/api.md"""

import sys
from typing import get_args, get_origin

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as kinds

from agent.api.check import allowed, described
from agent.api.framing import MAX_LINE_BYTES, Reason
from agent.api.methods import API_NUMBER, METHODS, Method, WishAnswer
from agent.api.sections import Snapshot
from agent.api.watch import SECTION_CHANGED

HEAD = f"""# The local interface

Written from the table in `agent/api/methods/` by `python -m agent.api.docs`; do not edit.

The daemon listens on a Unix socket (`/run/gridhearth/api.sock`). Messages are JSON-RPC 2.0, one object
per line, at most {MAX_LINE_BYTES} bytes with the newline; no batches, every request has an `id`. The kernel says
who is calling, and the caller's Unix groups decide which methods it may use.

1. `hello` comes first, with API number {API_NUMBER}. The answer lists the methods this caller may use.
2. `status.get` answers a whole snapshot. It holds the newest 30 orders, trades and statements, newest first, and the first
   30 devices; the `….list` methods have the rest.
3. `status.watch` answers the same, and then sends a notification `{SECTION_CHANGED}` for each section that changed:
   `{{"follows": 41, "revision": 42, "section": "home", "value": {{…}}}}`. It replaces the whole section of a client
   that holds revision `follows`, which then holds `revision`. A client that holds another revision has missed
   something and calls `status.watch` again.
4. Answers may come in another order than the calls: a wish that waits holds up nothing.
5. A line that is too long is answered and the connection closed. So is a client that does not read.
6. Where the household has set a PIN, a connection of the user group unlocks itself (`pin.unlock`) before it may change
   anything; the error is `pin_needed`. It stays open for 60 to 300 seconds, and no longer than the connection lasts.

All numbers are integers with their unit in the name: `wh`, `w`, `micro` (millionths of the currency),
`ms` (since 1970), `mm`. Unknown parameters are errors; an error names everything that was wrong:

```json
{{"jsonrpc":"2.0","id":3,"error":{{"code":-32602,"message":"limit: 0 is not allowed; allowed: a whole number from 1 to 100.","data":{{"reason":"bad_params","problems":[{{"field":"limit","given":"0","allowed":"a whole number from 1 to 100","sentence":"limit: 0 is not allowed; allowed: a whole number from 1 to 100."}}]}}}}}}
```
"""


def page() -> str:
    """Return the whole of docs/api.md."""
    parts = [HEAD, "## Methods\n"]
    parts += [_method(method) for method in METHODS.values()]
    parts.append("## What comes back\n")
    parts += [_struct(kind) for kind in _results()]
    parts.append("## Errors\n\n| number | reason |\n|---|---|")
    parts += [f"| {reason.number} | `{reason.word}` |" for reason in Reason]
    return "\n".join(parts) + "\n"


def _method(method: Method) -> str:
    lines = [f"### `{method.name}`\n", f"{method.effect} Group: {method.group.word}."]
    lines[1] += f" Answers {_kind_name(method.result)}.\n"
    fields = msgspec.structs.fields(method.params)
    if fields:
        lines.append("| parameter | allowed | default | |\n|---|---|---|---|")
    info = kinds.type_info(method.params)
    assert isinstance(info, kinds.StructType)  # noqa: S101 - the table holds Structs only
    for field in info.fields:
        default = "required" if field.default is NODEFAULT else f"`{_json(field.default)}`"
        words, about = allowed(field.type), _about(field.type)
        lines.append(f"| `{field.encode_name}` | {words} | {default} | {about} |")
    if fields:
        lines.append("")
    return "\n".join(lines)


def _about(kind: kinds.Type) -> str:
    if isinstance(kind, kinds.UnionType):
        return next((described(one) for one in kind.types if described(one)), "")
    return described(kind)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _kind_name(kind: object) -> str:
    if get_origin(kind) is tuple:
        return f"a list of `{get_args(kind)[0].__name__}`"
    return f"`{getattr(kind, '__name__', kind)}`"


def _results() -> list[type[msgspec.Struct]]:
    """Every Struct an answer may hold, each once, in the order in which a reader meets them."""
    found: list[type[msgspec.Struct]] = []

    def visit(kind: kinds.Type) -> None:
        match kind:
            case kinds.Metadata(type=inner):
                visit(inner)
            case kinds.VarTupleType(item_type=item):
                visit(item)
            case kinds.TupleType(item_types=items):
                for one in items:
                    visit(one)
            case kinds.UnionType(types=types):
                for one in types:
                    visit(one)
            case kinds.StructType(cls=cls, fields=fields) if cls not in found:
                found.append(cls)
                for field in fields:
                    visit(field.type)

    for kind in (WishAnswer, Snapshot, *(method.result for method in METHODS.values())):
        visit(kinds.type_info(kind))
    return found


def _struct(kind: type[msgspec.Struct]) -> str:
    first = (kind.__doc__ or "").strip().split("\n\n")[0]
    about = " ".join(first.split())
    if kind.__struct_config__.array_like:
        about += " Sent as a list of its values, in this order."
    lines = [f"### {kind.__name__}\n", about + "\n", "| field | |\n|---|---|"]
    info = kinds.type_info(kind)
    assert isinstance(info, kinds.StructType)  # noqa: S101 - only Structs are visited
    lines += [f"| `{field.encode_name}` | {_result_kind(field.type)} |" for field in info.fields]
    return "\n".join(lines) + "\n"


def _result_kind(kind: kinds.Type) -> str:
    match kind:
        case kinds.Metadata(type=inner):
            return _result_kind(inner)
        case kinds.StructType(cls=cls):
            return f"`{cls.__name__}`"
        case kinds.VarTupleType(item_type=item):
            return f"list of {_result_kind(item)}"
        case kinds.TupleType(item_types=items):
            return "list: " + ", ".join(_result_kind(one) for one in items)
        case kinds.IntType():
            return "integer"
        case kinds.UnionType(types=types):
            return " or ".join(_result_kind(one) for one in types)
        case _:
            return allowed(kind)


if __name__ == "__main__":
    sys.stdout.write(page())
