"""A home that is killed while its relay is on: how long the relay stays on, by its own clock.

The devices' clock is the test's: it runs with ours, and after a kill it is moved on second by
second, so that a lease of a minute takes no minute.
"""

import asyncio
import multiprocessing
import random
import time
from multiprocessing import forkserver
from pathlib import Path

import msgspec
import pytest

from agent.api.check import check
from agent.api.methods import METHODS
from agent.api.permissions import Caller, Group, Peer
from agent.devices.device import RadioStage
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.nodes.meters import plug
from tests.zigbee import relay_home
from tests.zigbee.relay_home import LEASE_S

WITHIN_S = 60.0
"""Patience with a busy machine until a home has switched its relay on."""
AGAIN = 0.25
"""So often the home is back before the lease has ended, renews it, and is killed then."""
CODE = bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5")
INSTALLER = Caller(Peer(1, 1000, frozenset()), Group.INSTALLER)
_FORKS = multiprocessing.get_context("forkserver")


class Outcome(msgspec.Struct):
    """What came of the kills."""

    kills: int = 0
    renewed: int = 0
    """Kills of a home that had found the relay on, and renewed its lease."""
    longest_s: float = 0.0
    """From a kill to the relay being off."""
    still_on: int = 0
    """Relays that were on LEASE_S + 10 s after their home was killed."""


class Skipping:
    """The devices' clock: ours, and what was skipped."""

    def __init__(self) -> None:
        self.skipped_ms = 0

    def now_ms(self) -> int:
        return self.skipped_ms + time.monotonic_ns() // 1_000_000


async def kill_homes(directory: Path, kills: int, seed: int, *, leased: bool = True) -> Outcome:
    """Kill a home so often while its relay is on; return what the relay did each time."""
    chance, clock, boiler = random.Random(seed), Skipping(), plug(power_w=100)
    net = VirtualNetwork(ezsp=13, nvm=directory / "ncp.json", now_ms=clock.now_ms)
    _start_forks()
    outcome = Outcome()
    async with net.serve_pty(directory / "stick") as path:
        await _pair(directory, path, net, boiler, leased=leased)
        _until_off(boiler, clock)
        boiler.switch.turn("off", clock.now_ms(), on=False)  # type: ignore[union-attr]
        while outcome.kills < kills:
            renewed = _is_on(boiler, clock)
            before = _commands(boiler)
            process = _FORKS.Process(
                target=relay_home.live, args=(str(directory), path, leased), daemon=True
            )
            process.start()
            try:
                async with asyncio.timeout(WITHIN_S):
                    while _commands(boiler) == before or not _is_on(boiler, clock):
                        assert process.is_alive(), "the home died by itself"
                        await asyncio.sleep(0.005)
                await asyncio.sleep(chance.choice([0.0, chance.random() * 0.05, chance.random()]))
            finally:
                process.kill()
                await asyncio.to_thread(process.join)
                process.close()
            outcome.kills += 1
            outcome.renewed += renewed
            if outcome.kills < kills and chance.random() < AGAIN:
                continue
            off_after_s = _until_off(boiler, clock)
            net.wake()
            if off_after_s is None:
                outcome.still_on += 1
                boiler.switch.turn("off", clock.now_ms(), on=False)  # type: ignore[union-attr]
            else:
                outcome.longest_s = max(outcome.longest_s, off_after_s)
    return outcome


def _start_forks() -> None:
    """Have all that a home imports imported once; a life is then a fork of it.

    Python 3.11 gives the server no path to import from, so it gets one by its environment.
    """
    _FORKS.set_forkserver_preload(["tests.zigbee.relay_home"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        forkserver.ensure_running()


async def _pair(
    directory: Path, path: str, net: VirtualNetwork, boiler: VirtualDevice, *, leased: bool
) -> None:
    """Form the network, let the plug in, make it the home's relay and have it switched on."""
    boiler.install_code = CODE
    ieee = f"{boiler.ieee:016x}"
    async with relay_home.living(directory, path, leased=leased) as home:
        await _seen(home, lambda: _stage(home) is RadioStage.NO_NETWORK)
        await _ask(home, "radio.form", channel=15)
        await _seen(home, lambda: _stage(home) is RadioStage.UP)
        await _ask(home, "pair.code", code=CODE.hex(), ieee=ieee)
        assert net.join(boiler)
        await _seen(home, lambda: f"{ieee}/1" in [d.key for d in home.snapshot().devices])
        await _ask(home, "device.assign", key=f"{ieee}/1", role="relay", name="Boiler")
        await _ask(home, "relay.set", relay="Boiler", mode="on")
        await _seen(home, lambda: boiler.switch is not None and boiler.switch.on)


def _stage(home: Household) -> RadioStage | None:
    shown = home.snapshot().radio
    return None if shown is None else RadioStage(shown.stage)


async def _seen(home: Household, true: object) -> None:
    assert callable(true)
    async with asyncio.timeout(WITHIN_S):
        while not true():  # noqa: ASYNC110 - it is still to come, and tells nobody
            await asyncio.sleep(0.02)


async def _ask(home: Household, method: str, **params: object) -> None:
    given = check(METHODS[method].params, params)
    answer = await HouseholdApi(home).commission(method, given, INSTALLER)
    assert answer.accepted, answer.sentence


def _commands(boiler: VirtualDevice) -> int:
    assert boiler.switch is not None
    return len(boiler.switch.commands)


def _is_on(boiler: VirtualDevice, clock: Skipping) -> bool:
    assert boiler.switch is not None
    boiler.advance(clock.now_ms())
    return boiler.switch.on


def _until_off(boiler: VirtualDevice, clock: Skipping) -> float | None:
    """Move the devices' clock on until the relay is off; None: it was on LEASE_S + 10 s later."""
    began_ms = clock.now_ms()
    while clock.now_ms() - began_ms <= 1_000 * (LEASE_S + 10):
        if not _is_on(boiler, clock):
            return (clock.now_ms() - began_ms) / 1_000
        clock.skipped_ms += 500
    return None
