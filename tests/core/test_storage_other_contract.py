"""The storage contract of the settings is another: its part stands still, in words; the rest goes on."""

import random

import msgspec

from agent.api.storage_wishes import StopSession
from agent.core.alerts import alerts
from agent.core.constants import StorageConstants
from agent.core.effects import Broadcast, Effect
from agent.core.events import OrderSeen
from agent.core.overlay import Overlay
from agent.core.questions import OrderQuestion, questions
from agent.core.snapshot import build_snapshot
from agent.core.storage_facts import ContractSeen, UnitAccountSeen
from agent.core.storage_state import balance
from tests.core.battery_story import ALICE, CONTRACT, NOW_MS, OWNER, UNIT_KEY, BatteryHome
from tests.core.story import CONSTANTS, Agent, account
from tests.core.test_storage_restoring import Counting, Unit

WHY = "its code 0x12 is not the storage market this version knows"


def charged() -> BatteryHome:
    """A home whose battery took 1.2 kWh that are to be reported."""
    home = BatteryHome(producer=ALICE).begin()
    home.pass_time(300)
    home.read(in_wh=1_200)
    return home


def said(home: Agent, now_ms: int) -> list[str]:
    return [one.what for one in alerts(home.state, now_ms) if one.name == "storage-contract"]


def broadcasts(effects: list[Effect]) -> int:
    return sum(isinstance(one, Broadcast) for one in effects)


def test_nothing_is_reported_or_called_there_until_it_is_proven_again() -> None:
    home = BatteryHome(producer=ALICE).begin()
    home.take(ContractSeen(home.now_ms, home.chain.block, WHY))
    home.pass_time(300)
    home.read(in_wh=1_200)
    before = broadcasts(home.effects)
    home.pass_time(1_000)
    home.heads(4)
    answer = home.ask(StopSession())
    assert not answer.accepted
    assert WHY in answer.sentence
    assert broadcasts(home.effects) == before
    home.exact()
    home.take(ContractSeen(home.now_ms, home.chain.block, ""))
    home.heads(4)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    assert home.ask(StopSession()).accepted
    assert said(home, home.now_ms) == []


def test_a_call_that_only_waited_is_not_begun_and_missed_in_the_end() -> None:
    home = BatteryHome().begin()
    home.heads(1, ask=False)
    for unit in (None, ALICE):  # the second waits for the first
        assert home.ask(StopSession(unit)).accepted
    assert home.state.storage.deeds[-1].stage == "queued"
    home.take(ContractSeen(home.now_ms, home.chain.block, WHY))
    home.heads(3)
    home.pass_time(700)
    home.heads(2)
    assert home.state.storage.deeds[-1].stage == "missed"


def test_it_is_said_counted_and_told_as_a_warning() -> None:
    home = charged()
    for _ in range(2):
        for problem in (WHY, WHY, ""):
            home.take(ContractSeen(home.now_ms, home.chain.block, problem))
    home.take(ContractSeen(home.now_ms, home.chain.block, WHY))
    assert home.storage.problems == 3  # the same said twice is one finding
    (what,) = said(home, home.now_ms)
    assert CONTRACT in what
    assert WHY in what
    assert "found 3 times" in what
    section = build_snapshot(home.state, Overlay(), 1, home.now_ms).storage
    assert section is not None
    assert section.unit is not None
    assert what in section.warnings
    assert "Nothing is reported" in section.unit.sentence


def test_a_home_that_only_consumes_hears_of_it_too() -> None:
    home = Agent(msgspec.structs.replace(CONSTANTS, storage=StorageConstants(CONTRACT)))
    home.start(NOW_MS)
    home.take(ContractSeen(NOW_MS, 5, "there is no contract at that address"))
    (what,) = said(home, NOW_MS)
    assert "no contract at that address" in what


def test_a_report_under_way_keeps_its_energy_and_its_outcome_counts_later() -> None:
    home = charged()
    home.pass_time(1_000)
    home.tick(home.now_ms)
    assert home.storage.under_way is not None
    home.take(ContractSeen(home.now_ms, home.chain.block, WHY))
    home.pass_time(60)
    home.read()
    home.exact()
    home.take(ContractSeen(home.now_ms, home.chain.block, ""))
    home.heads(6)
    assert home.chain.accepted == [("produced", ALICE, 1_200)]
    home.exact()


def restored(problem: str) -> Unit:
    """A box that came from a backup lives for 80 minutes; nobody answers for the contract."""
    rolled = random.Random(7)
    chain = Counting()
    old = Unit(chain, producer=ALICE).begin()
    old.live(10, rolled)
    new = old.replaced(old.journal, rolled)
    new.take(ContractSeen(new.now_ms, chain.block, problem))
    for _ in range(80):
        new.pass_time(60)
        new.read()
        new.heads(1, ask=False)
        chains_accounts(new)
    return new


def chains_accounts(home: Unit) -> None:
    """Answer what the chain itself can: nonces, balances, orders of the auction."""
    now, chain = home.now_ms, home.chain
    for asked in questions(home.state, now):
        if isinstance(asked, OrderQuestion):
            home.take(OrderSeen(now, chain.block, now // 1_000, asked.cycle, None))
    nonce = chain.nonces[UNIT_KEY.address]
    home.take(UnitAccountSeen(now, chain.block, nonce, 1_000, 10**21))
    home.take(account(now, nonce=chain.nonces[OWNER], block=chain.block))


def test_a_restored_home_trades_again_though_its_storage_contract_is_none() -> None:
    new = restored(WHY)
    assert new.state.restoring is None
    assert balance(new.storage) == (0, 0)


def test_a_restored_home_waits_for_a_storage_contract_that_is_one() -> None:
    assert restored("").state.restoring is not None
