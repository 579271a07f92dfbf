"""A stick that is not there, answering a host from a recording of a real one.

Commands are matched by name and parameters, not by order alone: a host asks in the order of its
own timers. What the recording does not hold is refused, or a message not delivered, and written
down as a difference; nothing is made up. Times are those of the recording, or faster.

The link below (ASH) is ours: errors and resets of the recorded line are counted, not replayed.
"""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import msgspec

from drivers.simulated.zigbee import transport
from drivers.simulated.zigbee.ash import AshNcp
from drivers.simulated.zigbee.exchanges import (
    SENDS,
    Asking,
    Callback,
    Exchange,
    Exchanges,
    Key,
    asking,
    transaction_at,
)
from drivers.simulated.zigbee.ezsp.codec import Field, encode, header
from drivers.simulated.zigbee.ezsp.statuses import INVALID_FRAME_ID, Status
from drivers.simulated.zigbee.ezsp.tables import tables
from drivers.simulated.zigbee.ncp import CALLBACK, RESPONSE
from drivers.simulated.zigbee.redaction import INVALID_COMMAND, identifier, is_legacy, parse
from drivers.simulated.zigbee.schedule import Schedule

MAX_DIFFERENCES = 1_000
WIDE_STATUS = 14


class Difference(msgspec.Struct, frozen=True):
    """Where a host did what the recorded one had not done."""

    command: int
    """Which command of the host, from 1."""
    sentence: str


class Report(msgspec.Struct, frozen=True):
    """How a replay went."""

    asked: int
    as_recorded: int
    repeated: int
    """Asked more often than recorded: answered as the last time, without what came unasked."""
    differences: tuple[Difference, ...]
    more_differences: int
    never_asked: dict[str, int]
    """Commands of the recording no host has asked for, by name."""

    def lines(self) -> list[str]:
        """Return it for people."""
        said = [
            f"{self.asked} commands: {self.as_recorded} as recorded, {self.repeated} once more,"
            f" {len(self.differences) + self.more_differences} different."
        ]
        said += [f"Command {one.command}: {one.sentence}" for one in self.differences]
        if self.more_differences:
            said.append(f"… and {self.more_differences} more.")
        if self.never_asked:
            listed = ", ".join(f"{name} ×{count}" for name, count in self.never_asked.items())
            said.append(f"Recorded, and never asked for: {listed}.")
        return said


class ReplayStick:
    """A recording behind a serial line. `serve_pty` and `serve_tcp` as of `VirtualNetwork`."""

    def __init__(self, exchanges: Exchanges, *, speed: float = 1.0) -> None:
        """`speed`: how much faster than recorded callbacks come."""
        self._all = exchanges
        self._speed = speed
        self._tables = tables(exchanges.version)
        self._by_key: dict[Key, list[Exchange]] = {}
        self._by_envelope: dict[Key, list[Exchange]] = {}
        self._by_name: dict[str, list[Exchange]] = {}
        for one in exchanges.list:
            if not one.answer:
                continue
            self._by_key.setdefault(one.key, []).append(one)
            self._by_name.setdefault(one.name, []).append(one)
            if one.envelope is not None:
                self._by_envelope.setdefault(one.envelope, []).append(one)
        self._next: Counter[Key] = Counter()
        self._used: set[int] = set()
        self._resets = 0
        self._asked = self._as_recorded = self._repeated = self._more = 0
        self._differences: list[Difference] = []
        self._last_answered = 0
        self._schedule = Schedule()
        self._inbox = transport.Inbox()
        self._write: Callable[[bytes], None] | None = None
        self._ash = AshNcp(self._take, self._reset)

    def report(self) -> Report:
        """Return how it went so far."""
        never = Counter(one.name for one in self._all.list if id(one) not in self._used)
        return Report(
            self._asked, self._as_recorded, self._repeated,
            tuple(self._differences), self._more, dict(never),
        )  # fmt: skip

    # -- the line -------------------------------------------------------------------------------

    def serve_pty(self, link: Path | None = None) -> AbstractAsyncContextManager[str]:
        """Serve on a pseudo-terminal; gives the path to open."""
        return transport.serve_pty(self, link)

    def serve_tcp(self, port: int = 0) -> AbstractAsyncContextManager[str]:
        """Serve on 127.0.0.1; gives `tcp://127.0.0.1:PORT`."""
        return transport.serve_tcp(self, port)

    def plug_in(self, write: Callable[[bytes], None], hang_up: Callable[[], bool]) -> None:
        """For transports: where bytes go. RuntimeError: in use."""
        del hang_up  # a recording does not pull itself out
        if self._write is not None:
            raise RuntimeError("this recording is served already")
        self._write = write

    def plug_out(self) -> None:
        """For transports: the line is gone."""
        self._write = None
        self._inbox.take()

    def line_received(self, data: bytes) -> None:
        """For transports: bytes came from the host."""
        self._inbox.put(data)

    async def run(self) -> None:
        """For transports: do what is due, for ever."""
        while True:
            self._inbox.begin()
            data = self._inbox.take()
            now_ms = _now_ms()
            if data:
                self._ash.feed(data, now_ms)
            self._schedule.run(now_ms)
            self._ash.tick(now_ms)
            out = self._ash.take_output()
            if out and self._write is not None:
                self._write(out)
            due = [ms for ms in (self._schedule.next_ms(), self._ash.next_tick_ms()) if ms]
            await self._inbox.wait((min(due) - now_ms) / 1_000 if due else None)

    # -- commands -------------------------------------------------------------------------------

    def _reset(self) -> None:
        self._schedule = Schedule()
        self._resets += 1
        if self._resets > self._all.resets:  # another session than the recorded one begins
            self._next.clear()
            self._resets = 1

    def _take(self, frame: bytes) -> None:
        if len(frame) < 5 and not is_legacy(frame):
            return
        self._asked += 1
        what = asking(frame, self._all.version)
        found, again = self._find(what)
        if found is not None:
            self._as_recorded += not again
            self._repeated += again
            self._answer(frame, what, found, unasked_too=not again)
        else:
            self._differ(frame, what)

    def _find(self, what: Asking) -> tuple[Exchange | None, bool]:
        """Return the next recorded command that asks the same, and whether it was used up."""
        same = self._by_key.get(what.key)
        if same is None:
            return None, False
        at = self._next[what.key]
        self._next[what.key] += 1
        return same[min(at, len(same) - 1)], at >= len(same)

    def _differ(self, frame: bytes, what: Asking) -> None:
        alike = self._by_envelope.get(what.envelope, []) if what.envelope is not None else []
        settings = self._by_name.get(what.name, [])
        if alike:
            self._note(f"{what.name} had another content; answered as the recorded one.")
            self._answer(frame, what, alike[-1], unasked_too=False)
        elif what.name in SENDS:
            self._note(f"{what.name} was never recorded to this place; not delivered.")
            self._not_delivered(frame, what)
        elif settings and self._only_status(what.name):
            self._note(f"{what.name} had other parameters; answered as the recorded one.")
            self._answer(frame, what, settings[-1], unasked_too=False)
        else:
            self._note(f"{what.name} was never recorded with these parameters; refused.")
            self._refuse(frame)

    def _note(self, sentence: str) -> None:
        if len(self._differences) < MAX_DIFFERENCES:
            self._differences.append(Difference(self._asked, sentence))
        else:
            self._more += 1

    def _only_status(self, name: str) -> bool:
        command = self._tables.commands.get(name)
        return command is not None and [one.name for one in command.response] in ([], ["status"])

    def _answer(self, frame: bytes, what: Asking, found: Exchange, *, unasked_too: bool) -> None:
        self._used.add(id(found))
        self._send(bytes((frame[0],)) + found.answer[1:])
        self._last_answered = frame[0]
        now_ms = _now_ms()
        for one in found.callbacks:
            if one.replies or unasked_too:
                delay_ms = round(one.delay_us / 1_000 / self._speed)
                self._schedule.at(now_ms + delay_ms, partial(self._call_back, one, found, what))

    def _call_back(self, one: Callback, found: Exchange, what: Asking) -> None:
        frame = bytearray(one.frame)
        if one.replies and found.name in SENDS:
            self._renumber(frame, found, what)
        frame[0] = self._last_answered  # bellows takes any number under way for its answer
        self._ash.send(bytes(frame), _now_ms(), may_be_lost=True)

    def _renumber(self, frame: bytearray, found: Exchange, what: Asking) -> None:
        """Put this host's tag and transaction number where the recorded host's stand."""
        parsed = parse(bytes(frame), self._all.version, request=False, answer=False)
        if parsed.name == "messageSentHandler":
            start, end = parsed.span("tag")
            frame[start:end] = what.tag.to_bytes(end - start, "little")
        payload = parsed.values.get("payload")
        if isinstance(payload, bytes) and payload:
            at = transaction_at(parsed.number("profile"), payload)
            place = parsed.span("payload")[1] - len(payload) + (at or 0)
            if at is not None and place < len(frame) and payload[at] == found.transaction:
                frame[place] = what.transaction & 0xFF

    def _not_delivered(self, frame: bytes, what: Asking) -> None:
        command = self._tables.commands[what.name]
        version = self._all.version
        answer = {
            one.name: int(Status.OK) if one.name == "status" else 0 for one in command.response
        }
        answered = header(frame[0], RESPONSE, command.identifier)
        self._send(answered + encode(command.response, answer, version))
        self._last_answered = frame[0]
        if what.name != "sendUnicast":
            return
        asked = parse(frame, version, request=True, answer=False).values
        sent = self._tables.callbacks["messageSentHandler"]
        said = {one.name: asked.get(one.name, _nothing(one)) for one in sent.response}
        said |= {"status": int(Status.DELIVERY_FAILED), "payload": b""}
        told = header(frame[0], CALLBACK, sent.identifier) + encode(sent.response, said, version)
        self._ash.send(told, _now_ms(), may_be_lost=True)

    def _refuse(self, frame: bytes) -> None:
        """Say invalidCommand, as wide as this stick did where it was recorded to."""
        self._last_answered = frame[0]
        for one in self._all.list:
            if (
                one.answer
                and not is_legacy(one.answer)
                and identifier(one.answer) == INVALID_COMMAND
            ):
                self._send(bytes((frame[0],)) + one.answer[1:])
                return
        width = 4 if self._all.version >= WIDE_STATUS else 1
        reason = INVALID_FRAME_ID.to_bytes(width, "little")
        self._send(header(frame[0], RESPONSE, INVALID_COMMAND) + reason)

    def _send(self, frame: bytes) -> None:
        self._ash.send(frame, _now_ms())
        self._inbox.wake()


def _nothing(field: Field) -> int | bytes:
    return b"" if field.kind == "lv" else 0


def _now_ms() -> int:
    return int(time.monotonic() * 1_000)
