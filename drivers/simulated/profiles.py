"""The data a simulated home is made of: one-minute loads, clear-sky sun, where each load hangs.

The files stand under `config/` and name their origin beside them. Decimals become integers
exactly: a load of three decimals of a kW is whole watts, sun of four decimals of a kW per kWp
is whole ten-thousandths. A value with more decimals is refused, never rounded.
"""

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from importlib.resources.abc import Traversable

MINUTES_PER_DAY = 1_440


class ProfileError(ValueError):
    """A profile file could not be used; the message names the file, the line and the reason."""


def feeder_folder() -> Traversable:
    """Return the folder of the IEEE European Low Voltage Test Feeder."""
    return files("config") / "feeders" / "ieee-european-lv"


def pv_file() -> Traversable:
    """Return the file of the clear-sky days."""
    return files("config") / "pv" / "clear_sky_durham.csv"


def read_load_w(load: int, folder: Traversable | None = None) -> tuple[int, ...]:
    """Return the 1 440 one-minute mean powers of load `load` (1 to 55), in whole watts."""
    source = (folder or feeder_folder()) / "load_profiles_kw.csv"
    return _column(source, f"load_{load}", 1_000)


def read_pv_tenthousandths(day: str, source: Traversable | None = None) -> tuple[int, ...]:
    """Return 1 440 one-minute outputs of one kWp on `day`, in ten-thousandths of a kW."""
    return _column(source or pv_file(), day, 10_000)


def pv_days(source: Traversable | None = None) -> tuple[str, ...]:
    """Return the days the sun is known for, as `YYYY-MM-DD`, in the file's order."""
    return tuple(next(csv.reader(_lines(source or pv_file())), [])[1:])


def read_load_vertices(folder: Traversable | None = None) -> Mapping[int, int]:
    """Return load number -> vertex of the feeder, in ascending order of the load."""
    source = (folder or feeder_folder()) / "loads.csv"
    return {int(row["load"]): int(row["vertex"]) for row in csv.DictReader(_lines(source))}


def _column(source: Traversable, name: str, scale: int) -> tuple[int, ...]:
    rows = csv.reader(_lines(source))
    header = next(rows, [])
    if name not in header:
        raise ProfileError(f"{source.name} had no column {name!r}; it has {', '.join(header)}")
    column = header.index(name)
    values = tuple(
        _scaled(row[column] if column < len(row) else "", scale, f"{source.name} line {line}")
        for line, row in enumerate(rows, start=2)
    )
    if len(values) != MINUTES_PER_DAY:
        raise ProfileError(f"{source.name} had {len(values)} minutes, not {MINUTES_PER_DAY}")
    return values


def _scaled(text: str, scale: int, where: str) -> int:
    try:
        value = Decimal(text) * scale
    except InvalidOperation as bad:
        raise ProfileError(f"{where}: {text!r} was no number") from bad
    if not value.is_finite() or value != int(value) or value < 0:
        raise ProfileError(f"{where}: {text!r} was no whole multiple of 1/{scale}, 0 or more")
    return int(value)


def _lines(source: Traversable) -> list[str]:
    try:
        return source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise ProfileError(f"{source} could not be read: {unreadable}") from unreadable
