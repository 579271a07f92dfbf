"""A storage unit after a restore: what the lost box reported is read from the contract's totals.

Our contract counts for every unit what was ever reported into and out of it. While nothing is
under way, the difference to what this journal knows as accepted never changes; it is remembered,
so that after a restore the totals tell what the lost box reported after the backup. Its energy is
taken out of what is open, the oldest first: it is neither lost nor reported a second time. A
contract without such totals cannot tell. There what is open counts as reported, and a report of
the battery's actual energy, which is no difference but a level, puts the rest right.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from agent.core.constants import Constants
from agent.core.records import Restoring
from agent.core.storage_facts import StorageSeen
from agent.core.storage_state import Registers, StorageState, open_in_wh
from agent.roles.storage_unit import Portion, Share, total_wh

Part = TypeVar("Part", Portion, Share)

WHY = "the home was restored from a backup"


def restored_storage(storage: StorageState, reason: str) -> StorageState:
    """Give no nonce out, and drop the owner's calls that only waited: the lost box sent them."""
    deeds = tuple(
        msgspec.structs.replace(deed, stage="missed", reason=reason)
        if deed.stage == "queued"
        else deed
        for deed in storage.deeds
    )
    nonces = msgspec.structs.replace(storage.nonces, adopting=True)
    after: StorageState = msgspec.structs.replace(storage, deeds=deeds, nonces=nonces)
    return after


def remember_totals(storage: StorageState, seen: StorageSeen) -> StorageState:
    """Return the state with the distance of the contract's totals from ours, once it is certain."""
    if (
        storage.totals_before is not None
        or storage.nonces.adopting
        or storage.under_way is not None
        or seen.block < storage.unit_block
        or seen.unit_produced_wh is None
        or seen.unit_consumed_wh is None
    ):
        return storage
    before = (
        seen.unit_produced_wh - storage.accepted_in_wh,
        seen.unit_consumed_wh - storage.accepted_out_wh,
    )
    after: StorageState = msgspec.structs.replace(storage, totals_before=before)
    return after


def waits_for_storage(storage: StorageState, waiting: Restoring, ends_ms: int) -> list[str]:
    """Return what is still to be known of the unit, in words."""
    found = []
    if waiting.unit_account_ms < ends_ms or storage.nonces.verified is None:
        found.append("the proof of the storage unit's account after that")
    if storage.problem:  # the auction does not wait for a contract that is none
        return found
    if storage.under_way is not None:
        found.append("the outcome of the storage unit's last report")
    elif storage.seen is None or storage.seen.at_ms < ends_ms:
        found.append("the proof of the storage unit's totals after that")
    if storage.counted is not None and storage.counted.at_ms <= waiting.at_ms:
        found.append("a reading of the storage unit's meter")
    return found


def reconciled(storage: StorageState, constants: Constants) -> StorageState:
    """Take what the lost box reported out of what is open; the balance stays (0, 0)."""
    unit = None if constants.storage is None else constants.storage.unit
    counted, base, seen = storage.counted, storage.base, storage.seen
    if unit is None or counted is None or base is None:
        return storage
    told = _accepted(storage, None if storage.problem else seen)
    if told is None:  # nobody can say what was reported: all that is open counts as reported
        told = (
            storage.accepted_in_wh + open_in_wh(storage),
            storage.accepted_out_wh + total_wh(storage.portions_out),
        )
    if told == (storage.accepted_in_wh, storage.accepted_out_wh):
        return storage
    more_in, more_out = told[0] - storage.accepted_in_wh, told[1] - storage.accepted_out_wh
    shares, left = _without(storage.shares_in, more_in)
    portions_in, left_in = _without(storage.portions_in, left)
    portions_out, left_out = _without(storage.portions_out, more_out)
    after: StorageState = msgspec.structs.replace(
        storage,
        accepted_in_wh=told[0],
        accepted_out_wh=told[1],
        shares_in=shares,
        portions_in=portions_in,
        portions_out=portions_out,
        # More was reported than this meter ever counted: counting began earlier than we know.
        base=Registers(base.at_ms, base.in_wh - left_in, base.out_wh - left_out),
        anomaly=storage.anomaly or WHY,
    )
    return after


def _accepted(storage: StorageState, seen: StorageSeen | None) -> tuple[int, int] | None:
    before = storage.totals_before
    if seen is None or before is None:
        return None
    if seen.unit_produced_wh is None or seen.unit_consumed_wh is None:
        return None
    told = (seen.unit_produced_wh - before[0], seen.unit_consumed_wh - before[1])
    grown = told[0] >= storage.accepted_in_wh and told[1] >= storage.accepted_out_wh
    return told if grown else None


def _without(parts: Sequence[Part], wh: int) -> tuple[tuple[Part, ...], int]:
    """Return the parts without their oldest `wh`, and what was not there."""
    kept: list[Part] = []
    for part in parts:
        taken = min(part.wh, wh)
        wh -= taken
        if part.wh > taken:
            kept.append(msgspec.structs.replace(part, wh=part.wh - taken))
    return tuple(kept), wh
