"""`gridhearth image`: prepare a card for a home without a Pi at hand."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    from agent.commands import image_build

    parser = subparsers.add_parser(
        "image",
        help="prepare a Raspberry Pi's card: customise, build, manifest",
        description="Works on a stock image of Raspberry Pi OS Lite (64-bit, Trixie), on one built"
        " here, or on a card.",
    )
    words = parser.add_subparsers(dest="deed", metavar="COMMAND", required=True)
    customise = words.add_parser(
        "customise",
        help="write what the first boot needs: user, network, package, settings",
        description="Shows what will be written and asks. Nothing secret goes onto the card: it"
        " stays readable by whoever holds it.",
    )
    customise.add_argument("target", type=Path, metavar="IMAGE_OR_BOOT_FOLDER")
    customise.add_argument("--config", type=Path, required=True, metavar="CARD.toml")
    customise.add_argument("--dry-run", action="store_true", help="only show what would be written")
    customise.add_argument("--yes", action="store_true", help="do not ask")
    customise.set_defaults(func=_customise)
    image_build.add_build(words)
    manifest = words.add_parser("manifest", help="write a manifest for Raspberry Pi Imager 2")
    manifest.add_argument("image", type=Path, metavar="IMG_OR_IMG.XZ")
    manifest.add_argument("--url", required=True, help="where the image will be")
    manifest.add_argument("--name", default="gridhearth")
    manifest.add_argument(
        "--description", default="Raspberry Pi OS Lite for a home that trades its electricity"
    )
    manifest.add_argument("--icon", default="", help="address of a 40x40 picture")
    manifest.add_argument("--date", required=True, metavar="YYYY-MM-DD")
    manifest.add_argument(
        "--built",
        action="store_true",
        help="the image was made by gridhearth image build: for a Pi 4, with Debian's own cloud-init",
    )
    manifest.add_argument("--output", type=Path, required=True, metavar="X.rpi-imager-manifest")
    manifest.set_defaults(func=_manifest)


def _customise(arguments: argparse.Namespace) -> int:
    """0: written, or shown; 1: it could not be written; 2: the description is wrong."""
    from agent.packaging.boot_partition import BootError, found, listed, read, write
    from agent.packaging.card import CardWrong
    from agent.packaging.image_files import INSTALLED_FILE
    from agent.packaging.seed import read_card

    problems: list[str] = []
    seed = boot = None
    code = 2
    try:
        boot = found(arguments.target)
        installed = INSTALLED_FILE in listed(boot)
    except BootError as wrong:
        problems.append(str(wrong))
        installed, code = False, 1
    except OSError as lost:
        problems.append(f"{arguments.target}: {lost.strerror}.")
        installed = False
    try:
        seed = read_card(arguments.config, installed=installed)
    except CardWrong as wrong:
        problems, code = [*wrong.problems, *problems], 2
    except OSError as lost:
        problems, code = [f"{arguments.config}: {lost.strerror}.", *problems], 2
    if seed is None or boot is None:
        return _said(problems, code)
    print("\n".join(seed.plan))
    if arguments.dry_run:
        return 0
    if not (arguments.yes or _agreed(arguments.target)):
        return _said(["Nothing was written."], 1)
    try:
        write(boot, seed.onto(read(boot, "cmdline.txt")))
    except BootError as failed:
        return _said([str(failed)], 1)
    except OSError as failed:
        return _said([f"{failed.filename}: {failed.strerror}."], 1)
    print(f"{arguments.target} is ready: {len(seed.files) + 1} files were written and read back.")
    return 0


def _agreed(target: Path) -> bool:
    if not sys.stdin.isatty():
        print("Nobody is there to ask: add --yes.", file=sys.stderr)
        return False
    return input(f"Write this to {target}? [y/N] ").strip().lower() in ("y", "yes")


def _manifest(arguments: argparse.Namespace) -> int:
    import lzma

    from agent.packaging import imager

    try:
        document = imager.manifest(
            arguments.image,
            url=arguments.url,
            name=arguments.name,
            description=arguments.description,
            icon=arguments.icon,
            date=arguments.date,
            init_format="cloudinit" if arguments.built else "cloudinit-rpi",
            devices=imager.DEVICES[:1] if arguments.built else imager.DEVICES,
        )
    except (OSError, lzma.LZMAError) as failed:
        return _said([f"{arguments.image} could not be read: {failed}."], 1)
    problems = imager.problems(document)
    if problems:
        return _said(problems, 2)
    arguments.output.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    return 0


def _said(problems: list[str], code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return code
