"""One home commissioned by an installer who only ever looks at the checklist, interrupted at will.

Everything stands on fakes under one manual clock: a stick without a network, a meter at the grid,
panels whose clamp sits the other way round, a boiler's relay, the operator with one invitation.
What an interruption may not destroy is on fakes of disks: the journal, the PINs, the join folder,
the stick's own memory. `SECONDS` says how long a person needs for each deed.
"""

import asyncio
import contextlib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest import mock

import msgspec

from agent.api.check import check
from agent.api.commission import ChecklistView, SignedReport, StepLine
from agent.api.methods import METHODS, WishAnswer
from agent.api.permissions import Caller, Group, Peer
from agent.api.pins import PinSet
from agent.api.sections import DeviceLine
from agent.devices.device import DeviceFunction, FunctionKind, LiveMeter, RadioDevice
from agent.devices.tested import Tested
from agent.ledger import market_contract as market
from agent.provisioning.acceptance import Signed, file_of, read_file
from agent.provisioning.checklist import Facts, JoinStage, checklist, next_step, together
from agent.provisioning.code import make_code
from agent.provisioning.enrolment import (
    Approval,
    JoinRequest,
    Wrong,
    approval_digest,
    code_proof,
    encode_approval,
    encode_request,
    read_approval,
    read_request,
    request_body,
    request_digest,
)
from agent.provisioning.invitations import Invitation, Place, match, use
from agent.shell.acceptance import Site
from agent.shell.household_api import HouseholdApi
from agent.shell.pin_desk import PinDesk
from drivers import join_files
from drivers.join_files import CA, CERTIFICATE, REVOKED, JoinFolder
from drivers.simulated.pins_memory import MemoryPins
from drivers.simulated.radio_memory import MemoryRadio
from tests.core.story import CONSTANTS, OPERATOR_KEY, at
from tests.shell.test_market_reader import ME
from tests.shell.world import World

INSTALLER = Caller(Peer(1, 1000, frozenset()), Group.INSTALLER)
INSTALL_CODE = "83FE D340 7A93 9723 A5C6 39B2 6916 D505 C3B5"
MAIN, ROOF, BOILER = (f"00124b000000000{k}" for k in (3, 4, 6))
NAMES = {MAIN: "Main", ROOF: "Roof", BOILER: "Boiler"}
ROLES = {MAIN: "grid", ROOF: "generation", BOILER: "relay"}
KETTLE_W, SUN_W, BASE_W = 2_000, 1_500, 300
PEM = b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
STEP_S = 5
MOST_DEEDS = 120

SECONDS: Mapping[str, int] = MappingProxyType(
    {
        "read the list": 5,
        "request": 60,
        "agent": 15,
        "radio": 20,
        "pair": 45,
        "assign": 15,
        "check": 30,
        "load": 10,
        "turn": 15,
        "relay": 20,
        "joined": 60,
        "pin": 30,
        "backup": 20,
        "handover": 60,
        "report": 10,
    }
)
"""How long a practised person needs for each deed beside what the devices take, in seconds."""


class Cut(Exception):  # noqa: N818 - it reads as what happened
    """The command was ended here."""


class Home:
    """A house on its first day."""

    def __init__(self, place: Path, cuts: Mapping[int, str] | None = None) -> None:
        """`cuts`: at which moments what is cut: "daemon", "command" or "both"."""
        constants = msgspec.structs.replace(
            CONSTANTS, assigned=True, relay_min_on_s=0, relay_min_off_s=0
        )
        self.world = World(constants)
        self.radio = MemoryRadio(self.world.clock, network=False)
        self.world.radio = self.radio
        self.world.market.put(market.member_slot(ME), 0)  # nobody has enrolled it
        self.place = place
        self.folder = JoinFolder(place / "join")
        self.drop_in = place / "50-broker.toml"
        self.pins = MemoryPins()
        self.code = make_code(0x1234567890ABCDEF123)
        self.invitations: tuple[Invitation, ...] = (
            Invitation(self.code, Place("home-07", 9, 4_600, 16_000_000), 2**40),
        )
        self.api: HouseholdApi | None = None
        self.cuts = dict(cuts or {})
        self.moments = 0
        self.seconds = 0
        """What the person spent."""
        self.deeds: list[str] = []
        self.kettle = False
        self.wh = dict.fromkeys((MAIN, ROOF), 10_000.0)
        self.forgetful = False
        """Negative control: the journal loses what was seen to work."""
        self.lost = 0
        """Starts after which the daemon no longer knew what it had shown before."""
        self._running: contextlib.AsyncExitStack | None = None

    # The world around.

    def power_w(self, ieee: str) -> int:
        """What a meter shows: the panels' clamp sits the other way round."""
        if ieee == ROOF:
            return SUN_W
        return BASE_W + (KETTLE_W if self.kettle else 0)

    async def passes(self, seconds: int) -> None:
        """Let time pass: meters count, blocks come."""
        for _ in range(max(1, seconds // STEP_S)):
            known = {device.ieee for device in self.radio.devices()}
            for ieee in (MAIN, ROOF):
                self.wh[ieee] += self.power_w(ieee) * STEP_S / 3_600
                if ieee in known:
                    self.radio.measure(
                        f"{ieee}/1", import_wh=int(self.wh[ieee]), power_w=self.power_w(ieee)
                    )
            await self.world.until(self.world.clock.wall_ms() + STEP_S * 1_000)
            await self.world.seal()

    async def start(self) -> None:
        """Start the daemon, on what is on the disks."""
        before = None if self.api is None else self.world.home.state.tested
        await self.stop()
        if self.forgetful:
            kept = [entry for entry in self.world.disk.entries if b'"commissioned"' not in entry]
            self.world.disk.entries[:] = kept
        stack = contextlib.AsyncExitStack()
        household = await stack.enter_async_context(self.world.running())
        self._running = stack
        if before is not None and _lost(before, household.state.tested):
            self.lost += 1
        site = Site("home-07", ("http://node-a.example:8545",), self.drop_in.exists())
        pins = PinDesk(self.pins, self.world.clock)
        self.api = HouseholdApi(household, pins, None, site)
        await self.passes(STEP_S)

    async def stop(self) -> None:
        """Kill the daemon."""
        if self._running is not None:
            await self._running.aclose()
        self._running, self.api = None, None

    async def moment(self) -> None:
        """Here everything may end; Cut when the command does."""
        self.moments += 1
        what = self.cuts.pop(self.moments, "")
        if what in ("daemon", "both") and self.api is not None:
            await self.start()
        if what in ("command", "both"):
            raise Cut

    async def ask(self, method: str, **params: Any) -> WishAnswer:
        """Call one method, with a moment before it and one after."""
        await self.moment()
        if self.api is None:
            raise Cut  # the command says that no daemon answers
        answer = await self.api.commission(method, check(METHODS[method].params, params), INSTALLER)
        await self.moment()
        return answer

    # What the installer sees.

    @property
    def join(self) -> JoinStage:
        if self.folder.directory.exists() and self.folder.request() is not None:
            return "answered" if self.drop_in.exists() else "asked"
        return "nothing"

    async def look(self) -> ChecklistView:
        """The checklist, as `gridhearth commission` puts it together."""
        self.seconds += SECONDS["read the list"]
        of_box = checklist(Facts(findings=(), away="No daemon answered.", join=self.join))
        if self.api is None:
            return of_box
        view = await self.api.accept("commission.checklist", None, INSTALLER)
        assert isinstance(view, ChecklistView)
        return together(view, of_box, self.join)

    def lines(self) -> tuple[DeviceLine, ...]:
        return () if self.api is None else self.api.snapshot().devices

    def spent(self, deed: str) -> None:
        self.deeds.append(deed)
        self.seconds += SECONDS[deed]

    # What the installer does.

    async def commission(self) -> None:
        """Do the next open step until none is left; AssertionError: it never ends."""
        for _ in range(MOST_DEEDS):
            view = await self.look()
            if view.ready:
                return
            step = next_step(view.steps)
            assert step is not None
            with contextlib.suppress(Cut):
                if self.in_hand(step):
                    await self.pair()
                else:
                    await self.do(step)
        raise AssertionError(f"no end: {next_step((await self.look()).steps)}, {self.deeds}")

    def in_hand(self, step: StepLine) -> bool:
        """A device whose pairing was cut off is still in the installer's hand."""
        left = set(ROLES) - {line.ieee for line in self.lines() if line.role}
        return bool(left) and step.key not in ("request", "agent", "radio")

    async def do(self, step: StepLine) -> None:
        """Do one step as its words and its command say."""
        match step.key:
            case "request":
                await self.request()
            case "agent":
                self.spent("agent")
                await self.start()
            case "radio":
                self.spent("radio")
                answer = await self.ask("radio.form")
                assert answer.accepted or "already" in answer.sentence, answer.sentence
                await self.passes(STEP_S)
            case "devices" | "roles":
                await self.pair()
            case "checks":
                await self.check(step)
            case "relays":
                await self.switch(step)
            case "joined":
                await self.joined()
            case "pin":
                self.spent("pin")
                await self.moment()
                assert self.api is not None
                await self.api.pins.replace(PinSet(new="4711", whose="household"), reset=True)
            case "backup":
                self.spent("backup")
                await self.ask("radio.backup")
            case "handover":
                self.spent("handover")
                await self.moment()
                given = check(
                    METHODS["commission.handover"].params, {"installer": "Ada", "customer": "Bo"}
                )
                assert self.api is not None
                await self.api.accept("commission.handover", given, INSTALLER)
            case _:  # what waits for the outside
                await self.passes(30)

    async def pair(self) -> None:
        """Every device that is in hand and not in the network yet, then its role."""
        for ieee, role in ROLES.items():
            lines = [line for line in self.lines() if line.ieee == ieee]
            if not lines:
                self.spent("pair")
                await self.ask("pair.code", code=INSTALL_CODE, ieee=ieee, seconds=180)
                self.radio.join(_device(ieee))
                await self.passes(STEP_S)
                await self.moment()
                lines = [line for line in self.lines() if line.ieee == ieee]
            if lines and not lines[0].role:
                self.spent("assign")
                key = f"{ieee}/1"
                answer = await self.ask("device.assign", key=key, role=role, name=NAMES[ieee])
                assert answer.accepted, answer.sentence

    async def check(self, step: StepLine) -> None:
        """The live check of the meter that the step names, or what an earlier one has shown."""
        words = step.command.split()
        if words[2] == "assign":
            self.spent("turn")
            await self.ask("device.assign", key=words[3], role=words[4], invert="--invert" in words)
            return
        line = next(one for one in self.lines() if one.key == words[3])
        load_w = SUN_W if line.role == "generation" else KETTLE_W
        self.spent("check")
        task = {"key": line.key, "role": line.role, "load_w": load_w, "invert": line.invert}
        self.kettle = False
        await self.passes(STEP_S)
        await self.ask("check.start", **task)
        for _ in range(200):
            await self.passes(STEP_S)
            await self.moment()
            now = None if self.api is None else self.api.snapshot().check
            if now is None or now.stage == "done":  # done, or the daemon knows of none
                break
            if now.stage == "switch on" and not self.kettle:
                self.spent("load")
                self.kettle = True
                await self.ask("check.loaded")
        self.kettle = False

    async def switch(self, step: StepLine) -> None:
        self.spent("relay")
        _, _, relay, mode = step.command.split()
        await self.ask("relay.set", relay=relay, mode=mode)
        await self.passes(2 * STEP_S)

    async def request(self) -> None:
        """Make the keys (development ones, whatever is drawn) and the request."""
        self.spent("request")
        with mock.patch.object(join_files, "create_key_file", _development_key):
            self.folder.make()
        await self.moment()
        bare = JoinRequest(
            chain_id=self.world.constants.chain_id,
            contract=self.world.constants.contract,
            member=self.folder.order_key().address,
            report_key=self.folder.report_key().address,
            meter=bytes.fromhex(self.world.constants.meter[2:]),
            broker_key=self.folder.broker_key(),
            proof=bytes(32),
        )
        proof = code_proof(self.code, request_body(bare))
        asked = msgspec.structs.replace(bare, proof=proof)
        digest = request_digest(asked)
        keys = (self.folder.order_key(), self.folder.report_key())
        signatures = (key.sign_digest(digest) for key in keys)
        self.folder.keep_request(encode_request(asked, *signatures))
        await self.moment()

    async def joined(self) -> None:
        """The operator answers; the answer is taken, and the agent started again."""
        if self.join == "asked":
            self.spent("joined")
            answer = await self.operator()
            await self.moment()
            asked = read_request(self.folder.request() or "")
            assert isinstance(asked, JoinRequest)
            given = read_approval(answer, OPERATOR_KEY.address, asked)
            assert isinstance(given, Approval), given
            files = {CA: given.ca, CERTIFICATE: given.certificate, REVOKED: given.revoked}
            self.folder.keep_answer(files, self.drop_in, "[broker]\n")
            await self.moment()
            await self.start()
        await self.passes(30)

    async def operator(self) -> str:
        """Enrol the box whose request this is, and answer it; the very same one again at will."""
        asked = read_request(self.folder.request() or "")
        assert isinstance(asked, JoinRequest)
        found = match(self.invitations, asked, 1)
        assert not isinstance(found, Wrong), found
        self.invitations = use(self.invitations, found[0], asked)
        self.world.enrol()
        given = Approval(
            *(asked.chain_id, asked.contract, asked.member, 9, "broker.example", 8883),
            *(PEM, PEM, PEM),
            for_request=request_digest(asked),
        )
        return encode_approval(given, OPERATOR_KEY.sign_digest(approval_digest(given)))

    async def report(self) -> Signed:
        """The acceptance report, checked as anybody would."""
        self.spent("report")
        assert self.api is not None
        made = await self.api.accept("commission.report", None, INSTALLER)
        assert isinstance(made, SignedReport)
        found = read_file(file_of(made.document, bytes.fromhex(made.signature[2:])))
        assert isinstance(found, Signed), found
        return found


async def commissioned(
    place: Path, cuts: Mapping[int, str] | None = None, *, forgetful: bool = False
) -> tuple[Home, Signed]:
    """Commission a home from a bare directory; return it, stopped, and its report."""
    home = Home(place, cuts)
    home.forgetful = forgetful
    try:
        async with asyncio.timeout(300):
            await home.commission()
            return home, await home.report()
    finally:
        await home.stop()


def broken(home: Home, signed: Signed, *, moments: Collection[int] = ()) -> list[str]:
    """Return what is not as it must be at the end, however often it was interrupted."""
    report, found = signed.report, []
    if not report.accepted:
        found.append("the home is not accepted")
    if (signed.signer, report.member) != (home.world.constants.report_key, ME):
        found.append("another key signed, or another member")
    if [(one.key, one.role) for one in report.devices] != [
        (f"{ieee}/1", role) for ieee, role in ROLES.items()
    ]:
        found.append(f"roles: {report.devices}")
    checks = {one.key: (one.passed, one.invert) for one in report.checks}
    if checks != {f"{MAIN}/1": (True, False), f"{ROOF}/1": (True, True)}:
        found.append(f"checks: {report.checks}")
    if [one.passed for one in report.relays] != [True]:
        found.append(f"relays: {report.relays}")
    if sum(bool(one.used_by) for one in home.invitations) != 1:
        found.append("the invitation was not used once")
    if home.lost:
        found.append(f"{home.lost} starts forgot what was seen to work")
    if home.cuts:
        found.append(f"never reached: {sorted(home.cuts)} of {sorted(moments)}")
    return found


def _lost(before: Tested, after: Tested) -> bool:
    """What came while the daemon was ending may be there or not; what was shown has to be."""
    relays = {one.key: one for one in after.relays}
    return (
        not set(before.meters) <= set(after.meters)
        or any(
            (one.on_ms and relays[one.key].on_ms != one.on_ms)
            or (one.off_ms and relays[one.key].off_ms != one.off_ms)
            if one.key in relays
            else True
            for one in before.relays
        )
        or (before.backup is not None and after.backup is None)
        or before.handover not in (None, after.handover)
    )


def _device(ieee: str) -> RadioDevice:
    kind = FunctionKind.RELAY if ieee == BOILER else FunctionKind.METER
    live = None if ieee == BOILER else LiveMeter(at(4), 0, 0, 0)
    return RadioDevice(
        *(ieee, "maker", "plug" if ieee == BOILER else "meter", "2.1", "", "complete"),
        available=True,
        last_seen_ms=1,
        signal_lqi=180,
        functions=(DeviceFunction(f"{ieee}/1", kind, True, "", live),),
    )


def _development_key(path: Path) -> None:
    """The keys that the fakes' chain knows."""
    secret = b"\x01" * 32 if path.name.startswith(join_files.ORDER_KEY) else b"\x02" * 32
    path.touch(mode=0o600)
    path.write_text(secret.hex() + "\n", "ascii")
