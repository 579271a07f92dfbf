"""A reporting home that is killed again and again, before the real contract on a real EVM.

The chain here is the contract's code and two rows of nonces; the home's eyes are the real reader.
Whatever the home let out before it died may be carried out, or be lost on the way.
"""

import asyncio
import multiprocessing
import pickle
import random
import time
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

import msgspec
import pytest

from agent.core.events import ChainStageSeen, Event, MeterRead, Started, Ticked
from agent.core.questions import StorageMarketQuestion
from agent.core.storage_facts import CallSeen
from agent.core.storage_state import StorageState, balance, open_in_wh
from agent.ledger import storage_contract as sc
from agent.ledger.transaction import decode
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.metering.reading import MeterReading, MeterRole
from agent.roles.storage_unit import total_wh
from agent.shell.storage_reader import StorageReader
from agent.units import Address, EnergyWh, UnixMs
from tests.contracts.depot import CONTRACT, FOUNDER, Depot, person
from tests.core.battery_story import OWNER, UNIT_KEY, home
from tests.core.story import account
from tests.shell import reporter

UNIT = UNIT_KEY.address
CONSUMER = person(5)
_FORKS = multiprocessing.get_context("forkserver")
START_S = 1_800_000_000
QUIET_ROUNDS = 4_000


class Outcome(msgspec.Struct):
    """What came of the kills."""

    kills: int = 0
    under_way: int = 0
    """Kills while a report was under way."""
    in_wh: int = 0
    """What the meter counted, and what the contract holds as reported."""
    out_wh: int = 0
    chain_in_wh: int = 0
    chain_out_wh: int = 0
    reports: int = 0
    refused: int = 0
    unbalanced: int = 0
    """Lives whose own sums did not come to zero."""
    slowest_s: float = 0.0
    """From a start to the first answer."""

    @property
    def drift_wh(self) -> int:
        """Energy lost or invented, both directions."""
        return abs(self.in_wh - self.chain_in_wh) + abs(self.out_wh - self.chain_out_wh)


class DepotChain:
    """The Chain port over the bare EVM: what would be proven is read."""

    def __init__(self, depot: Depot, nonces: dict[str, int]) -> None:
        self._depot, self._nonces = depot, nonces

    async def account(self, address: Address, _head: VerifiedHead) -> VerifiedAccount:
        return VerifiedAccount(self._nonces.get(address, 0), 10**21, b"\0" * 32, sc.CODE_HASH)

    async def storage(
        self, _address: Address, slots: Sequence[int], _head: VerifiedHead
    ) -> tuple[int, ...]:
        return tuple(self._depot.word(slot) for slot in slots)


class Place:
    """The contract, the meter, the clock: everything that a kill does not end."""

    def __init__(self, directory: Path, seed: int, *, remembers: bool) -> None:
        self.chance = random.Random(seed)
        self.journal = directory / "journal.db"
        self.remembers = remembers
        self.depot = Depot.fresh()
        self.depot.now_s = START_S
        self.depot.call(FOUNDER, "registerStorageUnit", UNIT, OWNER)
        self.nonces: dict[str, int] = {UNIT: 3, OWNER: 7}
        self.reader = StorageReader(
            DepotChain(self.depot, self.nonces),  # type: ignore[arg-type]
            contract=CONTRACT,
            owner=OWNER,
        )
        plain = home(producer=CONSUMER, report_wh=120, report_every_s=300).storage
        base = home()
        storage = msgspec.structs.replace(plain, contract=CONTRACT)
        self.constants = msgspec.structs.replace(base, storage=storage)
        self.now_ms, self.block = START_S * 1_000, 100
        self.in_wh, self.out_wh = 40_000, 10_000
        self.waiting: list[bytes] = []
        """Let out, and not carried out yet."""
        self.outcome = Outcome()
        self.asked: tuple[StorageMarketQuestion, ...] = ()
        self.storage = StorageState()

    # The world goes on.

    def pass_time(self, seconds: int) -> None:
        self.now_ms += seconds * 1_000
        self.depot.now_s = self.now_ms // 1_000

    def count(self) -> None:
        """Energy flows: more into the battery than out of it."""
        self.in_wh += self.chance.randrange(0, 90)
        self.out_wh += self.chance.choice([0, 0, self.chance.randrange(0, 60)])

    def seal(self) -> None:
        """A block: what arrived is carried out once, in the order of nonces."""
        self.block += 1
        for raw in sorted(set(self.waiting), key=lambda one: decode(one).transaction.nonce):
            signed = decode(raw)
            if signed.transaction.nonce == self.nonces[signed.sender]:
                self.nonces[signed.sender] += 1
                self.depot.run(signed.sender, signed.transaction.data)
                self.depot.state.lock_changes()
                self.outcome.reports += 1
        self.waiting.clear()
        if self.chance.random() < 0.3:
            self.open_session(CONSUMER)

    def open_session(self, who: Address) -> None:
        """Lock what they have, if they have no session now."""
        ent = self.depot.ent(who).available
        word = self.depot.word(sc.session_slot(UNIT, who))
        if ent > 10**17 and word == 0:
            self.depot.call(who, "startConsumptionSession", UNIT, ent // 2)

    # What the home hears.

    async def answers(self) -> list[Event]:
        """Answer what it asked, as its own reader finds it."""
        head = VerifiedHead(
            self.block, b"h" * 32, b"r" * 32, self.now_ms // 1_000, 1_000, 30_000_000, ()
        )
        found: list[Event] = [account(self.now_ms, nonce=self.nonces[OWNER], block=self.block)]
        for question in self.asked:
            fact = await self.reader.answer(question, head, self.now_ms)
            self.outcome.refused += isinstance(fact, CallSeen) and fact.outcome == "refused"
            found.append(fact)
        return found

    def reading(self) -> Event:
        at_ms = UnixMs(self.now_ms)
        said = MeterReading(
            "storage", MeterRole.STORAGE, at_ms, EnergyWh(self.in_wh), EnergyWh(self.out_wh)
        )
        return MeterRead(self.now_ms, said)

    async def batch(self) -> list[Event]:
        """The next events of a running home."""
        self.pass_time(self.chance.choice([2, 5, 30]))
        match self.chance.randrange(3):
            case 0:
                self.count()
                return [self.reading()]
            case 1:
                self.seal()
                return await self.answers()
            case _:
                return [Ticked(self.now_ms, self.now_ms, True)]

    def greeting(self) -> list[Event]:
        """What every start begins with."""
        self.pass_time(1)
        return [
            Started(self.now_ms, self.now_ms, "boot", self.constants),
            Ticked(self.now_ms, self.now_ms, True),
            ChainStageSeen(self.now_ms, "live", "following the chain"),
        ]


class Life:
    """One process, from its start to its end."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._pipe, theirs = _FORKS.Pipe()
        self._process = _FORKS.Process(
            target=reporter.live, args=(str(place.journal), theirs, place.remembers), daemon=True
        )
        self._process.start()
        theirs.close()

    def tell(self, events: list[Event]) -> None:
        self._pipe.send_bytes(msgspec.json.encode(events))

    def hear(self) -> None:
        """Wait for the answer to what was told; transactions that come before it are on their way."""
        while True:
            told = self._pipe.recv_bytes()
            if told[:1] == reporter.TRANSACTION:
                self._let_out(told[1:])
                continue
            _, self._place.asked, self._place.storage = pickle.loads(told)  # noqa: S301 - our own child
            self._place.outcome.unbalanced += balance(self._place.storage) != (0, 0)
            return

    def _let_out(self, raw: bytes) -> None:
        if self._place.chance.random() < 0.9:  # some are lost on the way
            self._place.waiting.append(raw)

    def kill(self) -> None:
        """End it, whatever it does; what it had let out before is out."""
        self._process.kill()
        self._process.join()
        try:
            while True:
                told = self._pipe.recv_bytes()
                if told[:1] == reporter.TRANSACTION:
                    self._let_out(told[1:])
        except (EOFError, OSError):
            self._pipe.close()
        self._process.close()


def start_forks() -> None:
    """Have all that a home imports imported once; a life is then a fork of it."""
    _FORKS.set_forkserver_preload(["tests.shell.reporter"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        forkserver.ensure_running()


async def kill_reporters(
    directory: Path, kills: int, seed: int, *, remembers: bool = True
) -> Outcome:
    """Kill a reporting home so often; let it come to rest; compare meter and contract."""
    start_forks()
    place = Place(directory, seed, remembers=remembers)
    outcome, chance = place.outcome, place.chance
    first = (place.in_wh, place.out_wh)
    while outcome.kills < kills:
        life = await begun(place, counts=outcome.kills > 0 or None)
        for _ in range(chance.randrange(0, 12)):
            life.tell(await place.batch())
            life.hear()
        life.tell(await place.batch())
        await asyncio.sleep(chance.choice([0.0, chance.random() * 0.002, chance.random() * 0.01]))
        outcome.under_way += place.storage.under_way is not None
        life.kill()
        outcome.kills += 1
    await settle(place)
    unit = sc.Unit.unpack(place.depot.word(sc.unit_slot(UNIT)))
    outcome.in_wh, outcome.out_wh = place.in_wh - first[0], place.out_wh - first[1]
    outcome.chain_in_wh, outcome.chain_out_wh = unit.produced_wh, unit.consumed_wh
    return outcome


async def begun(place: Place, *, counts: bool | None = True) -> Life:
    """Start a life; the very first one sees the meter twice before any energy flows."""
    life = Life(place)
    begin = time.monotonic()
    life.tell(place.greeting())
    life.hear()
    place.outcome.slowest_s = max(place.outcome.slowest_s, time.monotonic() - begin)
    if counts is None:
        for _ in range(2):
            place.pass_time(60)
            life.tell([place.reading()])
            life.hear()
    return life


async def settle(place: Place) -> None:
    """Let it live until nothing is open, the owner taking what left without a session."""
    life = await begun(place)
    for _ in range(QUIET_ROUNDS):
        place.pass_time(20)
        place.seal()
        place.open_session(OWNER)
        life.tell([place.reading(), *await place.answers()])
        life.hear()
        life.tell([Ticked(place.now_ms, place.now_ms, True)])
        life.hear()
        left = open_in_wh(place.storage) + total_wh(place.storage.portions_out)
        if not left and place.storage.under_way is None:
            break
    life.kill()


def told(outcome: Outcome) -> str:
    """The figures in a line."""
    return (
        f"{outcome.kills} kills ({outcome.under_way} with a report under way),"
        f" {outcome.reports} reports carried out, {outcome.refused} refused;"
        f" counted {outcome.in_wh} Wh in and {outcome.out_wh} Wh out, on the chain"
        f" {outcome.chain_in_wh} and {outcome.chain_out_wh}: drift {outcome.drift_wh} Wh;"
        f" back within {outcome.slowest_s:.2f} s"
    )
