"""Before a home can run: the box serves its screens and waits, instead of failing again and again.

Only as a service, with a directory that remembers: a command typed by hand is told what is missing
and ends.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from agent.api.joining import JoiningView
from agent.api.permissions import AccessRules
from agent.daemon_start import Begun
from agent.daemon_systemd import passed_socket
from agent.ports import Clock
from agent.provisioning.joining import standing
from agent.settings import BrokerLink, Credential, KeyFile, Settings
from agent.shell.pin_desk import PinDesk
from agent.shell.serve import serving
from agent.shell.settings_files import drop_ins_of
from agent.shell.waiting import BoxWaits, Waiting
from agent.units import Address
from drivers.join_files import CODE, SWITCHED_ON, JoinError, JoinFolder
from drivers.pin_file import PinFile
from drivers.systemd_notify import SystemdNotify

LOOK_EVERY_S = 1.0
JOIN = "Joining makes the keys; with a code on the card by itself, else: gridhearth join request."

NO_PROOF = (
    "The chain has not proven the market's times yet: this home has never been connected.",
    "Check the internet connection and that the nodes are right; it is tried again by itself.",
)


def lacking(settings: Settings) -> tuple[str, str] | None:
    """Return what is missing before this home can run, and what to do; None: nothing.

    Only what is not there yet: what is there and wrong ends the start with its reason.
    """
    for name in ("order_key", "report_key"):
        match getattr(settings.chain, name):
            case KeyFile(path=path) if not Path(path).exists():
                return f"This box has no keys yet ({path}).", JOIN
            case Credential(name=credential) if not _passed(credential).exists():
                said = f"systemd passed no credential {credential}: this box has no keys yet."
                do = "Encrypt the key as docs/configuration.md says, then start the agent again."
                return said, do
            case _:
                pass
    network = Path(settings.chain.network)
    if not network.exists():
        do = "Put the market's network file there; the operator hands it out."
        return f"The market's network file {network} is not here yet.", do
    return None


def _passed(credential: str) -> Path:
    return Path(os.environ.get("CREDENTIALS_DIRECTORY") or "/nonexistent") / credential


def joining_of(settings: Settings, config: Path | None) -> JoiningView:
    """Return how far joining has come; unknown where its files are not this agent's."""
    key = settings.chain.order_key
    if not isinstance(key, KeyFile) or config is None:
        return JoiningView()
    folder = JoinFolder(Path(key.path).parent)
    try:
        seen = folder.seen(
            Address(settings.operator.address),
            drop_ins_of(config) / SWITCHED_ON,
            folder.directory.with_name(CODE),
        )
    except OSError:
        return JoiningView()
    if seen.asked is None and settings.broker != BrokerLink():
        return JoiningView()  # the settings name the broker: it was let in another way
    return standing(seen)


@contextlib.asynccontextmanager
async def shown(
    settings: Settings,
    config: Path | None,
    access: AccessRules,
    clock: Clock,
    notify: SystemdNotify,
) -> AsyncIterator[Waiting]:
    """Serve what a waiting box can say while the context is open."""
    key, journal = settings.chain.order_key, Path(settings.journal.path)
    folder = JoinFolder(Path(key.path).parent) if isinstance(key, KeyFile) else None
    box = BoxWaits(
        directory=str(journal.parent),
        stick="" if settings.radio is None else settings.radio.path,
        joining=lambda: joining_of(settings, config),
        request=lambda: _request(folder),
    )
    handler = Waiting(box, PinDesk(PinFile(journal.with_name("pins.json")), clock), clock.wall_ms)
    path, passed = Path(settings.api.socket), passed_socket(settings.api)
    ours = None
    if passed is not None:
        ours = passed.dup()
        passed.detach()  # the home takes it over after us
    async with (
        serving(path, handler, access, access.viewer_gid, passed=ours),
        asyncio.TaskGroup() as group,
    ):
        beating = group.create_task(_beat(notify), name="watchdog")
        notify.ready()
        yield handler
        beating.cancel()


async def complete(
    settings: Settings, begun: Begun, access: AccessRules, clock: Clock, notify: SystemdNotify
) -> None:
    """Return once nothing is lacking any more; a command typed by hand does not wait for it."""
    if begun.record is None or lacking(settings) is None:
        return
    async with shown(settings, begun.config, access, clock, notify) as handler:
        while (found := lacking(settings)) is not None:
            handler.tell(*found)
            notify.status(found[0])
            await asyncio.sleep(LOOK_EVERY_S)


@contextlib.asynccontextmanager
async def without_proof(
    settings: Settings, begun: Begun, access: AccessRules, clock: Clock, notify: SystemdNotify
) -> AsyncIterator[None]:
    """Show, while the context is open, that the chain has not proven anything to this home yet."""
    if begun.record is None:
        yield
        return
    async with shown(settings, begun.config, access, clock, notify) as handler:
        handler.tell(*NO_PROOF)
        yield


async def _beat(notify: SystemdNotify) -> None:
    while notify.watchdog_s is not None:
        notify.alive()
        await asyncio.sleep(notify.watchdog_s / 2)


def _request(folder: JoinFolder | None) -> str:
    try:
        return "" if folder is None else (folder.request() or "")
    except JoinError:
        return ""
