"""Clique seals, turns, votes and epochs, judged by a slow model that shares no code with them."""

import random
from dataclasses import dataclass, field

import coincurve
import pytest
import rlp
from eth_utils.crypto import keccak

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.clique_seal import CliqueSeal
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.header import Header
from drivers.simulated.devchain.sealing import SealingError, address_of
from tests.devchain.samples import ETHER, GENESIS_S, SEED, WRITER, Wallet, call_writer, genesis

EPOCH = 30


@dataclass
class SlowModel:
    """EIP-225 read literally: every list is rebuilt, every rule asserted."""

    signers: list[bytes]
    epoch: int
    period_s: int
    parent_time_s: int
    parent_hash: bytes
    sealed: list[bytes] = field(default_factory=list)  # signer of block 1, 2, ...
    votes: list[tuple[bytes, bytes, bool]] = field(default_factory=list)

    def check(self, header: Header) -> None:
        number = header.number
        assert number == len(self.sealed) + 1
        assert header.parent_hash == self.parent_hash
        assert header.timestamp_s >= self.parent_time_s + self.period_s
        assert header.mix_hash == bytes(32)
        assert header.nonce in (bytes(8), b"\xff" * 8)
        listed = header.extra_data[32:-65]
        if number % self.epoch == 0:
            assert listed == b"".join(sorted(self.signers))
            assert header.coinbase == bytes(20)
            assert header.nonce == bytes(8)
            self.votes = []
        else:
            assert listed == b""
        signer = recovered(header)
        assert signer in self.signers
        window = len(self.signers) // 2
        assert signer not in self.sealed[len(self.sealed) - window :] or window == 0
        in_turn = sorted(self.signers)[number % len(self.signers)] == signer
        assert header.difficulty == (2 if in_turn else 1)
        self.sealed.append(signer)
        self._count(signer, header.coinbase, header.nonce != bytes(8))
        self.parent_time_s = header.timestamp_s
        self.parent_hash = keccak(rlp.encode(header.fields()))

    def _count(self, signer: bytes, about: bytes, add: bool) -> None:
        self.votes = [vote for vote in self.votes if vote[:2] != (signer, about)]
        if (about in self.signers) != add:
            self.votes.append((signer, about, add))
        if sum(vote[1] == about for vote in self.votes) * 2 <= len(self.signers):
            return
        self.votes = [vote for vote in self.votes if vote[1] != about]
        if about not in self.signers:
            self.signers.append(about)
        else:
            self.signers.remove(about)
            self.votes = [vote for vote in self.votes if vote[0] != about]


def recovered(header: Header) -> bytes:
    fields = header.fields()
    extra = header.extra_data
    fields[12] = extra[:-65]
    key = coincurve.PublicKey.from_signature_and_message(
        extra[-65:], keccak(rlp.encode(fields)), hasher=None
    )
    return keccak(key.format(compressed=False)[1:])[12:]


def clique(signers: int = 5, spare: int = 0, **options: int) -> tuple[DevChain, CliqueSeal]:
    keys = validator_keys(SEED, signers + spare)
    engine = CliqueSeal(keys[:signers], spare_keys=keys[signers:], **options)
    return DevChain(genesis(), keys, engine=engine), engine


def model_of(chain: DevChain, engine: CliqueSeal, period_s: int = 1) -> SlowModel:
    return SlowModel(list(engine.validators), engine.epoch, period_s, GENESIS_S, chain.genesis.hash)


def seal(chain: DevChain, count: int = 1) -> list[Header]:
    return [
        chain.seal_block(chain.head.header.timestamp_s + chain.engine.least_gap_s())
        for _ in range(count)
    ]


def test_two_thousand_blocks_with_random_votes_obey_the_slow_model() -> None:
    chain, engine = clique(signers=5, spare=6, epoch=EPOCH, period_s=3)
    ring = [address_of(key) for key in validator_keys(SEED, 11)]
    model = model_of(chain, engine, 3)
    dice = random.Random(225)
    sizes = set()
    for _ in range(2000):
        if dice.random() < 0.2:
            engine.propose(dice.choice(ring), add=dice.random() < 0.55)
        if dice.random() < 0.3:
            engine.absent = frozenset(dice.sample(engine.validators, dice.randrange(2)))
        if len(engine.validators) < 4:
            engine.absent = frozenset()
            for address in ring:
                engine.propose(address, add=True)
        (header,) = seal(chain)
        model.check(header)
        assert engine.validators == tuple(sorted(model.signers))
        assert chain.head.hash == model.parent_hash
        sizes.add(len(model.signers))
    assert len(sizes) >= 6


def test_tips_go_to_the_signer_and_not_to_whom_the_vote_is_about(wallets: list[Wallet]) -> None:
    chain, engine = clique(spare=1)
    candidate = address_of(validator_keys(SEED, 6)[5])
    engine.propose(candidate, add=True)
    chain.submit(wallets[0].sign(to=WRITER, gas=400_000, data=call_writer(0, 1)))
    (header,) = seal(chain)
    assert header.coinbase == candidate
    assert chain.account(candidate).balance_wei == 0
    assert chain.account(recovered(header)).balance_wei == header.gas_used
    assert chain.account(wallets[0].address).balance_wei < 1000 * ETHER


def test_absent_signer_is_stepped_in_for_out_of_turn() -> None:
    chain, engine = clique(signers=5)
    engine.absent = frozenset(engine.validators[:2])
    headers = seal(chain, 20)
    assert {header.difficulty for header in headers} == {1, 2}
    assert not {recovered(header) for header in headers} & engine.absent
    engine.absent = frozenset(engine.validators[:3])
    with pytest.raises(SealingError, match="no signer"):
        seal(chain, 5)


def test_period_is_kept() -> None:
    chain, _ = clique(period_s=5)
    with pytest.raises(ValueError, match="is not after"):
        chain.seal_block(GENESIS_S + 4)
    assert chain.seal_block(GENESIS_S + 5).number == 1


@pytest.mark.parametrize("depth", [1, 2, 7])
def test_reorganisation_is_heavier_and_obeys_the_rules(depth: int, wallets: list[Wallet]) -> None:
    chain, engine = clique(epoch=4)
    model = model_of(chain, engine)
    seal(chain, 3)
    for number in range(7):
        chain.submit(wallets[number].sign(to=WRITER, gas=400_000, data=call_writer(number, 9)))
        seal(chain)
    old = chain.head
    orphan = chain.block(10)
    heard: list[int] = []
    chain.listeners.append(lambda block: heard.append(block.header.number))
    branch = chain.reorganise(depth)
    assert orphan is not None
    assert chain.block_by_hash(orphan.hash) is None
    assert chain.head.total_difficulty > old.total_difficulty
    assert heard == [block.header.number for block in branch]
    assert heard[0] == 11 - depth
    for number in range(1, chain.head.header.number + 1):
        block = chain.block(number)
        assert block is not None
        model.check(block.header)
    assert [chain.storage_word(WRITER, number) for number in range(7)] == [9] * 7
    assert engine.validators == tuple(sorted(model.signers))


def test_reorganisation_can_lose_transactions(wallets: list[Wallet]) -> None:
    chain, _ = clique()
    digest = chain.submit(wallets[0].sign())
    seal(chain)
    chain.reorganise(1, keep_transactions=False)
    assert chain.place_of(digest) is None
    assert chain.account(wallets[0].address).nonce == 0
    chain.submit(wallets[0].sign(nonce=0))
    seal(chain)
    assert chain.account(wallets[0].address).nonce == 1
    for depth in (0, 4):
        with pytest.raises(ValueError, match="depth"):
            chain.reorganise(depth)


def test_one_signer_alone_can_run_a_chain() -> None:
    chain, engine = clique(signers=1, spare=1, epoch=3)
    model = model_of(chain, engine)
    engine.propose(address_of(validator_keys(SEED, 2)[1]), add=True)
    for header in seal(chain, 9):
        model.check(header)
    assert len(model.signers) == 2


def test_unknown_candidate_voted_in_is_treated_as_absent() -> None:
    chain, engine = clique(signers=3)
    stranger = address_of(account_key(SEED, 5))
    engine.propose(stranger, add=True)
    seal(chain, 12)
    assert stranger in engine.validators
    assert len(engine.validators) == 4
    seal(chain, 12)
