"""What became of a transaction: proven, whether a node helps, lies, forgets or hides."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from agent.ledger import storage_published as published
from agent.ledger.abi import call_of
from agent.ports import ChainError, UsedNonce
from drivers import chain_receipts
from drivers.chain_receipts import proven_receipts
from drivers.chain_rpc import ChainClient
from tests.ports.stand_in_chain import PRODUCED, Rig, addressed, stand_in

LATER = 25


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with stand_in() as made:
        yield made


def refused_report(rig: Rig) -> tuple[bytes, int]:
    """Send a report that the contract refuses, among others' transactions; return hash and nonce."""
    data = call_of(PRODUCED, addressed(rig.owner), 0)
    rig.submit(rig.guest, data)
    nonce = rig.unit.nonce
    name = rig.submit(rig.unit, data)
    rig.submit(rig.founder, data)
    rig.seal()
    return name, nonce


async def ask(rig: Rig, client: ChainClient, nonce: int, *names: bytes) -> UsedNonce | None:
    head = await client.head()
    return await proven_receipts(client).used_nonce(addressed(rig.unit), nonce, names, head)


def is_the_refusal(rig: Rig, found: UsedNonce | None, name: bytes) -> bool:
    return (
        found is not None
        and (found.name, found.to, found.succeeded) == (name, rig.contract, True)
        and found.data == call_of(PRODUCED, addressed(rig.owner), 0)
        and published.refusal(found.logs, rig.contract) == "No energy"
    )


async def test_outcome_by_name(rig: Rig) -> None:
    name, nonce = refused_report(rig)
    async with rig.client() as client:
        assert is_the_refusal(rig, await ask(rig, client, nonce, b"\1" * 32, name), name)


async def test_unused_nonce_is_proven_and_no_error(rig: Rig) -> None:
    _, nonce = refused_report(rig)
    async with rig.client() as client:
        assert await ask(rig, client, nonce + 1) is None


async def test_outcome_without_any_name(rig: Rig) -> None:
    """A signed variant that the journal lost is found by the nonce it used."""
    rig.seal(LATER)
    name, nonce = refused_report(rig)
    rig.seal(LATER)
    async with rig.client() as client:
        rig.asked.clear()
        assert is_the_refusal(rig, await ask(rig, client, nonce), name)
        proofs = [params for method, params in rig.asked if method == "eth_getProof"]
    assert len(proofs) < LATER  # leaps and halves, not block after block


def forgetful(method: str, _params: list[Any], result: Any) -> Any:
    return None if method == "eth_getTransactionByHash" else result


def other_block(method: str, _params: list[Any], result: Any) -> Any:
    return {**result, "blockNumber": "0x1"} if method == "eth_getTransactionByHash" else result


def far_block(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getTransactionByHash":
        return {**result, "blockNumber": hex(2**40)}
    return result


def no_block(method: str, _params: list[Any], result: Any) -> Any:
    return "nonsense" if method == "eth_getTransactionByHash" else result


@pytest.mark.parametrize("lie", [forgetful, other_block, far_block, no_block])
async def test_a_node_that_hides_where_it_is_does_not_hide_what_it_did(rig: Rig, lie: Any) -> None:
    name, nonce = refused_report(rig)
    rig.seal(5)
    rig.lie = lie
    async with rig.client() as client:
        assert is_the_refusal(rig, await ask(rig, client, nonce, name), name)


def forged_status(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockReceipts":
        return [{**one, "status": "0x0"} for one in result]
    return result


def hidden_log(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockReceipts":
        return [{**one, "logs": [], "logsBloom": "0x" + "00" * 256} for one in result]
    return result


def other_words(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockReceipts":
        for one in result:
            for log in one["logs"]:
                log["topics"] = ["0x" + published.INFO.hex()]
    return result


def swapped(method: str, _params: list[Any], result: Any) -> Any:
    return result[::-1] if method == "eth_getBlockReceipts" else result


def no_receipts(method: str, _params: list[Any], result: Any) -> Any:
    return [] if method == "eth_getBlockReceipts" else result


def without_transaction(method: str, params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockByNumber" and params[1]:
        return {**result, "transactions": result["transactions"][:1]}
    return result


def reordered(method: str, params: list[Any], result: Any) -> Any:
    if method == "eth_getBlockByNumber" and params[1]:
        return {**result, "transactions": result["transactions"][::-1]}
    return result


LIES = [
    forged_status,
    hidden_log,
    other_words,
    swapped,
    no_receipts,
    without_transaction,
    reordered,
]


@pytest.mark.parametrize("lie", LIES)
async def test_a_forged_outcome_is_not_believed(rig: Rig, lie: Any) -> None:
    name, nonce = refused_report(rig)
    rig.lie = lie
    async with rig.client() as client:
        with pytest.raises(ChainError):
            await ask(rig, client, nonce, name)
        assert sum(client.rejected.values()) > 0


@pytest.mark.parametrize("lie", [*LIES, forgetful, other_block])
async def test_beside_an_honest_node_a_forger_changes_nothing(rig: Rig, lie: Any) -> None:
    name, nonce = refused_report(rig)
    rig.lie = lie
    async with rig.client(nodes=2) as client:
        assert is_the_refusal(rig, await ask(rig, client, nonce, name), name)


async def test_nodes_without_old_state_still_have_the_block(rig: Rig) -> None:
    name, nonce = refused_report(rig)
    rig.seal(LATER)
    kept = rig.node.chain.head.header.number - 3

    def pruned(method: str, params: list[Any], result: Any) -> Any:
        if method == "eth_getProof" and int(params[2], 16) < kept:
            return None
        return forgetful(method, params, result)

    rig.lie = pruned
    async with rig.client() as client:
        assert is_the_refusal(rig, await ask(rig, client, nonce, name), name)


async def test_what_is_too_long_ago_to_be_proven_is_an_error_not_a_guess(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain_receipts, "MOST_SEARCHED", 10)
    name, nonce = refused_report(rig)
    rig.seal(LATER)

    def pruned(method: str, params: list[Any], result: Any) -> Any:
        return None if method == "eth_getProof" and int(params[2], 16) < LATER else result

    rig.lie = lambda *given: forgetful(given[0], given[1], pruned(*given))
    async with rig.client() as client:
        with pytest.raises(ChainError, match="no node could prove where"):
            await ask(rig, client, nonce, name)


async def test_a_replacement_is_found_by_any_of_its_names(rig: Rig) -> None:
    """Three signed variants of one nonce: the chain carries out one."""
    data = call_of(PRODUCED, addressed(rig.owner), 5)
    nonce = rig.unit.nonce
    names = []
    for at in range(3):
        rig.unit.nonce = nonce
        fees = {"maxFeePerGas": (2 + at) * 10**9, "maxPriorityFeePerGas": (1 + at) * 10**9}
        names.append(rig.submit(rig.unit, data, **fees))
    rig.seal()
    async with rig.client() as client:
        found = await ask(rig, client, nonce, *names)
    assert found is not None
    assert (found.name, found.data) == (names[2], data)


async def test_running_out_of_gas_is_a_failure_with_nothing_logged(rig: Rig) -> None:
    nonce = rig.unit.nonce
    name = rig.call(rig.unit, PRODUCED, addressed(rig.owner), 5, gas=23_000)
    async with rig.client() as client:
        found = await ask(rig, client, nonce, name)
    assert found is not None
    assert (found.name, found.succeeded, found.logs) == (name, False, ())


async def test_a_contract_that_was_created_has_no_receiver(rig: Rig) -> None:
    nonce = rig.unit.nonce
    name = rig.submit(rig.unit, b"\0", to=b"", gas=100_000)
    rig.seal()
    async with rig.client() as client:
        found = await ask(rig, client, nonce, name)
    assert found is not None
    assert (found.name, found.to) == (name, None)


async def test_what_was_sent_to_a_contract_is_listed_in_order_over_several_walks(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain_receipts, "BLOCKS_AT_ONCE", 3)
    first = rig.node.chain.head.header.number + 1
    sent = []
    for at in range(8):
        for who in (rig.unit, rig.guest)[: at % 3]:
            data = call_of(PRODUCED, addressed(rig.owner), at)
            rig.submit(who, data, maxFeePerGas=10**10 - rig.unit.nonce, maxPriorityFeePerGas=1)
            sent.append((addressed(who), data))
        rig.seal()
    async with rig.client() as client:
        head = await client.head()
        found = await proven_receipts(client).sent_to(rig.contract, first, head.number, head)
    assert sorted((one.sender, one.data) for one in found) == sorted(sent)
    assert [one.block for one in found] == sorted(one.block for one in found)


@pytest.mark.parametrize("lie", [without_transaction, reordered, forgetful])
async def test_nothing_that_was_sent_to_a_contract_can_be_left_out(rig: Rig, lie: Any) -> None:
    first = rig.node.chain.head.header.number + 1
    refused_report(rig)
    rig.lie = lie
    async with rig.client() as client:
        head = await client.head()
        asked = proven_receipts(client).sent_to(rig.contract, first, head.number, head)
        if lie is forgetful:  # hashes are not even asked for
            assert len(await asked) == 3
        else:
            with pytest.raises(ChainError, match="nobody proved"):
                await asked
