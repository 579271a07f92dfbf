"""`gridhearth chain`: chains for development, on this machine only."""

import argparse
import sys
from pathlib import Path

MAX_PORT = 65_535
MAX_VALIDATORS = 64
ENGINES = ("qbft", "ibft2", "clique")
MAX_EPOCH_BLOCKS = 2**31 - 1


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the sub-command; `func` takes the parsed arguments and returns the exit status."""
    chain = subparsers.add_parser("chain", help="run a chain for development and demonstrations")
    commands = chain.add_subparsers(dest="chain_command", required=True)
    dev = commands.add_parser(
        "dev",
        help="run the embedded development chain",
        description="A chain with public keys, in memory, on 127.0.0.1: for development only.",
    )
    dev.add_argument("--port", type=_whole(0, MAX_PORT), default=0, help="0: any free port")
    dev.add_argument("--engine", choices=ENGINES, default="qbft", help="who seals, and how")
    dev.add_argument(
        *("--validators", "--signers"),
        type=_whole(1, MAX_VALIDATORS),
        default=4,
        metavar="N",
        help="QBFT and IBFT 2.0 need 4",
    )
    dev.add_argument("--epoch", type=_whole(1, MAX_EPOCH_BLOCKS), default=30_000, metavar="BLOCKS")
    dev.add_argument(
        "--validator-contract", action="store_true", help="QBFT: a contract names the validators"
    )
    dev.add_argument(
        "--allow-misbehaviour", action="store_true", help="JSON-RPC methods dev_*: forks and lies"
    )
    dev.add_argument("--period", type=_whole(1, 3600), default=1, metavar="SECONDS")
    dev.add_argument("--chain-id", type=_whole(1, 2**63 - 1), default=None, help="default: 1337")
    dev.add_argument("--genesis", type=Path, metavar="FILE", help="TOML: who owns what at first")
    dev.add_argument("--write-network", type=Path, metavar="FILE", help="TOML for the agents")
    dev.add_argument("--seed", type=_whole(0, 2**63 - 1), default=1, help="of the public keys")
    dev.set_defaults(func=run_dev)


def _whole(least: int, most: int) -> "_Whole":
    return _Whole(least, most)


class _Whole:
    """Reads an integer within bounds; argparse shows the class's words when it fails."""

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = most

    def __call__(self, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = self._least - 1
        if not self._least <= value <= self._most:
            raise argparse.ArgumentTypeError(
                f"{text!r} is no whole number from {self._least} to {self._most}"
            )
        return value


def run_dev(arguments: argparse.Namespace) -> int:
    """Run the development chain until SIGTERM or SIGINT; return the exit status."""
    try:
        import asyncio

        from drivers.simulated.devchain.engines import EngineError
        from drivers.simulated.devchain.genesis import GenesisError
    except ImportError as missing:
        print(f"gridhearth chain dev needs gridhearth[demo]: {missing}", file=sys.stderr)
        return 1
    try:
        asyncio.run(_serve(arguments))
    except (GenesisError, EngineError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except OSError as failed:
        print(f"could not start: {failed}", file=sys.stderr)
        return 1
    return 0


async def _serve(arguments: argparse.Namespace) -> None:
    import asyncio
    import dataclasses
    import signal
    import time

    from drivers.simulated.devchain.engines import named_engine, with_validator_contract
    from drivers.simulated.devchain.genesis import DEFAULT_CHAIN_ID, read_genesis
    from drivers.simulated.devchain.server import development_genesis, running_devchain

    now_s = int(time.time())
    if arguments.genesis is None:
        chain_id = arguments.chain_id or DEFAULT_CHAIN_ID
        genesis = development_genesis(arguments.seed, now_s, chain_id)
    else:
        genesis = read_genesis(arguments.genesis, timestamp_s=now_s)
        if arguments.chain_id is not None:
            genesis = dataclasses.replace(genesis, chain_id=arguments.chain_id)
    engine = named_engine(
        arguments.engine,
        seed=arguments.seed,
        validators=arguments.validators,
        epoch=arguments.epoch,
        period_s=arguments.period,
        contract=arguments.validator_contract,
    )
    if arguments.validator_contract:
        genesis = with_validator_contract(genesis, engine)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running_devchain(
        genesis,
        port=arguments.port,
        period_s=arguments.period,
        network_file=arguments.write_network,
        engine=engine,
        allow_misbehaviour=arguments.allow_misbehaviour,
    ) as node:
        print(
            f"DEVELOPMENT ONLY, the keys are public: chain {node.chain.chain_id}, "
            f"{arguments.validators} {arguments.engine} validators, a block every {arguments.period} s, "
            f"listening on {node.url}",
            flush=True,
        )
        stopped, failed = asyncio.ensure_future(stop.wait()), asyncio.ensure_future(node.failed())
        try:
            done, _ = await asyncio.wait((stopped, failed), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stopped.cancel()
            failed.cancel()
