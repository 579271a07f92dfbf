"""Who may call what: the kernel says who is on the other end of the socket, never the message."""

from enum import IntEnum

import msgspec


class Group(IntEnum):
    """What a caller may do; each includes the one before."""

    VIEWER = 1
    """Look."""
    USER = 2
    """Trade: everything the buttons of the touchscreen do."""
    INSTALLER = 3
    """Commission and repair."""

    @property
    def word(self) -> str:
        """The name used in messages and in the documentation."""
        return self.name.lower()


class Peer(msgspec.Struct, frozen=True):
    """The process at the other end, as the kernel reports it (SO_PEERCRED, SO_PEERGROUPS)."""

    pid: int
    uid: int
    gids: frozenset[int]


class AccessRules(msgspec.Struct, frozen=True):
    """Which Unix groups count as which of ours; None: nobody by that way."""

    daemon_uid: int
    viewer_gid: int | None = None
    user_gid: int | None = None
    installer_gid: int | None = None


class Caller(msgspec.Struct, frozen=True):
    """A peer that may call, and as what."""

    peer: Peer
    group: Group
    name: str = ""
    """How the journal calls it; empty: by its user. Only the daemon's own clients have one."""


def group_of(peer: Peer, rules: AccessRules) -> Group | None:
    """Return the highest group of a peer, or None: it may not even look.

    The superuser and the daemon's own user count as installer: both could read the daemon's
    memory anyway, so refusing them would protect nothing.
    """
    if peer.uid in {0, rules.daemon_uid}:
        return Group.INSTALLER
    for gid, group in (
        (rules.installer_gid, Group.INSTALLER),
        (rules.user_gid, Group.USER),
        (rules.viewer_gid, Group.VIEWER),
    ):
        if gid is not None and gid in peer.gids:
            return group
    return None
