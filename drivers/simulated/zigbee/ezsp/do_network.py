"""The network's life: init, form, leave, permit joining, scans, concentrator."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.nvm import Network

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp

COORDINATOR = 0x01
NO_NETWORK, JOINED = 0x00, 0x02
NO_FRAME_COUNTER_RESET = 0x1000
HAVE_TRUST_CENTER_EUI = 0x0040
GLOBAL_LINK_KEY, HAVE_LINK_KEY = 0x0004, 0x0010
FOREVER_S = 255
ALL_CHANNELS = range(11, 27)
MAX_TX_POWER_DBM = 20
SCAN_SYMBOL_US = 15_360
"""A scan listens (2^d + 1) times this long on each channel (UG100: startScan)."""


def _init(ncp: "Ncp", _: Fields) -> Message:
    if ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    if ncp.nvm.network is None:
        return {"status": Status.NOT_JOINED}
    ncp.status_up(up=True)
    return {"status": Status.OK}


def _state(ncp: "Ncp", _: Fields) -> Message:
    return {"state": JOINED if ncp.ram.up else NO_NETWORK}


def _form(ncp: "Ncp", request: Fields) -> Message:
    security = ncp.ram.security
    if ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    if security is None:
        return {"status": Status.SECURITY_STATE_NOT_SET}
    if request.number("channel") not in ALL_CHANNELS:
        return {"status": Status.INVALID_PARAMETER}
    bitmask = security.number("bitmask")
    if not bitmask & NO_FRAME_COUNTER_RESET:
        ncp.set_nwk_counter(0)
        ncp.nvm.aps_counter = 0
    ncp.nvm.network = Network(
        extended_pan=request.number("extended_pan") or ncp.radio.random(64),
        pan=request.number("pan") if request.number("pan") != 0xFFFF else ncp.radio.random(15),
        channel=request.number("channel"),
        tx_power=request.number("tx_power"),
        manager=0x0000,
        update_id=0,  # the field is ignored; hosts write the token afterwards (bellows knows)
        channels=request.number("channels"),
        network_key=security.octets("network_key"),
        key_sequence=security.number("network_key_sequence"),
        link_key=security.octets("preconfigured_key"),
        security_bitmask=bitmask,
        trust_center=security.number("trust_center") if bitmask & HAVE_TRUST_CENTER_EUI else 0,
    )
    if not ncp.nvm.network.trust_center:
        ncp.nvm.network.trust_center = ncp.eui
    ncp.nvm.children.clear()
    ncp.store.save()
    ncp.status_up(up=True)
    return {"status": Status.OK}


def _leave(ncp: "Ncp", _: Fields) -> Message:
    if not ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    ncp.nvm.network = None
    ncp.nvm.children.clear()
    ncp.store.save()
    ncp.ram.permit_until_ms = 0
    ncp.status_up(up=False)
    return {"status": Status.OK}


def _permit(ncp: "Ncp", request: Fields) -> Message:
    if not ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    permit(ncp, request.number("duration_s"))
    return {"status": Status.OK}


def permit(ncp: "Ncp", duration_s: int) -> None:
    """Let devices associate with the coordinator itself for a time; 255 s means for ever."""
    forever = duration_s == FOREVER_S
    ncp.ram.permit_until_ms = (
        1 << 62 if forever else ncp.radio.now_ms() + 1000 * duration_s if duration_s else 0
    )


def _parameters(ncp: "Ncp", _: Fields) -> Message:
    network = ncp.nvm.network if ncp.ram.up else None
    if network is None:
        blank: dict[str, Value] = dict.fromkeys(
            ("extended_pan", "tx_power", "channel", "join_method", "manager", "update_id"), 0
        )
        return {
            **blank,
            "status": Status.NOT_JOINED,
            "node_type": 0,
            "pan": 0xFFFF,
            "channels": 0,
        }
    return {
        "status": Status.OK,
        "node_type": COORDINATOR,
        "extended_pan": network.extended_pan,
        "pan": network.pan,
        "tx_power": network.tx_power,
        "channel": network.channel,
        "join_method": 0,
        "manager": network.manager,
        "update_id": network.update_id,
        "channels": network.channels,
    }


def _node_id(ncp: "Ncp", _: Fields) -> Message:
    return {"id": 0x0000 if ncp.ram.up else 0xFFFE}


def _family(ncp: "Ncp", _: Fields) -> Message:
    return {"child_count": len(ncp.nvm.children), "parent_eui": 0, "parent_id": 0xFFFF}


def _scan(ncp: "Ncp", request: Fields) -> Message:
    kind, duration = request.number("type"), request.number("duration")
    if kind not in {0, 1} or duration > 14:
        return {"status": Status.INVALID_PARAMETER}
    channels = [
        channel for channel in ALL_CHANNELS if request.number("channels") >> channel & 1
    ] or list(ALL_CHANNELS)

    def finish() -> None:
        for channel in channels:
            if kind == 0:
                found = {"channel": channel, "rssi": ncp.radio.energy_dbm(channel)}
                ncp.call_back("energyScanResultHandler", found)
        ncp.call_back("scanCompleteHandler", {"channel": 0, "status": Status.OK})

    ncp.later(len(channels) * ((1 << duration) + 1) * SCAN_SYMBOL_US // 1000, finish)
    return {"status": Status.OK}


def _radio_power(ncp: "Ncp", request: Fields) -> Message:
    if request.number("power") > MAX_TX_POWER_DBM:
        return {"status": Status.INVALID_PARAMETER}
    if ncp.ram.up and ncp.nvm.network is not None:
        ncp.nvm.network.tx_power = request.number("power") & 0xFF
    return {"status": Status.OK}


def _radio_channel(ncp: "Ncp", request: Fields) -> Message:
    if request.number("channel") not in ALL_CHANNELS:
        return {"status": Status.INVALID_PARAMETER}
    if ncp.ram.up and ncp.nvm.network is not None:
        ncp.nvm.network.channel = request.number("channel")
        ncp.store.save()
    return {"status": Status.OK}


def _concentrator(ncp: "Ncp", request: Fields) -> Message:
    ncp.ram.concentrator = bool(request.number("on"))
    return {"status": Status.OK}


def _many_to_one(ncp: "Ncp", _: Fields) -> Message:
    if not ncp.ram.up:
        return {"status": Status.INVALID_STATE}
    for eui, id_, router in ncp.radio.neighbors():
        if router:
            ncp.call_back(
                "incomingRouteRecordHandler",
                {"source": id_, "source_eui": eui, "lqi": 255, "rssi": -40, "relays": []},
            )
    return {"status": Status.OK}


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "networkInit": _init,
    "networkState": _state,
    "formNetwork": _form,
    "leaveNetwork": _leave,
    "permitJoining": _permit,
    "getNetworkParameters": _parameters,
    "getNodeId": _node_id,
    "getEui64": lambda ncp, _: {"eui": ncp.eui},
    "getParentChildParameters": _family,
    "startScan": _scan,
    "stopScan": lambda _, __: {"status": Status.OK},
    "setRadioPower": _radio_power,
    "setRadioChannel": _radio_channel,
    "setConcentrator": _concentrator,
    "setSourceRouteDiscoveryMode": lambda _, __: {"remaining": 0},
    "sendManyToOneRouteRequest": _many_to_one,
}
