"""What a command came to, and how each protocol version writes it.

Protocol 14 replaced the one-byte EmberStatus and EzspStatus by the four-byte sl_Status. Inside we
only use the latter; the older bytes follow from the two tables.
"""

from enum import IntEnum


class Status(IntEnum):
    """The sl_Status values we use (Simplicity SDK, `sl_status.h`)."""

    OK = 0x0000
    FAIL = 0x0001
    INVALID_STATE = 0x0002
    NOT_AVAILABLE = 0x000E
    NOT_SUPPORTED = 0x000F
    NETWORK_UP = 0x0015
    NETWORK_DOWN = 0x0016
    NOT_JOINED = 0x0017
    FULL = 0x001C
    INVALID_PARAMETER = 0x0021
    INVALID_INDEX = 0x0027
    NOT_FOUND = 0x002D
    MESSAGE_TOO_LONG = 0x0038
    DELIVERY_FAILED = 0x0C02
    SECURITY_STATE_NOT_SET = 0x0C0B


_EMBER = {
    Status.OK: 0x00,
    Status.FAIL: 0x01,
    Status.INVALID_STATE: 0x70,
    Status.NOT_AVAILABLE: 0xB5,
    Status.NOT_SUPPORTED: 0xB5,
    Status.NETWORK_UP: 0x90,
    Status.NETWORK_DOWN: 0x91,
    Status.NOT_JOINED: 0x93,
    Status.FULL: 0xB4,
    Status.INVALID_PARAMETER: 0x02,
    Status.INVALID_INDEX: 0xB1,
    Status.NOT_FOUND: 0x03,
    Status.MESSAGE_TOO_LONG: 0x74,
    Status.DELIVERY_FAILED: 0x66,
    Status.SECURITY_STATE_NOT_SET: 0xA8,
}

_EZSP = {
    Status.OK: 0x00,
    Status.INVALID_STATE: 0x38,
    Status.INVALID_PARAMETER: 0x36,
    Status.NOT_SUPPORTED: 0x37,
    Status.NOT_FOUND: 0x37,
    Status.FULL: 0x35,
    Status.FAIL: 0x36,
}

VERSION_NOT_SET = 0x30
INVALID_FRAME_ID = 0x31
"""EzspStatus values only invalidCommand uses."""


def ember_status(status: int) -> int:
    """Return the EmberStatus byte; a value that is none of ours is passed on (its low byte)."""
    return _EMBER[Status(status)] if status in _EMBER else status & 0xFF


def ezsp_status(status: int) -> int:
    """Return the EzspStatus byte; what that list does not know is ERROR_INVALID_CALL."""
    return _EZSP.get(Status(status), 0x38) if status in _EMBER else status & 0xFF
