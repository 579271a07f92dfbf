"""A home with a storage unit, and a contract it talks to: for the tests of reporting."""

from typing import Any

import msgspec

from agent.api.storage_wishes import StorageWish
from agent.core.constants import StorageConstants, UnitConstants
from agent.core.effects import Answer, Broadcast
from agent.core.events import BatterySeen, ChainStageSeen, MeterRead, StorageWished
from agent.core.questions import CallQuestion, UnitAccountQuestion
from agent.core.storage import storage_questions
from agent.core.storage_facts import (
    CallOutcome,
    CallSeen,
    StorageParameters,
    StorageSeen,
    UnitAccountSeen,
    UnitSession,
)
from agent.core.storage_state import StorageState, balance
from agent.hashing import keccak256
from agent.ledger.storage_contract import Call, selector
from agent.ledger.transaction import decode
from agent.metering.reading import MeterReading, MeterRole
from agent.units import Address, EnergyWh, UnixMs
from drivers.keystore import KeySigner
from tests.core.story import CONSTANTS, CYCLE_S, GENESIS_S, KEYS, Agent, account

UNIT_KEY = KeySigner(b"\x05" * 32)
CONTRACT = Address("0x" + "57" * 20)
ALICE, BOB = "0x" + "a1" * 20, "0x" + "b0" * 20
OWNER = CONSTANTS.member
NOW_MS = (GENESIS_S + 10 * CYCLE_S) * 1_000
ENT = 10**18
PARAMETERS = StorageParameters(str(ENT // 2), str(ENT // 2), str(ENT // 20), 7_200, str(ENT // 5))
KEYS["unit"] = UNIT_KEY


def home(**changes: Any) -> Any:
    """The constants of a home with a battery of 10 kWh."""
    plain = UnitConstants(UNIT_KEY.address, 10_000, report_every_s=900, report_wh=1_000)
    unit = msgspec.structs.replace(plain, **changes)
    return msgspec.structs.replace(CONSTANTS, storage=StorageConstants(CONTRACT, unit=unit))


class Chain:
    """A storage contract as the unit and the owner meet it: takes, refuses, says so."""

    def __init__(self) -> None:
        self.nonces = {UNIT_KEY.address: 3, OWNER: 7}
        self.calls = {UNIT_KEY.address: 0, OWNER: 0}
        self.last: dict[str, tuple[CallOutcome, str]] = {}
        self.block = 100
        self.registered = True
        self.energy_wh = 0
        self.taken: dict[bytes, CallOutcome] = {}
        self.accepted: list[tuple[str, str, int]] = []
        """Reports: kind, party, Wh."""
        self.sessions: list[UnitSession] = []
        self.refuse: list[str] = []
        """Reasons for the next calls to be refused; "" accepts, "!" reverts."""
        self.parameters = PARAMETERS

    def take(self, raw: bytes) -> None:
        """Carry out a transaction once, in the order of nonces."""
        signed = decode(raw)
        name = keccak256(raw)
        if name in self.taken or signed.transaction.nonce != self.nonces[signed.sender]:
            return
        self.nonces[signed.sender] += 1
        reason = self.refuse.pop(0) if self.refuse else self._problem(signed.transaction.data)
        if reason == "!":
            self.taken[name] = "reverted"
            return
        self.calls[signed.sender] += 1
        self.taken[name] = "refused" if reason else "accepted"
        self.last[signed.sender] = (self.taken[name], reason)
        if not reason:
            self._do(signed.transaction.data)

    def _problem(self, data: bytes) -> str:
        if data[:4] == selector(Call.ENERGY_CONSUMED):
            party = "0x" + data[16:36].hex()
            held = sum(one.energy_wh for one in self.sessions if one.consumer == party)
            if held < int.from_bytes(data[36:68]):
                return "Consumer has no session"
        if not self.registered and data[:4] in (
            selector(Call.ENERGY_PRODUCED),
            selector(Call.ENERGY_CONSUMED),
        ):
            return "Storage unit is not registered"
        return ""

    def _do(self, data: bytes) -> None:
        kind, party = data[:4], "0x" + data[16:36].hex()
        wh = int.from_bytes(data[36:68])
        if kind == selector(Call.ENERGY_PRODUCED):
            self.accepted.append(("produced", party, wh))
            self.energy_wh += wh
        elif kind == selector(Call.ENERGY_CONSUMED):
            self.accepted.append(("consumed", party, wh))
            self.energy_wh -= wh
            self._burn(party, wh)
        elif kind == selector(Call.REPORT_ACTUAL_ENERGY):
            self.energy_wh = int.from_bytes(data[4:36])
            self.accepted.append(("actual", "", self.energy_wh))

    def _burn(self, party: str, wh: int) -> None:
        place = next(k for k, one in enumerate(self.sessions) if one.consumer == party)
        one = self.sessions[place]
        self.sessions[place] = msgspec.structs.replace(one, energy_wh=one.energy_wh - wh)
        self.sessions = [one for one in self.sessions if one.energy_wh]

    def session(self, consumer: str, wh: int, opened_ms: int, hours: int = 2) -> None:
        """Open a session at the unit."""
        begin = opened_ms // 1_000
        self.sessions.append(
            UnitSession(
                f"{consumer}-{begin}",
                consumer,
                UNIT_KEY.address,
                wh,
                str(wh * ENT // 1_000),
                begin,
                begin + hours * 3_600,
            )
        )

    def seen(self, at_ms: int) -> StorageSeen:
        """What a reader would prove."""
        return StorageSeen(
            at_ms=at_ms,
            block=self.block,
            block_time_s=at_ms // 1_000,
            parameters=self.parameters,
            total_energy_wh=self.energy_wh,
            total_ent=str(self.energy_wh * ENT // 1_000),
            mint_cost="0",
            burn_cost="0",
            ent_available=str(50 * ENT),
            ent_locked="0",
            euro_available=str(20 * ENT),
            euro_locked="0",
            voter=True,
            my_sessions=(),
            registered=self.registered,
            unit_owner=OWNER,
            unit_energy_wh=self.energy_wh,
            unit_sessions=tuple(self.sessions),
            unit_calls=self.calls[UNIT_KEY.address],
            my_calls=self.calls[OWNER],
        )

    def outcome(self, asked: CallQuestion, at_ms: int) -> CallSeen:
        """What became of a call: of our own contract's counter, as its reader finds it."""
        if self.calls[asked.caller] == asked.calls_before:
            return CallSeen(at_ms, self.block, asked.ident, "reverted")
        outcome, reason = self.last[asked.caller]
        return CallSeen(at_ms, self.block, asked.ident, outcome, reason)


class BatteryHome(Agent):
    """An agent with a unit, its meter and a chain."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(home(**changes))
        self.chain = Chain()
        self.now_ms = NOW_MS
        self.heard = 0
        self.in_wh, self.out_wh = 50_000, 20_000
        self.meter_key = "storage"

    def begin(self) -> "BatteryHome":
        """Start, prove the accounts and the contract, and let the meter begin."""
        self.start(self.now_ms)
        self.tick(self.now_ms)
        self.take(account(self.now_ms))
        self.take(ChainStageSeen(self.now_ms, "live", "following the chain"))
        for _ in range(2):
            self.pass_time(60)
            self.read()
        self.heads(2)
        return self

    def pass_time(self, seconds: int) -> None:
        """Let time pass, without a tick."""
        self.now_ms += seconds * 1_000
        self.mono_ms += seconds * 1_000

    def read(self, in_wh: int = 0, out_wh: int = 0) -> None:
        """Let the meter count, and say so."""
        self.in_wh += in_wh
        self.out_wh += out_wh
        self.reading(self.in_wh, self.out_wh)

    def reading(self, in_wh: int, out_wh: int) -> None:
        """Let the meter say these registers."""
        name, at_ms = self.meter_key, UnixMs(self.now_ms)
        said = MeterReading(name, MeterRole.STORAGE, at_ms, EnergyWh(in_wh), EnergyWh(out_wh))
        self.take(MeterRead(self.now_ms, said))

    def charge(self, permille: int) -> None:
        """Let the battery say its state of charge."""
        self.take(BatterySeen(self.now_ms, permille))

    def heads(self, count: int = 1, *, ask: bool = True) -> None:
        """Let blocks pass: what was broadcast is carried out, what is asked is answered."""
        for _ in range(count):
            self.pass_time(2)
            self.chain.block += 1
            self.deliver()
            if ask:
                self.answer()
            self.take_tick()

    def take_tick(self) -> None:
        """Tick without another second."""
        self.tick(self.now_ms, after_ms=0)

    def deliver(self) -> None:
        """Carry out what was broadcast."""
        for effect in self.effects[self.heard :]:
            if isinstance(effect, Broadcast):
                self.chain.take(effect.raw)
        self.heard = len(self.effects)

    def answer(self) -> None:
        """Answer what the storage part asks, and the account."""
        for question in storage_questions(self.state, self.now_ms):
            match question:
                case UnitAccountQuestion(unit):
                    nonce = self.chain.nonces[unit]
                    self.take(UnitAccountSeen(self.now_ms, self.chain.block, nonce, 1_000, 10**21))
                case CallQuestion():
                    self.take(self.chain.outcome(question, self.now_ms))
                case _:
                    self.take(self.chain.seen(self.now_ms))
        self.take(account(self.now_ms, nonce=self.chain.nonces[OWNER], block=self.chain.block))

    def ask(self, wish: StorageWish) -> Answer:
        """Ask for something; return the answer."""
        self._requests += 1
        followed = self.take(StorageWished(self.now_ms, self._requests, "uid 1000", wish))
        return next(effect for effect in followed if isinstance(effect, Answer))

    @property
    def storage(self) -> StorageState:
        return self.state.storage

    def exact(self) -> None:
        """Not a watt-hour is lost or invented: the state's own sum, and against the chain."""
        assert balance(self.storage) == (0, 0)
        produced = sum(wh for kind, _, wh in self.chain.accepted if kind == "produced")
        consumed = sum(wh for kind, _, wh in self.chain.accepted if kind == "consumed")
        under = self.storage.under_way
        late_in = under.wh if under is not None and under.kind == "produced" else 0
        late_out = under.wh if under is not None and under.kind == "consumed" else 0
        assert produced - self.storage.accepted_in_wh in (0, late_in)
        assert consumed - self.storage.accepted_out_wh in (0, late_out)
