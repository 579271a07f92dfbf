"""`gridhearth completion`: what a shell needs to complete our words."""

import argparse
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.packaging.manual import Page


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "completion",
        help="print the completion for bash or zsh",
        description="For this shell:  source <(gridhearth completion bash)",
    )
    parser.add_argument("shell", choices=["bash", "zsh"])
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    from agent.packaging import manual

    made = manual.bash_completion if arguments.shell == "bash" else manual.zsh_completion
    print(made(all_pages()), end="")
    return 0


def all_pages() -> "tuple[Page, ...]":
    """Return every command and the commands below it, as their parsers describe them.

    A command whose libraries this installation lacks is left out, as it is when it is called.
    """
    from agent.commands.known import KNOWN
    from agent.packaging.manual import pages

    found: list[Page] = []
    for name, known in KNOWN.items():
        parser = argparse.ArgumentParser(prog="gridhearth")
        subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
        try:
            importlib.import_module(known.module).add(subparsers)
        except ModuleNotFoundError:
            continue
        found += pages(name, known.help, subparsers.choices[name])
    return tuple(found)
