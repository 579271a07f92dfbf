"""A recording as what it is made of: a command, its answer, and the callbacks that belong to it.

A callback that answers a command (a message's delivery, a device's reply, the network coming up)
belongs to that command, wherever it stands; any other belongs to the last command before it.
"""

from collections.abc import Mapping

import msgspec

from drivers.simulated.zigbee.ezsp.codec import Value
from drivers.simulated.zigbee.ezsp.tables import VERSIONS
from drivers.simulated.zigbee.recording import Entry, Recording
from drivers.simulated.zigbee.redaction import (
    HEADER_BYTES,
    INVALID_COMMAND,
    Parsed,
    identifier,
    is_legacy,
    parse,
    secret_fields,
)

SENDS = frozenset(("sendUnicast", "sendBroadcast", "sendMulticast", "sendReply"))
_EACH_TIME_ANOTHER = frozenset(("tag", "aps_sequence", "alias_sequence"))
_CHOSEN_AT_RANDOM = {"formNetwork": frozenset(("extended_pan", "pan"))}
_CAUSES = {
    "stackStatusHandler": frozenset(("networkInit", "formNetwork", "leaveNetwork")),
    "energyScanResultHandler": frozenset(("startScan",)),
    "networkFoundHandler": frozenset(("startScan",)),
    "scanCompleteHandler": frozenset(("startScan",)),
}
ZCL_GLOBAL, ZCL_MANUFACTURER, ZCL_FROM_SERVER = 0x03, 0x04, 0x08
_ZCL_REPLIES = frozenset((0x01, 0x04, 0x07, 0x09, 0x0B, 0x0D, 0x10, 0x12, 0x14, 0x16))
"""General commands that answer one; a report (0x0A) does not."""

Key = tuple[object, ...]


class Callback(msgspec.Struct, frozen=True):
    """One callback of an exchange."""

    delay_us: int
    """After the answer; 0 or more."""
    frame: bytes
    replies: bool
    """It answers this very command."""


class Exchange(msgspec.Struct):
    """One command and what came of it."""

    at_us: int
    name: str
    request: bytes
    key: Key
    """Equal for two commands that ask the same."""
    envelope: Key | None
    """Of a message: equal for two that go to the same place with the same ZCL command."""
    tag: int = -1
    transaction: int = -1
    answer: bytes = b""
    """Empty: none was recorded."""
    answered_us: int = 0
    callbacks: list[Callback] = []


class Asking(msgspec.Struct, frozen=True):
    """What identifies a command, of a recording or of a host."""

    name: str
    key: Key
    envelope: Key | None
    tag: int
    transaction: int


class Exchanges(msgspec.Struct, frozen=True):
    """All of a recording."""

    version: int
    """The stick's EZSP protocol."""
    list: tuple[Exchange, ...]
    resets: int
    failures: int
    """Errors and resets of the stick's own, lines lost: not replayed."""
    unasked: int
    """Callbacks before the first command: not replayed."""


def transaction_at(profile: int, payload: bytes) -> int | None:
    """Return where in a message its transaction number stands; None: it has none."""
    at = 0 if profile == 0 else 3 if payload and payload[0] & ZCL_MANUFACTURER else 1
    return at if at < len(payload) else None


def asking(frame: bytes, version: int) -> Asking:
    """Return what a command asks, without what is another each time: numbers, keys, secrets."""
    if is_legacy(frame):
        return Asking("version", ("version", "first", frame[3]), None, -1, -1)
    parsed = parse(frame, version, request=True, answer=False)
    number = identifier(frame)
    if not parsed.name:
        return Asking(f"0x{number:04X}", ("unknown", number), None, -1, -1)
    left_out = (
        _EACH_TIME_ANOTHER
        | _CHOSEN_AT_RANDOM.get(parsed.name, frozenset())
        | secret_fields(parsed.name, parsed.values)
        | {one.field.name for one in parsed.at if one.field.kind == "key"}
    )
    values = {name: value for name, value in parsed.values.items() if name not in left_out}
    if parsed.name not in SENDS:
        return Asking(parsed.name, _key(parsed.name, values), None, -1, -1)
    payload = values.pop("payload", b"")
    assert isinstance(payload, bytes)  # noqa: S101 - by its layout
    at = transaction_at(parsed.number("profile"), payload)
    envelope = _key(parsed.name, values)
    transaction = -1
    if at is not None:
        transaction = payload[at]
        payload = payload[:at] + b"\0" + payload[at + 1 :]
        envelope += (payload[: at + 2],)
    return Asking(
        parsed.name, (*_key(parsed.name, values), payload), envelope,
        parsed.number("tag"), transaction,
    )  # fmt: skip


def _key(name: str, values: Mapping[str, Value]) -> Key:
    plain = (tuple(value) if isinstance(value, list) else value for value in values.values())
    return (name, *plain)


def read_exchanges(recording: Recording) -> Exchanges:
    """Return a recording's exchanges. ValueError: it holds no answer to the version, or one we
    have no tables of."""
    version = _version_of(recording)
    building = _Building(version)
    for entry in recording.entries:
        building.take(entry)
    return Exchanges(
        version, tuple(building.found), building.resets, building.failures, building.unasked
    )


def _version_of(recording: Recording) -> int:
    for entry in recording.entries:
        frame = bytes.fromhex(entry.frame)
        if entry.side == "stick" and entry.what == "ezsp" and is_legacy(frame):
            if frame[3] not in VERSIONS:
                raise ValueError(
                    f"the stick speaks EZSP {frame[3]}; known are {', '.join(map(str, VERSIONS))}"
                )
            return frame[3]
    raise ValueError("the recording does not say which EZSP the stick speaks: no host connected")


class _Building:
    """Puts entries together."""

    def __init__(self, version: int) -> None:
        self._version = version
        self._waiting: dict[int, Exchange] = {}
        self._sent: dict[Key, Exchange] = {}
        self._by_name: dict[str, Exchange] = {}
        self.found: list[Exchange] = []
        self.resets = self.failures = self.unasked = 0
        self._reset_asked = False

    def take(self, entry: Entry) -> None:
        """Take the next entry."""
        match entry.what:
            case "rst":
                self.resets += not self._reset_asked  # repeated while nobody answers
                self._reset_asked = True
                self._waiting.clear()
            case "rstack":
                self.failures += not self._reset_asked
                self._reset_asked = False
            case "error" | "lost":
                self.failures += 1
            case "ezsp" if len(entry.frame) >= 6:
                frame = bytes.fromhex(entry.frame)
                if entry.side == "host":
                    self._command(entry, frame)
                else:
                    self._said(entry, frame)

    def _command(self, entry: Entry, frame: bytes) -> None:
        what = asking(frame, self._version)
        one = Exchange(
            entry.us, what.name, frame, what.key, what.envelope, what.tag, what.transaction
        )
        self.found.append(one)
        self._waiting[frame[0]] = one
        self._by_name[what.name] = one
        if what.name in SENDS:
            parsed = parse(frame, self._version, request=True, answer=False)
            to = parsed.number("destination") if what.name == "sendUnicast" else -1
            self._sent["tag", what.tag] = one
            self._sent["transaction", to, parsed.number("profile") == 0, what.transaction] = one

    def _said(self, entry: Entry, frame: bytes) -> None:
        asked = self._waiting.get(frame[0])
        if asked is not None and identifier(frame) in {
            identifier(asked.request),
            INVALID_COMMAND,
        }:
            del self._waiting[frame[0]]
            asked.answer, asked.answered_us = frame, entry.us
            return
        if len(frame) < HEADER_BYTES:
            return
        parsed = parse(frame, self._version, request=False, answer=False)
        cause = self._cause(parsed)
        belongs = cause or (self.found[-1] if self.found else None)
        if belongs is None:
            self.unasked += 1
            return
        delay_us = max(0, entry.us - (belongs.answered_us or belongs.at_us))
        belongs.callbacks.append(Callback(delay_us, frame, cause is not None))

    def _cause(self, parsed: Parsed) -> Exchange | None:
        """Return the command a callback answers."""
        if parsed.name in _CAUSES:
            causes = (self._by_name.get(name) for name in _CAUSES[parsed.name])
            known = [one for one in causes if one is not None]
            return max(known, key=lambda one: one.at_us, default=None)
        if parsed.name == "messageSentHandler":
            return self._sent.get(("tag", parsed.number("tag")))
        if parsed.name == "incomingMessageHandler":
            number = reply_transaction(parsed)
            if number is None:
                return None
            zdo = parsed.number("profile") == 0
            to_one = self._sent.get(("transaction", parsed.number("sender"), zdo, number))
            return to_one or self._sent.get(("transaction", -1, zdo, number))
        return None


def reply_transaction(parsed: Parsed) -> int | None:
    """Return the transaction number of a message that answers one of the host's."""
    payload = parsed.values.get("payload", b"")
    profile = parsed.number("profile")
    at = transaction_at(profile, payload) if isinstance(payload, bytes) else None
    if at is None or not isinstance(payload, bytes):
        return None
    if profile == 0:
        return payload[at] if parsed.number("cluster") & 0x8000 else None
    if at + 1 >= len(payload):
        return None
    is_global = payload[0] & ZCL_GLOBAL == 0
    replies = payload[at + 1] in _ZCL_REPLIES if is_global else bool(payload[0] & ZCL_FROM_SERVER)
    return payload[at] if replies else None
