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
from drivers.zigbee_frames import AttributeValue
from drivers.zigbee_profiles import METERING, MeterProfile, Quantity
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
    ) -> None:
        self.function = function
        self.profile = profile
        self.values = MeterValues(refused="It has not been read yet.")
        self.live: LiveMeter | None = None
        self.heard_ms: int | None = None
        """Steady clock of the newest register."""
        self.reported_ms: int | None = None
        """Steady clock of the newest report of any kind."""
        self.stale = False
        self._store = store
        self._clock = clock
        self._rules = rules
        self._attributes: dict[AttributeKey, AttributeValue] = {}
        self._three_phase = False
        self._answered: set[AttributeKey] = set()
        self._verdicts: dict[str, Verdict] = {}
        self._states: dict[str, RegisterState | None] = {}
        self._absent: set[str] = set()
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
        self._answered.update((self.function.endpoint, cluster, each) for each in attributes)

    def forget_old(self, keys: Iterable[AttributeKey]) -> None:
        """Drop live values that are too old to go together with new ones."""
        for key in keys:
            self._attributes.pop(key, None)

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
        self._answered.update(fresh)
        now_ms, steady_ms = self._clock.wall_ms(), self._clock.mono_ms()
        if source is ValueSource.REPORT:
            self.reported_ms = steady_ms
        self.values = meter_values(
            self._attributes,
            self.profile,
            self.function.endpoint,
            three_phase=self._three_phase,
        )
        self._three_phase = self._three_phase or self.values.three_phase
        registers = self._refreshed(fresh) if not self.values.refused else {}
        moved = self._step(registers, now_ms)
        if registers:
            self.heard_ms, self.stale = steady_ms, False
        self._show(now_ms, source)
        if not moved or use is None or not self.function.usable:
            return None
        return self._reading(use, now_ms)

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

    def _step(self, registers: dict[str, RegisterValue], now_ms: int) -> bool:
        """Judge registers; store what became of them; return whether one may be handed on."""
        changed: dict[str, bytes] = {}
        durable = False
        for name, value in registers.items():
            before = self._rebased(self._states.get(name), now_ms)
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
        power_w = self.values.power_w.value
        if self.values.power_w.quality not in {ValueQuality.GOOD, ValueQuality.ASSUMED}:
            power_w = None
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

    def _is_absent(self, name: str, attribute: int) -> bool:
        """Whether the meter was asked for a register and has none; kept before 0 is handed on."""
        if name in self._absent:
            return True
        wired = 1 - attribute if self.profile.invert else attribute
        asked = (self.function.endpoint, METERING, wired) in self._answered
        if not asked and METERING in self.function.clusters:
            return False
        self._absent.add(name)
        self._store.save_registers({f"{self.key}/{name}": ABSENT}, durable=True)
        return True

    def _rebased(self, state: RegisterState | None, now_ms: int) -> RegisterState | None:
        """A state from a clock that ran ahead would make every reading late, for ever."""
        if state is None or state.at_ms <= now_ms + CLOCK_SLACK_MS or not self._clock.trusted():
            return state
        return msgspec.structs.replace(state, at_ms=now_ms - 1, pending=None, former=None)

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
