"""A virtual device: endpoints of clusters, the device object, reports, and ways to misbehave."""

from collections.abc import Callable, Sequence

from drivers.simulated.zigbee import zcl, zcl_reporting, zdo
from drivers.simulated.zigbee.air import ZDO_PROFILE, ApsFrame
from drivers.simulated.zigbee.nodes.energy import Energy, Meter
from drivers.simulated.zigbee.nodes.switch import Switch
from drivers.simulated.zigbee.zcl_cluster import Cluster, Endpoint
from drivers.simulated.zigbee.zcl_frame import GLOBAL, SPECIFIC, General, ZclFrame, build, parse
from drivers.simulated.zigbee.zcl_types import ZclError

MAINS_ROUTER, SLEEPY = 0x8E, 0x80
"""MAC capabilities: router, mains, receiver on, address given; an end device that sleeps."""
BASIC_CLUSTER, ON_OFF_CLUSTER = 0x0000, 0x0006


class VirtualDevice:
    """One device on the air; the `Node` of drivers.simulated.zigbee.air.

    Its time is that of the last `receive` or `tick`; what is set from outside (a power, a reset)
    happens then. `sample_ms` is how often its reporting looks at the values.
    """

    def __init__(
        self,
        ieee: int,
        name: str,
        *,
        router: bool = True,
        manufacturer_code: int = 0x1037,
        firmware: int = 0x00000001,
        firmware_text: str | None = None,
        latency_ms: int = 0,
        sample_ms: int = 1_000,
        install_code: bytes | None = None,
    ) -> None:
        self.name = name
        self.router = router
        self.online = True
        self.install_code = install_code
        self.latency_ms = latency_ms
        self.sample_ms = sample_ms
        self.mute = False
        """Hears and does everything, says nothing."""
        self.reports = True
        """False: takes reporting configurations and reports nothing."""
        self.storm_ms: int | None = None
        """Reports everything that is configured this often instead."""
        self.tsn_step = 1
        """0: all it says unasked carries one transaction number."""
        self.firmware = firmware
        self.meter: Meter | None = None
        self.switch: Switch | None = None
        self.on_firmware: Callable[[VirtualDevice], None] | None = None
        self.parts: list[Callable[[int], None]] = []
        """Called with the time before anything else: what runs by itself."""
        self.wakes: list[Callable[[], int | None]] = []
        """When such a part wants to run next."""
        self.now_ms = 0
        self.answers_lost = 0
        self._firmware_text = firmware_text
        self._losing = 0
        self._loses: Callable[[ApsFrame], bool] = lambda _: True
        self._tsn = 0
        self._announce = False
        capability = MAINS_ROUTER if router else SLEEPY
        self.zdo = zdo.ZdoState(ieee, router, capability, manufacturer_code, [])

    # -- what the coordinator sees -----------------------------------------------------------

    @property
    def ieee(self) -> int:
        return self.zdo.ieee

    @ieee.setter
    def ieee(self, value: int) -> None:
        self.zdo.ieee = value

    @property
    def nwk(self) -> int:
        return self.zdo.nwk

    @nwk.setter
    def nwk(self, value: int) -> None:
        self.zdo.nwk = value

    def capability(self) -> int:
        """Return the MAC capability byte."""
        return self.zdo.capability

    def receive(self, frame: ApsFrame, *, broadcast: bool, now_ms: int) -> list[ApsFrame]:
        """Take a frame, do what it asks, and return the answer unless it is lost or muted."""
        self._run(now_ms)
        if frame.profile == ZDO_PROFILE:
            answers = self._device_object(frame, broadcast=broadcast)
        else:
            answers = self._application(frame, broadcast=broadcast)
        if answers and self._losing and self._loses(answers[0]):
            self._losing -= 1
            self.answers_lost += 1
            return []
        return [] if self.mute else answers

    def tick(self, now_ms: int) -> list[ApsFrame]:
        """Return the announcement, check-ins and reports that are due."""
        self._run(now_ms)
        said: list[ApsFrame] = []
        if self._announce:
            self._announce = False
            payload = zdo.announce(self.zdo, self._next_tsn())
            said.append(self._aps(ZDO_PROFILE, zdo.DEVICE_ANNCE, 0, 0, payload))
        for endpoint in self.zdo.endpoints:
            for cluster in endpoint.clusters:
                said += self._unasked(endpoint, cluster)
        return said if self.online and not self.mute else []

    def next_tick_ms(self, now_ms: int) -> int | None:
        """Return when a report, a check-in or a time on may be due."""
        times: list[int | None] = [wake() for wake in self.wakes]
        times.append(now_ms if self._announce else None)
        if self.switch is not None:
            times.append(self.switch.next_tick_ms())
        for endpoint in self.zdo.endpoints:
            for cluster in endpoint.clusters:
                if cluster.unasked_next is not None:
                    times.append(cluster.unasked_next(now_ms))
                if self.reports and self._partner(endpoint, cluster) is not None:
                    due_ms = zcl_reporting.next_due_ms(cluster, now_ms, self.sample_ms)
                    storm = self.storm_ms is not None and due_ms is not None
                    times.append(now_ms + (self.storm_ms or 0) if storm else due_ms)
        return min((one for one in times if one is not None), default=None)

    def left(self) -> None:
        """Forget bindings and reporting."""
        self.zdo.bindings.clear()
        self.zdo.left = False
        for endpoint in self.zdo.endpoints:
            for cluster in endpoint.clusters:
                cluster.rules.clear()

    # -- what a test or a scenario does ------------------------------------------------------

    def advance(self, now_ms: int) -> None:
        """Let its own time pass; what is set next happens then."""
        self._run(now_ms)

    @property
    def power_w(self) -> int:
        """What flows now, in W (towards 0); positive: drawn."""
        if self.meter is None:
            return 0
        power_mw = self.meter.power_mw(self.now_ms)
        return power_mw // 1_000 if power_mw >= 0 else -(-power_mw // 1_000)

    @power_w.setter
    def power_w(self, watts: int) -> None:
        self.energy.set_power_mw(watts * 1_000, self.now_ms)

    @property
    def energy(self) -> Energy:
        """The settable source; TypeError when the device measures something else."""
        if self.meter is None or not isinstance(self.meter.source, Energy):
            raise TypeError(f"{self.name} has no power that could be set")
        return self.meter.source

    @property
    def actuations(self) -> int:
        """How often its contact has moved."""
        return self.switch.actuations if self.switch else 0

    def lose_answers(self, count: int, *, which: Callable[[ApsFrame], bool] | None = None) -> None:
        """Let the next `count` answers (of those `which` picks) be lost; all is done the same."""
        self._losing, self._loses = count, which or (lambda _: True)

    def reset_registers(self) -> None:
        """Set the energy registers to 0, as some devices do at a restart."""
        self._metered().reset(self.now_ms)

    def recover_registers(self) -> None:
        """Take a reset back."""
        self._metered().recover()

    def set_firmware(self, version: int, text: str | None = None) -> None:
        """Run another firmware from now on; what depends on it changes at once."""
        self.firmware, self._firmware_text = version, text
        if self.on_firmware is not None:
            self.on_firmware(self)

    def power_cycle(self, now_ms: int) -> None:
        """Lose mains power and regain it: the relay starts up, reporting stays, it announces."""
        self._run(now_ms)
        if self.switch is not None:
            self.switch.power_cycle(now_ms)
        self._announce = True

    def announce(self, nwk: int | None = None) -> None:
        """Say Device_annce at the next tick, with another short address if one is given."""
        if nwk is not None:
            self.nwk = nwk
        self._announce = True

    def cluster(self, cluster_id: int, *, endpoint: int | None = None) -> Cluster:
        """Return the first server side with this id; KeyError."""
        for one in self.zdo.endpoints:
            found = one.find(cluster_id, client=False)
            if found is not None and endpoint in (None, one.number):
                return found
        raise KeyError(f"{self.name} has no cluster 0x{cluster_id:04X}")

    def firmware_text(self, _now_ms: int) -> bytes:
        """Return SWBuildID: the text given, or the version in hexadecimal."""
        text = f"{self.firmware:08x}" if self._firmware_text is None else self._firmware_text
        return text.encode()

    def add(self, endpoint: Endpoint) -> None:
        """Give the device one more endpoint."""
        self.zdo.endpoints.append(endpoint)

    # -- inside ------------------------------------------------------------------------------

    def _metered(self) -> Meter:
        if self.meter is None:
            raise TypeError(f"{self.name} has no register")
        return self.meter

    def _run(self, now_ms: int) -> None:
        self.now_ms = max(self.now_ms, now_ms)
        if self.meter is not None and isinstance(self.meter.source, Energy):
            self.meter.source.begin(self.now_ms)
        if self.switch is not None:
            self.switch.tick(self.now_ms)
        for part in self.parts:
            part(self.now_ms)

    def _next_tsn(self) -> int:
        self._tsn = (self._tsn + self.tsn_step) % 256
        return self._tsn

    def _aps(
        self, profile: int, cluster: int, source: int, destination: int, payload: bytes
    ) -> ApsFrame:
        return ApsFrame(profile, cluster, source, destination, payload, self.latency_ms)

    def _device_object(self, frame: ApsFrame, *, broadcast: bool) -> list[ApsFrame]:
        told = zdo.serve(self.zdo, frame.cluster, frame.payload, broadcast=broadcast)
        if told is None:
            return []
        return [self._aps(ZDO_PROFILE, frame.cluster | zdo.ANSWER, 0, 0, told)]

    def _application(self, frame: ApsFrame, *, broadcast: bool) -> list[ApsFrame]:
        try:
            request = parse(frame.payload)
        except ZclError:
            return []  # without a header there is nothing that an answer could name
        answers = []
        for endpoint in self._addressed(frame.destination_endpoint):
            side = endpoint.find(frame.cluster, client=request.from_server)
            if side is None and broadcast:
                continue
            answer = zcl.serve(side, request, self.now_ms, broadcast=broadcast)
            if answer is not None:
                reply = build(answer)
                answers.append(
                    self._aps(
                        endpoint.profile,
                        frame.cluster,
                        endpoint.number,
                        frame.source_endpoint,
                        reply,
                    )
                )
        return answers

    def _addressed(self, number: int) -> Sequence[Endpoint]:
        return [one for one in self.zdo.endpoints if number in (one.number, 0xFF)]

    def _partner(self, endpoint: Endpoint, cluster: Cluster) -> int | None:
        """The coordinator's endpoint that the cluster is bound to."""
        for one in self.zdo.bindings:
            if (one.endpoint, one.cluster) == (endpoint.number, cluster.id):
                return one.partner
        return None

    def _unasked(self, endpoint: Endpoint, cluster: Cluster) -> list[ApsFrame]:
        partner = self._partner(endpoint, cluster)
        commands = cluster.unasked(self.now_ms) if cluster.unasked else []
        frames = [
            ZclFrame(SPECIFIC, one.command, self._next_tsn(), one.payload, from_server=True)
            for one in commands
        ]
        if partner is not None and self.reports:
            if self.storm_ms is not None:
                zcl_reporting.hurry(cluster, self.now_ms, self.storm_ms)
            frames += [
                ZclFrame(
                    GLOBAL,
                    General.REPORT,
                    self._next_tsn(),
                    records,
                    from_server=True,
                    manufacturer=maker or None,
                    no_default_response=True,
                )
                for maker, records in zcl_reporting.due(cluster, self.now_ms, zcl.MOST_PAYLOAD)
            ]
        return [
            self._aps(endpoint.profile, cluster.id, endpoint.number, partner or 1, build(frame))
            for frame in frames
        ]
