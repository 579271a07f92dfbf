"""The first block: who owns what, which contracts exist, how much a block may hold."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coincurve import PrivateKey
from eth_utils.crypto import keccak

DEFAULT_CHAIN_ID = 1337
DEFAULT_GAS_LIMIT = 60_000_000
# The smallest base fee that the rounding of EIP-1559 holds steady over empty blocks.
DEFAULT_BASE_FEE_WEI = 7
WEI_PER_ETHER = 10**18
MIN_GAS_LIMIT = 5_000  # Yellow Paper (47)

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_HEX = re.compile(r"0x([0-9a-fA-F]{2})*")


class GenesisError(ValueError):
    """A genesis file was wrong; the message lists every problem in it."""


@dataclass(frozen=True)
class PredeployedContract:
    """A contract that exists from the first block on, with nonce 1 (EIP-161)."""

    code: bytes
    storage: Mapping[int, int] = field(default_factory=dict)
    balance_wei: int = 0


@dataclass(frozen=True)
class Genesis:
    """The first block's content; addresses are 20 bytes, the time is in seconds (UTC)."""

    timestamp_s: int
    alloc_wei: Mapping[bytes, int] = field(default_factory=dict)
    contracts: Mapping[bytes, PredeployedContract] = field(default_factory=dict)
    chain_id: int = DEFAULT_CHAIN_ID
    gas_limit: int = DEFAULT_GAS_LIMIT
    base_fee_wei: int = DEFAULT_BASE_FEE_WEI


def development_key(seed: int, purpose: str, index: int) -> PrivateKey:
    """Return a key that anyone can compute: for development only, never for real value."""
    secret = keccak(f"gridhearth development key {seed} {purpose} {index}".encode())
    return PrivateKey(secret)


def validator_keys(seed: int, count: int) -> tuple[PrivateKey, ...]:
    """Return the development validators of a seed."""
    return tuple(development_key(seed, "validator", index) for index in range(count))


def account_key(seed: int, index: int) -> PrivateKey:
    """Return the seed's development account `index`; `gridhearth chain dev` gives it ether."""
    return development_key(seed, "account", index)


def read_genesis(path: Path, *, timestamp_s: int) -> Genesis:
    """Return the genesis of a TOML file; `timestamp_s` counts when the file names none.

    Amounts of wei may be strings, since TOML's integers end at 2^63. GenesisError.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as unreadable:
        raise GenesisError(f"{path}: {unreadable}") from unreadable
    reader = _Reader()
    genesis = reader.genesis(content, timestamp_s)
    if reader.problems:
        raise GenesisError(f"{path}: " + "; ".join(reader.problems))
    return genesis


class _Reader:
    """Reads the parsed file and collects every problem on the way."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def genesis(self, content: dict[str, Any], timestamp_s: int) -> Genesis:
        known = {"chain_id", "gas_limit", "base_fee_wei", "timestamp_s", "alloc_wei", "contracts"}
        self._refuse_unknown(content, known, "")
        return Genesis(
            timestamp_s=self._integer(content, "timestamp_s", timestamp_s, 0),
            alloc_wei=self._alloc(content.get("alloc_wei", {})),
            contracts=self._contracts(content.get("contracts", {})),
            chain_id=self._integer(content, "chain_id", DEFAULT_CHAIN_ID, 1),
            gas_limit=self._integer(content, "gas_limit", DEFAULT_GAS_LIMIT, MIN_GAS_LIMIT),
            base_fee_wei=self._integer(content, "base_fee_wei", DEFAULT_BASE_FEE_WEI, 0),
        )

    def _refuse_unknown(self, table: Mapping[str, Any], known: set[str], where: str) -> None:
        self.problems += [f"{where}{key}: unknown key" for key in table if key not in known]

    def _integer(self, table: Mapping[str, Any], key: str, default: int, least: int) -> int:
        return self._number(table.get(key, default), key, least)

    def _number(self, value: object, where: str, least: int) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9][0-9_]*", value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**256:
            self.problems.append(f"{where}: {value!r} is no integer from {least} on")
            return least
        return value

    def _table(self, value: object, where: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.problems.append(f"{where}: not a table")
        return {}

    def _address(self, text: str, where: str) -> bytes:
        if _ADDRESS.fullmatch(text):
            return bytes.fromhex(text[2:])
        self.problems.append(f"{where}.{text}: not an address (0x and 40 hexadecimal digits)")
        return bytes(20)

    def _alloc(self, value: object) -> dict[bytes, int]:
        table = self._table(value, "alloc_wei")
        return {
            self._address(key, "alloc_wei"): self._number(amount, f"alloc_wei.{key}", 0)
            for key, amount in table.items()
        }

    def _contracts(self, value: object) -> dict[bytes, PredeployedContract]:
        table = self._table(value, "contracts")
        return {
            self._address(key, "contracts"): self._contract(entry, f"contracts.{key}")
            for key, entry in table.items()
        }

    def _contract(self, value: object, where: str) -> PredeployedContract:
        table = self._table(value, where)
        self._refuse_unknown(table, {"code", "storage", "balance_wei"}, f"{where}.")
        code = table.get("code", "")
        if not isinstance(code, str) or not _HEX.fullmatch(code):
            self.problems.append(f"{where}.code: not 0x and hexadecimal bytes")
            code = "0x"
        storage = self._table(table.get("storage", {}), f"{where}.storage")
        words = {
            self._number(slot, f"{where}.storage.{slot}", 0): self._number(
                word, f"{where}.storage.{slot}", 0
            )
            for slot, word in storage.items()
        }
        balance_wei = self._number(table.get("balance_wei", 0), f"{where}.balance_wei", 0)
        return PredeployedContract(bytes.fromhex(code[2:]), words, balance_wei)
