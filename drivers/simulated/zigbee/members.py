"""The air: which devices are in the network, what reaches them and what they say.

No radio waves: one coordinator, every device in reach of its parent, no losses but those asked for
(`Node.online`). What is kept of the real thing: short addresses, permit-joining per router, sleepy
devices that are reached when they poll, and frame counters - a device drops what was sent with a
counter it has seen already, so a badly restored coordinator is not heard.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from drivers.simulated.zigbee import joining
from drivers.simulated.zigbee.air import (
    BROADCAST_ROUTERS,
    BROADCAST_RX_ON,
    COORDINATOR_NWK,
    ZDO_PROFILE,
    ApsFrame,
    Node,
)
from drivers.simulated.zigbee.ezsp import do_messages
from drivers.simulated.zigbee.ezsp.do_tables import MAX_CHILDREN
from drivers.simulated.zigbee.ezsp.own_zdo import DEVICE_ANNOUNCE, MGMT_LEAVE, MGMT_PERMIT
from drivers.simulated.zigbee.ncp import Ncp
from drivers.simulated.zigbee.nvm import Child
from drivers.simulated.zigbee.schedule import Schedule
from drivers.simulated.zigbee.trace import Trace

NO_ACK_MS = 250
"""How long the radio tries before it says that a device does not answer."""
ANNOUNCE_MS = 5
SECURED_REJOIN, UNSECURED_JOIN, DEVICE_LEFT, UNSECURED_REJOIN = 0, 1, 2, 3
USE_PRECONFIGURED_KEY, DENY_JOIN, NO_ACTION = 0, 2, 3
ROUTER, SLEEPY_END_DEVICE = 2, 4
FOREVER_S = 255


class Member(msgspec.Struct, eq=False):
    """One device's place in the network."""

    node: Node
    network_key: bytes
    parent: int = COORDINATOR_NWK
    seen_counter: int = -1
    """The highest frame counter it has heard of the coordinator."""
    permit_until_ms: int = 0
    """Until when this router lets others in."""
    armed_ms: int | None = None


class Members:
    """All devices on the air; the coordinator's `Radio`."""

    def __init__(self, now_ms: Callable[[], int], trace: Trace, seed: int) -> None:
        """`now_ms`: clock of the simulation."""
        self._now_ms = now_ms
        self._trace = trace
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._members: dict[int, Member] = {}
        self.schedule = Schedule()
        self.ncp: Ncp
        """Set by the network once it exists; each needs the other."""

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members.values())

    # -- what the coordinator asks for (ncp.Radio) ----------------------------------------------

    def now_ms(self) -> int:
        """Time of the simulation in milliseconds."""
        return self._now_ms()

    def random(self, bits: int) -> int:
        """Return so many random bits."""
        return self._random.getrandbits(bits)

    def later(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Do something after a time."""
        self.schedule.at(self._now_ms() + delay_ms, action)

    def energy_dbm(self, channel: int) -> int:
        """Return the noise on a channel: the channels of Wi-Fi 1, 6 and 11 are the loud ones."""
        loud = channel in {11, 12, 13, 14, 16, 17, 18, 19, 21, 22, 23, 24}
        return (-62 if loud else -84) - self._random.randrange(8)

    def neighbors(self) -> list[tuple[int, int, bool]]:
        """Return every device in the network: EUI64, short address, whether it routes."""
        return [
            (member.node.ieee, member.node.nwk, member.node.router)
            for member in self
            if self.reachable(member)
        ]

    def unicast(self, destination: int, frame: ApsFrame, done: Callable[[bool], None]) -> None:
        """Send to one device; a sleepy one gets it when it polls."""
        counter = self.ncp.next_frame_counter()
        member = next((member for member in self if member.node.nwk == destination), None)
        if member is None or not self.reachable(member):
            self.later(NO_ACK_MS, lambda: done(False))
            return

        def deliver() -> None:
            if not self.reachable(member) or counter <= member.seen_counter:
                self.later(NO_ACK_MS, lambda: done(False))
                return
            member.seen_counter = counter
            said = member.node.receive(frame, broadcast=False, now_ms=self._now_ms())
            done(True)
            self._say(member, said)
            self._notice(member, frame, said)
            self.arm(member)

        # Devices that poll say how often; to others frames come at once.
        self.later(getattr(member.node, "poll_interval_ms", 0), deliver)

    def broadcast(self, destination: int, frame: ApsFrame) -> None:
        """Send to all, to those with the receiver on, or to routers."""
        counter = self.ncp.next_frame_counter()

        def deliver() -> None:
            for member in tuple(self):
                awake = member.node.router or destination not in {
                    BROADCAST_RX_ON,
                    BROADCAST_ROUTERS,
                }
                if not awake or not self.reachable(member) or counter <= member.seen_counter:
                    continue
                member.seen_counter = counter
                self._say(member, member.node.receive(frame, broadcast=True, now_ms=self._now_ms()))
                self._notice(member, frame, [])
                self.arm(member)

        self.later(0, deliver)

    def remove(self, eui: int) -> bool:
        """The trust centre sends a device away."""
        member = self._members.get(eui)
        if member is None or not self.reachable(member):
            return False
        self.later(0, lambda: self.leave(member.node))
        return True

    def key_switched(self, old: bytes, new: bytes) -> None:
        """The network key was changed: who hears it now goes along."""
        for member in self:
            if member.network_key == old and member.node.online:
                member.network_key = new
                member.seen_counter = -1

    # -- membership -----------------------------------------------------------------------------

    def reachable(self, member: Member) -> bool:
        """Whether it is switched on and has the key of the network that is up."""
        network = self.ncp.nvm.network
        return (
            self.ncp.ram.up
            and network is not None
            and member.node.online
            and member.network_key == network.network_key
        )

    def member(self, node: Node) -> Member | None:
        """Return a device's place, if it has one."""
        return self._members.get(node.ieee)

    def attach(self, node: Node, *, seen_counter: int = -1) -> None:
        """Let a device be in the network that is up without asking (a restarted simulation).

        RuntimeError: there is no network.
        """
        network = self.ncp.nvm.network
        if network is None:
            raise RuntimeError("the coordinator has no network")
        if not node.nwk or any(m.node.nwk == node.nwk and m.node is not node for m in self):
            node.nwk = self._free_address()
        member = Member(node, network.network_key, seen_counter=seen_counter)
        self._members[node.ieee] = member
        self.arm(member)

    def forget(self, node: Node) -> None:
        """Take a device off this air without a word."""
        self._members.pop(node.ieee, None)

    def join(self, node: Node, parent: Node | None) -> bool:
        """A device asks to join; True when it was let in."""
        why = self._closed(parent)
        if why is None:
            why = joining.refusal(self.ncp, node)
            if why is not None:
                self._tell(node, UNSECURED_JOIN, DENY_JOIN, parent)
        self._trace.add("j", "refused" if why else "joined", {"ieee": node.ieee})
        if why is not None:
            return False
        network = self.ncp.nvm.network
        if network is None:
            return False
        self._members.pop(node.ieee, None)
        self._settle(Member(node, network.network_key), parent)
        self._tell(node, UNSECURED_JOIN, USE_PRECONFIGURED_KEY, parent)
        self._announce(node)
        return True

    def rejoin(self, node: Node, parent: Node | None, *, secured: bool) -> bool:
        """A member comes back with a new short address. Permit-joining does not matter."""
        member, network = self._members.get(node.ieee), self.ncp.nvm.network
        if member is None or network is None or not self.ncp.ram.up:
            return False
        if secured and member.network_key != network.network_key:
            return False
        if joining.rejoin_refusal(self.ncp, secured=secured) is not None:
            self._tell(node, UNSECURED_REJOIN, DENY_JOIN, parent)
            return False
        member.network_key = network.network_key
        self._settle(member, parent)
        update = SECURED_REJOIN if secured else UNSECURED_REJOIN
        self._tell(node, update, USE_PRECONFIGURED_KEY, parent)
        self._announce(node)
        return True

    def leave(self, node: Node) -> None:
        """A device leaves; the coordinator is told if it can hear it."""
        member = self._members.pop(node.ieee, None)
        if member is None:
            return
        if self.reachable(member):
            self._tell(node, DEVICE_LEFT, NO_ACTION, None)
        children = self.ncp.nvm.children
        for index in [index for index, child in children.items() if child.eui == node.ieee]:
            del children[index]
        self.ncp.store.save()
        node.left()

    def _closed(self, parent: Node | None) -> str | None:
        if not self.ncp.ram.up:
            return "the network is down"
        if parent is None:
            until_ms = self.ncp.ram.permit_until_ms
        else:
            router = self._members.get(parent.ieee)
            if router is None or not parent.router or not self.reachable(router):
                return "its parent is not in the network"
            until_ms = router.permit_until_ms
        return None if self._now_ms() < until_ms else "joining is closed"

    def _settle(self, member: Member, parent: Node | None) -> None:
        node = member.node
        node.nwk = self._free_address()
        member.parent = COORDINATOR_NWK if parent is None else parent.nwk
        self._members[node.ieee] = member
        children = self.ncp.nvm.children
        old = next((i for i, child in children.items() if child.eui == node.ieee), None)
        if old is not None:
            del children[old]
        if parent is None and not node.router:
            free = next((i for i in range(MAX_CHILDREN) if i not in children), None)
            if free is not None:
                children[free] = Child(node.ieee, node.nwk, SLEEPY_END_DEVICE)
                self.ncp.call_back(
                    "childJoinHandler",
                    {
                        "index": free,
                        "joining": 1,
                        "id": node.nwk,
                        "eui": node.ieee,
                        "type": SLEEPY_END_DEVICE,
                    },
                )
        self.ncp.store.save()
        self.arm(member)

    def _free_address(self) -> int:
        used = {member.node.nwk for member in self}
        while True:
            address = self._random.randrange(0x0001, 0xFFF8)
            if address not in used:
                return address

    def _tell(self, node: Node, update: int, decision: int, parent: Node | None) -> None:
        self.ncp.call_back(
            "trustCenterJoinHandler",
            {
                "id": node.nwk if decision != DENY_JOIN else 0xFFFE,
                "eui": node.ieee,
                "update": update,
                "decision": decision,
                "parent": COORDINATOR_NWK if parent is None else parent.nwk,
            },
        )

    def _announce(self, node: Node) -> None:
        payload = (
            bytes((self._random.randrange(256),))
            + node.nwk.to_bytes(2, "little")
            + node.ieee.to_bytes(8, "little")
            + bytes((node.capability(),))
        )
        member = self._members[node.ieee]
        announce = ApsFrame(ZDO_PROFILE, DEVICE_ANNOUNCE, 0, 0, payload, ANNOUNCE_MS)
        self._say(member, [announce])

    # -- what devices say -----------------------------------------------------------------------

    def arm(self, member: Member, *, not_before_ms: int = 0) -> None:
        """Note when this device wants to say something unasked."""
        due_ms = member.node.next_tick_ms(self._now_ms())
        if due_ms is not None:
            due_ms = max(due_ms, not_before_ms)
        if due_ms is None:
            member.armed_ms = None
        elif member.armed_ms is None or due_ms < member.armed_ms:
            # An earlier tick does, and arms anew: a thousand wakes must not leave a thousand each.
            member.armed_ms = due_ms
            self.schedule.at(due_ms, lambda: self._tick(member, due_ms))

    def _tick(self, member: Member, due_ms: int) -> None:
        current = self._members.get(member.node.ieee) is member
        if not current or member.armed_ms != due_ms:
            return  # it was armed anew since
        member.armed_ms = None
        now_ms = self._now_ms()
        self._say(member, member.node.tick(now_ms))
        self.arm(member, not_before_ms=now_ms + 1)

    def _say(self, member: Member, frames: list[ApsFrame]) -> None:
        for frame in frames:
            self.later(frame.delay_ms, partial(self._hear, member, frame))

    def _hear(self, member: Member, frame: ApsFrame) -> None:
        node = member.node
        if self._members.get(node.ieee) is not member or not self.reachable(member):
            return
        announce = frame.profile == ZDO_PROFILE and frame.cluster == DEVICE_ANNOUNCE
        kind = do_messages.IN_BROADCAST if announce else do_messages.IN_UNICAST
        do_messages.receive(self.ncp, node.nwk, node.ieee, frame, kind=kind)

    def _notice(self, member: Member, frame: ApsFrame, said: list[ApsFrame]) -> None:
        """Do what the stack of a device does on its own: permit joining, leave."""
        if frame.profile != ZDO_PROFILE or len(frame.payload) < 2:
            return
        if frame.cluster == MGMT_PERMIT and member.node.router:
            duration_s = frame.payload[1]
            member.permit_until_ms = (
                1 << 62 if duration_s == FOREVER_S else self._now_ms() + 1000 * duration_s
            )
        elif frame.cluster == MGMT_LEAVE and len(frame.payload) >= 9:
            target = int.from_bytes(frame.payload[1:9], "little")
            if target in {0, member.node.ieee}:
                answered_ms = max((answer.delay_ms for answer in said), default=0)
                self.later(answered_ms, lambda: self._leave_or_rejoin(member, frame))

    def _leave_or_rejoin(self, member: Member, request: ApsFrame) -> None:
        if len(request.payload) > 9 and request.payload[9] & 0x80:
            self.rejoin(member.node, None, secured=True)
        elif self._members.get(member.node.ieee) is member:
            self.leave(member.node)
