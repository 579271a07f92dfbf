"""What must be known about a chain before the first byte from a node: its identity and limits."""

import math
import re
from collections.abc import Mapping

import msgspec

from agent.ledger.trust import TrustPoint
from agent.units import Address

ENGINES = ("qbft",)
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
    table `checkpoint` with number, hash, time_s and validators.
    """
    problems: list[str] = []
    known = {"genesis_hash", "engine", "checkpoint", *(name for name, _, _ in _NUMBERS)}
    problems += [f"{key}: unknown setting" for key in settings if key not in known]
    numbers = {
        name: _number(name, settings.get(name), least, most, problems)
        for name, least, most in _NUMBERS
    }
    engine = settings.get("engine", "qbft")
    if engine not in ENGINES:
        problems.append(f"engine: {engine!r}, expected one of {', '.join(ENGINES)}")
    genesis_hash = _hash("genesis_hash", settings.get("genesis_hash"), problems)
    checkpoint = _checkpoint(settings.get("checkpoint"), problems)
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
    )


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


def _checkpoint(table: object, problems: list[str]) -> TrustPoint:
    if not isinstance(table, Mapping):
        problems.append("checkpoint: missing, expected a table")
        return TrustPoint(0, b"", 0, ())
    known = ("number", "hash", "time_s", "validators")
    problems += [f"checkpoint.{key}: unknown setting" for key in table if key not in known]
    return TrustPoint(
        number=_whole("checkpoint.number", table.get("number"), problems),
        hash=_hash("checkpoint.hash", table.get("hash"), problems),
        time_s=_whole("checkpoint.time_s", table.get("time_s"), problems),
        validators=_validators(table.get("validators"), problems),
    )


def _whole(name: str, value: object, problems: list[str]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**48:
        problems.append(f"{name}: {value!r}, expected a whole number from 0")
        return 0
    return value


def _validators(value: object, problems: list[str]) -> tuple[Address, ...]:
    texts = value if isinstance(value, list | tuple) else []
    if not texts:
        problems.append("checkpoint.validators: missing, expected a list of addresses")
    bad = [text for text in texts if not isinstance(text, str) or not _ADDRESS.fullmatch(text)]
    problems += [f"checkpoint.validators: {text!r} is no address" for text in bad]
    addresses = [Address(str(text).lower()) for text in texts]
    if len(set(addresses)) != len(addresses):
        problems.append("checkpoint.validators: an address stands there twice")
    return tuple(sorted(addresses))
