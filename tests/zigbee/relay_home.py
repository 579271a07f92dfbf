"""The smallest home that has all a relay hangs on: the radio's driver, the core and its journal.

`live` is a process of its own, to be killed; the chain it is given is silent.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec

from agent.devices import relay
from agent.devices.device import RelayPosition
from agent.shell.household import Household
from agent.shell.radio_desk import RadioDesk
from drivers.clocks import SystemClock
from drivers.journal_sqlite import SqliteJournal
from drivers.zigbee_radio import ZigbeeRadio
from tests.core.story import CONSTANTS, ORDER_KEY, REPORT_KEY, feeder
from tests.shell.scripted_radio import MemoryBackups
from tests.shell.test_market_reader import Market
from tests.zigbee import radio_rig as rig

LEASE_S = 60
"""The shortest there is."""
HOME = msgspec.structs.replace(
    CONSTANTS,
    assigned=True,
    cycle_s=20,
    relay_min_on_s=0,
    relay_min_off_s=0,
    relay_lease_s=LEASE_S,
)


@contextlib.asynccontextmanager
async def living(directory: Path, path: str, *, leased: bool = True) -> AsyncIterator[Household]:
    """Run the home on what is on the disk; `leased` False: the fault of switching on for ever."""
    clock = SystemClock(assume_trusted=True)

    def make() -> ZigbeeRadio:
        radio = ZigbeeRadio(rig.settings(path, directory), clock)
        return radio if leased else _without_leases(radio)

    desk = RadioDesk(make, clock, MemoryBackups())
    journal = SqliteJournal(directory / "journal.db")
    try:
        household = Household(
            HOME,
            feeder(),
            clock=clock,
            journal=journal,
            meters=desk,
            desk=desk,
            chain=Market().chain.view(),
            order_key=ORDER_KEY,
            report_key=REPORT_KEY,
            mailbox=None,
            tick_s=0.2,
        )
        household.recover()
        task = asyncio.create_task(household.run())
        try:
            yield household
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    finally:
        journal.close()


def _without_leases(radio: ZigbeeRadio) -> ZigbeeRadio:
    honest = radio.switch

    async def switch(key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        del lease_s
        return await honest(key, on=on, lease_s=None)

    radio.switch = switch  # type: ignore[method-assign]
    return radio


def live(directory: str, path: str, leased: Any) -> None:
    """Live until killed. A relay that is asked before the radio is up is asked again sooner than
    after five seconds: there are hundreds of lives to get through."""
    relay.ASK_AGAIN_MS = 100

    async def for_ever() -> None:
        async with living(Path(directory), path, leased=bool(leased)):
            await asyncio.Event().wait()

    asyncio.run(for_ever())
