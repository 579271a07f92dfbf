"""BFT validators that change: by votes, by a contract, and what both codings make of it."""

import random

import coincurve
import pytest
import rlp
from eth_utils.crypto import keccak

from drivers.simulated.devchain.bft_codec import ExtraData, decode_extra_data
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import Genesis, account_key, validator_keys
from drivers.simulated.devchain.header import Header
from drivers.simulated.devchain.qbft_seal import QbftSeal, StorageArray, quorum
from drivers.simulated.devchain.sealing import SealingError, address_of
from drivers.simulated.devchain.validator_registry import REGISTRY, call_data, registry
from tests.devchain.samples import ETHER, GENESIS_S, SEED, Wallet, genesis

EPOCH = 25
RING = validator_keys(SEED, 9)
RING_ADDRESSES = [address_of(key) for key in RING]


def bft(codec: str = "qbft", count: int = 4, epoch: int = EPOCH) -> tuple[DevChain, QbftSeal]:
    engine = QbftSeal(
        RING[:count],
        codec="ibft2" if codec == "ibft2" else "qbft",
        epoch=epoch,
        spare_keys=RING[count:],
    )
    return DevChain(genesis(), RING, engine=engine), engine


def seal(chain: DevChain, count: int = 1) -> Header:
    for _ in range(count):
        chain.seal_block(chain.head.header.timestamp_s + 1)
    return chain.head.header


def hashed(header: Header, extra: list[object]) -> bytes:
    fields = header.fields()
    fields[12] = rlp.encode(extra)
    return keccak(rlp.encode(fields))


def named(header: Header, codec: str) -> bytes:
    """Return the block hash, by the letter of Besu's BftBlockHashing."""
    parts = rlp.decode(header.extra_data)
    return hashed(header, [*parts[:3], b"", []] if codec == "qbft" else parts[:3])


def signers(header: Header, codec: str) -> set[bytes]:
    parts = rlp.decode(header.extra_data)
    digest = hashed(header, [*parts[:4], []] if codec == "qbft" else parts[:4])
    keys = [
        coincurve.PublicKey.from_signature_and_message(part, digest, hasher=None)
        for part in parts[4]
    ]
    return {keccak(key.format(compressed=False)[1:])[12:] for key in keys}


@pytest.mark.parametrize("codec", ["qbft", "ibft2"])
def test_random_votes_obey_a_slow_model(codec: str) -> None:
    chain, engine = bft(codec)
    members = sorted(engine.validators)
    votes: dict[tuple[bytes, bytes], bool] = {}
    dice = random.Random(2)
    sizes, parent = set(), chain.genesis.hash
    for _ in range(400):
        if dice.random() < 0.3:
            engine.propose(dice.choice(RING_ADDRESSES), add=dice.random() < 0.6)
        if len(engine.validators) < 4:
            for address in RING_ADDRESSES:
                engine.propose(address, add=True)
        engine.round_number = dice.choice([0, 0, 0, 1, 300])
        header = seal(chain)
        extra = decode_extra_data(header.extra_data)
        assert header.parent_hash == parent
        assert list(extra.validators) == members
        assert extra.round_number == engine.round_number
        who = signers(header, codec)
        assert len(who) == len(extra.seals) == quorum(len(members))
        assert header.coinbase in who <= set(members)
        parent = named(header, codec)
        assert chain.head.hash == parent
        if header.number % EPOCH == 0:
            assert extra.vote == ()
            votes = {}
        elif extra.vote:
            candidate, add = extra.vote[0], extra.vote[1] == b"\xff"
            votes[header.coinbase, candidate] = add
            agreeing = [1 for key, kind in votes.items() if (key[1], kind) == (candidate, add)]
            if len(agreeing) > len(members) // 2:
                members = sorted({*members, candidate} if add else {*members} - {candidate})
                gone = () if add else (candidate,)
                votes = {
                    key: kind
                    for key, kind in votes.items()
                    if key[1] != candidate and key[0] not in gone
                }
        sizes.add(len(members))
    assert len(sizes) >= 4


def test_ibft2_codes_round_votes_and_hashes_as_besu_does() -> None:
    extra = ExtraData(bytes(range(1, 33)), (b"\1" * 20,), (), 0xFEDCBA, (b"\2" * 65,))
    head = [extra.vanity, [b"\1" * 20], b""]
    assert extra.encoded("ibft2") == rlp.encode([*head, b"\0\xfe\xdc\xba", [b"\2" * 65]])
    assert extra.encoded("ibft2", "signed") == rlp.encode([*head, b"\0\xfe\xdc\xba"])
    assert extra.encoded("ibft2", "named") == rlp.encode(head)
    assert decode_extra_data(extra.encoded("ibft2")) == extra


def test_majority_of_four_is_three() -> None:
    chain, engine = bft()
    engine.propose(RING_ADDRESSES[5], add=True)
    seal(chain, 2)
    assert len(engine.validators) == 4
    seal(chain)
    assert len(engine.validators) == 5
    assert RING_ADDRESSES[5] in engine.validators


def test_epoch_clears_the_votes() -> None:
    chain, engine = bft(epoch=3)
    engine.propose(RING_ADDRESSES[5], add=True)
    seal(chain, 20)  # two votes between epochs, and three are needed
    assert len(engine.validators) == 4


@pytest.mark.parametrize("round_number", [0, 1, 2])
def test_absent_validators_do_not_seal_and_too_many_stop_the_chain(round_number: int) -> None:
    chain, engine = bft(count=7)
    engine.round_number = round_number
    engine.absent = frozenset(engine.validators[:2])
    for _ in range(8):
        assert not signers(seal(chain), "qbft") & engine.absent
    engine.absent = frozenset(engine.validators[:3])
    before = chain.head
    with pytest.raises(SealingError, match="4 validators are there where 5"):
        seal(chain)
    assert chain.head is before
    engine.absent = frozenset()
    seal(chain)


def test_validators_of_a_contract_change_with_its_storage(wallets: list[Wallet]) -> None:
    keys = validator_keys(SEED, 6)
    addresses = [address_of(key) for key in keys]
    engine = QbftSeal(keys[:4], spare_keys=keys[4:], contract=StorageArray(REGISTRY))
    alloc = {address_of(account_key(SEED, 0)): 1000 * ETHER}
    start = Genesis(GENESIS_S, alloc, {REGISTRY: registry(addresses[:4])})
    chain = DevChain(start, keys, engine=engine)
    header = seal(chain)
    assert decode_extra_data(header.extra_data).validators == ()
    assert signers(header, "qbft") <= set(addresses[:4])
    chain.submit(wallets[0].sign(to=REGISTRY, data=call_data(addresses[1:]), gas=500_000))
    header = seal(chain)
    assert signers(header, "qbft") <= set(addresses[:4])  # those of the parent's state
    assert chain.head.transactions[0].succeeded
    assert engine.validators == tuple(sorted(addresses[1:]))
    everyone: set[bytes] = set()
    for _ in range(5):
        everyone |= signers(seal(chain), "qbft")
    assert everyone == set(addresses[1:])
    with pytest.raises(ValueError, match="contract"):
        engine.propose(addresses[0], add=True)
    chain.submit(wallets[0].sign(to=REGISTRY, data=call_data([]), gas=500_000))
    seal(chain)
    with pytest.raises(SealingError, match="names no validators"):
        seal(chain)


def test_a_dishonest_majority_replaces_final_blocks() -> None:
    chain, _ = bft()
    seal(chain, 6)
    old = chain.block(5)
    branch = chain.reorganise(2)
    assert old is not None
    assert [block.header.number for block in branch] == [5, 6, 7]
    assert branch[0].hash != old.hash
    assert branch[0].header.parent_hash == old.header.parent_hash
    assert signers(branch[0].header, "qbft") <= set(RING_ADDRESSES[:4])
