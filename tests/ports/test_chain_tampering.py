"""Thousands of false answers between the node and the driver: none is believed, nothing is lost.

What is answered in spite of a false answer must be the truth (a node may write a number with a
zero in front); everything else must be a ChainError, never a crash and never a halt.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

pytest.importorskip("eth")

import drivers.chain_blocks
import drivers.chain_proofs
from agent.ledger.logs import LogFilter
from agent.ledger.receipts import verify_receipts
from agent.ledger.verdict import Invalid, Verified
from agent.ledger.verify import VerifiedAccount, VerifiedHead, VerifiedStorage
from agent.ports import ChainError
from drivers.chain_rpc import ChainClient
from tests.ports.tampering import IN_THE_ANSWER, IN_THE_BODY
from tests.ports.told_chain import LOGGER_ADDRESS, WROTE, Told, told_chain

FALSE_ANSWERS = 5_000
OMISSIONS = 500
WANTED = LogFilter((LOGGER_ADDRESS,), ((WROTE,),))
Ask = Callable[[ChainClient, VerifiedHead], Awaitable[Any]]


@pytest.fixture
async def told() -> AsyncIterator[Told]:
    async with told_chain() as chain:
        yield chain


async def the_head(client: ChainClient, _head: VerifiedHead) -> Any:
    """An older block is no lie: a node may be behind."""
    head = await client.head()
    return head.number, head.hash, head.state_root, head.time_s


async def an_account(client: ChainClient, head: VerifiedHead) -> Any:
    return await client.proofs.account(LOGGER_ADDRESS, head)


async def words(client: ChainClient, head: VerifiedHead) -> Any:
    return await client.proofs.storage(LOGGER_ADDRESS, [5, 101, 2**200, 999], head)


async def code(client: ChainClient, head: VerifiedHead) -> Any:
    account = await client.proofs.account(LOGGER_ADDRESS, head)
    return await client.blocks.code(LOGGER_ADDRESS, account.code_hash, head)


async def headers(client: ChainClient, head: VerifiedHead) -> Any:
    return (await client.blocks.block(5, head)).hash


async def transactions(client: ChainClient, head: VerifiedHead) -> Any:
    return await client.blocks.transactions(await client.blocks.block(11, head))


async def receipts(client: ChainClient, head: VerifiedHead) -> Any:
    return await client.blocks.receipts(await client.blocks.block(10, head))


async def logs(client: ChainClient, head: VerifiedHead) -> Any:
    return await client.blocks.logs(WANTED, 9, 12, head)


QUESTIONS: list[Ask] = [
    the_head, an_account, words, code, headers, transactions, receipts, logs
]  # fmt: skip


async def truths(told: Told) -> tuple[VerifiedHead, list[Any]]:
    async with told.client() as client:
        head = await client.head()
        return head, [await ask(client, head) for ask in QUESTIONS]


async def tell_lies(told: Told, count: int) -> tuple[Counter[str], Counter[str]]:
    """Tell this many lies; return how often each kind was told, and how often refused."""
    dice = random.Random(20_261)
    head, truth = await truths(told)
    kinds = [*IN_THE_ANSWER, *IN_THE_BODY]
    told_lies: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    turn = 0
    while told_lies.total() < count:
        turn += 1
        kind, which = kinds[turn % len(kinds)], dice.randrange(len(QUESTIONS))
        false = lie_once(told, dice, kind)
        async with told.client() as client:
            try:
                found = await QUESTIONS[which](client, head)
                is_true = found in told.heads if which == 0 else found == truth[which]
                assert is_true, f"{kind} was believed: {found}"
            except ChainError:
                refused[kind] += 1
            assert client.status().stage != "halted"
        told_lies[kind] += len(false)
    told.lie = told.spoil = None
    return told_lies, refused


def lie_once(told: Told, dice: random.Random, kind: str) -> list[None]:
    """Let one answer in about three be false; the list grows with every false answer."""
    false: list[None] = []

    def lie(_method: str, _params: list[Any], result: Any) -> Any:
        changed = IN_THE_ANSWER[kind](dice, result) if dice.random() < 0.4 else result
        if changed is not result and changed != result:
            false.append(None)
        return changed

    def spoil(body: bytes) -> bytes:
        if dice.random() < 0.4:
            false.append(None)
            return IN_THE_BODY[kind](dice, body)
        return body

    told.lie, told.spoil = (lie, None) if kind in IN_THE_ANSWER else (None, spoil)
    return false


@pytest.mark.timeout(120)
async def test_five_thousand_false_answers_are_not_believed(told: Told) -> None:
    told_lies, refused = await tell_lies(told, FALSE_ANSWERS)
    assert len(told_lies) >= 12
    assert min(told_lies.values()) > 30, told_lies
    assert set(refused) == set(told_lies)


def gullible_storage(answer: bytes, *_: Any) -> Any:
    import msgspec

    try:
        shown = msgspec.json.decode(answer)
        account = VerifiedAccount(
            int(shown["nonce"], 16),
            int(shown["balance"], 16),
            bytes.fromhex(shown["codeHash"][2:]),
            bytes.fromhex(shown["storageHash"][2:]),
        )
        found = tuple(int(one["value"], 16) for one in shown["storageProof"])
        return Verified(VerifiedStorage(account, found))
    except (TypeError, ValueError, KeyError, AttributeError) as broken:
        from agent.ledger.verdict import Fault

        return Invalid(Fault.SHAPE, str(broken))


async def test_control_a_verifier_that_says_yes_is_caught(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers.chain_proofs, "verify_storage", gullible_storage)
    with pytest.raises(AssertionError, match="was believed"):
        await tell_lies(told, FALSE_ANSWERS)


async def omit(told: Told, count: int) -> Counter[str]:
    """Hide a log, a receipt, a block or a bloom this many times; return how often each."""
    dice = random.Random(500)
    async with told.client() as client:
        head = await client.head()
        whole = await client.blocks.logs(WANTED, 1, told.blocks, head)
    hidden: Counter[str] = Counter()
    while hidden.total() < count:
        kind = OMISSIONS_OF[hidden.total() % len(OMISSIONS_OF)]
        number = dice.choice([at for at in range(1, told.blocks) if at % 4])
        told.lie = lambda method, params, result, kind=kind, number=number: (
            kind(dice, result) if hides(kind, method, params, number) and result else result
        )
        first = dice.randrange(1, number + 1)
        async with told.client() as client:
            client._upstreams[0].usable = True
            try:
                found = await client.blocks.logs(WANTED, first, told.blocks, head)
                assert found == tuple(one for one in whole if one.number >= first), (
                    f"a log was hidden by {kind.__name__}"
                )
            except ChainError:
                hidden[kind.__name__] += 1
    told.lie = None
    return hidden


def hides(kind: Callable[..., Any], method: str, params: list[Any], number: int) -> bool:
    in_receipts = kind in {log_left_out, receipt_left_out, receipts_left_out}
    asked = "eth_getBlockReceipts" if in_receipts else "eth_getBlockByNumber"
    return method == asked and params[0] == hex(number)


def log_left_out(dice: random.Random, result: Any) -> Any:
    at = dice.choice([place for place, one in enumerate(result) if one["logs"]] or [0])
    return [{**one, "logs": []} if place == at else one for place, one in enumerate(result)]


def receipt_left_out(dice: random.Random, result: Any) -> Any:
    at = dice.randrange(len(result))
    return [one for place, one in enumerate(result) if place != at]


def receipts_left_out(_dice: random.Random, _result: Any) -> Any:
    return []


def bloom_emptied(_dice: random.Random, result: Any) -> Any:
    return {**result, "logsBloom": "0x" + "00" * 256}


def block_denied(_dice: random.Random, _result: Any) -> Any:
    return None


OMISSIONS_OF: list[Callable[[random.Random, Any], Any]] = [
    log_left_out, receipt_left_out, receipts_left_out, bloom_emptied, block_denied
]  # fmt: skip


async def test_five_hundred_omissions_are_noticed(told: Told) -> None:
    hidden = await omit(told, OMISSIONS)
    assert len(hidden) == len(OMISSIONS_OF)


async def test_control_a_root_that_is_not_rebuilt_is_caught(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msgspec

    def gullible(header: Any, answer: Any) -> Any:
        """Take the receipts shown for those of the block."""
        from agent.ledger import receipts as ours

        shown = msgspec.json.decode(answer, type=list[ours._ReceiptAnswer])
        return ours._placed(
            msgspec.structs.replace(
                header,
                logs_bloom=ours.union(ours._from_json(one)[0].logs_bloom for one in shown),
            ),
            [ours._from_json(one)[0] for one in shown],
        )

    assert drivers.chain_blocks.verify_receipts is verify_receipts
    monkeypatch.setattr(drivers.chain_blocks, "verify_receipts", gullible)
    with pytest.raises(AssertionError, match="a log was hidden"):
        await omit(told, OMISSIONS)
