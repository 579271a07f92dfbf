"""The checklist and the acceptance report, from what the running agent itself knows and sees."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from agent.api.commission import (
    ChecklistView,
    HandoverParams,
    JoinRequestView,
    SignedReport,
)
from agent.api.methods import WishAnswer
from agent.api.sections import Snapshot
from agent.core.overlay import device_of
from agent.core.snapshot import build_snapshot
from agent.provisioning.acceptance import (
    DEVICES_IN_IT,
    KIND,
    DeviceFact,
    Report,
    Wrong,
    document_of,
    file_of,
    read_file,
    report_digest,
    short_form,
)
from agent.provisioning.acceptance_page import page_of
from agent.provisioning.checklist import Facts, checklist, next_step
from agent.provisioning.enrolment import MAX_REQUEST_TEXT, JoinRequest, comparison, read_request
from agent.provisioning.findings import Finding
from agent.shell.box_look import looked
from agent.shell.household import Household
from agent.shell.version import own_version

log = logging.getLogger(__name__)
REPORTS_KEPT = 20
"""Pages of acceptance reports beside the journal; the oldest make room."""


class Site(msgspec.Struct, frozen=True):
    """What the settings say that the core need not know."""

    home: str = ""
    nodes: tuple[str, ...] = ()
    """The chain's nodes, as addresses."""
    broker: bool = True
    request: str = ""
    """The file of this box's request to join; empty: nobody knows."""
    directory: str = ""
    """Where the journal lies, and the reports beside it; empty: nowhere."""
    stick: str = ""
    """The radio's port; empty: there is none."""


class Acceptance:
    """Answers the methods `commission.…` of one home."""

    def __init__(self, household: Household, site: Site) -> None:
        self._home = household
        self._site = site
        self._findings: tuple[Finding, ...] | None = None

    async def look(self) -> None:
        """See how the box is, for what is answered next; in a thread, a worn-out card is slow."""
        if self._site.directory:
            directory = Path(self._site.directory)
            self._findings = await asyncio.to_thread(looked, directory, self._site.stick)

    def view(self, *, household_pin: bool) -> ChecklistView:
        """Return every step as it stands now."""
        return checklist(self._facts(self._snapshot(), household_pin=household_pin))

    async def hand_over(
        self, asked: HandoverParams, caller: str, *, household_pin: bool
    ) -> WishAnswer:
        """Remember the handover; refused while a step is open."""
        view = self.view(household_pin=household_pin)
        left = [one for one in view.steps if one.key != "handover"]
        first = next_step(left)
        if first is not None:
            said = f"Not yet: {first.title}: {first.words} The checklist says what to do."
            return WishAnswer(False, (), said)
        answer = await self._home.hand_over(asked.installer, asked.customer, caller)
        return WishAnswer(answer.accepted, (), answer.sentence)

    async def report(self, *, household_pin: bool) -> SignedReport:
        """Compose the report, sign it and write its page; the key stays here."""
        report = self._report(household_pin=household_pin)
        document = document_of(report)
        digest = report_digest(document)
        signature = self._home.sign_as_reporter(digest)
        saved = ""
        if self._site.directory:
            reports = Path(self._site.directory) / "reports"
            saved = await asyncio.to_thread(_saved, reports, document, signature, report.at_ms)
        return SignedReport(
            *(report.accepted, document, "0x" + digest.hex(), "0x" + signature.hex()),
            *(short_form(digest, signature), saved),
        )

    def request(self) -> JoinRequestView:
        """Return who this box is, and its request if it made a sound one; blocks on the disk."""
        constants = self._home.constants
        nothing = JoinRequestView(constants.member, "", "", constants.report_key)
        try:
            with Path(self._site.request or "/nowhere").open("r", encoding="ascii") as source:
                text = source.read(MAX_REQUEST_TEXT + 1).strip()
        except (OSError, UnicodeDecodeError):
            return nothing
        asked = read_request(text)
        if not isinstance(asked, JoinRequest):
            return nothing
        return JoinRequestView(asked.member, comparison(asked), text, asked.report_key)

    def _snapshot(self) -> Snapshot:
        return self._home.snapshot()

    def _facts(self, snapshot: Snapshot, *, household_pin: bool) -> Facts:
        home = self._home
        return Facts(
            snapshot=snapshot,
            findings=self._findings,
            tested=home.state.tested,
            assigned=home.constants.assigned and "grid" not in home.constants.wired,
            household_pin=household_pin,
            broker_enabled=self._site.broker,
            storage=home.constants.storage is not None,
        )

    def _report(self, *, household_pin: bool) -> Report:
        home, constants = self._home, self._home.constants
        now_ms = home.clock.wall_ms()
        snapshot = build_snapshot(home.state, home.overlay, home.revision, now_ms)
        view = checklist(self._facts(snapshot, household_pin=household_pin))
        ladder, radio = snapshot.ladder, snapshot.radio
        lines = [line for line in snapshot.devices if line.role]
        tested = home.state.tested
        unit = None if snapshot.storage is None else snapshot.storage.unit
        return Report(
            kind=KIND,
            at_ms=now_ms,
            version=own_version(),
            home=self._site.home,
            member=constants.member,
            report_key=constants.report_key,
            meter=constants.meter,
            chain_id=constants.chain_id,
            contract=constants.contract,
            handover=tested.handover,
            accepted=view.ready,
            clock="" if ladder is None else ladder.clock,
            clock_sentence="" if ladder is None else ladder.clock_sentence,
            chain=snapshot.chain.state,
            height=snapshot.chain.height,
            nodes=tuple(where for url in self._site.nodes if (where := _host(url))),
            broker=snapshot.broker.state,
            radio="" if radio is None else radio.stage,
            radio_stick="" if radio is None else radio.stick,
            radio_channel=None if radio is None else radio.channel,
            devices=tuple(
                DeviceFact(
                    name=line.name,
                    role=line.role,
                    key=line.key,
                    address=line.ieee,
                    model=line.model,
                    firmware=self._firmware(line.ieee),
                    signal_lqi=line.signal_lqi,
                    battery_percent=line.battery_percent,
                    turned_round=line.invert,
                    available=line.available,
                    import_wh=line.import_wh,
                    export_wh=line.export_wh,
                )
                for line in lines[:DEVICES_IN_IT]
            ),
            devices_without_role=len(
                {ln.ieee for ln in snapshot.devices if ln.ieee and not ln.role}
            ),
            checks=tested.meters,
            relays=tested.relays,
            backup_ms=None if radio is None else radio.backup_ms,
            storage="" if unit is None else f"{unit.address}: {unit.sentence}",
            steps=view.steps,
        )

    def _firmware(self, ieee: str) -> str:
        device = device_of(self._home.overlay, ieee)
        return "" if device is None else device.firmware[:60]


def _saved(directory: Path, document: str, signature: bytes, at_ms: int) -> str:
    """Write the report's page under a name of its own; return the file, empty: it was not written."""
    signed = read_file(file_of(document, signature))
    if isinstance(signed, Wrong):
        log.error("the agent's own report cannot be read: %s", signed.sentence)
        return ""
    at = datetime.fromtimestamp(at_ms // 1_000, UTC).strftime("%Y-%m-%dT%H%M%SZ")
    page = directory / f"acceptance-{at}.html"
    try:
        directory.mkdir(mode=0o750, exist_ok=True)
        page.write_text(page_of(signed), "utf-8")
        for old in sorted(directory.glob("acceptance-*.html"))[:-REPORTS_KEPT]:
            old.unlink()
    except OSError as failed:
        log.warning("the acceptance report was not written: %s", failed)
        return ""
    return str(page)


def _host(url: str) -> str:
    """A node's address without a path: some hold a password of their owner's."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if port else parts.hostname or ""
