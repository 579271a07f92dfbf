"""A device just large enough to be interviewed: one OnOff light, written for the coordinator's
tests only (the real virtual devices have tests of their own)."""

from drivers.simulated.zigbee.air import HOME_AUTOMATION_PROFILE, ZDO_PROFILE, ApsFrame

NODE_DESCRIPTOR, SIMPLE_DESCRIPTOR, ACTIVE_ENDPOINTS = 0x0002, 0x0004, 0x0005
MGMT_LEAVE, MGMT_PERMIT = 0x0034, 0x0036
BASIC, ON_OFF = 0x0000, 0x0006


class SmallNode:
    """One router (or sleepy end device) with Basic and OnOff on endpoint 1."""

    def __init__(
        self, ieee: int, *, router: bool = True, install_code: bytes | None = None
    ) -> None:
        self.ieee = ieee
        self.nwk = 0
        self.router = router
        self.online = True
        self.install_code = install_code
        self.on = False
        self.has_left = 0
        self.heard: list[ApsFrame] = []
        self.toggled = 0
        self.answer_delay_ms = 0
        self.reports_due_ms: list[int] = []
        self._zcl_sequence = 0

    def capability(self) -> int:
        return 0x8E if self.router else 0x80

    def receive(self, frame: ApsFrame, *, broadcast: bool, now_ms: int) -> list[ApsFrame]:
        self.heard.append(frame)
        if frame.profile == ZDO_PROFILE:
            answer = self._zdo(frame.cluster, frame.payload)
            if answer is None or broadcast:
                return []
            tsn = frame.payload[:1]
            return [self._reply(frame, frame.cluster | 0x8000, tsn + answer)]
        if broadcast or frame.destination_endpoint != 1:
            return []
        answer = self._zcl(frame.cluster, frame.payload)
        return [] if answer is None else [self._reply(frame, frame.cluster, answer)]

    def _reply(self, frame: ApsFrame, cluster: int, payload: bytes) -> ApsFrame:
        return ApsFrame(
            frame.profile,
            cluster,
            frame.destination_endpoint,
            frame.source_endpoint,
            payload,
            self.answer_delay_ms,
        )

    def _zdo(self, cluster: int, payload: bytes) -> bytes | None:
        nwk = self.nwk.to_bytes(2, "little")
        if cluster == NODE_DESCRIPTOR:
            kind = b"\x01\x40\x8e" if self.router else b"\x02\x40\x80"
            return b"\x00" + nwk + kind + b"\x66\x11\x52\x52\x00\x00\x00\x52\x00\x00"
        if cluster == ACTIVE_ENDPOINTS:
            return b"\x00" + nwk + b"\x01\x01"
        if cluster == SIMPLE_DESCRIPTOR:
            descriptor = b"\x01\x04\x01\x00\x01\x00\x02\x00\x00\x06\x00\x00"
            return b"\x00" + nwk + bytes((len(descriptor),)) + descriptor
        if cluster in {MGMT_LEAVE, MGMT_PERMIT}:
            return b"\x00"
        return None

    def _zcl(self, cluster: int, payload: bytes) -> bytes | None:
        control, tsn, command = payload[0], payload[1], payload[2]
        if control & 0x03 == 0x01:  # a command of the cluster
            if cluster != ON_OFF:
                return None
            self.toggled += 1
            self.on = command == 1
            return bytes((0x18, tsn, 0x0B, command, 0x00))
        if command != 0x00:
            return bytes((0x18, tsn, 0x0B, command, 0x81))
        answer = bytes((0x18, tsn, 0x01))
        for at in range(3, len(payload) - 1, 2):
            number = int.from_bytes(payload[at : at + 2], "little")
            answer += payload[at : at + 2] + self._attribute(cluster, number)
        return answer

    def _attribute(self, cluster: int, number: int) -> bytes:
        if cluster == BASIC and number in {4, 5}:
            text = b"Small" if number == 4 else b"Node 1"
            return b"\x00\x42" + bytes((len(text),)) + text
        if cluster == ON_OFF and number == 0:
            return b"\x00\x10" + bytes((self.on,))
        return b"\x86"

    def report(self) -> ApsFrame:
        """Return a report of OnOff; its sequence number advances, as it must."""
        self._zcl_sequence = (self._zcl_sequence + 1) % 256
        payload = bytes((0x18, self._zcl_sequence, 0x0A, 0x00, 0x00, 0x10, self.on))
        return ApsFrame(HOME_AUTOMATION_PROFILE, ON_OFF, 1, 1, payload)

    def tick(self, now_ms: int) -> list[ApsFrame]:
        due = [at for at in self.reports_due_ms if at <= now_ms]
        self.reports_due_ms = [at for at in self.reports_due_ms if at > now_ms]
        return [self.report() for _ in due]

    def next_tick_ms(self, now_ms: int) -> int | None:
        return min(self.reports_due_ms, default=None)

    def left(self) -> None:
        self.has_left += 1
