"""The book of devices: what each is, what it last said, and the readings that come of it."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence

import msgspec
import zigpy.types as t
from zigpy.device import ZigbeeDevice

from agent.devices.device import (
    DeviceFunction,
    FunctionKind,
    MeterUse,
    RadioDevice,
    RelayPosition,
    ValueSource,
)
from agent.metering.reading import MeterReading
from agent.ports import Clock
from drivers.zigbee_app import Controller
from drivers.zigbee_ask import text_of
from drivers.zigbee_board import Board
from drivers.zigbee_catalog import (
    BATTERY_PERCENT,
    POWER_CONFIGURATION,
    TUYA,
    DeviceFacts,
    Function,
    facts_of,
    functions_of,
    profile_of,
    unknown_sentence,
)
from drivers.zigbee_frames import REPORT_ATTRIBUTES, AttributeValue, attribute_frame, tuya_frame
from drivers.zigbee_meters import Meter
from drivers.zigbee_profiles import ON_OFF, MeterProfile
from drivers.zigbee_register import RegisterRules
from drivers.zigbee_relay import Relays
from drivers.zigbee_store import RadioStore

READINGS = 256  # nobody takes them: the oldest goes, the registers of the newest hold its energy

BASIC, SOFTWARE_BUILD = 0x0000, 0x4000
MAINS_SILENT_MS, SLEEPY_SILENT_MS = 2 * 3_600_000, 6 * 3_600_000
"""After so long without any frame a device counts as away (zha/application/const.py has the same)."""


class Known(msgspec.Struct):
    """One device; changed in place."""

    facts: DeviceFacts
    profile: MeterProfile
    functions: tuple[Function, ...]
    meters: dict[int, Meter]
    interview: str = "pending"
    firmware: str = ""
    sentences: tuple[str, ...] = ()
    last_seen_ms: int | None = None
    lqi: int | None = None
    battery_percent: int | None = None
    answers: bool = True
    """False: it did not answer when it was asked; any frame of it makes it True."""


class Devices:
    """Every device of the network."""

    def __init__(
        self,
        store: RadioStore,
        clock: Clock,
        board: Board,
        relays: Relays,
        rules: RegisterRules,
        profiles: Sequence[MeterProfile] | None,
        gap_ms: int,
    ) -> None:
        self._store = store
        self._clock = clock
        self._board = board
        self._relays = relays
        self._rules = rules
        self._profiles = profiles
        self._gap_ms = gap_ms
        self.known: dict[str, Known] = {}
        self.on_suspect: Callable[[str], None] = lambda _: None
        """Called with a device's address when one of its registers left its level."""
        self.uses: dict[str, MeterUse] = {}
        self.readings: deque[MeterReading] = deque(maxlen=READINGS)
        self.counts: Counter[str] = Counter()

    def use(self, meters: Sequence[MeterUse]) -> None:
        """Read exactly these from now on."""
        self.uses = {meter.key: meter for meter in meters}
        self._board.ring()

    def look(self, controller: Controller) -> None:
        """Take over which devices zigpy knows."""
        ours = controller.state.node_info.ieee
        present = {
            text_of(ieee): device
            for ieee, device in controller.devices.items()
            if ieee != ours and isinstance(device, ZigbeeDevice)
        }
        for ieee in self.known.keys() - present.keys():
            del self.known[ieee]
        for device in present.values():
            self.refresh(device)
        self._board.ring()

    def refresh(self, device: ZigbeeDevice) -> Known:
        """Take over what zigpy knows of a device; its meters keep what they know."""
        facts = facts_of(device)
        known = self.known.get(facts.ieee)
        if known is not None and known.facts == facts:
            return known
        profile = profile_of(facts, self._profiles)
        functions = functions_of(facts, profile) if facts.complete else ()
        before = {} if known is None else known.meters
        meters = {
            f.endpoint: self._meter(before.get(f.endpoint), f, profile)
            for f in functions
            if f.kind is FunctionKind.METER
        }
        new = Known(facts, profile, functions, meters)
        if known is not None:
            new.firmware, new.last_seen_ms, new.lqi = known.firmware, known.last_seen_ms, known.lqi
            new.battery_percent = known.battery_percent
        elif device.last_seen is not None:
            new.last_seen_ms = int(device.last_seen * 1_000)
        new.interview = "complete" if facts.complete else "pending"
        self.known[facts.ieee] = new
        self._board.ring()
        return new

    def interviewed(self, device: ZigbeeDevice, how: str) -> None:
        """Show a device that is not known yet: pending or failed."""
        known = self.refresh(device)
        if not known.facts.complete:
            known.interview = how
        self._board.ring()

    def news(self) -> None:
        """Something that is shown has changed."""
        self._board.ring()

    def forget(self, ieee: str) -> None:
        """A device was removed."""
        self.known.pop(ieee, None)
        self._board.ring()

    def meter(self, key: str) -> Meter | None:
        """Return a meter by its key."""
        ieee, _, endpoint = key.partition("/")
        known = self.known.get(ieee)
        return None if known is None else known.meters.get(int(endpoint or 0))

    def function(self, key: str, kind: FunctionKind) -> Function | None:
        """Return a function by its key."""
        known = self.known.get(key.partition("/")[0])
        found = () if known is None else known.functions
        return next((f for f in found if f.key == key and f.kind is kind), None)

    def heard(self, ieee: str, packet: t.ZigbeePacket, payload: bytes) -> None:
        """Take in one frame, whatever zigpy makes of it."""
        known = self.known.get(ieee)
        if known is None:
            return
        known.last_seen_ms, known.answers = self._clock.wall_ms(), True
        known.lqi = None if packet.lqi is None else int(packet.lqi)
        endpoint, cluster = int(packet.src_ep or 0), int(packet.cluster_id)
        if cluster == TUYA and endpoint:
            self._tuya(known, payload)
            return
        frame = attribute_frame(payload) if endpoint else None
        if frame is None:
            return
        if frame.problem:
            self.counts["unreadable"] += 1
        if not frame.header.from_server:
            return
        reported = frame.header.command == REPORT_ATTRIBUTES
        source = ValueSource.REPORT if reported else ValueSource.POLL
        if frame.refused and endpoint in known.meters:
            known.meters[endpoint].refused(cluster, [attribute for attribute, _ in frame.refused])
        self._common(known, endpoint, cluster, frame.values)
        self._metered(known, endpoint, cluster, frame.values, source)

    def listed(self, *, up: bool) -> tuple[RadioDevice, ...]:
        """Return every device, ordered by address."""
        now_ms = self._clock.wall_ms()
        return tuple(
            self._shown(ieee, known, now_ms, up=up) for ieee, known in sorted(self.known.items())
        )

    def _common(
        self, known: Known, endpoint: int, cluster: int, values: Iterable[AttributeValue]
    ) -> None:
        for value in values:
            what = (cluster, value.attribute)
            if what == (ON_OFF, 0) and isinstance(value.value, int):
                if self._relays.said(f"{known.facts.ieee}/{endpoint}", value.value):
                    self._board.ring()
            elif what == (POWER_CONFIGURATION, BATTERY_PERCENT) and isinstance(value.value, int):
                known.battery_percent = min(value.value // 2, 100)
            elif what == (BASIC, SOFTWARE_BUILD) and isinstance(value.value, bytes):
                known.firmware = value.value.strip(b"\0 ").decode("utf-8", "replace")

    def _metered(
        self,
        known: Known,
        endpoint: int,
        cluster: int,
        values: Sequence[AttributeValue],
        source: ValueSource,
    ) -> None:
        if not values:
            return
        for meter in known.meters.values():
            elsewhere = any(
                (s.endpoint, s.cluster) == (endpoint, cluster) for s in known.profile.source
            )
            own = meter.function.endpoint == endpoint and cluster in meter.function.clusters
            if not own and not elsewhere:
                continue
            before = meter.suspect
            use = self.uses.get(meter.key)
            self._hand_on(meter.take(cluster, values, source, use, endpoint=endpoint), source)
            if meter.suspect and not before:
                self.on_suspect(known.facts.ieee)

    def _tuya(self, known: Known, payload: bytes) -> None:
        frame = tuya_frame(payload)
        if frame is None or not frame.points or not known.profile.tuya:
            return
        if frame.problem:
            self.counts["unreadable"] += 1
        for meter in known.meters.values():
            reading = meter.take_points(frame.points, self.uses.get(meter.key))
            self._hand_on(reading, ValueSource.REPORT)

    def _hand_on(self, reading: MeterReading | None, source: ValueSource) -> None:
        self.counts[source.value] += 1
        if reading is not None:
            self.readings.append(reading)
            self.counts["readings"] += 1
        self._board.ring()

    def _meter(self, before: Meter | None, function: Function, profile: MeterProfile) -> Meter:
        if before is not None and (before.function, before.profile) == (function, profile):
            return before
        return Meter(function, profile, self._store, self._clock, self._rules, self._gap_ms)

    def _shown(self, ieee: str, known: Known, now_ms: int, *, up: bool) -> RadioDevice:
        facts = known.facts
        limit_ms = MAINS_SILENT_MS if facts.router else SLEEPY_SILENT_MS
        seen_ms = known.last_seen_ms
        fresh = seen_ms is not None and now_ms - seen_ms < limit_ms
        file_version = "" if facts.file_version is None else f"{facts.file_version:08x}"
        words = [unknown_sentence(facts, known.functions), known.profile.note, *known.sentences]
        return RadioDevice(
            ieee=ieee,
            manufacturer=facts.manufacturer,
            model=facts.model,
            firmware=known.firmware or file_version,
            profile=known.profile.name,
            interview=known.interview,
            available=up and fresh and known.answers,
            last_seen_ms=seen_ms,
            battery_percent=known.battery_percent,
            signal_lqi=known.lqi,
            functions=tuple(self._function(known, function) for function in known.functions),
            sentence=" ".join(word for word in words if word),
        )

    def _function(self, known: Known, function: Function) -> DeviceFunction:
        if function.kind is FunctionKind.RELAY:
            return DeviceFunction(
                function.key,
                function.kind,
                function.usable,
                function.sentence,
                position=self._relays.positions.get(function.key, RelayPosition.UNKNOWN)
                if function.usable
                else None,
                lease=function.usable and self._relays.lease(function.key),
            )
        meter = known.meters[function.endpoint]
        return DeviceFunction(
            function.key,
            function.kind,
            function.usable and not meter.values.refused,
            function.sentence or meter.sentence,
            live=meter.live,
        )
