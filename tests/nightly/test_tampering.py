"""Twenty thousand false answers at the chain driver: not one is believed.

GRIDHEARTH_LIES=20000 (the default) takes some minutes; GRIDHEARTH_SEED repeats a night.
"""

import itertools
import os
import random
import sys

import pytest

import drivers.chain_proofs
from agent.ledger.verdict import Untrusted, Verified
from agent.ledger.verify import VerifiedAccount, VerifiedHead, VerifiedStorage
from agent.ports import ChainError, ChainHalted
from agent.units import Address
from drivers.chain_rpc import ChainClient
from tests.ports.lying_node import BLOCKS, HOME, HOME_ADDRESS, NETWORK, Node, wall_ms, world_at
from tests.whole.lies import BODIES, FALSE_MICRO, IN_THE_ANSWERS, Liar
from tests.whole.proxies import RpcLine

LIES = int(os.environ.get("GRIDHEARTH_LIES", "20000"))
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
HONEST_PERCENT = 70
"""High enough that the later questions are reached: a head must be believed before a proof."""
SLOTS = (3, 7, 999)


async def believed(url: str, number: int) -> int:
    """Ask for everything once; return how many answers were believed, all of which are true."""
    count = 0
    async with ChainClient(
        NETWORK, [url], wall_ms=wall_ms, poll_s=0.0, answer_within_s=2.0, max_answer_bytes=200_000
    ) as client:
        view = client.view()
        try:
            head = await view.next_head()
            assert head.hash == BLOCKS[head.number].hash
            count += 1
            world = world_at(head.number)
            account = await view.account(HOME_ADDRESS, head)
            assert (account.nonce, account.balance_wei) == (
                world.nonces[HOME],
                world.balances[HOME],
            )
            words = await view.storage(HOME_ADDRESS, SLOTS, head)
            assert words == tuple(world.storage[HOME].get(slot, 0) for slot in SLOTS)
            count += 2
            await view.broadcast(b"\2" + number.to_bytes(8, "big"))
        except ChainError:
            return count
        except ChainHalted as halted:
            raise AssertionError("a lie stopped the home for good") from halted
    return count


async def lie_until(count: int) -> tuple[Liar, int]:
    liar = Liar(SEED, honest_percent=HONEST_PERCENT)
    true, numbers = 0, itertools.count()
    async with Node().running() as node, RpcLine(node).running() as line:
        line.tamper = liar
        while liar.told.total() < count:
            true += await believed(line.url, next(numbers))
    return liar, true


async def test_no_lie_is_believed() -> None:
    liar, true = await lie_until(LIES)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(liar.told.items()))
    sys.stdout.write(f"\nlies: {liar.told.total()} told, 0 of them believed; {true} truths were;")
    sys.stdout.write(f" {told}; seed {SEED}\n")
    assert true > 0
    assert not {*IN_THE_ANSWERS, *BODIES} - set(liar.told)


async def test_a_driver_that_believes_its_node_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded fault: proofs are not looked at, the node's word is taken."""

    def gullible(
        _answer: Untrusted, _address: Address, slots: tuple[int, ...], _head: VerifiedHead
    ) -> Verified[VerifiedStorage]:
        account = VerifiedAccount(FALSE_MICRO, FALSE_MICRO, bytes(32), bytes(32))
        return Verified(VerifiedStorage(account, (FALSE_MICRO,) * len(slots)))

    monkeypatch.setattr(drivers.chain_proofs, "verify_storage", gullible)
    with pytest.raises(AssertionError):
        await lie_until(LIES)
