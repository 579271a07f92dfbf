"""A whole home on fakes is restored: what the chain holds in its storage words is taken over."""

import copy

from agent.core.events import Restored
from agent.ledger.transaction import decode
from tests.core.story import at, choices
from tests.shell.world import World


async def test_a_restored_home_finds_its_order_in_the_contracts_words_and_waits_a_whole_cycle() -> (
    None
):
    world = World()
    async with world.running():
        await world.sunny(at(4, 5))
    backup, taken_ms = copy.deepcopy(world.disk), world.clock.wall_ms()
    async with world.running() as home:
        await world.sunny(at(5, 0.5))
        await home.wish(choices(energy_wh=100, repeat=True), "uid 1000")
        await world.turn()
        await world.sunny(at(5, 1.2))
    lost_with = decode(world.chain.sent_once()[0]).transaction
    world.disk = backup
    world.restored = Restored(world.clock.wall_ms(), "r1", taken_ms)
    async with world.running() as home:
        assert home.snapshot().orders == ()
        await world.sunny(at(5, 1.6))
        answer = await home.wish(choices(), "uid 1000")
        assert not answer.accepted or not home.state.orders
        (alert,) = [one for one in home.snapshot().alerts if one.name == "restored"]
        assert "whole market cycle, until" in alert.what
        await world.sunny(at(6, 14))
        assert len(world.chain.sent_once()) == 1  # nothing was sent while it waited
        (found,) = [order for order in home.state.orders if order.cycle == 5]
        assert (found.stage, found.energy_wh, found.origin) == ("final", 100, "restored")
    async with world.running() as home:  # told again after a crash: it is the same restore
        await world.sunny(at(7, 0.7))
        assert home.state.restoring is None
        assert not [one for one in home.snapshot().alerts if one.name == "restored"]
        assert home.state.nonces.reserved is not None
        assert home.state.nonces.reserved >= lost_with.nonce
        await home.wish(choices(), "uid 1000")
        await world.turn()
        await world.seal()
        sent = [decode(raw).transaction.nonce for raw in world.chain.sent_once()]
        assert sent == [7, 8]
        assert not home.state.nonces.foreign
