"""Our command tables, byte for byte against those of bellows (another program, same firmware).

Not imported from bellows on purpose: a simulator that reads the tables of what it tests cannot find
an error in them, and has found one already.
"""

import importlib
from typing import Any

import pytest

from drivers.simulated.zigbee.ezsp.codec import Field, Message, Value, decode, encode
from drivers.simulated.zigbee.ezsp.tables import VERSIONS, Command, tables

KNOWN_DIFFERENCES = {
    # From protocol 14 on the firmware takes two arguments (zigbee-herdsman sends two, and Silicon
    # Labs' ezsp host code writes two); bellows still appends a flags byte. We ignore it.
    **{(version, "importTransientKey", "request"): "flags" for version in VERSIONS if version >= 14},
}  # fmt: skip

_EXAMPLE_BYTES = {"key": 16, "lv": 5, "lv32": 7}


def _example(layout: tuple[Field, ...]) -> Message:
    """A message with another value in every field and every byte of it; statuses are OK."""
    message: dict[str, Value] = {}
    number = 0x11
    for field in layout:
        number += 1
        match field.kind:
            case "em" | "ez" | "sl":
                message[field.name] = 0
            case "u8":
                message[field.name] = 2 if field.name.endswith("_count") else number
            case "s8":
                message[field.name] = -number
            case "u16" | "u32" | "eui":
                width = {"u16": 2, "u32": 4, "eui": 8}[field.kind]
                message[field.name] = int.from_bytes(bytes(range(number, number + width)), "big")
            case "key" | "lv" | "lv32":
                message[field.name] = bytes((number,)) * _EXAMPLE_BYTES[field.kind]
            case _:
                message[field.name] = [number, 0x300 + number]
    return message


def _leaves(value: Any) -> list[bytes]:
    """Return the serialized innermost fields of what bellows read."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if hasattr(type(value), "_fields") or hasattr(type(value), "fields"):
        fields = type(value).fields
        return [leaf for field in fields for leaf in _leaves(getattr(value, field.name))]
    return [b"" if value is None else bytes(value.serialize())]


def _ours(layout: tuple[Field, ...], message: Message, version: int) -> list[bytes]:
    return [encode((field,), {field.name: message[field.name]}, version) for field in layout]


def _theirs(schema: Any, data: bytes) -> tuple[list[bytes], bytes]:
    import zigpy.types

    if isinstance(schema, dict):
        result: dict[str, Any] = {}
        for name, kind in schema.items():
            result[name], data = kind.deserialize(data)
        return _leaves(result), data
    assert issubclass(schema, zigpy.types.Struct)
    value, data = schema.deserialize(data)
    return _leaves(value), data


def _without_ok(layout: tuple[Field, ...]) -> tuple[Field, ...]:
    """`if_ok` fields are always there in an example: its status is OK."""
    return tuple(Field(field.name, field.kind) for field in layout)


def _compare(name: str, layout: tuple[Field, ...], schema: Any, version: int) -> str | None:
    layout = _without_ok(layout)
    message = _example(layout)
    data = encode(layout, message, version)
    assert decode(layout, data, version).values == message
    if any(field.kind.startswith("u16@") for field in layout):
        # Their list has no end; its items follow each other, so the bytes are compared whole.
        fixed = tuple(field for field in layout if not field.kind.startswith("u16@"))
        kinds = list(schema.values())[: len(fixed)]
        schema = dict(zip([field.name for field in fixed], kinds, strict=True))
        data = encode(fixed, {field.name: message[field.name] for field in fixed}, version)
        layout = fixed
    try:
        leaves, rest = _theirs(schema, data)
    except ValueError as error:
        return f"{name}: {data.hex()} is too short for them ({error})"
    if rest:
        return f"{name}: they leave {rest.hex()}"
    ours = _ours(layout, message, version)
    return None if leaves == ours else f"{name}: {ours} is read as {leaves}"


def _check(command: Command, version: int, theirs: Any, *, callback: bool) -> list[str]:
    identifier, request, response = theirs[command.name]
    found = []
    if identifier != command.identifier:
        found.append(f"{command.name}: 0x{command.identifier:04X} is 0x{identifier:04X} there")
    pairs = [("response", command.response, response)]
    if not callback:
        pairs.append(("request", command.request, request))
    for side, layout, schema in pairs:
        wrong = _compare(f"{command.name} {side}", layout, schema, version)
        if (version, command.name, side) in KNOWN_DIFFERENCES:
            assert wrong is not None, f"{command.name} {side} differs no longer: update the list"
        elif wrong is not None:
            found.append(wrong)
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_command_and_callback_is_as_bellows_has_it(version: int) -> None:
    theirs = importlib.import_module(f"bellows.ezsp.v{version}.commands").COMMANDS
    known = tables(version)
    wrong = []
    for command in known.commands.values():
        wrong += _check(command, version, theirs, callback=False)
    for command in known.callbacks.values():
        wrong += _check(command, version, theirs, callback=True)
    assert wrong == []
    assert len(known.commands) > 80
    assert len(known.callbacks) == 11


def test_the_comparison_sees_a_field_of_the_wrong_width() -> None:
    """Negative control: two neighbouring fields exchanged give the same number of bytes."""
    theirs = importlib.import_module("bellows.ezsp.v13.commands").COMMANDS["getTokenData"]
    good = (Field("token", "u32"), Field("index", "u32"))
    assert _compare("x", good, theirs[1], 13) is None
    assert _compare("x", (Field("index", "u16"), Field("token", "u32")), theirs[1], 13)
    join = importlib.import_module("bellows.ezsp.v13.commands").COMMANDS["childJoinHandler"]
    exchanged = tuple(
        Field(name, kind)
        for name, kind in (
            ("index", "u8"),
            ("id", "u16"),
            ("joining", "u8"),
            ("eui", "eui"),
            ("type", "u8"),
        )
    )
    assert _compare("x", exchanged, join[2], 13) is not None


@pytest.mark.parametrize("version", VERSIONS)
def test_every_command_of_the_tables_is_carried_out(version: int) -> None:
    from drivers.simulated.zigbee.ncp import _HANDLERS

    unknown = set(tables(version).commands) - set(_HANDLERS) - {"version", "invalidCommand"}
    assert unknown == set()


@pytest.mark.parametrize("version", [13, 18])
def test_missing_and_extra_fields_at_the_end_are_tolerated(version: int) -> None:
    """Hosts built on other kits leave the last fields out, or add some."""
    command = tables(version).commands["setConcentrator"]
    data = encode(command.request, _example(command.request), version)
    for length in range(len(data) + 1):
        fields = decode(command.request, data[:length], version)
        assert set(fields.values) == {field.name for field in command.request}
    assert decode(command.request, data + b"more", version).values == _example(command.request)
    endpoint = tables(version).commands["addEndpoint"]
    whole = bytes.fromhex("01 0401 0500 00 02 01 0000 0600 1900")
    fields = decode(endpoint.request, whole + b"\x01", version)
    assert (fields.numbers("inputs"), fields.numbers("outputs")) == ([0, 6], [0x19])
    # A count larger than the frame is no reason to read what is not there.
    lying = bytes.fromhex("01 0401 0500 00 ff ff 0000")
    assert decode(endpoint.request, lying, version).numbers("inputs") == [0]
