"""The ZigBee device object of a virtual device (ZigBee specification r22, 2.4): descriptors,
addresses, bindings, neighbours, leaving.

Requests that are not here are answered NOT_SUPPORTED, as 2.4.4 asks. Cluster ids of answers are
those of the request with the top bit set.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

import msgspec

from drivers.simulated.zigbee.zcl_cluster import Endpoint

ANSWER = 0x8000
DEVICE_ANNCE = 0x0013


class ZdoStatus(IntEnum):
    """Status codes (2.4.5)."""

    SUCCESS = 0x00
    INV_REQUESTTYPE = 0x80
    DEVICE_NOT_FOUND = 0x81
    INVALID_EP = 0x82
    NOT_ACTIVE = 0x83
    NOT_SUPPORTED = 0x84
    NO_ENTRY = 0x88
    TABLE_FULL = 0x8C


class Binding(msgspec.Struct, frozen=True):
    """Reports of one cluster at one endpoint go there."""

    endpoint: int
    cluster: int
    ieee: int
    """The partner's address; for a group, its number."""
    partner: int | None
    """The partner's endpoint; None: `ieee` is a group."""


@dataclass(slots=True)
class ZdoState:
    """What a device knows of itself on the network."""

    ieee: int
    router: bool
    capability: int
    manufacturer_code: int
    endpoints: list[Endpoint]
    nwk: int = 0
    parent: int = 0
    bindings: list[Binding] = field(default_factory=list)
    most_bindings: int = 16
    left: bool = False
    """A leave request was answered; the device is about to go."""


_Handler = Callable[[ZdoState, bytes], bytes | None]


def serve(state: ZdoState, cluster: int, data: bytes, *, broadcast: bool) -> bytes | None:
    """Return the answer (transaction number first) to a ZDO request; None: it stays silent.

    Answers, announcements and empty frames are not answered; a request cut short is
    INV_REQUESTTYPE. To a broadcast only the device that is meant answers.
    """
    if not data or cluster & ANSWER or cluster == DEVICE_ANNCE:
        return None
    handler = _HANDLERS.get(cluster)
    if handler is None:
        told: bytes | None = bytes([ZdoStatus.NOT_SUPPORTED])
    elif len(data) - 1 < _SHORTEST[cluster]:
        told = bytes([ZdoStatus.INV_REQUESTTYPE])
    else:
        told = handler(state, data[1:])
    if told is None or (broadcast and (told[0] or cluster not in _BROADCAST)):
        return None
    return data[:1] + told


def announce(state: ZdoState, tsn: int) -> bytes:
    """Return the payload of a Device_annce (2.4.3.1.11)."""
    return bytes([tsn]) + _u16(state.nwk) + _u64(state.ieee) + bytes([state.capability])


def _u16(value: int) -> bytes:
    return value.to_bytes(2, "little")


def _u64(value: int) -> bytes:
    return value.to_bytes(8, "little")


def _int(data: bytes, start: int, size: int) -> int:
    return int.from_bytes(data[start : start + size], "little")


def _nwk_addr(state: ZdoState, data: bytes) -> bytes | None:
    return _addresses(state, data[8]) if _int(data, 0, 8) == state.ieee else None


def _ieee_addr(state: ZdoState, data: bytes) -> bytes | None:
    if _int(data, 0, 2) != state.nwk:
        return bytes([ZdoStatus.DEVICE_NOT_FOUND]) + _u64(0) + data[:2]
    return _addresses(state, data[2])


def _addresses(state: ZdoState, kind: int) -> bytes:
    if kind > 1:
        return bytes([ZdoStatus.INV_REQUESTTYPE]) + _u64(state.ieee) + _u16(state.nwk)
    extended = bytes([0, 0]) if kind == 1 else b""  # no devices hang below it
    return bytes([ZdoStatus.SUCCESS]) + _u64(state.ieee) + _u16(state.nwk) + extended


def _wrong_device(state: ZdoState, data: bytes, empty: bytes = b"") -> bytes | None:
    if _int(data, 0, 2) == state.nwk:
        return None
    return bytes([ZdoStatus.DEVICE_NOT_FOUND]) + data[:2] + empty


def _node_descriptor(state: ZdoState, data: bytes) -> bytes:
    kind = 1 if state.router else 2
    descriptor = bytes([kind, 0x40, state.capability])  # 0x40: the 2.4 GHz band
    descriptor += _u16(state.manufacturer_code) + bytes([82]) + _u16(82)
    descriptor += _u16(0x2C00) + _u16(82) + bytes([0])  # 0x2C00: stack compliance revision 22
    return _wrong_device(state, data) or bytes([ZdoStatus.SUCCESS]) + data[:2] + descriptor


def _power_descriptor(state: ZdoState, data: bytes) -> bytes:
    # Mode "receiver on", source mains or battery, level 100 % (2.3.2.4).
    power = _u16(0xC110) if state.router else _u16(0xC441)
    return _wrong_device(state, data) or bytes([ZdoStatus.SUCCESS]) + data[:2] + power


def _active_endpoints(state: ZdoState, data: bytes) -> bytes:
    numbers = bytes(one.number for one in state.endpoints)
    told = bytes([ZdoStatus.SUCCESS]) + data[:2] + bytes([len(numbers)]) + numbers
    return _wrong_device(state, data, bytes([0])) or told


def _simple_descriptor(state: ZdoState, data: bytes) -> bytes:
    wrong = _wrong_device(state, data, bytes([0]))
    if wrong is not None:
        return wrong
    number = data[2]
    if not 1 <= number <= 240 and number != 242:
        return bytes([ZdoStatus.INVALID_EP]) + data[:2] + bytes([0])
    for one in state.endpoints:
        if one.number == number:
            descriptor = _described(one)
            head = bytes([ZdoStatus.SUCCESS]) + data[:2]
            return head + bytes([len(descriptor)]) + descriptor
    return bytes([ZdoStatus.NOT_ACTIVE]) + data[:2] + bytes([0])


def _described(one: Endpoint) -> bytes:
    told = bytes([one.number]) + _u16(one.profile) + _u16(one.device_type)
    told += bytes([one.version & 0x0F])
    for client in (False, True):
        ids = [cluster.id for cluster in one.clusters if cluster.client == client]
        told += bytes([len(ids)]) + b"".join(map(_u16, ids))
    return told


def _binding(data: bytes) -> Binding | None:
    endpoint, cluster, mode = data[8], _int(data, 9, 2), data[11]
    if mode == 3 and len(data) >= 21:
        return Binding(endpoint, cluster, _int(data, 12, 8), data[20])
    if mode == 1 and len(data) >= 14:
        return Binding(endpoint, cluster, _int(data, 12, 2), None)
    return None


def _bind(state: ZdoState, data: bytes) -> bytes:
    wanted = _binding(data)
    if wanted is None or _int(data, 0, 8) != state.ieee:
        return bytes([ZdoStatus.INV_REQUESTTYPE])
    if wanted.endpoint not in [one.number for one in state.endpoints]:
        return bytes([ZdoStatus.INVALID_EP])
    if wanted not in state.bindings:
        if len(state.bindings) >= state.most_bindings:
            return bytes([ZdoStatus.TABLE_FULL])
        state.bindings.append(wanted)
    return bytes([ZdoStatus.SUCCESS])


def _unbind(state: ZdoState, data: bytes) -> bytes:
    wanted = _binding(data)
    if wanted is None or wanted not in state.bindings:
        return bytes([ZdoStatus.NO_ENTRY])
    state.bindings.remove(wanted)
    return bytes([ZdoStatus.SUCCESS])


def _mgmt_bind(state: ZdoState, data: bytes) -> bytes:
    start = data[0]
    told = b""
    shown = state.bindings[start : start + 3]  # three entries of 21 bytes fit a frame
    for one in shown:
        told += _u64(state.ieee) + bytes([one.endpoint]) + _u16(one.cluster)
        group = one.partner is None
        told += b"\x01" + _u16(one.ieee) if group else b"\x03" + _u64(one.ieee)
        told += b"" if one.partner is None else bytes([one.partner])
    counts = [len(state.bindings), start, len(shown)]
    return bytes([ZdoStatus.SUCCESS, *counts]) + told


def _mgmt_lqi(state: ZdoState, data: bytes) -> bytes:
    # One neighbour, the coordinator: type 0, receiver on, parent, joining unknown, depth 0.
    start = data[0]
    neighbour = _u64(0) + _u64(0) + _u16(state.parent) + bytes([0x04, 0x02, 0, 200])
    shown = neighbour if start == 0 else b""
    return bytes([ZdoStatus.SUCCESS, 1, start, 1 if shown else 0]) + shown


def _mgmt_leave(state: ZdoState, data: bytes) -> bytes:
    if _int(data, 0, 8) not in (state.ieee, 0):
        return bytes([ZdoStatus.DEVICE_NOT_FOUND])
    state.left = True
    return bytes([ZdoStatus.SUCCESS])


def _permit(state: ZdoState, data: bytes) -> bytes:
    del state, data  # the coordinator keeps who may join through whom
    return bytes([ZdoStatus.SUCCESS])


_HANDLERS: dict[int, _Handler] = {
    0x0000: _nwk_addr,
    0x0001: _ieee_addr,
    0x0002: _node_descriptor,
    0x0003: _power_descriptor,
    0x0004: _simple_descriptor,
    0x0005: _active_endpoints,
    0x0021: _bind,
    0x0022: _unbind,
    0x0031: _mgmt_lqi,
    0x0033: _mgmt_bind,
    0x0034: _mgmt_leave,
    0x0036: _permit,
}
_SHORTEST = {
    0x0000: 10,
    0x0001: 4,
    0x0002: 2,
    0x0003: 2,
    0x0004: 3,
    0x0005: 2,
    0x0021: 14,
    0x0022: 14,
    0x0031: 1,
    0x0033: 1,
    0x0034: 9,
    0x0036: 2,
}
_BROADCAST = (0x0000, 0x0001)
