"""Relays: one command, one actuation at most; what the relay then says is the truth.

No toggling, nothing repeated. An answer that is lost leaves the position unknown until the
relay was asked. A lease is the relay's own timer (On With Timed Off, ZCL 8, 3.8.2.3.6), so that
it falls back when the agent is gone; whether a relay really runs it is found out from its OnTime.
"""

import struct

from agent.devices.device import RelayPosition
from agent.ports import RadioError, RadioRefusedError
from drivers.zigbee_ask import UNSUPPORTED, Asker, split_key
from drivers.zigbee_profiles import ON_OFF
from drivers.zigbee_store import RadioStore

OFF, ON, ON_WITH_TIMED_OFF = 0x00, 0x01, 0x42
ON_OFF_ATTRIBUTE, ON_TIME, START_UP = 0x0000, 0x4001, 0x4003
ENUM8 = 0x30
START_OFF = 0x00
"""After a power cut a relay stays off until the agent decides again."""
ENDLESS = 0xFFFF
TENTHS = 10

MIN_LEASE_S, MAX_LEASE_S = 1, 6_000
"""OnTime is in tenths of a second; 6 553 s would be its end."""


class Relays:
    """The relays of the network."""

    def __init__(self, asker: Asker, store: RadioStore) -> None:
        self._asker = asker
        self._store = store
        self.positions: dict[str, RelayPosition] = {}
        """As last confirmed by the relay itself."""

    def said(self, key: str, value: int) -> bool:
        """Take an On/Off attribute in; return whether the position changed."""
        new = RelayPosition.ON if value else RelayPosition.OFF
        old = self.positions.get(key)
        self.positions[key] = new
        return old is not new

    def lease(self, key: str) -> bool:
        """Whether the relay is known to fall back by itself."""
        return self._store.lease(key) is True

    async def switch(self, key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        """Switch once and return what the relay then says; UNKNOWN: it did not answer."""
        if lease_s is not None and not MIN_LEASE_S <= lease_s <= MAX_LEASE_S:
            raise RadioRefusedError(
                f"A lease lasts {MIN_LEASE_S} to {MAX_LEASE_S} seconds, not {lease_s}."
            )
        ieee, endpoint = split_key(key)
        self._asker.device(ieee)  # RadioError before anything is sent
        self.positions[key] = RelayPosition.UNKNOWN
        if not on:
            await self._once(ieee, endpoint, OFF)
        elif lease_s is not None and self._store.lease(key) is not False:
            if not await self._leased(key, ieee, endpoint, lease_s):
                return await self.position(key)
        elif lease_s is None and self._store.lease(key):
            await self._once(ieee, endpoint, ON_WITH_TIMED_OFF, struct.pack("<BHH", 0, ENDLESS, 0))
        else:
            await self._once(ieee, endpoint, ON)
        return await self.position(key)

    async def position(self, key: str) -> RelayPosition:
        """Ask the relay; asking may be repeated, it moves nothing. UNKNOWN: no answer."""
        ieee, endpoint = split_key(key)
        self._asker.device(ieee)  # RadioError: the radio is away, or knows no such device
        try:
            read = await self._asker.read(ieee, endpoint, ON_OFF, (ON_OFF_ATTRIBUTE,), retries=1)
        except RadioError:
            self.positions[key] = RelayPosition.UNKNOWN
            return RelayPosition.UNKNOWN
        value = read.whole(ON_OFF_ATTRIBUTE)
        if value is None:
            self.positions[key] = RelayPosition.UNKNOWN
        else:
            self.said(key, value)
        return self.positions[key]

    async def define_start(self, key: str) -> str:
        """Have the relay start off after a power cut; return what it did not accept."""
        ieee, endpoint = split_key(key)
        try:
            status = await self._asker.write(
                ieee, endpoint, ON_OFF, START_UP, ENUM8, bytes([START_OFF])
            )
        except RadioError as trouble:
            return f"Its position after a power cut could not be set: {trouble}."
        return (
            ""
            if status == 0
            else "Its position after a power cut is its own choice (no StartUpOnOff)."
        )

    async def _leased(self, key: str, ieee: str, endpoint: int, lease_s: int) -> bool:
        """Switch on with the relay's own timer; return False when it was not heard of again."""
        body = struct.pack("<BHH", 0, lease_s * TENTHS, 0)
        status = await self._once(ieee, endpoint, ON_WITH_TIMED_OFF, body)
        if status is None:
            return False
        if status != 0:
            if status in UNSUPPORTED:
                self._store.save_lease(key, obeys=False)
            await self._once(ieee, endpoint, ON)  # the first one was refused: nothing had moved
            return True
        if self._store.lease(key) is None:
            await self._find_out(key, ieee, endpoint)
        return True

    async def _find_out(self, key: str, ieee: str, endpoint: int) -> None:
        """Some relays accept the command and run no timer: OnTime tells."""
        try:
            read = await self._asker.read(ieee, endpoint, ON_OFF, (ON_TIME,), retries=1)
        except RadioError:
            return
        self._store.save_lease(key, obeys=bool(read.whole(ON_TIME)))

    async def _once(self, ieee: str, endpoint: int, command: int, body: bytes = b"") -> int | None:
        """Send a command once; return its status, None: the answer did not come."""
        try:
            return await self._asker.command(ieee, endpoint, ON_OFF, command, body)
        except RadioError:
            return None
