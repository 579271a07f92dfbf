"""Lies that the node can be told to tell, judged by the agent's own light client.

The chain's codec and the agent's share no code: what both accept was coded twice.
"""

import msgspec
import pytest

from agent.ledger.follow import Advance, Halt, begin, compare, verify_next, verify_skip
from agent.ledger.network import read_network
from agent.ledger.verdict import Invalid, NotEnoughTrust, Untrusted, Verified
from agent.ledger.verify import verify_storage
from agent.units import Address, UnixMs
from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.byzantine import (
    conflicting_sibling,
    with_duplicate_seal,
    with_foreign_seal,
    with_other_state,
    with_too_few_seals,
)
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.network import describe
from drivers.simulated.devchain.qbft_seal import QbftSeal
from drivers.simulated.devchain.rpc_json import block_json, proof_json
from tests.devchain.samples import GENESIS_S, SEED, WRITER, Wallet, call_writer

NOW = UnixMs((GENESIS_S + 1000) * 1000)


def told(block: Block) -> Untrusted:
    return Untrusted(msgspec.json.encode(block_json(block, full=False)))


def sealed(chain: DevChain, count: int) -> None:
    for _ in range(count):
        chain.seal_block(chain.head.header.timestamp_s + 1)


@pytest.mark.parametrize("round_number", [0, 2])
def test_agent_follows_and_skips(chain: DevChain, wallets: list[Wallet], round_number: int) -> None:
    engine = chain.engine
    assert isinstance(engine, QbftSeal)
    engine.round_number = round_number
    network = read_network(describe(chain, "http://127.0.0.1:1", 1).settings())
    state = begin(network, None)
    for number in range(1, 4):
        chain.submit(wallets[0].sign(to=WRITER, gas=400_000, data=call_writer(0, number)))
        chain.seal_block(GENESIS_S + number)
        step = verify_next(network, state, told(chain.head), NOW)
        assert isinstance(step, Verified), step
        state = step.value.state
        answer = Untrusted(
            msgspec.json.encode(proof_json(WRITER, chain.proof(WRITER, [0, 2**255, 99])))
        )
        address = Address("0x" + WRITER.hex())
        proven = verify_storage(answer, address, (0, 2**255, 99), step.value.head)
        assert isinstance(proven, Verified), proven
        assert proven.value.words == (number, 12, 0)
    sealed(chain, 100)
    step = verify_skip(network, state, told(chain.head), 103, NOW)
    assert isinstance(step, Verified), step
    assert isinstance(step.value, Advance)
    assert step.value.head.hash == chain.head.hash


def test_agent_refuses_forged_seals(chain: DevChain) -> None:
    sealed(chain, 5)
    network = read_network(describe(chain, "http://127.0.0.1:1", 1).settings())
    state = begin(network, None)
    stranger = account_key(SEED, 99)
    for lie in (
        with_too_few_seals(chain, chain.head),
        with_duplicate_seal(chain, chain.head),
        with_foreign_seal(chain, chain.head, stranger),
    ):
        assert lie.hash == chain.head.hash
        chain.serve_instead(lie)
        assert chain.block(5) is lie
        step = verify_skip(network, state, told(lie), 5, NOW)
        assert isinstance(step, Invalid | NotEnoughTrust), lie
    chain.serve_truth()
    assert chain.block(5) is chain.head


def test_agent_halts_on_a_second_final_block(chain: DevChain) -> None:
    sealed(chain, 3)
    network = read_network(describe(chain, "http://127.0.0.1:1", 1).settings())
    step = verify_skip(network, begin(network, None), told(chain.head), 3, NOW)
    assert isinstance(step, Verified)
    state = step.value.state
    for lie in (
        conflicting_sibling(chain, chain.head),
        with_other_state(chain, chain.head, b"\7" * 32),
    ):
        assert lie.hash != chain.head.hash
        assert lie.header.parent_hash == chain.head.header.parent_hash
        assert isinstance(compare(network, state, told(lie), 3, NOW), Halt)


def test_lies_do_not_touch_the_chain(chain: DevChain) -> None:
    sealed(chain, 2)
    lie = with_other_state(chain, chain.head, b"\7" * 32)
    chain.serve_instead(lie)
    assert chain.block_by_hash(lie.hash) is lie
    sealed(chain, 2)
    assert chain.head.header.number == 4
    third = chain.block(3)
    assert third is not None
    assert third.header.parent_hash != lie.hash


def test_other_validators_are_not_believed_without_trust(chain: DevChain) -> None:
    network = read_network(describe(chain, "http://127.0.0.1:1", 1).settings())
    engine = chain.engine
    assert isinstance(engine, QbftSeal)
    engine.replace_validators(validator_keys(SEED + 1, 4))
    sealed(chain, 1)
    step = verify_next(network, begin(network, None), told(chain.head), NOW)
    assert isinstance(step, Invalid | NotEnoughTrust)
