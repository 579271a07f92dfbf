"""A chain that shows a street's members, a block a second, and not one order."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from agent.dso.reconcile import MemberKeys
from agent.ledger import market_contract as mc
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.units import Address

GENESIS_S = 1_800_000_000
CYCLE_S = 900
CORRECTION_S = 7 * 86_400
BLOCK_S = 1.0


class QuietChain:
    """The Chain port over the words of one market contract in which nobody trades.

    What a block proves is the light client's business and tested there; here only its pace counts.
    """

    def __init__(
        self, operator: Address, members: Mapping[Address, MemberKeys], cycle: int
    ) -> None:
        """`cycle`: the one that runs, from its first second on."""
        times = mc.Times(GENESIS_S, CYCLE_S, 4, CORRECTION_S)
        self._words = {
            mc.times_slot(): times.pack(),
            mc.operator_slot(): int(operator, 16),
            mc.member_count_slot(): len(members),
        }
        for place, (member, keys) in enumerate(members.items()):
            self._words |= {
                mc.member_at_slot(place): int(member, 16),
                mc.report_key_slot(member): int(keys.report_key, 16),
                mc.meter_slot(member): int.from_bytes(keys.meter, "big"),
            }
        self._first_s = GENESIS_S + cycle * CYCLE_S
        self._began_s = time.monotonic()
        self._number = 0

    async def next_head(self) -> VerifiedHead:
        if self._number:
            await asyncio.sleep(BLOCK_S)
        self._number += 1
        passed_s = min(CYCLE_S - 1, int(time.monotonic() - self._began_s))
        return VerifiedHead(
            self._number, bytes(32), bytes(32), self._first_s + passed_s, 0, 30_000_000, ()
        )

    def catching_up(self) -> str:
        return ""

    async def account(self, _address: Address, _head: VerifiedHead) -> VerifiedAccount:
        return VerifiedAccount(0, 0, mc.CODE_HASH, bytes(32))

    async def storage(
        self, _address: Address, slots: Sequence[int], _head: VerifiedHead
    ) -> tuple[int, ...]:
        return tuple(self._words.get(slot, 0) for slot in slots)

    async def broadcast(self, _raw_transaction: bytes) -> None:
        raise AssertionError("nothing was ordered, so nothing is settled")
