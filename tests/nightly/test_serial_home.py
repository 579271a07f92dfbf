"""A whole daemon on a P1 cable that is pulled out again and again, and a Modbus meter beside it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agent.shell.link import connected
from drivers.simulated.serial_faults import Fault
from tests.meters.line_rig import answering, talking
from tests.whole.founded import alive, founded
from tests.whole.homes import ready

CYCLE_S = 15
WATCHED_S = 2 * CYCLE_S
DESCRIPTORS = 3
"""More open than before: a cable is in or out, a node is being asked or not."""


def lines(folder: Path) -> str:
    return f"""
[meters]
driver = "serial"

[[meters.lines]]
role = "grid"
port = "{folder / "meter"}"
protocol = "p1"

[[meters.lines]]
role = "generation"
port = "{folder / "bus" / "meter"}"
protocol = "modbus"
model = "abb-b23"
"""


def descriptors_of(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def with_lines(folder: Path) -> None:
    (path,) = [p for p in folder.rglob("*.toml") if "[meters]" in p.read_text("utf-8")]
    text = path.read_text("utf-8")
    begin = text.index("[meters]")
    end = text.find("\n[", begin + 1)
    rest = text[end:] if end > 0 else ""
    path.write_text(text[:begin] + rest + lines(folder), "utf-8")


@pytest.mark.timeout(300)
async def test_a_home_reads_on_while_its_cable_is_pulled_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bus").mkdir()
    async with (
        founded(tmp_path, 4, CYCLE_S, ["home"]) as place,
        talking(tmp_path, fault=Fault.DISCONNECT, at=4, every_s=0.5, step_ms=500) as cable,
        answering(tmp_path / "bus", "abb-b23"),
    ):
        home = place.homes["home"]
        home.write_settings(
            place.street,
            place.place,
            place.market,
            place.keys,
            urls=(place.url,),
            broker_port=place.place.broker_port,
        )
        with_lines(tmp_path)
        async with alive(place):
            await ready(home.program, home.socket)
            async with connected(home.socket, "night") as link:
                await asyncio.sleep(CYCLE_S)
                before, first = descriptors_of(home.program.pid), await _registers(link)
                await asyncio.sleep(WATCHED_S)
                after, last = descriptors_of(home.program.pid), await _registers(link)
            pulled = cable.sent // 4
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{pulled} times pulled out: readings at {first} and then {last}; {before} and then"
            f" {after} descriptors"
        )
    assert first.keys() == last.keys() == {"grid", "generation"}
    assert all(last[name] > first[name] for name in last)
    assert pulled > 5
    assert after - before <= DESCRIPTORS


async def _registers(link: Any) -> dict[str, int]:
    """When each meter was last believed."""
    listed = await link.call("devices.list")
    return {one["name"]: one["at_ms"] for one in listed}
