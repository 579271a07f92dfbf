"""A whole commissioning by touch alone, on the real household core; killed screens and daemons too."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from agent.provisioning.acceptance import Signed
from agent.provisioning.acceptance_page import read_page
from gui.link import Link
from gui.models.installer import InstallerModel
from gui.texts import Reader
from tests.gui.commissioned_house import INSTALLERS_PIN, BareHouse
from tests.gui.stage import Stage
from tests.gui.walk import uncovered
from tests.provisioning.commissioning_story import BOILER, INSTALL_CODE, MAIN, ROLES, ROOF, _device

LOADS_W = {MAIN: 2_000, ROOF: 1_500}
HOUSEHOLDS_PIN = "2580"
OPEN_STEPS = 80


class Keyboard(QObject):
    """Counts every key event that reaches the program."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod)
        self.pressed += event.type() in kinds
        return False


@pytest.fixture
def keyboard(application: QGuiApplication) -> Iterator[Keyboard]:
    found = Keyboard()
    application.installEventFilter(found)
    yield found
    application.removeEventFilter(found)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[BareHouse]:
    with BareHouse(tmp_path) as home:
        yield home


class Installer:
    """A person with one finger, who does what the page says."""

    def __init__(self, house: BareHouse, stage_with: Callable[..., Stage]) -> None:
        self.house = house
        self._stage_with = stage_with
        self.shown: Stage
        self.taps = 0
        self.types = True
        self.deeds: list[str] = []
        self.joined: set[str] = set()
        """Devices that were switched to pairing: nobody sends them twice."""
        self.sit_down()

    @property
    def page(self) -> InstallerModel:
        return self.shown.screen.installer

    def sit_down(self) -> None:
        """Switch the screen on, and come in by the installer's PIN."""
        link = Link(str(self.house.path), wall_ms=self.house.story.world.clock.wall_ms)
        self.shown = self._stage_with(link, Reader("en"))
        self.come_in()

    def come_in(self) -> None:
        self.until(lambda: self.shown.daemon.seen.link == "live")
        self.shown.go("installer")
        self.until(lambda: self.page.shown.may_open or self.page.shown.open)
        if not self.page.shown.open:
            self.tap("unlock-installer")
            self.type_pin(INSTALLERS_PIN)
        self.until(lambda: self.page.shown.open and len(self.page.shown.steps) == 12)

    def until(self, true: Callable[[], Any]) -> None:
        def looked() -> Any:
            self.shown.screen.look()
            return true()

        self.shown.until(looked)

    def tap(self, name: str) -> None:
        self.shown.tap(uncovered(self.shown, name))
        self.taps += 1

    def type_pin(self, pin: str) -> None:
        self.until(lambda: self.shown.has("pin-sheet"))
        for key in pin:
            self.tap(f"pin-{key}")
        self.tap("pin-enter")

    def settled(self) -> None:
        """Wait for the answer to a deed; enter the installer's PIN where it is asked for again."""
        page = self.page
        self.until(lambda: not page.shown.busy or self.shown.screen.pin.shown.open)
        if self.shown.screen.pin.shown.open:
            self.type_pin(INSTALLERS_PIN)
            self.until(lambda: not page.shown.busy and not self.shown.screen.pin.shown.open)

    def act(self, name: str) -> None:
        self.deeds.append(name)
        self.tap(name)
        self.settled()

    def type_keys(self, text: str) -> None:
        keys: dict[str, QPoint] = {}  # the sheet stands still while one types
        for key in text.upper():
            name = "pad-space" if key == " " else f"key-{key}"
            if name not in keys:
                self.shown.lay_out()
                keys[name] = self.shown.middle(self.shown.find(name))
            self.shown.tap(keys[name])
            self.taps += 1
        self.tap("pad-enter")

    def steps(self) -> dict[str, str]:
        """The list as it is shown: each step's mark."""
        return {row["key"]: row["mark"] for row in self.page.shown.steps}

    def look(self) -> None:
        """Wait until the page shows what the agent says now: it asks every three seconds."""
        page = self.page
        for _ in range(OPEN_STEPS):
            self.house.passes(5)
            told = self.house.checklist()
            self.until(lambda: page.shown.open and not page.shown.busy)
            QTest.qWait(20)
            self.shown.settle()
            if page._at.rest == told.steps:
                return
        raise AssertionError(f"the page shows an old list: {self.shown.texts()}")

    def sees(self, step: str) -> None:
        self.tap(f"step-{step}")
        self.look()
        assert self.page.shown.step == step

    def commission(self, cut: Callable[[int], None] = lambda _: None) -> None:
        """Do what is open until nothing is."""
        for turn in range(OPEN_STEPS):
            self.look()
            left = [key for key, mark in self.steps().items() if mark != "\u2713"]
            if not left:
                return
            cut(turn)
            self.look()
            left = [key for key, mark in self.steps().items() if mark != "\u2713"]
            self.do(self.first(left))
        raise AssertionError(f"no end: {self.steps()}, {self.deeds}, {self.shown.texts()}")

    def first(self, left: list[str]) -> str:
        """What is done next: a device that is in the hand comes before what the list says."""
        if left[0] in ("identity", "radio"):
            return left[0]
        return "pair" if self.left() else "roles" if self.idle() else left[0]

    def do(self, step: str) -> None:
        self.sees(step)
        match step:
            case "identity":
                self.until(lambda: self.page.shown.request)
                if not self.house.enrolled:
                    assert self.page.shown.request.startswith("GRIDHEARTH-JOIN-1.")
                    self.house.enrol()
            case "radio":
                self.act("act-form")
                self.confirm()
            case "pair":
                self.pair(self.left()[0])
            case "roles":
                ieee = self.idle()[0]
                self.act(f"act-{ieee}/1-{ROLES[ieee]}")
            case "check":
                self.check()
            case "relays":
                self.switch(f"{BOILER}/1")
            case "backup":
                self.act("act-backup")
            case "pin":
                self.deeds.append("pin")
                self.tap("act-pin")
                self.type_pin(HOUSEHOLDS_PIN)
                self.type_pin(HOUSEHOLDS_PIN)
                self.until(lambda: not self.shown.has("pin-sheet"))
            case "handover":
                self.hand_over()
            case _:
                self.house.passes(30)

    def confirm(self) -> None:
        self.until(lambda: self.shown.has("installer-confirm"))
        self.tap("confirm-yes")
        self.settled()

    def left(self) -> list[str]:
        """Devices that are still in the installer's hand."""
        snapshot = self.shown.daemon.seen.snapshot
        known = {line.ieee for line in snapshot.devices}
        return [ieee for ieee in ROLES if ieee not in known]

    def pair(self, ieee: str) -> None:
        self.act("act-code")
        if self.types:
            self.type_keys(INSTALL_CODE.replace(" ", ""))
            self.type_keys(ieee)
            self.settled()
            assert not self.page.shown.note_wrong, self.page.shown.note
        else:  # 52 keys for each device were typed in the other test
            self.tap("pad-cancel")
            self.house.let_in(ieee)

        async def switched_to_pairing() -> None:
            self.house.story.radio.join(_device(ieee))
            await self.house.story.passes(5)

        self.house.do(switched_to_pairing())
        self.until(lambda: ieee not in self.left())

    def idle(self) -> list[str]:
        """Devices that joined and have no task yet."""
        return [one.ieee for one in self.shown.daemon.seen.snapshot.devices if not one.role]

    def check(self) -> None:
        """The live check of the next meter; one that is found the wrong way round is turned."""
        page = self.page
        if any(action["key"] == "turn" for action in page.shown.actions):
            self.act("act-turn")
        snapshot = self.shown.daemon.seen.snapshot
        line = next(one for one in snapshot.devices if one.kind == "meter" and not one.checked_ms)
        wanted = LOADS_W[line.ieee] // 100
        while (now := page._at.load_w // 100) != wanted:
            self.tap_in("load", "more" if now < wanted else "less")
        self.house.story.kettle = False
        self.house.passes(5)
        self.act(f"act-{line.key}-start")
        for _ in range(60):
            self.house.passes(5)
            check = self.house.story.world.home.snapshot().check
            self.until(lambda check=check: self._same_stage(check))  # type: ignore[misc]
            if check is None or check.stage == "done":
                break
            if check.stage == "switch on":
                self.house.story.kettle = True
                self.act("act-loaded")
        self.house.story.kettle = False

    def _same_stage(self, check: Any) -> bool:
        seen = self.shown.daemon.seen.snapshot.check
        return (seen and seen.stage) == (check and check.stage)

    def tap_in(self, outer: str, inner: str) -> None:
        self.shown.lay_out()
        area = self.shown.find(uncovered(self.shown, outer))
        self.shown.tap(next(o for o in self.shown.items(area) if o.objectName() == inner))
        self.taps += 1

    def switch(self, key: str) -> None:
        line = next(one for one in self.shown.daemon.seen.snapshot.devices if one.key == key)
        self.act(f"act-{key}-{'on' if line.seen_on_ms is None else 'off'}")
        self.house.passes(10)

    def hand_over(self) -> None:
        self.act("act-names")
        self.type_keys("Ada Fitter")
        self.type_keys("Bo Homeowner")
        self.confirm()
        self.until(lambda: self.page.shown.report)


def test_a_bare_box_is_commissioned_by_one_finger(
    house: BareHouse, stage_with: Callable[..., Stage], keyboard: Keyboard
) -> None:
    person = Installer(house, stage_with)
    assert person.page.shown.step == "identity", "it opens where there is something to do"
    person.commission()
    assert keyboard.pressed == 0
    assert person.deeds.count("act-turn") == 1  # the clamp was found to sit the other way round
    assert person.deeds.count("act-code") == len(ROLES)

    person.sees("handover")
    report = person.page.shown.report
    (page,) = (house.folder / "reports").iterdir()
    signed = read_page(page.read_text("utf-8"))
    assert isinstance(signed, Signed)
    assert signed.report.accepted
    assert signed.report.handover is not None
    assert (signed.report.handover.installer, signed.report.handover.customer) == (
        *("Ada Fitter", "Bo Homeowner"),
    )
    assert signed.signer == house.story.world.constants.report_key
    assert signed.digest.hex().upper() in report
    assert person.shown.shows("accepted")
    assert not json.loads(signed.document)["devices_without_role"]

    person.tap("act-lock")
    person.until(lambda: not person.page.shown.open)
    house.passes(5)
    person.shown.settle()
    assert person.shown.has("installer-closed"), "locked: the installer's PIN opens it again"


def test_killed_at_every_step_it_goes_on_where_it_was(
    house: BareHouse, stage_with: Callable[..., Stage]
) -> None:
    person = Installer(house, stage_with)
    person.types = False

    def cut(turn: int) -> None:
        if turn % 3 == 1:
            house.kill()
            person.until(lambda: not person.page.shown.open)
            person.come_in()
        elif turn % 3 == 2:
            person.shown.close()
            person.sit_down()

    person.commission(cut)
    assert house.starts > 3
    assert person.deeds.count("act-form") == 1
    assert person.deeds.count("act-code") == len(ROLES)
    assert person.deeds.count("pin") == 1


def test_a_code_that_was_mistyped_stays_to_be_put_right(
    house: BareHouse, stage_with: Callable[..., Stage]
) -> None:
    person = Installer(house, stage_with)
    person.do("radio")
    person.house.passes(5)
    person.sees("pair")
    person.act("act-code")
    right = INSTALL_CODE.replace(" ", "")
    person.type_keys(right[:-1] + ("0" if right[-1] != "0" else "1"))
    person.type_keys(MAIN)
    person.until(lambda: person.page.shown.pad_wrong)
    assert person.shown.has("installer-keys")
    person.tap("pad-erase")
    assert person.page.shown.pad_wrong == ""
    person.type_keys(right[-1])
    person.type_keys(MAIN)
    person.settled()
    assert not person.page.shown.note_wrong, person.page.shown.note
    assert person.shown.shows("One device may join with its own code")
