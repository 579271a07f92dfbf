"""The seals, against Besu's published coding and against coincurve's recovery."""

import coincurve
import pytest
from eth_utils.crypto import keccak

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.qbft_seal import (
    QBFT_MIX_HASH,
    ExtraData,
    QbftSeal,
    commit_digest,
    decode_extra_data,
    quorum,
)
from tests.devchain.samples import GENESIS_S, SEED, genesis

# Besu, QbftExtraDataCodecTest: vanity 01..20, validators 1 and 2, a vote to add 1, round 0xfedcba,
# seals (r 1, s 10, v 0) and (r 10, s 1, v 0).
BESU_EXTRA_DATA = bytes.fromhex(
    "f8f0a00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20ea94"
    "0000000000000000000000000000000000000001940000000000000000000000000000000000000002"
    "d794000000000000000000000000000000000000000181ff83fedcbaf886"
    "b841" + "00" * 31 + "01" + "00" * 31 + "0a" + "00"
    "b841" + "00" * 31 + "0a" + "00" * 31 + "01" + "00"
)


def signers(header_extra: bytes, digest: bytes) -> list[bytes]:
    """Recover who sealed, by coincurve alone."""
    found = []
    for seal in decode_extra_data(header_extra).seals:
        key = coincurve.PublicKey.from_signature_and_message(seal, digest, hasher=None)
        found.append(keccak(key.format(compressed=False)[1:])[12:])
    return found


def test_extra_data_as_besu_codes_it() -> None:
    numbers = [number.to_bytes(32, "big") for number in (1, 10)]
    extra = ExtraData(
        vanity=bytes(range(1, 33)),
        validators=(bytes(19) + b"\1", bytes(19) + b"\2"),
        vote=(bytes(19) + b"\1", b"\xff"),
        round_number=0xFEDCBA,
        seals=(numbers[0] + numbers[1] + b"\0", numbers[1] + numbers[0] + b"\0"),
    )
    assert extra.encoded() == BESU_EXTRA_DATA
    assert decode_extra_data(BESU_EXTRA_DATA) == extra


@pytest.mark.parametrize(("count", "needed"), [(4, 3), (5, 4), (6, 4), (7, 5), (9, 6), (10, 7)])
def test_quorum_is_two_thirds_rounded_up(count: int, needed: int) -> None:
    assert quorum(count) == needed


@pytest.mark.parametrize(("validators", "seals"), [(4, "quorum"), (7, "quorum"), (5, "all")])
@pytest.mark.parametrize("round_number", [0, 1, 300])
def test_every_block_is_sealed_by_distinct_validators(
    validators: int, seals: str, round_number: int
) -> None:
    keys = validator_keys(SEED, validators)
    engine = QbftSeal(keys, "all" if seals == "all" else "quorum")
    engine.round_number = round_number
    chain = DevChain(genesis(), keys, engine=engine)
    proposers = set()
    for number in range(1, validators + 1):
        header = chain.seal_block(GENESIS_S + number)
        who = signers(header.extra_data, commit_digest(header))
        assert len(set(who)) == len(who)
        assert len(who) == (validators if seals == "all" else quorum(validators))
        assert set(who) <= set(engine.validators)
        assert header.coinbase in who
        assert list(engine.validators) == sorted(engine.validators)
        assert (header.mix_hash, header.difficulty, header.nonce) == (QBFT_MIX_HASH, 1, bytes(8))
        # With round 0 the hash that is signed is the hash of the block; otherwise it is not.
        assert (commit_digest(header) == chain.head.hash) == (round_number == 0)
        proposers.add(header.coinbase)
    assert proposers == set(engine.validators)


def test_genesis_is_unsealed_and_names_the_validators(chain: DevChain) -> None:
    extra = decode_extra_data(chain.genesis.header.extra_data)
    assert extra.seals == ()
    assert extra.validators == chain.engine.validators
    assert len(extra.vanity) == 32


def test_three_validators_are_too_few() -> None:
    with pytest.raises(ValueError, match="needs 4"):
        QbftSeal([account_key(SEED, 1)] * 3)
