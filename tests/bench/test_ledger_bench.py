"""What checking the chain costs: time per header, proof and block; headers to catch up; memory.

pytest tests/bench/test_ledger_bench.py

The limits are the targets for an ordinary core; beside each stands what others take for the same
on this machine in the same run (rlp, eth-keys, trie, web3). A Pi 4 is about four times slower.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import rlp as other_rlp
from eth_hash.auto import keccak
from eth_keys import keys
from eth_keys.backends import CoinCurveECCBackend, NativeECCBackend
from trie import HexaryTrie

from agent.ledger import follow, qbft, trie
from agent.ledger.bloom import bloom_of
from agent.ledger.clique import Clique
from agent.ledger.network import Network
from agent.ledger.receipts import verify_receipts
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead, read_header, verify_storage
from agent.units import Address, UnixMs
from tests.ledger import clique_chain, sealed_chain
from tests.ledger.clique_chain import PERIOD_S, Sealed
from tests.ledger.sealed_chain import CHAIN_ID, GENESIS_TIME_S, World, get_proof, validators

MONTH = 30 * 86_400 // PERIOD_S
EPOCH = 30_000
HOME = bytes.fromhex("11" * 20)
HOME_ADDRESS = Address("0x" + HOME.hex())
SLOT = 3_003
KIB = 1024
ROUNDS = 80  # many short ones: the fastest is what it costs when nobody else is at work
IMPORTS = 7
FRESH = """
import sys, time
wall, cpu = time.perf_counter(), time.process_time()
import {module}
took = time.perf_counter() - wall, time.process_time() - cpu
kib = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS"))
print(*took, kib)
"""


class Table:
    """The rows to be printed when all is measured."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def add(self, what: str, got: str, target: str, others: str = "") -> None:
        self.rows.append((what, got, target, others))

    def text(self) -> str:
        rows = [("", "here", "target", "others"), *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = (
            f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}"
            for row in rows
        )
        return "\n".join(line.rstrip() for line in lines)


@pytest.fixture(scope="module")
def table(pytestconfig: pytest.Config) -> Iterator[Table]:
    made = Table()
    yield made
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():  # a benchmark nobody can read is none
        sys.stdout.write(f"\n\n{made.text()}\n")


def fastest_us(work: Callable[[], object], times: int) -> float:
    """Return the least mean microseconds of the rounds, for what others do."""
    rounds = []
    for _ in range(ROUNDS if times > 1 else 10):
        started = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - started) / times)
    return min(rounds) * 1e6


def measured_us(benchmark: Any, work: Callable[[], object], times: int) -> float:
    benchmark.pedantic(work, rounds=ROUNDS, iterations=times, warmup_rounds=1)
    return float(benchmark.stats.stats.min) * 1e6


def ratio(name: str, theirs_us: float, ours_us: float) -> str:
    return f"{name} {theirs_us:.0f} µs ({theirs_us / ours_us:.1f} x)"


def point(made: Any, named: list[sealed_chain.Validator]) -> TrustPoint:
    signers = tuple(Address(one.address) for one in named)
    return TrustPoint(made.number, made.hash, made.time_s, signers)


def test_qbft_header_with_three_seals(benchmark: Any, table: Table) -> None:
    """From a node's JSON to a believed block."""
    four = validators(4)
    made = sealed_chain.block(9, bytes(32), four).sealed_by(four[:3])
    answer = Untrusted(msgspec.json.encode(made.json()))
    trusted = point(sealed_chain.block(0, bytes(32), four), four)

    def ours() -> object:
        header = read_header(answer)
        return qbft.verify_skip(trusted, header)  # type: ignore[arg-type]

    assert isinstance(ours(), Verified)
    us = measured_us(benchmark, ours, 40)
    digest, seals = made.commit_hash, [keys.Signature(seal) for seal in made.seals]
    fast, native = CoinCurveECCBackend(), NativeECCBackend()
    fast_us = fastest_us(lambda: [fast.ecdsa_recover(digest, seal) for seal in seals], 20)
    native_us = fastest_us(lambda: [native.ecdsa_recover(digest, seal) for seal in seals], 1)
    others = ratio("eth-keys, its seals alone", fast_us, us)
    table.add("QBFT header, 3 seals", f"{us:.0f} µs", "400 µs", others)
    table.add("", "", "", ratio("eth-keys without coincurve", native_us, us))
    assert us <= 400


def test_clique_header(benchmark: Any, table: Table) -> None:
    """From a node's JSON to the state after the block."""
    five = validators(5)
    genesis = clique_chain.genesis(five)
    first, second = clique_chain.row(genesis, five, 2)
    rules = Clique(PERIOD_S)
    parent = rules.apply(clique_chain.trust(genesis, five), first.header)
    answer = json_of(second)

    def ours() -> object:
        return rules.apply(parent.point, read_header(answer))  # type: ignore[arg-type,union-attr]

    assert ours().point.number == 2  # type: ignore[attr-defined]
    us = measured_us(benchmark, ours, 60)
    encoded = second.encode()

    def theirs() -> None:
        fields = other_rlp.decode(encoded)
        extra = fields[12]
        fields[12] = extra[:-65]
        digest = keccak(other_rlp.encode(fields))
        keccak(encoded)
        CoinCurveECCBackend().ecdsa_recover(digest, keys.Signature(extra[-65:]))

    others = ratio("rlp and eth-keys, hash and seal alone", fastest_us(theirs, 20), us)
    table.add("Clique header", f"{us:.0f} µs", "110 µs", others)
    assert us <= 110


def world() -> World:
    return World(
        storage={HOME: {slot: slot * 1_000 + 1 for slot in range(3_000, 3_060)}},
        nonces={HOME: 3},
        balances={HOME: 10**18, **{bytes((n,)) * 20: n for n in range(32, 96)}},
    )


def test_storage_proof(benchmark: Any, table: Table) -> None:
    answer = get_proof(world(), HOME, [SLOT])
    root = bytes.fromhex(str(answer["storageHash"])[2:])
    shown: Any = answer["storageProof"]
    nodes = [bytes.fromhex(node[2:]) for node in shown[0]["proof"]]
    key = keccak(SLOT.to_bytes(32, "big"))
    assert trie.prove(root, key, nodes) is not None
    us = measured_us(benchmark, lambda: trie.prove(root, key, nodes), 100)
    opened = [other_rlp.decode(node) for node in nodes]
    theirs_us = fastest_us(lambda: HexaryTrie.get_from_proof(root, key, opened), 10)
    others = ratio("trie", theirs_us, us)
    table.add(f"storage proof, {len(nodes)} nodes", f"{us:.0f} µs", "60 µs", others)
    assert us <= 60


def test_account_and_slot_of_an_answer(benchmark: Any, table: Table) -> None:
    """The whole answer of eth_getProof, from its JSON: no target, but what a question costs."""
    answer = Untrusted(msgspec.json.encode(get_proof(world(), HOME, [SLOT])))
    head = VerifiedHead(1, bytes(32), world().tries()[0].root_hash, 0, 7, 30_000_000, ())
    assert isinstance(verify_storage(answer, HOME_ADDRESS, [SLOT], head), Verified)
    us = measured_us(benchmark, lambda: verify_storage(answer, HOME_ADDRESS, [SLOT], head), 50)
    table.add("account and one slot, from JSON", f"{us:.0f} µs", "-")


def test_receipts_of_two_hundred(benchmark: Any, table: Table) -> None:
    """From the JSON of eth_getBlockReceipts to receipts that lead to the header's root."""
    contract = "0x" + "42" * 20
    tree, shown, blooms = HexaryTrie({}), [], []
    for index in range(200):
        topics = [keccak(b"Ordered(address,uint256)"), index.to_bytes(32, "big")]
        bloom, data, gas = bloom_of([(Address(contract), tuple(topics))]), bytes(96), 21_000
        raw = other_rlp.encode([b"\1", (index + 1) * gas, bloom, [[b"\x42" * 20, topics, data]]])
        tree[other_rlp.encode(index)] = b"\2" + raw
        log = {"address": contract, "topics": ["0x" + one.hex() for one in topics]}
        shown.append(
            {
                "type": "0x2",
                "status": "0x1",
                "cumulativeGasUsed": hex((index + 1) * gas),
                "logsBloom": "0x" + bloom.hex(),
                "logs": [{**log, "data": "0x" + data.hex()}],
            }
        )
        blooms.append(int.from_bytes(bloom, "big"))
    union = 0
    for one in blooms:
        union |= one
    four = validators(4)
    plain = sealed_chain.block(9, bytes(32), four).with_field(5, tree.root_hash)
    header = read_header(
        Untrusted(msgspec.json.encode(plain.with_field(6, union.to_bytes(256, "big")).json()))
    )
    answer = Untrusted(msgspec.json.encode(shown))
    assert isinstance(verify_receipts(header, answer), Verified)  # type: ignore[arg-type]
    us = measured_us(benchmark, lambda: verify_receipts(header, answer), 2)  # type: ignore[arg-type]
    items = [tree[other_rlp.encode(index)] for index in range(200)]

    def theirs() -> None:
        built = HexaryTrie({})
        for index, item in enumerate(items):
            built[other_rlp.encode(index)] = item

    others = ratio("trie, the root alone", fastest_us(theirs, 1), us)
    table.add("receipts of a block, 200 of them", f"{us / 1000:.1f} ms", "5 ms", others)
    assert us <= 5_000


NAMES = list(sealed_chain.block(0, bytes(32), validators(1)).json())[:16]
NUMBERS = {7, 8, 9, 10, 11, 15}


def json_of(made: Sealed) -> Untrusted:
    """Return the block as eth_getBlockByNumber shows it."""
    shown = {
        name: hex(int.from_bytes(value, "big")) if place in NUMBERS else "0x" + value.hex()
        for place, (name, value) in enumerate(zip(NAMES, made.fields, strict=True))
    }
    return Untrusted(msgspec.json.encode(shown))


def catch_up(network: Network, tip: int, shown: Callable[[int], Untrusted]) -> list[int]:
    """Follow from the checkpoint to the tip as the driver does; return the headers of each step."""
    state, steps = follow.begin(network, None), []
    now = UnixMs((GENESIS_TIME_S + tip * PERIOD_S) * 1000)
    fetch = follow.wanted(network, state, tip)
    while fetch is not None and fetch.last <= tip:
        answers = [shown(number) for number in range(fetch.first, fetch.last + 1)]
        steps.append(len(answers))
        step = follow.verify(network, state, fetch, answers, now)
        if isinstance(step, Verified):
            state = step.value.state
            fetch = follow.wanted(network, state, tip)
        else:
            assert isinstance(step, NotEnoughTrust), step
            fetch = step.fetch
    depth = 2 * len(state.trusted.validators) + 1
    assert state.trusted.number >= (tip if network.engine == "qbft" else tip - depth)
    return steps


def network_of(trusted: TrustPoint, **engine: Any) -> Network:
    return Network(CHAIN_ID, trusted.hash, trusted, PERIOD_S, 40 * 86_400, 30, 10, **engine)


def test_qbft_month_is_one_header(table: Table) -> None:
    four = validators(4)
    genesis = sealed_chain.block(0, bytes(32), four)
    tip = sealed_chain.block(MONTH, bytes(32), four).sealed_by(four[1:])
    answer = Untrusted(msgspec.json.encode(tip.json()))
    started = time.process_time()
    steps = catch_up(network_of(point(genesis, four)), MONTH, lambda _number: answer)
    took_ms = (time.process_time() - started) * 1000
    table.add("QBFT, 30 days later: headers", f"{sum(steps)}", "1", f"{took_ms:.1f} ms of CPU")
    assert steps == [1]


class SparseClique:
    """A month of a Clique chain of five, of which only the blocks asked for are ever sealed."""

    def __init__(self, replaced_every_epochs: int) -> None:
        self._keys = validators(24)
        self._every = replaced_every_epochs
        self.genesis = clique_chain.genesis(self.signers(0))
        self._blocks: dict[int, Sealed] = {0: self.genesis}

    def signers(self, number: int) -> list[sealed_chain.Validator]:
        """Return five; one after another leaves, half an epoch before the lists say so."""
        epoch = (number + EPOCH // 2) // EPOCH
        first = epoch // self._every if self._every else 0
        return sorted(self._keys[first : first + 5], key=lambda one: one.raw)

    def block(self, number: int) -> Sealed:
        if number not in self._blocks:
            self._blocks[number] = self._sealed(number)
        return self._blocks[number]

    def _sealed(self, number: int) -> Sealed:
        signers = self.signers(number)
        before = self._blocks.get(number - 1)
        return clique_chain.unsealed(
            number,
            keccak(number.to_bytes(8, "big")) if before is None else before.hash,
            difficulty=2,
            listed=signers if number % EPOCH == 0 else (),
        ).sealed_by(clique_chain.in_turn(signers, number))


@pytest.mark.parametrize("every", [0, 3], ids=["same signers", "one of five replaced each 5 days"])
def test_clique_month_is_epochs_and_a_tail(table: Table, every: int) -> None:
    chain = SparseClique(every)
    trusted = clique_chain.trust(chain.genesis, chain.signers(0))
    network = network_of(trusted, engine="clique", clique=Clique(PERIOD_S, EPOCH))
    asked: list[int] = []

    def shown(number: int) -> Untrusted:
        asked.append(number)
        return json_of(chain.block(number))

    catch_up(network, MONTH, shown)  # the first time seals the blocks
    tail_from = MONTH // EPOCH * EPOCH + 11  # the deepest block the last jump may have used
    jumps = sum(number <= tail_from for number in asked)
    tail = len(asked) - jumps
    started = time.process_time()
    catch_up(network, MONTH, shown)
    took_s = time.process_time() - started
    signers = "signers change" if every else "same signers"
    others = f"and a tail of {tail}; {took_s:.1f} s of CPU for all"
    table.add(f"Clique, 30 days later, {signers}: headers", f"{jumps}", "100", others)
    assert jumps <= 100


def fresh_process(module: str) -> tuple[float, float, float]:
    """Return the least wall and CPU seconds to import a module, and the MiB it leaves resident."""
    best = []
    for _ in range(IMPORTS):
        command = [sys.executable, "-c", FRESH.format(module=module)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        wall, cpu, kib = said.split()
        best.append((float(wall), float(cpu), int(kib) / KIB))
    return min(one[0] for one in best), min(one[1] for one in best), min(one[2] for one in best)


def test_import_and_memory_of_client_and_transport(table: Table) -> None:
    # aiohttp is imported when a node is first asked: a client without it has no transport
    wall_s, cpu_s, mib = fresh_process("drivers.chain_rpc, aiohttp")
    pure = fresh_process("agent.ledger.follow")
    theirs = fresh_process("web3")
    table.add(
        "import of the client and its HTTP",
        f"{wall_s:.2f} s",
        "0.30 s",
        f"web3 {theirs[0]:.2f} s; {cpu_s:.2f} s of it CPU; without HTTP {pure[0]:.2f} s",
    )
    table.add(
        "memory after it",
        f"{mib:.1f} MiB",
        "40 MiB",
        f"web3 {theirs[2]:.1f}; without {pure[2]:.1f}",
    )
    assert mib <= 40
    assert wall_s <= 0.3
