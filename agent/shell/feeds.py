"""The meters and the disk bring their events in; each feed outlives what it reads from."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from agent.core.disk import Level, level_of
from agent.core.events import DiskSeen, Event, MeterRead
from agent.ports import Clock, Disk, MeterError, Meters
from agent.shell.liveness import Liveness

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0)
DISK_EVERY_S = 10.0
DISK_WORKS_S = 45.0

Put = Callable[[Event], Awaitable[None]]
"""Hands an event in."""
Sleep = Callable[[float], Awaitable[None]]


def pause_s(failures: int) -> float:
    """Return how long to wait after so many failures in a row, one or more."""
    return PAUSES_S[min(failures, len(PAUSES_S)) - 1]


async def feed_meters(
    meters: Meters, put: Put, clock: Clock, liveness: Liveness, sleep: Sleep
) -> None:
    """Hand in every reading, for ever; meters that are away are asked again."""
    with liveness.task("meters") as pulse:
        failures, said = 0, ""
        while True:
            try:
                async for reading in pulse.over(meters.readings()):
                    failures, said = 0, ""
                    await put(MeterRead(clock.wall_ms(), reading))
            except MeterError as trouble:
                if str(trouble) != said:  # a stick may be away for days
                    log.warning("meters: %s", trouble)
                said = str(trouble)
            failures += 1
            with pulse.idle():
                await sleep(pause_s(failures))


async def feed_disk(disk: Disk, put: Put, clock: Clock, liveness: Liveness, sleep: Sleep) -> None:
    """Hand in how full the disk is whenever its level changes, for ever."""
    level: Level = "well"
    with liveness.task("disk", DISK_WORKS_S) as pulse:
        while True:
            now = await asyncio.to_thread(_looked_at, disk, level)
            if now != level:
                level = now
                await put(DiskSeen(clock.wall_ms(), clock.mono_ms(), level))
            with pulse.idle():
                await sleep(DISK_EVERY_S)


def _looked_at(disk: Disk, before: Level) -> Level:
    """Return the level now, giving up the reserve or putting it back."""
    level = level_of(disk.free_bytes(), writable=disk.writable(), before=before)
    if level == "well":
        disk.keep_reserve()
    elif disk.release():
        level = level_of(disk.free_bytes(), writable=disk.writable(), before="low")
    return level
