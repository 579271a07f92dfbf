"""Questions to devices, answers read by the type on the wire.

zigpy sends the request, repeats it and matches the answer; what the answer says is taken from the
packet itself, because zigpy's own reading loses what follows an unexpected type.
"""

import asyncio
import struct
from collections.abc import Sequence

import msgspec
import zigpy.types as t
from zigpy.device import ZigbeeDevice
from zigpy.endpoint import Endpoint
from zigpy.exceptions import ParsingError

from agent.ports import RadioError
from drivers.zigbee_frames import AttributeValue, attribute_frame, zcl_header
from drivers.zigbee_link import Link
from drivers.zigbee_schedule import Budget

READ_ATTRIBUTES, WRITE_ATTRIBUTES, DEFAULT_RESPONSE = 0x00, 0x02, 0x0B
ATTRIBUTES_A_READ = 5  # some devices answer no more at a time (zigpy reads in fives as well)

MAINS_WITHIN_S, SLEEPY_WITHIN_S = 8.0, 40.0
"""One request: 5 s for the answer of a mains device, 28 s for a sleeping one (zigpy/const.py)."""

UNSUPPORTED = frozenset({0x86, 0x82, 0x84, 0x81, 0x83})
"""ZCL 8, table 2-12: attribute, command (general, manufacturer) or cluster not supported."""


class Read(msgspec.Struct, frozen=True):
    """What a read brought."""

    values: tuple[AttributeValue, ...] = ()
    refused: tuple[tuple[int, int], ...] = ()
    """(attribute, ZCL status)."""

    def whole(self, attribute: int) -> int | None:
        """Return an attribute that is a whole number; None: it was not given."""
        for value in self.values:
            if value.attribute == attribute and isinstance(value.value, int):
                return value.value
        return None


class Asker:
    """Sends ZCL requests within the budget."""

    def __init__(self, link: Link, budget: Budget) -> None:
        self._link = link
        self._budget = budget
        self._waiting: dict[tuple[str, int, int, int], list[bytes]] = {}

    def note(self, ieee: str, packet: t.ZigbeePacket, payload: bytes) -> None:
        """Keep a packet if somebody waits for it."""
        parts = zcl_header(payload)
        if parts is None or not self._waiting:
            return
        key = (ieee, int(packet.src_ep or 0), int(packet.cluster_id), parts[0].tsn)
        waiting = self._waiting.get(key)
        if waiting is not None:
            waiting.append(payload)

    async def read(
        self,
        ieee: str,
        endpoint: int,
        cluster: int,
        attributes: Sequence[int],
        *,
        retries: int = 1,
        whole: bool = False,
    ) -> Read:
        """Read attributes, five at a time or all at once; RadioError: it does not answer."""
        values: list[AttributeValue] = []
        refused: list[tuple[int, int]] = []
        step = max(1, len(attributes)) if whole else ATTRIBUTES_A_READ
        for at in range(0, len(attributes), step):
            chunk = attributes[at : at + step]
            body = b"".join(struct.pack("<H", attribute) for attribute in chunk)
            answer = await self.general(
                ieee, endpoint, cluster, READ_ATTRIBUTES, body, retries=retries
            )
            frame = attribute_frame(answer)
            if frame is None:  # a default response: all of them, with one status
                status = _default_status(answer)
                refused += [(attribute, status) for attribute in chunk]
            else:
                values += frame.values
                refused += frame.refused
        return Read(tuple(values), tuple(refused))

    async def write(
        self, ieee: str, endpoint: int, cluster: int, attribute: int, type_id: int, value: bytes
    ) -> int:
        """Write one attribute; return the ZCL status; RadioError when it does not answer."""
        body = struct.pack("<HB", attribute, type_id) + value
        answer = await self.general(ieee, endpoint, cluster, WRITE_ATTRIBUTES, body, retries=1)
        parts = zcl_header(answer)
        if parts is not None and parts[0].command == WRITE_ATTRIBUTES + 2:
            return parts[1][0] if parts[1] else 0
        return _default_status(answer)

    async def general(
        self, ieee: str, endpoint: int, cluster: int, command: int, body: bytes, *, retries: int
    ) -> bytes:
        """Send a general command and return the answer as it came."""
        return await self._request(ieee, endpoint, cluster, 0x00, command, body, retries)

    async def command(
        self, ieee: str, endpoint: int, cluster: int, command: int, body: bytes = b""
    ) -> int:
        """Send a cluster's command exactly once; return its ZCL status; RadioError: no answer."""
        answer = await self._request(ieee, endpoint, cluster, 0x01, command, body, retries=0)
        return _default_status(answer)

    def device(self, ieee: str) -> ZigbeeDevice:
        """Return zigpy's device; RadioError when there is none or the radio is down."""
        device = self._link.controller.devices.get(eui64(ieee))
        if not isinstance(device, ZigbeeDevice):
            raise RadioError(f"{ieee}: there is no such device")
        return device

    def suspect(self) -> None:
        """Have the stick looked at."""
        self._link.suspect()

    async def paced(self) -> None:
        """Wait until the budget allows one more sending."""
        await asyncio.sleep(self._budget.wait_s(asyncio.get_running_loop().time()))

    async def _request(
        self,
        ieee: str,
        endpoint: int,
        cluster: int,
        control: int,
        command: int,
        body: bytes,
        retries: int,
    ) -> bytes:
        device = self.device(ieee)
        place = device.endpoints.get(endpoint)
        if not isinstance(place, Endpoint):
            raise RadioError(f"{ieee}: there is no endpoint {endpoint}")
        await self.paced()
        tsn = int(device.get_sequence())
        key = (ieee, endpoint, cluster, tsn)
        came: list[bytes] = []
        self._waiting[key] = came
        try:
            async with self._link.asking(ieee, (1 + retries) * _within_s(device)):
                try:
                    await place.request(  # annotated with zigpy's own integers; any will do
                        cluster=cluster,  # type: ignore[arg-type]
                        sequence=tsn,  # type: ignore[arg-type]
                        data=bytes([control, tsn, command]) + body,
                        command_id=command,  # type: ignore[arg-type]
                        retries=retries,
                    )
                except ParsingError:
                    if not came:  # otherwise zigpy could not read it, we can
                        raise
        finally:
            self._waiting.pop(key, None)
        if not came:
            raise RadioError(f"{ieee}: the answer was not readable")
        return came[-1]


def eui64(ieee: str) -> t.EUI64:
    """Return zigpy's form of an address."""
    return t.EUI64.deserialize(bytes.fromhex(ieee)[::-1])[0]


def text_of(ieee: t.EUI64) -> str:
    """Return our form of an address: 16 lower-case digits, most significant first."""
    return ieee.serialize()[::-1].hex()


def split_key(key: str) -> tuple[str, int]:
    """Return address and endpoint of a function's key; RadioError when it is none."""
    ieee, _, endpoint = key.partition("/")
    if len(ieee) != 16 or not endpoint.isdecimal():
        raise RadioError(f"{key}: this is no function of a device")
    return ieee, int(endpoint)


def _within_s(device: ZigbeeDevice) -> float:
    mains = device.node_desc is not None and not device.node_desc.is_end_device
    return MAINS_WITHIN_S if mains else SLEEPY_WITHIN_S


def _default_status(answer: bytes) -> int:
    """Return the status of a default response; FAILURE (1) for anything else."""
    parts = zcl_header(answer)
    if parts is None or parts[0].command != DEFAULT_RESPONSE or parts[0].cluster_specific:
        return 1
    return parts[1][1] if len(parts[1]) >= 2 else 1
