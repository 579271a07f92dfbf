"""One row of the table of methods, and the answer most of them give."""

import msgspec

from agent.api.permissions import Group
from agent.api.sections import Problem


class WishAnswer(msgspec.Struct, frozen=True):
    """What became of a wish; a refused wish changed nothing."""

    accepted: bool
    problems: tuple[Problem, ...] = ()
    sentence: str = ""


class Method(msgspec.Struct, frozen=True):
    """One row of the table."""

    name: str
    params: type[msgspec.Struct]
    group: Group
    """The lowest group that may call it."""
    effect: str
    """What it does, one sentence for a person."""
    result: object
    wish: type[msgspec.Struct] | None = None
    """The wish it hands to the household's flow."""
    commissions: bool = False
    """It is about the radio or a device, and may take minutes."""
    stores: bool = False
    """It is about the storage market."""
    looks: bool = False
    """It changes nothing, and is looked up in the history or on the chain meanwhile."""
    unlocks: bool = False
    """It is about the PIN."""
    accepts: bool = False
    """It is about the checklist of commissioning, the acceptance report or a backup of all of it."""

    @property
    def changes(self) -> bool:
        """True when it may change what the home does."""
        return self.group > Group.VIEWER
