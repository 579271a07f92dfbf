"""What a device of the network is for: its meters and relays, found by clusters and profiles.

A device that fits nothing is listed and not used. A cluster is not enough for a relay: on some
meters On/Off resets the energy register, so a profile can say that it is none.
"""

from collections.abc import Sequence

import msgspec
import zigpy.types as t
from zigpy.device import ZigbeeDevice

from agent.devices.device import FunctionKind
from drivers.zigbee_ask import text_of
from drivers.zigbee_profiles import (
    ELECTRICAL,
    METERING,
    ON_OFF,
    MeterProfile,
    meter_endpoints,
    plain,
    profile_for,
)

OTA = 0x0019
POWER_CONFIGURATION, BATTERY_PERCENT = 0x0001, 0x0021
FILE_VERSION = 0x0002
TUYA = 0xEF00


class EndpointFacts(msgspec.Struct, frozen=True):
    """One endpoint as its simple descriptor has it."""

    number: int
    profile_id: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class DeviceFacts(msgspec.Struct, frozen=True):
    """What the interview brought."""

    ieee: str
    manufacturer: str
    model: str
    file_version: int | None
    """Of the firmware (OTA attribute 0x0002)."""
    complete: bool
    router: bool
    endpoints: tuple[EndpointFacts, ...]

    def has(self, endpoint: int, cluster: int) -> bool:
        """Whether an endpoint has a cluster's server."""
        return any(e.number == endpoint and cluster in e.inputs for e in self.endpoints)


class Function(msgspec.Struct, frozen=True):
    """One meter or relay that was found."""

    key: str
    kind: FunctionKind
    ieee: str
    endpoint: int
    clusters: tuple[int, ...]
    usable: bool
    sentence: str = ""
    places: frozenset[tuple[int, int]] = frozenset()
    """Every (endpoint, cluster) the device serves: a profile may name others it has not."""


def facts_of(device: ZigbeeDevice) -> DeviceFacts:
    """Return what zigpy knows of a device, in our words."""
    endpoints = tuple(
        EndpointFacts(
            endpoint.endpoint_id,
            int(endpoint.profile_id or 0),
            tuple(sorted(int(cluster) for cluster in endpoint.in_clusters)),
            tuple(sorted(int(cluster) for cluster in endpoint.out_clusters)),
        )
        for endpoint in device.non_zdo_endpoints
    )
    descriptor = device.node_desc
    return DeviceFacts(
        ieee=text_of(device.ieee),
        manufacturer=plain(device.manufacturer or ""),
        model=plain(device.model or ""),
        file_version=_file_version(device),
        complete=bool(device.is_initialized),
        router=descriptor is not None and bool(descriptor.is_router),
        endpoints=tuple(sorted(endpoints, key=lambda endpoint: endpoint.number)),
    )


def profile_of(facts: DeviceFacts, profiles: Sequence[MeterProfile] | None) -> MeterProfile:
    """Return the profile that fits; the generic one for everything else."""
    return profile_for(facts.manufacturer, facts.model, facts.file_version, profiles)


def functions_of(facts: DeviceFacts, profile: MeterProfile) -> tuple[Function, ...]:
    """Return the meters and relays of a device, meters first, by endpoint."""
    having = [e.number for e in facts.endpoints if METERING in e.inputs or ELECTRICAL in e.inputs]
    elsewhere = bool(profile.tuya or profile.source)
    numbers = {e.number for e in facts.endpoints}
    chosen = meter_endpoints(profile, having) if having or elsewhere else ()
    if not numbers.intersection(chosen):  # another build of the device has it somewhere else
        chosen = tuple(e for e in having if e not in profile.ignored_endpoints)
    meters = [_meter(facts, profile, endpoint) for endpoint in chosen if endpoint in numbers]
    relays = [
        Function(
            f"{facts.ieee}/{e.number}",
            FunctionKind.RELAY,
            facts.ieee,
            e.number,
            (ON_OFF,),
            usable=profile.relay,
            sentence="" if profile.relay else profile.relay_reason,
        )
        for e in facts.endpoints
        if ON_OFF in e.inputs
    ]
    return (*meters, *relays)


def unknown_sentence(facts: DeviceFacts, functions: Sequence[Function]) -> str:
    """Return why a device is listed and not used; empty: it is used, or not known yet."""
    if functions or not facts.complete:
        return ""
    if any(TUYA in e.inputs for e in facts.endpoints):
        return "It speaks a maker's own language (Tuya datapoints) that no profile here explains."
    return "It has neither a meter nor a relay that could be used."


def _meter(facts: DeviceFacts, profile: MeterProfile, endpoint: int) -> Function:
    clusters = tuple(
        cluster
        for e in facts.endpoints
        if e.number == endpoint
        for cluster in e.inputs
        if cluster in {METERING, ELECTRICAL}
    )
    return Function(
        f"{facts.ieee}/{endpoint}",
        FunctionKind.METER,
        facts.ieee,
        endpoint,
        clusters,
        usable=not profile.refused,
        sentence=profile.refused,
        places=frozenset((e.number, cluster) for e in facts.endpoints for cluster in e.inputs),
    )


def _file_version(device: ZigbeeDevice) -> int | None:
    for endpoint in device.non_zdo_endpoints:
        cluster = endpoint.out_clusters.get(t.ClusterId(OTA))  # type: ignore[no-untyped-call]
        if cluster is not None:
            version = cluster.get(FILE_VERSION)
            if isinstance(version, int):
                return int(version)
    return None
