"""My home's battery in the demonstration: its contract, its account, its sessions, and the judge.

The operator deploys the storage contract and, as its only voter, registers the unit. The daemon
does the rest by itself; the resident only starts a session when there is credit, so that what the
house takes out of the battery in the evening is paid for. What is judged at the end is read from
the chain by this process, not by the home.
"""

import json
from collections.abc import Iterator

import msgspec

from agent.api.sections import Snapshot
from agent.api.storage import StorageSection, StorageSessionStart, UnitLine
from agent.contracts.artifact import load_storage_artifact
from agent.demo.result import Invariant
from agent.demo.storage_example import DEPLOY_GAS
from agent.dso.enrol import contract_address
from agent.dso.sending import FeeRules, Request, Sender
from agent.dso.store import OperatorStore
from agent.ledger import storage_contract as sc
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain, Signer
from agent.storage.amounts import ATTO, atto
from agent.units import Address

BATTERY_WH, BATTERY_W, EFFICIENCY_PERCENT, RESERVE_WH = 60_000, 3_000, 90, 1_000
"""So large that a June day does not fill it: there is something to be charged when it starts."""
REPORT_WH = 100
LEAST_REPORT_S = 10
LEAST_SESSION_ENT = ATTO // 20
FEES = FeeRules(tip_wei=1_000_000, cap_wei=100_000_000_000)


class UnitWords(msgspec.Struct, frozen=True):
    """What the chain holds of the unit and of the whole storage market, proven at one block."""

    block: int
    energy_wh: int
    produced_wh: int
    consumed_wh: int
    ent: int
    owner_ent: int


class UnitWatch(msgspec.Struct):
    """What was seen of my home's unit: the registers' beginning must never move."""

    begun: set[tuple[int, int]] = set()
    last: UnitLine | None = None
    section: StorageSection | None = None
    sessions: int = 0
    """Sessions the resident asked for."""

    def see(self, snapshot: Snapshot) -> None:
        """Look at a snapshot: register, less what is accepted, open and written off."""
        section = snapshot.storage
        if section is None or section.unit is None:
            return
        unit = section.unit
        self.section, self.last = section, unit
        inward = unit.in_wh - unit.accepted_in_wh - unit.open_in_wh
        outward = unit.out_wh - unit.accepted_out_wh - unit.open_out_wh - unit.written_off_wh
        if unit.in_wh or unit.out_wh:  # else its meter has not reported yet
            self.begun.add((inward, outward))


async def found_storage(
    chain: Chain, signer: Signer, store: OperatorStore, chain_id: int, unit: Address, owner: Address
) -> Address:
    """Deploy the storage contract and register the unit; return the contract. ChainError."""
    head = await chain.next_head()
    sender = Sender(chain, signer, store, chain_id, FEES)
    nonce = (await chain.account(signer.address, head)).nonce
    contract = contract_address(signer.address, nonce)
    waiting = [
        Request(None, load_storage_artifact().creation, DEPLOY_GAS, ("deploy storage",)),
        Request(
            contract,
            sc.call_register_unit(unit, owner),
            sc.gas_limit(sc.Call.REGISTER_UNIT),
            (f"register {unit}",),
        ),
    ]
    while waiting or sender.under_way:
        await sender.confirm(head)
        while waiting:
            await sender.send(waiting.pop(0), head)
        await sender.repeat(head)
        head = await chain.next_head()
        await sender.confirm(head)
    return contract


def tables(contract: Address, key_file: str, cycle_s: int) -> str:
    """Return the settings of the home with the unit: [storage], and its battery under [meters]."""
    return f"""[storage]
contract = {json.dumps(contract)}

[storage.unit]
key = {{ type = "file", path = {json.dumps(key_file)} }}
capacity_wh = {BATTERY_WH}
reserve_wh = {RESERVE_WH}
power_w = {BATTERY_W}
report_every_s = {max(cycle_s, LEAST_REPORT_S)}
report_wh = {REPORT_WH}
back_orders = true
"""


def meter_lines() -> str:
    """Return what a simulated home's [meters] says of its battery."""
    return (
        f"battery_wh = {BATTERY_WH}\nbattery_w = {BATTERY_W}\n"
        f"battery_efficiency_percent = {EFFICIENCY_PERCENT}\n"
    )


def next_session(seen: Snapshot) -> StorageSessionStart | None:
    """Return the session to start: all the credit there is, while none is open; None: not now."""
    section = seen.storage
    if section is None or section.unit is None or section.ent_available is None:
        return None
    if section.my_sessions or atto(section.ent_available) < LEAST_SESSION_ENT:
        return None
    if any(deed.stage in {"waiting", "sent", "in the chain"} for deed in section.deeds):
        return None
    return StorageSessionStart(unit=Address(section.unit.address), ent=section.ent_available)


async def unit_words(
    chain: Chain, contract: Address, unit: Address, owner: Address, head: VerifiedHead
) -> UnitWords:
    """Read the unit by proof; ChainError."""
    slots = [sc.unit_slot(unit), sc.totals_slot(), sc.ent_slot(owner)]
    unit_word, totals_word, ent_word = await chain.storage(contract, slots, head)
    found, totals = sc.Unit.unpack(unit_word), sc.Totals.unpack(totals_word)
    ent = sc.Balance.unpack(ent_word)
    return UnitWords(
        head.number,
        found.energy_wh,
        found.produced_wh,
        found.consumed_wh,
        totals.ent,
        ent.available + ent.locked,
    )


def judged(watch: UnitWatch, words: UnitWords | None) -> Iterator[Invariant]:
    """Judge by the chain what my home says of its battery."""
    unit = watch.last
    if unit is None or words is None:
        yield Invariant("my battery reports", holds=False, detail="nothing was seen of it")
        return
    yield Invariant(
        "my battery's register is what was reported and what is open, to the watt-hour",
        len(watch.begun) == 1,
        f"{unit.in_wh} Wh in, {unit.out_wh} Wh out; beginnings seen: {sorted(watch.begun)}",
    )
    way = unit.under_way.energy_wh if unit.under_way else 0
    produced = words.produced_wh - unit.accepted_in_wh
    consumed = words.consumed_wh - unit.accepted_out_wh
    yield Invariant(
        "the chain holds what my battery reported",
        0 <= produced <= way and 0 <= consumed <= way and words.produced_wh > 0,
        f"chain: {words.produced_wh} Wh in, {words.consumed_wh} Wh out at block {words.block};"
        f" home: {unit.accepted_in_wh} and {unit.accepted_out_wh}, {way} under way",
    )
    yield Invariant(
        "energy credit is minted and burned for energy only",
        words.ent == words.owner_ent <= words.produced_wh * (ATTO // 1_000),
        f"{words.ent / ATTO:.6f} ENT in all, {words.owner_ent / ATTO:.6f} mine;"
        f" {words.energy_wh} Wh in the unit; {watch.sessions} sessions",
    )
