"""Reading feeders from their tables, by name (shipped with the package) or by path."""

import csv
import re
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from agent.market.feeder import Feeder, FeederError, Line

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_WHOLE = re.compile(r"[0-9]{1,10}")
_LENGTH = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_UM_PER_M = 1_000_000


def load_feeder(name_or_path: str) -> Feeder:
    """Return the feeder of `config/feeders/<name>` or of a directory given by its path.

    The directory has `lines.csv` (from_bus,to_bus,length_m) and `vertices.csv` (vertex,bus);
    other columns are ignored. Lengths are metres with at most six decimals and are read exactly.
    FeederError lists every problem at once, unreadable files included.
    """
    shipped = files("config") / "feeders" / name_or_path
    named = _NAME.fullmatch(name_or_path) is not None and shipped.is_dir()
    directory: Traversable = shipped if named else Path(name_or_path)
    problems: list[str] = []
    lines = [
        Line(int(row["from_bus"]), int(row["to_bus"]), _micrometres(row["length_m"]))
        for row in _rows(
            directory / "lines.csv",
            {"from_bus": _WHOLE, "to_bus": _WHOLE, "length_m": _LENGTH},
            problems,
        )
    ]
    vertices = [
        (int(row["vertex"]), int(row["bus"]))
        for row in _rows(directory / "vertices.csv", {"vertex": _WHOLE, "bus": _WHOLE}, problems)
    ]
    if problems:
        raise FeederError(problems)
    return Feeder(lines, vertices)


def _micrometres(metres: str) -> int:
    return int(Decimal(metres) * _UM_PER_M)


def _rows(
    table: Traversable, columns: dict[str, re.Pattern[str]], problems: list[str]
) -> list[dict[str, str]]:
    """Return the sound rows of one table; everything else is added to `problems`."""
    try:
        text = table.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        problems.append(f"{table}: could not be read: {unreadable}")
        return []
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        problems.append(f"{table.name}: column {', '.join(missing)} is missing")
        return []
    sound = []
    for row in reader:
        wrong = [
            f"{table.name} line {reader.line_num}: {name} was {row[name]!r}"
            for name, shape in columns.items()
            if not shape.fullmatch(row[name] or "")
        ]
        problems += wrong
        if not wrong:
            sound.append(row)
    return sound
