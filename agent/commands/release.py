"""`gridhearth release`: the makers' side of an update: keys, who may sign, what belongs to a release."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

DAY_S = 86_400


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "release",
        help="sign releases: key, root, sign",
        description="Runs on the makers' own machine, never on a home's. docs/install.md says how.",
    )
    words = parser.add_subparsers(dest="deed", metavar="COMMAND", required=True)
    key = words.add_parser("key", help="make a new signing key")
    key.add_argument("file", type=Path, metavar="NEW.pem")
    key.set_defaults(func=_caught(_key))
    root = words.add_parser("root", help="write who may sign, signed")
    _common(root)
    root.add_argument("--root-key", type=Path, action="append", required=True, metavar="PEM")
    root.add_argument("--release-key", type=Path, action="append", required=True, metavar="PEM")
    root.add_argument("--old-key", type=Path, action="append", default=[], metavar="PEM")
    root.add_argument("--root-threshold", type=int, default=1)
    root.add_argument("--release-threshold", type=int, default=1)
    root.set_defaults(func=_caught(_root), days=365)
    sign = words.add_parser("sign", help="sign a release: the packages that belong together")
    _common(sign)
    sign.add_argument("--key", type=Path, action="append", required=True, metavar="PEM")
    sign.add_argument(
        "--minimum", required=True, metavar="1.2.3", help="the lowest version allowed"
    )
    sign.add_argument(
        "packages", nargs="+", metavar="SUITE=DEB", help="such as trixie=gridhearth_0.1.0_arm64.deb"
    )
    sign.set_defaults(func=_caught(_sign), days=30)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", type=int, required=True, help="one more than the last one")
    parser.add_argument("--days", type=int, help="how long it counts (a root 365, a release 30)")
    parser.add_argument("--output", type=Path, required=True, metavar="JSON")


def _caught(work: Any) -> Any:
    def run(arguments: argparse.Namespace) -> int:
        from agent.packaging.entries import PackageError
        from agent.packaging.releases import ReleaseRefused

        try:
            return int(work(arguments))
        except (PackageError, ReleaseRefused) as failed:
            print(failed, file=sys.stderr)
        except OSError as failed:
            print(f"{failed.filename}: {failed.strerror}.", file=sys.stderr)
        return 1

    return run


def _key(arguments: argparse.Namespace) -> int:
    from agent.packaging.signing import new_key

    print(
        f"Key {new_key(arguments.file)} is in {arguments.file}: keep it off every networked machine."
    )
    return 0


def _root(arguments: argparse.Namespace) -> int:
    from agent.packaging.releases import first_root
    from agent.packaging.signing import read_key, root_document, sign

    roots = [read_key(path) for path in arguments.root_key]
    document = root_document(
        roots,
        [read_key(path) for path in arguments.release_key],
        version=arguments.number,
        expires_s=_now_s() + arguments.days * DAY_S,
        root_threshold=arguments.root_threshold,
        release_threshold=arguments.release_threshold,
    )
    data = sign(document, [*roots, *(read_key(path) for path in arguments.old_key)])
    first_root(data)  # what we write, we would believe
    arguments.output.write_bytes(data)
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    from agent.packaging.releases import order
    from agent.packaging.signing import read_key, release_document, sign

    pairs = [text.partition("=") for text in arguments.packages]
    wrong = [text for text in arguments.packages if "=" not in text]
    if wrong:
        print(f"Expected SUITE=DEB, got {', '.join(wrong)}.", file=sys.stderr)
        return 2
    order(arguments.minimum)
    document = release_document(
        [(Path(path), suite) for suite, _, path in pairs],
        version=arguments.number,
        issued_s=_now_s(),
        expires_s=_now_s() + arguments.days * DAY_S,
        minimum=arguments.minimum,
    )
    arguments.output.write_bytes(sign(document, [read_key(path) for path in arguments.key]))
    return 0


def _now_s() -> int:
    return time.time_ns() // 10**9
