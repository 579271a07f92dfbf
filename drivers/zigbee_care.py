"""What the driver does by itself while the radio is up: set devices up, poll, notice silence."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from agent.devices.device import FunctionKind
from agent.ports import Clock, RadioError
from drivers.zigbee_ask import Asker, Read
from drivers.zigbee_catalog import TUYA, Function
from drivers.zigbee_devices import BASIC, SOFTWARE_BUILD, Devices, Known
from drivers.zigbee_meters import Meter
from drivers.zigbee_profiles import METERING, MeterProfile
from drivers.zigbee_relay import Relays
from drivers.zigbee_reporting import Intervals, Plan, Reporting
from drivers.zigbee_schedule import (
    SILENT_INTERVALS,
    SILENT_LEAST_S,
    VALUE_AGE_INTERVALS,
    VALUE_AGE_LEAST_S,
    Budget,
    Poll,
    Schedule,
)

AT_ONCE = 4  # devices that are talked to at the same time; one that is dead blocks no other
RETRY_FIRST_S, RETRY_MOST_S = 5.0, 900.0
TUYA_QUERY = 0x03
TUYA_SPELL = (0x0004, 0x0000, 0x0001, 0x0005, 0x0007, 0xFFFE)

log = logging.getLogger(__name__)


class Care:
    """Keeps every device set up and heard of."""

    def __init__(
        self,
        devices: Devices,
        asker: Asker,
        reporting: Reporting,
        relays: Relays,
        budget: Budget,
        intervals: Intervals,
        clock: Clock,
        configured: Callable[[str, tuple[str, ...]], None],
    ) -> None:
        self._devices = devices
        self._asker = asker
        self._reporting = reporting
        self._relays = relays
        self._intervals = intervals
        self._clock = clock
        self._configured = configured
        self._schedule = Schedule(budget)
        self._plans: dict[str, Plan] = {}
        self._wanted: dict[str, float] = {}
        """Devices to set up and when (the loop's clock)."""
        self._failures: dict[str, int] = {}
        self._busy: set[str] = set()
        self._asked_ms: dict[str, int] = {}
        self._since_ms: dict[str, int] = {}
        """When a meter's reports were last set up (steady clock)."""
        self._silences: dict[str, tuple[int, int]] = {}
        """How often that was done again for silence without a report since, and when last."""
        self._wake = asyncio.Event()

    def set_up_soon(self, ieee: str) -> None:
        """Bind and configure a device when its turn comes."""
        self._wanted[ieee] = asyncio.get_running_loop().time()
        self._wake.set()

    def forget(self, ieee: str) -> None:
        """A device was removed."""
        self._wanted.pop(ieee, None)
        self._schedule.plan(ieee, (), 0.0)
        for key in [key for key in self._plans if key.startswith(ieee)]:
            del self._plans[key]

    def uses_changed(self) -> None:
        """Which meters are read has changed: so has what is polled."""
        for known in self._devices.known.values():
            self._plan_polls(known)
        self._wake.set()

    async def run(self) -> None:
        """Care for all devices until cancelled."""
        for ieee, known in self._devices.known.items():
            if not all(f.key in self._plans for f in _meters(known)) or not _meters(known):
                self.set_up_soon(ieee)
            for meter in known.meters.values():
                self._since_ms[meter.key] = self._clock.mono_ms()
        loop = asyncio.get_running_loop()
        self._busy.clear()
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._wake.clear()
                self._start_due(tasks, loop.time())
                tick_s = min(1.0, self._intervals.poll_s / 4)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(tick_s):
                        await self._wake.wait()

    def _start_due(self, tasks: asyncio.TaskGroup, now_s: float) -> None:
        for ieee, at in sorted(self._wanted.items(), key=lambda item: item[1]):
            if at <= now_s and self._free(ieee):
                del self._wanted[ieee]
                tasks.create_task(self._set_up_guarded(ieee), name=f"set up {ieee}")
        for poll in self._schedule.take(now_s):
            if self._free(poll.ieee):
                tasks.create_task(self._poll(poll), name=f"poll {poll.ieee}")
        for known in list(self._devices.known.values()):
            for meter in known.meters.values():
                if meter.key in self._devices.uses and meter.has_register:
                    self._look_after(tasks, meter)

    def _free(self, ieee: str) -> bool:
        if ieee in self._busy or len(self._busy) >= AT_ONCE:
            return False
        self._busy.add(ieee)
        return True

    def _look_after(self, tasks: asyncio.TaskGroup, meter: Meter) -> None:
        """Ask a meter that has been silent too long; configure its reports again."""
        now_ms = self._clock.mono_ms()
        interval_s = self._longest_s(meter)
        since_ms = self._since_ms.setdefault(meter.key, now_ms)
        ieee = meter.function.ieee
        old_s = max(VALUE_AGE_INTERVALS * interval_s, VALUE_AGE_LEAST_S)
        heard_ms = max(meter.heard_ms or since_ms, self._asked_ms.get(meter.key, since_ms))
        if now_ms - heard_ms > 1_000 * old_s and ieee not in self._wanted and self._free(ieee):
            self._asked_ms[meter.key] = now_ms
            tasks.create_task(self._ask_silent(meter), name=f"ask {ieee}")
        tries, last_ms = self._silences.get(meter.key, (0, since_ms))
        if meter.reported_ms is not None and meter.reported_ms > last_ms:
            tries, last_ms = 0, meter.reported_ms
            self._silences[meter.key] = tries, last_ms
        silent_s = max(SILENT_INTERVALS * interval_s, SILENT_LEAST_S) * 2 ** min(tries, 6)
        if now_ms - max(last_ms, since_ms) > 1_000 * silent_s and self._reports(meter.key):
            self._silences[meter.key] = tries + 1, now_ms
            self.set_up_soon(ieee)

    def _longest_s(self, meter: Meter) -> float:
        if self._reports(meter.key):
            return self._intervals.register_max_s
        return self._intervals.poll_s

    def _reports(self, key: str) -> bool:
        plan = self._plans.get(key)
        return plan is None or any(w.cluster == METERING for w in plan.reported)

    async def set_up(self, ieee: str) -> tuple[str, ...]:
        """Read, bind and configure a device; return what it did not accept; RadioError."""
        device = self._asker.device(ieee)
        known = self._devices.refresh(device)
        sentences: list[str] = []
        with contextlib.suppress(RadioError):
            await self._introduce(known)
        for function in known.functions:
            if not function.usable:
                continue
            if function.kind is FunctionKind.METER:
                sentences += await self._set_up_meter(known, function)
            else:
                sentences += [await self._reporting.relay(function)]
                sentences += [await self._relays.define_start(function.key)]
                await self._relays.position(function.key)
        known.sentences = tuple(sentence for sentence in sentences if sentence)
        self._plan_polls(known)
        self._devices.refresh(device)
        return known.sentences

    async def _introduce(self, known: Known) -> None:
        """Read the firmware's name; where it takes more for a device to talk, do that."""
        endpoint = next((e for e in known.facts.endpoints if BASIC in e.inputs), None)
        if endpoint is None:
            return
        ieee = known.facts.ieee
        if known.profile.tuya_spell:
            await self._asker.read(ieee, endpoint.number, BASIC, TUYA_SPELL, whole=True)
        if not known.firmware:
            await self._asker.read(ieee, endpoint.number, BASIC, (SOFTWARE_BUILD,))

    async def _set_up_meter(self, known: Known, function: Function) -> tuple[str, ...]:
        meter = known.meters[function.endpoint]
        if known.profile.tuya:
            await self._query_tuya(function)
            await self._query_tuya(function)  # a first register counts once a second one agrees
        reads = await self._reporting.read_all(function, known.profile)
        if not meter.function.usable:
            return ()
        plan = await self._reporting.set_up(function, known.profile, reads, meter.values)
        self._plans[function.key] = plan
        self._since_ms[function.key] = self._clock.mono_ms()
        if not meter.confirmed and not meter.values.refused:
            await self._read_registers(function, known.profile, reads)
        return plan.sentences

    async def _read_registers(
        self, function: Function, profile: MeterProfile, reads: list[tuple[int, int, Read]]
    ) -> None:
        """A first register counts once a second one agrees: ask for it now."""
        places = {(s.endpoint, s.cluster) for s in profile.source}
        places.add((function.endpoint, METERING))
        for endpoint, cluster, read in reads:
            if (endpoint, cluster) in places:
                attributes = [v.attribute for v in read.values if v.attribute < 0x0100]
                await self._asker.read(function.ieee, endpoint, cluster, attributes)

    async def _query_tuya(self, function: Function) -> None:
        """Have a device say all its datapoints; they come as reports."""
        with contextlib.suppress(RadioError):
            await self._asker.command(function.ieee, function.endpoint, TUYA, TUYA_QUERY)

    async def _set_up_guarded(self, ieee: str) -> None:
        try:
            sentences = await self.set_up(ieee)
        except RadioError as trouble:
            failures = self._failures[ieee] = self._failures.get(ieee, 0) + 1
            pause_s = min(RETRY_FIRST_S * 2 ** (failures - 1), RETRY_MOST_S)
            self._wanted[ieee] = asyncio.get_running_loop().time() + pause_s
            known = self._devices.known.get(ieee)
            if known is not None:
                known.answers = False
                known.sentences = (f"It could not be set up yet ({trouble}).",)
            log.info("%s could not be set up: %s", ieee, trouble)
        else:
            self._failures.pop(ieee, None)
            self._configured(ieee, sentences)
        finally:
            self._busy.discard(ieee)
            self._wake.set()
            self._devices.news()

    async def _poll(self, poll: Poll) -> None:
        try:
            await self._asker.read(
                poll.ieee, poll.endpoint, poll.cluster, poll.attributes, retries=0
            )
        except RadioError as trouble:
            log.debug("%s was not polled: %s", poll.ieee, trouble)
        finally:
            self._busy.discard(poll.ieee)

    async def _ask_silent(self, meter: Meter) -> None:
        """The active read before a value is called stale."""
        self._asker.suspect()  # it may be the stick that is silent, not the meter
        before = meter.heard_ms
        known = self._devices.known.get(meter.function.ieee)
        try:
            if meter.profile.tuya:
                await self._query_tuya(meter.function)
            await self._reporting.read_all(meter.function, meter.profile)
        except RadioError:
            if known is not None:
                known.answers = False
        finally:
            self._busy.discard(meter.function.ieee)
        if meter.heard_ms == before:
            meter.mark_stale()
        self._devices.news()

    def _plan_polls(self, known: Known) -> None:
        """Only meters in use are polled; the others show what they report."""
        polls: list[Poll] = []
        for function in _meters(known):
            plan = self._plans.get(function.key)
            if plan is not None and function.key in self._devices.uses:
                polls += self._reporting.polls(function, plan)
        now_s = asyncio.get_running_loop().time()
        self._schedule.plan(known.facts.ieee, polls, now_s)


def _meters(known: Known) -> list[Function]:
    return [f for f in known.functions if f.kind is FunctionKind.METER and f.usable]
