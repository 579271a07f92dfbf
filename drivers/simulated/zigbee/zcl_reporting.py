"""Attribute reporting of a virtual device (ZCL 8, 2.5.7 to 2.5.11), driven by the time given.

A report is due at `max` after the last one, or earlier, from `min` on, when the value has changed
(a discrete one) or changed by the configured amount (an analog one). Both intervals are counted
from the last report of this attribute. A device looks at its values whenever it is ticked.
"""

from collections.abc import Iterator

from drivers.simulated.zigbee.zcl_cluster import Attribute, Cluster, Key, Reply, ReportRule
from drivers.simulated.zigbee.zcl_frame import General, Status
from drivers.simulated.zigbee.zcl_types import Value, ZclError, decode, encode, zcl_type

OFF_S = 0xFFFF
"""As `max`: no reports."""
_RECEIVED = 0x01  # direction: the other side's reports to us


def configure(cluster: Cluster, maker: int, data: bytes, now_ms: int) -> Reply:
    """Take a configuration; the answer names only what was refused (2.5.8)."""
    if not data:
        raise ZclError("a reporting configuration had no record")
    refused = b""
    for direction, number, record in list(_records(data)):
        status = Status.SUCCESS
        if direction == 0:
            status = _take(cluster, (maker, number), record, now_ms)
        if status is not Status.SUCCESS:
            refused += bytes([status, direction]) + number.to_bytes(2, "little")
    return Reply(General.CONFIGURE_REPORTING_RESPONSE, refused or bytes([Status.SUCCESS]))


_Record = tuple[int, int, int, Value | None]
"""(type, min, max, change)."""


def _records(data: bytes) -> Iterator[tuple[int, int, _Record]]:
    at = 0
    while at < len(data):
        if at + 3 > len(data):
            raise ZclError("a reporting record ended early")
        direction, number = data[at], int.from_bytes(data[at + 1 : at + 3], "little")
        if direction == _RECEIVED:
            if at + 5 > len(data):
                raise ZclError("a reporting record ended early")
            yield direction, number, (0, 0, 0, None)
            at += 5
            continue
        if direction or at + 8 > len(data):
            raise ZclError("a reporting record ended early or had a reserved direction")
        type_id = data[at + 3]
        least = int.from_bytes(data[at + 4 : at + 6], "little")
        most = int.from_bytes(data[at + 6 : at + 8], "little")
        change: Value | None = None
        at += 8
        if zcl_type(type_id).analog:
            change, at = decode(type_id, data, at)
        yield direction, number, (type_id, least, most, change)


def _take(cluster: Cluster, key: Key, record: _Record, now_ms: int) -> Status:
    type_id, least, most, change = record
    attribute = cluster.attributes.get(key)
    if attribute is None:
        return Status.UNSUPPORTED_ATTRIBUTE
    if not attribute.reportable:
        return Status.UNREPORTABLE
    if type_id != attribute.type_id:
        return Status.INVALID_TYPE
    if most == OFF_S or (least == OFF_S and most == 0):
        cluster.rules.pop(key, None)
        return Status.SUCCESS
    if most and most < least:
        return Status.INVALID_VALUE
    cluster.rules[key] = ReportRule(least, most, change, now_ms, attribute.now(now_ms))
    return Status.SUCCESS


def read_configuration(cluster: Cluster, maker: int, data: bytes) -> Reply:
    """Answer what was configured (2.5.9); an attribute without reports is NOT_FOUND."""
    if len(data) % 3 or not data:
        raise ZclError(f"a question for reporting had {len(data)} bytes")
    told = b""
    for at in range(0, len(data), 3):
        direction, name = data[at], data[at + 1 : at + 3]
        key = (maker, int.from_bytes(name, "little"))
        attribute, rule = cluster.attributes.get(key), cluster.rules.get(key)
        if attribute is None:
            status = Status.UNSUPPORTED_ATTRIBUTE
        elif not attribute.reportable:
            status = Status.UNREPORTABLE
        elif rule is None or direction:
            status = Status.NOT_FOUND
        else:
            status = Status.SUCCESS
        told += bytes([status, direction]) + name
        if status is Status.SUCCESS and attribute is not None and rule is not None:
            told += bytes([attribute.type_id]) + rule.min_s.to_bytes(2, "little")
            told += rule.max_s.to_bytes(2, "little")
            if rule.change is not None:
                told += encode(attribute.type_id, rule.change)
    return Reply(General.READ_REPORTING_RESPONSE, told)


def due(cluster: Cluster, now_ms: int, most_bytes: int) -> list[tuple[int, bytes]]:
    """Return (manufacturer, records) of every report frame that is due, and count it as sent."""
    frames: list[tuple[int, bytes]] = []
    for key, rule in cluster.rules.items():
        attribute = cluster.attributes.get(key)
        if attribute is None or not _is_due(attribute, rule, now_ms):
            continue
        rule.last_ms, rule.last, rule.hurried = now_ms, attribute.now(now_ms), False
        record = key[1].to_bytes(2, "little") + attribute.sent(now_ms)
        if frames and frames[-1][0] == key[0] and len(frames[-1][1] + record) <= most_bytes:
            frames[-1] = (key[0], frames[-1][1] + record)
        else:
            frames.append((key[0], record))
    return frames


def next_due_ms(cluster: Cluster, now_ms: int, sample_ms: int) -> int | None:
    """Return when to look again: a deadline, or the next sample that a change may show in."""
    times = []
    for rule in cluster.rules.values():
        sample = max(now_ms + sample_ms, rule.last_ms + rule.min_s * 1_000)
        deadline = rule.last_ms + rule.max_s * 1_000 if rule.max_s else sample
        times.append(max(now_ms, min(sample, deadline)))
    return min(times, default=None)


def hurry(cluster: Cluster, now_ms: int, every_ms: int) -> None:
    """Make every report due that was sent `every_ms` ago or earlier, whatever was configured."""
    for rule in cluster.rules.values():
        if now_ms - rule.last_ms >= every_ms:
            rule.hurried = True


def _is_due(attribute: Attribute, rule: ReportRule, now_ms: int) -> bool:
    since_ms = now_ms - rule.last_ms
    if rule.hurried:
        return True
    if since_ms < rule.min_s * 1_000:
        return False
    if rule.max_s and since_ms >= rule.max_s * 1_000:
        return True
    value = attribute.now(now_ms)
    if isinstance(rule.change, bytes) or isinstance(value, bytes) or isinstance(rule.last, bytes):
        return value != rule.last
    if rule.change is None:
        return value != rule.last
    return value != rule.last and abs(value - rule.last) >= rule.change
