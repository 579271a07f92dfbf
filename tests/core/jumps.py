"""A home whose wall clock jumps while time goes on: what it orders, and where it books energy."""

import random
from typing import NamedTuple

import msgspec

from agent.core.clock import NEAR_MS, ChainClock, Quality, heard, judge, sound
from agent.core.effects import Sign
from agent.core.events import AccountSeen, MeterRead, Ticked
from agent.core.ladder import rung_of
from agent.core.rungs import Rung
from agent.metering.reading import MeterReading, MeterRole
from agent.units import EnergyWh, UnixMs
from tests.core.story import CONSTANTS, TIMES, Agent, account, at, choices

STEP_MS = 10_000
LAG_MS = 4_000
NEAR_EDGE_MS = 2_000
"""What delivery and rounding explain; so near to a boundary the contract decides."""
OUT_W = 2_000
RUN_MS = 2 * 900_000
YEAR_MS = 365 * 86_400_000


class Verdict(NamedTuple):
    """What came of one history."""

    orders: int
    wrong: list[str]
    reports: int


def jump_ms(chance: random.Random) -> int:
    """From a second to ten years, forth or back, evenly over the sizes."""
    size = 1_000 * 10 ** chance.uniform(0, 8.5)
    return round(min(size, 10 * YEAR_MS)) * chance.choice((-1, 1))


def run(seed: int, *, jumps: int = 10, judged: bool = True) -> Verdict:
    """Live half an hour with so many jumps; `judged` False: the time service's word is enough."""
    return _Life(random.Random(seed), judged=judged).live(jumps)


class _Life:
    def __init__(self, chance: random.Random, *, judged: bool) -> None:
        self.chance = chance
        self.judged = judged
        self.agent = Agent()
        self.now_ms = at(5, -20)
        """True time."""
        self.apart_ms = 0
        self.service = True
        self.chain: ChainClock | None = None
        self.judged_at_ms = 0
        """How far the clock was apart when it was last judged."""
        self.orders = 0
        self.wrong: list[str] = []

    def live(self, jumps: int) -> Verdict:
        agent = self.agent
        agent.start(self.now_ms)
        while self.now_ms < at(5, 0.5):
            self.pass_time()
        agent.live(self.now_ms)
        agent.wish(self.now_ms, *choices(repeat=True))
        end_ms = self.now_ms + RUN_MS
        moments = sorted(self.chance.uniform(self.now_ms, end_ms) for _ in range(jumps))
        while self.now_ms < end_ms:
            while moments and moments[0] <= self.now_ms:
                moments.pop(0)
                self.jump()
            self.pass_time()
        for _ in range(180):  # the clock is put right, and all goes on
            self.apart_ms, self.service = 0, True
            self.pass_time()
        if self.judged and rung_of(agent.state) is not Rung.TRADE:
            self.wrong.append("half an hour after the clock was right nothing was traded yet")
        return Verdict(self.orders, self.wrong, self.check_reports())

    def jump(self) -> None:
        """The clock goes wrong, and the time service may vouch for it all the same; or it is put right."""
        if self.apart_ms and self.chance.random() < 0.5:
            self.apart_ms, self.service = 0, True
        else:
            self.apart_ms += jump_ms(self.chance)
            self.service = self.chance.random() < 0.7

    def pass_time(self) -> None:
        agent = self.agent
        self.now_ms += STEP_MS
        agent.mono_ms += STEP_MS
        late_s = self.chance.choice((0, 0, 1, 3))
        self.chain = heard(self.chain, self.now_ms // 1_000 - late_s, agent.mono_ms)
        wall_ms = max(0, self.now_ms + self.apart_ms)
        if self.judged and abs(self.apart_ms - self.judged_at_ms) > NEAR_MS:
            self.watch(self.tick(wall_ms))  # as the shell does, before anything else is stamped
        if self.now_ms % 60_000 == 0:
            wh = EnergyWh(20_000 + self.out_wh(self.now_ms))
            reading = MeterReading("grid", MeterRole.GRID, UnixMs(wall_ms), EnergyWh(10_000), wh)
            self.watch(MeterRead(wall_ms, reading))
        self.watch(self.tick(wall_ms))
        if self.now_ms % 30_000 == 0 and agent.state.account is not None:
            nonce = 7 + sum(known.raw != b"" for known in agent.state.transactions)
            seen = account(wall_ms, nonce=max(nonce, agent.state.account.nonce))
            self.watch(seen)

    def tick(self, wall_ms: int) -> Ticked:
        mono_ms, self.judged_at_ms = self.agent.mono_ms, self.apart_ms
        if not self.judged:
            return Ticked(wall_ms, mono_ms, self.service)
        floor_ms = max(self.agent.state.clock.floor_ms, CONSTANTS.genesis_s * 1_000)
        word = judge(
            wall_ms,
            mono_ms,
            service=self.service,
            floor_ms=floor_ms,
            chain=self.chain,
            lag_ms=LAG_MS,
        )
        if self.chain is not None and sound(word):
            self.chain = msgspec.structs.replace(self.chain, agreed=True)
        return Ticked(wall_ms, mono_ms, word.quality is Quality.SYNCED, word)

    def watch(self, event: Ticked | MeterRead | AccountSeen) -> None:
        before = {known.intent.ident for known in self.agent.state.transactions}
        followed = self.agent.take(event)
        if not any(isinstance(one, Sign) and one.key == "order" for one in followed):
            return
        known = {f"order:{order.order_id}": order.cycle for order in self.agent.state.orders}
        for planned in self.agent.state.transactions:
            if planned.intent.ident in known and planned.intent.ident not in before:
                self.judge_order(known[planned.intent.ident])

    def judge_order(self, cycle: int) -> None:
        self.orders += 1
        moments = (self.now_ms - NEAR_EDGE_MS, self.now_ms, self.now_ms + NEAR_EDGE_MS)
        if cycle not in {TIMES.cycle_at(one) for one in moments}:
            self.wrong.append(
                f"order for cycle {cycle} at {self.now_ms} (clock {self.apart_ms:+} ms)"
            )

    def out_wh(self, at_ms: int) -> int:
        return OUT_W * (at_ms - at(5, -30)) // 3_600_000

    def check_reports(self) -> int:
        """Each report's register is the meter's at that cycle's end, to a minute of energy."""
        reports = [entry.signed.report for entry in self.agent.state.outbox.waiting]
        for report in reports:
            true_wh = 20_000 + self.out_wh(TIMES.end_ms(report.cycle))
            if abs(report.export_wh - true_wh) > OUT_W * 100 // 3_600:
                self.wrong.append(
                    f"report of cycle {report.cycle}: {report.export_wh} Wh, truly {true_wh}"
                )
        return len(reports)
