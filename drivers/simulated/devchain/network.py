"""The network file: what an agent must know to follow this chain without trusting the node."""

import json
from dataclasses import dataclass
from pathlib import Path

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.qbft_seal import QbftSeal, StorageArray
from drivers.simulated.devchain.rpc_json import hex_data
from drivers.simulated.devchain.sealing import DEFAULT_EPOCH

TRUST_PERIOD_S = 14 * 86_400  # the checkpoint is the genesis: a demonstration may run as long
MAX_AGE_PERIODS = 6
LEAST_MAX_AGE_S = 15  # a busy machine may pause for seconds
CLIQUE_FINALITY = "weight"
MAX_DRIFT_S = 5  # node and agents share one clock


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A block that is believed without proof: here the genesis block."""

    number: int
    hash: str
    time_s: int
    validators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkDescription:
    """The pins of a network; hashes and addresses as 0x and lower-case digits."""

    chain_id: int
    genesis_hash: str
    engine: str
    period_s: int
    upstreams: tuple[str, ...]
    checkpoint: Checkpoint
    epoch_blocks: int = DEFAULT_EPOCH
    contract: StorageArray | None = None

    def settings(self) -> dict[str, object]:
        """Return the network's table as agents read it (agent.ledger.network.read_network)."""
        clique = {"epoch_blocks": self.epoch_blocks, "finality": CLIQUE_FINALITY}
        return {
            "chain_id": self.chain_id,
            "genesis_hash": self.genesis_hash,
            "engine": self.engine,
            "period_s": self.period_s,
            "trust_period_s": TRUST_PERIOD_S,
            "max_age_s": self._max_age_s(),
            "max_drift_s": MAX_DRIFT_S,
            **(clique if self.engine == "clique" else {}),
            **({} if self.contract is None else {"validators": self._array(self.contract)}),
            "checkpoint": self._checkpoint(),
        }

    def _max_age_s(self) -> int:
        periods = MAX_AGE_PERIODS
        if self.engine == "clique":  # final after as many blocks as signers, twice that out of turn
            periods += 2 * len(self.checkpoint.validators) + 2
        return max(LEAST_MAX_AGE_S, periods * self.period_s)

    def _array(self, contract: StorageArray) -> dict[str, object]:
        return {"contract": hex_data(contract.address), "slot": contract.slot}

    def _checkpoint(self) -> dict[str, object]:
        return {
            "number": self.checkpoint.number,
            "hash": self.checkpoint.hash,
            "time_s": self.checkpoint.time_s,
            "validators": list(self.checkpoint.validators),
        }

    def toml(self) -> str:
        """Return the text of a network file: `upstreams` and the table `network`."""
        settings = self.settings()
        tables = {name: table for name, table in settings.items() if isinstance(table, dict)}
        lines = ["# Written by the development chain. Its keys are public: no real value, ever."]
        lines += [_line("upstreams", list(self.upstreams)), "", "[network]"]
        lines += [_line(key, value) for key, value in settings.items() if key not in tables]
        for name, table in tables.items():
            lines += ["", f"[network.{name}]"]
            lines += [_line(key, value) for key, value in table.items()]
        return "\n".join(lines) + "\n"

    def write(self, path: Path) -> None:
        """Write the network file, whole or not at all."""
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_text(self.toml(), "utf-8")
        unfinished.replace(path)


def _line(key: str, value: object) -> str:
    # JSON's strings, integers and lists of them are TOML's as well.
    return f"{key} = {json.dumps(value)}"


def describe(chain: DevChain, url: str, period_s: int) -> NetworkDescription:
    """Return the network's description with the genesis block as its checkpoint."""
    genesis = chain.genesis
    genesis_hash = hex_data(genesis.hash)
    validators = chain.engine.validators_in(genesis.header)
    return NetworkDescription(
        chain_id=chain.chain_id,
        genesis_hash=genesis_hash,
        engine=chain.engine.name,
        period_s=period_s,
        upstreams=(url,),
        checkpoint=Checkpoint(
            number=0,
            hash=genesis_hash,
            time_s=genesis.header.timestamp_s,
            validators=tuple(hex_data(validator) for validator in validators),
        ),
        epoch_blocks=chain.engine.epoch,
        contract=chain.engine.contract if isinstance(chain.engine, QbftSeal) else None,
    )
