"""Version-independent chores: configuration, values, policies, endpoints, counters."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.codec import Fields, Message
from drivers.simulated.zigbee.ezsp.statuses import Status

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp

COUNTERS = 40
MAX_ENDPOINTS = 16

CONFIG_SECURITY_LEVEL = 0x0D
CONFIG_ADDRESS_TABLE_SIZE = 0x05
CONFIG_MULTICAST_TABLE_SIZE = 0x06
CONFIG_KEY_TABLE_SIZE = 0x1E
CONFIG_ZDO_FLAGS = 0x2A
CONFIG_TRANSIENT_KEY_TIMEOUT_S = 0x36

DEFAULT_CONFIG = {
    0x01: 64, 0x02: 16, 0x03: 10, 0x04: 32, CONFIG_ADDRESS_TABLE_SIZE: 8,
    CONFIG_MULTICAST_TABLE_SIZE: 8, 0x07: 16, 0x08: 8, 0x0C: 2, CONFIG_SECURITY_LEVEL: 5,
    0x10: 30, 0x11: 6, 0x12: 3000, 0x13: 5, 0x17: 0x8000, 0x18: 0, 0x19: 2, 0x1A: 100, 0x1C: 0,
    0x1D: 0, CONFIG_KEY_TABLE_SIZE: 4, 0x1F: 1600, 0x20: 3, 0x21: 60, 0x22: 1, 0x24: 0, 0x29: 0,
    CONFIG_ZDO_FLAGS: 0, 0x2B: 15, 0x2C: 0, 0x2D: 1, 0x2E: 0, 0x33: 0, 0x34: 16, 0x35: 0,
    CONFIG_TRANSIENT_KEY_TIMEOUT_S: 300, 0x37: 0xFF, 0x38: 300, 0x39: 0, 0x40: 2, 0x41: 5, 0x42: 5,
}  # fmt: skip
"""EzspConfigId to value, as a development kit's firmware has them (UG100 section 2.3.1)."""
_FIXED_WHILE_UP = frozenset((0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0C, 0x0D, 0x11, 0x1A, 0x1E))
"""Memory is shared out before the stack starts."""

DEFAULT_POLICIES = {
    0x00: 0x00, 0x01: 0x11, 0x02: 0x20, 0x03: 0x30, 0x04: 0x40, 0x05: 0x51, 0x06: 0x60, 0x07: 0x62,
    0x08: 0x00, 0x09: 0x00,
}  # fmt: skip
POLICY_TRUST_CENTER = 0x00
POLICY_MESSAGE_CONTENTS = 0x04

VALUE_FREE_BUFFERS, VALUE_VERSION_INFO = 0x03, 0x11
VALUE_NWK_COUNTER, VALUE_APS_COUNTER = 0x23, 0x24
_DEFAULT_VALUES = {
    0x05: b"\x52\x00", 0x06: b"\x52\x00", 0x07: b"\x01", 0x08: b"\x00", 0x0A: b"\x00\x01",
    0x0C: b"\x00", 0x13: b"\x00", 0x14: b"\x00", 0x15: b"\xb5", 0x29: b"\x00", 0x30: b"\x00",
    0x3A: b"\x00", 0x3B: b"\x2c\x01", 0x3D: b"\x08\x00", 0x3E: b"\xff\xff", 0x3F: b"\x03",
    0x44: b"\x00", 0x45: b"\x00", 0x47: b"\x00", 0x48: b"\x00", 0x43: b"\x10\x27", 0x39: b"\x00",
}  # fmt: skip


def _add_endpoint(ncp: "Ncp", request: Fields) -> Message:
    from drivers.simulated.zigbee.ncp import Endpoint

    number = request.number("endpoint")
    if ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    if not 1 <= number <= 254:
        return {"status": Status.INVALID_PARAMETER}
    if number not in ncp.ram.endpoints and len(ncp.ram.endpoints) >= MAX_ENDPOINTS:
        return {"status": Status.FULL}
    ncp.ram.endpoints[number] = Endpoint(
        request.number("profile"),
        request.number("device"),
        request.number("device_version"),
        tuple(request.numbers("inputs")),
        tuple(request.numbers("outputs")),
    )
    return {"status": Status.OK}


def _get_config(ncp: "Ncp", request: Fields) -> Message:
    value = ncp.ram.config.get(request.number("id"))
    if value is None:
        return {"status": Status.NOT_FOUND, "value": 0}
    return {"status": Status.OK, "value": value}


def _set_config(ncp: "Ncp", request: Fields) -> Message:
    number = request.number("id")
    if number not in ncp.ram.config:
        return {"status": Status.NOT_FOUND}
    if ncp.ram.up and number in _FIXED_WHILE_UP:
        return {"status": Status.INVALID_STATE}
    ncp.ram.config[number] = request.number("value")
    return {"status": Status.OK}


def _get_value(ncp: "Ncp", request: Fields) -> Message:
    number = request.number("id")
    value = ncp.ram.values.get(number, _DEFAULT_VALUES.get(number))
    if number == VALUE_FREE_BUFFERS:
        value = bytes((min(255, ncp.ram.config[0x01]),))
    elif number == VALUE_VERSION_INFO:
        release = ncp.stack_version
        digits = (release >> 12, release >> 8 & 15, release >> 4 & 15, release & 15)
        value = b"\x5d\x01" + bytes(digits) + b"\xaa"  # 0xAA: a general release
    elif number == VALUE_NWK_COUNTER:
        value = ncp.nwk_counter.to_bytes(4, "little")
    elif number == VALUE_APS_COUNTER:
        value = ncp.nvm.aps_counter.to_bytes(4, "little")
    if value is None:
        return {"status": Status.NOT_FOUND, "value": b""}
    return {"status": Status.OK, "value": value}


def _set_value(ncp: "Ncp", request: Fields) -> Message:
    number, value = request.number("id"), request.octets("value")
    if number in {VALUE_NWK_COUNTER, VALUE_APS_COUNTER}:
        if ncp.ram.up:
            return {"status": Status.INVALID_STATE}
        if len(value) != 4:
            return {"status": Status.INVALID_PARAMETER}
        if number == VALUE_NWK_COUNTER:
            ncp.set_nwk_counter(int.from_bytes(value, "little"))
        else:
            ncp.nvm.aps_counter = int.from_bytes(value, "little")
            ncp.store.save()
    elif number in {VALUE_VERSION_INFO, VALUE_FREE_BUFFERS}:
        return {"status": Status.INVALID_PARAMETER}
    elif number in _DEFAULT_VALUES:
        ncp.ram.values[number] = value
    else:
        return {"status": Status.NOT_FOUND}
    return {"status": Status.OK}


def _get_extended_value(ncp: "Ncp", request: Fields) -> Message:
    number, which = request.number("id"), request.number("characteristics")
    if number == 0x00 and which in ncp.ram.endpoints:
        return {"status": Status.OK, "value": b"\x01\x00"}  # the endpoint is enabled
    if number == 0x01:
        return {"status": Status.OK, "value": b"\x00\x00\x00"}  # never left
    if number == 0x02:
        relays = ncp.ram.source_routes.get(which & 0xFFFF, [])
        return {"status": Status.OK, "value": bytes((2 + 2 * len(relays) if relays else 0,))}
    return {"status": Status.NOT_FOUND, "value": b""}


def _get_policy(ncp: "Ncp", request: Fields) -> Message:
    decision = ncp.ram.policies.get(request.number("id"))
    if decision is None:
        return {"status": Status.NOT_FOUND, "decision": 0}
    return {"status": Status.OK, "decision": decision}


def _set_policy(ncp: "Ncp", request: Fields) -> Message:
    if request.number("id") not in ncp.ram.policies:
        return {"status": Status.NOT_FOUND}
    ncp.ram.policies[request.number("id")] = request.number("decision")
    return {"status": Status.OK}


def _set_manufacturer(ncp: "Ncp", request: Fields) -> Message:
    ncp.ram.manufacturer = request.number("code")
    return {} if ncp.version < 14 else {"status": Status.OK}


def _set_power_descriptor(ncp: "Ncp", _: Fields) -> Message:
    return {} if ncp.version < 14 else {"status": Status.OK}


def _read_and_clear(ncp: "Ncp", _: Fields) -> Message:
    values, ncp.ram.counters = ncp.ram.counters, [0] * COUNTERS
    return {"values": values}


def _random(ncp: "Ncp", _: Fields) -> Message:
    return {"status": Status.OK, "value": ncp.radio.random(16)}


def _nothing(_: "Ncp", __: Fields) -> Message:
    return {}


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "addEndpoint": _add_endpoint,
    "getConfigurationValue": _get_config,
    "setConfigurationValue": _set_config,
    "getValue": _get_value,
    "setValue": _set_value,
    "getExtendedValue": _get_extended_value,
    "getPolicy": _get_policy,
    "setPolicy": _set_policy,
    "setManufacturerCode": _set_manufacturer,
    "setPowerDescriptor": _set_power_descriptor,
    "readCounters": lambda ncp, _: {"values": list(ncp.ram.counters)},
    "readAndClearCounters": _read_and_clear,
    "getRandomNumber": _random,
    "getLibraryStatus": lambda _, __: {"state": 0x00},
    "getXncpInfo": lambda _, __: {"status": Status.NOT_AVAILABLE, "manufacturer": 0, "version": 0},
    # No extensions: a host that probes for them must be told so, not left waiting.
    "customFrame": lambda _, __: {"status": Status.NOT_AVAILABLE, "reply": b""},
    "echo": lambda _, request: {"data": request.octets("data")},
    "maximumPayloadLength": lambda _, __: {"length": 82},
    "nop": _nothing,
    "callback": _nothing,
    "noCallbacks": _nothing,
    "gpSinkTableInit": _nothing,
    "gpSinkTableClearAll": _nothing,
    "gpClearProxyTable": _nothing,
}
