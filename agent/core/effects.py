"""What the outside shall do. An effect that may run twice carries its own identity.

Results come back as events; an effect whose result never came is asked for again by a later
step (after a restart, by the first). Doing any of these twice is harmless.
"""

from typing import Literal

import msgspec

from agent.api.sections import Problem
from agent.devices.device import MeterUse


class Sign(msgspec.Struct, frozen=True, tag="sign"):
    """Sign a digest with one of the agent's keys; answered by the event Signed."""

    ident: str
    key: Literal["order", "report", "unit"]
    digest: bytes


class Broadcast(msgspec.Struct, frozen=True, tag="broadcast"):
    """Hand these signed bytes to the chain. The same bytes twice are one transaction."""

    ident: str
    raw: bytes


class Publish(msgspec.Struct, frozen=True, tag="publish"):
    """Publish on the operator's broker; the consumer drops what it has."""

    topic: str
    payload: bytes
    retain: bool = False


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """Tell whoever made a wish what became of it."""

    request: int
    accepted: bool
    problems: tuple[Problem, ...]
    sentence: str


class UseMeters(msgspec.Struct, frozen=True, tag="use-meters"):
    """Read exactly these meters of the radio from now on; the same twice changes nothing."""

    meters: tuple[MeterUse, ...]


class SwitchRelay(msgspec.Struct, frozen=True, tag="switch-relay"):
    """Switch a relay once; answered by the event RelaySeen with the same number.

    With a lease the relay goes off by itself after `lease_s` when nobody renews it.
    """

    key: str
    number: int
    on: bool
    lease_s: int | None


class AskRelay(msgspec.Struct, frozen=True, tag="ask-relay"):
    """Ask a relay for its position; answered by the event RelaySeen with the same number."""

    key: str
    number: int


class Discharge(msgspec.Struct, frozen=True, tag="discharge"):
    """Let the battery deliver `power_w` until `until_ms`; 0 W: let it be as it was.

    The battery falls back by itself at `until_ms`, so that a dead daemon empties no battery.
    """

    power_w: int
    until_ms: int


Effect = Sign | Broadcast | Publish | Answer | UseMeters | SwitchRelay | AskRelay | Discharge
