"""One side of a cluster on a virtual device: its attributes, commands, reports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from drivers.simulated.zigbee.zcl_frame import Status
from drivers.simulated.zigbee.zcl_types import Value, encode

Key = tuple[int, int]
"""(manufacturer code, 0 for the standard's own; attribute id)."""


@dataclass(slots=True)
class Attribute:
    """One attribute. Its value is `value`, or what `read(now_ms)` says if there is one."""

    type_id: int
    value: Value = 0
    read: Callable[[int], Value] | None = None
    writable: bool = False
    reportable: bool = True
    wrote: Callable[[Value, int], Status] | None = None
    """Called with a new value and the time before it is stored; anything but SUCCESS refuses it."""
    on_wire: Callable[[Value], Value] | None = None
    """A fault between the value and the wire: called once per value that is sent."""
    sent_type: int | None = None
    """The wire carries another type than the one it is configured with: a fault of some devices."""

    def now(self, now_ms: int) -> Value:
        """Return the value as the device itself has it."""
        return self.read(now_ms) if self.read else self.value

    def sent(self, now_ms: int) -> bytes:
        """Return type and value as the device says them; ZclError when they do not fit."""
        value = self.now(now_ms)
        type_id = self.type_id if self.sent_type is None else self.sent_type
        return bytes([type_id]) + encode(type_id, self.on_wire(value) if self.on_wire else value)


class Reply(NamedTuple):
    """A cluster command's own answer."""

    command: int
    payload: bytes = b""


Handler = Callable[[bytes, int], Reply | Status]
"""Takes (payload, now_ms); a Status becomes a default response. ZclError: malformed."""


@dataclass(slots=True)
class ReportRule:
    """How one attribute is reported (ZCL 8, 2.5.7). Times in seconds, the change in raw units."""

    min_s: int
    max_s: int
    change: Value | None
    last_ms: int
    last: Value
    hurried: bool = False
    """The next one is due at once: a fault."""


@dataclass(slots=True)
class Cluster:
    """One side of a cluster."""

    id: int
    attributes: dict[Key, Attribute] = field(default_factory=dict)
    commands: dict[int, Handler] = field(default_factory=dict)
    client: bool = False
    """True: the device is the client; requests to it carry the direction bit."""
    silent: bool = False
    """Never answers anything: a fault."""
    rules: dict[Key, ReportRule] = field(default_factory=dict)
    unasked: Callable[[int], list[Reply]] | None = None
    """Cluster commands the device sends by itself up to now."""
    unasked_next: Callable[[int], int | None] | None = None
    """When `unasked` is due next."""

    def has(self, attribute: int) -> bool:
        """Say whether the standard's attribute is there."""
        return (0, attribute) in self.attributes

    def at(self, attribute: int, manufacturer: int = 0) -> Attribute:
        """Return one attribute; KeyError."""
        return self.attributes[manufacturer, attribute]

    def drop(self, *attributes: int) -> None:
        """Take attributes away: the device does not support them."""
        for attribute in attributes:
            self.attributes.pop((0, attribute), None)

    def of(self, manufacturer: int) -> Iterator[tuple[int, Attribute]]:
        """Yield (id, attribute) of one manufacturer code, ascending."""
        for (maker, number), attribute in sorted(self.attributes.items(), key=lambda kv: kv[0]):
            if maker == manufacturer:
                yield number, attribute


@dataclass(slots=True)
class Endpoint:
    """One endpoint: what it claims to be and its clusters, servers and clients."""

    number: int
    profile: int
    device_type: int
    clusters: list[Cluster]
    version: int = 1

    def find(self, cluster: int, *, client: bool) -> Cluster | None:
        """Return one side of a cluster, or None."""
        for one in self.clusters:
            if one.id == cluster and one.client == client:
                return one
        return None
