"""What a market's MQTT broker is told: mosquitto's configuration and its access list, as text.

The list names every identity and gives it the topics of its own members, nothing else: an identity
that is not listed, though its certificate is good, reaches nothing. (A pattern with %u would let in
whoever holds any certificate, and a withdrawn one until its connection ends; a listed name is out
as soon as the list is read again.)
"""

import re
from collections.abc import Iterable, Mapping
from importlib import resources

import msgspec

from agent.bridge.payload import MAX_PAYLOAD_BYTES
from agent.bridge.report import ReportDomain
from agent.bridge.topics import FROM_HOME, FROM_OPERATOR, prefix

MAX_PACKET_BYTES = MAX_PAYLOAD_BYTES + 1_024
"""A payload with its topic; drivers.mqtt_connection refuses more as well."""

OPERATOR = "operator"
"""The operator's identity. No member's: a member's is 40 hexadecimal digits."""

SPARE_CONNECTIONS = 32
"""For reconnecting homes whose old connection the broker has not yet given up."""

ANY_MARKET = "gridhearth/1/+"
"""What the topics begin with when the market is not deployed yet."""

_IDENTITY = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")
_DIRECTORY = re.compile(r"/[^\s#]*")


class BrokerPlan(msgspec.Struct, frozen=True):
    """One broker of one market."""

    directory: str
    """Where the broker finds its files; absolute, without white space (mosquitto.conf(5))."""
    data: str
    """Where it keeps what is retained."""
    port: int
    members: int
    bind: str = ""
    """An address to listen on; all of them when empty."""
    user: str = ""
    """Whom mosquitto becomes when root starts it; mosquitto's own user when empty."""


def identity_of(member: str) -> str:
    """Return a member's common name: its address in lower case without 0x; ValueError."""
    name = member.lower().removeprefix("0x")
    if not re.fullmatch("[0-9a-f]{40}", name):
        raise ValueError(f"{member} is no member: an address has 40 hexadecimal digits")
    return name


def configuration(plan: BrokerPlan) -> str:
    """Return mosquitto.conf; ValueError names a path that mosquitto could not read."""
    for path in (plan.directory, plan.data):
        if not _DIRECTORY.fullmatch(path):
            raise ValueError(f"{path}: mosquitto needs an absolute path without spaces or #")
    template = resources.files("config.mosquitto").joinpath("mosquitto.conf").read_text("utf-8")
    return template.format(
        port=plan.port,
        bind=f" {plan.bind}" if plan.bind else "",
        user=f"user {plan.user}\n" if plan.user else "",
        directory=plan.directory,
        data=plan.data,
        max_payload_bytes=MAX_PAYLOAD_BYTES,
        max_packet_bytes=MAX_PACKET_BYTES,
        max_connections=plan.members + SPARE_CONNECTIONS,
    )


def access_list(
    domain: ReportDomain | None,
    homes: Mapping[str, Iterable[str]],
    *,
    listeners: Iterable[str] = (),
) -> str:
    """Return mosquitto's access list.

    `homes` says whose topics each identity speaks for: its own in a real market, several where
    homes share a connection. `listeners` may read everything and write nothing. Without a
    domain the topics of any market are meant.
    """
    start = ANY_MARKET if domain is None else prefix(domain)
    lines = [
        "# Who reaches which topics; written by `gridhearth operator broker-config`.",
        "# Nobody is let in without a name, and a name that is not here reaches nothing.",
        "",
        f"user {OPERATOR}",
        *(f"topic read {start}/{channel}/+" for channel in FROM_HOME),
        *(f"topic write {start}/{channel}/+" for channel in FROM_OPERATOR),
    ]
    for identity in listeners:
        lines += ["", f"user {_named(identity)}", f"topic read {start}/+/+"]
    for identity, members in homes.items():
        if identity == OPERATOR:
            raise ValueError("a home cannot have the operator's identity")
        lines += ["", f"user {_named(identity)}"]
        for member in map(identity_of, members):
            lines += [f"topic write {start}/{channel}/{member}" for channel in FROM_HOME]
            lines += [f"topic read {start}/{channel}/{member}" for channel in FROM_OPERATOR]
    return "\n".join(lines) + "\n"


def _named(identity: str) -> str:
    if not _IDENTITY.fullmatch(identity):
        raise ValueError(f"{identity!r} is no identity: small letters, digits and hyphens")
    return identity
