"""The clusters of a virtual device: what an electricity meter, plug or relay has.

Each function returns one side of a cluster whose values follow the device's own state. Numbers of
attributes and commands are those of ZCL 8 (Basic 3.2, Power 3.3, Identify 3.5, On/Off 3.8,
Analog Input 3.14, Poll Control 3.16, Electrical Measurement 4.9, Metering 10.4, OTA 11).
"""

from collections.abc import Callable

from drivers.simulated.zigbee import zcl_types as t
from drivers.simulated.zigbee.nodes.switch import Switch
from drivers.simulated.zigbee.zcl_cluster import Attribute, Cluster, Handler, Reply
from drivers.simulated.zigbee.zcl_frame import Status
from drivers.simulated.zigbee.zcl_types import Value, ZclError

BASIC, POWER, IDENTIFY, ON_OFF, ANALOG_INPUT = 0x0000, 0x0001, 0x0003, 0x0006, 0x000C
OTA, POLL_CONTROL = 0x0019, 0x0020


def basic(
    manufacturer: bytes,
    model: bytes,
    *,
    firmware_text: Callable[[int], Value],
    mains: bool = True,
    date: bytes = b"20240501",
) -> Cluster:
    """Return Basic; the strings are sent byte for byte, padding included."""
    fixed = {
        0x0000: Attribute(t.U8, 3),
        0x0001: Attribute(t.U8, 1),
        0x0002: Attribute(t.U8, 2),
        0x0003: Attribute(t.U8, 1),
        0x0004: Attribute(t.TEXT, manufacturer),
        0x0005: Attribute(t.TEXT, model),
        0x0006: Attribute(t.TEXT, date),
        0x0007: Attribute(t.ENUM8, 0x01 if mains else 0x03),
        0x4000: Attribute(t.TEXT, read=firmware_text),
    }
    for one in fixed.values():
        one.reportable = False
    fixed[0xFFFD] = Attribute(t.U16, 3, reportable=False)
    return Cluster(BASIC, _own(fixed), {0x00: lambda _payload, _now: Status.SUCCESS})


def power_configuration(percent: int = 100, volt_tenths: int = 30) -> Cluster:
    """Return Power Configuration of a battery device."""
    fixed = {0x0020: Attribute(t.U8, volt_tenths), 0x0021: Attribute(t.U8, percent * 2)}
    return Cluster(POWER, _own(fixed))


def identify() -> Cluster:
    """Return Identify; its time is not counted down by itself."""
    seconds = Attribute(t.U16, 0, writable=True, reportable=False)

    def begin(payload: bytes, _now: int) -> Status:
        seconds.value = _int(payload, 0, 2)
        return Status.SUCCESS

    def query(_payload: bytes, _now: int) -> Reply | Status:
        left = seconds.value
        if isinstance(left, int) and left:
            return Reply(0x00, left.to_bytes(2, "little"))
        return Status.SUCCESS

    return Cluster(IDENTIFY, _own({0x0000: seconds}), {0x00: begin, 0x01: query})


def on_off(switch: Switch) -> Cluster:
    """Return On/Off over a contact."""

    def started(value: Value, _now: int) -> Status:
        if value not in (0, 1, 2, 0xFF):
            return Status.INVALID_VALUE
        switch.start_up = int(value)
        return Status.SUCCESS

    def position(now_ms: int) -> int:
        switch.tick(now_ms)
        return int(switch.on)

    def timed(payload: bytes, now_ms: int) -> Status:
        control, on_tenths, off_tenths = payload[0:1], _int(payload, 1, 2), _int(payload, 3, 2)
        only = bool(control[0] & 0x01)
        switch.timed_on(now_ms, only_when_on=only, on_tenths=on_tenths, off_tenths=off_tenths)
        return Status.SUCCESS

    def turn(name: str, want: Callable[[], bool]) -> Handler:
        def execute(_payload: bytes, now_ms: int) -> Status:
            switch.tick(now_ms)
            switch.turn(name, now_ms, on=want())
            return Status.SUCCESS

        return execute

    attributes = {
        0x0000: Attribute(t.BOOL, read=position),
        0x4000: Attribute(t.BOOL, 1, reportable=False),
        0x4001: Attribute(t.U16, read=switch.on_time_tenths, reportable=False),
        0x4002: Attribute(t.U16, 0, reportable=False),
        0x4003: Attribute(
            t.ENUM8, read=lambda _: switch.start_up, writable=True, reportable=False, wrote=started
        ),
    }
    commands: dict[int, Handler] = {
        0x00: turn("off", lambda: False),
        0x01: turn("on", lambda: True),
        0x02: turn("toggle", lambda: not switch.on),
        0x40: turn("off_with_effect", lambda: False),
        0x42: timed,
    }
    return Cluster(ON_OFF, _own(attributes), commands)


def analog_input(read: Callable[[int], Value], text: bytes, units: int = 95) -> Cluster:
    """Return Analog Input; `units` is BACnet's (95: no units, 47: watts)."""
    return Cluster(
        ANALOG_INPUT,
        _own(
            {
                0x001C: Attribute(t.TEXT, text, reportable=False),
                0x0051: Attribute(t.BOOL, 0, reportable=False),
                0x0055: Attribute(t.SINGLE, read=read),
                0x006F: Attribute(t.MAP8, 0),
                0x0075: Attribute(t.ENUM16, units, reportable=False),
            }
        ),
    )


def ota_client(firmware: Callable[[int], Value], manufacturer_code: int) -> Cluster:
    """Return the client side of OTA Upgrade: the file version is the device's firmware."""
    attributes = {
        0x0000: Attribute(t.EUI64, (1 << 64) - 1, reportable=False),
        0x0002: Attribute(t.U32, read=firmware, reportable=False),
        0x0006: Attribute(t.ENUM8, 0, reportable=False),
        0x0007: Attribute(t.U16, manufacturer_code, reportable=False),
        0x0008: Attribute(t.U16, 0x0001, reportable=False),
    }
    # Image Notify is heard and nothing is asked for: the device has the newest image.
    return Cluster(
        OTA, _own(attributes), {0x00: lambda _payload, _now: Status.SUCCESS}, client=True
    )


class PollControl:
    """Poll Control's server: checks in every so often and takes fast polling."""

    def __init__(self, check_in_s: int = 3_600) -> None:
        self.fast_until_ms = 0
        self._interval = Attribute(t.U32, check_in_s * 4, writable=True, reportable=False)
        self._fast_timeout = Attribute(t.U16, 40, writable=True, reportable=False)
        self._long = Attribute(t.U32, 20, reportable=False)
        self._short = Attribute(t.U16, 2, reportable=False)
        self._last_ms: int | None = None
        self.cluster = Cluster(
            POLL_CONTROL,
            _own(
                {
                    0x0000: self._interval,
                    0x0001: self._long,
                    0x0002: self._short,
                    0x0003: self._fast_timeout,
                }
            ),
            {0x00: self._checked_in, 0x01: self._stop, 0x02: self._set_long, 0x03: self._set_short},
            unasked=self._check_in,
            unasked_next=self._due_ms,
        )

    def _due_ms(self, now_ms: int) -> int | None:
        quarters = int(self._interval.value)
        if not quarters:
            return None
        if self._last_ms is None:
            self._last_ms = now_ms
        return self._last_ms + quarters * 250

    def _check_in(self, now_ms: int) -> list[Reply]:
        due_ms = self._due_ms(now_ms)
        if due_ms is None or now_ms < due_ms:
            return []
        self._last_ms = now_ms
        return [Reply(0x00)]

    def _checked_in(self, payload: bytes, now_ms: int) -> Status:
        wanted, quarters = _int(payload, 0, 1), _int(payload, 1, 2)
        if wanted:
            self.fast_until_ms = now_ms + (quarters or int(self._fast_timeout.value)) * 250
        return Status.SUCCESS

    def _stop(self, _payload: bytes, now_ms: int) -> Status:
        self.fast_until_ms = now_ms
        return Status.SUCCESS

    def _set_long(self, payload: bytes, _now: int) -> Status:
        return _put(self._long, _int(payload, 0, 4))

    def _set_short(self, payload: bytes, _now: int) -> Status:
        return _put(self._short, _int(payload, 0, 2))


def _put(attribute: Attribute, value: int) -> Status:
    attribute.value = value
    return Status.SUCCESS


def _own(attributes: dict[int, Attribute]) -> dict[tuple[int, int], Attribute]:
    return {(0, number): attribute for number, attribute in attributes.items()}


def _int(payload: bytes, start: int, size: int) -> int:
    if len(payload) < start + size:
        raise ZclError(f"the command ended after {len(payload)} bytes")
    return int.from_bytes(payload[start : start + size], "little")
