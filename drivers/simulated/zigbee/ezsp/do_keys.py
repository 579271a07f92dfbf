"""Keys: the network's, the trust centre's, the devices', and those to join with."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value
from drivers.simulated.zigbee.ezsp.do_network import GLOBAL_LINK_KEY, HAVE_LINK_KEY
from drivers.simulated.zigbee.ezsp.do_settings import (
    CONFIG_KEY_TABLE_SIZE,
    CONFIG_TRANSIENT_KEY_TIMEOUT_S,
)
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.nvm import LinkKey

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp, TransientKey

NO_KEY = bytes(16)
KEY_NETWORK, KEY_TC_LINK, KEY_TC_TIMEOUT, KEY_APP_LINK = 1, 2, 3, 4
HASHED_LINK_KEY_BITS = 0x0084
"""TRUST_CENTER_USES_HASHED_LINK_KEY, which contains the bit of a global link key (UG100)."""
_HAS_SEQUENCE, _HAS_OUTGOING, _HAS_INCOMING, _HAS_PARTNER, _AUTHORIZED = 1, 2, 4, 8, 16
TRANSIENT_KEYS = 16
"""So many devices can be let in at the same time; more is NO ROOM, as in firmware."""


def transient_keys(ncp: "Ncp") -> dict[int, "TransientKey"]:
    """Return the keys devices may join with now, by EUI64; all ones is the wildcard."""
    now_ms = ncp.radio.now_ms()
    keys = ncp.ram.transient_keys
    for eui in [eui for eui, key in keys.items() if key.expires_ms <= now_ms]:
        del keys[eui]
    return keys


def _import_transient(ncp: "Ncp", request: Fields) -> Message:
    from drivers.simulated.zigbee.ncp import TransientKey

    keys, eui = transient_keys(ncp), request.number("eui")
    if eui not in keys and len(keys) >= TRANSIENT_KEYS:
        return {"status": Status.FULL}
    lives_ms = 1000 * ncp.ram.config[CONFIG_TRANSIENT_KEY_TIMEOUT_S]
    keys[eui] = TransientKey(request.octets("key"), ncp.radio.now_ms() + lives_ms)
    return {"status": Status.OK}


def _clear_transient(ncp: "Ncp", _: Fields) -> Message:
    ncp.ram.transient_keys.clear()
    return {}


def _context(core_type: int, index: int, eui: int) -> dict[str, Value]:
    return {
        "context_core_type": core_type,
        "context_key_index": index,
        "context_derived": 0,
        "context_eui": eui,
        "context_network_index": 0,
        "context_flags": 3,
        "context_algorithm": 0,
    }


def _echo_context(request: Fields) -> dict[str, Value]:
    names = ("core_type", "key_index", "derived", "eui", "network_index", "flags", "algorithm")
    return {f"context_{name}": request.number(name) for name in names}


def _meta(key: LinkKey | None, ttl_s: int = 0) -> dict[str, Value]:
    return {
        "bitmask": 0 if key is None else _HAS_OUTGOING | _HAS_INCOMING | _HAS_PARTNER | _AUTHORIZED,
        "outgoing": key.outgoing if key else 0,
        "incoming": key.incoming if key else 0,
        "ttl_s": ttl_s,
    }


def _export_transient(ncp: "Ncp", eui: int | None, index: int) -> Message:
    key = None if eui is None else transient_keys(ncp).get(eui)
    ttl_s = max(0, key.expires_ms - ncp.radio.now_ms()) // 1000 if key else 0
    return {
        "status": Status.OK if key else Status.NOT_FOUND,
        **_context(KEY_TC_TIMEOUT, index, eui or 0),
        "key": key.key if key else NO_KEY,
        **_meta(None, ttl_s),
    }


def _export_transient_by_index(ncp: "Ncp", request: Fields) -> Message:
    index = request.number("index")
    euis = list(transient_keys(ncp))
    return _export_transient(ncp, euis[index] if index < len(euis) else None, index)


def _find(ncp: "Ncp", eui: int) -> int | None:
    return next((index for index, key in ncp.nvm.link_keys.items() if key.eui == eui), None)


def _store(ncp: "Ncp", index: int, eui: int, key: bytes) -> Status:
    if index >= ncp.ram.config[CONFIG_KEY_TABLE_SIZE]:
        return Status.INVALID_INDEX
    if eui in {0, (1 << 64) - 1}:
        return Status.INVALID_PARAMETER
    ncp.nvm.link_keys[index] = LinkKey(eui, key)
    ncp.store.save()
    return Status.OK


def _import_link_key(ncp: "Ncp", request: Fields) -> Message:
    status = _store(ncp, request.number("index"), request.number("eui"), request.octets("key"))
    return {"status": status}


def _add_or_update(ncp: "Ncp", request: Fields) -> Message:
    eui = request.number("eui")
    index = _find(ncp, eui)
    if index is None:
        size = ncp.ram.config[CONFIG_KEY_TABLE_SIZE]
        index = next((i for i in range(size) if i not in ncp.nvm.link_keys), None)
    if index is None:
        return {"status": Status.FULL}
    return {"status": _store(ncp, index, eui, request.octets("key"))}


def _erase(ncp: "Ncp", request: Fields) -> Message:
    if ncp.nvm.link_keys.pop(request.number("index"), None) is None:
        return {"status": Status.INVALID_INDEX}
    ncp.store.save()
    return {"status": Status.OK}


def _clear(ncp: "Ncp", _: Fields) -> Message:
    ncp.nvm.link_keys.clear()
    ncp.store.save()
    return {"status": Status.OK}


def _find_entry(ncp: "Ncp", request: Fields) -> Message:
    index = _find(ncp, request.number("eui"))
    return {"index": 0xFF if index is None else index}


def _link_key(ncp: "Ncp", index: int | None) -> tuple[Status, LinkKey | None]:
    if index is not None and index >= ncp.ram.config[CONFIG_KEY_TABLE_SIZE]:
        return Status.INVALID_INDEX, None
    key = None if index is None else ncp.nvm.link_keys.get(index)
    return (Status.OK if key else Status.NOT_FOUND), key


def _export_by_index(ncp: "Ncp", request: Fields) -> Message:
    index = request.number("index")
    status, key = _link_key(ncp, index)
    eui = key.eui if key else 0
    where = {"eui": eui} if ncp.version < 14 else _context(KEY_APP_LINK, index, eui)
    return {"status": status, **where, "key": key.key if key else NO_KEY, **_meta(key)}


def _export_by_eui(ncp: "Ncp", request: Fields) -> Message:
    eui = request.number("eui")
    index = _find(ncp, eui)
    status, key = _link_key(ncp, index)
    number = 0xFF if index is None else index
    where = {"index": number} if ncp.version < 14 else _context(KEY_APP_LINK, number, eui)
    return {"status": status, **where, "key": key.key if key else NO_KEY, **_meta(key)}


def _aps_key_info(ncp: "Ncp", request: Fields) -> Message:
    eui = request.number("eui")
    index = _find(ncp, eui) if eui else request.number("key_index")
    status, key = _link_key(ncp, index)
    where = {"partner": key.eui if key else 0} if ncp.version < 14 else _echo_context(request)
    return {"status": status, **where, **_meta(key)}


def _export_key(ncp: "Ncp", request: Fields) -> Message:
    kind, network = request.number("core_type"), ncp.nvm.network
    key: bytes | None = None
    if kind == KEY_APP_LINK:
        eui = request.number("eui")
        _, entry = _link_key(ncp, _find(ncp, eui) if eui else request.number("key_index"))
        key = entry.key if entry else None
    elif kind == KEY_NETWORK and request.number("key_index") == 1:
        key = ncp.ram.next_network_key
    elif network is not None and ncp.ram.up:
        key = {KEY_NETWORK: network.network_key, KEY_TC_LINK: network.link_key}.get(kind)
    return {
        "status": Status.OK if key else Status.NOT_FOUND,
        "key": key or NO_KEY,
        **({} if ncp.version < 14 else _echo_context(request)),
    }


def _import_key(ncp: "Ncp", request: Fields) -> Message:
    kind, key = request.number("core_type"), request.octets("key")
    status = Status.OK
    if kind == KEY_APP_LINK:
        status = _store(ncp, request.number("key_index"), request.number("eui"), key)
    elif kind == KEY_TC_LINK and ncp.nvm.network is not None:
        ncp.nvm.network.link_key = key
        ncp.store.save()
    elif kind == KEY_NETWORK and ncp.nvm.network is not None and not ncp.ram.up:
        ncp.nvm.network.network_key = key
        ncp.store.save()
    else:
        status = Status.INVALID_STATE
    return {"status": status, **({} if ncp.version < 14 else _echo_context(request))}


def _network_key_info(ncp: "Ncp", _: Fields) -> Message:
    network = ncp.nvm.network if ncp.ram.up else None
    return {
        "status": Status.OK,
        "set": int(network is not None),
        "alternate_set": int(ncp.ram.next_network_key is not None),
        "key_sequence": network.key_sequence if network else 0,
        "alternate_sequence": 0,
        "frame_counter": ncp.nwk_counter,
    }


def _key_struct(
    bitmask: int, kind: int, key: bytes, outgoing: int = 0, incoming: int = 0, seq: int = 0,
    partner: int = 0,
) -> dict[str, Value]:  # fmt: skip
    return {
        "bitmask": bitmask, "type": kind, "key": key, "outgoing": outgoing, "incoming": incoming,
        "key_sequence": seq, "partner": partner,
    }  # fmt: skip


def _get_key(ncp: "Ncp", request: Fields) -> Message:
    """Before protocol 13 (UG100: getKey): 1 is the trust centre's link key, 3 the network's."""
    kind, network = request.number("type"), ncp.nvm.network if ncp.ram.up else None
    if network is not None and kind == 3:
        bits = _HAS_SEQUENCE | _HAS_OUTGOING
        key = _key_struct(bits, kind, network.network_key, ncp.nwk_counter, 0, network.key_sequence)
    elif network is not None and kind == 1:
        bits = _HAS_OUTGOING | _HAS_PARTNER | _AUTHORIZED
        key = _key_struct(bits, kind, network.link_key, ncp.nvm.aps_counter, 0, 0, ncp.eui)
    else:
        return {"status": Status.NOT_FOUND, **_key_struct(0, kind, NO_KEY)}
    return {"status": Status.OK, **key}


def _key_table_entry(ncp: "Ncp", request: Fields) -> Message:
    status, key = _link_key(ncp, request.number("index"))
    if key is None:
        return {"status": status, **_key_struct(0, 0, NO_KEY)}
    bits = _HAS_OUTGOING | _HAS_INCOMING | _HAS_PARTNER | _AUTHORIZED
    entry = _key_struct(bits, 5, key.key, key.outgoing, key.incoming, 0, key.eui)
    return {"status": status, **entry}


def _set_initial(ncp: "Ncp", request: Fields) -> Message:
    if ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    ncp.ram.security = request
    return {"status": Status.OK}


def _current_state(ncp: "Ncp", _: Fields) -> Message:
    network = ncp.nvm.network if ncp.ram.up else None
    if network is None:
        return {"status": Status.NOT_JOINED, "bitmask": 0, "trust_center": 0}
    bitmask = GLOBAL_LINK_KEY | HAVE_LINK_KEY | network.security_bitmask & HASHED_LINK_KEY_BITS
    return {"status": Status.OK, "bitmask": bitmask, "trust_center": network.trust_center}


def _next_key(ncp: "Ncp", request: Fields) -> Message:
    if not ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    key = request.octets("key")
    ncp.ram.next_network_key = key if any(key) else ncp.radio.random(128).to_bytes(16, "little")
    return {"status": Status.OK}


def _switch_key(ncp: "Ncp", _: Fields) -> Message:
    network = ncp.nvm.network
    if not ncp.ram.up or network is None or ncp.ram.next_network_key is None:
        return {"status": Status.INVALID_STATE}
    old, network.network_key = network.network_key, ncp.ram.next_network_key
    network.key_sequence = (network.key_sequence + 1) % 256
    ncp.ram.next_network_key = None
    ncp.set_nwk_counter(0)  # a new key begins a new count
    ncp.radio.key_switched(old, network.network_key)
    return {"status": Status.OK}


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "importTransientKey": _import_transient,
    "addTransientLinkKey": _import_transient,
    "clearTransientLinkKeys": _clear_transient,
    "exportTransientKeyByIndex": _export_transient_by_index,
    "exportTransientKeyByEui": lambda ncp, request: _export_transient(
        ncp, request.number("eui"), 0xFF
    ),
    "importLinkKey": _import_link_key,
    "setKeyTableEntry": _import_link_key,
    "addOrUpdateKeyTableEntry": _add_or_update,
    "eraseKeyTableEntry": _erase,
    "clearKeyTable": _clear,
    "findKeyTableEntry": _find_entry,
    "getKeyTableEntry": _key_table_entry,
    "exportLinkKeyByIndex": _export_by_index,
    "exportLinkKeyByEui": _export_by_eui,
    "getApsKeyInfo": _aps_key_info,
    "exportKey": _export_key,
    "importKey": _import_key,
    "getKey": _get_key,
    "getNetworkKeyInfo": _network_key_info,
    "setInitialSecurityState": _set_initial,
    "getCurrentSecurityState": _current_state,
    "requestLinkKey": lambda _, __: {"status": Status.INVALID_STATE},
    "broadcastNextNetworkKey": _next_key,
    "broadcastNetworkKeySwitch": _switch_key,
}
