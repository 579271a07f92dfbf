"""The shipped storage contract is its source, its words are the light client's, its interface the published one."""

import re
import subprocess
import sys

import pytest

from agent.contracts import build
from agent.contracts.artifact import Artifact, load_storage_artifact
from agent.hashing import keccak256
from agent.ledger import storage_contract as sc
from agent.ledger import storage_slots
from agent.storage.refusals import SENTENCES, Refusal
from tests.contracts.depot import CONTRACT, FOUNDER, NOW_S, Depot, person, unit_address
from tests.contracts.test_artifact import _signature

PUBLISHED = {
    "energyProduced(address,uint256)": (),
    "energyConsumed(address,uint256)": (),
    "reportActualEnergy(uint256)": (),
    "getTotalEnergy()": ("uint256",),
    "getEnergyCosts()": ("uint256", "uint256"),
    "getStorageUnitsInfo()": ("(bool,address,uint256)[]",),
    "getStorageUnitEnergy(address)": ("uint256",),
    "startConsumptionSession(address,uint256)": (),
    "getConsumptionSessions()": ("(string,uint256,uint256,address)[]",),
    "getConsumptionSessionEnergy(address)": ("uint256",),
    "clearOldSessions()": (),
    "getParameters()": ("uint256",) * 5,
    "getTotalENT()": ("uint256",),
    "getTotalEeuro()": ("uint256",),
    "balanceENT()": ("uint256", "uint256"),
    "balanceeEuro()": ("uint256", "uint256"),
    "transferENT(address,uint256)": (),
    "transfereEuro(address,uint256)": (),
    "lockeEuro(uint256)": (),
    "addOrder(uint256,uint256,bool)": (),
    "removeOrder(uint256,bool)": (),
    "getOrders()": ("(uint256,address,uint256,uint256,bool)[]",) * 2,
    "addVoter(address)": (),
    "removeVoter(address)": (),
    "registerStorageUnit(address,address)": (),
    "removeStorageUnit(address)": (),
    "changeBanker(address)": (),
    "setParameter(string,uint256)": (),
    "isVoter()": ("bool",),
    "minteEuro(address,uint256)": (),
    "burneEuro(address,uint256)": (),
    "unlockeEuro(address,uint256)": (),
}
"""The published contract's functions, and what they return where that is laid down."""


@pytest.fixture(scope="module")
def compiled() -> Artifact:
    return build.compile_contract(build.STORAGE)


def test_artifact_is_what_the_source_compiles_to(compiled: Artifact) -> None:
    assert load_storage_artifact() == compiled
    assert build.STORAGE.artifact.read_bytes() == build.artifact_text(compiled)


def test_slots_of_the_light_client_are_those_of_the_artifact(compiled: Artifact) -> None:
    written = build.STORAGE.slots.read_text(encoding="utf-8")
    assert written == build.slots_module(build.STORAGE, compiled)
    slots = {name: getattr(storage_slots, name.upper()) for name in compiled.layout}
    assert slots == compiled.layout


def test_code_at_a_deployed_storage_market_has_the_published_hash() -> None:
    code = Depot.fresh().state.get_code(bytes.fromhex(CONTRACT[2:]))
    assert keccak256(code) == sc.CODE_HASH


def test_calls_and_views_are_the_functions_of_the_contract() -> None:
    functions = [entry for entry in load_storage_artifact().abi if entry["type"] == "function"]
    reading = {"view", "pure"}
    changing = {_signature(one) for one in functions if one["stateMutability"] not in reading}
    answering = {_signature(one) for one in functions if one["stateMutability"] in reading}
    assert changing == {str(call) for call in sc.Call if call is not sc.Call.DEPLOY}
    assert answering == {str(view) for view in sc.View}
    assert not any(one["stateMutability"] == "payable" for one in functions)


def test_a_client_of_the_published_contract_finds_every_function_it_knows() -> None:
    found = {}
    for entry in load_storage_artifact().abi:
        if entry["type"] == "function":
            returns = _signature({"name": "", "inputs": entry["outputs"]})  # type: ignore[dict-item]
            found[_signature(entry)] = returns
    for signature, returns in PUBLISHED.items():
        assert found[signature] == f"({','.join(returns)})", signature


def test_both_events_are_those_a_client_of_the_published_contract_looks_for() -> None:
    events = {_signature(one) for one in load_storage_artifact().abi if one["type"] == "event"}
    assert events == {"Error(string)", "Info(string)"}


def test_the_contract_and_the_client_refuse_in_the_same_words() -> None:
    source = build.STORAGE.source.read_text(encoding="utf-8")
    codes = dict(re.findall(r"^([A-Z_]+): constant\(uint256\) = (\d+)$", source, re.MULTILINE))
    known = [refusal for refusal in Refusal if refusal is not Refusal.NONE]
    assert {one.name: int(codes[one.name]) for one in known} == {one.name: one for one in known}
    said = dict(re.findall(r'if refusal == ([A-Z_]+):\n        return "(.*)"', source))
    last = re.search(r'return "(The last voter.*)"', source)
    assert last is not None
    said["LAST_VOTER"] = last[1]
    assert said == {one.name: SENTENCES[one] for one in known}
    assert sc.sentence(200) == "refused with code 200"


def test_what_happens_around_units_and_votes_stands_in_the_slots() -> None:
    depot = Depot.of(2, owner=person(4))
    depot.produced(1, person(1), 4_000)
    depot.start(person(1), 1, 10**18)
    depot.do(person(1), "addOrder", 10**18, 10**18, 0)
    depot.do(FOUNDER, "addVoter", person(2))
    depot.do(FOUNDER, "addVoter", person(3))
    word = depot.word
    assert sc.Serials.unpack(word(sc.serials_slot())) == sc.Serials(1, 1, 4, 2)
    assert sc.address_of(word(sc.unit_at_slot(1))) == unit_address(1)
    assert sc.address_of(word(sc.unit_owner_slot(unit_address(1)))) == person(4)
    assert sc.Office.unpack(word(sc.office_slot())) == sc.Office("", 7_200, 2, 2)
    assert word(sc.voter_slot(person(2))) == 1
    assert word(sc.voter_slot(person(3))) == 0
    assert sc.Costs.unpack(word(sc.costs_slot())) == sc.Costs(
        10**18 // 2, 10**18 // 2, 10**18 // 20, 10**18 // 5
    )
    ends = sc.QueueEnds.unpack(word(sc.queue_ends_slot(unit_address(1))))
    assert ends == sc.QueueEnds(0, 1)
    entry = sc.QueueEntry.unpack(word(sc.queue_slot(unit_address(1), 0)))
    assert entry == sc.QueueEntry(person(1), 1)
    assert depot.unit(1) == sc.Unit(4_000, 1_000, 4_000, 0, sc.UnitState.ACTIVE)
    assert sc.Calls.unpack(word(sc.calls_slot(person(1)))) == sc.Calls(2, NOW_S)


def test_no_compiler_is_needed_to_deploy_and_to_read() -> None:
    program = (
        "import sys, agent.contracts.artifact as a, agent.ledger.storage_contract;"
        "a.load_storage_artifact(); sys.exit('vyper' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
