"""Days, prices, curves, the street and previews of one running home on fakes."""

import asyncio
import os
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from agent.api.framing import CallRefused
from agent.api.methods import METHODS, PlaceOrder
from agent.api.params import Params
from agent.api.permissions import Caller, Group, Peer
from agent.api.views import (
    CycleParams,
    EnergyDayParams,
    EnergyDaysParams,
    PreviewParams,
    PricesParams,
)
from agent.core.constants import Constants
from agent.ledger import market_contract as market
from agent.ports import ChainError
from agent.roles.history import Rows
from agent.shell import street_books as books_module
from agent.shell.history_desk import HistoryDesk
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.local_days import day_of, span_of
from agent.shell.market_reader import pseudonym
from drivers.simulated.history_memory import MemoryHistory
from tests.core.story import CONSTANTS, at
from tests.shell.test_household import selling
from tests.shell.world import World

CALLER = Caller(Peer(1, 1_000, frozenset()), Group.USER)


@pytest.fixture(autouse=True)
def london() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/London"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


class Screen:
    """A running home, its history and its interface."""

    def __init__(self, home: Household, stored: MemoryHistory | None = None) -> None:
        self.stored = stored or MemoryHistory()
        self.history = HistoryDesk(self.stored, lambda: home.state)
        self.api = HouseholdApi(home, history=self.history)

    async def ask(self, method: str, params: Any = None) -> Any:
        """Look it up, and take it through the wire's own form."""
        answer = await self.api.look(method, Params() if params is None else params)
        kind: Any = METHODS[method].result
        plain = msgspec.json.encode(answer)
        assert len(plain) < 60_000
        return msgspec.json.decode(plain, type=kind)


def put_second_order(world: World, cycle: int) -> None:
    """The operator's own address stands for a neighbour that buys."""
    place = world.market
    place.put(market.order_terms_slot(cycle, 1), market.OrderTerms(1, 500, 90_000, 250_000).pack())
    owner = market.OrderOwner(world.constants.operator, 9, 500, 2)
    place.put(market.order_owner_slot(cycle, 1), owner.pack())
    place.put(market.head_slot(cycle), market.Head(0, 0, 2, 0, 0, False, 0, 2, 2).pack())


async def test_a_settled_cycle_is_on_its_day_and_outlives_a_restart() -> None:
    world = World()
    stored = MemoryHistory()
    async with world.running() as home:
        await selling(world)
        await world.until(at(5, 3.1))
        world.clear(5)
        await world.seal()
        await world.sunny(at(7, 0.2))
        world.settle(5, 52_800)
        await world.seal()
        screen = Screen(home, stored)
        day = day_of(at(6))
        (line,) = await screen.ask("energy.days", EnergyDaysParams(day, 1))
        assert (line.sold_wh, line.earned_micro, line.penalty_micro, line.trades) == (
            *(380, 52_800, 3_000),
            1,
        )
        assert line.export_wh > 400
        assert line.generation_wh is None
        once = stored.days("2000-01-01", "2100-01-01")
        await screen.history.look()
        assert stored.puts == 1  # nothing new: nothing is written
        world.settle(5, 50_000)  # corrected on the chain
    async with world.running() as home:
        await Screen(home, stored).history.look()
        assert stored.days("2000-01-01", "2100-01-01") == once  # filled in again, not twice


async def test_todays_points_are_the_registers_differences() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(7, -1))  # two minutes to midnight
        screen = Screen(home)
        today = await screen.ask("energy.day", EnergyDayParams())
        again = await screen.ask("energy.day", EnergyDayParams(today.day))
    assert again == today
    assert (today.step_ms, today.nominal_step_ms) == (900_000, 900_000)
    known = [point for point in today.points if point is not None]
    assert [point.export_wh for point in known[-2:]] == [500, 500]  # 2 kW
    assert len(today.points) == len(today.expected) == 96
    place = (at(6) - today.from_ms) // today.step_ms
    assert today.points[place] is None
    assert today.expected[place - 1] is None
    assert today.expected[place].export_wh == 500
    assert today.expected[place + 1].export_wh == 500
    assert "No earlier day is known yet" in today.expected_from
    assert (today.quality.measured, today.quality.missing) == (len(known), place - len(known))


async def test_a_day_that_is_over_expects_nothing() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(6, 1))
        day = await Screen(home).ask("energy.day", EnergyDayParams("2020-02-29"))
    assert (set(day.points), set(day.expected)) == ({None}, {None})
    assert day.expected_from == "This day is over."
    assert day.quality.missing == 96


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
async def test_days_on_which_the_clocks_change_have_their_own_length(day: str, hours: int) -> None:
    world = World()
    async with world.running() as home:
        found = await Screen(home).ask("energy.day", EnergyDayParams(day))
    assert len(found.points) == hours * 4


@pytest.mark.parametrize("day", ["2026-02-30", "1999-12-31", "2100-01-01", "0000-00-00"])
async def test_a_day_that_is_none_is_refused(day: str) -> None:
    world = World()
    async with world.running() as home:
        screen = Screen(home)
        for call in (
            screen.ask("energy.day", EnergyDayParams(day)),
            screen.ask("energy.days", EnergyDaysParams(day)),
        ):
            with pytest.raises(CallRefused, match="not allowed"):
                await call


async def test_a_faster_market_shows_the_day_that_runs_there() -> None:
    fast: Constants = msgspec.structs.replace(CONSTANTS, nominal_ms=3_600_000)
    world = World(fast)
    async with world.running() as home:
        await world.sunny(at(6, 1))
        today = await Screen(home).ask("energy.day", EnergyDayParams())
    assert (today.step_ms, today.nominal_step_ms, len(today.points)) == (900_000, 3_600_000, 24)
    assert today.from_ms == at(0)


async def test_without_a_history_the_state_still_shows_today() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(6, 1))
        broken = MemoryHistory()
        broken.fail = "no space left"
        screen = Screen(home, broken)
        today = await screen.ask("energy.day", EnergyDayParams())
        assert any(today.points)
        assert await screen.ask("energy.days", EnergyDaysParams(today.day)) == ()
        assert screen.history.trouble == "no space left"
        broken.fail = ""
        (line,) = await screen.ask("energy.days", EnergyDaysParams(today.day))
        assert line.intervals == sum(point is not None for point in today.points)
        assert screen.history.trouble == ""
        assert home.snapshot().chain.state == "live"


async def test_a_history_begun_anew_is_filled_from_the_state() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(6, 1))
        screen = Screen(home)
        await screen.history.look()
        before = screen.stored.days("2000-01-01", "2100-01-01")
        screen.stored.forget()
        screen.stored.renewed += 1
        await screen.history.look()
        assert screen.stored.days("2000-01-01", "2100-01-01") == before != ()


async def test_the_desk_looks_by_itself_while_the_home_runs() -> None:
    world = World()
    async with world.running() as home:
        stored = MemoryHistory()
        desk = HistoryDesk(stored, lambda: home.state, sleep=world._sleep)
        task = asyncio.create_task(desk.run())
        await world.sunny(at(6, 3))
        async with asyncio.timeout(10):
            while not stored.days("2000-01-01", "2100-01-01"):
                await world.sunny(world.clock.wall_ms() + 60_000)
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert stored.puts < 5  # not at every look


async def test_prices_come_from_the_state_and_from_before() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        await world.until(at(5, 3.1))
        world.clear(5)
        await world.seal()
        screen = Screen(home)
        (line,) = await screen.ask("market.prices", PricesParams())
        assert (line.cycle, line.price_micro_per_kwh, line.trade_count) == (5, 150_000, 1)
        assert line.starts_at_ms == at(5)
        old = msgspec.structs.replace
        (row,) = (await screen.history.look(), screen.stored.prices(0, 9))[1]
        screen.stored.put(Rows(prices=(old(row, cycle=3), old(row, cycle=4, trade_count=0))))
        found = await screen.ask("market.prices", PricesParams(limit=2))
        assert [one.cycle for one in found] == [4, 5]
        found = await screen.ask("market.prices", PricesParams(from_cycle=3, limit=2))
        assert [one.cycle for one in found] == [3, 4]


async def test_curves_of_a_closed_window_show_where_my_order_stands() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        screen = Screen(home)
        early = await screen.ask("market.curves", CycleParams(5))
        assert early.sentence == "That round's window has not closed yet."
        put_second_order(world, 5)
        await world.until(at(5, 3.1))
        await world.seal()
        curves = await screen.ask("market.curves", CycleParams())
        assert (curves.cycle, curves.status, curves.case, curves.order_count) == (
            5,
            "open",
            None,
            2,
        )
        assert [(s.energy_wh, s.price_micro_per_kwh) for s in curves.supply] == [(400, 100_000)]
        assert [(s.energy_wh, s.price_micro_per_kwh) for s in curves.demand] == [(500, 250_000)]
        assert (curves.mine.side, curves.mine.energy_wh, curves.mine.from_wh) == ("sell", 400, 0)
        nobody = await screen.ask("street.trades", CycleParams())
        assert nobody.sentence == "This round has no result yet."


async def test_the_streets_trades_and_who_is_known_on_the_map() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        screen = Screen(home)
        plain = await screen.ask("street.map")
        assert {one.kind for one in plain.homes} == {"home"}  # vertex 1 of the test is no home
        assert len(plain.homes) == 55
        assert max(plain.width, plain.height) == 10_000
        assert plain.mine == 1
        for line in plain.lines:
            assert min(line.x1, line.y1, line.x2, line.y2) >= 0
            assert max(line.x1, line.x2) <= plain.width
            assert max(line.y1, line.y2) <= plain.height
        put_second_order(world, 5)
        await world.until(at(5, 3.1))
        world.clear(5)
        world.market.put(
            market.order_owner_slot(5, 1),
            market.OrderOwner(world.constants.operator, 9, 500, 1).pack(),
        )
        await world.seal()
        trades = await screen.ask("street.trades", CycleParams(5))
        (trade,) = trades.trades
        assert (trade.to_vertex, trade.energy_wh, trade.mine) == (9, 400, True)
        curves = await screen.ask("market.curves", CycleParams(5))
        assert (curves.status, curves.price_micro_per_kwh, curves.case) == ("result", 150_000, 1)
        after = await screen.ask("street.map")
        (member,) = [one for one in after.homes if one.kind == "member"]
        assert member.vertex == 9
        assert member.pseudonym == pseudonym(CONSTANTS.contract, world.constants.operator)


async def test_a_book_is_read_once_and_trouble_is_a_sentence() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        put_second_order(world, 5)
        await world.until(at(5, 3.1))
        world.clear(5)
        await world.seal()
        screen = Screen(home)
        world.fail(1, "no node could prove it")
        lost = await screen.ask("market.curves", CycleParams(5))
        assert "no node could prove it" in lost.sentence
        await asyncio.gather(*(screen.ask("market.curves", CycleParams(5)) for _ in range(5)))
        world.chain.failures = [ChainError("not asked again")]
        assert (await screen.ask("street.trades", CycleParams(5))).trades
        assert world.chain.failures != []
        world.chain.failures.clear()


async def test_a_node_that_hangs_does_not_hold_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books_module, "READ_WITHIN_S", 0.01)
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 4))

        async def hangs(*_: object) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(home.reader, "closed_book", hangs)
        found = await Screen(home).ask("market.curves", CycleParams(5))
        assert "in time" in found.sentence


async def test_a_preview_says_what_the_order_will_hold_and_cost() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        screen = Screen(home)
        asked = PreviewParams("sell", 120_000, 300_000, 400, 1_000)
        found = await screen.ask("order.preview", asked)
        assert (found.sentence, found.problems) == ("", ())
        assert found.amount_at_worst_micro == 48_000 - 100_000
        assert [line.percent for line in found.delivered] == [100, 80, 50, 0]
        assert found.delivered[1].worse_micro == 9_600 + 12_000
        assert found.homes_within > 0
        near = await screen.ask("order.preview", PreviewParams("sell", 1, 2, 400, 0))
        assert near.homes_within == 0
        automatic = await screen.ask("order.preview", PreviewParams("sell", 120_000, 300_000))
        assert 0 < automatic.energy_wh <= 500
        assert home.snapshot().orders == ()
        placed = await screen.api.place(PlaceOrder("sell", 120_000, 300_000, 400), CALLER)
        assert placed.accepted, placed.sentence


async def test_a_preview_of_nonsense_lists_what_is_wrong() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        screen = Screen(home)
        found = await screen.ask("order.preview", PreviewParams("sell", 5, 4, 9_000))
        assert {problem.field for problem in found.problems} == {"low_micro_per_kwh", "energy_wh"}
        assert found.delivered == ()
        assert found.sentence


async def test_before_the_chain_everything_says_that_it_is_not_known() -> None:
    world = World()
    world.fail(10_000)
    async with world.running() as home:
        screen = Screen(home)
        assert (await screen.ask("market.curves", CycleParams())).cycle is None
        assert "not been followed" in (await screen.ask("street.trades", CycleParams())).sentence
        assert (await screen.ask("street.map")).mine is None
        asked = PreviewParams("buy", 1, 2, 3)
        assert "not been proven" in (await screen.ask("order.preview", asked)).sentence


def test_days_are_local_and_meet() -> None:
    first, second = span_of(date(2026, 3, 29)), span_of(date(2026, 3, 30))
    assert first.to_ms == second.from_ms
    assert first.to_ms - first.from_ms == 23 * 3_600_000
    assert day_of(first.from_ms) == "2026-03-29"
    assert day_of(first.to_ms - 1) == "2026-03-29"
