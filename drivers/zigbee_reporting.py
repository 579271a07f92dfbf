"""Have a device report what is wanted, attribute by attribute, and know what has to be polled.

Bind, configure, read back: a device may refuse some attributes, accept and forget others, or
answer for all with one status. What does not report is polled, within the budget (`Schedule`).
"""

import math
import struct
from collections.abc import Iterable, Sequence

import msgspec
import zigpy.types as t

from agent.ports import RadioError
from drivers.zigbee_ask import MAINS_WITHIN_S, Asker, Read
from drivers.zigbee_catalog import Function
from drivers.zigbee_frames import AttributeValue
from drivers.zigbee_link import Link
from drivers.zigbee_profiles import (
    ELECTRICAL,
    METERING,
    How,
    MeterProfile,
    Wanted,
    wanted_attributes,
)
from drivers.zigbee_reporting_frames import (
    CONFIGURE,
    READ_BACK,
    Rule,
    chunks,
    configured,
    read_back,
)
from drivers.zigbee_schedule import Poll
from drivers.zigbee_values import MeterValues

REGISTERS = frozenset({(METERING, 0x0000), (METERING, 0x0001)})
INVALID_TYPE = 0x8D


class Intervals(msgspec.Struct, frozen=True):
    """How often what is wanted, in seconds; the least changes in Wh, W and percent."""

    register_min_s: int = 30
    register_max_s: int = 300
    power_min_s: int = 10
    power_max_s: int = 300
    poll_s: float = 60.0
    change_wh: int = 10
    change_w: int = 5
    change_percent: int = 2

    def faster(self, factor: int) -> "Intervals":
        """Return the same, so many times as often, each at least every second."""
        return Intervals(
            max(1, self.register_min_s // factor),
            max(1, self.register_max_s // factor),
            max(1, self.power_min_s // factor),
            max(1, self.power_max_s // factor),
            max(1.0, self.poll_s / factor),
            self.change_wh,
            self.change_w,
            self.change_percent,
        )


class Plan(msgspec.Struct, frozen=True):
    """What became of a meter's attributes."""

    reported: tuple[Wanted, ...]
    polled: tuple[Wanted, ...]
    sentences: tuple[str, ...]


class Reporting:
    """Sets devices up."""

    def __init__(self, link: Link, asker: Asker, intervals: Intervals) -> None:
        self._link = link
        self._asker = asker
        self._intervals = intervals

    async def read_all(
        self, function: Function, profile: MeterProfile
    ) -> list[tuple[int, int, Read]]:
        """Read every attribute of a meter once; return (endpoint, cluster, what came)."""
        came = []
        for endpoint, cluster, attributes in _by_cluster(wanted(function, profile)):
            read = await self._asker.read(function.ieee, endpoint, cluster, attributes)
            came.append((endpoint, cluster, read))
        return came

    async def set_up(
        self,
        function: Function,
        profile: MeterProfile,
        reads: Sequence[tuple[int, int, Read]],
        values: MeterValues,
    ) -> Plan:
        """Bind and configure what the device has; return what reports and what is polled."""
        has = {
            (endpoint, cluster, value.attribute): value
            for endpoint, cluster, read in reads
            for value in read.values
        }
        live = [w for w in wanted(function, profile) if w.how is not How.ONCE]
        present = [w for w in live if (w.endpoint, w.cluster, w.attribute) in has]
        reported: list[Wanted] = []
        sentences: list[str] = []
        for endpoint, cluster, attributes in _by_cluster(
            [w for w in present if w.how is How.REPORT]
        ):
            rules = [
                self._rule(
                    has[endpoint, cluster, attribute], cluster, function, profile, values, present
                )
                for attribute in attributes
            ]
            accepted, problem = await self._cluster(function.ieee, endpoint, cluster, rules)
            reported += [
                w
                for w in present
                if (w.endpoint, w.cluster) == (endpoint, cluster) and w.attribute in accepted
            ]
            if problem:
                sentences.append(problem)
        polled = [w for w in present if w not in reported]
        return Plan(tuple(reported), tuple(polled), tuple(sentences))

    async def relay(self, function: Function) -> str:
        """Have a relay report its position; return what it did not accept."""
        rule = Rule(0x0000, 0x10, 0, self._intervals.power_max_s, 0)
        accepted, problem = await self._cluster(
            function.ieee, function.endpoint, function.clusters[0], [rule]
        )
        return "" if accepted else problem

    def polls(self, function: Function, plan: Plan) -> list[Poll]:
        """Return the polls of a plan."""
        found = []
        for endpoint, cluster, attributes in _by_cluster(plan.polled):
            every = [
                w.every_s
                for w in plan.polled
                if (w.endpoint, w.cluster) == (endpoint, cluster) and w.every_s is not None
            ]
            every_s = min([self._intervals.poll_s, *map(float, every)])
            found.append(Poll(function.ieee, endpoint, cluster, tuple(attributes), every_s))
        return found

    async def _cluster(
        self, ieee: str, endpoint: int, cluster: int, rules: Sequence[Rule]
    ) -> tuple[frozenset[int], str]:
        """Set one cluster up; return (attributes that report, what went wrong)."""
        try:
            await self._bind(ieee, endpoint, cluster)
            statuses = await self._configure(ieee, endpoint, cluster, rules)
            accepted = [rule for rule in rules if statuses[rule.attribute] == 0]
            kept = await self._read_back(ieee, endpoint, cluster, accepted)
        except RadioError as trouble:
            return (
                frozenset(),
                f"Its reports (cluster {cluster:#06x}) could not be set up: {trouble}.",
            )
        lost = sorted({rule.attribute for rule in rules} - kept)
        if not lost:
            return kept, ""
        names = ", ".join(f"{attribute:#06x}" for attribute in lost)
        return kept, f"It does not report {names} of cluster {cluster:#06x}; that is polled."

    async def _bind(self, ieee: str, endpoint: int, cluster: int) -> None:
        device = self._asker.device(ieee)
        await self._asker.paced()
        async with self._link.asking(ieee, 3 * MAINS_WITHIN_S):
            place = device.endpoints[endpoint].in_clusters[t.ClusterId(cluster)]  # type: ignore[no-untyped-call]
            answer = await place.bind()
        if int(answer[0]) != 0:
            raise RadioError(f"{ieee}: binding was refused (status {int(answer[0]):#04x})")

    async def _configure(
        self, ieee: str, endpoint: int, cluster: int, rules: Sequence[Rule]
    ) -> dict[int, int]:
        """Return the status of each attribute; a refusal of all is asked again one by one."""
        statuses: dict[int, int] = {}
        for chunk in chunks(rules):
            answer = await self._asker.general(
                ieee, endpoint, cluster, CONFIGURE, b"".join(r.record() for r in chunk), retries=1
            )
            found = configured(answer, [rule.attribute for rule in chunk])
            if len(chunk) > 1 and all(status != 0 for status in found.values()):
                for rule in chunk:
                    alone = await self._asker.general(
                        ieee, endpoint, cluster, CONFIGURE, rule.record(), retries=1
                    )
                    found |= configured(alone, [rule.attribute])
            for rule in [rule for rule in chunk if found[rule.attribute] == INVALID_TYPE]:
                usual = self._as_declared(ieee, endpoint, cluster, rule)
                if usual != rule:
                    again = await self._asker.general(
                        ieee, endpoint, cluster, CONFIGURE, usual.record(), retries=1
                    )
                    found |= configured(again, [rule.attribute])
            statuses |= found
        return statuses

    def _as_declared(self, ieee: str, endpoint: int, cluster: int, rule: Rule) -> Rule:
        """Some devices send another type than they let themselves be configured with."""
        device = self._asker.device(ieee)
        place = device.endpoints[endpoint].in_clusters[t.ClusterId(cluster)]  # type: ignore[no-untyped-call]
        declared = place.attributes.get(rule.attribute)
        if declared is None or declared.zcl_type is None:
            return rule
        return msgspec.structs.replace(rule, type_id=int(declared.zcl_type))

    async def _read_back(
        self, ieee: str, endpoint: int, cluster: int, rules: Sequence[Rule]
    ) -> frozenset[int]:
        """Return the attributes whose reporting is really there.

        A device that does not know the question is believed: silence shows soon enough.
        """
        kept: set[int] = set()
        for at in range(0, len(rules), 5):
            chunk = rules[at : at + 5]
            body = b"".join(struct.pack("<BH", 0, rule.attribute) for rule in chunk)
            answer = await self._asker.general(ieee, endpoint, cluster, READ_BACK, body, retries=1)
            found = read_back(answer)
            for rule in chunk:
                max_s = rule.max_s if found is None else found.get(rule.attribute)
                if max_s is not None and 0 < max_s < 0xFFFF:
                    kept.add(rule.attribute)
        return frozenset(kept)

    def _rule(
        self,
        sent: AttributeValue,
        cluster: int,
        function: Function,
        profile: MeterProfile,
        values: MeterValues,
        present: Sequence[Wanted],
    ) -> Rule:
        """Return how one attribute shall report; the least change in its own raw units."""
        every_s = next(
            (w.every_s for w in present if (w.cluster, w.attribute) == (cluster, sent.attribute)),
            None,
        )
        intervals = self._intervals
        if (cluster, sent.attribute) in REGISTERS:
            register = values.imported or values.exported
            change = intervals.change_wh
            if register is not None:
                change = math.ceil(change * register.denominator / register.numerator)
            least_s, most_s = intervals.register_min_s, intervals.register_max_s
        else:
            change = self._power_change(sent, cluster, profile, values)
            least_s, most_s = intervals.power_min_s, intervals.power_max_s
        if every_s is not None:
            most_s = min(most_s, every_s)
        return Rule(sent.attribute, sent.type_id, min(least_s, most_s), most_s, max(1, change))

    def _power_change(
        self, sent: AttributeValue, cluster: int, profile: MeterProfile, values: MeterValues
    ) -> int:
        """max(5 W, 2 % of what is there now); without a known scale one raw unit is a watt."""
        raw = abs(sent.value) if isinstance(sent.value, int | float) else 0
        least = float(self._intervals.change_w)
        register = values.imported or values.exported
        if cluster == ELECTRICAL and profile.scale.power is not None:
            least *= profile.scale.power.divisor / profile.scale.power.multiplier
        elif cluster == METERING and profile.scale.demand is not None:
            demand = profile.scale.demand
            least *= demand.divisor / demand.multiplier / 1_000
        elif cluster == METERING and register is not None:  # its kW have the scale of its kWh
            least *= register.denominator / register.numerator
        return math.ceil(max(least, raw * self._intervals.change_percent / 100))


def wanted(function: Function, profile: MeterProfile) -> tuple[Wanted, ...]:
    """Return every attribute a meter needs and its device can have."""
    return tuple(
        each
        for each in wanted_attributes(profile, function.endpoint, function.clusters)
        if (each.endpoint, each.cluster) in function.places
    )


def _by_cluster(listed: Iterable[Wanted]) -> list[tuple[int, int, list[int]]]:
    grouped: dict[tuple[int, int], list[int]] = {}
    for each in listed:
        grouped.setdefault((each.endpoint, each.cluster), []).append(each.attribute)
    return [(endpoint, cluster, ids) for (endpoint, cluster), ids in grouped.items()]
