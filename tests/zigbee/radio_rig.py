"""The real radio driver on a virtual coordinator, for tests: everything fast, nothing faked away."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from agent.devices.device import MeterUse, RadioDevice, RadioStage
from agent.metering.reading import MeterReading
from agent.ports import MeterError, Radio
from drivers.clocks import SystemClock
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.zigbee_ask import text_of
from drivers.zigbee_radio import RadioSettings, ZigbeeRadio
from drivers.zigbee_register import RegisterRules
from drivers.zigbee_reporting import Intervals

WAIT_S = 45.0
"""Patience with a slow machine; what works needs a fraction of a second."""

EVERY_SECOND = Intervals().faster(300)
RULES = RegisterRules(limit_w=43_470, confirm_ms=2_000)
"""Resets are believed after two seconds instead of five minutes."""


def settings(path: str, directory: Path, **more: Any) -> RadioSettings:
    """Return settings for a test: reports each second, no budget to speak of."""
    return RadioSettings(
        path,
        directory / "zigbee.db",
        **{
            "intervals": EVERY_SECOND,
            "rules": RULES,
            "unicasts_per_s": 500.0,
            "longest_pause_s": 0.05,
        }
        | more,
    )


@contextlib.asynccontextmanager
async def running(path: str, directory: Path, **more: Any) -> AsyncIterator[ZigbeeRadio]:
    """Run a radio on `path` until the block ends."""
    radio = ZigbeeRadio(settings(path, directory, **more), SystemClock())
    async with radio.running():
        yield radio


@contextlib.asynccontextmanager
async def formed(path: str, directory: Path, **more: Any) -> AsyncIterator[ZigbeeRadio]:
    """Run a radio whose stick has just been given a network."""
    async with running(path, directory, **more) as radio:
        await stage(radio, RadioStage.NO_NETWORK)
        await radio.form(15)
        await stage(radio, RadioStage.UP)
        yield radio


async def seen(radio: Radio, test: Callable[[], Any], what: str, within_s: float = WAIT_S) -> None:
    """Wait until the radio shows something."""
    try:
        async with asyncio.timeout(within_s):
            while not test():
                await radio.changed()
    except TimeoutError:
        raise AssertionError(f"{what}; but {radio.state()} {radio.devices()}") from None


async def stage(radio: Radio, wanted: RadioStage) -> None:
    """Wait for a stage."""
    await seen(radio, lambda: radio.state().stage is wanted, f"the radio is {wanted}")


def stick(radio: ZigbeeRadio) -> str:
    """The stick's own address."""
    return text_of(radio._link.controller.state.node_info.ieee)


def of(radio: Radio, node: Any) -> RadioDevice | None:
    """What the radio shows of a virtual device."""
    return next((d for d in radio.devices() if d.ieee == f"{node.ieee:016x}"), None)


async def pair(radio: ZigbeeRadio, net: VirtualNetwork, *nodes: Any) -> None:
    """Let devices in through the stick, and wait until they are set up."""
    await radio.permit_open(60, stick(radio))
    for node in nodes:
        assert net.join(node)

    await set_up(radio, *(f"{node.ieee:016x}" for node in nodes))
    await radio.permit_stop()


async def set_up(radio: ZigbeeRadio, *ieees: str, within_s: float = WAIT_S) -> None:
    """Wait until devices are interviewed, and their reports configured."""

    def ready() -> bool:
        complete = {device.ieee for device in radio.devices() if device.interview == "complete"}
        return complete.issuperset(ieees) and not {
            *radio._care._busy,
            *radio._care._wanted,
        }.intersection(ieees)

    await seen(radio, ready, "the devices are set up", within_s)


def use(radio: Radio, node: Any, role: str = "grid", endpoint: int = 1, **more: Any) -> str:
    """Read one meter; return its key."""
    key = f"{node.ieee:016x}/{endpoint}"
    radio.use([MeterUse(key, role, **more)])
    return key


async def take(radio: Radio, count: int, within_s: float = WAIT_S) -> list[MeterReading]:
    """Return the next readings; a radio that is just away is waited for."""
    taken: list[MeterReading] = []
    async with asyncio.timeout(within_s):
        while len(taken) < count:
            with contextlib.suppress(MeterError):
                async with contextlib.aclosing(radio.readings()) as readings:  # type: ignore[type-var]
                    async for reading in readings:
                        taken.append(reading)
                        if len(taken) >= count:
                            break
            if len(taken) < count:
                await asyncio.sleep(0.02)
    return taken


def open_files() -> int:
    """How many file descriptors this process holds."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - Path.iterdir opens one itself
