"""Tables: addresses, children, neighbours, multicast, source routes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value
from drivers.simulated.zigbee.ezsp.do_settings import (
    CONFIG_ADDRESS_TABLE_SIZE,
    CONFIG_MULTICAST_TABLE_SIZE,
)
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.nvm import Child

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Address, Ncp

UNUSED_ID = 0xFFFF
MAX_CHILDREN = 64
SOURCE_ROUTES = 200


def _address(ncp: "Ncp", index: int) -> "Address | None":
    """Return an entry of the address table, blank at first; None past its end."""
    from drivers.simulated.zigbee.ncp import Address

    if index >= ncp.ram.config[CONFIG_ADDRESS_TABLE_SIZE]:
        return None
    return ncp.ram.addresses.setdefault(index, Address())


def _lookup_id(ncp: "Ncp", request: Fields) -> Message:
    found = ncp.lookup_id(request.number("eui"))
    id_ = UNUSED_ID if found is None else found
    if ncp.version < 14:
        return {"id": id_}
    return {"status": Status.NOT_FOUND if found is None else Status.OK, "id": id_}


def _lookup_eui(ncp: "Ncp", request: Fields) -> Message:
    found = ncp.lookup_eui(request.number("id"))
    return {"status": Status.NOT_FOUND if found is None else Status.OK, "eui": found or 0}


def _replace_address(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    if entry is None:
        old: dict[str, Value] = {"old_eui": 0, "old_id": UNUSED_ID, "old_extended": 0}
        return {"status": Status.INVALID_INDEX, **old}
    old = {
        "old_eui": entry.eui,
        "old_id": entry.id,
        "old_extended": int(entry.eui in ncp.ram.extended),
    }
    entry.eui, entry.id = request.number("eui"), request.number("id")
    entry.extended = bool(request.number("extended"))
    _extend(ncp, entry.eui, extended=entry.extended)
    return {"status": Status.OK, **old}


def _get_address(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    if entry is None:
        return {"status": Status.INVALID_INDEX, "id": UNUSED_ID, "eui": 0}
    return {"status": Status.OK, "id": entry.id, "eui": entry.eui}


def _set_address(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    if entry is None:
        return {"status": Status.INVALID_INDEX}
    entry.eui = request.number("eui")
    if "id" in request.values:
        entry.id = request.number("id")
    return {"status": Status.OK}


def _set_address_id(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    if entry is not None:
        entry.id = request.number("id")
    return {}


def _address_id(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    return {"id": entry.id if entry else UNUSED_ID}


def _address_eui(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    return {"eui": entry.eui if entry else 0}


def _address_active(ncp: "Ncp", request: Fields) -> Message:
    entry = _address(ncp, request.number("index"))
    return {"active": int(entry is not None and entry.eui != 0)}


def _extend(ncp: "Ncp", eui: int, *, extended: bool) -> None:
    (ncp.ram.extended.add if extended else ncp.ram.extended.discard)(eui)


def _get_extended(ncp: "Ncp", request: Fields) -> Message:
    extended = request.number("eui") in ncp.ram.extended
    if ncp.version < 14:
        return {"extended": int(extended)}
    return {"status": Status.OK if extended else Status.FAIL}


def _set_extended(ncp: "Ncp", request: Fields) -> Message:
    if ncp.lookup_id(request.number("eui")) is not None:  # devices it does not know: no effect
        _extend(ncp, request.number("eui"), extended=bool(request.number("extended")))
    return {} if ncp.version < 14 else {"status": Status.OK}


def _get_child(ncp: "Ncp", request: Fields) -> Message:
    child = ncp.nvm.children.get(request.number("index"))
    more: dict[str, Value] = {"phy": 0, "power": 0, "timeout": 0}
    if ncp.version >= 10:
        more["remaining"] = 0
    if child is None:
        return {"status": Status.NOT_JOINED, "eui": 0, "type": 0, "id": UNUSED_ID, **more}
    return {"status": Status.OK, "eui": child.eui, "type": child.type, "id": child.id, **more}


def _set_child(ncp: "Ncp", request: Fields) -> Message:
    if request.number("index") >= MAX_CHILDREN:
        return {"status": Status.INVALID_INDEX}
    ncp.nvm.children[request.number("index")] = Child(
        request.number("eui"), request.number("id"), request.number("type"), flags=0
    )
    ncp.store.save()
    return {"status": Status.OK}


def _neighbor_count(ncp: "Ncp", _: Fields) -> Message:
    return {"count": min(255, sum(router for _, _, router in ncp.radio.neighbors()))}


def _neighbor(ncp: "Ncp", request: Fields) -> Message:
    routers = [(eui, id_) for eui, id_, router in ncp.radio.neighbors() if router]
    index = request.number("index")
    known = index < len(routers)
    eui, id_ = routers[index] if known else (0, UNUSED_ID)
    return {
        "status": Status.OK if known else Status.INVALID_INDEX,
        "id": id_, "lqi": 255 if known else 0, "in_cost": 1, "out_cost": 1, "age": 0, "eui": eui,
    }  # fmt: skip


def _neighbor_counter(ncp: "Ncp", request: Fields) -> Message:
    counter = ncp.ram.neighbor_counters.get(request.number("eui"))
    return {"status": Status.NOT_FOUND if counter is None else Status.OK, "counter": counter or 0}


def _set_neighbor_counter(ncp: "Ncp", request: Fields) -> Message:
    eui = request.number("eui")
    if all(eui != known for known, _, _ in ncp.radio.neighbors()):
        return {"status": Status.NOT_FOUND}
    ncp.ram.neighbor_counters[eui] = request.number("counter")
    return {"status": Status.OK}


def _route(ncp: "Ncp", request: Fields) -> Message:
    routers = [id_ for _, id_, router in ncp.radio.neighbors() if router]
    index = request.number("index")
    used = index < len(routers)
    id_ = routers[index] if used else UNUSED_ID
    return {
        "status": Status.OK if index < 64 else Status.INVALID_INDEX,
        "destination": id_, "next_hop": id_, "state": 0 if used else 3, "age": 0,
        "concentrator": 0, "record_state": 0,
    }  # fmt: skip


def _get_multicast(ncp: "Ncp", request: Fields) -> Message:
    index = request.number("index")
    group, endpoint = ncp.ram.multicast.get(index, (0, 0))
    inside = index < ncp.ram.config[CONFIG_MULTICAST_TABLE_SIZE]
    return {
        "status": Status.OK if inside else Status.INVALID_INDEX,
        "group": group, "endpoint": endpoint, "network_index": 0,
    }  # fmt: skip


def _set_multicast(ncp: "Ncp", request: Fields) -> Message:
    index = request.number("index")
    if index >= ncp.ram.config[CONFIG_MULTICAST_TABLE_SIZE]:
        return {"status": Status.INVALID_INDEX}
    ncp.ram.multicast[index] = (request.number("group"), request.number("endpoint"))
    return {"status": Status.OK}


def _set_source_route(ncp: "Ncp", request: Fields) -> Message:
    routes, destination = ncp.ram.source_routes, request.number("destination")
    if destination not in routes and len(routes) >= SOURCE_ROUTES:
        return {"status": Status.FULL}
    routes[destination] = request.numbers("relays")
    return {"status": Status.OK}


def _source_route(ncp: "Ncp", request: Fields) -> Message:
    routes, index = list(ncp.ram.source_routes), request.number("index")
    found = index < len(routes)
    return {
        "status": Status.OK if found else Status.NOT_FOUND,
        "destination": routes[index] if found else UNUSED_ID,
        "closer_index": 0xFF,
    }


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "lookupNodeIdByEui64": _lookup_id,
    "lookupEui64ByNodeId": _lookup_eui,
    "replaceAddressTableEntry": _replace_address,
    "getAddressTableInfo": _get_address,
    "setAddressTableInfo": _set_address,
    "setAddressTableRemoteEui64": _set_address,
    "setAddressTableRemoteNodeId": _set_address_id,
    "getAddressTableRemoteNodeId": _address_id,
    "getAddressTableRemoteEui64": _address_eui,
    "addressTableEntryIsActive": _address_active,
    "getExtendedTimeout": _get_extended,
    "setExtendedTimeout": _set_extended,
    "getChildData": _get_child,
    "setChildData": _set_child,
    "neighborCount": _neighbor_count,
    "getNeighbor": _neighbor,
    "getNeighborFrameCounter": _neighbor_counter,
    "setNeighborFrameCounter": _set_neighbor_counter,
    "getRouteTableEntry": _route,
    "getMulticastTableEntry": _get_multicast,
    "setMulticastTableEntry": _set_multicast,
    "setSourceRoute": _set_source_route,
    "getSourceRouteTableEntry": _source_route,
    "getSourceRouteTableFilledSize": lambda ncp, _: {"size": len(ncp.ram.source_routes)},
    "getSourceRouteTableTotalSize": lambda _, __: {"size": SOURCE_ROUTES},
}
