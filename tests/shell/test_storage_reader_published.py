"""A storage contract of others, known by its interface only: what is read, and what is not believed."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from eth_abi.abi import encode

from agent.contracts.artifact import load_storage_artifact
from agent.core.questions import CallQuestion, StorageQuestion, UnitAccountQuestion
from agent.core.storage_facts import CallSeen, StorageParameters, StorageSeen, UnitSession
from agent.hashing import keccak256
from agent.ledger import storage_published as published
from agent.ledger.abi import call_of
from agent.ledger.receipts import Log
from agent.ledger.verify import VerifiedAccount
from agent.ports import CallReturn, ChainError, LocalCall, UsedNonce
from agent.shell.storage_reader import OtherContractError
from agent.shell.storage_reader_published import FOREIGN, MOST_SESSIONS, PublishedStorageReader
from agent.storage.amounts import ATTO
from agent.units import Address
from drivers.chain_rpc import ChainClient
from drivers.simulated.chain_memory import FakeChain
from tests.ports.stand_in_chain import (
    ARTIFACT,
    CONSUMED,
    PRODUCED,
    START,
    Rig,
    addressed,
    artifact,
    stand_in,
)

KIND_OF_SESSIONS = ["(string,uint256,uint256,address)[]"]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with stand_in() as made:
        yield made


async def seen(rig: Rig, client: ChainClient) -> StorageSeen:
    question = StorageQuestion(addressed(rig.unit))
    fact = await rig.reader(client).answer(question, await client.head(), 5)
    assert isinstance(fact, StorageSeen)
    return fact


async def outcome(
    rig: Rig, client: ChainClient, nonce: int, data: bytes, *names: bytes
) -> CallSeen:
    question = CallQuestion("r-1", addressed(rig.unit), nonce, None, names, data)
    fact = await rig.reader(client).answer(question, await client.head(), 5)
    assert isinstance(fact, CallSeen)
    return fact


# What the contract holds.


async def test_everything_the_interface_tells_is_read(rig: Rig) -> None:
    """The worked example's beginning (thesis on storage units, 6.4): 10 kWh, 8 ENT and 2 ENT."""
    rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
    rig.call(rig.owner, START, addressed(rig.unit), 2 * ATTO)
    rig.call(rig.guest, START, addressed(rig.unit), 3 * ATTO)
    opened_s = rig.now_s
    rig.call(rig.unit, CONSUMED, addressed(rig.owner), 500)
    rig.call(rig.founder, "minteEuro(address,uint256)", addressed(rig.owner), 7 * ATTO)
    async with rig.client() as client:
        fact = await seen(rig, client)
    mine, guests = fact.unit_sessions
    assert fact.my_sessions == (mine,)
    assert mine == UnitSession(
        ident="S1",
        consumer=addressed(rig.owner),
        unit=addressed(rig.unit),
        energy_wh=1_500,
        locked=str(ATTO * 3 // 2),
        opened_s=opened_s - 1,
        expires_s=opened_s - 1 + 7_200,
    )
    assert (guests.consumer, guests.energy_wh) == (addressed(rig.guest), 3_000)
    assert msgspec.structs.replace(fact, my_sessions=(), unit_sessions=()) == StorageSeen(
        at_ms=5,
        block=rig.node.chain.head.header.number,
        block_time_s=rig.now_s,
        parameters=StorageParameters(
            mint_cap=str(ATTO // 2),
            burn_cap=str(ATTO // 2),
            slope=str(ATTO // 20),
            validity_s=7_200,
            owner_share=str(ATTO // 5),
        ),
        total_energy_wh=9_500,
        total_ent=str(ATTO * 95 // 10),
        mint_cost="0",
        burn_cost="0",
        ent_available="0",
        ent_locked=str(ATTO * 3 // 2),
        euro_available=str(7 * ATTO),
        euro_locked="0",
        voter=False,
        registered=True,
        unit_energy_wh=9_500,
    )


async def test_our_own_contract_is_read_by_the_same_interface() -> None:
    """It keeps the published functions, so it can be read without knowing its storage."""
    figures = []
    for creation in (None, load_storage_artifact().creation):
        async with stand_in(creation=creation) as rig:
            rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
            rig.call(rig.owner, START, addressed(rig.unit), 2 * ATTO)
            rig.call(rig.unit, CONSUMED, addressed(rig.owner), 500)
            nonce = rig.unit.nonce
            rig.call(rig.unit, CONSUMED, addressed(rig.guest), 1)
            async with rig.client() as client:
                await rig.reader(client).check_contract(await client.head())
                fact = await seen(rig, client)
                data = call_of(CONSUMED, addressed(rig.guest), 1)
                assert (await outcome(rig, client, nonce, data)).outcome == "refused"
            # The interface does not say whether a unit's energy counts what sessions reserve,
            # nor how sessions are called.
            sessions = [msgspec.structs.replace(one, ident="") for one in fact.my_sessions]
            rest = {"my_sessions": (), "unit_sessions": (), "unit_energy_wh": 0}
            figures.append((msgspec.structs.replace(fact, **rest), sessions))
    assert figures[0] == figures[1]


async def test_costs_after_a_loss_of_energy(rig: Rig) -> None:
    """A kilowatt-hour is gone: minting and burning cost 5 % more, and a session locks so much."""
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    rig.call(rig.unit, "reportActualEnergy(uint256)", 9_000)
    rig.call(rig.owner, START, addressed(rig.unit), ATTO * 21 // 10)
    async with rig.client() as client:
        fact = await seen(rig, client)
    assert (fact.mint_cost, fact.burn_cost) == (str(ATTO // 20), str(ATTO // 20))
    assert [(one.energy_wh, one.locked) for one in fact.my_sessions] == [
        (2_000, str(ATTO * 21 // 10))
    ]


@pytest.mark.parametrize("validity", [2 * ATTO, 7_200])
async def test_both_ways_to_keep_the_sessions_validity(validity: int) -> None:
    async with stand_in(validity) as rig, rig.client() as client:
        assert (await seen(rig, client)).parameters.validity_s == 7_200


async def test_a_unit_that_was_removed_is_not_registered(rig: Rig) -> None:
    rig.call(rig.founder, "removeStorageUnit(address)", addressed(rig.unit))
    async with rig.client() as client:
        assert not (await seen(rig, client)).registered


async def test_a_home_without_a_unit_sees_its_own_part(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    rig.call(rig.owner, START, addressed(rig.unit), ATTO)
    async with rig.client() as client:
        fact = await rig.reader(client).answer(StorageQuestion(None), await client.head(), 5)
    assert isinstance(fact, StorageSeen)
    assert (fact.registered, fact.unit_sessions) == (False, ())
    assert [one.energy_wh for one in fact.my_sessions] == [1_000]


async def test_the_units_account_is_read_with_the_fee(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    async with rig.client() as client:
        head = await client.head()
        fact = await rig.reader(client).answer(UnitAccountQuestion(addressed(rig.unit)), head, 5)
    account = rig.node.chain.account(rig.unit.address)
    assert (fact.nonce, fact.wei) == (account.nonce, account.balance_wei)  # type: ignore[union-attr]
    assert fact.base_fee_wei == head.base_fee_wei  # type: ignore[union-attr]


async def test_after_the_first_time_a_head_costs_two_questions(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    async with rig.client() as client:
        reader = rig.reader(client)
        for _ in range(2):
            rig.seal()
            head = await client.head()
            rig.asked.clear()
            await reader.answer(StorageQuestion(addressed(rig.unit)), head, 5)
    methods = [method for method, _ in rig.asked]
    assert methods == ["eth_getBlockByNumber", "eth_getProof"]  # a header, and all words


async def test_whoever_starts_a_session_at_the_unit_is_learnt_and_forgotten(rig: Rig) -> None:
    """The interface lists the caller's own sessions only: the unit must know whom to ask as."""
    rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
    rig.call(rig.unit, PRODUCED, addressed(rig.founder), 10_000)
    question = StorageQuestion(addressed(rig.unit))
    consumers = []
    async with rig.client() as client:
        reader = rig.reader(client)

        async def look() -> None:
            fact = await reader.answer(question, await client.head(), 5)
            assert isinstance(fact, StorageSeen)
            consumers.append([one.consumer for one in fact.unit_sessions])

        await look()
        rig.call(rig.guest, START, addressed(rig.unit), ATTO)
        rig.call(rig.founder, START, addressed(rig.owner), ATTO)  # no unit: refused
        await look()
        rig.call(rig.founder, START, addressed(rig.unit), ATTO)
        rig.call(rig.unit, CONSUMED, addressed(rig.guest), 1_000)  # all of it
        await look()
        rig.call(rig.guest, START, addressed(rig.unit), ATTO)
        await look()
    async with rig.client() as client:  # as after a restart
        reader = rig.reader(client)
        await look()
    guest, founder = addressed(rig.guest), addressed(rig.founder)
    assert consumers[:3] == [[], [guest], [founder]]
    assert [set(one) for one in consumers[3:]] == [{guest, founder}] * 2


async def test_sessions_from_before_the_look_back_need_a_named_consumer(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
    rig.call(rig.guest, START, addressed(rig.unit), ATTO)
    rig.seal(5)
    found = []
    async with rig.client() as client:
        for blocks, named in ((4, ()), (5, ()), (4, (addressed(rig.guest),))):
            reader = rig.reader(client, look_back_blocks=blocks, consumers=named)
            fact = await reader.answer(StorageQuestion(addressed(rig.unit)), await client.head(), 5)
            assert isinstance(fact, StorageSeen)
            found.append(len(fact.unit_sessions))
    assert found == [0, 1, 1]


@pytest.mark.parametrize("nodes", [1, 2])
async def test_a_node_cannot_hide_who_started_a_session(rig: Rig, nodes: int) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
    rig.call(rig.guest, START, addressed(rig.unit), ATTO)
    async with rig.client(nodes) as client:
        await client.head()
        rig.lie = block_named_empty
        if nodes == 1:
            with pytest.raises(ChainError):
                await seen(rig, client)
        else:
            assert len((await seen(rig, client)).unit_sessions) == 1


# What became of a call.


async def test_a_report_refused_by_event_is_shown_as_refused_though_its_receipt_says_success(
    rig: Rig,
) -> None:
    nonce, data = rig.unit.nonce, call_of(PRODUCED, addressed(rig.owner), 0)
    name = rig.submit(rig.unit, data)
    rig.seal()
    block = rig.node.chain.head
    assert block.transactions[0].succeeded  # a client that believed this would lose the energy
    async with rig.client() as client:
        fact = await outcome(rig, client, nonce, data, name)
    assert fact == CallSeen(5, block.header.number, "r-1", "refused", "No energy")


async def test_an_accepted_report_is_shown_as_accepted(rig: Rig) -> None:
    nonce, data = rig.unit.nonce, call_of(PRODUCED, addressed(rig.owner), 10_000)
    name = rig.submit(rig.unit, data)
    rig.seal()
    async with rig.client() as client:
        assert (await outcome(rig, client, nonce, data, name)).outcome == "accepted"


async def test_a_report_that_ran_out_of_gas_in_the_contracts_loops_is_reverted(rig: Rig) -> None:
    """The contract loops over all sessions: one that was enough gas yesterday is not for ever."""
    rig.call(rig.unit, PRODUCED, addressed(rig.guest), 10_000)
    rig.call(rig.guest, START, addressed(rig.unit), ATTO)
    nonce, data = rig.unit.nonce, call_of(CONSUMED, addressed(rig.guest), 10)
    name = rig.submit(rig.unit, data, gas=45_000)
    rig.seal()
    async with rig.client() as client:
        fact = await outcome(rig, client, nonce, data, name)
    assert (fact.outcome, fact.reason) == ("reverted", "")


async def test_a_report_is_found_although_its_name_was_lost(rig: Rig) -> None:
    nonce, data = rig.unit.nonce, call_of(PRODUCED, addressed(rig.owner), 0)
    rig.submit(rig.unit, data)
    rig.seal(3)
    async with rig.client() as client:
        assert (await outcome(rig, client, nonce, data)).outcome == "refused"


async def test_a_nonce_somebody_else_used_is_no_success(rig: Rig) -> None:
    """The key used elsewhere: what we signed for this number can never be carried out."""
    nonce = rig.unit.nonce
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 77)
    async with rig.client() as client:
        data = call_of(PRODUCED, addressed(rig.owner), 10_000)
        fact = await outcome(rig, client, nonce, data, b"\1" * 32)
    assert (fact.outcome, fact.reason) == ("reverted", FOREIGN)


async def test_a_call_whose_nonce_is_not_used_has_no_outcome_yet(rig: Rig) -> None:
    async with rig.client() as client:
        with pytest.raises(ChainError, match="not used at block"):
            await outcome(rig, client, rig.unit.nonce, b"")


async def test_an_error_of_another_contract_is_no_refusal() -> None:
    contract, other, unit = (Address("0x" + one * 20) for one in ("cc", "0d", "ab"))
    chain = FakeChain()
    chain.accounts[unit] = VerifiedAccount(1, 0, bytes(32), bytes(32))
    log = published_log(other, "no")
    chain.used[unit, 0] = UsedNonce(1, b"\1" * 32, contract, b"data", True, (log,))
    head = await chain.advance(chain.head.time_s + 1)
    view = chain.view()
    reader = PublishedStorageReader(view, view, view, contract=contract, owner=unit)
    question = CallQuestion("r-1", unit, 0, None, (b"\1" * 32,), b"data")
    fact = await reader.answer(question, head, 5)
    assert isinstance(fact, CallSeen)
    assert fact.outcome == "accepted"


def published_log(address: Address, words: str) -> Log:
    return Log(address, (published.ERROR,), encode(["string"], [words]))


# Nodes that lie.


def error_log_hidden(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockReceipts":
        return [{**one, "logs": [], "logsBloom": "0x" + "00" * 256} for one in result]
    return result


def receipt_forged(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockReceipts":
        return [{**one, "status": "0x0"} for one in result]
    return result


def transaction_omitted(method: str, params: list[Any], result: Any) -> Any:
    if method == "eth_getTransactionByHash":
        return None
    if method == "eth_getBlockByNumber" and params[1]:
        return {**result, "transactions": []}
    return result


def block_named_empty(method: str, params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockByNumber" and result is not None:
        return {**result, "transactionsRoot": "0x" + keccak256(b"\x80").hex(), "transactions": []}
    return transaction_omitted(method, params, result)


@pytest.mark.parametrize(
    "lie", [error_log_hidden, receipt_forged, transaction_omitted, block_named_empty]
)
async def test_no_lie_about_an_outcome_is_shown(rig: Rig, lie: Any) -> None:
    nonce, data = rig.unit.nonce, call_of(PRODUCED, addressed(rig.owner), 0)
    name = rig.submit(rig.unit, data)
    rig.seal()
    async with rig.client() as client:
        await client.head()
        rig.lie = lie
        with pytest.raises(ChainError):
            await outcome(rig, client, nonce, data, name)
    async with rig.client(nodes=2) as client:
        await client.head()
        assert (await outcome(rig, client, nonce, data, name)).reason == "No energy"


def call_answered_with_lies(method: str, _params: list[Any], result: Any) -> Any:
    return "0x" + "ff" * 32 if method == "eth_call" else result


async def test_a_nodes_own_answer_to_a_call_changes_nothing(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    rig.lie = call_answered_with_lies
    async with rig.client() as client:
        assert (await seen(rig, client)).total_energy_wh == 10_000


async def test_state_from_before_is_not_shown_as_state_of_now(rig: Rig) -> None:
    def stale(method: str, params: list[Any], result: Any) -> Any:
        if method != "eth_getProof":
            return result
        return kept.setdefault((params[0], *params[1]), result)

    kept: dict[tuple[str, ...], Any] = {}
    rig.lie = stale
    async with rig.client() as client:
        reader, question = rig.reader(client), StorageQuestion(addressed(rig.unit))
        for _ in range(2):  # from the second time on all is asked for in one question
            rig.seal()
            await reader.answer(question, await client.head(), 5)
        rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
        with pytest.raises(ChainError, match="nobody proved"):
            await reader.answer(question, await client.head(), 5)


# The right contract.


async def test_a_contract_with_the_views_is_taken(rig: Rig) -> None:
    async with rig.client() as client:
        head = await client.head()
        await rig.reader(client).check_contract(head)
        pin = keccak256(rig.node.chain.code(bytes.fromhex(rig.contract[2:])))
        await rig.reader(client, code_hash=pin).check_contract(head)


async def test_no_contract_another_contract_and_another_pin_are_refused(rig: Rig) -> None:
    name = rig.submit(
        rig.guest, bytes.fromhex("600a600c600039600a6000f3602a60005260206000f3"), to=b""
    )
    rig.seal()
    place = rig.node.chain.place_of(name)
    assert place is not None
    created = rig.node.chain.head.transactions[place[1]].contract_address
    assert created is not None
    async with rig.client() as client:
        head = await client.head()
        for changes, words in (
            ({"contract": addressed(rig.guest)}, "no contract at that address"),
            (
                {"contract": Address("0x" + created.hex())},
                "does not answer as the published interface says",
            ),
            ({"code_hash": b"\1" * 32}, "the settings pin 0x0101"),
        ):
            with pytest.raises(OtherContractError, match=words):
                await rig.reader(client, **changes).check_contract(head)


async def test_what_no_node_proves_is_no_reason_to_halt(rig: Rig) -> None:
    rig.lie = lambda method, _params, result: None if method == "eth_getProof" else result
    async with rig.client() as client:
        with pytest.raises(ChainError):
            await rig.reader(client).check_contract(await client.head())


async def test_sessions_without_end_are_bounded_and_the_oldest_come_first() -> None:
    contract, owner, unit = (Address("0x" + one * 20) for one in ("cc", "0d", "ab"))
    chain = FakeChain()
    rows = [(f"S{at}", 1, 5_000 - at, unit) for at in range(300)]
    answers = {
        published.GET_PARAMETERS: encode(["uint256"] * 5, [1, 1, 1, 7_200, 1]),
        published.GET_TOTAL_ENERGY: encode(["uint256"], [1]),
        published.GET_TOTAL_ENT: encode(["uint256"], [1]),
        published.GET_ENERGY_COSTS: encode(["uint256"] * 2, [0, 0]),
        published.GET_UNITS: encode(["(bool,address,uint256)[]"], [[(True, unit, 5)]]),
        published.BALANCE_ENT: encode(["uint256"] * 2, [0, 0]),
        published.BALANCE_EEURO: encode(["uint256"] * 2, [0, 0]),
        published.IS_VOTER: encode(["bool"], [True]),
        published.GET_SESSIONS: encode(KIND_OF_SESSIONS, [rows]),
    }
    for data, output in answers.items():
        chain.returns[LocalCall(contract, data, owner)] = CallReturn(output)
    head = await chain.advance(chain.head.time_s + 1)
    view = chain.view()
    reader = PublishedStorageReader(view, view, view, contract=contract, owner=owner)
    fact = await reader.answer(StorageQuestion(unit), head, 5)
    assert isinstance(fact, StorageSeen)
    assert len(fact.unit_sessions) == len(fact.my_sessions) == MOST_SESSIONS
    assert [one.opened_s for one in fact.my_sessions][:2] == [4_701, 4_702]
    assert fact.voter


# The stand-in itself.


def test_the_built_stand_in_is_that_of_its_source() -> None:
    source = ARTIFACT.with_suffix(".vy").read_bytes()
    assert artifact()["source_keccak"] == "0x" + keccak256(source).hex()


def test_the_readme_beside_it_says_where_it_comes_from() -> None:
    text = (Path(ARTIFACT).parent / "README.md").read_text("utf-8")
    assert re.search(r"MSc thesis", text)
