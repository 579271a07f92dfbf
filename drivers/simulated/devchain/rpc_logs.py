"""eth_getLogs: which logs of which blocks, within bounds."""

from collections.abc import Callable, Iterator
from typing import Any

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.execution import Log
from drivers.simulated.devchain.rpc_json import Json, logs_json
from drivers.simulated.devchain.rpc_params import (
    SERVER_ERROR,
    RpcError,
    address,
    invalid,
    sized,
)
from drivers.simulated.devchain.view import View

MAX_BLOCKS = 5_000  # Besu's default bound
MAX_LOGS = 10_000
MAX_ALTERNATIVES = 128


def find_logs(view: View, wanted: dict[str, Any], number: Callable[[Any], int]) -> list[Json]:
    """Return the logs that a filter object asks for; `number` reads a block parameter. RpcError."""
    addresses = _alternatives(wanted.get("address"), 20, "address")
    topics = _topics(wanted.get("topics"))
    found: list[Json] = []
    for block in _blocks(view, wanted, number):
        if not any(block.header.logs_bloom):
            continue
        for index, executed in enumerate(block.transactions):
            if not executed.logs:
                continue
            rendered = logs_json(block, index)
            found += [
                shown
                for log, shown in zip(executed.logs, rendered, strict=True)
                if _matches(log, addresses, topics)
            ]
        if len(found) > MAX_LOGS:
            raise RpcError(SERVER_ERROR, f"more than {MAX_LOGS} logs: ask for fewer blocks")
    return found


def _blocks(view: View, wanted: dict[str, Any], number: Callable[[Any], int]) -> Iterator[Block]:
    if "blockHash" in wanted:
        if "fromBlock" in wanted or "toBlock" in wanted:
            raise invalid("filter: blockHash excludes fromBlock and toBlock")
        block = view.block_by_hash(sized(wanted["blockHash"], 32, "blockHash"))
        if block is None:
            raise RpcError(SERVER_ERROR, "Block not found")
        return iter((block,))
    first, last = number(wanted.get("fromBlock")), number(wanted.get("toBlock"))
    last = min(last, view.head.header.number)
    if last - first >= MAX_BLOCKS:
        raise RpcError(SERVER_ERROR, f"more than {MAX_BLOCKS} blocks: ask for fewer")
    return (block for block in map(view.block, range(first, last + 1)) if block is not None)


def _alternatives(value: Any, length: int, where: str) -> frozenset[bytes] | None:
    """Return what is allowed at one place of the filter; None when anything is."""
    if value is None:
        return None
    values = value if isinstance(value, list) else [value]
    if len(values) > MAX_ALTERNATIVES:
        raise invalid(f"{where}: more than {MAX_ALTERNATIVES} alternatives")
    if length == 20:
        return frozenset(address(part, where) for part in values)
    return frozenset(sized(part, length, where) for part in values)


def _topics(value: Any) -> list[frozenset[bytes] | None]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > 4:
        raise invalid("topics: not a list of at most four")
    return [_alternatives(part, 32, "topics") for part in value]


def _matches(
    log: Log, addresses: frozenset[bytes] | None, topics: list[frozenset[bytes] | None]
) -> bool:
    if addresses is not None and log.address not in addresses:
        return False
    if len(topics) > len(log.topics):
        return False
    return all(
        allowed is None or topic in allowed
        for allowed, topic in zip(topics, log.topics, strict=False)
    )
