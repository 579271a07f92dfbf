"""Commissioning by the checklist with the real ZigBee stack: driver, bellows, zigpy, a virtual stick.

Everything that a stick and devices take part in, from an empty stick to the backup; the market's
part stands on fakes in test_commissioning, and all of it is real in the nightly test.
"""

from pathlib import Path
from typing import Any

import pytest

from agent.api.commission import ChecklistView, StepLine
from agent.api.sections import DeviceLine
from agent.devices import live_check
from agent.provisioning.checklist import next_step
from drivers.simulated.journal_memory import MemoryDisk
from drivers.simulated.zigbee.air import Node
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter, plug
from tests.shell.test_daemon_radio import (
    CODE,
    GRID,
    INSTALLER,
    PLUG,
    Home,
    running,
    settings,
)

pytestmark = pytest.mark.timeout(240)

MARKET = ("joined", "chain", "broker", "pin", "handover", "time", "agent", "box")
"""Steps that stand on more than the radio."""
BASE_W, LOAD_W = 300, 30_000
"""A kettle would have to be watched for half a minute before a register can be judged."""
MOST_DEEDS = 40


class Person:
    """Somebody with two devices and a kettle, who does what the list says."""

    def __init__(self, home: Home, net: VirtualNetwork, meter: Any, boiler: Node) -> None:
        self.home, self.net = home, net
        self.devices = {GRID: ("grid", meter), PLUG: ("relay", boiler)}
        self.meter = meter
        self.deeds: list[str] = []

    async def look(self) -> ChecklistView:
        view = await self.home.api.accept("commission.checklist", None, INSTALLER)
        assert isinstance(view, ChecklistView)
        return view

    async def ask(self, method: str, **params: object) -> None:
        self.deeds.append(method)
        answer = await self.home.ask(method, **params)
        assert answer.accepted, answer.sentence

    async def commission(self) -> ChecklistView:
        for _ in range(MOST_DEEDS):
            view = await self.look()
            step = next_step([one for one in view.steps if one.key not in MARKET])
            if step is None:
                return view
            await self.do(step)
        raise AssertionError(f"no end: {(await self.look()).steps}, {self.deeds}")

    async def do(self, step: StepLine) -> None:
        match step.key:
            case "radio" if step.command.endswith("form"):
                await self.ask("radio.form")
                await self.home.seen(lambda shown: shown.radio and shown.radio.stage == "up", "up")
            case "radio":
                await self.home.seen(
                    lambda shown: shown.radio and shown.radio.stage in ("no-network", "up"), "stick"
                )
            case "devices" | "roles":
                for ieee, (role, node) in self.devices.items():
                    await self.pair(ieee, role, node)
            case "checks":
                await self.check(step)
            case "relays":
                await self.switch(step)
            case "backup":
                await self.ask("radio.backup")
                await self.home.seen(
                    lambda shown: shown.radio and shown.radio.backup_ms is not None, "a backup"
                )
            case _:
                raise AssertionError(step)

    def line(self, key: str) -> DeviceLine | None:
        lines = self.home.api.snapshot().devices
        return next((line for line in lines if line.key == key), None)

    async def pair(self, ieee: str, role: str, node: Node) -> None:
        await self.ask("pair.code", code=CODE, ieee=ieee)
        assert self.net.join(node)
        await self.home.seen(lambda _: self.line(f"{ieee}/1") is not None, f"{role} joined")
        await self.home.seen(
            lambda shown: any((one.ieee, one.step) == (ieee, "ready") for one in shown.pairing),
            f"{role} is ready",
        )
        await self.ask("device.assign", key=f"{ieee}/1", role=role)
        await self.home.seen(lambda _: self.line(f"{ieee}/1").role == role, "its role")  # type: ignore[union-attr]

    async def check(self, step: StepLine) -> None:
        """Switch the kettle on; what is found the wrong way round is turned as the list says."""
        words = step.command.split()
        if words[2] == "assign":
            self.deeds.append("turn")
            await self.ask("device.assign", key=words[3], role=words[4], invert=True)
            await self.home.seen(lambda _: self.line(words[3]).invert, "turned")  # type: ignore[union-attr]
            return
        line = self.line(words[3])
        assert line is not None
        self.draw(BASE_W)
        task = {"key": line.key, "role": line.role, "load_w": LOAD_W, "invert": line.invert}
        await self.ask("check.start", **task)
        await self.until("switch on")
        self.draw(BASE_W + LOAD_W)
        await self.ask("check.loaded")
        began = self.meters_tested()
        await self.until("done")
        await self.home.seen(lambda _: self.meters_tested() != began, "it is in the journal")
        self.draw(BASE_W)

    def meters_tested(self) -> list[int]:
        return [one.at_ms for one in self.home.household.state.tested.meters]

    def draw(self, power_w: int) -> None:
        """The clamp sits the other way round: what is drawn looks given."""
        self.meter.power_w = -power_w
        self.net.wake()

    async def until(self, stage: str) -> None:
        await self.home.seen(
            lambda shown: shown.check is not None and shown.check.stage == stage, f"check: {stage}"
        )

    async def switch(self, step: StepLine) -> None:
        _, _, key, mode = step.command.split()
        await self.ask("relay.set", relay=key, mode=mode)

        def confirmed() -> bool:
            line = self.line(key)
            return bool(line and (line.seen_on_ms if mode == "on" else line.seen_off_ms))

        await self.home.seen(lambda _: confirmed(), f"the relay confirmed {mode}")


async def test_the_list_alone_leads_from_an_empty_stick_to_a_backup_of_tested_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, shorter_ms in (("BASELINE_MS", 2_000), ("SETTLE_MS", 500), ("WATCH_MS", 3_000)):
        monkeypatch.setattr(live_check, name, shorter_ms)  # reports come each second here
    net = VirtualNetwork(ezsp=13, nvm=tmp_path / "ncp.json")
    meter, boiler = grid_meter(import_wh=1_000), plug(power_w=100)
    for node in (meter, boiler):
        node.install_code = bytes.fromhex(CODE)
    disk = MemoryDisk()
    async with net.serve_pty(tmp_path / "stick") as path:
        async with running(settings(tmp_path, path), disk) as home:
            person = Person(home, net, meter, boiler)
            person.draw(BASE_W)
            view = await person.commission()
        states = {one.key: one.state for one in view.steps}
        assert [states[key] for key in ("radio", "devices", "roles", "checks", "relays")] == [
            *("done",) * 5,
        ]
        assert states["backup"] == "done"
        assert person.deeds.count("turn") == 1, "the clamp was found the other way round"
        assert person.deeds.count("check.start") == 2
        assert boiler.actuations == 2
        async with running(settings(tmp_path, path), disk) as again:
            await again.seen(lambda shown: shown.radio and shown.radio.stage == "up", "up again")
            kept = {
                one.key: one.state for one in (await Person(again, net, meter, boiler).look()).steps
            }
            assert kept["checks"] == kept["relays"] == "done", "the journal remembers it"
