"""Prints docs/mqtt.md from the tables: `python -m agent.bridge.docs > docs/mqtt.md`."""

import sys

from agent.bridge import outbox, payload, tables
from agent.bridge.house_docs import house_page
from agent.bridge.schema import (
    AddressHex,
    Choice,
    Field,
    Fields,
    Flag,
    Hex,
    Items,
    Shape,
    Text,
    Whole,
)
from agent.bridge.topics import FROM_HOME, RETAINED, Channel

_TABLES = {
    Channel.REPORT: (tables.REPORT, "A meter's registers at the end of a cycle, signed."),
    Channel.RECEIPT: (tables.RECEIPT, "The operator has a report, and all before it, on disk."),
    Channel.GAP: (tables.GAP, "The operator misses reports. A hint: answering it twice is safe."),
    Channel.STATEMENT: (
        tables.STATEMENT,
        "A settled cycle. The home believes it only after proving every number on the chain.",
    ),
    Channel.STATUS: (tables.STATUS, "Whether a home is there: birth message and last will."),
}

_HEAD = f"""\
# Messages on the brokers

Two connections with two identities: the operator's broker, for delivery reports, and the house's own, for Home Assistant, evcc and whoever else looks. Printed from the tables the program checks with (`python -m agent.bridge.docs`); a test fails when this page is old. The signatures are in [protocol.md](protocol.md).

## The operator's broker

Every topic begins with `gridhearth/1/{{chain_id}}-{{contract without 0x}}`; `{{m}}` is the member's address without `0x`, in lower case. MQTT 3.1.1 or 5, QoS 1 everywhere. Payloads are JSON objects of at most
{payload.MAX_PAYLOAD_BYTES:,} bytes; every key is required, an unknown key refuses the whole message; integers are JSON integers between −(2^53−1) and 2^53−1, bytes are `0x` and lower-case hexadecimal. A message that
does not fit is counted, shown with all its problems, and has no effect.

A broker's acknowledgement is not a receipt: brokers have lost messages they acknowledged. A home keeps every report (up to {outbox.MOST_WAITING:,}), publishes them until it has a receipt, at most {outbox.MOST_IN_FLIGHT} under way at a time, and deletes one only for
the operator's signed receipt or for the report's digest proven on the chain. Nothing depends on the broker keeping a session.

| topic | direction | retained | meaning |
|---|---|---|---|
"""


def page() -> str:
    """Return the whole page docs/mqtt.md."""
    lines = [_HEAD]
    for channel, (_, meaning) in _TABLES.items():
        direction = "home → operator" if channel in FROM_HOME else "operator → home"
        retained = "yes" if channel in RETAINED else "no"
        will = ", last will" if channel is Channel.STATUS else ""
        lines.append(f"| `…/{channel}/{{m}}` | {direction} | {retained}{will} | {meaning} |\n")
    for channel, (table, _) in _TABLES.items():
        lines.append(f"\n### `{channel}`\n\n| key | value | meaning |\n|---|---|---|\n")
        lines += [_row(start, field) for start, field in _flat("", table)]
    lines.append(house_page())
    return "".join(lines)


def _flat(start: str, table: Fields) -> list[tuple[str, Field]]:
    rows: list[tuple[str, Field]] = []
    for field in table.fields:
        rows.append((start, field))
        match field.shape:
            case Fields() as inner:
                rows += _flat(f"{start}{field.name}.", inner)
            case Items(Fields() as inner, _):
                rows += _flat(f"{start}{field.name}[].", inner)
    return rows


def _row(start: str, field: Field) -> str:
    return f"| `{start}{field.name}` | {_kind(field.shape)} | {field.meaning} |\n"


def _kind(shape: Shape) -> str:
    match shape:
        case Whole(low, high):
            return f"integer {_bound(low)}..{_bound(high)}"
        case Hex(length):
            return f"{length} bytes"
        case AddressHex():
            return "address"
        case Flag():
            return "true or false"
        case Choice(words):
            return " or ".join(f'"{word}"' for word in words)
        case Text(longest):
            return f"text, 1..{longest} characters"
        case Items(item, most):
            return f"list of at most {most}: {_kind(item)}"
        case Fields():
            return "object"


def _bound(value: int) -> str:
    if abs(value) + 1 in {2**32, 2**53}:
        power = (abs(value) + 1).bit_length() - 1
        return f"{'−(' if value < 0 else ''}2^{power}−1{')' if value < 0 else ''}"
    return str(value)


if __name__ == "__main__":
    sys.stdout.write(page())
