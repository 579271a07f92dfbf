from collections.abc import Callable

import pytest

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.genesis import account_key, validator_keys
from drivers.simulated.devchain.header import Header
from tests.devchain.samples import SEED, Wallet, genesis


@pytest.fixture
def chain() -> DevChain:
    return DevChain(genesis(), validator_keys(SEED, 4))


@pytest.fixture
def wallets() -> list[Wallet]:
    return [Wallet(account_key(SEED, index)) for index in range(10)]


@pytest.fixture
def tick(chain: DevChain) -> Callable[[], Header]:
    """Return a function that seals one block, a second after the one before."""
    return lambda: chain.seal_block(chain.head.header.timestamp_s + 1)
