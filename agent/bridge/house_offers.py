"""Everything the house's topics should say now, in the order it is told; and what is listened to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from agent.api.sections import Snapshot
from agent.bridge.house import OFFLINE, ONLINE, Fresh, HouseProfile, Value, fresh, text_of
from agent.bridge.house_commands import COMMANDS, topic_of
from agent.bridge.house_discovery import birth_topic, discovery, discovery_topic
from agent.bridge.house_plan import LIVE_REFRESH_MS, REFRESH_MS, Offer
from agent.bridge.house_relays import Relay, command_filter, relays, topics
from agent.bridge.house_values import BY_KEY, VALUES, values

Publish = Literal["discovery", "topics", "nothing"]

DISCOVERY_PAUSE_MS = 10_000
REGISTERS: tuple[Literal["import", "export"], ...] = ("import", "export")
"""Values that go on from what the broker has retained (agent.bridge.house_registers)."""


def offers(
    profile: HouseProfile,
    snapshot: Snapshot,
    now_ms: int,
    *,
    publish: Publish,
    gone: Sequence[str] = (),
    registers: Mapping[str, str],
) -> Iterator[Offer]:
    """Yield what each topic should say at `now_ms` (wall clock).

    `gone` are the words of relays that are none any more, `registers` the texts of the topics in
    REGISTERS that may be told already.
    """
    here = relays(snapshot)
    if publish == "nothing":
        own = retained_topics(profile, here)
        yield from (Offer(topic, b"", refresh_ms=None) for topic in own)
        return
    yield Offer(
        discovery_topic(profile),
        discovery(profile, here, tuple(gone)) if publish == "discovery" else b"",
        pause_ms=DISCOVERY_PAUSE_MS,
        refresh_ms=None,
    )
    believed = fresh(snapshot, profile, now_ms)
    for group, true in believed.items():
        yield Offer(profile.fresh_topic(group), (ONLINE if true else OFFLINE).encode(), pause_ms=0)
    for value in values(profile):
        if value.key not in REGISTERS:
            yield from _value_offers(profile, value, snapshot, believed)
        elif value.key in registers:
            yield Offer(f"{profile.base}/{value.topic}", registers[value.key].encode())
    for relay in here:
        for topic, text in topics(profile, relay).items():
            yield Offer(topic, text.encode())


def _value_offers(
    profile: HouseProfile, value: Value, snapshot: Snapshot, believed: Mapping[Fresh, bool]
) -> Iterator[Offer]:
    topic = f"{profile.base}/{value.topic}"
    refresh_ms = LIVE_REFRESH_MS if value.live else REFRESH_MS
    text = text_of(value, snapshot, believed).encode()
    yield Offer(topic, text, not value.live, value.pause_ms, refresh_ms)
    if value.details is not None:
        details = msgspec.json.encode(value.details(snapshot))
        yield Offer(f"{topic}/details", details, pause_ms=value.pause_ms)


def subscriptions(profile: HouseProfile, publish: Publish) -> tuple[str, ...]:
    """Return what the link listens to: the birth message, its own registers, and commands."""
    if publish == "nothing":
        return ()
    found = list(register_topics(profile))
    if publish == "discovery":
        found.append(birth_topic(profile))
    if profile.commands:
        found += [topic_of(profile, command) for command in COMMANDS]
        found.append(command_filter(profile))
    return tuple(found)


def register_topics(profile: HouseProfile) -> dict[str, Literal["import", "export"]]:
    """Return the topics of the registers, each with its direction."""
    return {f"{profile.base}/{BY_KEY[name].topic}": name for name in REGISTERS}


def retained_topics(profile: HouseProfile, here: Sequence[Relay] = ()) -> tuple[str, ...]:
    """Return every topic this home may ever have retained, whatever its settings were."""
    found = [discovery_topic(profile), profile.status_topic]
    found += [profile.fresh_topic(group) for group in Fresh]
    for value in VALUES:
        if not value.live:
            found.append(f"{profile.base}/{value.topic}")
            if value.details is not None:
                found.append(f"{profile.base}/{value.topic}/details")
    return (*found, *(topic for relay in here for topic in topics(profile, relay)))
