"""Finds out what is on a serial port: listens first, and asks only where nothing talks by itself."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from agent.metering.reading import MeterRole
from agent.ports import Clock
from drivers.serial_frame import MeterSaid, Quarantine, Rejected
from drivers.serial_meter import Dialect, usual_line
from drivers.serial_modbus import ModbusMap, shipped_maps
from drivers.serial_modbus_meter import ModbusBus, ModbusLine, ModbusUnit
from drivers.serial_port import Line, opened
from drivers.serial_reading import Place
from drivers.serial_thinning import Thinning

LISTEN_S = 12.0
"""A DSMR 4 meter talks every ten seconds."""
ANSWER_S = 0.3
UNITS = (1, 2, 3)
"""Addresses that meters leave the factory with, or that an installer counts up from."""

ATTEMPTS = (
    (Dialect("p1"), None),
    (Dialect("sml"), None),
    (Dialect("p1", crc=False), None),
    (Dialect("p1"), 9_600),
)
"""Protocols and speeds of meters that talk by themselves, most frequent first."""


class Found(msgspec.Struct, frozen=True):
    """A meter on the line."""

    dialect: Dialect | None
    """None: Modbus."""
    said: MeterSaid
    baud: int
    form: str
    """Bits, parity and stop bits, such as 8N1."""
    model: str = ""
    unit: int = 1

    @property
    def protocol(self) -> str:
        """The word for the settings."""
        return "modbus" if self.dialect is None else self.dialect.protocol


class Nothing(msgspec.Struct, frozen=True):
    """No meter that we know; every attempt in words."""

    attempts: tuple[str, ...]


async def probe(
    path: str,
    clock: Clock,
    *,
    protocol: str | None = None,
    units: Sequence[int] = UNITS,
    listen_s: float = LISTEN_S,
) -> Found | Nothing:
    """Return what is on the port; `protocol` (p1, sml, modbus) leaves the others out. MeterError."""
    attempts: list[str] = []
    for dialect, baud in ATTEMPTS:
        if protocol not in {None, dialect.protocol}:
            continue
        line = usual_line(path, dialect, baud)
        heard = await _listen(line, dialect, clock, listen_s)
        if isinstance(heard, MeterSaid):
            return Found(dialect, heard, line.baud, f"{line.bits}{line.parity}1")
        received, refused = heard
        name = {"p1": "P1", "sml": "SML"}[dialect.protocol]
        how = f"{name} at {line.baud} baud {line.bits}{line.parity}1"
        attempts.append(f"{how}: {received} bytes in {listen_s:g} s{refused and f' ({refused})'}")
        if not received:
            attempts[-1] = f"nothing talks by itself ({listen_s:g} s of silence)"
            break  # another speed would have given bytes as well
    if protocol in {None, "modbus"}:
        found = await _ask(path, clock, units)
        if isinstance(found, Found):
            return found
        attempts += found
    return Nothing(tuple(attempts))


async def _listen(
    line: Line, dialect: Dialect, clock: Clock, listen_s: float
) -> MeterSaid | tuple[int, str]:
    """Return what a frame says, or how many bytes came and why none was one."""
    frames, quarantine, received = dialect.frames(), Quarantine(), 0
    until_ms = clock.mono_ms() + int(listen_s * 1_000)
    async with opened(line) as stream:
        while (left_ms := until_ms - clock.mono_ms()) > 0:
            data = await stream.read(left_ms / 1_000)
            received += len(data)
            for frame in frames.feed(data):
                said = frame if isinstance(frame, Rejected) else dialect.parse(frame)
                if isinstance(said, MeterSaid):
                    return said
                quarantine.refuse(said)
    return received, quarantine.words()


async def _ask(path: str, clock: Clock, units: Sequence[int]) -> Found | list[str]:
    """Ask for each model at each address, at its factory's speed."""
    attempts = []
    for model, known in shipped_maps().items():
        for number in units:
            said = await _ask_one(path, clock, known, number)
            if isinstance(said, MeterSaid):
                return Found(None, said, known.baud, f"8{known.parity}1", model, number)
            where = f"Modbus as {model}, unit {number}, {known.baud} baud 8{known.parity}1"
            attempts.append(f"{where}: {said.reason.value}")
    return attempts


async def _ask_one(path: str, clock: Clock, known: ModbusMap, number: int) -> MeterSaid | Rejected:
    unit = ModbusUnit(number, known, Place("probed", MeterRole.GRID), Thinning(0))
    bus = ModbusBus(ModbusLine(path, known.baud, known.parity), (unit,), clock, answer_s=ANSWER_S)
    async with bus.connected() as client:
        return await unit.ask(client)


def stable_name(path: str, by_id: Path = Path("/dev/serial/by-id")) -> str:
    """Return the name of a port that outlives a restart, or the one given."""
    given = Path(path)
    if given.parent == by_id or not by_id.is_dir():
        return path
    here = given.resolve()
    return next((str(n) for n in sorted(by_id.iterdir()) if n.resolve() == here), path)


def in_words(path: str, found: Found) -> str:
    """Return what was found, for an installer, and what to put into the settings."""
    said = found.said
    what = {"p1": "P1 telegrams", "sml": "SML files", "modbus": "a Modbus meter"}[found.protocol]
    which = "" if found.dialect is not None else f", {found.model}, unit {found.unit}"
    lines = [f"{path}: {what} at {found.baud} baud ({found.form}){which}."]
    lines.append(f"Meter: {said.meter_id or 'it does not say its number'}")
    lines.append(
        f"Taken from the network: {_kwh(said.import_wh)}, given to it: {_kwh(said.export_wh)}"
    )
    if said.power_w is not None:
        way = "taken from" if said.power_w >= 0 else "given to"
        lines.append(f"Power now: {abs(said.power_w)} W {way} the network")
    if said.power_w is None and not (said.import_wh % 1_000 or said.export_wh % 1_000):
        lines.append(
            "It gives whole kilowatt-hours and no power: ask the metering operator for its PIN and"
            " switch the full data (InF) on, or its quarter-hours cannot be settled."
        )
    lines += [
        "",
        'For the settings ([meters] with driver = "serial"):',
        "",
        *_settings(path, found),
    ]
    return "\n".join(lines)


def _kwh(wh: int) -> str:
    return f"{wh // 1_000}.{wh % 1_000:03d} kWh"


def _settings(path: str, found: Found) -> list[str]:
    def quoted(text: str) -> str:
        return msgspec.json.encode(text).decode()

    lines = ["[[meters.lines]]", 'role = "grid"', f"port = {quoted(stable_name(path))}"]
    lines.append(f'protocol = "{found.protocol}"')
    if found.dialect is None:
        lines += [f'model = "{found.model}"', f"unit = {found.unit}"]
    else:
        usual = usual_line(path, found.dialect)
        lines += [f"baud = {found.baud}"] if usual.baud != found.baud else []
        lines += ["crc = false"] if not found.dialect.crc else []
    if found.said.meter_id:
        lines.append(f"meter_id = {quoted(found.said.meter_id)}")
    return lines
