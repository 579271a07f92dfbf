"""What must be known about a chain before the first byte from a node: its identity and limits."""

import math
import re
from collections.abc import Mapping

import msgspec

from agent.ledger.clique import Clique
from agent.ledger.trust import TrustPoint
from agent.ledger.validator_contract import StorageArray
from agent.units import Address

ENGINES = ("qbft", "ibft2", "clique")
_HASH = re.compile(r"0x[0-9a-fA-F]{64}", re.ASCII)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}", re.ASCII)


class NetworkError(ValueError):
    """The settings of the network were wrong; the message lists every problem."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class Network(msgspec.Struct, frozen=True):
    """A chain's identity, the block trusted from the start, and the limits of belief."""

    chain_id: int
    genesis_hash: bytes
    checkpoint: TrustPoint
    period_s: float
    """Seconds between two blocks, as configured in the chain's genesis."""
    trust_period_s: int
    """How long after a block's time its validators' word is taken for later blocks."""
    max_age_s: int
    """A head older than this is stale: nothing is decided on it."""
    max_drift_s: int
    """How far a block's time may be ahead of our clock."""
    engine: str = "qbft"
    clique: Clique | None = None
    """The chain's Clique rules; None: another engine."""
    validators: StorageArray | None = None
    """QBFT: the contract that names the validators; None: the headers do."""


# Key, least, largest. A day of trust at least: a household may be without power overnight.
_NUMBERS: tuple[tuple[str, float, float], ...] = (
    ("chain_id", 1, 2**53),
    ("period_s", 0.01, 3600),
    ("trust_period_s", 60, 400 * 86_400),
    ("max_age_s", 1, 86_400),
    ("max_drift_s", 0, 900),
)


def read_network(settings: Mapping[str, object]) -> Network:
    """Read a table of settings (TOML or JSON); NetworkError names every problem at once.

    Keys: chain_id, genesis_hash, engine, period_s, trust_period_s, max_age_s, max_drift_s and a
    table `checkpoint` with number, hash, time_s and validators. For engine "qbft" also a table
    `validators` with contract and slot, where a contract names them. For engine "clique" also
    epoch_blocks (30000) and finality ("weight", or "majority", which is unsafe: see
    agent.ledger.clique_finality), and in the checkpoint `recent`: who sealed the last blocks up
    to it, the newest last. A Clique checkpoint must be the genesis or an epoch block, because
    only there no vote is open.
    """
    problems: list[str] = []
    engine = settings.get("engine", "qbft")
    if engine not in ENGINES:
        problems.append(f"engine: {engine!r}, expected one of {', '.join(ENGINES)}")
    own = {"clique": {"epoch_blocks", "finality"}, "qbft": {"validators"}}.get(str(engine), set())
    known = {"genesis_hash", "engine", "checkpoint", *(name for name, _, _ in _NUMBERS), *own}
    problems += [f"{key}: unknown setting" for key in settings if key not in known]
    numbers = {
        name: _number(name, settings.get(name), least, most, problems)
        for name, least, most in _NUMBERS
    }
    genesis_hash = _hash("genesis_hash", settings.get("genesis_hash"), problems)
    checkpoint = _checkpoint(settings.get("checkpoint"), engine == "clique", problems)
    array = _contract(settings["validators"], problems) if "validators" in settings else None
    clique = _clique(settings, numbers["period_s"], problems) if engine == "clique" else None
    if clique is not None:
        problems += _unfit_for_clique(clique, checkpoint, int(numbers["max_age_s"]))
    if not problems and checkpoint.number == 0 and checkpoint.hash != genesis_hash:
        problems.append("checkpoint.hash: block 0, but not the genesis hash")
    if problems:
        raise NetworkError(problems)
    return Network(
        chain_id=int(numbers["chain_id"]),
        genesis_hash=genesis_hash,
        checkpoint=checkpoint,
        period_s=numbers["period_s"],
        trust_period_s=int(numbers["trust_period_s"]),
        max_age_s=int(numbers["max_age_s"]),
        max_drift_s=int(numbers["max_drift_s"]),
        engine=str(engine),
        clique=clique,
        validators=array,
    )


def _clique(settings: Mapping[str, object], period_s: float, problems: list[str]) -> Clique:
    epoch = settings.get("epoch_blocks", 30_000)
    if not isinstance(epoch, int) or isinstance(epoch, bool) or not 1 <= epoch < 2**31:
        problems.append(f"epoch_blocks: {epoch!r}, expected a whole number from 1")
        epoch = 30_000
    if period_s != int(period_s):
        problems.append(f"period_s: {period_s}, expected whole seconds on a Clique chain")
    finality = settings.get("finality", "weight")
    if finality not in ("weight", "majority"):
        problems.append(f"finality: {finality!r}, expected weight or majority")
    return Clique(int(period_s), epoch, "majority" if finality == "majority" else "weight")


def _unfit_for_clique(clique: Clique, checkpoint: TrustPoint, max_age_s: int) -> list[str]:
    problems = []
    if checkpoint.number % clique.epoch_blocks:
        problems.append(f"checkpoint.number: {checkpoint.number} is no epoch block")
    soonest_s = len(checkpoint.validators) * clique.period_s  # all in turn: as many blocks on top
    if max_age_s <= soonest_s:
        problems.append(
            f"max_age_s: {max_age_s}, but a block is final after {soonest_s} s at the soonest"
        )
    return problems


def _contract(table: object, problems: list[str]) -> StorageArray | None:
    if not isinstance(table, Mapping):
        problems.append("validators: expected a table with contract and slot")
        return None
    problems += [
        f"validators.{key}: unknown setting" for key in table if key not in ("contract", "slot")
    ]
    contract, slot = table.get("contract"), table.get("slot")
    if not isinstance(contract, str) or not _ADDRESS.fullmatch(contract):
        problems.append(f"validators.contract: {contract!r} is no address")
    return StorageArray(Address(str(contract).lower()), _whole("validators.slot", slot, problems))


def _number(name: str, value: object, least: float, most: float, problems: list[str]) -> float:
    whole = name != "period_s"
    right_kind = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not right_kind or not isinstance(value, int | float) or not math.isfinite(value):
        problems.append(f"{name}: {value!r}, expected a {'whole ' if whole else ''}number")
        return 0
    if not least <= value <= most:
        problems.append(f"{name}: {value}, expected {least:g} to {most:g}")
    return value


def _hash(name: str, value: object, problems: list[str]) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        problems.append(f"{name}: {value!r}, expected 0x and 64 hexadecimal digits")
        return b""
    return bytes.fromhex(value[2:])


def _checkpoint(table: object, is_clique: bool, problems: list[str]) -> TrustPoint:
    if not isinstance(table, Mapping):
        problems.append("checkpoint: missing, expected a table")
        return TrustPoint(0, b"", 0, ())
    known = ("number", "hash", "time_s", "validators", *(("recent",) if is_clique else ()))
    problems += [f"checkpoint.{key}: unknown setting" for key in table if key not in known]
    return TrustPoint(
        number=_whole("checkpoint.number", table.get("number"), problems),
        hash=_hash("checkpoint.hash", table.get("hash"), problems),
        time_s=_whole("checkpoint.time_s", table.get("time_s"), problems),
        validators=tuple(sorted(_addresses("validators", table.get("validators"), problems))),
        recent=_addresses("recent", table["recent"], problems) if "recent" in table else (),
    )


def _whole(name: str, value: object, problems: list[str]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**48:
        problems.append(f"{name}: {value!r}, expected a whole number from 0")
        return 0
    return value


def _addresses(name: str, value: object, problems: list[str]) -> tuple[Address, ...]:
    texts = value if isinstance(value, list | tuple) else []
    if not texts:
        problems.append(f"checkpoint.{name}: missing, expected a list of addresses")
    bad = [text for text in texts if not isinstance(text, str) or not _ADDRESS.fullmatch(text)]
    problems += [f"checkpoint.{name}: {text!r} is no address" for text in bad]
    addresses = [Address(str(text).lower()) for text in texts]
    if len(set(addresses)) != len(addresses):
        problems.append(f"checkpoint.{name}: an address stands there twice")
    return tuple(addresses)
