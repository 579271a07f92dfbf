"""A hundred thousand tampered answers at the light client, and as many at its driver: all refused.

tests/nightly/test_tampering.py lies over HTTP; here the bytes go straight to agent.ledger, for
everything it reads, and to the driver where it decodes them (the long run of
tests/ports/test_chain_tampering.py). GRIDHEARTH_TAMPERED=100000 (the default) answers, a hundredth
as many omissions and a five-hundredth as many forks; GRIDHEARTH_SEED repeats a night.
"""

import itertools
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

import agent.ledger.bft
import agent.ledger.clique
import agent.ledger.receipts
import drivers.chain_proofs
from agent.hashing import keccak256
from agent.ledger import follow, qbft, trie
from agent.ledger.header import Header
from tests.ledger import test_logs, test_receipts
from tests.ledger.test_tampering import FOUR
from tests.nightly.tampered_answers import (
    QUESTIONS,
    Question,
    Tamper,
    clique_fork_noticed,
    qbft_fork_noticed,
)
from tests.ports.test_chain_tampering import gullible_storage, omit, tell_lies
from tests.ports.told_chain import told_chain

TAMPERED = int(os.environ.get("GRIDHEARTH_TAMPERED", "100000"))
OMISSIONS = max(TAMPERED // 100, 60)
FORKS = max(TAMPERED // 500, 20)
SEED = int(os.environ.get("GRIDHEARTH_SEED", random.SystemRandom().randrange(10**6)))
CAUGHT_WITHIN = 4_000
"""A verifier with a seeded fault must have believed something by then."""

pytestmark = pytest.mark.timeout(3600)

Class = tuple[Question, Tamper]
FALSE = [(question, tamper) for question in QUESTIONS for tamper in question.false]
SHORT = [(question, tamper) for question in QUESTIONS for tamper in question.short]


def refused(classes: Iterable[Class], count: int) -> Counter[str]:
    """Tell each class as often as the others; fail at the first answer that is believed."""
    dice = random.Random(SEED)
    told: Counter[str] = Counter()
    for question, tamper in itertools.islice(itertools.cycle(classes), count):
        name = f"{question.name}: {tamper.__name__.replace('_', ' ')}"
        answer = question.tampered(dice, tamper)
        assert answer != question.truth, f"{name} changed nothing"
        assert not question.believed(answer), f"{name}, seed {SEED}, after {told.total()} answers"
        told[name] += 1
    return told


def forks_noticed(count: int) -> int:
    dice = random.Random(SEED)
    for noticed in itertools.islice(
        itertools.cycle([qbft_fork_noticed, clique_fork_noticed]), count
    ):
        assert noticed(dice), f"{noticed.__name__}: not, seed {SEED}"
    return count


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_truth_is_believed(question: Question) -> None:
    assert question.believed(question.truth)


def test_no_tampered_answer_is_believed() -> None:
    told = refused(FALSE, TAMPERED)
    assert len(told) >= 12
    sys.stdout.write(
        f"\ntampered answers: {told.total()} of {len(told)} classes, all refused; seed {SEED}\n"
    )


def test_no_answer_with_something_left_out_is_believed() -> None:
    told = refused(SHORT, OMISSIONS)
    assert len(told) == len(SHORT)
    sys.stdout.write(
        f"\nomissions: {told.total()} of {len(told)} classes, all noticed; seed {SEED}\n"
    )


def test_every_fork_halts() -> None:
    count = forks_noticed(FORKS)
    sys.stdout.write(f"\nforks: {count} of QBFT and Clique, all noticed; seed {SEED}\n")


def ignore_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    prove = trie.prove

    def credulous(root: bytes, key: bytes, nodes: list[bytes]) -> bytes | None:
        return prove(keccak256(nodes[0]) if nodes else root, key, nodes)

    monkeypatch.setattr(trie, "prove", credulous)


def believe_every_validators_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = itertools.cycle([one.address for one in FOUR])
    monkeypatch.setattr(agent.ledger.bft, "recover", lambda _digest, _seal: next(everybody))


def let_one_signer_seal_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent.ledger.clique, "_refused_signer", lambda *_: None)


def believe_every_list_of_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    root = test_receipts.header().receipts_root
    monkeypatch.setattr(agent.ledger.receipts, "ordered_root", lambda _items: root)


def ask_for_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {one.header.number: one.hash for one in test_logs.linked()}

    def hash_by_number(header: Header) -> bytes:
        return named.get(header.number, bytes(32))

    monkeypatch.setattr(qbft, "block_hash", hash_by_number)


def agree_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "compare", lambda *_: follow.Agrees())


FAULTS: dict[Callable[[pytest.MonkeyPatch], None], Callable[[], Any]] = {
    ignore_the_root: lambda: refused(FALSE, CAUGHT_WITHIN),
    believe_every_validators_seal: lambda: refused(FALSE, CAUGHT_WITHIN),
    let_one_signer_seal_all: lambda: refused(FALSE, CAUGHT_WITHIN),
    believe_every_list_of_receipts: lambda: refused(SHORT, CAUGHT_WITHIN),
    ask_for_no_links: lambda: refused(FALSE, CAUGHT_WITHIN),
    agree_with_everything: lambda: forks_noticed(20),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_verifier_with_a_fault_is_caught(
    fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded faults: the very same loop must fail over each of them."""
    test_logs.linked()  # cached before a fault can spoil it
    fault(monkeypatch)
    with pytest.raises(AssertionError, match=f"seed {SEED}"):
        FAULTS[fault]()


async def test_no_tampered_answer_passes_the_driver() -> None:
    async with told_chain() as told:
        lies, refusals = await tell_lies(told, TAMPERED)
    assert len(lies) >= 12
    assert set(refusals) == set(lies)
    sys.stdout.write(
        f"\nat the driver: {lies.total()} of {len(lies)} classes, none believed;"
        f" {refusals.total()} questions went unanswered, the others were answered truly\n"
    )


async def test_no_omission_passes_the_driver() -> None:
    async with told_chain() as told:
        hidden = await omit(told, OMISSIONS)
    sys.stdout.write(
        f"\nomissions at the driver: {hidden.total()} of {len(hidden)} classes, all noticed\n"
    )


async def test_a_driver_with_a_fault_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded fault: the driver takes the plain fields beside a proof."""
    monkeypatch.setattr(drivers.chain_proofs, "verify_storage", gullible_storage)
    async with told_chain() as told:
        with pytest.raises(AssertionError, match="was believed"):
            await tell_lies(told, CAUGHT_WITHIN)
