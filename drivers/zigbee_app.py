"""zigpy and bellows, unmodified, as this driver runs them: settings, one hook, one exception type.

The controller below adds three things to bellows' own: a look at every packet before zigpy
interprets it (zigpy drops the attributes behind one whose type it did not expect), the
smart-energy profile read as home automation, and a gate in front of joining.

Smart Energy (profile 0x0109): only meters that answer plain reads are served, as adapters with
that profile do. A utility's own meter wants a certificate exchange (CBKE) that zigpy does not
have (zigpy#1709): it cannot be joined.
"""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import bellows.exception  # type: ignore[import-untyped]
import bellows.zigbee.application  # type: ignore[import-untyped]
import zigpy.backups
import zigpy.exceptions
import zigpy.types as t
from zigpy.device import ZigbeeDevice

from agent.ports import RadioError, RadioRefusedError

SMART_ENERGY_PROFILE = 0x0109
HOME_AUTOMATION_PROFILE = 0x0104

QUIET = ("zigpy", "bellows", "aiosqlite", "serialx", "zigpy.appdb", "asyncio_serial")
"""At DEBUG these write keys: network states, the frames that carry keys, database rows."""

DATABASE_COMMIT_S = 30  # spares the card; joined devices are committed at once (zigpy/appdb.py)

log = logging.getLogger(__name__)

DATABASE_WITHIN_S = 60.0  # a card can be slow; the integrity check reads the whole file
TURNED_AWAY_REMEMBERED = 1_024  # a hostile joiner can invent addresses; ours is the memory
TURNED_AWAY_S = 10.0
SEND_AWAY_S = 10.0
UNKNOWN = t.EUI64.convert("FF:FF:FF:FF:FF:FF:FF:FF")
ZDO_LEAVE = 0x0034
LEAVE_WITH_CHILDREN = 1 << 6


class Hook(Protocol):
    """What the driver wants to hear from the controller, in its own words."""

    def heard(self, ieee: t.EUI64, packet: t.ZigbeePacket) -> None:
        """A packet came from a device of the network; called before zigpy sees it."""
        ...

    def lets_in(self, ieee: t.EUI64, *, holds_key: bool) -> bool:
        """Whether a device may be here; `holds_key`: it was heard on the network already."""
        ...

    def rejoined(self, ieee: t.EUI64) -> None:
        """A device of the network joined or announced itself again."""
        ...

    def lost(self, why: str) -> None:
        """The link to the stick is gone."""
        ...

    def failed(self, mistake: Exception) -> None:
        """One of the calls above raised; the libraries would log that and go on."""
        ...


class BackupsInMemory(zigpy.backups.BackupManager):
    """zigpy's list of backups, never written to its database: those rows hold keys in clear."""

    def add_backup(
        self, backup: zigpy.backups.NetworkBackup, *, suppress_event: bool = False
    ) -> None:
        """Keep the backup in memory, tell no listener."""
        del suppress_event
        super().add_backup(backup, suppress_event=True)


class Controller(bellows.zigbee.application.ControllerApplication):  # type: ignore[misc]
    """bellows' controller with the driver's hook. One life: built, started, shut down."""

    hook: Hook
    """Set by `build`, before anything can be heard."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self.backups = BackupsInMemory(self)
        self.unreadable = 0
        """Packets that zigpy could not take."""
        self._ending = False
        self._turned_away: dict[object, float] = {}

    def packet_received(self, packet: t.ZigbeePacket) -> None:
        """Look at a packet, then hand it to zigpy."""
        if packet.profile_id == SMART_ENERGY_PROFILE:
            packet = packet.replace(profile_id=HOME_AUTOMATION_PROFILE)
        device = None
        if packet.src is not None:
            with contextlib.suppress(KeyError, ValueError):
                device = self.get_device_with_address(packet.src)
            if device is None and self._still_turned_away(packet.src.address):
                return
        if device is not None:
            with ours(self.hook.failed):
                self.hook.heard(device.ieee, packet)
        try:
            super().packet_received(packet)
        except Exception as failed:  # noqa: BLE001 - a device's bytes; ours were read above
            # zigpy raises for values its own types cannot hold, once per report
            self.unreadable += 1
            log.debug("zigpy could not take a packet: %s", type(failed).__name__)

    def handle_join(
        self, nwk: t.NWK, ieee: t.EUI64, parent_nwk: t.NWK, *, handle_rejoin: bool = True
    ) -> None:
        """Take a device in, or turn it away before zigpy has heard of it."""
        ieee = t.EUI64(ieee)
        if ieee in self.devices or ieee == UNKNOWN:
            super().handle_join(nwk, ieee, parent_nwk, handle_rejoin=handle_rejoin)
            if handle_rejoin:
                with ours(self.hook.failed):
                    self.hook.rejoined(ieee)
        elif self._still_turned_away(nwk):
            return
        elif self._lets_in(ieee, holds_key=parent_nwk is None):
            super().handle_join(nwk, ieee, parent_nwk, handle_rejoin=handle_rejoin)
        else:
            self._turn_away(nwk, ieee)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the driver, unless it is our own end (bellows says so then too)."""
        if not self._ending:
            super().connection_lost(exc)
            self.hook.lost(words(exc) if exc is not None else "the stick closed the line")

    async def shutdown(self, *, db: bool = True) -> None:
        """End; from here on a lost connection is no news."""
        self._ending = True
        await super().shutdown(db=db)

    def _lets_in(self, ieee: t.EUI64, *, holds_key: bool) -> bool:
        may = False
        with ours(self.hook.failed):
            may = self.hook.lets_in(ieee, holds_key=holds_key)
        return may  # noqa: RET504 - still False after a mistake

    def _turn_away(self, nwk: t.NWK, ieee: t.EUI64) -> None:
        """Ask it to leave; zigpy never hears of it, so nothing is interviewed or stored."""
        if len(self._turned_away) >= TURNED_AWAY_REMEMBERED:
            self._turned_away.clear()
        self._turned_away[nwk] = asyncio.get_running_loop().time() + TURNED_AWAY_S
        self.create_task(self._send_away(ZigbeeDevice(self, ieee, nwk)), "send_away")

    def _still_turned_away(self, nwk: object) -> bool:
        until_s = self._turned_away.get(nwk)
        if until_s is None:
            return False
        if asyncio.get_running_loop().time() < until_s:
            return True
        del self._turned_away[nwk]
        return False

    async def _send_away(self, device: ZigbeeDevice) -> None:
        try:
            async with asked("sending a device away", SEND_AWAY_S):
                await device.zdo.request(
                    ZDO_LEAVE, device.ieee, LEAVE_WITH_CHILDREN, expect_reply=False, retries=0
                )
        except RadioError as trouble:
            log.info("%s", trouble)
            with contextlib.suppress(RadioError):
                async with asked("having a device removed", SEND_AWAY_S):
                    await self.force_remove(device)


async def build(config: dict[str, Any], hook: Hook) -> Controller:
    """Return a controller with its device database read, not connected; RadioError."""
    silence_libraries()
    Controller.SCHEMA(config)  # a setting zigpy does not know is our mistake, not the stick's
    async with asked("the device database could not be read", DATABASE_WITHIN_S):
        controller = await Controller.new(config, start_radio=False)
    assert isinstance(controller, Controller)  # noqa: S101 - zigpy's annotation is its base class
    controller.hook = hook
    return controller


def settings_of(
    path: str,
    database: Path | None,
    *,
    baudrate: int = 115_200,
    flow_control: str = "software",
    channel: int | None = None,
) -> dict[str, Any]:
    """Return zigpy's configuration for this driver.

    No updates over the air (the defaults ask the internet and broadcast), no topology scans, no
    periodic backups (256 questions to the stick each; ours are asked for), no thread for the
    serial line (measured: 301 reads a second instead of 176).
    """
    return {
        "device": {"path": path, "baudrate": baudrate, "flow_control": flow_control},
        "database_path": None if database is None else str(database),
        "database_commit_interval": DATABASE_COMMIT_S,
        "use_thread": False,
        "ota": {"enabled": False, "broadcast_enabled": False},
        "topology_scan_enabled": False,
        "backup_enabled": False,
        "watchdog_enabled": True,
        "validate_network_settings": True,
        "network": {} if channel is None else {"channel": channel},
    }


def silence_libraries() -> None:
    """Keep keys out of every log, whatever level the program runs at."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@contextlib.asynccontextmanager
async def asked(what: str, within_s: float) -> AsyncIterator[None]:
    """Turn whatever the libraries raise inside into RadioError: `what: in words`.

    After the link dropped their calls raise AttributeError, TypeError and AssertionError
    (bellows#729, bellows 1.2.1), so nothing narrower than Exception is right here, and here only:
    inside stand calls to the libraries, and none of ours. What they wait for they cancel, and that
    is no end of ours. The cause is not chained: some of its texts hold keys.
    """
    try:
        async with asyncio.timeout(within_s):
            yield
    except (RadioError, RadioRefusedError):
        raise
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise RadioError(f"{what}: the link to the stick was lost") from None
    except Exception as failed:  # noqa: BLE001 - see above
        log.log(_level(failed), "%s: %s at %s", what, type(failed).__name__, _place(failed))
        raise RadioError(f"{what}: {words(failed)}") from None


def _level(failed: Exception) -> int:
    """What libraries stumble over after a loss looks like a wrong call of ours: it has to be seen."""
    stumbled = isinstance(failed, AttributeError | TypeError | AssertionError)
    return logging.WARNING if stumbled else logging.DEBUG


def _place(failed: Exception) -> str:
    """Where it was raised; never its text, which may hold keys."""
    *_, last = traceback.extract_tb(failed.__traceback__) or [None]
    return "" if last is None else f"{Path(last.filename).name}:{last.lineno}"


@contextlib.contextmanager
def ours(failed: Callable[[Exception], None]) -> Iterator[None]:
    """Tell what our own code raises inside; around calls that a library swallows exceptions of.

    zigpy and bellows log what a listener or a callback raised, and go on (zigpy.util, bellows.ezsp):
    a mistake of ours would pass for a device that is silent.
    """
    try:
        yield
    except Exception as mistake:  # noqa: BLE001 - handed on, and raised where it ends the process
        failed(mistake)


def words(failed: BaseException) -> str:
    """Say what a library's exception means; never its own text, which may hold keys."""
    match failed:
        case TimeoutError():
            return "no answer"
        case zigpy.exceptions.DeliveryError():
            return "it could not be delivered"
        case zigpy.exceptions.NetworkNotFormed():
            return "the stick has no network"
        case zigpy.exceptions.NetworkSettingsInconsistent():
            return "the stick has another network than before"
        case zigpy.exceptions.CannotWriteNetworkSettings():
            return "this stick cannot take another address; its firmware has to be updated"
        case zigpy.exceptions.DestructiveWriteNetworkSettings():
            return "this stick can take another address only once; use a newer firmware"
        case zigpy.exceptions.TransientConnectionError() | ConnectionError() | FileNotFoundError():
            return "the stick is not there"
        case PermissionError():
            return "the stick's device file may not be opened by this user"
        case bellows.exception.InvalidCommandError():
            return "the stick does not know the command"
        case OSError():
            return f"the line to the stick failed ({failed.strerror or type(failed).__name__})"
        case AttributeError() | TypeError() | AssertionError():
            return "the link to the stick was lost"
        case _:
            return f"the stick or the library refused ({type(failed).__name__})"
