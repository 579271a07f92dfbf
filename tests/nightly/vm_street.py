"""The street around a guest: chain, broker, operator and neighbours on this machine's loopback.

The guest joins the true way: invited, enrolled by its own request, answered. It reaches this
machine as 10.0.2.2 (QEMU's user network); the broker's certificate has that name as well.
"""

import array
import asyncio
import contextlib
import fcntl
import os
import signal
import sys
import termios
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest

from agent.bridge.report import ReportDomain
from agent.demo import street_start
from agent.demo.street_broker import WITNESS
from agent.demo.street_plan import CHAIN_ID, DemoSettings, Street, plan
from agent.demo.street_start import (
    Keys,
    Market,
    Place,
    chain_and_broker,
    found,
    neighbours_command,
    operator_command,
    operator_key,
    street_keys,
    write_keys,
    write_operator_and_neighbours,
)
from agent.dso.broker_config import access_list, identity_of
from agent.hashing import keccak256
from agent.ledger import transaction as eip1559
from agent.market.cycle import CycleTimes
from agent.units import Address
from drivers.certificate_authority import ExtendedKeyUsageOID, subject_name
from drivers.chain_rpc import ChainClient
from drivers.clocks import SystemClock
from drivers.keystore import KeySigner
from drivers.simulated import broker_mosquitto
from drivers.simulated.profiles import read_load_vertices
from drivers.simulated.serial_home import Registers, Scenario, SimulatedHome
from drivers.simulated.serial_player import encoder
from drivers.simulated.street import HomePlan
from tests.whole.chain_facts import ChainFacts, Node, read_chain
from tests.whole.homes import ROOT, Program
from tests.whole.proxies import RpcLine
from tests.whole.witness import Witness

HOST_FROM_GUEST = "10.0.2.2"
START_MINUTE = 720
"""Noon of a day in June: homes with panels sell, the others cook."""
NOMINAL_CYCLE_S = 900
METER = "0x" + b"vm".ljust(32, b"\0").hex()
METER_DEVICE = "/dev/gridhearth/serial-P1METER"
GUEST_LOAD, GUEST_PV_W_PEAK = 21, 5_000
ANSWER = "answer.txt"
LAST_BYTES = 4
"""What goes before them is more than the emulated serial port holds (384)."""
TAKEN_WITHIN_S = 0.4
CHUNK = 4_096
PURSE = KeySigner(keccak256(b"vm test purse"))
"""Pays for the guest's transactions: its key is made in the guest, so no genesis knows it."""
PURSE_WEI = 10**21
ALLOWANCE_WEI = 10**19
TRANSFER_GAS = 21_000


class GuestMeter:
    """The P1 meter at the guest's serial cable: it never loses power.

    What nobody reads is lost, as on a real line. A socket would keep it, so the end of a telegram
    goes out only when the rest was taken.
    """

    def __init__(self, path: Path, cycle_s: int) -> None:
        scenario = Scenario(
            load=GUEST_LOAD, pv_w_peak=GUEST_PV_W_PEAK, start_minute=START_MINUTE, meter_id="E01"
        )
        self.path = path
        self.began_s = time.time()
        self._home = SimulatedHome(scenario, int(self.began_s))
        self._speed = NOMINAL_CYCLE_S / cycle_s
        self._encode = encoder("p1", "nl5")
        self._there: asyncio.StreamWriter | None = None

    def at(self, wall_s: float) -> Registers:
        """Return what it shows at a moment."""
        return self._home.at(int((wall_s - self.began_s) * 1_000 * self._speed))

    @asynccontextmanager
    async def playing(self) -> AsyncIterator["GuestMeter"]:
        server = await asyncio.start_unix_server(self._plugged_in, self.path)
        task = asyncio.create_task(self._talk())
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            server.close()
            if self._there is not None:
                self._there.transport.abort()
                await asyncio.sleep(0)  # until its end is heard

    async def _plugged_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._there = writer
        with contextlib.suppress(OSError):
            while await reader.read(CHUNK):  # a meter of this kind does not listen
                pass
        writer.transport.abort()

    async def _talk(self) -> None:
        while True:
            await asyncio.sleep(1.0 - time.time() % 1.0)
            line = self._there
            if line is None or line.transport.is_closing() or _unread(line):
                continue
            frame = self._encode(self.at(time.time()))
            line.write(frame[:-LAST_BYTES])
            await asyncio.sleep(TAKEN_WITHIN_S)
            if not line.transport.is_closing() and not _unread(line):
                line.write(frame[-LAST_BYTES:])


def _unread(line: asyncio.StreamWriter) -> int:
    """Return how much of what was written nobody has taken yet, in bytes."""
    count = array.array("i", [0])
    fcntl.ioctl(line.get_extra_info("socket").fileno(), termios.TIOCOUTQ, count)
    return count[0]


class VmStreet(NamedTuple):
    """A founded market, whose first cycle may be some minutes away."""

    street: Street
    keys: Keys
    place: Place
    market: Market
    times: CycleTimes
    line: RpcLine
    """The guest's line to the chain."""
    witness: Witness
    meter: GuestMeter
    operator: Program
    neighbours: Program

    @property
    def directory(self) -> Path:
        return self.street.directory

    @property
    def domain(self) -> ReportDomain:
        return ReportDomain(CHAIN_ID, self.market.contract)

    @property
    def operator_address(self) -> Address:
        return operator_key(self.street).address

    @property
    def guest_plan(self) -> HomePlan:
        """What the guest's household wants; its first cycles sell."""
        terms, mine = self.street.terms, self.street.mine
        taken = {home.vertex for home in self.street.plans}
        free = min(vertex for vertex in read_load_vertices().values() if vertex not in taken)
        return HomePlan(
            number=99,
            vertex=free,
            load=GUEST_LOAD,
            pv_w_peak=GUEST_PV_W_PEAK,
            low_micro_per_kwh=terms.lowest_micro_per_kwh,
            high_micro_per_kwh=terms.highest_micro_per_kwh,
            distance_m=300,
            endorser=False,
            day=mine.day,
            label="vm",
        )

    def now(self) -> int:
        """Return the running cycle; -1 before the first."""
        cycle = self.times.cycle_at(int(time.time() * 1_000))
        return -1 if cycle is None else cycle

    async def facts(self, cycles: int, guest: Address) -> ChainFacts:
        """Read what is on the chain, up to so many cycles."""
        everybody = [self.operator_address, guest]
        everybody += [self.keys[home.number].member for home in self.street.plans]
        url = self.place.upstreams[0]
        return await read_chain(url, self.market.contract, cycles, everybody, [guest])

    async def operate(self, *words: str) -> str:
        """Run a command of the operator's, whose broker has the name that the guest knows."""
        config = self.directory / "operator.toml"
        outside = self.directory / "outside.toml"
        outside.write_text(
            config.read_text().replace('host = "127.0.0.1"', f'host = "{HOST_FROM_GUEST}"')
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "agent", "operator", *words, "--config", str(outside)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            cwd=self.directory,
        )
        out, _ = await process.communicate()
        assert process.returncode == 0, out.decode()
        return out.decode()

    async def invited(self) -> str:
        """Return a one-time code for the guest."""
        terms = self.street.terms
        told = await self.operate(
            *("invite", "--name", "vm", "--vertex", str(self.guest_plan.vertex)),
            *("--limit-wh", str(terms.limit_wh), "--allowance-micro", str(terms.allowance_micro)),
        )
        return told.splitlines()[0]

    async def enrolled(self, request: str, member: Address) -> str:
        """Enrol the guest by its request, give it credit, tell the broker; return the answer."""
        file, answer = self.directory / "request.txt", self.directory / ANSWER
        file.write_text(request)
        broker = self.directory / "broker"
        where = ("--dir", str(broker), "--answer", str(answer))
        await self.operate("enrol", "--request", str(file), *where, "--compared")
        await self.operate("credit", member, str(self.street.terms.start_credit_micro))
        await self._paid(member)
        own = access_list(None, {identity_of(member): [member]})
        with (broker / "acl").open("a") as acl:
            acl.write("\n" + own[own.index(f"user {identity_of(member)}") :])
        os.kill(self.place.broker.child.pid, signal.SIGHUP)
        return answer.read_text()

    async def _paid(self, member: Address) -> None:
        """Give the guest what its transactions cost."""
        made = eip1559.Transaction(
            CHAIN_ID, 0, eip1559.Fees(10**11, 10**6), TRANSFER_GAS, member, ALLOWANCE_WEI
        )
        raw = eip1559.serialise(made, PURSE.sign_digest(eip1559.signing_digest(made)))
        async with aiohttp.ClientSession() as session:
            node = Node(session, self.place.upstreams[0])
            await node.ask([("eth_sendRawTransaction", ["0x" + raw.hex()])])

    def settings(self) -> str:
        """Return the guest's settings file, as its installer gets it from the operator."""
        terms = self.street.terms
        return f"""[home]
name = "vm"
meter = "{METER}"

[chain]
network = "/etc/gridhearth/network.toml"
upstreams = ["{self.line.url.replace("127.0.0.1", HOST_FROM_GUEST)}"]
contract = "{self.market.contract}"
order_key = {{ type = "file", path = "/var/lib/gridhearth/join/order.key" }}
report_key = {{ type = "file", path = "/var/lib/gridhearth/join/report.key" }}

[operator]
address = "{self.operator_address}"
request_url = "file:///var/lib/gridhearth/request-{{member}}.txt"
answer_url = "file:///var/lib/gridhearth/answer-{{member}}.txt"

[broker]
enabled = false

[api]
viewer_group = "gridhearth-view"
user_group = "gridhearth-trade"
installer_group = "gridhearth-install"

[meters]
driver = "serial"

[[meters.lines]]
role = "grid"
port = "{METER_DEVICE}"
protocol = "p1"

[limits]
price_floor_micro_per_kwh = {terms.lowest_micro_per_kwh}
price_ceiling_micro_per_kwh = {terms.highest_micro_per_kwh}
energy_wh = {terms.limit_wh}
"""


def _two_names(
    directory: Path, make: Callable[[Path], broker_mosquitto.BrokerFiles]
) -> broker_mosquitto.BrokerFiles:
    """A broker's files whose certificate is good for this machine's name and the guest's for it."""
    files = make(directory)
    names = [subject_name(name) for name in (broker_mosquitto.HOST, HOST_FROM_GUEST)]
    usage = ExtendedKeyUsageOID.SERVER_AUTH
    files._server = files.authority._issue(
        "server", broker_mosquitto.HOST, usage, names, again=True
    )
    return files


@asynccontextmanager
async def vm_street(
    directory: Path, homes: int, cycle_s: int, begins_in_s: int, block_s: int
) -> AsyncIterator[VmStreet]:
    """Found a street; chain, broker, line, witness and the guest's meter run while it is open."""
    asked = DemoSettings(seed=1, homes=homes, cycle_s=cycle_s, start_minute=START_MINUTE)
    street = plan(asked, directory)
    keys = street_keys(street)
    write_keys(street, keys, [])
    with (directory / "genesis.toml").open("a") as genesis:
        genesis.write(f'{PURSE.address} = "{PURSE_WEI}"\n')
    clock = SystemClock(assume_trusted=True)
    async with contextlib.AsyncExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(street_start, "BLOCK_S", block_s)
        with pytest.MonkeyPatch.context() as names:
            real = broker_mosquitto.BrokerFiles
            names.setattr(broker_mosquitto, "BrokerFiles", lambda where: _two_names(where, real))
            place = await stack.enter_async_context(chain_and_broker(street))
        async with ChainClient(place.network, place.upstreams, wall_ms=clock.wall_ms) as client:
            genesis_s = clock.wall_ms() // 1_000 + begins_in_s
            market = await found(street, client.view(), genesis_s, keys)
        write_operator_and_neighbours(street, place, market, keys, [])
        witness = Witness(
            ReportDomain(CHAIN_ID, market.contract), place.broker_port, place.broker.tls(WITNESS)
        )
        await stack.enter_async_context(witness.listening())
        yield VmStreet(
            street=street,
            keys=keys,
            place=place,
            market=market,
            times=CycleTimes(genesis_s, cycle_s),
            line=await stack.enter_async_context(RpcLine(place.upstreams[0]).running()),
            witness=witness,
            meter=await stack.enter_async_context(
                GuestMeter(directory / "meter.sock", cycle_s).playing()
            ),
            operator=Program("operator", operator_command(street), directory / "operator.log"),
            neighbours=Program(
                "neighbours", neighbours_command(street), directory / "neighbours.log"
            ),
        )
