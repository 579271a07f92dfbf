"""A whole ZigBee network in one object: a coordinator on a serial line and devices around it.

    net = VirtualNetwork(ezsp=13)
    async with net.serve_pty() as path:
        ...  # any EZSP host opens `path`
        net.join(node)

One task, owned by the `serve_*` block, does everything: what comes from the line, what is due in
the air, what is due on the link. An error in a simulated device ends that block with the error.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

from drivers.simulated.zigbee import transport
from drivers.simulated.zigbee.air import Node
from drivers.simulated.zigbee.ash import RESET_WATCHDOG, AshNcp, LinkState
from drivers.simulated.zigbee.faults import Crash, Direction, Faults
from drivers.simulated.zigbee.members import Members
from drivers.simulated.zigbee.ncp import Ncp
from drivers.simulated.zigbee.nvm import Nvm, NvmStore
from drivers.simulated.zigbee.schedule import Schedule
from drivers.simulated.zigbee.trace import Trace

FACTORY_EUI64 = 0x00_0D_6F_FF_FE_00_00_00
"""Silicon Labs' prefix; the seed is added, so that each coordinator has an address of its own."""
ERROR_UNKNOWN = 0x80
_RST_ON_THE_LINE = bytes.fromhex("c038bc7e")


class VirtualNetwork:
    """The coordinator, its memory, its line and its devices."""

    def __init__(
        self,
        ezsp: int = 13,
        nvm: Path | None = None,
        *,
        seed: int = 1,
        now_ms: Callable[[], int] | None = None,
        speed: float = 1.0,
        invalid_command_wide: bool = True,
        trace_keys: bool = False,
    ) -> None:
        """Build it; nothing runs yet.

        `ezsp`: protocol version, 8 to 14 or 16 to 19. `nvm`: file of the coordinator's memory;
        None: it forgets when the object goes. `now_ms`: clock of the devices; whoever moves it
        calls `wake` afterwards. `speed`: how much faster than ours that clock runs (without
        `now_ms`, the clock of the loop times `speed`). The serial link always runs in real time.
        `invalid_command_wide`: see `Ncp`. ValueError: an unknown version, a damaged file.
        """
        self._speed = speed
        clock = now_ms or (lambda: int(time.monotonic() * 1000 * speed))
        self.trace = Trace(keys=trace_keys)
        self.faults = Faults(seed)
        self._members = Members(clock, self.trace, seed)
        self._line = Schedule()
        self._line_free_ms: dict[Direction, int] = {"to_ncp": 0, "to_host": 0}
        self._inbox = transport.Inbox()
        self._write: Callable[[bytes], None] | None = None
        self._hang_up: Callable[[], bool] = lambda: False
        self._deaf = False
        self._mute = False
        self._tail = b""
        self.ash = AshNcp(self._take_frame, self._reset)
        self.ncp = Ncp(
            ezsp,
            NvmStore(nvm, Nvm(eui64=FACTORY_EUI64 + seed)),
            self._members,
            self._emit,
            invalid_command_wide=invalid_command_wide,
            trace=self.trace.add,
        )
        self._members.ncp = self.ncp

    # -- devices --------------------------------------------------------------------------------

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The devices that are in the network."""
        return tuple(member.node for member in self._members)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def join(self, node: Node, *, parent: Node | None = None) -> bool:
        """A device asks the coordinator, or a router, to let it in; True when it was.

        It gets a short address, the host is told, the device announces itself. A refused device is
        told to the host only if the trust centre refused it, not if joining was closed.
        """
        joined = self._members.join(node, parent)
        self.wake()
        return joined

    def rejoin(self, node: Node, *, parent: Node | None = None, secured: bool = True) -> bool:
        """A member comes back with a new short address; False: it was not let back."""
        rejoined = self._members.rejoin(node, parent, secured=secured)
        self.wake()
        return rejoined

    def leave(self, node: Node) -> None:
        """A member leaves by itself (its button was held)."""
        self._members.leave(node)
        self.wake()

    def attach(self, node: Node, *, seen_counter: int = -1) -> None:
        """Put a device into the network without joining: it was a member before we looked.

        It keeps its short address if that is free. `seen_counter`: the highest frame counter it
        heard of a coordinator before. RuntimeError: there is no network.
        """
        self._members.attach(node, seen_counter=seen_counter)
        self.wake()

    def move_to(self, other: "VirtualNetwork") -> None:
        """Hand all devices to another coordinator that has our network (a restored backup).

        They keep the highest frame counter they heard: a coordinator that counts from below it is
        not heard. RuntimeError: the other one has no network.
        """
        for member in tuple(self._members):
            other.attach(member.node, seen_counter=member.seen_counter)
            self._members.forget(member.node)

    def wake(self) -> None:
        """Look again what is due: a device or the clock was changed from outside."""
        for member in self._members:
            self._members.arm(member)
        self._inbox.wake()

    # -- trouble --------------------------------------------------------------------------------

    @property
    def command_count(self) -> int:
        """How many commands the coordinator has taken."""
        return self.ncp.commands_handled

    def crash(self, kind: Crash) -> None:
        """Die in one of the ways of `Crash`."""
        self.trace.add("!", f"crash_{kind}", {})
        self._flush()
        match kind:
            case "error":
                self.ash.fail(ERROR_UNKNOWN)
            case "reset":
                self.ncp.reset()
                self.ash.announce_reset(RESET_WATCHDOG)
            case "silent":
                self._deaf = True
                self._tail = b""
            case "mute":
                self._mute = True
            case "disconnect":
                self._line = Schedule()
                self._inbox.take()
                if self._hang_up():
                    self.ash = AshNcp(self._take_frame, self._reset)
                    self._reset()
        self._inbox.wake()

    # -- the line -------------------------------------------------------------------------------

    def serve_pty(self, link: Path | None = None) -> AbstractAsyncContextManager[str]:
        """Serve on a pseudo-terminal; gives the path to open.

        The path is a symbolic link (`link`, or one in a temporary directory) and stays the same
        when a crash replaces the terminal. It may be closed and opened any number of times.
        RuntimeError: it is served already.
        """
        return transport.serve_pty(self, link)

    def serve_tcp(self, port: int = 0) -> AbstractAsyncContextManager[str]:
        """Serve on 127.0.0.1; gives `tcp://127.0.0.1:PORT`. Port 0: any free one.

        Silent until the host's RST. A new connection replaces the old one.
        RuntimeError: it is served already.
        """
        return transport.serve_tcp(self, port)

    def plug_in(self, write: Callable[[bytes], None], hang_up: Callable[[], bool]) -> None:
        """For transports: where bytes go, and how the line is cut (True: with the power).

        RuntimeError: in use.
        """
        if self._write is not None:
            raise RuntimeError("this network is served already")
        self._write, self._hang_up = write, hang_up

    def plug_out(self) -> None:
        """For transports: the line is gone."""
        self._write, self._hang_up = None, lambda: False
        self._inbox.take()

    def line_received(self, data: bytes) -> None:
        """For transports: bytes came from the host."""
        self._inbox.put(data)

    async def run(self) -> None:
        """For transports: do what is due, for ever."""
        while True:
            self._inbox.begin()
            delay_s = self._work()
            await self._inbox.wait(delay_s)

    def _work(self) -> float | None:
        """Do all that is due; return for how many seconds there is nothing to do."""
        data = self._inbox.take()
        if data:
            self._carry(data, "to_ncp")
        line_ms, air_ms = _line_ms(), self._members.now_ms()
        self._line.run(line_ms)
        self._members.schedule.run(air_ms)
        if not self._deaf:
            self.ash.tick(line_ms)
        self._flush()
        waits_ms: list[float] = [
            due - line_ms
            for due in (self._line.next_ms(), None if self._deaf else self.ash.next_tick_ms())
            if due is not None
        ]
        next_ms = self._members.schedule.next_ms()
        if next_ms is not None:
            waits_ms.append((next_ms - air_ms) / self._speed)
        return max(0.0, min(waits_ms) / 1000) if waits_ms else None

    def _carry(self, data: bytes, direction: Direction) -> None:
        """Send bytes along the line with its faults; a later portion never overtakes."""
        data, cut = self.faults.cut(data, direction)
        now_ms = _line_ms()
        for delay_ms, part in self.faults.apply(data, direction):
            due_ms = max(now_ms + delay_ms, self._line_free_ms[direction])
            self._line_free_ms[direction] = due_ms
            arrive = self._arrive_at_ncp if direction == "to_ncp" else self._arrive_at_host
            if due_ms <= now_ms:
                arrive(part)
            else:
                self._line.at(due_ms, partial(arrive, part))
        if cut:
            self.crash("disconnect")

    def _arrive_at_ncp(self, data: bytes) -> None:
        if self._deaf:
            self._tail = (self._tail + data)[-max(len(data), len(_RST_ON_THE_LINE)) - 3 :]
            if _RST_ON_THE_LINE not in self._tail:
                return
            self._deaf = False
            data = _RST_ON_THE_LINE + self._tail.partition(_RST_ON_THE_LINE)[2]
        self.ash.feed(data, _line_ms())

    def _arrive_at_host(self, data: bytes) -> None:
        if self._write is not None:
            self._write(data)

    def _flush(self) -> None:
        out = self.ash.take_output()
        if self._deaf:
            return
        at = 0
        while at < len(out):
            end = out.index(0x7E, at) + 1
            self._carry(out[at:end], "to_host")
            at = end

    # -- between the link and the coordinator ---------------------------------------------------

    def _reset(self) -> None:
        self._mute = False
        self.trace.add("!", "reset", {})
        self.ncp.reset()

    def _take_frame(self, frame: bytes) -> None:
        if self._mute:
            return
        self.ncp.handle(frame)
        kind = self.faults.crash_after.pop(self.ncp.commands_handled, None)
        if kind is not None:
            self._members.later(0, lambda: self.crash(kind))

    def _emit(self, frame: bytes, may_be_lost: bool) -> None:
        if self.ash.state is LinkState.CONNECTED and not self._mute:
            self.ash.send(frame, _line_ms(), may_be_lost=may_be_lost)
        self._inbox.wake()


def _line_ms() -> int:
    return int(time.monotonic() * 1000)
