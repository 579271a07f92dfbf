"""Messages to and from the devices, and back to ourselves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from drivers.simulated.zigbee.air import COORDINATOR_NWK, ZDO_PROFILE, ApsFrame
from drivers.simulated.zigbee.ezsp import own_zdo
from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value
from drivers.simulated.zigbee.ezsp.do_settings import (
    CONFIG_ZDO_FLAGS,
    POLICY_MESSAGE_CONTENTS,
)
from drivers.simulated.zigbee.ezsp.statuses import Status

if TYPE_CHECKING:
    from drivers.simulated.zigbee.ncp import Ncp

DIRECT, VIA_ADDRESS_TABLE, MULTICAST, BROADCAST = 0x00, 0x01, 0x03, 0x06
IN_UNICAST, IN_MULTICAST, IN_BROADCAST = 0x00, 0x02, 0x04
MAX_PAYLOAD_BYTES = 82
"""One frame, unfragmented, with network security (UG100: maximumPayloadLength)."""
MAX_RECEIVED_BYTES = 200
MESSAGE_CONTENTS_TOO = 0x41
APP_RECEIVES_ZDO_REQUESTS = 0x01
NONE = 0xFF
BROADCAST_DONE_MS = 10

_APS = (
    "profile", "cluster", "source_endpoint", "destination_endpoint", "options", "group",
)  # fmt: skip


def _frame(request: Fields) -> ApsFrame:
    return ApsFrame(
        request.number("profile"),
        request.number("cluster"),
        request.number("source_endpoint"),
        request.number("destination_endpoint"),
        request.octets("payload"),
    )


def _sent(ncp: "Ncp", request: Fields, kind: int, destination: int, sequence: int, tag: int) -> (
    Callable[[bool], None]
):  # fmt: skip
    """Return what tells the host how the sending went."""
    aps: dict[str, Value] = {name: request.number(name) for name in _APS}
    contents = ncp.ram.policies[POLICY_MESSAGE_CONTENTS] == MESSAGE_CONTENTS_TOO

    def tell(delivered: bool) -> None:
        # EmberCounterType 9 and 11: unicasts that went and that did not.
        ncp.count(9 if delivered else 11)
        ncp.call_back(
            "messageSentHandler",
            {
                "type": kind,
                "destination": destination,
                **aps,
                "aps_sequence": sequence,
                "tag": tag,
                "status": Status.OK if delivered else Status.DELIVERY_FAILED,
                "payload": request.octets("payload") if contents else b"",
            },
        )

    return ncp.until_reset(tell)


def _refused(ncp: "Ncp", request: Fields) -> Status | None:
    if not ncp.ram.up:
        return Status.NOT_JOINED
    if len(request.octets("payload")) > MAX_PAYLOAD_BYTES:
        return Status.MESSAGE_TOO_LONG
    return None


def _unicast(ncp: "Ncp", request: Fields) -> Message:
    kind, where = request.number("type"), request.number("destination")
    refused = _refused(ncp, request)
    destination = where
    if refused is None and kind == VIA_ADDRESS_TABLE:
        entry = ncp.ram.addresses.get(where)
        refused = None if entry and entry.eui else Status.INVALID_PARAMETER
        destination = entry.id if entry else 0xFFFF
    elif refused is None and kind != DIRECT:
        refused = Status.INVALID_PARAMETER  # no binding table
    if refused is None and destination >= 0xFFF8:
        refused = Status.INVALID_PARAMETER
    if refused is not None:
        return {"status": refused, "sequence": 0}
    sequence = ncp.next_aps_sequence()
    tell = _sent(ncp, request, kind, where, sequence, request.number("tag"))
    if destination == COORDINATOR_NWK:
        ncp.later(0, lambda: _loop_back(ncp, _frame(request), tell))
    else:
        ncp.radio.unicast(destination, _frame(request), tell)
    return {"status": Status.OK, "sequence": sequence}


def _loop_back(ncp: "Ncp", frame: ApsFrame, tell: Callable[[bool], None]) -> None:
    """A message to ourselves: the stack answers ZDO requests, the host gets the rest."""
    tell(True)
    if frame.profile != ZDO_PROFILE or frame.destination_endpoint != 0:
        incoming(ncp, COORDINATOR_NWK, ncp.eui, frame)
        return
    response = own_zdo.answer(ncp, frame.cluster, frame.payload)
    if response is not None:
        answer = ApsFrame(ZDO_PROFILE, frame.cluster | own_zdo.RESPONSE, 0, 0, response)
        incoming(ncp, COORDINATOR_NWK, ncp.eui, answer)


def _send_to_many(ncp: "Ncp", request: Fields, kind: int, destination: int) -> Message:
    refused = _refused(ncp, request)
    if refused is not None:
        return {"status": refused, "sequence": 0}
    sequence = ncp.next_aps_sequence()
    address = request.number("group") if kind == MULTICAST else destination
    tell = _sent(ncp, request, kind, address, sequence, request.number("tag"))
    ncp.radio.broadcast(destination, _frame(request))
    ncp.later(BROADCAST_DONE_MS, lambda: tell(True))
    return {"status": Status.OK, "sequence": sequence}


def _broadcast(ncp: "Ncp", request: Fields) -> Message:
    return _send_to_many(ncp, request, BROADCAST, request.number("destination"))


def _multicast(ncp: "Ncp", request: Fields) -> Message:
    destination = request.number("destination") if "destination" in request.values else 0xFFFD
    return _send_to_many(ncp, request, MULTICAST, destination)


def _reply(ncp: "Ncp", request: Fields) -> Message:
    refused = _refused(ncp, request)
    if refused is None:
        ncp.radio.unicast(request.number("sender"), _frame(request), lambda _: None)
    return {"status": Status.OK if refused is None else refused}


def _remove(ncp: "Ncp", request: Fields) -> Message:
    if not ncp.ram.up:
        return {"status": Status.NOT_JOINED}
    found = ncp.radio.remove(request.number("target"))
    return {"status": Status.OK if found else Status.NOT_FOUND}


def incoming(
    ncp: "Ncp",
    sender: int,
    sender_eui: int,
    frame: ApsFrame,
    *,
    kind: int = IN_UNICAST,
    lqi: int = 255,
    rssi_dbm: int = -40,
) -> None:
    """Hand a message from the air to the host. Nothing happens while the stack is down."""
    if not ncp.ram.up or len(frame.payload) > MAX_RECEIVED_BYTES:
        return
    ncp.count(6 if kind == IN_BROADCAST else 8)
    message: dict[str, Value] = {
        "type": kind,
        **ncp.aps_fields(frame),
        "lqi": lqi,
        "rssi": rssi_dbm,
        "sender": sender,
        "binding": NONE,
        "address": next(
            (index for index, entry in ncp.ram.addresses.items() if entry.id == sender), NONE
        ),
        "payload": frame.payload,
    }
    if ncp.version >= 14:
        message["sender_eui"] = sender_eui
        message["timestamp"] = ncp.radio.now_ms() & 0xFFFFFFFF
    ncp.call_back("incomingMessageHandler", message)


def receive(ncp: "Ncp", sender: int, sender_eui: int, frame: ApsFrame, *, kind: int) -> None:
    """Take a device's message: the stack answers ZDO requests about the coordinator itself."""
    if not ncp.ram.up:
        return
    request = frame.profile == ZDO_PROFILE and not frame.cluster & own_zdo.RESPONSE
    if request and kind == IN_UNICAST:
        response = own_zdo.answer(ncp, frame.cluster, frame.payload)
        if response is not None:
            back = ApsFrame(ZDO_PROFILE, frame.cluster | own_zdo.RESPONSE, 0, 0, response)
            ncp.radio.unicast(sender, back, lambda _: None)
            if not ncp.ram.config[CONFIG_ZDO_FLAGS] & APP_RECEIVES_ZDO_REQUESTS:
                return
    incoming(ncp, sender, sender_eui, frame, kind=kind)


HANDLERS: dict[str, Callable[["Ncp", Fields], Message]] = {
    "sendUnicast": _unicast,
    "sendBroadcast": _broadcast,
    "sendMulticast": _multicast,
    "sendReply": _reply,
    "removeDevice": _remove,
}
