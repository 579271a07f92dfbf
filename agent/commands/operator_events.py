"""`gridhearth operator events` and `receipt`: what the market's contract logged, none left out.

For operators and installers who look for what happened. No node is believed: every receipt leads
to its block's root, and the walk covers every block, so a node cannot hide an event. No key is
needed, and nothing is written.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.dso.settings import OperatorSettings
    from drivers.chain_rpc import ChainClient

FAILED, WRONG = 1, 2
MAX_BLOCK = 2**53
RECENT_BLOCKS = 1_000  # without --from-block: a moment's walk


class _NotDoneError(Exception):
    """It cannot be done; the message says why."""


def add_to_operator(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", default_config: Path
) -> None:
    """Add `events` and `receipt` to the operator's sub-commands."""
    events = commands.add_parser(
        "events",
        help="list what the market's contract logged",
        description="Every event of the range, verified; needs gridhearth[demo] (web3).",
    )
    events.add_argument("--from-block", type=_block, metavar="N", help="default: the last 1000")
    events.add_argument("--to-block", type=_block, metavar="N", help="default: the newest")
    events.add_argument("--name", metavar="EVENT", help="only these, for example Settled")
    events.set_defaults(func=lambda arguments: _run(_events, arguments))
    receipt = commands.add_parser("receipt", help="show what a transaction did")
    receipt.add_argument("transaction", help="its hash: 0x and 64 digits")
    receipt.set_defaults(func=lambda arguments: _run(_receipt, arguments))
    for command in (events, receipt):
        command.add_argument("--json", action="store_true", help="one JSON object per line")
        command.add_argument(
            "--config", type=Path, default=default_config, help="settings (default: %(default)s)"
        )


def _block(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MAX_BLOCK:
        raise argparse.ArgumentTypeError(f"{text!r} is no block number")
    return int(text)


def _run(work: Any, arguments: argparse.Namespace) -> int:
    try:
        from web3.exceptions import TransactionNotFound, Web3Exception
    except ImportError as missing:
        print(f"gridhearth operator: needs gridhearth[demo]: {missing}", file=sys.stderr)
        return FAILED
    from agent.api.check import Refused
    from agent.networks import NetworkFileError
    from agent.ports import PortError
    from drivers.chain_trust_file import TrustFileError

    try:
        return asyncio.run(_opened(work, arguments))
    except Refused as refused:
        for one in refused.problems:
            print(f"{arguments.config}: {one.sentence}", file=sys.stderr)
        return WRONG
    except (_NotDoneError, NetworkFileError) as wrong:
        print(f"gridhearth operator: {wrong}", file=sys.stderr)
        return WRONG
    except TransactionNotFound:
        print("No node shows this transaction in a final block.", file=sys.stderr)
        return FAILED
    except (Web3Exception, PortError, TrustFileError) as lost:
        print(f"gridhearth operator: {lost}", file=sys.stderr)
        return FAILED


async def _opened(work: Any, arguments: argparse.Namespace) -> int:
    from agent.commands.operator_outside import sight_of

    settings = _settings(arguments.config)
    async with sight_of(settings) as sight:
        done: int = await work(arguments, settings, sight.client)
        return done


def _settings(path: Path) -> "OperatorSettings":
    from agent.dso.settings import read_operator_settings

    try:
        return read_operator_settings(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as lost:
        raise _NotDoneError(f"the settings {path} could not be read: {lost}") from lost


async def _events(
    arguments: argparse.Namespace, settings: "OperatorSettings", client: "ChainClient"
) -> int:
    from drivers.chain_web3 import verified_web3

    if settings.chain.contract is None:
        raise _NotDoneError("chain.contract is missing: deploy a market first")
    w3 = verified_web3(client)
    newest = await w3.eth.block_number
    first = max(0, newest - RECENT_BLOCKS) if arguments.from_block is None else arguments.from_block
    last = newest if arguments.to_block is None else min(arguments.to_block, newest)
    contract = _market(w3, settings.chain.contract)
    named = {event.topic: event for event in contract.events}
    names = sorted(event.event_name for event in named.values())
    if arguments.name is not None and arguments.name not in names:
        raise _NotDoneError(f"no event {arguments.name!r}; there are {', '.join(names)}")
    wanted = [topic for topic, one in named.items() if arguments.name in {None, one.event_name}]
    logs = await w3.eth.get_logs(
        {"address": contract.address, "topics": [wanted], "fromBlock": first, "toBlock": last}
    )
    for log in logs:
        _show(named["0x" + bytes(log["topics"][0]).hex()].process_log(log), as_json=arguments.json)
    print(f"{len(logs)} events in blocks {first} to {last}, none missing.", file=sys.stderr)
    return 0


def _market(w3: Any, address: str) -> Any:
    from agent.contracts.artifact import load_artifact

    return w3.eth.contract(w3.to_checksum_address(address), abi=load_artifact().abi)


async def _receipt(
    arguments: argparse.Namespace, settings: "OperatorSettings", client: "ChainClient"
) -> int:
    from drivers.chain_web3 import verified_web3

    text = arguments.transaction.removeprefix("0x")
    if len(text) != 64 or not set(text.lower()) <= set("0123456789abcdef"):
        raise _NotDoneError(f"{arguments.transaction!r} is no transaction hash")
    w3 = verified_web3(client)
    receipt = await w3.eth.get_transaction_receipt("0x" + text)
    status = {1: "succeeded", 0: "failed"}.get(receipt.get("status"), "unknown")
    shown = {
        "block": receipt["blockNumber"],
        "from": receipt["from"].lower(),
        "to": (receipt["to"] or "").lower(),
        "status": status,
        "gas_used": receipt["gasUsed"],
        "paid_wei": receipt["gasUsed"] * receipt["effectiveGasPrice"],
    }
    if arguments.json:
        print(json.dumps(shown))
    else:
        print("  ".join(f"{name} {value}" for name, value in shown.items() if value != ""))
    if settings.chain.contract is not None:
        contract = _market(w3, settings.chain.contract)
        named = {event.topic: event for event in contract.events}
        for log in receipt["logs"]:
            event = named.get("0x" + bytes(log["topics"][0]).hex()) if log["topics"] else None
            if event is not None and log["address"] == contract.address:
                _show(event.process_log(log), as_json=arguments.json)
    return 0


def _show(event: Any, *, as_json: bool) -> None:
    """Print an event with its own fields; bytes as hexadecimal, addresses in lower case."""
    fields = {name: _plain(value) for name, value in event["args"].items()}
    if as_json:
        of = {"block": event["blockNumber"], "log": event["logIndex"], "event": event["event"]}
        of["transaction"] = "0x" + bytes(event["transactionHash"]).hex()
        print(json.dumps({**of, **fields}))
        return
    words = " ".join(f"{name} {value}" for name, value in fields.items())
    print(f"{event['blockNumber']:>9}  {event['event']:<14}{words}".rstrip())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value.lower() if isinstance(value, str) else value
