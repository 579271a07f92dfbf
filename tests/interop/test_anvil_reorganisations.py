"""Each intent happens exactly once, whatever the chain takes back and the node forgets."""

from pathlib import Path

import pytest

from agent.ledger import transaction as eip1559
from tests.interop.anvil import anvil
from tests.interop.reorganising import Driver
from tests.interop.trading import CREDIT_MICRO, Trading, account

REORGANISATIONS, INTENTS = 30, 40
MOST_BLOCKS = 400
"""Beyond 500 blocks anvil 1.7.1 moves old states to disk, and a snapshot taken back may come
without the contract's storage: then the chain is wrong, not we."""


def survive(modules: Path, seed: int, reorganisations: int, intents: int) -> Driver:
    """Live through reorganisations and check what must be true after them."""
    funded = (account("operator").address, *(account("home", n).address for n in range(3)))
    with anvil(modules, funded=funded) as chain:
        trading = Trading(chain)
        trading.found()
        driver = Driver(trading, chain, seed)
        driver.rounds(reorganisations, intents)
        assert driver.highest < MOST_BLOCKS
        _every_intent_once(driver)
        _one_payload_for_each_nonce(driver)
        return driver


def _every_intent_once(driver: Driver) -> None:
    assert all(one.done for one in driver.known)
    wanted = ["0x" + intent.data.hex() for intent in driver.planned]
    executed = driver.executed()
    ours = [data for nonce in sorted(executed) for data in executed[nonce]]
    assert ours[driver.first_nonce :] == wanted
    assert driver.home_account_micro() == CREDIT_MICRO + (1 << len(wanted)) - 1


def _one_payload_for_each_nonce(driver: Driver) -> None:
    assert all(len(variants) == 1 for variants in driver.sent.values()), "bytes were signed anew"
    payloads: dict[int, set[bytes]] = {}
    for (nonce, _), variants in driver.sent.items():
        for raw in variants:
            signed = eip1559.decode(raw)
            assert signed.transaction.nonce == nonce
            assert signed.sender == driver.operator.address
            payloads.setdefault(nonce, set()).add(signed.transaction.data)
    assert all(len(datas) == 1 for datas in payloads.values())
    assert len(payloads) == len(driver.planned)


@pytest.mark.parametrize("seed", [1, 2])
def test_each_intent_happens_once_over_random_reorganisations(modules: Path, seed: int) -> None:
    driver = survive(modules, seed, REORGANISATIONS, INTENTS)
    assert len(driver.planned) >= INTENTS // 4, "too little was wanted to prove anything"
    for chance in ("reorganisations", "snapshots", "dropped", "restarts", "lost signatures"):
        assert driver.counts[chance] > 0, f"no {chance}"
    assert driver.counts["deepest"] >= 15
    assert driver.refused > 0
