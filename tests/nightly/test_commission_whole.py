"""From a bare directory to an accepted home with everything real but the house itself.

A chain, an operator, mosquitto with the operator's certificates, a stick and devices on a serial
line, the daemon as a process, and the guide on a terminal, answered as a person would; the guide is
ended and begun again, the daemon killed. In the end the report is proven on the chain, and a report
with one letter changed is refused (the negative control).
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.sections import DeviceLine
from agent.shell.link import LinkError, connected
from drivers.keystore import read_key_file
from drivers.simulated.broker_mosquitto import end, free_port, start
from drivers.simulated.devchain.genesis import account_key
from drivers.simulated.devchain.server import running_devchain
from drivers.simulated.zigbee.air import Node
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter, plug
from tests.dso.test_operator_command import SETTINGS as OPERATOR_SETTINGS
from tests.dso.test_operator_command import gridhearth
from tests.dso.world import HOMES, METERS, REPORT_KEYS, key_address
from tests.mosquitto.market_broker import mosquitto_or_skip
from tests.nightly.commission_terminal import Terminal, at_a_terminal
from tests.whole.homes import Program, ready

pytestmark = pytest.mark.timeout(1_800)

CODE = "83FED3407A939723A5C639B26916D505C3B5"
GRID, PLUG = "00124b0000000003", "00124b0000000006"
METER = "0x" + "00" * 31 + "07"
KETTLE_W = 2_000
ROLES_STEP = "8"
HOME = """
[home]
name = "home-07"
meter = "{meter}"
clock = "assume-trusted"
[journal]
path = "{place}/journal.db"
[api]
socket = "{place}/api.sock"
[chain]
network = "{place}/network.toml"
upstreams = ["{url}"]
contract = "{contract}"
order_key = {{ type = "file", path = "{place}/join/order.key" }}
report_key = {{ type = "file", path = "{place}/join/report.key" }}
[operator]
address = "{operator}"
[broker]
enabled = false
[meters]
driver = "assigned"
[radio]
path = "{stick}"
database = "{place}/zigbee.db"
channel = 15
relay_min_on_s = 0
relay_min_off_s = 0
backup_directory = "{place}/backups"
backup_passphrase = {{ type = "file", path = "{place}/passphrase" }}
"""


class House:
    """The place where everything happens, and what only hands can do there."""

    def __init__(self, place: Path, net: VirtualNetwork, config: Path) -> None:
        self.place, self.net, self.config = place, net, config
        self.meter, self.boiler = grid_meter(import_wh=1_000), plug(power_w=100)
        self.meter.power_w = 300
        for device in (self.meter, self.boiler):
            device.install_code = bytes.fromhex(CODE)
        self.hand = list(self.devices)
        """Devices that have no role yet."""
        self.known: set[str] = set()
        self.pairing: Node | None = None
        """To be switched to pairing as soon as it is asked for."""
        self.daemon = Program(
            "the daemon", ["-m", "agent", "daemon", "--config", str(config)], place / "daemon.log"
        )
        self.code, self.answer = "", place / "answer.txt"
        self.broker: asyncio.subprocess.Process | None = None
        self.port = free_port()
        self.operated: Any = None
        self.pressed = 0

    @property
    def devices(self) -> tuple[tuple[str, str, str, Node], ...]:
        return (GRID, "grid", "Main", self.meter), (PLUG, "relay", "Boiler", self.boiler)

    async def look(self) -> None:
        """See which devices are still in the hand, and which the radio knows."""
        try:
            async with connected(self.socket, "test", group="viewer") as link:
                lines = msgspec.convert(await link.call("devices.list"), list[DeviceLine])
        except LinkError:
            return
        done = {line.ieee for line in lines if line.role}
        self.known = {line.ieee for line in lines if line.key}
        self.hand = [one for one in self.devices if one[0] not in done]

    @property
    def socket(self) -> Path:
        return self.place / "api.sock"

    async def restarts(self) -> None:
        """Start the daemon again whenever the guide asks for it."""
        wanted = self.place / "restart"
        while True:
            if wanted.exists():
                wanted.unlink()
                if self.daemon.alive:
                    await self.daemon.end()
                await self.daemon.start()
            await asyncio.sleep(0.1)

    async def enrolled(self) -> None:
        """The operator compares, enrols and answers; its broker knows the home then."""
        request = self.place / "join" / "request.txt"
        files = self.place / "market"
        words = ("--request", str(request), "--dir", str(files), "--answer", str(self.answer))
        await self.operated("enrol", *words, "--compared")
        where = ("--dir", str(files), "--host", "localhost", "--bind", "127.0.0.1")
        port = ("--port", str(self.port), "--data", str(self.place))
        await self.operated("broker-config", *where, *port)
        config = files / "broker" / "mosquitto.conf"
        config.write_text(config.read_text() + "user root\n")
        mosquitto = mosquitto_or_skip()
        self.broker = await start(mosquitto, config, self.port, files / "broker" / "log")


@contextlib.asynccontextmanager
async def house(place: Path) -> AsyncIterator[House]:
    key = place / "operator.key"
    key.write_text(account_key(1, 0).to_hex().rjust(64, "0"))
    (place / "passphrase").write_text("correct horse battery")
    for private in (key, place / "passphrase"):
        private.chmod(0o600)
    config, home_file = place / "operator.toml", place / "gridhearth.toml"
    net = VirtualNetwork(ezsp=13, nvm=place / "ncp.json")
    async with (
        running_devchain(network_file=place / "network.toml") as node,
        net.serve_pty(place / "stick") as stick,
    ):
        home = House(place, net, home_file)
        words = {
            "home": place,
            "url": node.url,
            "contract": "",
            "genesis_s": int(time.time()),
            "member": HOMES[0].address,
            "report_key": key_address(REPORT_KEYS[0]),
            "meter": METERS[0].hex(),
            "port": home.port,
        }

        async def operate(*command: str) -> str:
            text = OPERATOR_SETTINGS.format(**words).replace("127.0.0.1", "localhost")
            config.write_text(text)
            code, out, err = await gridhearth("operator", *command, "--config", str(config))
            assert code == 0, out + err
            return out

        home.operated = operate
        contract = (await operate("deploy")).strip().splitlines()[-1]
        words["contract"] = f'contract = "{contract}"'
        limits = ("--limit-wh", "4600", "--allowance-micro", "16000000")
        invited = await operate("invite", "--name", "home-07", "--vertex", "9", *limits)
        home.code = invited.splitlines()[0]
        home_file.write_text(
            HOME.format(
                meter=METER,
                place=place,
                url=node.url,
                contract=contract,
                operator=read_key_file(key).address,
                stick=stick,
            )
        )
        restarting = asyncio.create_task(home.restarts())
        try:
            yield home
        finally:
            restarting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await restarting
            if home.daemon.alive:
                await home.daemon.end()
            if home.broker is not None:
                await end(home.broker)


ALWAYS = {
    "switch on, in watts": str(KETTLE_W),
    "PIN": "4711",
    "Once more": "4711",
    "Your name": "Ada Fitter",
    "customer's name": "Bo Homeowner",
}


async def answer(home: House, terminal: Terminal, asked: str) -> str:
    """Return what a person types to the question that stands there now."""
    question = asked.splitlines()[-1]
    if question.startswith("> "):
        return await pressed(home, asked)
    for words, typed in ALWAYS.items():
        if words in question:
            return typed
    if "one-time code" in question:
        return home.code
    if "operator's answer" in question:
        if not home.answer.exists():
            await home.enrolled()
        return str(home.answer)
    return in_the_hand(home, question)


def in_the_hand(home: House, question: str) -> str:
    """Return what is printed on the device that comes next, or what it is for."""
    if not home.hand:
        return ""
    ieee, role, name, device = home.hand[0]
    if "Install code" in question:
        return CODE
    if "device's address" in question:
        home.pairing = device
        return ieee
    if question.startswith("Which device"):
        return ieee
    if question.startswith("What is it for"):
        return role
    return name if "household call it" in question else ""


async def pressed(home: House, asked: str) -> str:
    """At the guide's own prompt: do the step, or let it wait."""
    home.pressed += 1
    shown = next(line for line in reversed(asked.splitlines()[:-2]) if line[:1] in "○✘")
    if "The agent" in shown:
        if home.daemon.alive:
            await ready(home.daemon, home.socket)
            return "l"
        return ""
    if "switched off" in shown:
        return ""
    await home.look()
    if home.hand and "radio" not in shown.lower() and "request" not in shown:
        return ROLES_STEP if home.hand[0][0] in home.known else "p"
    if any(word in shown for word in ("The market's chain", "The operator's broker", "The time")):
        await asyncio.sleep(1.0)
        return "l"
    if "Relays" in shown or "Member of" in shown:
        await asyncio.sleep(0.5)
    return ""


async def guided(home: House, *, prompts: int) -> int | None:
    """Sit at the guide until it is done, or for so many questions; None: it was ended."""
    words = ("--config", str(home.config), "--directory", str(home.place / "join"))
    socket = ("--socket", str(home.socket), "--restart", f"touch {home.place}/restart")
    async with at_a_terminal("commission", *words, *socket, cwd=home.place) as (terminal, process):
        seen = 0
        for _ in range(prompts):
            running = asyncio.create_task(loads(home, terminal))
            try:
                if not await terminal.waits(seen, 400):
                    return process.returncode
            finally:
                running.cancel()
            asked = terminal.text[seen:]
            seen = len(terminal.text)
            terminal.type(await answer(home, terminal, asked))
            (home.place / "terminal.txt").write_text(terminal.text, "utf-8")
    return None


async def loads(home: House, terminal: Terminal) -> None:
    """Switch the kettle on and say so when the check asks for it, off once it is over."""
    told = len(terminal.text)
    while True:
        text = terminal.text[told:]
        if "Switch on a load" in text and home.meter.power_w < KETTLE_W:
            home.meter.power_w += KETTLE_W
            home.net.wake()
            await asyncio.sleep(0.5)
            terminal.type("")
        if "Switch it to pairing now" in text and home.pairing is not None:
            home.net.join(home.pairing)
            home.pairing = None
        if "that fits" in text:
            home.meter.power_w = 300
        await asyncio.sleep(0.2)


async def test_from_a_bare_directory_to_a_report_that_the_chain_proves(tmp_path: Path) -> None:
    began = time.monotonic()
    async with house(tmp_path) as home:
        for round_ in range(30):  # ended after nine questions each time, and begun again
            code = await guided(home, prompts=9 if round_ < 4 else 40)
            if code == 0:
                break
            if round_ == 2 and home.daemon.alive:
                await home.daemon.end()
        last = (tmp_path / "terminal.txt").read_text("utf-8")[-3_000:]
        assert code == 0, last
        took = time.monotonic() - began
        file, page = tmp_path / "acceptance.json", tmp_path / "acceptance.html"
        for report in (file, page):
            verify = ("commission", "verify", str(report), "--config", str(home.config))
            code, out, err = await gridhearth(*verify)
            assert code == 0, err
            assert "home-07: accepted" in out
        forged = tmp_path / "forged.json"
        forged.write_text(file.read_text("utf-8").replace("Bo Homeowner", "Bo Homeowners"), "utf-8")
        code, _, err = await gridhearth(
            "commission", "verify", str(forged), "--config", str(home.config)
        )
        assert code == 1
        assert "changed" in err
    sys.stdout.write(
        f"commissioned in {took:.0f} s, {home.pressed} times asked what next, {round_ + 1} sittings\n"
    )
