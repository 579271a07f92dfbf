"""Register maps of Modbus energy meters (config/meters/modbus/*.toml) and what their words mean.

Pure: no port is opened here. A map names each register's table, address, type and scale, as the
manufacturer's protocol document has them. Numbers become whole Wh and W exactly and are rounded
down: a float32 is a binary fraction, so the rounding is the same each time and never makes a
register that rose fall.
"""

import struct
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import isfinite
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from agent.api.check import Refused, problem
from drivers.meter_files import read_named
from drivers.serial_frame import MeterSaid, Reason, Rejected
from drivers.serial_obis import meter_said

MOST_WORDS = 125
"""Of one answer (Modbus application protocol 1.1b3, chapter 6.3)."""


class Kind(StrEnum):
    """How a value's words are read."""

    UINT16 = "uint16"
    INT16 = "int16"
    UINT32 = "uint32"
    INT32 = "int32"
    UINT64 = "uint64"
    INT64 = "int64"
    FLOAT32 = "float32"
    TEXT = "text"


_WORDS = {
    Kind.UINT16: 1,
    Kind.INT16: 1,
    Kind.UINT32: 2,
    Kind.INT32: 2,
    Kind.UINT64: 4,
    Kind.INT64: 4,
    Kind.FLOAT32: 2,
}
_SIGNED = {Kind.INT16, Kind.INT32, Kind.INT64}

Factor = Annotated[int, Meta(ge=1, le=1_000_000)]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file."""


class Register(Table, frozen=True, kw_only=True):
    """One value: Wh or W after the multiplication and the division."""

    table: Literal["input", "holding"]
    address: Annotated[int, Meta(ge=0, le=65_535)]
    """As it goes over the line: 30073 of a document's list is 72."""
    type: Kind
    words: Annotated[int, Meta(ge=1, le=32)] = 1
    """Of a text; numbers have their own."""
    multiplier: Factor = 1
    divisor: Factor = 1
    sign: Literal["plain", "turned"] = "plain"
    """turned: the meter counts the other way round."""
    invalid: tuple[Annotated[str, Meta(pattern="^([0-9A-F]{4}){1,4}$")], ...] = ()
    """The words, as they come over the line, of a value that is not there."""

    @property
    def size(self) -> int:
        """Number of words."""
        return _WORDS.get(self.type, self.words)


class ModbusMap(Table, frozen=True, kw_only=True):
    """What is known of a model."""

    name: str = ""
    """The file's name."""
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    baud: Annotated[int, Meta(ge=1_200, le=115_200)] = 9_600
    parity: Literal["N", "E"] = "N"
    word_order: Literal["big", "little"] = "big"
    """big: the high word comes first."""
    import_: Register = msgspec.field(name="import")
    export: Register | None = None
    power: Register | None = None
    serial: Register | None = None

    def registers(self) -> dict[str, Register]:
        """Return the registers of every reading, by what they are."""
        named = {"import": self.import_, "export": self.export, "power": self.power}
        return {name: one for name, one in named.items() if one is not None}


def read_map(name: str, text: str) -> ModbusMap:
    """Return the map in a TOML text; Refused lists every problem with its key path."""
    found = read_named(ModbusMap, name, text)
    problems = [
        problem(f"{key}.type", one.type.value, "a number's type", "energy and power are numbers")
        for key, one in found.registers().items()
        if one.type is Kind.TEXT
    ]
    problems += [
        problem(f"{key}.invalid", text, f"{4 * one.size} digits", "it has another length")
        for key, one in found.registers().items()
        for text in one.invalid
        if len(text) != 4 * one.size
    ]
    if problems:
        raise Refused(problems)
    return found


def load_maps(directory: Traversable) -> dict[str, ModbusMap]:
    """Return the maps of a directory's .toml files by name; Refused, OSError."""
    return {
        name: read_map(name, file.read_text("utf-8"))
        for file in sorted(directory.iterdir(), key=lambda entry: entry.name)
        if file.name.endswith(".toml") and (name := file.name.removesuffix(".toml"))
    }


@cache
def shipped_maps() -> dict[str, ModbusMap]:
    """Return the maps of config/meters/modbus."""
    return load_maps(files("config") / "meters" / "modbus")


def value_of(register: Register, words: Sequence[int], word_order: str) -> int | Rejected:
    """Return whole Wh or W, rounded down, or why there is none."""
    if len(words) != register.size or any(not 0 <= word <= 0xFFFF for word in words):
        return Rejected(Reason.MALFORMED, f"{len(words)} words instead of {register.size}")
    if "".join(f"{word:04X}" for word in words) in register.invalid:
        return Rejected(Reason.OUT_OF_RANGE, "the meter has no value")
    ordered = words if word_order == "big" else tuple(reversed(words))
    raw = b"".join(word.to_bytes(2, "big") for word in ordered)
    if register.type is Kind.FLOAT32:
        (given,) = struct.unpack(">f", raw)
        if not isfinite(given):
            return Rejected(Reason.OUT_OF_RANGE, f"the meter says {given}")
        top, bottom = given.as_integer_ratio()
    else:
        top, bottom = int.from_bytes(raw, "big", signed=register.type in _SIGNED), 1
    if register.sign == "turned":
        top = -top
    return int(top * register.multiplier // (bottom * register.divisor))


def serial_of(register: Register, words: Sequence[int], word_order: str) -> str:
    """Return a serial number as text; empty: the meter does not say."""
    if len(words) != register.size:
        return ""
    if register.type is Kind.TEXT:
        raw = b"".join((word & 0xFFFF).to_bytes(2, "big") for word in words)
        return "".join(chr(byte) for byte in raw if 0x20 < byte < 0x7F)
    number = value_of(register, words, word_order)
    return "" if isinstance(number, Rejected) else str(number)


def said_of(
    known: ModbusMap, answers: dict[str, Sequence[int]], serial: str
) -> MeterSaid | Rejected:
    """Return what a meter's answers say; a part that is not there makes the whole no reading."""
    codes = {"import": "1.8.0", "export": "2.8.0", "power": "16.7.0"}
    values = {}
    for name, register in known.registers().items():
        value = value_of(register, answers.get(name, ()), known.word_order)
        if isinstance(value, Rejected):
            return msgspec.structs.replace(value, what=f"{name}: {value.what}")
        values[codes[name]] = value
    return meter_said(values, serial, None)
