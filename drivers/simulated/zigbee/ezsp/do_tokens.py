"""Tokens: named cells of the flash, which some hosts read and write by their numbers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.codec import Fields, Message
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.nvm import Child

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp

RESTORED_EUI64 = 0xE12A
TRUST_CENTER, NETWORK_MANAGEMENT, NODE_DATA = 0x1E124, 0x1E125, 0x1EE64
CHILD_TABLE = 0x10580
MAX_OTHER_TOKENS = 64
MAX_TOKEN_BYTES = 200
"""A flash is small; a host that fills it is told so."""

MFG_STRING, MFG_BOARD_NAME, MFG_CUSTOM_EUI64 = 0x01, 0x02, 0x0C
_MFG_BYTES = {
    0x00: 2, MFG_STRING: 16, MFG_BOARD_NAME: 16, 0x03: 2, 0x04: 2, 0x05: 16, 0x06: 40, 0x07: 8,
    0x08: 40, 0x09: 92, 0x0A: 20, 0x0B: 1, MFG_CUSTOM_EUI64: 8, 0x0D: 2,
}  # fmt: skip
"""EzspMfgTokenId to length (UG100: getMfgToken)."""
_MFG_TEXT = {MFG_STRING: b"gridhearth", MFG_BOARD_NAME: b"virtual"}


def _get_mfg(ncp: "Ncp", request: Fields) -> Message:
    number = request.number("id")
    length = _MFG_BYTES.get(number, 0)
    written = ncp.nvm.mfg_tokens.get(number, _MFG_TEXT.get(number, b""))
    return {"data": written[:length].ljust(length, b"\xff")}


def _set_mfg(ncp: "Ncp", request: Fields) -> Message:
    number, data = request.number("id"), request.octets("data")
    if number not in _MFG_BYTES or len(data) > _MFG_BYTES[number]:
        return {"status": Status.INVALID_PARAMETER}
    if number in ncp.nvm.mfg_tokens:
        return {"status": Status.INVALID_STATE}  # written once, for ever
    ncp.nvm.mfg_tokens[number] = data
    ncp.store.save()
    return {"status": Status.OK}


def _read(ncp: "Ncp", token: int, index: int) -> bytes | None:
    network = ncp.nvm.network
    if token == RESTORED_EUI64:
        return ncp.nvm.restored_eui64.to_bytes(8, "little")
    if token == CHILD_TABLE and index in ncp.nvm.children:
        child = ncp.nvm.children[index]
        return child.eui.to_bytes(8, "little") + child.id.to_bytes(2, "little") + bytes(
            (child.flags,)
        )  # fmt: skip
    if network is None:
        return ncp.nvm.tokens.get(token, {}).get(index)
    if token == TRUST_CENTER:
        return (
            network.security_bitmask.to_bytes(2, "little")
            + network.trust_center.to_bytes(8, "little")
            + network.link_key
        )
    if token == NETWORK_MANAGEMENT:
        return (
            network.channels.to_bytes(4, "little")
            + network.manager.to_bytes(2, "little")
            + bytes((network.update_id, 0))
        )
    if token == NODE_DATA:
        return (
            network.pan.to_bytes(2, "little")
            + bytes((network.tx_power, network.channel, 0x02, 0x01, 0x00, 0x00))
            + network.extended_pan.to_bytes(8, "little")
        )
    return ncp.nvm.tokens.get(token, {}).get(index)


_LENGTHS = {RESTORED_EUI64: 8, TRUST_CENTER: 26, NETWORK_MANAGEMENT: 8, NODE_DATA: 16}


def _write(ncp: "Ncp", token: int, index: int, data: bytes) -> Status:
    network = ncp.nvm.network
    if token in _LENGTHS and len(data) != _LENGTHS[token]:
        return Status.INVALID_PARAMETER
    if token == RESTORED_EUI64:
        ncp.nvm.restored_eui64 = int.from_bytes(data, "little")
    elif token == CHILD_TABLE:
        if len(data) != 11:
            return Status.INVALID_PARAMETER
        kind = ncp.nvm.children[index].type if index in ncp.nvm.children else 4
        eui, id_ = int.from_bytes(data[:8], "little"), int.from_bytes(data[8:10], "little")
        ncp.nvm.children[index] = Child(eui, id_, kind, data[10])
    elif token in _LENGTHS and network is None:
        return Status.INVALID_STATE
    elif token == TRUST_CENTER and network is not None:
        network.security_bitmask = int.from_bytes(data[:2], "little")
        network.trust_center = int.from_bytes(data[2:10], "little")
        network.link_key = data[10:]
    elif token == NETWORK_MANAGEMENT and network is not None:
        network.channels = int.from_bytes(data[:4], "little")
        network.manager = int.from_bytes(data[4:6], "little")
        network.update_id = data[6]
    elif token == NODE_DATA and network is not None:
        network.pan = int.from_bytes(data[:2], "little")
        network.tx_power, network.channel = data[2], data[3]
        network.extended_pan = int.from_bytes(data[8:], "little")
    else:
        cells = sum(map(len, ncp.nvm.tokens.values()))
        if len(data) > MAX_TOKEN_BYTES or cells >= MAX_OTHER_TOKENS:
            return Status.FULL
        ncp.nvm.tokens.setdefault(token, {})[index] = data
    ncp.store.save()
    return Status.OK


def _get_token(ncp: "Ncp", request: Fields) -> Message:
    data = _read(ncp, request.number("token"), request.number("index"))
    if data is None:
        return {"status": Status.NOT_FOUND}
    return {"status": Status.OK, "data": data}


def _set_token(ncp: "Ncp", request: Fields) -> Message:
    return {
        "status": _write(
            ncp, request.number("token"), request.number("index"), request.octets("data")
        )
    }


def _factory_reset(ncp: "Ncp", request: Fields) -> Message:
    """Erase the stack's tokens; the restored EUI64 stays, hosts rewrite it themselves."""
    nvm = ncp.nvm
    nvm.network = None
    nvm.link_keys.clear()
    nvm.children.clear()
    nvm.tokens.clear()
    if not request.number("exclude_outgoing"):
        ncp.set_nwk_counter(0)
        nvm.aps_counter = 0
    if not request.number("exclude_boot"):
        nvm.boots = 0
    ncp.ram.up = False
    ncp.store.save()
    return {}


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "getMfgToken": _get_mfg,
    "setMfgToken": _set_mfg,
    "getTokenData": _get_token,
    "setTokenData": _set_token,
    "getTokenCount": lambda _, __: {"count": len(_LENGTHS) + 1},
    "tokenFactoryReset": _factory_reset,
}
