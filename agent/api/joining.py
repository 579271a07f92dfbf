"""How far a box has come on its way into the market, as the local interface shows it."""

from typing import Literal

import msgspec

Stage = Literal["nothing", "code wrong", "asking", "waiting", "refused", "joined", "unknown"]


class JoiningView(msgspec.Struct, frozen=True):
    """Where joining stands, what it waits for, and what a person can do about it."""

    stage: Stage = "unknown"
    """nothing: neither code nor request; asking: the request is being made or sent; waiting: for
    the operator's answer; unknown: the keys are systemd's, or the files may not be looked at."""
    words: str = ""
    do: str = ""
    """For somebody in front of the box; empty: nothing."""
    member: str = ""
    """The order key's address; empty: no request yet."""
    report_key: str = ""
    comparison: str = ""
    """Six groups of five digits that the operator must see as well."""
