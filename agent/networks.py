"""Reading the file that says which chain is believed: its table [network]."""

import tomllib
from pathlib import Path

from agent.ledger.network import Network, NetworkError, read_network


class NetworkFileError(Exception):
    """The network file could not be read, or is not right; the sentence names the file and why."""


def load_network(path: Path) -> Network:
    """Return the network of a file; NetworkFileError names every problem at once."""
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("network", {})
    except OSError as lost:
        raise NetworkFileError(
            f"the network file {path} could not be read: {lost.strerror}"
        ) from lost
    except ValueError as wrong:
        raise NetworkFileError(f"the network file {path} is not right: {wrong}") from wrong
    try:
        return read_network(table if isinstance(table, dict) else {})
    except NetworkError as wrong:
        raise NetworkFileError(f"the network file {path} is not right: {wrong}") from wrong
