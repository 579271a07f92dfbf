"""The house link: a client of the local interface that talks to the house's own broker.

It looks at snapshots and hands in wishes like a screen, with the permissions of its group and the
name "house" in the journal. It has a connection and an identity of its own; nothing it hears can
reach the operator's broker, and when it is flooded, fooled or cut off, the market goes on.
"""

import asyncio
import logging
import os
from collections.abc import Iterator

import msgspec

from agent.api.methods import METHODS, WishAnswer, wish_method
from agent.api.permissions import Caller, Group, Peer
from agent.api.sections import Snapshot
from agent.api.wishes import Wish
from agent.bridge.house import ONLINE, HouseProfile, grid_register, kwh
from agent.bridge.house_commands import (
    Allowance,
    Command,
    HalfRange,
    command_on,
    spend,
    understand,
)
from agent.bridge.house_discovery import ANSWER, birth_topic
from agent.bridge.house_offers import REGISTERS, Publish, offers
from agent.bridge.house_plan import Offer, Told, due
from agent.bridge.house_registers import ShownRegister, remembered, show
from agent.bridge.house_relays import Relay, relay_of, relays, understand_relay
from agent.bridge.house_values import BY_KEY
from agent.ports import BrokerError, Clock, LinkDown, LinkUp, Message
from agent.shell.liveness import Liveness, Pulse, unwatched
from agent.shell.mail import Mailbox
from agent.shell.serve import ApiHandler
from agent.units import MonoMs

log = logging.getLogger(__name__)

TICK_S = 1.0
GRACE_MS = 2_000
"""After the first connection registers wait for what the broker has retained of them."""
BIRTH_PAUSE_MS = 10_000
"""A broker that says `online` again and again is answered no more often."""
WAITING_COMMANDS = 16
RELAY_METHOD = "relay.set"
MOST_REMEMBERED = 64
"""Relays whose entities are taken back when they are no relays any more."""


class HouseCounts(msgspec.Struct):
    """What happened on the link so far."""

    up: bool = False
    turns: int = 0
    """Times it was looked what is due."""
    published: int = 0
    accepted: int = 0
    refused: int = 0
    dropped: int = 0
    """Commands beyond the allowance: not looked at."""
    replayed: int = 0
    """Retained commands: a replay, not a wish."""


class HouseLink:
    """One home on its house's broker."""

    def __init__(
        self,
        handler: ApiHandler,
        mailbox: Mailbox,
        profile: HouseProfile,
        *,
        clock: Clock,
        group: Group = Group.VIEWER,
        publish: Publish = "discovery",
        tick_s: float = TICK_S,
        liveness: Liveness | None = None,
    ) -> None:
        self._liveness = liveness or unwatched()
        self.counts = HouseCounts()
        self._handler = handler
        self._mailbox = mailbox
        self._profile = profile
        self._clock = clock
        self._publish = publish
        self._tick_s = tick_s
        peer = Peer(os.getpid(), os.geteuid(), frozenset())
        self._caller = Caller(peer, group, "house")
        self._wake = asyncio.Event()
        self._told: dict[str, Told] = {}
        self._registers = dict.fromkeys(REGISTERS, ShownRegister())
        self._register_topics = {f"{profile.base}/{BY_KEY[name].topic}": name for name in REGISTERS}
        self._first_up_ms: MonoMs | None = None
        self._born_ms: MonoMs | None = None
        self._reborn = False
        self._half = HalfRange()
        self._allowance = Allowance()
        self._commands: asyncio.Queue[tuple[Command | Relay, bytes]] = asyncio.Queue(
            WAITING_COMMANDS
        )
        self._shown_relays: dict[str, None] = {}
        self._answer: tuple[Offer, ...] = ()

    async def run(self) -> None:
        """Run until cancelled; the caller keeps the connection open."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen(), name="house inbox")
            group.create_task(self._obey(), name="house commands")
            group.create_task(self._tell(), name="house publishing")

    # What comes in.

    async def _listen(self) -> None:
        with self._liveness.task("house inbox") as pulse:
            async for item in pulse.over(self._mailbox.inbox()):
                match item:
                    case LinkUp():
                        self._linked()
                    case LinkDown(reason):
                        if self.counts.up:
                            log.info("the house's broker is gone: %s", reason)
                        self.counts.up = False
                    case Message():
                        self._heard(item)
                await asyncio.sleep(0)  # a flood leaves the others their turn

    def _linked(self) -> None:
        """Another connection may be another broker, or one that forgot: everything anew."""
        self.counts.up = True
        self._told.clear()
        if self._first_up_ms is None:
            self._first_up_ms = self._clock.mono_ms()
        self._wake.set()

    def _heard(self, message: Message) -> None:
        if message.topic == birth_topic(self._profile):
            self._reborn |= message.payload == ONLINE.encode()
            return
        register = self._register_topics.get(message.topic)
        if register is not None:
            if message.retained:
                shown = remembered(self._registers[register], message.payload)
                self._registers[register] = shown
            return
        if not self._profile.commands:
            return
        command: Command | Relay | None = command_on(self._profile, message.topic)
        if command is None:
            command = relay_of(self._profile, message.topic, self._handler.snapshot())
        if command is None:
            return
        if message.retained:
            self.counts.replayed += 1
            return
        self._allowance, allowed = spend(self._allowance, self._clock.mono_ms())
        if not allowed or self._commands.full():
            self.counts.dropped += 1
            return
        self._commands.put_nowait((command, message.payload))

    # Commands.

    async def _obey(self) -> None:
        with self._liveness.task("house commands") as pulse:
            while True:
                with pulse.idle():
                    command, payload = await self._commands.get()
                if isinstance(command, Relay):
                    answer = await self._switched(command, payload)
                    topic = f"{self._profile.base}/relay/{command.word}"
                    self._answered(f"relay/{command.word}", answer, (topic, f"{topic}/mode"))
                else:
                    answer = await self._obeyed(command, payload)
                    state = None if command.state is None else BY_KEY[command.state]
                    shown = () if state is None else (f"{self._profile.base}/{state.topic}",)
                    self._answered(command.key, answer, shown)

    async def _switched(self, relay: Relay, payload: bytes) -> WishAnswer:
        asked = understand_relay(relay, payload)
        if isinstance(asked, str):
            return WishAnswer(False, (), asked)
        if METHODS[RELAY_METHOD].group > self._caller.group:
            return self._not_permitted(RELAY_METHOD)
        return await self._handler.commission(RELAY_METHOD, asked, self._caller)

    async def _obeyed(self, command: Command, payload: bytes) -> WishAnswer:
        flow = self._handler.snapshot().flow
        asked = understand(command, payload, flow, self._half)
        self._half = asked.half
        answer = WishAnswer(asked.accepted, (), asked.sentence)
        for wish in asked.wishes:
            if not self._may(wish):
                return self._not_permitted(wish_method(type(wish)))
            answer = await self._handler.wish(wish, self._caller)
            if not answer.accepted:
                break
        return answer

    def _may(self, wish: Wish) -> bool:
        return METHODS[wish_method(type(wish))].group <= self._caller.group

    def _not_permitted(self, method: str) -> WishAnswer:
        return WishAnswer(False, (), f"{method} is not permitted to the house's broker.")

    def _answered(self, what: str, answer: WishAnswer, states: tuple[str, ...]) -> None:
        """Say what became of it, and the state again: who asked shows what it wished for."""
        self.counts.accepted += answer.accepted
        self.counts.refused += not answer.accepted
        word = "accepted" if answer.accepted else "refused"
        sentences = [wrong.sentence for wrong in answer.problems]
        details = {"command": what, "sentence": answer.sentence, "problems": sentences}
        topic = f"{self._profile.base}/{ANSWER}"
        self._answer = (
            Offer(topic, word.encode(), retain=False, refresh_ms=None),
            Offer(f"{topic}/details", msgspec.json.encode(details), retain=False, refresh_ms=None),
        )
        for shown in (topic, f"{topic}/details", *states):
            self._told.pop(shown, None)
        self._wake.set()

    # What goes out.

    async def _tell(self) -> None:
        with self._liveness.task("house publishing") as pulse:
            while True:
                try:
                    with pulse.idle():
                        async with asyncio.timeout(self._tick_s):
                            await self._wake.wait()
                except TimeoutError:
                    pass
                self._wake.clear()
                if self.counts.up:
                    await self._tell_due(pulse)
                self.counts.turns += 1

    async def _tell_due(self, pulse: Pulse) -> None:
        now = self._clock.mono_ms()
        if self._reborn and (self._born_ms is None or now - self._born_ms >= BIRTH_PAUSE_MS):
            self._reborn, self._born_ms = False, now
            self._told.clear()
        for offer in due(self._offers(now), self._told, now):
            told = Told(offer.payload, now)
            self._told[offer.topic] = told
            pulse.beat()
            try:
                await self._mailbox.publish(offer.topic, offer.payload, retain=offer.retain)
            except BrokerError as trouble:
                log.info("the house's broker did not confirm: %s", trouble)
                if self._told.get(offer.topic) is told:
                    del self._told[offer.topic]
                return  # what is left is still due; the next turn tries again
            self.counts.published += 1

    def _offers(self, now: MonoMs) -> Iterator[Offer]:
        snapshot = self._handler.snapshot()
        words = [relay.word for relay in relays(snapshot)]
        gone = [word for word in self._shown_relays if word not in words]
        for word in words:
            if len(self._shown_relays) < MOST_REMEMBERED:
                self._shown_relays[word] = None
        yield from offers(
            self._profile,
            snapshot,
            self._clock.wall_ms(),
            publish=self._publish,
            gone=gone,
            registers=dict(self._register_texts(snapshot, now)),
        )
        yield from self._answer

    def _register_texts(self, snapshot: Snapshot, now: MonoMs) -> Iterator[tuple[str, str]]:
        if self._first_up_ms is None or now - self._first_up_ms < GRACE_MS:
            return
        for topic, name in self._register_topics.items():
            own_wh = grid_register(snapshot, name)
            if own_wh is None:
                continue
            before = self._registers[name]
            shown = self._registers[name] = show(before, own_wh)
            if shown.added_wh != before.added_wh:
                log.warning(
                    "the %s register began at %s kWh, below the %s that %s had shown; it goes on"
                    " from there",
                    name,
                    kwh(own_wh),
                    kwh(before.last_wh or 0),
                    topic,
                )
            yield name, kwh(shown.last_wh or 0)
