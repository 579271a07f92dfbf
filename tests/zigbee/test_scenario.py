"""Houses from files: what is refused, what happens when, and registers equal to the feeder's."""

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.api.check import Refused
from agent.cli import main
from agent.units import UnixMs
from drivers.simulated.feeder_meter import SimulatedTime, readings_at, register_wh
from drivers.simulated.street import plan_street
from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.feeder_home import day_of, home_nodes
from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.scenario import Do, Kind, read_scenario
from drivers.simulated.zigbee.scenario_run import ScenarioRun

ROOT = Path(__file__).resolve().parents[2]
GENESIS = UnixMs(1_800_000_000_000)
STREET = plan_street(7)
SUNNY = next(home for home in STREET if home.pv_w_peak)
DARK = next(home for home in STREET if not home.pv_w_peak)
DAY = day_of(SUNNY.load, SUNNY.pv_w_peak, SUNNY.day)

METER = '[[devices]]\nkind = "grid-meter"\nname = "grid"\nieee = "00000000000000aa"\n'
PLUG = '[[devices]]\nkind = "plug"\nname = "plug"\nieee = "00000000000000bb"\non = true\n'


class Air:
    """The network as a scenario sees it; `open` is whether joining is."""

    def __init__(self, *, opened: bool = True, formed: bool = True) -> None:
        self.opened, self.formed = opened, formed
        self.members: list[VirtualDevice] = []
        self.left: list[VirtualDevice] = []

    def join(self, node: VirtualDevice) -> bool:
        if self.opened:
            self.attach(node)
        return self.opened

    def rejoin(self, node: VirtualDevice) -> bool:
        node.nwk += 1
        return True

    def leave(self, node: VirtualDevice) -> None:
        self.members.remove(node)
        self.left.append(node)

    def attach(self, node: VirtualDevice) -> None:
        if not self.formed:
            raise RuntimeError("the coordinator has no network")
        node.nwk = 100 + len(self.members)
        self.members.append(node)

    def wake(self) -> None: ...


def summation(device: VirtualDevice, now_ms: int, attribute: int = 0) -> int:
    """Read a register over the air."""
    zcl = b"\x00\x07\x00" + attribute.to_bytes(2, "little")
    frame = ApsFrame(0x0104, 0x0702, 1, 1, zcl)
    [answer] = device.receive(frame, broadcast=False, now_ms=now_ms)
    assert answer.payload[5:7] == b"\x00\x25"
    return int.from_bytes(answer.payload[7:], "little")


def refused(text: str) -> dict[str, str]:
    with pytest.raises(Refused) as wrong:
        read_scenario(text)
    return {one.field: one.sentence for one in wrong.value.problems}


# -- files --------------------------------------------------------------------------------------


def test_shipped_house_is_right() -> None:
    scenario = read_scenario((files("config") / "demo" / "house.toml").read_text("utf-8"))
    run = ScenarioRun(scenario, 0)
    assert len(run.devices) == 5
    assert run.devices["washing-machine"].install_code is not None


def test_every_mistake_is_told_at_once() -> None:
    text = METER + 'colour = "red"\npower_w = "much"\n' + PLUG.replace("plug", "toaster", 1)
    assert set(refused(text)) == {"devices[0].colour", "devices[0].power_w", "devices[1].kind"}


def test_contradictions_are_told_at_once() -> None:
    text = (
        METER
        + "on = true\npower_w = 5\ncurve = [[5, 1], [3, 2], [9]]\nfeeder = { load = 3 }\n"
        + METER
        + 'trap = "mute"\n'
        + '[[devices]]\nkind = "trap"\nname = "x"\nieee = "00000000000000cc"\ntrap = "nonsense"\n'
        + '[[events]]\nat_s = 1\ndevice = "nobody"\ndo = "power"\n'
        + '[[events]]\nat_s = 1\ndevice = "grid"\ndo = "mute"\nvalue = 3\n'
    )
    assert set(refused(text)) >= {
        "devices[0].on",
        "devices[0].curve",
        "devices[0].curve[2]",
        "devices[0].feeder",
        "devices[1].name",
        "devices[1].ieee",
        "devices[1].trap",
        "devices[2].trap",
        "events[0].device",
        "events[0].value",
        "events[1].value",
    }
    assert "emizb-132" in refused(text)["devices[2].trap"]


def test_no_toml_and_no_devices() -> None:
    assert set(refused("[[devices")) == {"file"}
    assert set(refused("devices = []")) == {"devices"}


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.TRAP])
def test_every_kind_can_be_built(kind: Kind) -> None:
    run = ScenarioRun(read_scenario(METER.replace("grid-meter", kind)), 0)
    assert run.devices["grid"].zdo.endpoints[0].number == 1


# -- what happens -------------------------------------------------------------------------------


def test_curve_and_start_are_counted_exactly() -> None:
    text = METER + "import_wh = 500\nexport_wh = 70\npower_w = 360\n"
    run = ScenarioRun(read_scenario(text + "curve = [[10, 3600], [20, -3600], [40, 0]]\n"), 7_000)
    grid = run.devices["grid"]
    grid.tick(7_000)
    assert summation(grid, 17_000) == 501  # 360 W for 10 s
    assert summation(grid, 27_000) == 511
    assert (summation(grid, 99_000), summation(grid, 99_000, 1)) == (511, 90)


def test_devices_ask_until_joining_is_open() -> None:
    run, air = ScenarioRun(read_scenario(METER + "joins_at_s = 5\n"), 1_000), Air(opened=False)
    assert run.next_ms() == 6_000
    assert run.due(air, 5_999) == []
    assert run.due(air, 6_000) == []
    assert run.next_ms() == 7_000
    air.opened = True
    assert run.due(air, 7_000) == ["grid joined as 0x0064."]
    assert run.next_ms() is None


def test_member_is_back_or_joins_like_the_others() -> None:
    scenario = read_scenario(METER + "member = true\n")
    run, air = ScenarioRun(scenario, 0), Air(opened=False)
    assert run.due(air, 0) == ["grid was a member and is back."]
    [announced] = run.devices["grid"].tick(0)
    assert announced.cluster == 0x0013
    fresh, virgin = ScenarioRun(scenario, 0), Air(opened=False, formed=False)
    assert fresh.due(virgin, 0) == []
    virgin.opened = virgin.formed = True
    assert fresh.due(virgin, 3_000) == ["grid joined as 0x0064."]


def event(at_s: int, do: str, device: str = "grid", value: int | None = None) -> str:
    tail = "" if value is None else f"value = {value}\n"
    return f'[[events]]\nat_s = {at_s}\ndevice = "{device}"\ndo = "{do}"\n{tail}'


def test_events_happen_at_their_own_time_even_when_seen_late() -> None:
    text = METER + event(10, "power", value=3_600) + event(20, "power", value=0)
    run, air = ScenarioRun(read_scenario(text + event(30, "reset")), 0), Air()
    run.due(air, 0)
    grid = run.devices["grid"]
    grid.tick(0)
    assert len(run.due(air, 25_000)) == 2
    assert summation(grid, 25_000) == 10
    run.due(air, 30_000)
    assert summation(grid, 30_000) == 0


def test_every_event_does_what_it_says() -> None:
    values = {Do.POWER: 50, Do.FIRMWARE: 9, Do.LOSE_ANSWERS: 2}
    order = [one for one in Do if one not in (Do.JOIN, Do.LEAVE)] + [Do.LEAVE, Do.JOIN]
    text = PLUG + "".join(
        event(at_s, do, "plug", values.get(do)) for at_s, do in enumerate(order, start=1)
    )
    run, air = ScenarioRun(read_scenario(text), 0), Air()
    run.due(air, 0)
    plug = run.devices["plug"]
    seen = {}
    for at_s, do in enumerate(order, start=1):
        run.due(air, at_s * 1_000)
        seen[do] = (plug.online, plug.mute, plug.power_w, plug.firmware, plug in air.members)
    assert seen[Do.OFFLINE][0] is False
    assert seen[Do.ONLINE][0] is True
    assert seen[Do.POWER][2] == 50
    assert seen[Do.FIRMWARE][3] == 9
    assert seen[Do.MUTE][1] is True
    assert seen[Do.TALK][1] is False
    assert seen[Do.LEAVE][4] is False
    assert air.left == [plug]
    assert seen[Do.JOIN][4] is True
    assert plug.storm_ms is not None


# -- the feeder's homes -------------------------------------------------------------------------


@pytest.mark.parametrize("cycle_ms", [900_000, 20_000, 9_999, 15])
def test_registers_equal_the_feeders_at_every_minute(cycle_ms: int) -> None:
    time = SimulatedTime(600, GENESIS, cycle_ms)
    offset_ms = GENESIS - 5_000  # the devices' clock began 5 s before the market
    grid, panels, _ = home_nodes(SUNNY, time, wall_offset_ms=offset_ms)
    for minute in range(600, 600 + 1_440, 7):
        now_ms = time.begins_at(minute) - offset_ms
        expected = readings_at(SUNNY, DAY, time, minute)
        told = (summation(grid, now_ms), summation(grid, now_ms, 1))
        assert told == (expected[0].import_wh, expected[0].export_wh)
        assert summation(panels, now_ms, 1) == expected[1].export_wh


@settings(max_examples=30)
@given(st.lists(st.integers(0, 86_400_000), min_size=2, max_size=20))
def test_registers_rise_within_the_minute_and_stay_between_its_ends(times: list[int]) -> None:
    time = SimulatedTime(600, GENESIS, 123_457)
    grid = home_nodes(SUNNY, time, wall_offset_ms=GENESIS)[0]
    before = 0
    for now_ms in sorted(times):
        told = summation(grid, now_ms)
        minute = time.minute_at(GENESIS + now_ms)
        assert register_wh(DAY.imported, minute) <= told <= register_wh(DAY.imported, minute + 1)
        assert told >= before
        before = told


def test_home_without_panels_has_no_panel_meter() -> None:
    time = SimulatedTime(0, GENESIS, 900_000)
    assert [one.name for one in home_nodes(DARK, time)] == [
        f"{DARK.name}-grid",
        f"{DARK.name}-water-heater",
    ]
    addresses = [one.ieee for home in STREET[:12] for one in home_nodes(home, time)]
    assert len(addresses) == len(set(addresses))


def test_scenario_on_the_feeder_equals_it_too() -> None:
    feeder = (
        f'feeder = {{ load = {SUNNY.load}, pv_w_peak = {SUNNY.pv_w_peak}, day = "{SUNNY.day}" }}'
    )
    run = ScenarioRun(read_scenario(METER + feeder), 42)
    hour = register_wh(DAY.imported, 660), register_wh(DAY.exported, 660)
    grid = run.devices["grid"]
    assert (summation(grid, 42 + 3_600_000), summation(grid, 42 + 3_600_000, 1)) == hour


def test_scenario_tied_to_the_wall_clock_shows_the_streets_minute() -> None:
    """A home of the demonstration lives in the same simulated day as its neighbours."""
    wall_ms, device_ms = 1_800_000_000_000, 77
    given = METER.replace("[[devices]]", f"[time]\ngenesis_ms = {wall_ms}\n[[devices]]", 1)
    feeder = (
        f'feeder = {{ load = {SUNNY.load}, pv_w_peak = {SUNNY.pv_w_peak}, day = "{SUNNY.day}" }}'
    )
    run = ScenarioRun(read_scenario(given + feeder), device_ms, wall_ms - 60_000 - device_ms)
    at_genesis = device_ms + 60_000
    assert summation(run.devices["grid"], at_genesis) == register_wh(DAY.imported, 600)
    assert summation(run.devices["grid"], at_genesis + 900_000) == register_wh(DAY.imported, 615)


# -- the command --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--listen", "tcp:0.0.0.0:5000"), "not this machine's own"),
        (("--listen", "tcp:192.168.1.2:5000"), "not this machine's own"),
        (("--listen", "serial"), "neither pty"),
        (("--listen", "tcp:127.0.0.1:99999"), "neither pty"),
        (("--ezsp", "15"), "invalid choice"),
        (("--speed", "0"), "1 to 1000"),
    ],
)
def test_command_refuses(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "zigbee", *words]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_command_names_every_mistake_of_a_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "house.toml"
    path.write_text(METER + "colour = 1\n[x]\n", "utf-8")
    assert main(["simulate", "zigbee", "--scenario", str(path)]) == 2
    told = capsys.readouterr().err
    assert "colour" in told
    assert f"{path}: x" in told
    assert main(["simulate", "zigbee", "--scenario", str(tmp_path / "none")]) == 2


@pytest.mark.parametrize("where", ["tcp:127.0.0.1:0", "pty:LINK"])
def test_command_listens_and_stops_in_good_order(where: str, tmp_path: Path) -> None:
    link = tmp_path / "stick"
    words = ["simulate", "zigbee", "--listen", where.replace("LINK", str(link)), "--trace"]
    with subprocess.Popen(
        [sys.executable, "-m", "agent", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline().strip()
        assert link.exists() == where.startswith("pty")
        process.terminate()
        _, told = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in told) == (0, False)
    assert first.startswith("tcp://127.0.0.1:") or first == str(link)
