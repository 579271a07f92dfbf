"""The least an EZSP host does, without a line: sends commands to an `Ncp`, sorts what comes back."""

from pathlib import Path
from typing import Any

from drivers.simulated.zigbee.ezsp.codec import Fields, Message, Value, decode, encode, header
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.members import Members
from drivers.simulated.zigbee.ncp import Ncp
from drivers.simulated.zigbee.nvm import Nvm, NvmStore
from drivers.simulated.zigbee.trace import Trace

NETWORK_KEY = bytes(range(16))
LINK_KEY = bytes(range(16, 32))
ALLOW_JOINS = 0x01
INITIAL_BITMASK = 0x1B84  # a preconfigured key, a network key, hashed link keys, keep the counters


class SmallHost:
    """One coordinator with its air, on a clock of its own."""

    def __init__(self, version: int = 13, nvm: Path | None = None, **options: Any) -> None:
        self.now_ms = 1_000
        self.callbacks: list[tuple[str, Fields]] = []
        self.frames: list[bytes] = []
        self.sequence = 0
        self.version = version
        self.air = Members(lambda: self.now_ms, Trace(keys=True), seed=1)
        store = NvmStore(nvm, Nvm(eui64=0x000D6FFFFE000001))
        self.ncp = Ncp(version, store, self.air, self._emit, **options)
        self.air.ncp = self.ncp

    def _emit(self, frame: bytes, may_be_lost: bool) -> None:
        self.frames.append(frame)
        if frame[1] == 0x90:
            number = int.from_bytes(frame[3:5], "little")
            known = {c.identifier: c for c in self.ncp.tables.callbacks.values()}[number]
            self.callbacks.append((known.name, decode(known.response, frame[5:], self.version)))

    def raw(self, frame: bytes) -> bytes:
        """Send a frame; return the answer."""
        at = len(self.frames)
        self.ncp.handle(frame)
        answers = [frame for frame in self.frames[at:] if frame[1] == 0x80]
        assert len(answers) == 1
        return answers[0]

    def command(self, name: str, **fields: Value) -> Fields:
        """Send a command; return its answer's fields."""
        command = self.ncp.tables.commands[name]
        message: Message = fields
        self.sequence = (self.sequence + 1) % 256
        request = header(self.sequence, 0x00, command.identifier)
        answer = self.raw(request + encode(command.request, message, self.version))
        assert answer[0] == self.sequence
        assert int.from_bytes(answer[3:5], "little") == command.identifier, answer.hex()
        return decode(command.response, answer[5:], self.version)

    def ok(self, name: str, **fields: Value) -> Fields:
        """Send a command that must succeed."""
        answer = self.command(name, **fields)
        assert answer.values.get("status", 0) == Status.OK, (name, answer.values)
        return answer

    def status(self, name: str, **fields: Value) -> int:
        """Send a command; return its status as on the wire."""
        return self.command(name, **fields).number("status")

    def agree(self) -> "SmallHost":
        """Ask for the version, so that commands are taken."""
        self.command("version", desired=self.version)
        return self

    def restart(self) -> "SmallHost":
        """Reset the coordinator and begin again."""
        self.ncp.reset()
        self.callbacks.clear()
        return self.agree()

    def form(self) -> "SmallHost":
        """Form a network on channel 15."""
        self.agree()
        self.ok(
            "setInitialSecurityState",
            bitmask=INITIAL_BITMASK,
            preconfigured_key=LINK_KEY,
            network_key=NETWORK_KEY,
            network_key_sequence=0,
            trust_center=0,
        )
        self.ok(
            "formNetwork",
            extended_pan=0xDDDDDDDDDDDDDDDD,
            pan=0x1A62,
            tx_power=8,
            channel=15,
            join_method=0,
            manager=0,
            update_id=0,
            channels=1 << 15,
        )
        return self

    def open(self, key: bytes = b"ZigBeeAlliance09", eui: int = (1 << 64) - 1) -> None:
        """Let devices join: policy, key, permit."""
        self.ok("setPolicy", id=0, decision=ALLOW_JOINS)
        self.import_key(key, eui)
        self.ok("permitJoining", duration_s=60)

    def import_key(self, key: bytes, eui: int) -> None:
        """Import a key to join with."""
        more = {"flags": 0} if self.version < 14 else {}
        self.ok("importTransientKey", eui=eui, key=key, **more)

    def advance(self, milliseconds: int) -> None:
        """Let time pass."""
        until_ms = self.now_ms + milliseconds
        while (due_ms := self.air.schedule.next_ms()) is not None and due_ms <= until_ms:
            self.now_ms = max(self.now_ms, due_ms)
            self.air.schedule.run(self.now_ms)
        self.now_ms = until_ms

    def said(self, name: str) -> list[Fields]:
        """Return the callbacks of one name."""
        return [fields for known, fields in self.callbacks if known == name]

    def unicast(self, destination: int, cluster: int, payload: bytes, **changed: int) -> Fields:
        """Send a ZDO message."""
        fields: dict[str, Value] = {
            "type": 0, "destination": destination, "profile": 0, "cluster": cluster,
            "source_endpoint": 0, "destination_endpoint": 0, "options": 0x0140, "group": 0,
            "aps_sequence": 0, "tag": 7, "payload": payload, **changed,
        }  # fmt: skip
        return self.command("sendUnicast", **fields)
