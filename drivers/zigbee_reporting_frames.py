"""Configure Reporting and its answers on the wire (ZCL 8, 2.5.7 to 2.5.10); nothing is sent here."""

import struct
from collections.abc import Sequence

import msgspec

from drivers.zigbee_frames import FIXED_BYTES, zcl_header

CONFIGURE, CONFIGURE_ANSWER, READ_BACK, READ_BACK_ANSWER = 0x06, 0x07, 0x08, 0x09
RECORDS_BYTES = 50  # of one request: above, some devices drop it (zigpy/zcl/__init__.py)
ANALOG = frozenset([*range(0x20, 0x30), 0x38, 0x39, 0x3A, 0xE0, 0xE1, 0xE2])
"""Types whose reports have a least change (ZCL 8, 2.5.7.1.7)."""


class Rule(msgspec.Struct, frozen=True):
    """The reporting of one attribute."""

    attribute: int
    type_id: int
    min_s: int
    max_s: int
    change: int

    def record(self) -> bytes:
        """Return it as a record of Configure Reporting (ZCL 8, 2.5.7.1)."""
        head = struct.pack("<BHBHH", 0, self.attribute, self.type_id, self.min_s, self.max_s)
        if self.type_id not in ANALOG:
            return head
        if 0x38 <= self.type_id <= 0x3A:
            return head + struct.pack(
                {0x38: "<e", 0x39: "<f", 0x3A: "<d"}[self.type_id], self.change
            )
        width = FIXED_BYTES[self.type_id]
        signed = 0x28 <= self.type_id <= 0x2F
        most = (1 << (8 * width - (1 if signed else 0))) - 1
        return head + min(self.change, most).to_bytes(width, "little")


def chunks(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules in portions of one request each."""
    chunks: list[list[Rule]] = [[]]
    size = 0
    for rule in rules:
        length = len(rule.record())
        if chunks[-1] and size + length > RECORDS_BYTES:
            chunks.append([])
            size = 0
        chunks[-1].append(rule)
        size += length
    return chunks


def configured(answer: bytes, attributes: Sequence[int]) -> dict[int, int]:
    """Return each attribute's status; one status alone is for all (ZCL 8, 2.5.8.1)."""
    parts = zcl_header(answer)
    if parts is None:
        return dict.fromkeys(attributes, 1)
    header, body = parts
    if header.command != CONFIGURE_ANSWER:
        return dict.fromkeys(attributes, body[1] if len(body) >= 2 else 1)
    if len(body) < 4:
        return dict.fromkeys(attributes, body[0] if body else 0)
    statuses = dict.fromkeys(attributes, 0)
    for at in range(0, len(body) - 3, 4):
        status, _, attribute = struct.unpack_from("<BBH", body, at)
        if attribute in statuses:
            statuses[attribute] = status
    return statuses


def read_back(answer: bytes) -> dict[int, int] | None:
    """Return the longest interval of each attribute that reports; None: it cannot be asked."""
    parts = zcl_header(answer)
    if parts is None or parts[0].command != READ_BACK_ANSWER:
        return None
    body, found, at = parts[1], {}, 0
    while at + 4 <= len(body):
        status, direction, attribute = struct.unpack_from("<BBH", body, at)
        at += 4
        if status != 0:
            continue
        if direction != 0 or at + 5 > len(body):
            break
        type_id, _, max_s = struct.unpack_from("<BHH", body, at)
        at += 5 + (FIXED_BYTES.get(type_id, 0) if type_id in ANALOG else 0)
        found[attribute] = max_s
    return found
