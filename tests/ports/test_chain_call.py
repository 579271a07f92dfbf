"""Calls of contracts, run here: what a node's eth_call would say if it told the truth."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from agent.ledger import storage_published as published
from agent.ledger.abi import call_of, decode
from agent.ledger.verdict import Fault
from agent.ports import CallReturn, ChainError, LocalCall
from agent.storage.amounts import ATTO
from agent.units import Address
from drivers import chain_call, chain_evm
from drivers.chain_call import VerifiedCalls, verified_calls
from drivers.chain_rpc import ChainClient
from tests.ports.stand_in_chain import PRODUCED, START, Rig, addressed, stand_in


def place(number: int) -> Address:
    return Address(f"0x{number:040x}")


CHAIN, ASKER, LOOP, GREEDY, DEEP, BLOCK, CURVES, WRITER, MODERN = map(place, range(0xC0, 0xC9))
LINKS = 5
CODES: dict[Address, tuple[str, dict[int, int]]] = {
    # s = 0; while n = word s: s = n; return s
    CHAIN: (
        "6000 5b 80 54 80 6012 57 50 6000 52 6020 6000 f3 5b 90 50 6002 56",
        {link: link + 1 for link in range(LINKS)},
    ),
    ASKER: ("6020 6000 6000 6000 60c0 5a fa 50 6020 6000 f3", {}),  # asks CHAIN, returns its word
    LOOP: ("5b 6000 56", {}),
    GREEDY: ("6000 5b 80 54 50 6001 01 6002 56", {}),  # reads word after word without end
    DEEP: ("6000 6000 6000 6000 6000 30 5a f1 00", {}),  # calls itself
    BLOCK: ("42 6000 52 43 6020 52 46 6040 52 48 6060 52 6080 6000 f3", {}),
    CURVES: ("6020 6000 6000 6000 6008 5a fa 00", {}),  # a pairing check
    WRITER: ("6007 6001 55 6001 54 6000 52 6020 6000 f3", {1: 5}),  # puts 7 over 5, returns it
    MODERN: ("5f 54 5f 52 6020 5f f3", {0: 9}),  # PUSH0, which London does not know
}
UNPROVEN = {"coinbase": "41", "mix_hash": "44", "prev_hashes": "6001 43 03 40", "excess_blob": "4a"}
CODES |= {place(0xD0 + at): (code, {}) for at, code in enumerate(UNPROVEN.values())}


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with stand_in(codes=CODES) as made:
        yield made


def own(contract: Address, data: bytes = b"", **more: Any) -> LocalCall:
    return LocalCall(contract, data, **more)


async def word(calls: VerifiedCalls, client: ChainClient, contract: Address) -> int:
    (returned,) = await calls.call([own(contract)], await client.head())
    assert returned.failure == ""
    return int.from_bytes(returned.output, "big")


async def test_what_code_returns_is_what_the_chain_would_return(rig: Rig) -> None:
    rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
    rig.call(rig.owner, START, addressed(rig.unit), 2 * ATTO)
    questions = [
        published.GET_PARAMETERS,
        published.GET_TOTAL_ENERGY,
        published.GET_ENERGY_COSTS,
        published.GET_UNITS,
        published.GET_SESSIONS,
        published.BALANCE_ENT,
        published.IS_VOTER,
        published.get_unit_energy(addressed(rig.unit)),
        published.get_session_energy(addressed(rig.unit)),
        call_of("noSuchFunction()"),
    ]
    async with rig.client() as client:
        asked = [own(rig.contract, data, sender=addressed(rig.owner)) for data in questions]
        asked += [own(address, sender=addressed(rig.owner)) for address in (CHAIN, ASKER, WRITER)]
        found = await verified_calls(client).call(asked, await client.head())
        for one, here in zip(asked, found, strict=True):
            fields = {"to": one.to, "data": "0x" + one.data.hex(), "from": one.sender}
            body = {"jsonrpc": "2.0", "id": 1, "method": "eth_call", "params": [fields, "latest"]}
            answer = json.loads(await client._upstreams[0]._post(json.dumps([body]).encode()))[0]
            if here.failure:
                assert here.failure == "reverted"
                assert "error" in answer
            else:
                assert answer["result"] == "0x" + here.output.hex()


async def test_no_node_is_ever_asked_what_a_call_gives(rig: Rig) -> None:
    def nonsense(method: str, _params: list[Any], result: Any) -> Any:
        return "0x" + "ff" * 32 if method in ("eth_call", "eth_estimateGas") else result

    rig.lie = nonsense
    async with rig.client() as client:
        assert await word(verified_calls(client), client, CHAIN) == LINKS
    assert "eth_call" not in [method for method, _ in rig.asked]
    assert {"eth_getProof", "eth_getCode"} <= {method for method, _ in rig.asked}


def changed_word(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getProof":
        for proof in result["storageProof"]:
            proof["value"] = "0x29"
    return result


def changed_leaf(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getProof":
        for proof in result["storageProof"]:
            proof["proof"] = [node[:-2] + "00" for node in proof["proof"]]
    return result


def hidden_words(method: str, _params: list[Any], result: Any) -> Any:
    if method == "eth_getProof":
        for proof in result["storageProof"]:
            proof |= {"proof": [], "value": "0x0"}
    return result


def other_code(method: str, _params: list[Any], result: Any) -> Any:
    return "0x602a60005260206000f3" if method == "eth_getCode" else result


def no_code(method: str, _params: list[Any], result: Any) -> Any:
    return "0x" if method == "eth_getCode" else result


LIES = [changed_word, changed_leaf, hidden_words, other_code, no_code]


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_about_what_the_code_reads_never_reaches_the_result(rig: Rig, lie: Any) -> None:
    rig.lie = lie
    async with rig.client() as client:
        with pytest.raises(ChainError, match="nobody proved"):
            await word(verified_calls(client), client, CHAIN)
        assert sum(client.rejected.values()) > 0


@pytest.mark.parametrize("lie", LIES)
async def test_beside_an_honest_node_a_liar_stops_no_call(rig: Rig, lie: Any) -> None:
    rig.lie = lie
    async with rig.client(nodes=2) as client:
        assert await word(verified_calls(client), client, CHAIN) == LINKS


async def test_a_node_with_old_state_proves_nothing_at_the_head(rig: Rig) -> None:
    """State as it was before a report, shown for the block after it."""
    before: dict[str, Any] = {}

    def stale(method: str, params: list[Any], result: Any) -> Any:
        return (
            before.setdefault(json.dumps(params[:2]), result)
            if method == "eth_getProof"
            else result
        )

    asked = [own(rig.contract, published.GET_TOTAL_ENERGY)]
    rig.lie = stale
    async with rig.client() as client:
        calls = verified_calls(client)
        (first,) = await calls.call(asked, await client.head())
        assert decode(("uint256",), first.output) == (0,)
        rig.call(rig.unit, PRODUCED, addressed(rig.owner), 10_000)
        with pytest.raises(ChainError, match="nobody proved"):
            await calls.call(asked, await client.head())
        assert client.rejected[Fault.PROOF] > 0


async def test_calls_do_not_see_what_others_wrote(rig: Rig) -> None:
    async with rig.client() as client:
        both = await verified_calls(client).call([own(WRITER), own(WRITER)], await client.head())
        assert [int.from_bytes(one.output, "big") for one in both] == [7, 7]
        assert await client.view().storage(WRITER, [1], await client.head()) == (5,)


async def test_a_call_that_is_no_view_shows_what_it_would_have_said(rig: Rig) -> None:
    data = call_of(PRODUCED, addressed(rig.owner), 5)
    async with rig.client() as client:
        ours, theirs = await verified_calls(client).call(
            [own(rig.contract, data, sender=addressed(who)) for who in (rig.unit, rig.guest)],
            await client.head(),
        )
    assert published.refusal(ours.logs, rig.contract) is None
    assert published.refusal(theirs.logs, rig.contract) == "Not a storage unit"


async def test_the_block_it_sees_is_the_verified_one(rig: Rig) -> None:
    async with rig.client() as client:
        head = await client.head()
        (seen,) = await verified_calls(client).call([own(BLOCK)], head)
    assert decode(("uint256",) * 4, seen.output) == (
        head.time_s,
        head.number,
        client.network.chain_id,
        head.base_fee_wei,
    )


@pytest.mark.parametrize("at", range(len(UNPROVEN)), ids=list(UNPROVEN))
async def test_what_no_proof_shows_is_refused_and_not_made_up(rig: Rig, at: int) -> None:
    name = list(UNPROVEN)[at]
    async with rig.client() as client:
        with pytest.raises(ChainError, match=rf"{name}\w*, which is not proven here"):
            await verified_calls(client).call([own(place(0xD0 + at))], await client.head())


async def test_code_for_newer_rules_runs(rig: Rig) -> None:
    async with rig.client() as client:
        assert await word(verified_calls(client), client, MODERN) == 9


async def test_nobody_at_home_returns_nothing(rig: Rig) -> None:
    async with rig.client() as client:
        assert await verified_calls(client).call([own(place(0xEE))], await client.head()) == (
            CallReturn(b""),
        )


async def test_words_are_fetched_in_rounds_and_next_time_at_once(rig: Rig) -> None:
    async with rig.client() as client:
        calls = verified_calls(client)
        proofs = []
        for _ in range(2):
            rig.seal()
            head = await client.head()
            rig.asked.clear()
            await calls.call([own(CHAIN), own(ASKER)], head)
            proofs.append([params[1] for method, params in rig.asked if method == "eth_getProof"])
    first, second = proofs
    assert len(first) > LINKS  # a pointer is known only when the one before is
    assert [len(slots) for slots in second if slots] == [LINKS + 1]
    assert len(second) == 2  # the words of CHAIN, the account of ASKER


@pytest.mark.parametrize(
    ("contract", "bound", "words"),
    [
        (GREEDY, {"MOST_WORDS": 3_000}, "wanted more than 3000 words"),
        (CHAIN, {"MOST_ROUNDS": 3}, "wanted more than 3 rounds"),
        (DEEP, {}, "more than 40 deep"),
        (CURVES, {}, "elliptic curves"),
    ],
)
async def test_what_a_contract_may_cost_is_bounded(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, contract: Address, bound: Any, words: str
) -> None:
    for name, most in bound.items():
        monkeypatch.setattr(chain_call, name, most)
    async with rig.client() as client:
        with pytest.raises(ChainError, match=words):
            await verified_calls(client).call([own(contract)], await client.head())


async def test_code_that_never_ends_runs_out_of_gas(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain_evm, "CALL_GAS", 50_000)
    async with rig.client() as client:
        (spent,) = await verified_calls(client).call([own(LOOP)], await client.head())
    assert (spent.failure, spent.output) == ("out of gas", b"")


class Watched:
    """Runs of the EVM, and when one began and the last one ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.ended = threading.Event(), threading.Event()
        self._run = chain_evm.run
        monkeypatch.setattr(chain_evm, "run", self)
        monkeypatch.setattr(chain_evm, "CALL_GAS", 10**15)  # gas alone would end it in years

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.began.set()
        try:
            return self._run(*given, **named)
        finally:
            self.ended.set()


async def test_code_that_takes_too_long_is_stopped_with_its_thread(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(monkeypatch)
    async with rig.client() as client:
        calls = VerifiedCalls(client.view(), client.blocks, client.network.chain_id, within_s=0.2)
        with pytest.raises(ChainError, match=r"longer than 0\.2 s"):
            await calls.call([own(LOOP)], await client.head())
        assert await asyncio.to_thread(watched.ended.wait, 20)


async def test_a_cancelled_call_stops_computing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch)
    async with rig.client() as client:
        head = await client.head()
        calling = asyncio.create_task(verified_calls(client).call([own(LOOP)], head))
        assert await asyncio.to_thread(watched.began.wait, 20)
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
        assert calling.cancelled()
        assert await asyncio.to_thread(watched.ended.wait, 20)


async def test_without_py_evm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_call, "find_spec", lambda _name: None)
    async with stand_in() as rig, rig.client() as client:
        with pytest.raises(chain_call.EvmMissingError, match=r"gridhearth\[evm\]"):
            verified_calls(client)


def test_importing_the_driver_imports_no_evm() -> None:
    """It takes half a second and 36 MB: only who executes a call shall wait for it."""
    code = "import sys, drivers.chain_call, drivers.chain_receipts; sys.exit('eth' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
