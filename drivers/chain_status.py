"""How far the chain is being followed: five stages, each with a sentence and a time."""

from enum import StrEnum

import msgspec

from agent.units import UnixMs


class ChainStage(StrEnum):
    """What may be done: values are read in every stage, decisions are made while LIVE only."""

    UNSYNCED = "unsynced"  # since the start no block could be verified
    SYNCING = "syncing"  # verified blocks come in, none young enough yet
    LIVE = "live"  # the newest verified block is young enough to act on
    STALE = "stale"  # it was, or is all the nodes show, and is too old now
    HALTED = "halted"  # two final blocks contradict each other: a person must look


class ChainStatus(msgspec.Struct, frozen=True):
    """The stage, why, and since when. `since_ms` is our wall clock's: it may be wrong."""

    stage: ChainStage
    sentence: str
    since_ms: UnixMs


class StageClock:
    """Remembers when the present stage began."""

    def __init__(self, now: UnixMs) -> None:
        self._stage = ChainStage.UNSYNCED
        self._since_ms = now

    def status(self, stage: ChainStage, sentence: str, began: UnixMs) -> ChainStatus:
        """Return the status; `began` counts when the stage is another than at the last look."""
        if stage is not self._stage:
            self._stage, self._since_ms = stage, began
        return ChainStatus(stage, sentence, self._since_ms)
