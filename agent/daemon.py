"""The only file that knows decisions and drivers: it reads the settings, wires and starts.

Order of a start: settings, keys, journal (replayed), socket, READY; then chain, broker and
meters as they come. A home whose chain is away still measures, shows and remembers.
"""

import asyncio
import contextlib
import grp
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from agent.api.permissions import AccessRules
from agent.bridge.payload import LinkStatus, encode_status
from agent.bridge.report import ReportDomain
from agent.bridge.topics import Channel, home_subscriptions, topic
from agent.core.constants import Constants
from agent.core.disk import LOW_BYTES, RESERVE_BYTES
from agent.core.events import Restored
from agent.core.starts import NAME as LOOP
from agent.core.starts import StartBook
from agent.daemon_backup import HomeBackups
from agent.daemon_constants import (
    constants_of,
    first_times,
    head_lag_ms,
    refuse_other_market,
    timed,
)
from agent.daemon_house import house_and_metrics
from agent.daemon_journal import open_journal
from agent.daemon_meters import meters_of
from agent.daemon_radio import radio_desk
from agent.daemon_start import Begun, StartError
from agent.daemon_storage import (
    simulated_battery,
    storage_desk,
    unit_key,
    with_storage,
)
from agent.daemon_systemd import count_healthy, feed, memory_directory, passed_socket
from agent.daemon_waiting import complete, joining_of, without_proof
from agent.feeders import load_feeder
from agent.networks import load_network
from agent.ports import Clock, HistoryError
from agent.settings import (
    Api,
    BrokerLink,
    KeyFile,
    Settings,
)
from agent.shell.acceptance import Site
from agent.shell.history_desk import HistoryDesk
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.pin_desk import PinDesk
from agent.shell.run import last_constants, storage_was_read
from agent.shell.serve import serving
from drivers.chain_rpc import ChainClient
from drivers.chain_trust_file import TrustFile
from drivers.clocks import SystemClock
from drivers.disk_room import DiskRoom
from drivers.history_sqlite import SqliteHistory
from drivers.home_restore import forget_note, read_note
from drivers.keystore import read_key
from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles, Will
from drivers.pin_file import PinFile
from drivers.systemd_listen import PassedSocketError
from drivers.systemd_notify import SystemdNotify

log = logging.getLogger(__name__)

FIRST_TICKS_PER_CYCLE = 60
"""A tick every fifteenth of a minute of a normal cycle, at most a second apart."""


async def run_daemon(settings: Settings, begun: Begun | None = None) -> None:
    """Run one home until SIGTERM or SIGINT. StartError, NetworkFileError, the drivers' own errors.

    `begun` is what was found before; None: nothing.
    """
    begun = begun or Begun(settings, (), lambda: None)
    notify = SystemdNotify()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        running = asyncio.create_task(_run(settings, begun, notify, stack), name="daemon")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        done, _ = await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        notify.stopping()
        stopping.cancel()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        log.info("stopped" if stopping in done else "ended")


async def _run(
    settings: Settings,
    begun: Begun,
    notify: SystemdNotify,
    stack: contextlib.AsyncExitStack,
) -> None:
    clock = SystemClock(assume_trusted=settings.home.clock == "assume-trusted")
    access = _access(settings.api)
    await complete(settings, begun, access, clock, notify)
    order_key, report_key = read_key(settings.chain.order_key), read_key(settings.chain.report_key)
    network = load_network(Path(settings.chain.network))
    journal_path = Path(settings.journal.path)
    disk = DiskRoom(journal_path.parent, RESERVE_BYTES)
    if disk.free_bytes() < LOW_BYTES:
        disk.release()  # or the journal might not even open
    looped = any(guard.name == LOOP for guard in begun.guards)
    opened, trouble = open_journal(journal_path, memory_directory(), looped=looped)
    journal = stack.enter_context(contextlib.closing(opened))
    guards = begun.guards if trouble is None else (*begun.guards, trouble)
    trust = TrustFile(journal_path.with_name("trust.json"), network)
    client = await stack.enter_async_context(
        ChainClient(network, settings.chain.upstreams, wall_ms=clock.wall_ms, store=trust)
    )
    unit = unit_key(settings)
    constants = constants_of(settings, network, order_key.address, report_key.address)
    constants = with_storage(constants, settings, unit)
    known = last_constants(journal)
    if known is not None:
        refuse_other_market(known, constants, journal_path, storage_read=storage_was_read(journal))
        constants = timed(constants, known.genesis_s, known.cycle_s)
    else:
        notify.status("waiting for the first proof of the market's times")
        async with without_proof(settings, begun, access, clock, notify):
            constants = await first_times(client, constants, notify)
    broker = _broker(settings.broker, constants, clock)
    desk = radio_desk(settings, constants, clock)
    stored = simulated_battery(settings, constants, clock, journal_path.with_name("battery.json"))
    meters = meters_of(settings, constants, clock, desk) if stored is None else stored[0]
    battery = None if stored is None else stored[1]
    household = Household(
        constants,
        load_feeder(constants.feeder),
        clock=clock,
        journal=journal,
        meters=meters,
        desk=desk,
        storage=storage_desk(settings, constants, clock, client, unit, battery),
        chain=client.view(),
        order_key=order_key,
        report_key=report_key,
        mailbox=broker,
        guards=guards,
        disk=disk,
        head_lag_ms=head_lag_ms(settings, network),
        acknowledge=lambda: (
            None if begun.record is None else begun.record.note(lambda _: StartBook())
        ),
        tick_s=min(1.0, constants.cycle_s / FIRST_TICKS_PER_CYCLE),
    )
    stack.callback(household.flush)
    _recover(household, None if trouble is not None else journal_path.parent)
    pins = PinDesk(PinFile(journal_path.with_name("pins.json")), clock)
    history = _history(stack, journal_path, household)
    beside = house_and_metrics(
        settings,
        household,
        clock=clock,
        journal=journal,
        operator=broker,
        viewer_gid=access.viewer_gid,
    )
    async with _connected(broker), beside:
        backups = HomeBackups(settings, begun, household, None if trouble else journal)
        joining = partial(joining_of, settings, begun.config)
        handler = HouseholdApi(household, pins, history, _site(settings), backups, joining)
        await _serve(settings.api, household, handler, access, notify, begun, backups)


def _recover(household: Household, state: Path | None) -> None:
    """Replay the journal; a note in the state's directory says that it came from a backup.

    None: what the journal takes does not last, so the note waits for the next start.
    """
    note = None if state is None else read_note(state)
    replayed = household.recover(
        None if note is None else Restored(household.clock.wall_ms(), note.ident, note.taken_ms)
    )
    if state is not None and note is not None:
        forget_note(state)
    log.info("journal replayed: %d events since the last snapshot", replayed)


def _site(settings: Settings) -> Site:
    """What the checklist and the acceptance report say of this place."""
    return Site(
        settings.home.name,
        settings.chain.upstreams,
        settings.broker.enabled,
        _request_of(settings),
        str(Path(settings.journal.path).parent),
        "" if settings.radio is None else settings.radio.path,
    )


@contextlib.asynccontextmanager
async def _connected(broker: PahoBroker | None) -> AsyncIterator[None]:
    if broker is None:
        yield
        return
    async with broker.connected():
        yield


def _history(
    stack: contextlib.AsyncExitStack, journal: Path, household: Household
) -> HistoryDesk | None:
    """Open the history beside the journal; without it the home trades all the same."""
    path = journal.with_name("telemetry.db")
    try:
        opened = SqliteHistory(path, household.clock.wall_ms)
    except HistoryError as trouble:
        log.warning("there will be no history: %s", trouble)
        return None
    history = stack.enter_context(contextlib.closing(opened))
    return HistoryDesk(history, lambda: household.state)


async def _serve(
    api: Api,
    household: Household,
    handler: HouseholdApi,
    access: AccessRules,
    notify: SystemdNotify,
    begun: Begun,
    backups: HomeBackups,
) -> None:
    async with (
        serving(Path(api.socket), handler, access, access.viewer_gid, passed=_passed(api)),
        asyncio.TaskGroup() as group,
    ):
        group.create_task(household.run(), name="household")
        group.create_task(feed(household, notify), name="watchdog")
        if handler.history is not None:
            group.create_task(handler.history.run(household.liveness), name="history")
        group.create_task(backups.run(household.liveness, household.clock), name="backups")
        notify.ready()
        notify.status("running")  # what stood there was said while starting
        begun.ready()
        if begun.record is not None:
            group.create_task(count_healthy(household, begun.record), name="healthy minute")
        log.info("ready: %s", api.socket)


def _broker(link: BrokerLink, constants: Constants, clock: Clock) -> PahoBroker | None:
    if not link.enabled:
        return None
    domain = ReportDomain(constants.chain_id, constants.contract)
    status = topic(domain, Channel.STATUS, constants.member)
    here, gone = (
        encode_status(LinkStatus(online, clock.boot_id(), clock.wall_ms()))
        for online in (True, False)
    )
    return PahoBroker(
        BrokerSettings(
            host=link.host,
            port=link.port,
            client_id="gridhearth-" + constants.member[2:18],
            tls=None
            if link.tls is None
            else TlsFiles(link.tls.ca, link.tls.certificate, link.tls.key, link.tls.crl),
            mqtt5=link.mqtt == "5",
            will=Will(status, gone),
            birth=here,
            subscriptions=home_subscriptions(domain, constants.member),
        )
    )


def _access(api: Api) -> AccessRules:
    names = {
        "viewer_gid": api.viewer_group,
        "user_gid": api.user_group,
        "installer_gid": api.installer_group,
    }
    gids: dict[str, int | None] = {}
    problems = []
    for field, name in names.items():
        try:
            gids[field] = None if name is None else grp.getgrnam(name).gr_gid
        except KeyError:
            problems.append(f"the group {name} does not exist on this machine")
    if problems:
        raise StartError("; ".join(problems))
    return AccessRules(daemon_uid=os.geteuid(), **gids)


def _request_of(settings: Settings) -> str:
    """`gridhearth join` keeps the request beside the keys; empty: the keys are systemd's."""
    key = settings.chain.order_key
    return str(Path(key.path).with_name("request.txt")) if isinstance(key, KeyFile) else ""


def _passed(api: Api) -> socket.socket | None:
    try:
        return passed_socket(api)
    except PassedSocketError as wrong:
        raise StartError(str(wrong)) from wrong
