"""The PIN: what it stops, how it is guessed at, and what a restart or a turned clock gives away."""

import asyncio
import contextlib
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agent.api.methods import METHODS
from agent.api.permissions import AccessRules, Group
from agent.api.pins import PinSet, PinUnlock
from agent.ports import PinStore, PinStoreError
from agent.roles import pin as rules
from agent.roles.pin import PAUSES_S, PinBook, locked_with, opens
from agent.shell import serve as server_module
from agent.shell.link import CallFailed, connected
from agent.shell.pin_desk import Gate, PinDesk
from agent.shell.serve import serving
from drivers.pin_file import PinFile
from drivers.simulated.clock_manual import ManualClock
from drivers.simulated.pins_memory import MemoryPins
from tests.api.conftest import Household

GUESSES = int(os.environ.get("GRIDHEARTH_PIN_GUESSES", "10000"))
SALT = b"s" * 16


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real cost is for attackers; one test uses it."""
    monkeypatch.setattr(rules, "COST", 2)


def desk(store: PinStore | None = None, clock: ManualClock | None = None) -> PinDesk:
    return PinDesk(store or MemoryPins(), clock or ManualClock(), salt=lambda: SALT)


async def set_pins(where: PinDesk, household: str | None = "4711", installer: str = "") -> None:
    gate = Gate(where, Group.INSTALLER)
    if household is not None:
        assert (await gate.set(PinSet(household))).accepted
    if installer:
        assert (await gate.set(PinSet(installer, whose="installer"))).accepted


async def test_without_a_pin_nothing_changes() -> None:
    gate = Gate(desk(), Group.USER)
    assert gate.permit(METHODS["order.place"]) is Group.USER
    state = gate.state()
    assert (state.needed, state.unlocked_s, state.group) == (False, 0, "user")
    answer = await gate.unlock(PinUnlock("1234"))
    assert (answer.accepted, answer.sentence) == (False, "No household's PIN is set.")


@pytest.mark.parametrize("name", ["order.place", "flow.start", "relay.set"])
async def test_with_a_pin_a_user_looks_but_changes_nothing(name: str) -> None:
    where = desk()
    await set_pins(where)
    gate = Gate(where, Group.USER)
    gate.permit(METHODS["status.get"])
    gate.permit(METHODS["order.preview"])
    with pytest.raises(server_module.CallRefused, match="household's PIN") as refused:
        gate.permit(METHODS[name])
    assert refused.value.error.data.reason == "pin_needed"
    assert (await gate.unlock(PinUnlock("4711"))).unlocked_s == 120
    assert gate.permit(METHODS[name]) is Group.USER
    assert gate.state().group == "user"


async def test_a_grant_ends_by_itself_and_belongs_to_one_connection() -> None:
    clock = ManualClock()
    where = desk(clock=clock)
    await set_pins(where)
    mine, other = Gate(where, Group.USER), Gate(where, Group.USER)
    await mine.unlock(PinUnlock("4711", seconds=60))
    assert other.locked
    clock.set_wall(1)  # the wall clock is not asked
    clock.advance(59_999)
    assert (mine.locked, mine.unlocked_s) == (False, 1)
    clock.advance(1)
    assert mine.locked


async def test_another_pin_ends_what_the_old_one_opened() -> None:
    where = desk()
    await set_pins(where)
    gate = Gate(where, Group.USER)
    await gate.unlock(PinUnlock("4711"))
    await set_pins(where, "0815")
    assert gate.locked
    assert not (await gate.unlock(PinUnlock("4711"))).accepted
    assert (await gate.unlock(PinUnlock("0815"))).accepted


async def test_a_user_changes_the_pin_only_with_the_old_one() -> None:
    where = desk()
    gate = Gate(where, Group.USER)
    assert (await gate.set(PinSet("4711"))).accepted  # the first one
    assert (await gate.set(PinSet("1111"))).sentence == "Enter the old PIN as well."
    wrong = await gate.set(PinSet("1111", "9999"))
    assert (wrong.accepted, where.lines()[0].tries) == (False, 1)
    assert (await gate.set(PinSet(None, "4711"))).accepted
    assert not where.needed


async def test_the_installers_pin_is_apart() -> None:
    where = desk()
    await set_pins(where, "4711", "123456")
    gate = Gate(where, Group.USER)
    await gate.unlock(PinUnlock("4711"))
    with pytest.raises(server_module.CallRefused, match="installer's PIN"):
        gate.permit(METHODS["device.assign"])
    assert not (await gate.unlock(PinUnlock("4711", whose="installer"))).accepted
    assert [line.tries for line in where.lines()] == [0, 1]
    assert (await gate.unlock(PinUnlock("123456", whose="installer"))).accepted
    assert gate.permit(METHODS["device.assign"]) is Group.INSTALLER
    assert (await gate.set(PinSet("2222"))).accepted  # the household forgot its own
    assert not (await Gate(where, Group.USER).set(PinSet("3333", whose="installer"))).accepted


async def test_a_screen_that_is_locked_again_may_nothing_until_the_next_pin() -> None:
    where = desk()
    await set_pins(where, installer="98765")
    gate = Gate(where, Group.USER)
    assert (await gate.unlock(PinUnlock("98765", whose="installer"))).accepted
    assert gate.permit(METHODS["radio.form"]) is Group.INSTALLER
    assert gate.lock().group == "viewer"
    for name in ("radio.form", "order.place"):
        with pytest.raises(server_module.CallRefused):
            gate.permit(METHODS[name])


async def test_a_household_cannot_make_itself_installer_by_setting_that_pin() -> None:
    where = desk()
    gate = Gate(where, Group.USER)
    answer = await gate.set(PinSet("1234", whose="installer"))
    assert not answer.accepted
    assert "installer's group" in answer.sentence
    with pytest.raises(server_module.CallRefused) as refused:
        gate.permit(METHODS["device.assign"])
    assert refused.value.error.data.reason == "not_permitted"


async def test_a_viewer_stays_a_viewer_whatever_it_knows() -> None:
    where = desk()
    await set_pins(where, "4711", "123456")
    with pytest.raises(server_module.CallRefused, match="needs the group user"):
        Gate(where, Group.VIEWER).permit(METHODS["pin.unlock"])


async def test_a_try_is_counted_before_it_is_looked_at() -> None:
    store = MemoryPins()
    where = desk(store)
    await set_pins(where)
    before = store.saves
    seen: list[int] = []

    def looked(lock: rules.PinLock, pin: str) -> bool:
        assert store.book.household is not None
        seen.append(store.book.household.tries)
        return opens(lock, pin)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent.shell.pin_desk.opens", looked)
        await Gate(where, Group.USER).unlock(PinUnlock("0000"))
    assert seen == [1]
    assert store.saves == before + 1


async def test_a_full_card_means_no_look_not_a_free_one() -> None:
    store = MemoryPins()
    where = desk(store)
    await set_pins(where)
    store.fail = "no space left"
    answer = await Gate(where, Group.USER).unlock(PinUnlock("4711"))
    assert (answer.accepted, "not looked at: no space left" in answer.sentence) == (False, True)
    store.fail = ""
    assert (await Gate(where, Group.USER).unlock(PinUnlock("4711"))).accepted


async def test_the_pauses_grow_and_a_right_pin_ends_them() -> None:
    clock = ManualClock()
    where = desk(clock=clock)
    await set_pins(where)
    gate = Gate(where, Group.USER)
    said = [await gate.unlock(PinUnlock("0000")) for _ in range(5)]
    assert [one.wait_s for one in said] == [0, 0, 0, 0, 60]
    assert "1 try left" in said[3].sentence
    for pause_s in PAUSES_S:
        early = await gate.unlock(PinUnlock("4711"))  # right, and too early
        assert (early.accepted, early.wait_s) == (False, pause_s)
        clock.advance(pause_s * 1_000)
        await gate.unlock(PinUnlock("0000"))
    clock.advance(PAUSES_S[-1] * 1_000)
    assert (await gate.unlock(PinUnlock("4711"))).accepted
    assert where.lines()[0].tries == 0
    assert (await gate.unlock(PinUnlock("0000"))).wait_s == 0


async def test_a_restart_begins_the_pause_anew() -> None:
    clock, store = ManualClock(), MemoryPins()
    where = desk(store, clock)
    await set_pins(where)
    for _ in range(6):
        await Gate(where, Group.USER).unlock(PinUnlock("0000"))
        clock.advance(59_000)
    clock.reboot()
    clock.set_wall(4_000_000_000_000)
    again = desk(store, clock)
    assert again.wait_s("household") == 60
    assert not (await Gate(again, Group.USER).unlock(PinUnlock("4711"))).accepted


@pytest.mark.parametrize("every", [50, GUESSES + 1], ids=["restarts", "no restart"])
async def test_ten_thousand_guesses_with_restarts_and_turned_clocks_are_hardly_looked_at(
    monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """A guesser that restarts the agent and turns the wall clock; 20 looks in a day at most."""
    clock, store = ManualClock(), MemoryPins()
    where = desk(store, clock)
    await set_pins(where, "9999")
    looks: list[int] = []
    began_ms, passed_ms = clock.wall_ms(), 0

    def counted(lock: rules.PinLock, pin: str) -> bool:
        looks.append(passed_ms)
        return opens(lock, pin)

    monkeypatch.setattr("agent.shell.pin_desk.opens", counted)
    for guess in range(GUESSES):
        answer = await Gate(where, Group.USER).unlock(PinUnlock(f"{guess % 9_999:04d}"))
        assert not answer.accepted
        step_ms = 86_400_000 // 10_000
        clock.advance(step_ms)
        passed_ms += step_ms
        if guess % every == every - 1:
            clock.reboot()
            clock.set_wall(began_ms + (10**12 if guess % 100 == 99 else -(10**11)))
            where = desk(store, clock)
    days = -(-GUESSES // 10_000)
    assert 5 <= len(looks) <= 20 * days


async def test_the_guessers_test_sees_a_desk_that_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with pauses that a restart ends, the same guesser gets far."""
    clock, store = ManualClock(), MemoryPins()
    where = desk(store, clock)
    await set_pins(where, "9999")
    looks = 0
    for guess in range(200):
        if guess % 5 == 0:
            where = desk(store, clock)
            where._not_before_ms.clear()
        answer = await Gate(where, Group.USER).unlock(PinUnlock(f"{guess:04d}"))
        looks += "wrong;" in answer.sentence
    assert looks > 20


async def test_the_file_damaged_means_locked_not_open(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    await set_pins(desk(PinFile(path)))
    for content in (b"", b"{}", b"\0" * 200, path.read_bytes().replace(b'"tries":0', b'"tries":1')):
        path.write_bytes(content)
        where = desk(PinFile(path))
        gate = Gate(where, Group.USER)
        assert gate.locked
        assert "damaged" in gate.state().sentence
        assert not (await gate.unlock(PinUnlock("4711"))).accepted
        assert not (await gate.set(PinSet("1111"))).accepted
    assert (await Gate(where, Group.INSTALLER).set(PinSet("1111"))).accepted
    assert (await Gate(where, Group.USER).unlock(PinUnlock("1111"))).accepted


def test_the_file_is_its_owners_only_and_holds_no_digits(tmp_path: Path) -> None:
    store = PinFile(tmp_path / "pins.json")
    assert store.load() == PinBook()
    book = PinBook(household=locked_with("47110815", SALT))
    store.save(book)
    assert store.load() == book
    assert stat.S_IMODE((tmp_path / "pins.json").stat().st_mode) == 0o600
    assert b"47110815" not in (tmp_path / "pins.json").read_bytes()
    (tmp_path / "pins.json.new").write_bytes(b"left by a power cut")
    store.save(PinBook())
    assert store.load() == PinBook()
    with pytest.raises(PinStoreError, match="could not be written"):
        PinFile(tmp_path / "gone" / "pins.json").save(book)


def test_the_real_hash_is_slow_and_salted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "COST", 1 << 14)
    lock = locked_with("4711", SALT)
    assert opens(lock, "4711")
    assert not opens(lock, "4712")
    assert locked_with("4711", b"t" * 16).hash != lock.hash


@contextlib.asynccontextmanager
async def screen(path: Path, home: Household) -> AsyncIterator[Any]:
    """A screen's connection: a user, whoever runs it."""
    async with (
        serving(path, home, AccessRules(daemon_uid=os.getuid())),
        connected(path, "screen", group="user") as link,
    ):
        yield link


async def test_a_screen_run_by_root_is_a_user_when_it_says_so(tmp_path: Path) -> None:
    home = Household()
    async with screen(tmp_path / "s", home) as link:
        assert (await link.call("pin.state"))["group"] == "user"
        with pytest.raises(CallFailed, match="needs the group installer"):
            await link.call("pair.stop")
        await link.call("pin.set", {"new": "4711"})
        with pytest.raises(CallFailed) as refused:
            await link.call("flow.start")
        assert refused.value.error.data.reason == "pin_needed"
        assert home.wishes == []
        assert (await link.call("pin.unlock", {"pin": "4711"}))["unlocked_s"] == 120
        assert (await link.call("flow.start"))["accepted"]
        ((_, caller),) = home.wishes
        assert caller.group is Group.USER
        async with connected(tmp_path / "s", "another", group="user") as other:
            with pytest.raises(CallFailed, match="household's PIN"):
                await other.call("flow.start")


async def test_the_hash_of_one_connection_holds_up_nobody(tmp_path: Path) -> None:
    home = Household()
    await set_pins(home.pins)
    async with screen(tmp_path / "s", home) as link:
        waiting = asyncio.create_task(link.call("pin.unlock", {"pin": "0000"}))
        async with connected(tmp_path / "s", "another") as other:
            await other.call("status.get")
        assert not (await waiting)["accepted"]


async def test_pins_of_another_shape_are_refused_unread(tmp_path: Path) -> None:
    home = Household()
    await set_pins(home.pins)
    async with screen(tmp_path / "s", home) as link:
        for wrong in ("123", "123456789", "12a4", "", "٤٧١١"):
            with pytest.raises(CallFailed, match="4 to 8 digits"):
                await link.call("pin.unlock", {"pin": wrong})
    assert home.pins.lines()[0].tries == 0
