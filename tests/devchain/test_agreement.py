"""The agent's light client follows every kind of chain that this second implementation seals.

The two share no code: what both accept, including votes, epochs and forks, was coded twice.
"""

import random

import msgspec
import pytest

from agent.ledger.follow import (
    Agrees,
    Follow,
    Halt,
    Step,
    begin,
    compare,
    verify,
    wanted,
)
from agent.ledger.network import Network, read_network
from agent.ledger.verdict import Fetch, Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import VerifiedHead, verify_storage
from agent.units import Address, UnixMs
from drivers.simulated.devchain import byzantine
from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.engines import named_engine, with_validator_contract
from drivers.simulated.devchain.genesis import validator_keys
from drivers.simulated.devchain.network import describe
from drivers.simulated.devchain.rpc_json import block_json, hex_data, proof_json
from drivers.simulated.devchain.sealing import address_of
from drivers.simulated.devchain.validator_registry import REGISTRY, call_data
from tests.devchain.samples import SEED, WRITER, Wallet, call_writer, genesis

RING = [address_of(key) for key in validator_keys(SEED, 13)]
PERIOD_S = 2


def running(
    name: str, validators: int = 5, epoch: int = 20, *, contract: bool = False
) -> tuple[DevChain, Network]:
    engine = named_engine(
        name,
        seed=SEED,
        validators=validators,
        epoch=epoch,
        period_s=PERIOD_S,
        contract=contract,
    )
    start = with_validator_contract(genesis(), engine) if contract else genesis()
    chain = DevChain(start, (), engine=engine)
    return chain, read_network(describe(chain, "http://127.0.0.1:1", PERIOD_S).settings())


def seal(chain: DevChain, count: int = 1) -> None:
    for _ in range(count):
        chain.seal_block(chain.head.header.timestamp_s + PERIOD_S)


def told(block: Block) -> Untrusted:
    return Untrusted(msgspec.json.encode(block_json(block, full=False)))


def now_of(chain: DevChain) -> UnixMs:
    return UnixMs(chain.head.header.timestamp_s * 1000)


def proof(chain: DevChain, address: bytes, slots: tuple[int, ...], number: int) -> Untrusted:
    answer = proof_json(address, chain.proof(address, slots, number))
    return Untrusted(msgspec.json.encode(answer))


def answered(chain: DevChain, network: Network, state: Follow, fetch: Fetch) -> Step:
    blocks = map(chain.block, range(fetch.first, fetch.last + 1))
    answers = [told(block) for block in blocks if block is not None]
    shown = proof(chain, REGISTRY, fetch.slots, fetch.first) if fetch.slots else None
    return verify(network, state, fetch, answers, now_of(chain), shown)


def newest(chain: DevChain, network: Network, state: Follow) -> tuple[Follow, VerifiedHead | None]:
    """Ask the chain for whatever the client wants until it wants no more."""
    head: VerifiedHead | None = None
    tip = chain.head.header.number
    fetch = wanted(network, state, tip)
    for _ in range(300):
        if fetch is None or fetch.last > tip:  # what is missing has not been sealed yet
            break
        step = answered(chain, network, state, fetch)
        if isinstance(step, NotEnoughTrust):
            fetch = None if step.fetch == fetch else step.fetch
            continue
        assert isinstance(step, Verified), step
        state, head = step.value.state, step.value.head
        fetch = wanted(network, state, tip)
    return state, head


def followed(chain: DevChain, network: Network, state: Follow) -> tuple[Follow, VerifiedHead]:
    state, head = newest(chain, network, state)
    assert head is not None
    return state, head


def check(chain: DevChain, head: VerifiedHead) -> None:
    block = chain.block(head.number)
    assert block is not None
    assert (head.hash, head.state_root) == (block.hash, block.header.state_root)
    after = chain.block(head.number + 1)
    if after is not None:
        may_seal = chain.engine.validators_in(after.header)
        assert head.validators == tuple(map(hex_data, may_seal))


@pytest.mark.parametrize("name", ["qbft", "ibft2", "clique"])
@pytest.mark.parametrize("stride", [1, 7, 60])
def test_client_follows_votes_epochs_and_rounds(name: str, stride: int) -> None:
    chain, network = running(name)
    dice = random.Random(stride)
    state, sizes, checked = begin(network, None), set(), 0
    for _ in range(240 // stride):
        for _ in range(stride):
            # The first four stay: a third of the set trusted last must still be there.
            if dice.random() < 0.2:
                chain.engine.propose(dice.choice(RING[4:]), add=dice.random() < 0.7)
            seal(chain)
        state, head = newest(chain, network, state)
        if head is not None:
            check(chain, head)
            sizes.add(len(head.validators))
            checked += 1
    lag = chain.head.header.number - state.trusted.number
    assert lag == 0 if name != "clique" else lag <= 3 * len(chain.engine.validators)
    assert checked >= 60 // stride
    assert len(sizes) > 1


def test_client_follows_a_contracts_validators(wallets: list[Wallet]) -> None:
    chain, network = running("qbft", contract=True)
    state = begin(network, None)
    for first in range(4):
        named = RING[first : first + 6]
        chain.submit(wallets[0].sign(to=REGISTRY, data=call_data(named), gas=800_000))
        seal(chain, 3)
        state, head = followed(chain, network, state)
        block = chain.block(head.number)
        assert block is not None
        assert (head.number, head.hash) == (chain.head.header.number, block.hash)


@pytest.mark.parametrize("name", ["ibft2", "clique"])
def test_storage_is_proven_under_every_engines_heads(name: str, wallets: list[Wallet]) -> None:
    chain, network = running(name)
    chain.submit(wallets[0].sign(to=WRITER, gas=400_000, data=call_writer(0, 77)))
    seal(chain, 30)
    _, head = followed(chain, network, begin(network, None))
    shown = proof(chain, WRITER, (0, 2**255, 99), head.number)
    proven = verify_storage(shown, Address(hex_data(WRITER)), (0, 2**255, 99), head)
    assert isinstance(proven, Verified), proven
    assert proven.value.words == (77, 12, 0)


def test_final_clique_block_survives_a_reorganisation_of_what_is_not_final() -> None:
    chain, network = running("clique")
    seal(chain, 30)
    state, head = followed(chain, network, begin(network, None))
    chain.reorganise(chain.head.header.number - head.number)
    check(chain, head)
    seal(chain, 10)
    state, later = followed(chain, network, state)
    check(chain, later)
    assert later.number > head.number


def test_deep_clique_fork_is_evidence_and_not_followed() -> None:
    chain, network = running("clique")
    seal(chain, 30)
    state, head = followed(chain, network, begin(network, None))
    chain.reorganise(chain.head.header.number - head.number + 3)
    seal(chain, 20)
    fetch = wanted(network, state, chain.head.header.number)
    assert fetch is not None
    step = answered(chain, network, state, fetch)
    assert not isinstance(step, Verified), step
    assert isinstance(step, Halt | Invalid | NotEnoughTrust)


@pytest.mark.parametrize(
    "lie", ["foreign-seal", "wrong-difficulty", "recent-signer", "wrong-epoch-list"]
)
def test_forged_clique_blocks_are_refused(lie: str) -> None:
    chain, network = running("clique")
    seal(chain, 30)
    start, fetch, forged = begin(network, None), Fetch(1, 20), chain.block(20)
    assert forged is not None
    assert isinstance(answered(chain, network, start, fetch), Verified)
    # The newest block told, so that no broken link gives the lie away.
    chain.serve_instead(byzantine.FORGERIES[lie](chain, forged))
    step = answered(chain, network, start, fetch)
    assert isinstance(step, Invalid), step


@pytest.mark.parametrize("lie", ["too-few-seals", "duplicate-seal", "foreign-seal"])
@pytest.mark.parametrize("name", ["qbft", "ibft2"])
def test_forged_bft_blocks_are_refused(name: str, lie: str) -> None:
    chain, network = running(name)
    seal(chain, 8)
    chain.serve_instead(byzantine.FORGERIES[lie](chain, chain.head))
    step = answered(chain, network, begin(network, None), Fetch(8, 8))
    assert isinstance(step, Invalid), step


def test_second_final_block_halts_ibft2_as_well() -> None:
    chain, network = running("ibft2")
    seal(chain, 8)
    state, _ = followed(chain, network, begin(network, None))
    assert isinstance(compare(network, state, told(chain.head), 8, now_of(chain)), Agrees)
    lie = byzantine.conflicting_sibling(chain, chain.head)
    late = UnixMs(now_of(chain) + 2000)
    assert isinstance(compare(network, state, told(lie), 8, late), Halt)
