"""Each storage question's words are read right, and only the contract this version knows is read."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from agent.core.questions import CallQuestion, StorageQuestion, UnitAccountQuestion
from agent.core.storage_facts import CallSeen, StorageSeen, UnitAccountSeen, UnitSession
from agent.ledger import storage_contract as storage
from agent.ledger.verify import EMPTY_CODE_HASH, VerifiedAccount, VerifiedHead
from agent.ports import Chain, ChainError
from agent.shell.storage_reader import (
    MOST_SESSIONS,
    QUEUE_PAGES,
    QUEUE_WORDS,
    OtherContractError,
    StorageReader,
)
from agent.units import Address
from tests.contracts.depot import CONTRACT, FOUNDER, Depot, person, unit_address
from tests.contracts.storage_crowd import crowd_of_sessions

ENT = 10**18
ME = person(1)
UNIT = unit_address(0)
AT_MS = 77


class Proven:
    """The chain as far as a reader of one contract needs it: the EVM's words at its newest block."""

    def __init__(self, depot: Depot, code_hash: bytes = storage.CODE_HASH) -> None:
        self.depot = depot
        self.code_hash = code_hash
        self.nonces: dict[Address, int] = {}
        self.rounds = 0

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        code = self.code_hash if address == CONTRACT else bytes(32)
        return VerifiedAccount(self.nonces.get(address, 0), 10**24, code, bytes(32))

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        assert address == CONTRACT
        self.rounds += 1
        return tuple(map(self.depot.word, slots))

    def _reader(self) -> tuple[StorageReader, VerifiedHead]:
        head = VerifiedHead(
            number=9,
            hash=bytes(32),
            state_root=bytes(32),
            time_s=self.depot.now_s,
            base_fee_wei=7,
            gas_limit=30_000_000,
            validators=(),
        )
        return StorageReader(cast(Chain, self), contract=CONTRACT, owner=ME), head

    async def ask(self, question: Any) -> Any:
        reader, head = self._reader()
        return await reader.answer(question, head, AT_MS)

    async def check(self) -> None:
        reader, head = self._reader()
        await reader.check_contract(head)


def call(caller: Address, before: int | None, nonce: int = 4) -> CallQuestion:
    return CallQuestion("deed", caller, nonce, before, (bytes(32),), b"")


async def test_only_the_contract_this_version_knows_is_believed() -> None:
    await Proven(Depot.fresh()).check()
    with pytest.raises(OtherContractError, match="is not the storage market this version knows"):
        await Proven(Depot.fresh(), code_hash=b"\x01" * 32).check()
    with pytest.raises(OtherContractError, match="no contract at that address"):
        await Proven(Depot.fresh(), code_hash=EMPTY_CODE_HASH).check()


async def test_a_home_without_a_unit_sees_the_market_and_its_own_balances() -> None:
    depot = Depot.of(1, owner=person(5))
    depot.produced(0, ME, 10_000)
    depot.bank(person(3), (ME, 5 * ENT))
    depot.do(ME, "lockeEuro", 2 * ENT)
    depot.start(ME, 0, 3 * ENT)
    depot.actual(0, 6_000)
    seen = await Proven(depot).ask(StorageQuestion(None))
    session = UnitSession("1", ME, UNIT, 3_000, str(3 * ENT), depot.now_s, depot.now_s + 7_200)
    assert isinstance(seen, StorageSeen)
    assert (seen.at_ms, seen.block, seen.block_time_s) == (AT_MS, 9, depot.now_s)
    assert (seen.total_energy_wh, seen.total_ent) == (6_000, str(10 * ENT))
    assert (seen.mint_cost, seen.burn_cost) == (str(ENT // 5), str(ENT // 5))
    assert (seen.ent_available, seen.ent_locked) == (str(5 * ENT), str(3 * ENT))
    assert (seen.euro_available, seen.euro_locked) == (str(3 * ENT), str(2 * ENT))
    assert seen.my_sessions == (session,)
    assert (seen.my_calls, seen.unit_calls, seen.voter) == (2, None, False)
    assert (seen.registered, seen.unit_sessions) == (False, ())
    assert seen.parameters.validity_s == 7_200
    assert seen.parameters.slope == str(ENT // 20)


async def test_the_costs_shown_are_capped_and_a_voter_knows_that_it_is_one() -> None:
    depot = Depot.of(1)
    depot.produced(0, person(2), 100_000)
    depot.actual(0, 0)
    depot.do(FOUNDER, "setParameter", "M", ENT // 4)
    depot.do(FOUNDER, "addVoter", ME)
    seen = await Proven(depot).ask(StorageQuestion(None))
    assert (seen.mint_cost, seen.burn_cost) == (str(ENT // 4), str(ENT // 2))
    assert seen.voter


async def test_the_units_sessions_come_oldest_first_without_those_that_ended() -> None:
    depot = Depot.of(1, owner=ME)
    for number in range(2, 7):
        depot.produced(0, person(number), 10_000)
        depot.start(person(number), 0, ENT)
    depot.consumed(0, person(3), 1_000)  # ends, and leaves its place in the queue
    depot.start(person(3), 0, ENT)  # begins anew, further back
    depot.consumed(0, person(4), 250)
    depot.do(person(2), "endConsumptionSession", UNIT)
    depot.later(900)
    seen = await Proven(depot).ask(StorageQuestion(UNIT))
    assert seen.registered
    assert (seen.unit_owner, seen.unit_energy_wh) == (ME, 48_750)
    assert [(one.ident, one.consumer) for one in seen.unit_sessions] == [
        ("3", person(4)),
        ("4", person(5)),
        ("5", person(6)),
        ("6", person(3)),
    ]
    assert seen.unit_sessions[0].energy_wh == 750
    assert seen.unit_calls == 7


async def test_thousands_of_sessions_at_the_unit_are_read_as_the_oldest_few() -> None:
    depot = Depot.of(1)
    for number in range(2, 5):
        depot.produced(0, person(number), 10_000)
        depot.start(person(number), 0, ENT)
    depot.plant(storage.queue_ends_slot(UNIT), storage.QueueEnds(0, 10_000).pack())
    chain = Proven(depot)
    seen = await chain.ask(StorageQuestion(UNIT))
    assert len(seen.unit_sessions) == 3
    assert chain.rounds == 1 + 2 * QUEUE_PAGES
    assert seen.unit_sessions_more == 10_000 - QUEUE_PAGES * QUEUE_WORDS


async def test_open_sessions_behind_a_page_of_ended_ones_are_found() -> None:
    depot = Depot.of(1)
    for number in range(2, 5):
        depot.produced(0, person(number), 10_000)
        depot.start(person(number), 0, ENT)
    queue = [depot.word(storage.queue_slot(UNIT, place)) for place in range(3)]
    for place, word in enumerate(queue):
        depot.plant(storage.queue_slot(UNIT, place), 0)
        depot.plant(storage.queue_slot(UNIT, QUEUE_WORDS + place), word)
    depot.plant(storage.queue_ends_slot(UNIT), storage.QueueEnds(0, QUEUE_WORDS + 3).pack())
    seen = await Proven(depot).ask(StorageQuestion(UNIT))
    assert len(seen.unit_sessions) == 3
    assert seen.unit_sessions_more == 0


async def test_more_open_sessions_than_are_taken_are_counted() -> None:
    depot = Depot.of(1)
    depot.actual(0, 10**6)
    crowd_of_sessions(depot, MOST_SESSIONS + 9)
    chain = Proven(depot)
    seen = await chain.ask(StorageQuestion(UNIT))
    assert len(seen.unit_sessions) == MOST_SESSIONS
    assert seen.unit_sessions_more == 9
    assert chain.rounds == 3  # enough were found: no further page


async def test_a_unit_nobody_registered_is_read_as_such() -> None:
    seen = await Proven(Depot.of(1)).ask(StorageQuestion(unit_address(8)))
    assert (seen.registered, seen.unit_owner, seen.unit_calls) == (False, "", 0)


async def test_the_units_own_account_is_read() -> None:
    chain = Proven(Depot.fresh())
    chain.nonces[UNIT] = 12
    assert await chain.ask(UnitAccountQuestion(UNIT)) == UnitAccountSeen(AT_MS, 9, 12, 7, 10**24)


async def test_a_report_that_was_refused_is_never_taken_for_accepted() -> None:
    depot = Depot.of(1)
    chain = Proven(depot)
    chain.nonces[UNIT] = 5
    depot.produced(0, ME, 1_000)
    depot.consumed(0, ME, 500)
    depot.actual(0, 900)
    answers = [await chain.ask(call(UNIT, before)) for before in range(4)]
    said = "There is no valid session of this consumer with this unit"
    assert answers == [
        CallSeen(AT_MS, 9, "deed", "accepted"),
        CallSeen(AT_MS, 9, "deed", "refused", said),
        CallSeen(AT_MS, 9, "deed", "accepted"),
        CallSeen(AT_MS, 9, "deed", "reverted"),
    ]


async def test_nothing_is_said_of_a_call_before_the_chain_has_passed_its_nonce() -> None:
    depot = Depot.of(1)
    chain = Proven(depot)
    chain.nonces[UNIT] = 4
    with pytest.raises(ChainError, match="cannot be told at block 9"):
        await chain.ask(call(UNIT, 0))
    chain.nonces[UNIT] = 5
    with pytest.raises(ChainError, match="cannot be told"):
        await chain.ask(call(UNIT, None))


async def test_a_second_writer_with_the_same_key_is_noticed_instead_of_guessed_about() -> None:
    depot = Depot.of(1)
    chain = Proven(depot)
    chain.nonces[UNIT] = 50
    for _ in range(17):
        depot.actual(0, 5)
    with pytest.raises(ChainError, match="somebody else uses its key"):
        await chain.ask(call(UNIT, 0))
    assert (await chain.ask(call(UNIT, 1))).outcome == "accepted"
