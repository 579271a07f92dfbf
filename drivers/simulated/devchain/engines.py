"""The engines by name, with the public keys of a seed."""

from dataclasses import replace

from drivers.simulated.devchain.clique_seal import CliqueSeal
from drivers.simulated.devchain.genesis import Genesis, validator_keys
from drivers.simulated.devchain.qbft_seal import MIN_VALIDATORS, QbftSeal, StorageArray
from drivers.simulated.devchain.sealing import DEFAULT_EPOCH, SealEngine
from drivers.simulated.devchain.validator_registry import ARRAY_SLOT, REGISTRY, registry

SPARE_VALIDATORS = 8  # the seed's next validators, which may be voted in


class EngineError(ValueError):
    """No such chain can be sealed; the message lists every reason."""


def named_engine(
    name: str,
    *,
    seed: int,
    validators: int,
    epoch: int = DEFAULT_EPOCH,
    period_s: int = 1,
    contract: bool = False,
) -> SealEngine:
    """Return the engine "qbft", "ibft2" or "clique" of the seed's first validators. EngineError."""
    problems = []
    if name not in ("qbft", "ibft2", "clique"):
        problems.append(f"engine {name!r} is none of qbft, ibft2, clique")
    if name != "clique" and validators < MIN_VALIDATORS:
        problems.append(f"{name} needs {MIN_VALIDATORS} validators, not {validators}")
    if name == "clique" and validators < 1:
        problems.append("clique needs a signer")
    if contract and name != "qbft":
        problems.append("only qbft takes its validators from a contract")
    if problems:
        raise EngineError("; ".join(problems))
    keys = validator_keys(seed, validators + SPARE_VALIDATORS)
    first, spare = keys[:validators], keys[validators:]
    if name == "clique":
        return CliqueSeal(first, epoch=epoch, period_s=period_s, spare_keys=spare)
    return QbftSeal(
        first,
        codec="ibft2" if name == "ibft2" else "qbft",
        epoch=epoch,
        spare_keys=spare,
        contract=StorageArray(REGISTRY, ARRAY_SLOT) if contract else None,
    )


def with_validator_contract(genesis: Genesis, engine: SealEngine) -> Genesis:
    """Return the genesis with a contract that names the engine's first validators."""
    return replace(genesis, contracts={**genesis.contracts, REGISTRY: registry(engine.validators)})
