"""The screen's line to the daemon: its Unix socket, in Qt's loop, without a thread.

Says hello, watches the snapshot, carries calls, and comes back by itself for as long as it runs:
the daemon may be away, restart, lie or hang, and the screen goes on showing what it saw last,
greyed. Nothing here decides anything.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from agent.api.client import Answer, Changed, Conversation, Event, Failure, Gap, ProtocolBroken
from agent.api.framing import MAX_LINE_BYTES
from agent.api.methods import API_NUMBER, METHODS, HelloParams
from gui.glance import Answered, Refusal, Refused, Seen, ignore
from gui.texts import translate

PROGRAM = "gridhearth screen"
PAUSES_MS = (250, 500, 1_000, 2_000, 5_000)
"""Before each further attempt to connect; the last one for ever."""
ANSWER_WITHIN_S = 30.0
"""An order is synced to the card before it is answered."""
DEVICE_WITHIN_S = 330.0
"""A device that sleeps is asked three times; the daemon gives up before us."""
SILENT_AFTER_S = 20.0
"""Without a word for so long, the daemon is asked whether it is there."""
READ_BUFFER_BYTES = 2 * MAX_LINE_BYTES
"""What Qt keeps of what was not read yet; the rest waits in the kernel."""
LONGEST_SERVER = 80
"""Letters of what answers, its version among them."""
MAX_WAITING_CALLS = 24
"""Fewer than the 32 that the daemon lets one connection wait for."""


@dataclass(frozen=True)
class _Waiting:
    answered: Answered
    refused: Refused
    until_s: float


class Link(QObject):
    """One connection after the other to the daemon at `path`; `seen` is what came of them."""

    changed = Signal()
    """`seen` is another one now."""

    def __init__(
        self,
        path: str,
        parent: QObject | None = None,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        steady_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.seen = Seen()
        self._path = path
        self._wall_ms = wall_ms
        self._steady_s = steady_s
        self._conversation = Conversation()
        self._waiting: dict[int, _Waiting] = {}
        self._attempts = 0
        self._closed = False
        self._heard_s = steady_s()
        self._asked_if_alive = False
        self._socket = QLocalSocket(self)
        self._socket.setReadBufferSize(READ_BUFFER_BYTES)
        self._socket.connected.connect(self._greet)
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(self._lost)
        self._socket.errorOccurred.connect(self._failed)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._connect)
        self._patience = QTimer(self)
        self._patience.setInterval(1_000)
        self._patience.timeout.connect(self._look_at_clock)

    def now_ms(self) -> int:
        """Return the wall clock: the daemon runs on the same machine."""
        return self._wall_ms()

    def start(self) -> None:
        """Connect, now and whenever the line is lost."""
        self._patience.start()
        self._connect()

    def close(self) -> None:
        """Stop for good; calls that wait are refused."""
        self._closed = True
        self._again.stop()
        self._patience.stop()
        self._socket.abort()
        self._refuse_all()

    @property
    def waits(self) -> bool:
        """Whether a call has no answer yet."""
        return bool(self._waiting)

    def call(
        self, method: str, params: object, answered: Answered, refused: Refused = ignore
    ) -> None:
        """Call once; see gui.glance.Ask."""
        refusal = self._not_now()
        if refusal is None:
            try:
                self._send(*self._conversation.call(method, params), method, answered, refused)
            except ValueError as too_long:
                refusal = Refusal(str(too_long), "too_long")
        if refusal is not None:
            told = refusal
            QTimer.singleShot(0, self, lambda: refused(told))

    def _not_now(self) -> Refusal | None:
        # The line may have closed before its signal came: nothing is written into it then.
        if self.seen.link != "live" or not self._socket.isOpen():
            return Refusal(translate("link", "The agent does not answer."), "away")
        if len(self._waiting) >= MAX_WAITING_CALLS:
            return Refusal(translate("link", "Too much is being asked already."), "too_many")
        return None

    def _a_pin_may_open(self, method: str) -> bool:
        """Hello lists what needs no PIN of another; an installer's PIN opens more, later."""
        known = METHODS.get(method)
        return known is not None and "pin.unlock" in self.seen.methods

    def _send(
        self, id_: int, line: bytes, method: str, answered: Answered, refused: Refused
    ) -> None:
        known = METHODS.get(method)
        patience_s = DEVICE_WITHIN_S if known and known.commissions else ANSWER_WITHIN_S
        self._waiting[id_] = _Waiting(answered, refused, self._steady_s() + patience_s)
        self._socket.write(line)

    # --- the connection

    def _connect(self) -> None:
        self._socket.abort()
        self._again.stop()  # if aborting ended a connection, that asked for another attempt
        self._socket.connectToServer(self._path)

    def _greet(self) -> None:
        self._conversation = Conversation()
        self._heard_s = self._steady_s()
        self._asked_if_alive = False
        # Whoever runs it, a screen on the wall is a user: more only by the installer's PIN.
        hello = self._conversation.call("hello", HelloParams(API_NUMBER, PROGRAM, "user"))
        self._send(*hello, "hello", self._greeted, self._turned_away)

    def _greeted(self, result: Any) -> None:
        methods = result.get("methods") if isinstance(result, dict) else None
        if not isinstance(methods, list):
            self._drop(translate("link", "What answers at the agent's socket is not the agent."))
            return
        self.seen = replace(
            self.seen,
            methods=frozenset(str(name) for name in methods),
            group=str(result.get("group", "")),
            server=str(result.get("server", ""))[:LONGEST_SERVER],
        )
        self._watch()

    def _watch(self) -> None:
        line = self._conversation.call("status.watch", {})
        self._send(*line, "status.watch", lambda _snapshot: None, self._turned_away)

    def _turned_away(self, refusal: Refusal) -> None:
        if refusal.reason != "away":
            self._drop(refusal.sentence)

    def _read(self) -> None:
        data = bytes(self._socket.read(READ_BUFFER_BYTES).data())
        self._heard_s = self._steady_s()
        self._asked_if_alive = False
        try:
            events = self._conversation.receive(data)
        except ProtocolBroken as broken:
            self._drop(
                translate("link", "The agent could not be understood: %1.").replace(
                    "%1", str(broken)
                )
            )
            return
        told = [self._happened(event) for event in events]
        if any(told):
            self._attempts = 0
            self.seen = replace(
                self.seen,
                snapshot=self._conversation.snapshot or self.seen.snapshot,
                link="live",
                sentence="",
                last_seen_ms=self._wall_ms(),
            )
            self.changed.emit()
        elif self.seen.link == "live":
            self.seen = replace(self.seen, last_seen_ms=self._wall_ms())
        if self._socket.bytesAvailable():  # more came than one reading takes
            QTimer.singleShot(0, self, self._read)

    def _happened(self, event: Event) -> bool:
        """Hand it on; True when the snapshot is another one."""
        match event:
            case Changed():
                return True
            case Gap():
                self._watch()
            case Answer(id=id_, result=result):
                if isinstance(id_, int) and (waiting := self._waiting.pop(id_, None)):
                    waiting.answered(result)
            case Failure(id=id_, error=error):
                refusal = Refusal(error.message, error.data.reason, error.data.problems)
                if isinstance(id_, int) and (waiting := self._waiting.pop(id_, None)):
                    waiting.refused(refusal)
                elif id_ is None:
                    self._drop(error.message)
        return False

    def _failed(self, error: QLocalSocket.LocalSocketError) -> None:
        if error is QLocalSocket.LocalSocketError.PeerClosedError:
            return  # `disconnected` comes too
        reason = {
            QLocalSocket.LocalSocketError.SocketAccessError: translate(
                "link", "This screen may not open the agent's socket; ask the installer."
            ),
            QLocalSocket.LocalSocketError.ServerNotFoundError: translate(
                "link", "The agent is not running."
            ),
            QLocalSocket.LocalSocketError.ConnectionRefusedError: translate(
                "link", "The agent is not running."
            ),
        }
        self._away(reason.get(error, ""))

    def _lost(self) -> None:
        self._away("")

    def _drop(self, sentence: str) -> None:
        self._socket.abort()
        self._away(sentence)

    def _away(self, sentence: str) -> None:
        """The line is down: say so once, refuse what waits, try again after a pause."""
        if self._closed:
            return
        told = sentence or (self.seen.sentence if self.seen.link == "gone" else "")
        if self.seen.link != "gone" or told != self.seen.sentence:
            self.seen = replace(self.seen, link="gone", sentence=told, methods=frozenset())
            self.changed.emit()
        self._refuse_all()
        if not self._again.isActive():
            self._again.start(PAUSES_MS[min(self._attempts, len(PAUSES_MS) - 1)])
            self._attempts += 1

    def _refuse_all(self) -> None:
        waiting, self._waiting = self._waiting, {}
        refusal = Refusal(
            translate("link", "The agent went away; what was asked may or may not be done."), "away"
        )
        for one in waiting.values():
            one.refused(refusal)

    def _look_at_clock(self) -> None:
        """Refuse what waited too long; ask a silent daemon whether it is there."""
        now_s = self._steady_s()
        late = [id_ for id_, one in self._waiting.items() if one.until_s <= now_s]
        for id_ in late:
            self._waiting.pop(id_).refused(
                Refusal(
                    translate(
                        "link", "The agent did not answer in time; look before you try again."
                    ),
                    "away",
                )
            )
        if self._socket.state() is not QLocalSocket.LocalSocketState.ConnectedState:
            return
        silent_s = now_s - self._heard_s
        if silent_s > 2 * SILENT_AFTER_S:
            self._drop(translate("link", "The agent is there but says nothing."))
        elif silent_s > SILENT_AFTER_S and not self._asked_if_alive and self.seen.link == "live":
            self._asked_if_alive = True
            self.call("alerts.list", {"limit": 1}, lambda _alerts: None)
