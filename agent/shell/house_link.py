"""The house link: a client of the local interface that talks to the house's own broker.

It looks at snapshots and hands in wishes like a screen, with the permissions of its group and the
name "house" in the journal. It has a connection and an identity of its own; nothing it hears can
reach the operator's broker, and when it is flooded, fooled or cut off, the market goes on.
"""

import asyncio
import logging
import os
from collections.abc import Iterator
from typing import Literal

import msgspec

from agent.api.methods import METHODS, WishAnswer, wish_method
from agent.api.permissions import Caller, Group, Peer
from agent.api.sections import Snapshot
from agent.api.wishes import Wish
from agent.bridge.house import OFFLINE, ONLINE, Fresh, HouseProfile, Value, fresh, kwh, text_of
from agent.bridge.house import grid_register as own_register
from agent.bridge.house_commands import (
    COMMANDS,
    Allowance,
    Command,
    HalfRange,
    command_on,
    spend,
    topic_of,
    understand,
)
from agent.bridge.house_discovery import ANSWER, birth_topic, discovery, discovery_topic
from agent.bridge.house_plan import LIVE_REFRESH_MS, REFRESH_MS, Offer, Told, due
from agent.bridge.house_registers import ShownRegister, remembered, show
from agent.bridge.house_values import BY_KEY, VALUES, values
from agent.ports import BrokerError, Clock, LinkDown, LinkUp, Message
from agent.shell.household import Mailbox
from agent.shell.serve import ApiHandler
from agent.units import MonoMs

log = logging.getLogger(__name__)

Publish = Literal["discovery", "topics", "nothing"]

TICK_S = 1.0
GRACE_MS = 2_000
"""After the first connection registers wait for what the broker has retained of them."""
BIRTH_PAUSE_MS = 10_000
"""A broker that says `online` again and again is answered no more often."""
WAITING_COMMANDS = 16
DISCOVERY_PAUSE_MS = 10_000
REGISTERS: tuple[Literal["import", "export"], ...] = ("import", "export")


class HouseCounts(msgspec.Struct):
    """What happened on the link so far."""

    up: bool = False
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
    ) -> None:
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
        self._commands: asyncio.Queue[tuple[Command, bytes]] = asyncio.Queue(WAITING_COMMANDS)
        self._answer: tuple[Offer, ...] = ()

    async def run(self) -> None:
        """Run until cancelled; the caller keeps the connection open."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen(), name="house inbox")
            group.create_task(self._obey(), name="house commands")
            group.create_task(self._tell(), name="house publishing")

    # What comes in.

    async def _listen(self) -> None:
        async for item in self._mailbox.inbox():
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
        command = command_on(self._profile, message.topic)
        if command is None or not self._profile.commands:
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
        while True:
            command, payload = await self._commands.get()
            answer = await self._obeyed(command, payload)
            if answer.accepted:
                self.counts.accepted += 1
            else:
                self.counts.refused += 1
            self._answered(command, answer)

    async def _obeyed(self, command: Command, payload: bytes) -> WishAnswer:
        flow = self._handler.snapshot().flow
        asked = understand(command, payload, flow, self._half)
        self._half = asked.half
        answer = WishAnswer(asked.accepted, (), asked.sentence)
        for wish in asked.wishes:
            if not self._may(wish):
                return WishAnswer(
                    False, (), f"{wish_method(type(wish))} is not permitted to the house's broker."
                )
            answer = await self._handler.wish(wish, self._caller)
            if not answer.accepted:
                break
        return answer

    def _may(self, wish: Wish) -> bool:
        return METHODS[wish_method(type(wish))].group <= self._caller.group

    def _answered(self, command: Command, answer: WishAnswer) -> None:
        """Say what became of it, and the state again: who asked shows what it wished for."""
        word = "accepted" if answer.accepted else "refused"
        sentences = [wrong.sentence for wrong in answer.problems]
        details = {"command": command.key, "sentence": answer.sentence, "problems": sentences}
        topic = f"{self._profile.base}/{ANSWER}"
        self._answer = (
            Offer(topic, word.encode(), retain=False, refresh_ms=None),
            Offer(f"{topic}/details", msgspec.json.encode(details), retain=False, refresh_ms=None),
        )
        self._told.pop(topic, None)
        self._told.pop(f"{topic}/details", None)
        if command.state is not None:
            self._told.pop(f"{self._profile.base}/{BY_KEY[command.state].topic}", None)
        self._wake.set()

    # What goes out.

    async def _tell(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._tick_s):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            if self.counts.up:
                await self._tell_due()

    async def _tell_due(self) -> None:
        now = self._clock.mono_ms()
        if self._reborn and (self._born_ms is None or now - self._born_ms >= BIRTH_PAUSE_MS):
            self._reborn, self._born_ms = False, now
            self._told.clear()
        for offer in due(self._offers(now), self._told, now):
            told = Told(offer.payload, now)
            self._told[offer.topic] = told
            try:
                await self._mailbox.publish(offer.topic, offer.payload, retain=offer.retain)
            except BrokerError as trouble:
                log.info("the house's broker did not confirm: %s", trouble)
                if self._told.get(offer.topic) is told:
                    del self._told[offer.topic]
                return  # what is left is still due; the next turn tries again
            self.counts.published += 1

    def _offers(self, now: MonoMs) -> Iterator[Offer]:
        profile = self._profile
        if self._publish == "nothing":
            yield from (Offer(topic, b"", refresh_ms=None) for topic in retained_topics(profile))
            return
        found = self._publish == "discovery"
        yield Offer(
            discovery_topic(profile),
            discovery(profile) if found else b"",
            pause_ms=DISCOVERY_PAUSE_MS,
            refresh_ms=None,
        )
        snapshot = self._handler.snapshot()
        believed = fresh(snapshot, profile, self._clock.wall_ms())
        for group, true in believed.items():
            yield Offer(
                profile.fresh_topic(group), (ONLINE if true else OFFLINE).encode(), pause_ms=0
            )
        yield from self._register_offers(snapshot, now)
        for value in values(profile):
            if value.key not in REGISTERS:
                yield from _value_offers(profile, value, snapshot, believed)
        yield from self._answer

    def _register_offers(self, snapshot: Snapshot, now: MonoMs) -> Iterator[Offer]:
        if self._first_up_ms is None or now - self._first_up_ms < GRACE_MS:
            return
        for topic, name in self._register_topics.items():
            own_wh = own_register(snapshot, name)
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
            yield Offer(topic, kwh(shown.last_wh or 0).encode())


def subscriptions(profile: HouseProfile, publish: Publish) -> tuple[str, ...]:
    """Return what the link listens to: the birth message, its own registers, and commands."""
    if publish == "nothing":
        return ()
    topics = [f"{profile.base}/{BY_KEY[name].topic}" for name in REGISTERS]
    if publish == "discovery":
        topics.append(birth_topic(profile))
    if profile.commands:
        topics += [topic_of(profile, command) for command in COMMANDS]
    return tuple(topics)


def retained_topics(profile: HouseProfile) -> tuple[str, ...]:
    """Return every topic this home may ever have retained, whatever its settings were."""
    topics = [discovery_topic(profile), profile.status_topic]
    topics += [profile.fresh_topic(group) for group in Fresh]
    for value in VALUES:
        if not value.live:
            topics.append(f"{profile.base}/{value.topic}")
            if value.details is not None:
                topics.append(f"{profile.base}/{value.topic}/details")
    return tuple(topics)


def _value_offers(
    profile: HouseProfile, value: Value, snapshot: Snapshot, believed: dict[Fresh, bool]
) -> Iterator[Offer]:
    topic = f"{profile.base}/{value.topic}"
    refresh_ms = LIVE_REFRESH_MS if value.live else REFRESH_MS
    text = text_of(value, snapshot, believed).encode()
    yield Offer(topic, text, not value.live, value.pause_ms, refresh_ms)
    if value.details is not None:
        details = msgspec.json.encode(value.details(snapshot))
        yield Offer(f"{topic}/details", details, pause_ms=value.pause_ms)
