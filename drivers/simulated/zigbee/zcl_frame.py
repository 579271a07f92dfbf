"""The ZCL frame (ZCL 8, 2.4): header and command, strictly read.

Reserved header bits that are set, a frame type that is reserved and a header that ends early are
refused: what a device of ours does not understand, it does not guess.
"""

from enum import IntEnum

import msgspec

from drivers.simulated.zigbee.zcl_types import ZclError


class Status(IntEnum):
    """Status codes (ZCL 8, table 2-12)."""

    SUCCESS = 0x00
    FAILURE = 0x01
    NOT_AUTHORIZED = 0x7E
    MALFORMED = 0x80
    UNSUP_COMMAND = 0x81
    INVALID_FIELD = 0x85
    UNSUPPORTED_ATTRIBUTE = 0x86
    INVALID_VALUE = 0x87
    READ_ONLY = 0x88
    NOT_FOUND = 0x8B
    UNREPORTABLE = 0x8C
    INVALID_TYPE = 0x8D
    UNSUPPORTED_CLUSTER = 0xC3


class General(IntEnum):
    """Foundation commands (ZCL 8, table 2-3)."""

    READ = 0x00
    READ_RESPONSE = 0x01
    WRITE = 0x02
    WRITE_UNDIVIDED = 0x03
    WRITE_RESPONSE = 0x04
    WRITE_NO_RESPONSE = 0x05
    CONFIGURE_REPORTING = 0x06
    CONFIGURE_REPORTING_RESPONSE = 0x07
    READ_REPORTING = 0x08
    READ_REPORTING_RESPONSE = 0x09
    REPORT = 0x0A
    DEFAULT_RESPONSE = 0x0B
    DISCOVER = 0x0C
    DISCOVER_RESPONSE = 0x0D
    DISCOVER_EXTENDED = 0x15
    DISCOVER_EXTENDED_RESPONSE = 0x16


GLOBAL, SPECIFIC = 0, 1
_MANUFACTURER, _FROM_SERVER, _NO_DEFAULT = 0x04, 0x08, 0x10


class ZclFrame(msgspec.Struct, frozen=True):
    """One frame."""

    kind: int
    """GLOBAL: a foundation command; SPECIFIC: one of the cluster."""
    command: int
    tsn: int
    payload: bytes = b""
    from_server: bool = False
    """The direction bit: sent by the cluster's server side, for its client."""
    manufacturer: int | None = None
    no_default_response: bool = False


def parse(data: bytes) -> ZclFrame:
    """Return the frame in the bytes; ZclError says what was wrong."""
    if not data:
        raise ZclError("the frame was empty")
    control = data[0]
    if control & 0xE0 or control & 0x03 > SPECIFIC:
        raise ZclError(f"frame control 0x{control:02X} has reserved bits")
    at = 3 if control & _MANUFACTURER else 1
    if len(data) < at + 2:
        raise ZclError(f"the header ended after {len(data)} bytes")
    return ZclFrame(
        kind=control & 0x03,
        command=data[at + 1],
        tsn=data[at],
        payload=data[at + 2 :],
        from_server=bool(control & _FROM_SERVER),
        manufacturer=int.from_bytes(data[1:3], "little") if control & _MANUFACTURER else None,
        no_default_response=bool(control & _NO_DEFAULT),
    )


def build(frame: ZclFrame) -> bytes:
    """Return the bytes of a frame."""
    control = frame.kind
    maker = b""
    if frame.manufacturer is not None:
        control |= _MANUFACTURER
        maker = frame.manufacturer.to_bytes(2, "little")
    if frame.from_server:
        control |= _FROM_SERVER
    if frame.no_default_response:
        control |= _NO_DEFAULT
    return bytes([control]) + maker + bytes([frame.tsn, frame.command]) + frame.payload
