"""The coordinator's own device object: what it answers to ZDO requests sent to 0x0000.

Layouts: Zigbee specification (05-3474) 2.4. The first byte is the transaction's number.
"""

from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.do_network import permit

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp

RESPONSE = 0x8000
DEVICE_ANNOUNCE = 0x0013
MGMT_LEAVE, MGMT_PERMIT = 0x0034, 0x0036
SUCCESS, INVALID_REQUEST, DEVICE_NOT_FOUND, NOT_SUPPORTED = 0x00, 0x80, 0x81, 0x84
INVALID_ENDPOINT, NOT_ACTIVE = 0x82, 0x83
_LISTED, _NEIGHBORS_LISTED = 8, 2
"""Entries in one response: as many as fit into a frame."""


def answer(ncp: "Ncp", cluster: int, request: bytes) -> bytes | None:
    """Return the response's payload, or None when nothing is to be answered."""
    if cluster & RESPONSE or cluster == DEVICE_ANNOUNCE or not request:
        return None
    tsn, body = request[:1], request[1:]
    known = {
        0x0000: _nwk_address,
        0x0001: _ieee_address,
        0x0002: _node_descriptor,
        0x0003: _power_descriptor,
        0x0004: _simple_descriptor,
        0x0005: _active_endpoints,
        0x0006: _match_descriptor,
        0x0031: _neighbors,
        0x0032: _routes,
        MGMT_PERMIT: _permit,
    }.get(cluster)
    if known is None:
        return tsn + bytes((NOT_SUPPORTED,))
    found = known(ncp, body)
    return None if found is None else tsn + found


def _own(ncp: "Ncp") -> bytes:
    return ncp.eui.to_bytes(8, "little") + b"\x00\x00"


def _nwk_address(ncp: "Ncp", body: bytes) -> bytes | None:
    if int.from_bytes(body[:8], "little") != ncp.eui:
        return bytes((DEVICE_NOT_FOUND,)) + body[:8].ljust(8, b"\0") + b"\xff\xff"
    return bytes((SUCCESS,)) + _own(ncp)


def _ieee_address(ncp: "Ncp", body: bytes) -> bytes | None:
    if body[:2] != b"\x00\x00":
        return bytes((DEVICE_NOT_FOUND,)) + bytes(8) + body[:2].ljust(2, b"\0")
    return bytes((SUCCESS,)) + _own(ncp)


def _node_descriptor(ncp: "Ncp", _: bytes) -> bytes:
    """A coordinator, 2.4 GHz, mains, receiver on, trust centre of stack revision 22."""
    return (
        b"\x00\x00\x00"
        + bytes((0x00, 0x40, 0x8F))
        + ncp.ram.manufacturer.to_bytes(2, "little")
        + bytes((82,))
        + (82).to_bytes(2, "little")
        + ((22 << 9) | 0x41).to_bytes(2, "little")
        + (82).to_bytes(2, "little")
        + b"\x00"
    )


def _power_descriptor(_: "Ncp", __: bytes) -> bytes:
    return b"\x00\x00\x00" + b"\x10\xc1"


def _simple_descriptor(ncp: "Ncp", body: bytes) -> bytes:
    number = body[2] if len(body) > 2 else 0
    if not 1 <= number <= 254:
        return bytes((INVALID_ENDPOINT, 0, 0, 0))
    endpoint = ncp.ram.endpoints.get(number)
    if endpoint is None:
        return bytes((NOT_ACTIVE, 0, 0, 0))
    descriptor = (
        bytes((number,))
        + endpoint.profile.to_bytes(2, "little")
        + endpoint.device.to_bytes(2, "little")
        + bytes((endpoint.version & 0x0F,))
    )
    for clusters in (endpoint.inputs, endpoint.outputs):
        descriptor += bytes((len(clusters),))
        descriptor += b"".join(cluster.to_bytes(2, "little") for cluster in clusters)
    return b"\x00\x00\x00" + bytes((len(descriptor),)) + descriptor


def _active_endpoints(ncp: "Ncp", _: bytes) -> bytes:
    numbers = sorted(ncp.ram.endpoints)
    return b"\x00\x00\x00" + bytes((len(numbers), *numbers))


def _match_descriptor(ncp: "Ncp", body: bytes) -> bytes:
    profile = int.from_bytes(body[2:4], "little")
    inputs, rest = _clusters(body[4:])
    outputs, _ = _clusters(rest)
    matches = [
        number
        for number, endpoint in sorted(ncp.ram.endpoints.items())
        if endpoint.profile == profile
        and (inputs & set(endpoint.inputs) or outputs & set(endpoint.outputs))
    ]
    return b"\x00\x00\x00" + bytes((len(matches), *matches))


def _clusters(body: bytes) -> tuple[set[int], bytes]:
    end = 1 + 2 * (body[0] if body else 0)
    listed = body[1:end]
    return {
        int.from_bytes(listed[i : i + 2], "little") for i in range(0, len(listed) - 1, 2)
    }, body[end:]


def _neighbors(ncp: "Ncp", body: bytes) -> bytes:
    start = body[0] if body else 0
    network = ncp.nvm.network
    everyone = ncp.radio.neighbors()
    entries = [
        (network.extended_pan if network else 0).to_bytes(8, "little")
        + eui.to_bytes(8, "little")
        + id_.to_bytes(2, "little")
        + bytes((0x15 if router else 0x02, 0x02, 0x01, 0xFF))
        for eui, id_, router in everyone[start : start + _NEIGHBORS_LISTED]
    ]
    return bytes((SUCCESS, min(255, len(everyone)), start, len(entries))) + b"".join(entries)


def _routes(ncp: "Ncp", body: bytes) -> bytes:
    start = body[0] if body else 0
    routers = [id_ for _, id_, router in ncp.radio.neighbors() if router]
    entries = [
        id_.to_bytes(2, "little") + b"\x00" + id_.to_bytes(2, "little")
        for id_ in routers[start : start + _LISTED]
    ]
    return bytes((SUCCESS, min(255, len(routers)), start, len(entries))) + b"".join(entries)


def _permit(ncp: "Ncp", body: bytes) -> bytes:
    permit(ncp, body[0] if body else 0)
    return bytes((SUCCESS,))
