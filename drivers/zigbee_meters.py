"""One meter function: the newest attributes, its registers, and the readings that come of them.

A reading is handed on only with registers that were believed, and only after the state it
depends on is on disk. What is not believed shows in words instead.
"""

from collections.abc import Iterable

import msgspec

from agent.devices.device import LiveMeter, MeterUse, ValueQuality, ValueSource
from agent.metering.reading import MeterReading, MeterRole
from agent.ports import Clock
from agent.units import EnergyWh, PowerW, UnixMs
from drivers.zigbee_catalog import Function
from drivers.zigbee_frames import AttributeValue, TuyaPoint
from drivers.zigbee_profiles import METERING, How, MeterProfile, Quantity, attribute_rule
from drivers.zigbee_register import (
    USABLE,
    RawReading,
    RegisterRules,
    RegisterState,
    Verdict,
    register_quality,
    register_step,
)
from drivers.zigbee_store import RadioStore
from drivers.zigbee_tuya import TimedPoint, tuya_values
from drivers.zigbee_values import AttributeKey, MeterValues, RegisterValue, meter_values

IMPORT, EXPORT = "import", "export"

ABSENT = b"absent"
"""Kept instead of a state: the meter has no such register, and 0 was handed on for it."""

CLOCK_SLACK_MS = 60_000

NEEDS_SYNC = frozenset(Verdict) - {
    Verdict.ACCEPTED,
    Verdict.HELD,
    Verdict.LATE,
    Verdict.SUSPECTED_RESET,
    Verdict.SUSPECTED_JUMP,
    Verdict.IMPOSSIBLE,
}
"""What a power cut must not undo: it changes how later registers are understood."""

SUSPICIOUS = frozenset({Verdict.SUSPECTED_RESET, Verdict.SUSPECTED_JUMP})

WHY = {
    Verdict.FIRST: "The first register was read; a second one has to agree before it counts.",
    Verdict.SUSPECTED_RESET: "Its register fell; it is watched before it is believed.",
    Verdict.SUSPECTED_JUMP: "Its register jumped further than the connection can carry; it is"
    " watched before it is believed.",
    Verdict.IMPOSSIBLE: "It sent a register that cannot be.",
}


class Meter:
    """What is known of one meter function."""

    def __init__(
        self,
        function: Function,
        profile: MeterProfile,
        store: RadioStore,
        clock: Clock,
        rules: RegisterRules,
        gap_ms: int,
    ) -> None:
        """`gap_ms`: readings are handed on at most this often."""
        self._gap_ms = gap_ms
        self.function = function
        self.profile = profile
        self.values = MeterValues(refused="It has not been read yet.")
        self.live: LiveMeter | None = None
        self.heard_ms: int | None = None
        """Steady clock of the newest register, or of what was sent instead of one."""
        self.reported_ms: int | None = None
        """Steady clock of the newest report of any kind."""
        self.stale = False
        self._store = store
        self._clock = clock
        self._rules = rules
        self._attributes: dict[AttributeKey, AttributeValue] = {}
        self._three_phase = False
        self._refused: set[AttributeKey] = set()
        self._points: dict[int, TimedPoint] = {}
        self._handed_ms: int | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._states: dict[str, RegisterState | None] = {}
        self._absent: set[str] = set()
        self._believed_ms: dict[str, int] = {}
        """Steady clock of each register's last believed reading."""
        self._restore()

    @property
    def key(self) -> str:
        return self.function.key

    @property
    def confirmed(self) -> bool:
        """Whether every register it has was read twice and believed."""
        known = [state for state in self._states.values() if state is not None]
        return bool(known) and all(state.confirmed for state in known)

    @property
    def has_register(self) -> bool:
        """Whether there is anything to ask it for."""
        elsewhere = bool(self.profile.tuya or self.profile.source)
        return elsewhere or METERING in self.function.clusters

    @property
    def suspect(self) -> bool:
        """Whether a register left its level: the device may have another scale or serial now."""
        return not SUSPICIOUS.isdisjoint(self._verdicts.values())

    @property
    def sentence(self) -> str:
        """What an installer should know of its values; empty: nothing."""
        if self.values.refused:
            return self.values.refused
        for verdict in self._verdicts.values():
            if verdict not in USABLE and verdict in WHY:
                return WHY[verdict]
        if self.stale:
            return "It has not said anything for too long; the last registers still hold."
        return " ".join(self.values.problems)

    def refused(self, cluster: int, attributes: Iterable[int]) -> None:
        """The device said that it does not have these."""
        self._refused.update((self.function.endpoint, cluster, each) for each in attributes)

    def take(
        self,
        cluster: int,
        values: Iterable[AttributeValue],
        source: ValueSource,
        use: MeterUse | None,
        *,
        endpoint: int | None = None,
    ) -> MeterReading | None:
        """Take what one frame said; return a reading when it brought a believed register."""
        place = self.function.endpoint if endpoint is None else endpoint
        fresh = {(place, cluster, value.attribute): value for value in values}
        self._attributes.update(fresh)
        self._refused.difference_update(fresh)
        self.values = meter_values(
            self._attributes,
            self.profile,
            self.function.endpoint,
            three_phase=self._three_phase,
        )
        self._three_phase = self._three_phase or self.values.three_phase
        return self._judge(self._refreshed(fresh), source, use)

    def take_points(self, points: Iterable[TuyaPoint], use: MeterUse | None) -> MeterReading | None:
        """Take Tuya datapoints; return a reading when they brought a believed register."""
        steady_ms = self._clock.mono_ms()
        fresh = {point.point: TimedPoint(point, steady_ms) for point in points}
        self._points |= fresh
        self.values = tuya_values(self._points, self.profile)
        brought = {rule.quantity for rule in self.profile.tuya if rule.point in fresh}
        turned = self.profile.invert
        sides = {
            IMPORT: Quantity.EXPORT if turned else Quantity.IMPORT,
            EXPORT: Quantity.IMPORT if turned else Quantity.EXPORT,
        }
        both = ((IMPORT, self.values.imported), (EXPORT, self.values.exported))
        registers = {
            name: value for name, value in both if value is not None and sides[name] in brought
        }
        return self._judge(registers, ValueSource.REPORT, use)

    def _judge(
        self, registers: dict[str, RegisterValue], source: ValueSource, use: MeterUse | None
    ) -> MeterReading | None:
        now_ms, steady_ms = self._clock.wall_ms(), self._clock.mono_ms()
        if source is ValueSource.REPORT:
            self.reported_ms = steady_ms
        if registers or self.values.problems or self.values.refused:
            # also what cannot be used was said: asking again would bring the same
            self.heard_ms, self.stale = steady_ms, False
        if self.values.refused:
            registers = {}
        moved = self._step(registers, now_ms, steady_ms)
        self._show(now_ms, source)
        if not moved or use is None or not self.function.usable:
            return None
        if self._handed_ms is not None and steady_ms - self._handed_ms < self._gap_ms:
            return None  # a device that floods must not flood the journal
        reading = self._reading(use, now_ms)
        if reading is not None:
            self._handed_ms = steady_ms
        return reading

    def mark_stale(self) -> None:
        """Nothing came for too long, not even when asked."""
        self.stale = True
        if self.live is not None:
            self.live = msgspec.structs.replace(self.live, quality=ValueQuality.STALE)

    def _refreshed(self, fresh: dict[AttributeKey, AttributeValue]) -> dict[str, RegisterValue]:
        """Return the registers that this frame brought."""
        turned = self.profile.invert
        places = {
            EXPORT if turned else IMPORT: [(self.function.endpoint, METERING, 0)],
            IMPORT if turned else EXPORT: [(self.function.endpoint, METERING, 1)],
        }
        for source in self.profile.source:
            if source.quantity in {Quantity.IMPORT, Quantity.EXPORT}:
                places[str(source.quantity.value)].append(
                    (source.endpoint, source.cluster, source.attribute)
                )
        both = ((IMPORT, self.values.imported), (EXPORT, self.values.exported))
        return {
            name: value
            for name, value in both
            if value is not None and any(place in fresh for place in places[name])
        }

    def _step(self, registers: dict[str, RegisterValue], now_ms: int, steady_ms: int) -> bool:
        """Judge registers; store what became of them; return whether one may be handed on."""
        changed: dict[str, bytes] = {}
        durable = False
        for name, value in registers.items():
            before = self._rebased(name, now_ms, steady_ms)
            reading = RawReading(
                value.raw,
                now_ms,
                value.numerator,
                value.denominator,
                value.modulus,
                self.values.serial,
            )
            after, verdict = register_step(before, reading, self._rules)
            if verdict is Verdict.FIRST and after is not None and name in self._absent:
                after = msgspec.structs.replace(after, total_numerator=0, total_denominator=1)
            self._states[name], self._verdicts[name] = after, verdict
            if after is not None and after.at_ms == now_ms:
                self._believed_ms[name] = steady_ms
            durable = durable or verdict in NEEDS_SYNC
            if after is not None:
                changed[f"{self.key}/{name}"] = msgspec.json.encode(after)
        if changed:
            self._store.save_registers(changed, durable=durable)
        return any(self._verdicts[name] in USABLE for name in registers)

    def _reading(self, use: MeterUse, now_ms: int) -> MeterReading | None:
        """Return a reading; None while one of its registers is not known or not believed."""
        totals = {}
        for name, attribute in ((IMPORT, 0), (EXPORT, 1)):
            state = self._states.get(name)
            if state is not None:
                if not state.confirmed or self._verdicts.get(name, Verdict.ACCEPTED) not in USABLE:
                    return None
                totals[name] = state.whole_wh
            elif self._is_absent(name, attribute):
                totals[name] = 0
            else:
                return None
        power_w = self._believed_power()
        into, out = totals[IMPORT], totals[EXPORT]
        if use.invert:
            into, out = out, into
            power_w = None if power_w is None else -power_w
        role = MeterRole(use.role)
        if role is MeterRole.GENERATION and power_w is not None:
            power_w = -power_w  # what is made is given away
        return MeterReading(
            meter=self.key,
            role=role,
            at_ms=UnixMs(now_ms),
            import_wh=EnergyWh(into),
            export_wh=EnergyWh(out),
            power_w=None if power_w is None else PowerW(power_w),
        )

    def _believed_power(self) -> int | None:
        """The power, unless it is suspect or more than the connection can carry."""
        power = self.values.power_w
        if power.value is None or power.quality not in {ValueQuality.GOOD, ValueQuality.ASSUMED}:
            return None
        most_w = self._rules.limit_w * self._rules.margin_percent // 100
        return power.value if abs(power.value) <= most_w else None

    def _is_absent(self, name: str, attribute: int) -> bool:
        """Whether the meter was asked for a register and has none; kept before 0 is handed on.

        A meter without a second register refuses it or says "no value" for ever. Its first one,
        or one that holds nonsense, is waited for.
        """
        if name in self._absent:
            return True
        quantity = (
            Quantity.EXPORT if (name == EXPORT) is not self.profile.invert else Quantity.IMPORT
        )
        elsewhere = {source.quantity for source in self.profile.source}
        elsewhere |= {rule.quantity for rule in self.profile.tuya}
        if quantity in elsewhere:
            return False
        wired = 1 - attribute if self.profile.invert else attribute
        if METERING in self.function.clusters and not self._has_none(wired):
            return False
        self._absent.add(name)
        self._store.save_registers({f"{self.key}/{name}": ABSENT}, durable=True)
        return True

    def _has_none(self, wired: int) -> bool:
        key = (self.function.endpoint, METERING, wired)
        rule = attribute_rule(self.profile, METERING, wired)
        if rule is not None and rule.how is How.IGNORE:
            return True
        sent = self._attributes.get(key)
        if key in self._refused or sent is None:
            return key in self._refused
        none = sent.value is None or (rule is not None and sent.value in rule.invalid)
        return none and wired == 1

    def _rebased(self, name: str, now_ms: int, steady_ms: int) -> RegisterState | None:
        """A state from a clock that ran ahead would make every reading late, for ever.

        How long ago its reading really was, the steady clock knows, unless we were started since.
        """
        state = self._states.get(name)
        if state is None or state.at_ms <= now_ms + CLOCK_SLACK_MS or not self._clock.trusted():
            return state
        ago_ms = max(1, steady_ms - self._believed_ms.get(name, steady_ms))
        return msgspec.structs.replace(state, at_ms=now_ms - ago_ms, pending=None, former=None)

    def _show(self, now_ms: int, source: ValueSource) -> None:
        values = self.values
        totals = {
            name: None if state is None else state.whole_wh for name, state in self._states.items()
        }
        quality = values.power_w.quality
        qualities = [register_quality(verdict) for verdict in self._verdicts.values()]
        known = [r for r in (values.imported, values.exported) if r is not None]
        if values.refused:
            quality = ValueQuality.INVALID
        elif ValueQuality.SUSPECT in qualities:
            quality = ValueQuality.SUSPECT
        elif known:
            assumed = any(register.quality is ValueQuality.ASSUMED for register in known)
            quality = ValueQuality.ASSUMED if assumed else ValueQuality.GOOD
        self.live = LiveMeter(
            at_ms=now_ms,
            power_w=values.power_w.value,
            import_wh=totals.get(IMPORT),
            export_wh=totals.get(EXPORT),
            quality=quality,
            source=source,
        )

    def _restore(self) -> None:
        kept = self._store.registers_of(self.key)
        for name in (IMPORT, EXPORT):
            body = kept.get(name)
            if body == ABSENT:
                self._absent.add(name)
            elif body is not None:
                self._states[name] = msgspec.json.decode(body, type=RegisterState)
