"""A scenario as it happens: joins and events at their times, on a network that is given."""

from collections.abc import Mapping
from typing import Protocol

from drivers.simulated.zigbee.nodes.device import VirtualDevice
from drivers.simulated.zigbee.scenario import Do, EventTable, Scenario, build

JOIN_AGAIN_MS = 1_000
"""A device in pairing mode looks for an open network again after this long."""
STORM_MS = 100


class Network(Protocol):
    """What a scenario needs of the network (drivers.simulated.zigbee.network)."""

    def join(self, node: VirtualDevice) -> bool: ...

    def rejoin(self, node: VirtualDevice) -> bool: ...

    def leave(self, node: VirtualDevice) -> None: ...

    def attach(self, node: VirtualDevice) -> None:
        """RuntimeError: there is no network."""
        ...

    def wake(self) -> None: ...


class ScenarioRun:
    """One run of a scenario. `due` does what the time asks for; nothing runs by itself."""

    def __init__(self, scenario: Scenario, begins_ms: int, wall_offset_ms: int = 0) -> None:
        self._begins_ms = begins_ms
        self.devices: Mapping[str, VirtualDevice] = build(scenario, begins_ms, wall_offset_ms)
        self._members = [one.name for one in scenario.devices if one.member]
        self._joining = {
            one.name: begins_ms + one.joins_at_s * 1_000
            for one in scenario.devices
            if one.joins_at_s is not None and not one.member
        }
        self._events = sorted(scenario.events, key=lambda event: event.at_s)

    def next_ms(self) -> int | None:
        """Return when `due` has something to do."""
        times = list(self._joining.values())
        if self._members:
            times.append(self._begins_ms)
        if self._events:
            times.append(self._begins_ms + self._events[0].at_s * 1_000)
        return min(times, default=None)

    def due(self, net: Network, now_ms: int) -> list[str]:
        """Do everything up to now, each event with its own time; return it in sentences."""
        said = self._attach(net, now_ms)
        while self._events and self._begins_ms + self._events[0].at_s * 1_000 <= now_ms:
            said.append(self._happen(net, self._events.pop(0), now_ms))
        for name, at_ms in list(self._joining.items()):
            if at_ms > now_ms:
                continue
            if net.join(self.devices[name]):
                del self._joining[name]
                said.append(f"{name} joined as 0x{self.devices[name].nwk:04X}.")
            else:
                self._joining[name] = now_ms + JOIN_AGAIN_MS
        if said:
            net.wake()
        return said

    def _attach(self, net: Network, now_ms: int) -> list[str]:
        said = []
        for name in self._members:
            try:
                net.attach(self.devices[name])
            except RuntimeError:
                self._joining[name] = now_ms
            else:
                self.devices[name].announce()
                said.append(f"{name} was a member and is back.")
        self._members = []
        return said

    def _happen(self, net: Network, event: EventTable, now_ms: int) -> str:
        device = self.devices[event.device]
        at_ms = self._begins_ms + event.at_s * 1_000
        value = event.value or 0
        device.advance(at_ms)
        match event.do:
            case Do.JOIN:
                self._joining[event.device] = now_ms
            case Do.LEAVE:
                self._joining.pop(event.device, None)
                net.leave(device)
            case Do.REJOIN:
                net.rejoin(device)
            case Do.OFFLINE | Do.ONLINE:
                device.online = event.do is Do.ONLINE
            case Do.POWER:
                device.power_w = value
            case Do.RESET:
                device.reset_registers()
            case Do.RECOVER:
                device.recover_registers()
            case Do.FIRMWARE:
                device.set_firmware(value)
            case Do.POWER_CYCLE:
                device.power_cycle(at_ms)
            case Do.MUTE | Do.TALK:
                device.mute = event.do is Do.MUTE
            case Do.LOSE_ANSWERS:
                device.lose_answers(value)
            case Do.STORM:
                device.storm_ms = STORM_MS
        tail = "" if event.value is None else f" {event.value}"
        return f"{event.device}: {event.do}{tail} at {event.at_s} s."
