"""The home's relays on the house's broker: position, who decides it, and the switch for it.

Only relays that an installer gave the role are shown; their number is not known beforehand, so
their topics are made from their keys.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from agent.api.device_params import RelaySet
from agent.api.sections import Snapshot
from agent.api.wishes import RelayMode
from agent.bridge.house import OFF, OFFLINE, ON, ONLINE, UNKNOWN, HouseProfile

MOST_RELAYS = 16
"""More than a home's cabinet has; each is three topics and two entities."""

WORDS: Mapping[str, RelayMode] = {
    ON: RelayMode.ON,
    OFF: RelayMode.OFF,
    **{mode.value: mode for mode in RelayMode},
}
"""A switch says ON and OFF, the choice of the mode the other words."""


class Relay(msgspec.Struct, frozen=True):
    """One relay with a role."""

    key: str
    name: str
    position: str
    """ON, OFF or None, as the relay itself confirmed it."""
    mode: str
    available: bool

    @property
    def word(self) -> str:
        """The key as one word of a topic and an id."""
        return self.key.replace("/", "_")


def relays(snapshot: Snapshot) -> tuple[Relay, ...]:
    """Return the relays to be shown, in the snapshot's order."""
    lines = [line for line in snapshot.devices if line.kind == "relay" and line.role == "relay"]
    return tuple(
        Relay(
            line.key,
            line.name or line.model or line.key,
            {"on": ON, "off": OFF}.get(line.position or "", UNKNOWN),
            line.mode or UNKNOWN,
            line.available and line.usable,
        )
        for line in lines[:MOST_RELAYS]
    )


def topics(profile: HouseProfile, relay: Relay) -> dict[str, str]:
    """Return what the relay's topics say."""
    base = f"{profile.base}/relay/{relay.word}"
    return {
        f"{base}/status": ONLINE if relay.available else OFFLINE,
        base: relay.position,
        f"{base}/mode": relay.mode,
    }


def command_filter(profile: HouseProfile) -> str:
    """Return the subscription for every relay's commands."""
    return f"{profile.base}/set/relay/+"


def relay_of(profile: HouseProfile, topic: str, snapshot: Snapshot) -> Relay | None:
    """Return the relay a command topic names; None: it is no relay of this home."""
    start = f"{profile.base}/set/relay/"
    if not topic.startswith(start):
        return None
    return next((relay for relay in relays(snapshot) if start + relay.word == topic), None)


def understand_relay(relay: Relay, payload: bytes) -> RelaySet | str:
    """Return what a command asks of a relay, or why it was not understood."""
    mode = WORDS.get(payload[:16].decode("ascii", "replace"))
    if mode is None:
        return f"The command was not understood: one of {', '.join(WORDS)} is."
    return RelaySet(relay.key, mode)


def relay_components(profile: HouseProfile, relay: Relay) -> dict[str, dict[str, Any]]:
    """Return the relay's entities: a switch and the choice of its mode, or only its position."""
    base, ident = f"{profile.base}/relay/{relay.word}", f"relay_{relay.word}"
    keys = {"binary_sensor": ident, "switch": f"set_{ident}", "select": f"set_{ident}_mode"}
    if not profile.commands:
        shown = _entity(profile, relay, "binary_sensor", ident) | {"stat_t": base}
        removed = {keys[platform]: {"p": platform} for platform in ("switch", "select")}
        return {ident: shown | {"name": relay.name, "dev_cla": "power"}, **removed}
    command = {"cmd_t": f"{profile.base}/set/relay/{relay.word}", "qos": 1}
    return {
        ident: {"p": "binary_sensor"},
        keys["switch"]: _entity(profile, relay, "switch", keys["switch"])
        | {"stat_t": base, "name": relay.name, **command},
        keys["select"]: _entity(profile, relay, "select", keys["select"])
        | {
            "stat_t": f"{base}/mode",
            "name": f"{relay.name} mode",
            "ops": [mode.value for mode in RelayMode],
            **command,
        },
    }


def removed_relay(word: str) -> dict[str, dict[str, Any]]:
    """Return what takes a relay's entities back."""
    return {
        f"relay_{word}": {"p": "binary_sensor"},
        f"set_relay_{word}": {"p": "switch"},
        f"set_relay_{word}_mode": {"p": "select"},
    }


def _entity(profile: HouseProfile, relay: Relay, platform: str, key: str) -> dict[str, Any]:
    node = f"gridhearth_{profile.id}"
    own = f"{profile.base}/relay/{relay.word}/status"
    return {
        "p": platform,
        "uniq_id": f"{node}_{key}",
        "def_ent_id": f"{platform}.{node}_{key}",
        "avty": [
            {"t": topic, "pl_avail": ONLINE, "pl_not_avail": OFFLINE}
            for topic in (profile.status_topic, own)
        ],
        "avty_mode": "all",
    }
