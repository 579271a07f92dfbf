"""The network file: what an agent must know to follow this chain without trusting the node."""

from dataclasses import dataclass
from pathlib import Path

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.rpc_json import hex_data


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

    def toml(self) -> str:
        """Return the description as the text of a network file."""
        checkpoint = self.checkpoint
        return "\n".join(
            [
                "# Written by the development chain. Its keys are public: no real value, ever.",
                f"chain_id = {self.chain_id}",
                f'genesis_hash = "{self.genesis_hash}"',
                f'engine = "{self.engine}"',
                f"period_s = {self.period_s}",
                f"upstreams = [{_quoted(self.upstreams)}]",
                "",
                "[checkpoint]",
                f"number = {checkpoint.number}",
                f'hash = "{checkpoint.hash}"',
                f"time_s = {checkpoint.time_s}",
                f"validators = [{_quoted(checkpoint.validators)}]",
                "",
            ]
        )

    def write(self, path: Path) -> None:
        """Write the network file, whole or not at all."""
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_text(self.toml(), "utf-8")
        unfinished.replace(path)


def _quoted(texts: tuple[str, ...]) -> str:
    return ", ".join(f'"{text}"' for text in texts)


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
    )
