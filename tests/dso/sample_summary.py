"""A summary page of an invented day, for the picture in docs/img and for looking at.

`python -m tests.dso.sample_summary FILE` writes it; the numbers are played, the page is real.
"""

import math
import random
import sys
from pathlib import Path

import msgspec

from agent.bridge.report import ReportDomain
from agent.dso.bills import BillRow, bill_rows
from agent.dso.cycle_view import MarketTimes
from agent.dso.evidence import Evidence
from agent.dso.rehearsal_text import utc
from agent.dso.standing import Standing, Unsettled
from agent.dso.summary import Page, summary_html
from agent.market.cycle import CycleTimes
from agent.units import Address, CycleNo, EnergyWh
from tests.contracts import street
from tests.dso import mirror
from tests.dso.real_market import RealMarket

GENESIS_S = 1_781_481_600  # 15 June 2026, 00:00 UTC
CYCLES = 96
HOMES = [Address(f"0x{random.Random(number).getrandbits(160):040x}") for number in range(12)]


def rows() -> tuple[BillRow, ...]:
    """Return a sunny day: six homes sell while the sun shines, six buy."""
    dice = random.Random(7)
    times = MarketTimes(CycleTimes(GENESIS_S, 900), 4, 604_800)
    found: list[BillRow] = []
    for pair in range(6):
        market = mirror.Market(ReportDomain(7, HOMES[0]), times, 20, 50_000, 4_600, {})
        for cycle in range(CYCLES):
            sun = max(0.0, math.sin((cycle - 22) / 52 * math.pi)) if 22 <= cycle <= 74 else 0.0
            energy_wh = int(sun * dice.randint(150, 900))
            if energy_wh < 20:
                continue
            price = 180_000 - int(60_000 * sun) + (cycle * 7_919) % 9_000
            market.trades[cycle] = mirror.Trade(
                cycle, HOMES[pair], HOMES[pair + 6], energy_wh, dice.randint(20, 300) * 1_000, price
            )
            for index in (0, 1):
                _settle(market, cycle, index, energy_wh + dice.choice((0, 0, -9, 14, -40)), dice)
        views = [market.view(cycle, 24_817) for cycle in sorted(market.trades)]
        found += bill_rows(street.OPERATOR, views, times)
    return tuple(sorted(found, key=lambda row: (row.cycle, row.member)))


def _settle(market: mirror.Market, cycle: int, index: int, wh: int, dice: random.Random) -> None:
    from agent.dso.reconcile import OnChain

    trade = market.trades[cycle]
    member = trade.buyer if index else trade.seller
    if dice.random() < 0.01:
        market.settle(cycle, (index,), market.times.end_s(cycle + 6))
        return
    market.registers[member, cycle] = OnChain(1, bytes(32), 0, 0, 0)
    market.registers[member, cycle + 1] = OnChain(1, bytes(32), max(0, wh), max(0, wh), 0)
    market.settle(cycle, (index,), market.times.end_s(cycle + 1))
    del market.registers[member, cycle + 1]


def standing() -> Standing:
    """Return a standing with something of everything."""
    end_s = GENESIS_S + CYCLES * 900
    waits = [
        (HOMES[2], 94, "no report of cycle 95"),
        (HOMES[8], 94, "the report of cycle 95 is on its way to the chain"),
        (HOMES[9], 91, "no report of cycle 91; no report of cycle 92"),
    ]
    signed = RealMarket().street
    report = signed.report_of(0, 41, 812_000, 93_500)
    other = msgspec.structs.replace(report, export_wh=EnergyWh(94_000))
    return Standing(
        chain_id=7,
        contract=street.OPERATOR,
        block=24_817,
        time_s=end_s,
        unsettled=tuple(
            Unsettled(
                CycleNo(cycle),
                0,
                member,
                "sell" if place == 0 else "buy",
                310,
                why,
                GENESIS_S + (cycle + 6) * 900,
                overdue=False,
            )
            for place, (member, cycle, why) in enumerate(waits)
        ),
        gaps={HOMES[2]: (CycleNo(95),), HOMES[9]: (CycleNo(91), CycleNo(92), CycleNo(95))},
        refused={
            "-": {"unreadable": 3},
            HOMES[1]: {"known": 212, "forged": 1},
            HOMES[9]: {"known": 40, "too old": 2},
        },
        evidence=(
            Evidence(
                street.key_address(street.report_key(0)),
                signed.signed(report),
                signed.signed(other),
            ),
        ),
    )


def page() -> str:
    """Return the page."""
    end_s = GENESIS_S + CYCLES * 900
    return summary_html(
        Page(
            contract=street.OPERATOR,
            chain_id=7,
            block=24_817,
            time_s=end_s,
            since=0,
            until=CYCLES,
            since_utc=utc(GENESIS_S),
            until_utc=utc(end_s),
            rows=rows(),
            check="an invented day: there are no accounts to compare it with",
            standing=standing(),
        )
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
