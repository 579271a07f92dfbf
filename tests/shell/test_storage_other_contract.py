"""A whole home whose storage contract is not what the settings say; the auction goes on, verified.

Both dialects, and both directions: what a wrong contract says or is ends the storage part only;
what the chain cannot have said ends everything, also where it comes up while storage is read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import msgspec
import pytest

from agent.core.constants import StorageConstants, UnitConstants
from agent.daemon_constants import refuse_other_market
from agent.daemon_start import StartError
from agent.ledger import storage_contract as sc
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import CallReturn, ChainHalted, Execution, LocalCall, Receipts
from agent.shell.run import storage_was_read
from agent.shell.storage_desk import StorageDesk, StorageEyes
from agent.shell.storage_reader import StorageReader
from agent.shell.storage_reader_published import PublishedStorageReader
from agent.units import Address
from drivers.simulated.journal_memory import MemoryJournal
from tests.core.battery_story import UNIT_KEY
from tests.core.story import CONSTANTS, at, choices
from tests.shell.test_market_reader import ME
from tests.shell.world import World

DEPOT = Address("0x" + "57" * 20)
SOME_CODE = VerifiedAccount(1, 0, code_hash=b"\x12" * 32, storage_root=bytes(32))
OURS = VerifiedAccount(1, 0, code_hash=sc.CODE_HASH, storage_root=bytes(32))


class Running:
    """The Execution port: every view answers the same bytes, or the chain contradicts itself."""

    def __init__(self, output: bytes, halted: str = "") -> None:
        self._returned = CallReturn(output)
        self._halted = halted

    async def call(
        self, calls: tuple[LocalCall, ...], _head: VerifiedHead
    ) -> tuple[CallReturn, ...]:
        if self._halted:
            raise ChainHalted(self._halted)
        return tuple(self._returned for _ in calls)


def home(dialect: str, eyes: Callable[[World], StorageEyes]) -> World:
    unit = UnitConstants(UNIT_KEY.address, 10_000)
    table = StorageConstants(DEPOT, "gridhearth" if dialect == "gridhearth" else "published", unit)
    world = World(msgspec.structs.replace(CONSTANTS, storage=table))
    world.chain.accounts[UNIT_KEY.address] = VerifiedAccount(3, 10**18, bytes(32), bytes(32))
    world.make_storage = lambda: StorageDesk(eyes(world), world.clock, unit_key=UNIT_KEY)
    return world


def by_slots(world: World) -> StorageEyes:
    return StorageReader(world.chain.view(), contract=DEPOT, owner=ME)


def by_views(output: bytes, halted: str = "") -> Callable[[World], StorageEyes]:
    def eyes(world: World) -> StorageEyes:
        running = cast(Execution, Running(output, halted))
        view = world.chain.view()
        return PublishedStorageReader(view, running, cast(Receipts, view), contract=DEPOT, owner=ME)

    return eyes


async def traded(world: World) -> str:
    """Bring a running home to an order that the chain has; return what is said of storage."""
    async with world.running() as running:
        await world.sunny(at(5, 0.5))
        assert running.snapshot().chain.state == "live"
        answer = await running.wish(choices(), "uid 1000")
        assert answer.accepted, answer.sentence
        await world.turn()
        await world.seal()
        (order,) = running.snapshot().orders
        assert order.stage == "final", "the auction stands still"
        alerts = running.snapshot().alerts
        return next((one.what for one in alerts if one.name == "storage-contract"), "")


@pytest.mark.parametrize(
    ("dialect", "eyes", "account", "words"),
    [
        ("gridhearth", by_slots, None, "there is no contract at that address"),
        ("gridhearth", by_slots, SOME_CODE, "is not the storage market this version knows"),
        ("published", by_views(b""), None, "there is no contract at that address"),
        ("published", by_views(b""), SOME_CODE, "getParameters"),
        ("published", by_views(b"\xff" * 320), SOME_CODE, "published interface says"),
        ("published", by_views(b"\0" * 320), SOME_CODE, "getParameters"),
    ],
    ids=["none", "another code", "none", "no views", "absurd views", "all nought"],
)
async def test_a_wrong_storage_contract_stops_no_auction(
    dialect: str,
    eyes: Callable[[World], StorageEyes],
    account: VerifiedAccount | None,
    words: str,
) -> None:
    world = home(dialect, eyes)
    if account is not None:
        world.chain.accounts[DEPOT] = account
    said = await traded(world)
    assert words in said
    assert "the auction goes on" in said


async def test_the_right_contract_is_no_trouble() -> None:
    world = home("gridhearth", by_slots)
    world.chain.accounts[DEPOT] = OURS
    assert await traded(world) == ""


async def test_a_contract_that_comes_to_stand_there_later_is_taken_up() -> None:
    world = home("gridhearth", by_slots)
    async with world.running() as running:
        await world.sunny(at(5, 0.5))
        assert running.state.storage.problem
        world.chain.accounts[DEPOT] = OURS
        await world.sunny(at(5, 2.5))
        assert running.state.storage.problem == ""
        assert running.state.storage.seen is not None


async def test_a_chain_that_contradicts_itself_over_the_storage_contract_halts_the_auction() -> (
    None
):
    world = home("published", by_views(b"", halted="two final heads at block 9"))
    world.chain.accounts[DEPOT] = SOME_CODE
    async with world.running() as running:
        await world.sunny(at(5, 0.5))
        assert running.snapshot().chain.state == "halted"
        assert "two final heads" in running.snapshot().chain.sentence
        assert "chain-halted" in [one.name for one in running.snapshot().alerts]
        assert running.state.storage.problem == ""
        await running.wish(choices(), "uid 1000")
        await world.turn()
        assert world.chain.sent == []


async def test_a_wrong_address_can_be_corrected_one_that_was_proven_cannot() -> None:
    """What is open for one contract must not be reported to another; there, nothing ever was."""
    world = home("gridhearth", by_slots)
    other = msgspec.structs.replace(
        world.constants, storage=StorageConstants(Address("0x" + "58" * 20))
    )
    async with world.running():
        await world.sunny(at(5, 0.5))
    world.disk.in_use = False
    journal = MemoryJournal(world.disk)
    assert not storage_was_read(journal)
    refuse_other_market(world.constants, other, Path("j"), storage_read=False)
    world.chain.accounts[DEPOT] = OURS
    world.disk.in_use = False
    async with world.running():
        await world.sunny(at(5, 2.5))
    world.disk.in_use = False
    assert storage_was_read(MemoryJournal(world.disk))
    with pytest.raises(StartError, match="its storage contract is 0x5757"):
        refuse_other_market(world.constants, other, Path("j"), storage_read=True)
