"""Where the passphrase of a backup comes from: a file, a credential, or a person at the terminal."""

import argparse
import sys
from getpass import getpass
from pathlib import Path


def passphrase_options(parser: argparse.ArgumentParser) -> None:
    """Let the passphrase be named; without either it is asked for."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="a file of mode 600 that holds it"
    )
    where.add_argument(
        "--passphrase-credential", metavar="NAME", help="a credential that systemd passes"
    )


def passphrase_of(arguments: argparse.Namespace, *, new: bool) -> str:
    """Return the passphrase; PortError: there is none. `new`: a person types it twice."""
    from drivers.passwords import PasswordError, read_password_credential, read_password_file

    if arguments.passphrase_file is not None:
        return read_password_file(arguments.passphrase_file).reveal()
    if arguments.passphrase_credential is not None:
        return read_password_credential(arguments.passphrase_credential).reveal()
    if not sys.stdin.isatty():
        raise PasswordError(
            "No passphrase: give --passphrase-file or --passphrase-credential, or type it at a"
            " terminal"
        )
    typed = getpass("The backup's passphrase: ")
    if new and getpass("Once more: ") != typed:
        raise PasswordError("The two are not the same")
    return typed
