"""`gridhearth simulate serial`: a meter on a pseudo-terminal, to read or to probe."""

import argparse
import asyncio
import signal
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drivers.simulated.serial_home import Scenario
    from drivers.simulated.serial_modbus_slave import ModbusSlaves
    from drivers.simulated.serial_player import TelegramPlayer

WRONG = 2
MODELS = {
    "p1": ("nl5", "nl2", "be", "lu", "se"),
    "sml": ("full", "locked"),
    "modbus": ("eastron-sdm630", "abb-b23", "gavazzi-em340"),
}
FAULTS = (
    "bad-crc", "truncated", "garbage", "split", "slow", "nonsense", "reset", "rollover",
    "other-meter", "repeated", "silence", "disconnect",
)  # fmt: skip


def add_serial(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the kind to `gridhearth simulate`."""
    models = "; ".join(f"{protocol}: {', '.join(names)}" for protocol, names in MODELS.items())
    serial = kinds.add_parser(
        "serial",
        help="a meter on a serial line: P1, SML or Modbus",
        description="Plays a meter on a pseudo-terminal until Ctrl-C; the first line is its path."
        " Load and sun are those of the test feeder.",
        epilog="A scenario is a TOML file with any of: load, pv_w_peak, day, start_minute,"
        " import_wh, export_wh, meter_id.",
    )
    serial.add_argument("--protocol", choices=tuple(MODELS), default="p1")
    serial.add_argument("--model", help=f"{models} (default: the first)")
    serial.add_argument("--scenario", type=Path, metavar="FILE", help="which home")
    serial.add_argument(
        "--fault",
        type=_fault,
        metavar="NAME[:N]",
        help=f"what goes wrong, at every or from the N-th frame on (default 3): {', '.join(FAULTS)}",
    )
    serial.add_argument("--link", type=Path, metavar="PATH", help="a symbolic link to it")
    serial.add_argument("--unit", type=int, default=1, help="Modbus address (default: %(default)s)")
    serial.add_argument(
        "--speed", type=int, default=1, metavar="N", help="the home's time runs N times as fast"
    )
    serial.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Play until stopped; 2: what was asked for cannot be played."""
    from agent.api.check import Refused, check
    from drivers.simulated.profiles import ProfileError
    from drivers.simulated.serial_home import Scenario

    model = arguments.model or MODELS[arguments.protocol][0]
    if model not in MODELS[arguments.protocol]:
        known = ", ".join(MODELS[arguments.protocol])
        print(f"{arguments.protocol} has no model {model!r}; it has {known}.", file=sys.stderr)
        return WRONG
    try:
        text = "" if arguments.scenario is None else arguments.scenario.read_text("utf-8")
        scenario = check(Scenario, tomllib.loads(text))
        asyncio.run(_serve(arguments, model, scenario))
    except (OSError, UnicodeDecodeError, ValueError, ProfileError, Refused) as wrong:
        print(f"gridhearth simulate serial: {wrong}", file=sys.stderr)
        return WRONG
    return 0


async def _serve(arguments: argparse.Namespace, model: str, scenario: "Scenario") -> None:
    from drivers.simulated.zigbee.transport import serve_pty

    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with serve_pty(_meter(arguments, model, scenario), arguments.link) as path:
        print(path, flush=True)
        await stopped.wait()


def _meter(
    arguments: argparse.Namespace, model: str, scenario: "Scenario"
) -> "TelegramPlayer | ModbusSlaves":
    from drivers.simulated.serial_faults import Fault, Trouble
    from drivers.simulated.serial_home import SimulatedHome
    from drivers.simulated.serial_modbus_slave import ModbusMeterOnBus, ModbusSlaves
    from drivers.simulated.serial_player import TelegramPlayer, encoder

    home = SimulatedHome(scenario, int(time.time()))
    name, at = arguments.fault or (None, 3)
    trouble = Trouble(None if name is None else Fault(name), at)
    if arguments.protocol == "modbus":
        begun_s = time.monotonic()

        def now_ms() -> int:
            return int((time.monotonic() - begun_s) * 1_000 * arguments.speed)

        return ModbusSlaves({arguments.unit: ModbusMeterOnBus(home, model)}, trouble, now_ms)
    return TelegramPlayer(
        home, encoder(arguments.protocol, model), trouble, step_ms=1_000 * arguments.speed
    )


def _fault(text: str) -> tuple[str, int]:
    name, _, number = text.partition(":")
    if name not in FAULTS or not (number or "3").isdecimal() or number == "0":
        raise argparse.ArgumentTypeError(f"{text!r} was not one of {', '.join(FAULTS)}, with :N")
    return name, int(number or 3)
