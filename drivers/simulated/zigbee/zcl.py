"""The foundation server of a virtual device (ZCL 8, 2.5): one request in, at most one answer out.

Attributes, reporting and discovery are answered record by record with a status each, as the
standard has it. A malformed command is answered MALFORMED as a whole; nothing of it is done.
"""

from collections.abc import Iterator

from drivers.simulated.zigbee import zcl_reporting
from drivers.simulated.zigbee.zcl_cluster import Attribute, Cluster, Reply
from drivers.simulated.zigbee.zcl_frame import GLOBAL, SPECIFIC, General, Status, ZclFrame
from drivers.simulated.zigbee.zcl_types import Value, ZclError, decode

MOST_PAYLOAD = 70
"""Bytes of records in one frame: what is left of an unfragmented APS frame with security."""

_ANSWERS_NOTHING = (
    General.READ_RESPONSE,
    General.WRITE_RESPONSE,
    General.CONFIGURE_REPORTING_RESPONSE,
    General.READ_REPORTING_RESPONSE,
    General.REPORT,
    General.DEFAULT_RESPONSE,
    General.DISCOVER_RESPONSE,
    General.DISCOVER_EXTENDED_RESPONSE,
)


def serve(
    cluster: Cluster | None, request: ZclFrame, now_ms: int, *, broadcast: bool = False
) -> ZclFrame | None:
    """Do what a request asks and return the answer; None: nothing is to be said.

    `cluster` is the addressed side of the cluster, None when the endpoint has no such. A broadcast
    is done and not answered (2.5.12.2).
    """
    if cluster is not None and cluster.silent:
        return None
    if request.kind == GLOBAL and request.command in _ANSWERS_NOTHING:
        return None
    try:
        reply: Reply | Status
        if cluster is None:
            reply = Status.UNSUPPORTED_CLUSTER
        elif request.kind == GLOBAL:
            reply = _foundation(cluster, request, now_ms)
        else:
            handler = None if request.manufacturer else cluster.commands.get(request.command)
            reply = handler(request.payload, now_ms) if handler else Status.UNSUP_COMMAND
    except ZclError:
        reply = Status.MALFORMED
    if broadcast:
        return None
    return _answer(request, reply)


def _answer(request: ZclFrame, reply: Reply | Status) -> ZclFrame | None:
    kind = request.kind
    if isinstance(reply, Status):
        if reply is Status.SUCCESS and (
            request.no_default_response
            or (kind == GLOBAL and request.command == General.WRITE_NO_RESPONSE)
        ):
            return None
        kind = GLOBAL
        reply = Reply(General.DEFAULT_RESPONSE, bytes([request.command, reply]))
    return ZclFrame(
        kind=kind if kind == GLOBAL else SPECIFIC,
        command=reply.command,
        tsn=request.tsn,
        payload=reply.payload,
        from_server=not request.from_server,
        manufacturer=request.manufacturer,
        no_default_response=True,
    )


def _foundation(cluster: Cluster, request: ZclFrame, now_ms: int) -> Reply | Status:
    maker = request.manufacturer or 0
    data = request.payload
    match request.command:
        case General.READ:
            return _read(cluster, maker, data, now_ms)
        case General.WRITE | General.WRITE_NO_RESPONSE | General.WRITE_UNDIVIDED:
            return _write(cluster, request, now_ms)
        case General.CONFIGURE_REPORTING:
            return zcl_reporting.configure(cluster, maker, data, now_ms)
        case General.READ_REPORTING:
            return zcl_reporting.read_configuration(cluster, maker, data)
        case General.DISCOVER | General.DISCOVER_EXTENDED:
            return _discover(cluster, maker, request.command, data)
    return Status.UNSUP_COMMAND


def _read(cluster: Cluster, maker: int, data: bytes, now_ms: int) -> Reply:
    if len(data) % 2 or not data:
        raise ZclError(f"a read had {len(data)} bytes")
    told = b""
    for at in range(0, len(data), 2):
        number = int.from_bytes(data[at : at + 2], "little")
        attribute = cluster.attributes.get((maker, number))
        if attribute is None:
            record = bytes([Status.UNSUPPORTED_ATTRIBUTE])
        else:
            record = bytes([Status.SUCCESS]) + attribute.sent(now_ms)
        if len(told) + 2 + len(record) > MOST_PAYLOAD:
            break  # 2.5.1.3: what does not fit is left out and asked for again
        told += data[at : at + 2] + record
    return Reply(General.READ_RESPONSE, told)


def _write(cluster: Cluster, request: ZclFrame, now_ms: int) -> Reply | Status:
    maker = request.manufacturer or 0
    records = list(_written(request.payload))
    wrong = [
        (number, status)
        for number, type_id, _ in records
        if (status := _may_write(cluster.attributes.get((maker, number)), type_id))
        is not Status.SUCCESS
    ]
    refused = dict(wrong)
    for number, _, value in records:
        if number in refused or (wrong and request.command == General.WRITE_UNDIVIDED):
            continue
        attribute = cluster.attributes[maker, number]
        status = attribute.wrote(value, now_ms) if attribute.wrote else Status.SUCCESS
        if status is Status.SUCCESS:
            attribute.value = value
        else:
            wrong.append((number, status))
    if request.command == General.WRITE_NO_RESPONSE:
        return Status.SUCCESS
    told = b"".join(bytes([status]) + number.to_bytes(2, "little") for number, status in wrong)
    return Reply(General.WRITE_RESPONSE, told or bytes([Status.SUCCESS]))


def _written(data: bytes) -> Iterator[tuple[int, int, Value]]:
    if not data:
        raise ZclError("a write had no record")
    at = 0
    while at < len(data):
        if at + 3 > len(data):
            raise ZclError("a write ended within a record")
        number, type_id = int.from_bytes(data[at : at + 2], "little"), data[at + 2]
        value, at = decode(type_id, data, at + 3)
        yield number, type_id, value


def _may_write(attribute: Attribute | None, type_id: int) -> Status:
    if attribute is None:
        return Status.UNSUPPORTED_ATTRIBUTE
    if not attribute.writable:
        return Status.READ_ONLY
    return Status.SUCCESS if attribute.type_id == type_id else Status.INVALID_TYPE


def _discover(cluster: Cluster, maker: int, command: int, data: bytes) -> Reply:
    if len(data) != 3:
        raise ZclError(f"a discovery had {len(data)} bytes")
    first, most = int.from_bytes(data[:2], "little"), data[2]
    found = [one for one in cluster.of(maker) if one[0] >= first]
    extended = command == General.DISCOVER_EXTENDED
    told = b""
    for number, attribute in found[:most]:
        told += number.to_bytes(2, "little") + bytes([attribute.type_id])
        if extended:
            access = 0x01 | (0x02 if attribute.writable else 0) | (0x04 * attribute.reportable)
            told += bytes([access])
    answer = General.DISCOVER_EXTENDED_RESPONSE if extended else General.DISCOVER_RESPONSE
    return Reply(answer, bytes([len(found) <= most]) + told)
