"""What `gridhearth meters probe` finds, says and exits with; what `simulate serial` plays."""

import asyncio
import contextlib
import signal
import sys
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.api.check import check
from agent.cli import main
from agent.settings import SerialMeters
from drivers.clocks import SystemClock
from drivers.serial_probe import Found, Nothing, in_words, probe, stable_name
from drivers.simulated.serial_faults import Fault
from tests.meters.line_rig import answering, talking


async def found(folder: Path) -> Found | Nothing:
    return await probe(str(folder / "meter"), SystemClock(), listen_s=0.4)


def lines_of(path: Path, meter: Found) -> SerialMeters:
    """The settings that the words give, checked as the daemon does."""
    words = in_words(str(path / "meter"), meter)
    return check(SerialMeters, tomllib.loads(words[words.index("[[") :])["meters"])


@pytest.mark.parametrize("model", ["nl5", "nl2", "be", "lu", "se"])
async def test_every_p1_meter_is_found_and_its_settings_said(model: str, tmp_path: Path) -> None:
    async with talking(tmp_path, "p1", model=model):
        meter = await found(tmp_path)
    assert isinstance(meter, Found), meter
    (line,) = lines_of(tmp_path, meter).lines
    assert (line.protocol, line.crc) == ("p1", model != "nl2")
    assert line.meter_id == meter.said.meter_id


async def test_a_locked_meter_is_found_and_its_pin_asked_for(tmp_path: Path) -> None:
    async with talking(tmp_path, "sml", model="locked"):
        meter = await found(tmp_path)
    assert isinstance(meter, Found)
    assert "ask the metering operator for its PIN" in in_words("x", meter)
    assert lines_of(tmp_path, meter).lines[0].protocol == "sml"


async def test_a_modbus_meter_is_found_at_its_address(tmp_path: Path) -> None:
    async with answering(tmp_path, units=(2,)):
        meter = await probe(str(tmp_path / "meter"), SystemClock(), units=(2,), listen_s=0.2)
    assert isinstance(meter, Found), meter
    (line,) = lines_of(tmp_path, meter).lines
    assert (line.model, line.unit) == (meter.model, 2)


async def test_a_noisy_line_is_no_meter(tmp_path: Path) -> None:
    async with talking(tmp_path, fault=Fault.BAD_CRC, at=1):
        meter = await probe(str(tmp_path / "meter"), SystemClock(), protocol="p1", listen_s=0.1)
    assert isinstance(meter, Nothing)
    assert any("bytes in" in attempt for attempt in meter.attempts)


def test_a_ports_stable_name_is_told(tmp_path: Path) -> None:
    by_id, port = tmp_path / "by-id", tmp_path / "ttyUSB0"
    by_id.mkdir()
    port.touch()
    assert stable_name(str(port), by_id) == str(port)
    (by_id / "usb-p1").symlink_to(port)
    assert stable_name(str(port), by_id) == str(by_id / "usb-p1")
    assert stable_name(str(by_id / "usb-p1"), by_id) == str(by_id / "usb-p1")


def test_no_port_and_no_such_model_are_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["meters", "probe", str(tmp_path / "none")]) == 2
    assert "look whether the cable is plugged in" in capsys.readouterr().err
    assert main(["meters", "maps"]) == 0
    assert "abb-b23" in capsys.readouterr().out
    assert main(["simulate", "serial", "--protocol", "sml", "--model", "nl5"]) == 2
    assert "it has full, locked" in capsys.readouterr().err


@contextlib.asynccontextmanager
async def program(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "agent", *words, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.send_signal(signal.SIGTERM)
        assert await started.wait() == 0


async def test_the_program_plays_a_meter_and_the_other_finds_it(tmp_path: Path) -> None:
    link = str(tmp_path / "line")
    scenario = tmp_path / "home.toml"
    scenario.write_text('meter_id = "E0042"\nload = 7\n', "utf-8")
    words = ("simulate", "serial", "--link", link, "--scenario", str(scenario), "--speed", "60")
    async with program(*words) as playing:
        assert playing.stdout is not None
        assert (await playing.stdout.readline()).decode().strip() == link
        code = await asyncio.to_thread(main, ["meters", "probe", link, "--protocol", "p1"])
    assert code == 0
