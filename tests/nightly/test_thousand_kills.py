"""A home is killed a thousand times on a street that trades: nothing lost, nothing twice.

GRIDHEARTH_KILLS=1000 (the default) takes about 45 minutes; GRIDHEARTH_SEED repeats a night.
"""

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path

import msgspec

from tests.whole import judge
from tests.whole.chain_facts import ordered_cycle, read_sent
from tests.whole.founded import START_MINUTE, Founded, alive, founded
from tests.whole.killing import Kills, kill_again_and_again

KILLS = int(os.environ.get("GRIDHEARTH_KILLS", "1000"))
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
CYCLE_S = 15
HOMES = 6
AFTERWARDS_CYCLES = 3
BACK_WITHIN_S = 5.0
FOR_EVER_S = 1e12


def deliberate(place: Founded) -> Counter[int]:
    """Return how often the resident changed their mind, by cycle."""
    pressed = place.homes["killed"].pressed
    return Counter(place.times.cycle_at(int(one.at_s * 1_000)) or 0 for one in pressed)


async def test_a_thousand_kills(tmp_path: Path) -> None:
    async with founded(tmp_path, HOMES, CYCLE_S, ["killed"]) as place:
        home, line = place.homes["killed"], place.lines["killed"]
        home.write_settings(
            place.street,
            place.place,
            place.market,
            place.keys,
            urls=(line.url,),
            broker_port=place.place.broker_port,
        )
        async with alive(place), asyncio.TaskGroup() as background:
            watching = [background.create_task(home.screen())]
            watching.append(background.create_task(place.witness.listen()))
            await asyncio.sleep(max(0.0, -place.now() * CYCLE_S / 2))
            kills = await kill_again_and_again(home, line, random.Random(SEED), KILLS, FOR_EVER_S)
            last = place.now()
            await asyncio.sleep((AFTERWARDS_CYCLES + 0.3) * CYCLE_S)
            for task in watching:
                task.cancel()
        await _judge(place, kills, last)


async def _judge(place: Founded, kills: Kills, last: int) -> None:
    home, sent = place.homes["killed"], place.lines["killed"].sent
    chain = await place.facts(last + AFTERWARDS_CYCLES)
    reports = place.witness.of(home.member)
    signed = [read_sent(raw) for _, raw in sent]
    traded = [o.cycle for o in chain.orders if o.member == home.member and o.outcome.agreed_wh]
    cycles = range(last + AFTERWARDS_CYCLES)
    sys.stdout.write(
        f"\nkills: {kills}; {len(cycles)} cycles, {len(traded)} with a trade, {len(sent)} times"
        f" sent, {len(reports)} reports heard; seed {SEED}\n"
    )
    assert judge.nonces(signed) == []
    assert judge.orders_once(chain.executed, home.member, deliberate(place)) == []
    assert judge.reports_once(place.domain, reports) == []
    assert judge.energy(home.plan, START_MINUTE, reports, cycles) == []
    assert judge.chain_energy(home.plan, START_MINUTE, home.member, chain) == []
    credit = place.street.terms.start_credit_micro
    assert judge.money(chain.balances, chain.orders, credit, place.market.operator) == []
    assert any(cycle >= last for cycle in traded)
    assert kills.percentile_s(99) <= BACK_WITHIN_S
    # The same judge, the same night, one seeded fault each: a naive sender would do these.
    mine = [one for one in chain.executed if one.sender == home.member and _is_order(one.data)]
    again = msgspec.structs.replace(mine[-1], nonce=mine[-1].nonce + 1)
    changed = msgspec.structs.replace(reports[-1], import_wh=reports[-1].import_wh + 1)
    other = msgspec.structs.replace(signed[-1].transaction, data=b"another purpose")
    assert judge.orders_once([*chain.executed, again], home.member, deliberate(place))
    assert judge.nonces([*signed, msgspec.structs.replace(signed[-1], transaction=other)])
    assert judge.reports_once(place.domain, [*reports, changed])
    assert judge.energy(home.plan, START_MINUTE, [*reports, changed], cycles)
    lost = [report for report in reports if report.cycle != last]
    assert judge.energy(home.plan, START_MINUTE, lost, cycles)


def _is_order(data: bytes) -> bool:
    return ordered_cycle(data) is not None
