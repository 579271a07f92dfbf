"""`gridhearth ledger`: judge what a node says, by hand: headers, proofs, receipts; and the link.

Exit codes: 0 valid, 1 not valid, 2 unreadable.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.units import Address

FAILED, WRONG = 1, 2
ENGINES = ("qbft", "ibft2", "clique", "plain")
SOCKET = "/run/gridhearth/api.sock"
FORMS = "RLP (binary or hexadecimal), a block's JSON or a node's JSON-RPC answer; - is stdin"

Facts = dict[str, object]


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the sub-commands; `func` takes the parsed arguments and returns the exit status."""
    ledger = subparsers.add_parser(
        "ledger", help="check headers, proofs and receipts; show the link to the chain"
    )
    commands = ledger.add_subparsers(dest="ledger_command", required=True, metavar="COMMAND")
    header = commands.add_parser(
        "header",
        help="who sealed a block, and whether that suffices",
        description="Judges one header by its own list of validators (Clique: epoch blocks only).",
    )
    header.add_argument("source", metavar="FILE|HEX", help=FORMS)
    header.add_argument("--signers", metavar="ADDRESS[,...]", help="who may seal, if you know")
    header.set_defaults(func=_command(_header))
    proof = commands.add_parser("proof", help="an eth_getProof answer against a block's state root")
    proof.add_argument("--proof", required=True, metavar="FILE", help="the answer of eth_getProof")
    proof.add_argument("--address", help="the account asked for (default: the answer's own)")
    proof.set_defaults(func=_command(_proof))
    receipts = commands.add_parser("receipts", help="a block's receipts against its receipts root")
    receipts.add_argument(
        "--receipts", required=True, metavar="FILE", help="eth_getBlockReceipts or raw receipts"
    )
    receipts.set_defaults(func=_command(_receipts))
    for command in (proof, receipts):
        command.add_argument("--header", required=True, metavar="FILE", help=FORMS)
    for command in (header, proof, receipts):
        command.add_argument("--engine", choices=ENGINES, help="default: the one it looks like")
    status = commands.add_parser(
        "status", help="follow the chain once, and ask the daemon how it does"
    )
    _add_status(status)
    for command in (header, proof, receipts, status):
        command.add_argument("--json", action="store_true", help="for programs")


def _add_status(status: argparse.ArgumentParser) -> None:
    status.add_argument("--network", type=Path, metavar="FILE", help="TOML with the chain's pins")
    status.add_argument("--upstream", action="append", default=[], metavar="URL", help="a node")
    status.add_argument(
        "--within", type=_seconds, default=15.0, metavar="SECONDS", help="(default: %(default)g)"
    )
    status.add_argument("--socket", type=Path, metavar="PATH", help="the daemon's socket")
    status.set_defaults(func=_command(_status))


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3_600:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to 3600")
    return value


def _command(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return `run`, which says in sentences what could not be read."""

    def command(arguments: argparse.Namespace) -> int:
        from agent.commands.ledger_files import UnreadableError

        try:
            return run(arguments)
        except UnreadableError as wrong:
            shown = json.dumps({"problems": str(wrong).splitlines()}) if arguments.json else wrong
            print(shown, file=sys.stderr)
            return WRONG

    return command


def _told(arguments: argparse.Namespace, facts: Facts, lines: Iterable[str]) -> int:
    """Show the facts, and return the exit code of their verdict."""
    if arguments.json:
        print(json.dumps(facts))
    else:
        for line in lines:
            print(line)
        print("valid" if facts["valid"] else f"NOT VALID: {facts['reason']}")
    return 0 if facts["valid"] else FAILED


def _header(arguments: argparse.Namespace) -> int:
    from agent.commands.ledger_block import read_block, verdict
    from agent.commands.ledger_header import judge

    signers = _signers(arguments.signers)
    block = read_block(arguments.source, arguments.engine)
    judged = judge(block.header, block.engine, signers)
    facts: Facts = {
        "number": judged.number,
        "hash": judged.hash,
        "engine": judged.engine,
        "sealers": list(judged.sealers),
        "validators": list(judged.validators),
        "quorum": judged.quorum,
        **verdict([judged.reason, block.misnamed]),
    }
    lines = [
        f"block      {judged.number}",
        f"hash       {judged.hash}",
        f"engine     {judged.engine}",
        *_listed("sealers", judged.sealers),
        *_listed("validators", judged.validators),
        f"quorum     {judged.quorum or 'unknown'}",
    ]
    return _told(arguments, facts, lines)


def _signers(text: str | None) -> tuple["Address", ...]:
    from agent.commands.ledger_files import UnreadableError
    from agent.ledger.hexadecimal import HexError, read_address

    problems, signers = [], set()
    for part in (text or "").split(",") if text is not None else ():
        try:
            signers.add(read_address(part.strip()))
        except HexError as wrong:
            problems.append(f"--signers: {part[:60]!r} is no address ({wrong}).")
    if problems:
        raise UnreadableError("\n".join(problems))
    return tuple(sorted(signers))


def _listed(name: str, addresses: Iterable[str]) -> list[str]:
    return [f"{name:<11}{address}" for address in addresses] or [f"{name:<11}none"]


def _proof(arguments: argparse.Namespace) -> int:
    from agent.commands.ledger_proof import judge_proof

    return _told(arguments, *judge_proof(arguments))


def _receipts(arguments: argparse.Namespace) -> int:
    from agent.commands.ledger_receipts import judge_receipts

    return _told(arguments, *judge_receipts(arguments))


def _status(arguments: argparse.Namespace) -> int:
    from agent.commands.ledger_status import daemons_view, followed, read_network_file

    socket = arguments.socket or Path(os.environ.get("GRIDHEARTH_SOCKET") or SOCKET)
    facts: Facts = {}
    if arguments.network is not None:
        file = read_network_file(arguments.network, tuple(arguments.upstream))
        facts["here"] = followed(file, arguments.within)
    if arguments.network is None or arguments.socket is not None or socket.exists():
        facts["daemon"] = daemons_view(socket)
    here, daemon = facts.get("here"), facts.get("daemon")
    is_live = not isinstance(here, dict) or here["live"] is True
    follows = not isinstance(daemon, dict) or daemon.get("state") == "live"
    if arguments.json:
        print(json.dumps(facts))
    else:
        for line in (*_here_lines(here), *_daemon_lines(daemon)):
            print(line)
    return 0 if is_live and follows else FAILED


def _here_lines(here: object) -> Iterable[str]:
    if not isinstance(here, dict):
        return
    yield f"from here  {'live' if here['live'] else 'NOT LIVE: ' + str(here['reason'])}"
    yield f"chain      {here['chain_id']} ({here['engine']}, {len(here['validators'])} validators)"
    yield f"block      {here['number']}"
    yield f"hash       {here['hash']}"
    for node in here["nodes"]:
        trouble = node["trouble"] or ("usable" if node["usable"] else "not usable")
        rejected = sum(node["rejected"].values())
        refused = f", {rejected} false answers" if rejected else ""
        yield f"node       {node['name']}: {trouble}{refused}"


def _daemon_lines(daemon: object) -> Iterable[str]:
    if not isinstance(daemon, dict):
        return
    if "error" in daemon:
        yield f"daemon     {daemon['error']}"
        return
    yield f"daemon     {daemon['state']} at block {daemon['height']}: {daemon['sentence']}"
