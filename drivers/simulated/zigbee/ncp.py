"""The virtual coordinator: takes EZSP frames, keeps state, answers and calls back.

It knows no clock, no line and no devices; those are the `Radio` it is given. What each command
does is in `ezsp/do_*.py`, one function per command.
"""

from collections.abc import Callable
from typing import ParamSpec, Protocol

import msgspec

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.ezsp import (
    do_keys,
    do_messages,
    do_network,
    do_settings,
    do_tables,
    do_tokens,
)
from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value, decode, encode, header
from drivers.simulated.zigbee.ezsp.statuses import INVALID_FRAME_ID, VERSION_NOT_SET, Status
from drivers.simulated.zigbee.ezsp.tables import tables
from drivers.simulated.zigbee.nvm import COUNTER_STEP, Nvm, NvmStore

STACK_VERSIONS = {8: 0x6700, 9: 0x6A00, 10: 0x6B00, 11: 0x7000, 12: 0x7200, 13: 0x7440}
"""The EmberZNet release that brought each protocol version; from 14 on it is 8.<version - 14>."""
RESPONSE, CALLBACK = 0x80, 0x90
"""Frame control: UG100 section 3.1, bit 7 response, bits 4-3 = 10 asynchronous callback."""

P = ParamSpec("P")
Handler = Callable[["Ncp", Fields], Message]


class Radio(Protocol):
    """What the coordinator needs from around it."""

    def now_ms(self) -> int:
        """Time of the simulation in milliseconds."""
        ...

    def unicast(self, destination: int, frame: ApsFrame, done: Callable[[bool], None]) -> None:
        """Send to one device; `done` is called once, with whether it was delivered."""
        ...

    def broadcast(self, destination: int, frame: ApsFrame) -> None:
        """Send to all devices `destination` stands for."""
        ...

    def remove(self, eui: int) -> bool:
        """Make a device leave; False when it is not there."""
        ...

    def later(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Do something after a time."""
        ...

    def neighbors(self) -> list[tuple[int, int, bool]]:
        """Return EUI64, short address and whether it routes, of every device in the network."""
        ...

    def energy_dbm(self, channel: int) -> int:
        """Return the noise heard on a channel."""
        ...

    def random(self, bits: int) -> int:
        """Return so many random bits."""
        ...

    def key_switched(self, old: bytes, new: bytes) -> None:
        """The network key was changed."""
        ...


class Endpoint(msgspec.Struct, frozen=True):
    """One endpoint the host declared."""

    profile: int
    device: int
    version: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class Address(msgspec.Struct):
    """One entry of the address table."""

    eui: int = 0
    id: int = 0xFFFF
    extended: bool = False


class TransientKey(msgspec.Struct, frozen=True):
    """A key a device may join with, until it expires."""

    key: bytes
    expires_ms: int


class Volatile(msgspec.Struct):
    """What a reset forgets."""

    version_set: bool = False
    last_answered: int = 0
    up: bool = False
    permit_until_ms: int = 0
    config: dict[int, int] = {}
    values: dict[int, bytes] = {}
    policies: dict[int, int] = {}
    endpoints: dict[int, Endpoint] = {}
    multicast: dict[int, tuple[int, int]] = {}
    addresses: dict[int, Address] = {}
    extended: set[int] = set()
    transient_keys: dict[int, TransientKey] = {}
    neighbor_counters: dict[int, int] = {}
    source_routes: dict[int, list[int]] = {}
    next_network_key: bytes | None = None
    security: Fields | None = None
    aps_sequence: int = 0
    manufacturer: int = 0x1049
    concentrator: bool = False
    counters: list[int] = []


_HANDLERS: dict[str, Handler] = {
    **do_settings.HANDLERS,
    **do_network.HANDLERS,
    **do_keys.HANDLERS,
    **do_tokens.HANDLERS,
    **do_tables.HANDLERS,
    **do_messages.HANDLERS,
}


class Ncp:
    """One coordinator. Frames go in with `handle`; everything it says comes out of `emit`."""

    def __init__(
        self,
        version: int,
        store: NvmStore,
        radio: Radio,
        emit: Callable[[bytes, bool], None],
        *,
        invalid_command_wide: bool = True,
        trace: Callable[[str, str, Message], None] = lambda *_: None,
    ) -> None:
        """`emit` takes a frame and whether it is a callback (which may be lost).

        `invalid_command_wide`: from protocol 14 on the status of invalidCommand has four bytes, as
        bellows reads it; False: one byte, as Silicon Labs' own host code reads it. ValueError: a
        protocol version we do not know.
        """
        self.version = version
        self.tables = tables(version)
        self.store = store
        self.radio = radio
        self.invalid_command_wide = invalid_command_wide
        self.commands_handled = 0
        self.commands_refused = 0
        self.resets = 0
        self._emit = emit
        self._trace = trace
        self._answering = False
        self._waiting: list[bytes] = []
        self.eui: int = store.data.eui
        self.ram: Volatile = Volatile()
        self.reset()

    @property
    def nvm(self) -> Nvm:
        """What it remembers without power."""
        return self.store.data

    @property
    def stack_version(self) -> int:
        """Release of the firmware it pretends to be, four digits."""
        return STACK_VERSIONS.get(self.version, 0x8000 + (max(self.version - 14, 0) << 8))

    def reset(self) -> None:
        """Forget what is volatile; a restored EUI64 takes effect (UG100: reset)."""
        self.ram = Volatile(
            config=dict(do_settings.DEFAULT_CONFIG),
            policies=dict(do_settings.DEFAULT_POLICIES),
            counters=[0] * do_settings.COUNTERS,
        )
        self._waiting.clear()
        self.resets += 1
        self.eui = self.nvm.eui
        self.nvm.boots += 1
        self._nwk_counter = self.nvm.nwk_counter
        self.store.save()

    # -- frames -------------------------------------------------------------------------------

    def handle(self, frame: bytes) -> None:
        """Take one EZSP frame: one answer, then the callbacks it caused."""
        if len(frame) < 3:
            return  # a sequence number, a control and an identifier is the least there is
        self.commands_handled += 1
        self._answering = True
        try:
            answer = self._answer(frame)
        finally:
            self._answering = False
        self.ram.last_answered = frame[0]
        self._emit(answer, False)
        waiting, self._waiting = self._waiting, []
        for callback in waiting:
            self._emit(bytes((frame[0],)) + callback[1:], True)

    def _answer(self, frame: bytes) -> bytes:
        sequence = frame[0]
        legacy = frame[2] == 0x00 and len(frame) <= 4
        if legacy:
            # Hosts ask for the version in the oldest format, whatever they speak.
            return self._answer_legacy(sequence, frame[3] if len(frame) > 3 else 0)
        if len(frame) < 5:
            return self._refuse(sequence, INVALID_FRAME_ID)
        command = self.tables.by_id.get(int.from_bytes(frame[3:5], "little"))
        if command is None or (command.name not in _HANDLERS and command.name != "version"):
            self._trace("?", f"0x{frame[4]:02X}{frame[3]:02X}", {})
            return self._refuse(sequence, INVALID_FRAME_ID)
        request = decode(command.request, frame[5:], self.version)
        self._trace(">", command.name, request.values)
        if command.name == "version":
            response = self._agree(request.number("desired"))
        elif not self.ram.version_set:
            return self._refuse(sequence, VERSION_NOT_SET)
        else:
            response = _HANDLERS[command.name](self, request)
        self._trace("<", command.name, response)
        return header(sequence, RESPONSE, command.identifier) + encode(
            command.response, response, self.version
        )

    def _answer_legacy(self, sequence: int, desired: int) -> bytes:
        said = self._agree(desired)
        self._trace("<", "version", said)
        return bytes((sequence, RESPONSE, 0x00)) + encode(
            self.tables.commands["version"].response, said, self.version
        )

    def _agree(self, desired: int) -> Message:
        self.ram.version_set = self.ram.version_set or desired == self.version
        return {"protocol": self.version, "stack_type": 2, "stack": self.stack_version}

    def _refuse(self, sequence: int, reason: int) -> bytes:
        self.commands_refused += 1
        wide = self.version >= 14 and self.invalid_command_wide
        return header(sequence, RESPONSE, 0x58) + reason.to_bytes(4 if wide else 1, "little")

    def call_back(self, name: str, message: Message) -> None:
        """Tell the host something it did not ask for.

        The frame carries the sequence number of the last *answered* command: bellows takes any
        frame with the number of a command under way for its answer.
        """
        if not self.ram.version_set:
            return  # the host reads the oldest frame format until then, and would misread it
        callback = self.tables.callbacks[name]
        frame = header(self.ram.last_answered, CALLBACK, callback.identifier) + encode(
            callback.response, message, self.version
        )
        self._trace("*", name, message)
        if self._answering:
            self._waiting.append(frame)
        else:
            self._emit(frame, True)

    # -- what several commands need -----------------------------------------------------------

    def later(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Do something after a time, unless a reset comes before."""
        self.radio.later(delay_ms, self.until_reset(action))

    def until_reset(self, action: Callable[P, None]) -> Callable[P, None]:
        """Return what does `action` now, and nothing after a reset."""
        resets = self.resets

        def act(*args: P.args, **kwargs: P.kwargs) -> None:
            if self.resets == resets:
                action(*args, **kwargs)

        return act

    def status_up(self, *, up: bool) -> None:
        """Bring the stack up or down and tell the host."""
        self.ram.up = up
        self.call_back(
            "stackStatusHandler", {"status": Status.NETWORK_UP if up else Status.NETWORK_DOWN}
        )

    def count(self, counter: int) -> None:
        """Count one event in a 16-bit counter; it begins anew behind 65 535."""
        self.ram.counters[counter] = (self.ram.counters[counter] + 1) % 0x10000

    def next_frame_counter(self) -> int:
        """Return the network frame counter of the next frame sent; it never repeats."""
        counter = self._nwk_counter
        self._nwk_counter += 1
        if self._nwk_counter > self.nvm.nwk_counter:
            self.nvm.nwk_counter = self._nwk_counter + COUNTER_STEP
            self.store.save()
        return counter

    @property
    def nwk_counter(self) -> int:
        """The next network frame counter."""
        return self._nwk_counter

    def set_nwk_counter(self, counter: int) -> None:
        """Set it, while there is no network (a restored backup)."""
        self._nwk_counter = counter
        self.nvm.nwk_counter = counter
        self.store.save()

    def next_aps_sequence(self) -> int:
        """Return the next APS counter, 0 to 255."""
        self.ram.aps_sequence = (self.ram.aps_sequence + 1) % 256
        return self.ram.aps_sequence

    def lookup_id(self, eui: int) -> int | None:
        """Return the short address of a device it knows of."""
        for entry in self.ram.addresses.values():
            if entry.eui == eui and entry.id < 0xFFF8:
                return entry.id
        for child in self.nvm.children.values():
            if child.eui == eui:
                return child.id
        routers = (entry for entry in self.radio.neighbors() if entry[2])
        return next((id_ for known, id_, _ in routers if known == eui), None)

    def lookup_eui(self, id_: int) -> int | None:
        """Return the long address of a device it knows of."""
        for entry in self.ram.addresses.values():
            if entry.id == id_ and entry.eui:
                return entry.eui
        for child in self.nvm.children.values():
            if child.id == id_:
                return child.eui
        routers = (entry for entry in self.radio.neighbors() if entry[2])
        return next((eui for eui, known, _ in routers if known == id_), None)

    def aps_fields(self, frame: ApsFrame, *, options: int = 0, group: int = 0) -> dict[str, Value]:
        """Return the fields of an APS frame it received."""
        return {
            "profile": frame.profile,
            "cluster": frame.cluster,
            "source_endpoint": frame.source_endpoint,
            "destination_endpoint": frame.destination_endpoint,
            "options": options,
            "group": group,
            "aps_sequence": self.next_aps_sequence(),
        }
