"""The client's half of a conversation, without any input or output of its own.

Feed it what arrives, send what it returns. Screens and the command line share it.
"""

from typing import Any

import msgspec

from agent.api.framing import MAX_LINE_BYTES, RequestId, RpcError, encode_request
from agent.api.methods import API_NUMBER
from agent.api.sections import Snapshot
from agent.api.watch import SECTION_CHANGED, SectionChange, apply


class ProtocolBroken(Exception):  # noqa: N818 - it reads as what happened
    """The other side does not speak this protocol; close the connection."""


class Answer(msgspec.Struct, frozen=True):
    """A call was answered. `result` is plain data: convert it to the method's result type."""

    id: RequestId
    result: Any


class Failure(msgspec.Struct, frozen=True):
    """A call was refused, or (id None) something sent could not be read."""

    id: RequestId | None
    error: RpcError


class Changed(msgspec.Struct, frozen=True):
    """The snapshot is another one now; `section` is what changed, None after a whole one."""

    snapshot: Snapshot
    section: str | None = None


class Gap(msgspec.Struct, frozen=True):
    """Something was missed: call status.watch again. What is held is old and must look old."""


class _Incoming(msgspec.Struct, frozen=True):
    jsonrpc: str
    id: RequestId | None = None
    method: str | None = None
    params: msgspec.Raw = msgspec.Raw()
    result: msgspec.Raw = msgspec.Raw()  # empty: there is none
    error: RpcError | None = None


Event = Answer | Failure | Changed | Gap


class Conversation:
    """One connection: numbers the calls, collects lines, keeps the snapshot of a watcher."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self._last_id = 0
        self._watches: set[RequestId] = set()
        self._rest = b""

    def call(self, method: str, params: object) -> tuple[int, bytes]:
        """Return (id, line to send). ValueError: the line would be longer than allowed.

        `params` is a mapping or the method's Struct; a wish goes without its tag, which the
        method's name already says.
        """
        self._last_id += 1
        if isinstance(params, msgspec.Struct):
            params = msgspec.structs.asdict(params)
        line = encode_request(self._last_id, method, params)
        if method == "status.watch":
            self._watches.add(self._last_id)
        return self._last_id, line

    def hello(self, client: str, group: str | None = None) -> tuple[int, bytes]:
        """Return the first call of every conversation; `client` names the program.

        `group`: be viewer, user or installer at most, as a screen is a user whoever runs it.
        """
        params: dict[str, object] = {"api": API_NUMBER, "client": client}
        return self.call("hello", params if group is None else {**params, "group": group})

    def receive(self, data: bytes) -> list[Event]:
        """Return what the bytes complete, in order; ProtocolBroken: close the connection."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MAX_LINE_BYTES:
            raise ProtocolBroken(f"a line of more than {MAX_LINE_BYTES} bytes came in")
        try:
            return [event for line in lines for event in self._message(line)]
        except (msgspec.DecodeError, ValueError, RecursionError) as wrong:
            raise ProtocolBroken(f"a message could not be understood: {wrong}") from wrong

    def _message(self, line: bytes) -> list[Event]:
        message = msgspec.json.decode(line, type=_Incoming)
        if message.method is not None:
            return self._notified(message.method, message.params)
        if message.error is not None:
            return [Failure(message.id, message.error)]
        if message.id is None or not bytes(message.result):
            raise ProtocolBroken("a message was neither an answer nor a notification")
        answer = Answer(message.id, msgspec.json.decode(message.result))
        if message.id not in self._watches:
            return [answer]
        self._watches.discard(message.id)
        self.snapshot = msgspec.json.decode(message.result, type=Snapshot)
        return [answer, Changed(self.snapshot)]

    def _notified(self, method: str, params: msgspec.Raw) -> list[Event]:
        if method != SECTION_CHANGED:
            return []  # a newer server may tell more than we know
        change = msgspec.json.decode(params, type=SectionChange)
        if self.snapshot is None or self._watches:
            return []  # a whole snapshot is on its way
        changed = apply(self.snapshot, change)
        if changed is None:
            self.snapshot = None
            return [Gap()]
        self.snapshot = changed
        return [Changed(changed, change.section)]
