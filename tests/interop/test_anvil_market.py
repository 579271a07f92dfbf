"""Our contract, encoders and proofs on a virtual machine and a state trie that are not ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.ledger import market_contract as mc
from agent.ledger.header import Header, plain_hash
from agent.ledger.receipts import verify_receipts, verify_transactions
from agent.ledger.verdict import Fault, Invalid, Untrusted, Verified
from agent.ledger.verify import (
    ABSENT_ACCOUNT,
    VerifiedHead,
    read_header,
    verify_account,
    verify_storage,
)
from tests.interop.anvil import Anvil, anvil
from tests.interop.trading import Trading, account, whole_story

STRANGER = account("stranger").address
HARDFORKS = ("london", "prague")
"""The one the contract was compiled for, and a recent one with six more header fields."""


@pytest.fixture(scope="module", params=HARDFORKS)
def traded(modules: Path, request: pytest.FixtureRequest) -> Iterator[Trading]:
    """A market on which one trade has been settled."""
    parties = Trading(chain=Anvil.__new__(Anvil))
    funded = tuple(one.address for one in (parties.operator, *parties.homes))
    with anvil(modules, request.param, funded) as chain:
        parties.chain = chain
        yield whole_story(parties)


def head_of(trading: Trading, number: int) -> tuple[Header, VerifiedHead]:
    """Return a block taken as given under the hash the node gives it: anvil seals nothing."""
    block = trading.chain.rpc("eth_getBlockByNumber", hex(number), False)
    header = read_header(Untrusted(json.dumps(block).encode()))
    assert isinstance(header, Header)
    assert plain_hash(header).hex() == block["hash"][2:]
    assert header.base_fee_wei is not None
    return header, VerifiedHead(
        number=header.number,
        hash=plain_hash(header),
        state_root=header.state_root,
        time_s=header.time_s,
        base_fee_wei=header.base_fee_wei,
        gas_limit=header.gas_limit,
        validators=(),
    )


def proof(trading: Trading, address: str, slots: list[int], number: int) -> Untrusted:
    keys = [f"0x{slot:064x}" for slot in slots]
    return Untrusted(trading.chain.rpc.untrusted("eth_getProof", address, keys, hex(number)))


def test_a_settled_trade_is_proven_word_by_word(traded: Trading) -> None:
    expected = traded.expected()
    number = traded.blocks["settled"]
    answer = proof(traded, traded.contract, list(expected), number)
    verdict = verify_storage(answer, traded.contract, list(expected), head_of(traded, number)[1])
    assert isinstance(verdict, Verified)
    assert dict(zip(expected, verdict.value.words, strict=True)) == expected
    assert verdict.value.account.code_hash == mc.CODE_HASH


def test_a_trie_that_keeps_zeros_is_refused_and_not_read_as_absence(traded: Trading) -> None:
    """anvil 1.7.1 leaves emptied words in its trie, where the Yellow Paper (4.1) has none.

    No other node could build on such a state root; we refuse the proof instead of guessing.
    """
    number = traded.blocks["settled"]
    slots = traded.emptied()
    answer = proof(traded, traded.contract, slots, number)
    verdict = verify_storage(answer, traded.contract, slots, head_of(traded, number)[1])
    assert verdict == Invalid(Fault.PROOF, "a leaf held the word zero")


def test_the_past_is_proven_under_its_own_header_only(traded: Trading) -> None:
    number = traded.blocks["ordered"]
    slots = [mc.head_slot(0), mc.trade_slot(0, 0)]
    answer = proof(traded, traded.contract, slots, number)
    then = verify_storage(answer, traded.contract, slots, head_of(traded, number)[1])
    assert isinstance(then, Verified)
    assert mc.Head.unpack(then.value.words[0]).status == mc.CycleStatus.OPEN
    assert then.value.words[1] == 0
    _, later = head_of(traded, traded.blocks["settled"])
    assert isinstance(verify_storage(answer, traded.contract, slots, later), Invalid)


def test_a_nonce_is_proven_and_so_is_an_account_that_does_not_exist(traded: Trading) -> None:
    number = traded.blocks["settled"]
    _, head = head_of(traded, number)
    operator = traded.operator
    known = verify_account(proof(traded, operator.address, [], number), operator.address, head)
    assert isinstance(known, Verified)
    assert known.value.nonce == operator.nonce
    nobody = verify_account(proof(traded, STRANGER, [], number), STRANGER, head)
    assert nobody == Verified(ABSENT_ACCOUNT)


def test_receipts_and_transactions_lead_to_their_roots(traded: Trading) -> None:
    rpc = traded.chain.rpc
    for step, number in traded.blocks.items():
        header, _ = head_of(traded, number)
        receipts = verify_receipts(
            header, Untrusted(rpc.untrusted("eth_getBlockReceipts", hex(number)))
        )
        assert isinstance(receipts, Verified), step
        assert all(one.succeeded for one in receipts.value)
        assert receipts.value
        whole = Untrusted(rpc.untrusted("eth_getBlockByNumber", hex(number), True))
        hashes = verify_transactions(header, whole)
        assert isinstance(hashes, Verified), step
        assert len(hashes.value) == len(receipts.value)
