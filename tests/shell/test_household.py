"""One home's whole agent on fakes: what a person, the chain and the operator see of it."""

import asyncio

import msgspec

from agent.api.methods import PlaceOrder
from agent.api.permissions import Caller, Group, Peer
from agent.api.wishes import Reset
from agent.bridge.topics import Channel
from agent.ledger.transaction import decode
from agent.ports import MeterError
from agent.shell.feeds import PAUSES_S
from agent.shell.household_api import HouseholdApi
from tests.core.story import CONSTANTS, at, choices, receipt, statement
from tests.shell.world import World


async def selling(world: World) -> None:
    """Bring the running home to an order of cycle 5 that is final."""
    await world.sunny(at(5, 0.5))
    answer = await world.home.wish(choices(), "uid 1000")
    assert answer.accepted, answer.sentence
    await world.turn()
    await world.seal()


async def test_from_reading_to_statement() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        (order,) = home.snapshot().orders
        assert (order.stage, order.cycle) == ("final", 5)
        assert len(world.chain.sent_once()) == 1
        await world.until(at(5, 3.1))
        world.clear(5)
        await world.seal()
        (trade,) = home.snapshot().trades
        assert (trade.energy_wh, trade.distance_mm, trade.charge_micro) == (400, 1_200, 1_200)
        await world.sunny(at(7, 0.2))
        world.settle(5, 52_800)
        await world.seal()
        (line,) = home.snapshot().statements
        assert (line.amount_micro, line.verified, line.status) == (52_800, True, "final")
        assert home.snapshot().money.earned_micro == 52_800
        world.say(Channel.STATEMENT, statement(5, 99_000, block=1))
        await world.turn()
        await world.seal()
        alert = next(a for a in home.snapshot().alerts if a.name == "statement-5")
        assert "0.099" in alert.what
        assert "0.0528" in alert.what
        assert sorted({one.report.cycle for one in world.reports()}) == [3, 4, 5, 6]


async def test_a_chain_that_is_away_for_cycles_stops_trade_until_it_is_back() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        assert home.snapshot().chain.state == "live"
        world.fail(1)
        await world.seal()
        assert home.snapshot().chain.state == "stale"
        assert "chain-away" in [alert.name for alert in home.snapshot().alerts]
        answer = await home.wish(choices(repeat=True), "uid 1000")
        assert answer.accepted
        assert "no node answered" in answer.sentence
        for minute in range(1, 45):  # three cycles
            world.fail(1)
            await world.until(at(5, minute))
            await world.read(20_000 + (world.clock.wall_ms() - at(3)) // 1_800)
        assert home.snapshot().chain.state == "stale"
        assert world.chain.sent == []
        world.chain.failures.clear()
        await world.sunny(at(8, 1))
        assert home.snapshot().chain.state == "live"
        assert [order.cycle for order in home.snapshot().orders] == [8]
        assert len(world.chain.sent_once()) == 1


async def test_failures_are_retried_with_growing_pauses() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.2))
        world.fail(3)
        await world.seal()
        assert len(world.chain.failures) == 2
        await world.until(world.clock.wall_ms() + round(PAUSES_S[0] * 1_000))
        assert len(world.chain.failures) == 1
        await world.until(world.clock.wall_ms() + round(PAUSES_S[0] * 1_000))
        assert len(world.chain.failures) == 1
        await world.until(world.clock.wall_ms() + round(PAUSES_S[0] * 1_000))
        assert world.chain.failures == []
        assert home.snapshot().chain.state == "stale"


async def test_a_halted_chain_stops_trade_for_good_but_not_the_home() -> None:
    world = World()
    async with world.running() as home:
        await selling(world)
        sent = len(world.chain.sent_once())
        await world.chain.halt("two final heads at block 9")
        await world.turn()
        assert home.snapshot().chain.state == "halted"
        answer = await home.wish(choices()[-2:], "uid 1000")
        assert "two final heads" in answer.sentence
        await world.until(at(5, 2))
        await world.read(21_066)
        assert len(world.chain.sent_once()) == sent
        assert home.snapshot().home.at_ms == at(5, 2)


async def test_a_chain_that_halts_while_a_transaction_goes_out_does_not_end_the_home() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        world.chain.halted = "two final heads at block 9"  # before the heads' feed could hear of it
        await home.wish(choices(), "uid 1000")
        await world.turn()
        assert world.chain.sent == []
        assert home.snapshot().orders[0].stage == "sent"


async def test_a_broadcast_nobody_took_is_repeated() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        world.fail(1)
        await home.wish(choices(), "uid 1000")
        await world.turn()
        assert world.chain.sent == []
        await world.until(at(5, 0.6))
        assert len(world.chain.sent) == 1


async def test_another_market_at_the_address_is_never_traded_on() -> None:
    world = World(msgspec.structs.replace(World().constants, cycle_s=60))
    async with world.running() as home:
        await world.seal()
        assert home.snapshot().chain.state == "halted"
        assert "times" in home.snapshot().chain.sentence


async def test_reports_wait_for_the_broker_and_leave_after_the_receipt() -> None:
    world = World()
    async with world.running() as home:
        world.broker.stop()
        await world.turn()
        assert home.snapshot().broker.state == "down"
        await world.sunny(at(6, 0.5))
        assert world.reports() == []
        assert home.snapshot().broker.waiting_reports == 3
        world.broker.start()
        await world.turn()
        await world.until(at(6, 0.6))
        assert [one.report.cycle for one in world.reports()] == [3, 4, 5]
        world.say(Channel.RECEIPT, receipt(world.reports()[-1].report), retained=True)
        await world.turn()
        assert home.snapshot().broker.waiting_reports == 0
        await world.until(at(6, 5))
        assert len(world.reports()) == 3


async def test_a_crash_after_signing_sends_the_same_bytes_again_and_nothing_else() -> None:
    world = World()
    async with world.running():
        await world.sunny(at(5, 0.5))
        await world.home.wish(choices(), "uid 1000")
        await world.turn()
    async with world.running() as home:
        assert home.replayed > 0
        await world.until(at(5, 0.7))
        await world.seal()
        assert len(world.chain.sent_once()) == 1
        assert len(world.chain.sent) > 1
        assert home.snapshot().orders[0].stage == "final"
        assert home.snapshot().flow.settlement == "manual"


async def test_the_standing_instruction_outlives_a_restart() -> None:
    world = World()
    async with world.running():
        await world.sunny(at(5, 0.5))
        await world.home.wish(choices(energy_wh=100, repeat=True), "uid 1000")
        await world.turn()
        await world.sunny(at(5, 14))
    async with world.running() as home:
        await world.sunny(at(6, 2))
        assert [order.cycle for order in home.snapshot().orders] == [6, 5]
        sent = [decode(raw).transaction.nonce for raw in world.chain.sent_once()]
        assert sent == [7, 8]


async def test_meters_that_fail_are_read_again() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.2))
        world.meters.said.put_nowait(MeterError("the radio was unplugged"))
        await world.turn()
        await world.until(at(5, 0.5))
        await world.read(21_016)
        assert home.snapshot().home.at_ms == at(5, 0.5)


async def test_an_untrusted_clock_trades_nothing() -> None:
    world = World()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        world.clock.set_wall(at(5, 0.6), trusted=False)
        await world.until(at(5, 0.7))
        answer = await home.wish(choices(), "uid 1000")
        assert not answer.accepted or "clock" in answer.sentence
        assert world.chain.sent == []


async def test_the_interface_places_an_order_and_tells_of_each_change() -> None:
    world = World()
    async with world.running() as home:
        api = HouseholdApi(home)
        caller = Caller(Peer(1, 1000, frozenset()), Group.USER)
        await world.sunny(at(5, 0.5))
        before = home.revision
        waiting = asyncio.create_task(api.changed(before))
        await world.turn()
        assert not waiting.done()
        order = PlaceOrder("sell", 100_000, 200_000, 300, 500)
        answered = await api.place(order, caller)
        assert answered.accepted
        await waiting
        assert home.revision > before
        assert api.snapshot().orders[0].energy_wh == 300
        assert api.snapshot() is api.snapshot()
        assert api.decisions()[0].what.startswith("offer 0.3 kWh")
        assert (await api.place(order, caller)).accepted  # from wherever the flow stands
        assert (await api.wish(Reset(), caller)).accepted


async def test_a_watcher_that_left_is_told_nothing_more() -> None:
    world = World()
    told: list[int] = []
    async with world.running() as home:
        stop = home.watch(lambda: told.append(home.revision))
        await world.read(20_000)
        assert told
        stop()
        count = len(told)
        await world.until(at(5, 0.1))
        await world.read(20_100)
        assert len(told) == count


async def test_a_box_that_was_away_says_that_it_catches_up() -> None:
    world = World(msgspec.structs.replace(CONSTANTS, head_age_s=0))
    world.chain.catching_up = "12 of 80 headers verified"
    async with world.running() as home:
        await world.turn()
        seen = home.snapshot().chain
        assert (seen.state, seen.sentence) == ("syncing", "12 of 80 headers verified")
        world.chain.catching_up = ""
        await world.turn()
        assert home.snapshot().chain.state == "stale"
