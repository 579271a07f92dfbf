"""`gridhearth support-bundle`: everything that helps another to help, and nothing that is secret."""

import argparse
import asyncio
import gzip
import io
import platform
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from agent.commands.home_calls import FAILED, common_options, say, socket_of
from agent.provisioning.redaction import redacted
from agent.settings import KeyFile, Settings

SETTINGS = Path("/etc/gridhearth/gridhearth.toml")
LOG_LINES = 2_000
LOG_WITHIN_S = 20
MAX_FILE_BYTES = 256 * 1024
MAX_SECRET_BYTES = 8 * 1024


def add(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "support-bundle",
        parents=[common_options()],
        help="one file for whoever helps, secrets struck out",
        description="Writes what doctor finds, the settings, the agent's snapshot, its log and the"
        " versions of everything into one file, with keys, passwords and PINs struck out. Look into"
        " it before you send it: tar tzf FILE",
    )
    parser.add_argument("--config", type=Path, default=SETTINGS, metavar="FILE")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="default: gridhearth-support-DATE.tar.gz here"
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help="a log file instead of the system's journal",
    )
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Gather, strike out, write; the file must not exist yet."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    output: Path = arguments.output or Path(f"gridhearth-support-{stamp}.tar.gz")
    secrets = tuple(_known_secrets(arguments.config))
    parts = dict(_parts(arguments))
    struck = 0
    written = {}
    for name, text in parts.items():
        written[name], times = redacted(text, secrets)
        struck += times
    written["README.txt"] = _readme(stamp, struck)
    try:
        with output.open("xb") as file:
            file.write(_archive(written))
    except OSError as failed:
        return say(f"{output} could not be written: {failed.strerror}.", code=FAILED)
    output.chmod(0o600)
    print(f"{output}: {len(written)} parts, {struck} places struck out. Look: tar tzf {output}")
    return 0


def _parts(arguments: argparse.Namespace) -> Iterator[tuple[str, str]]:
    from agent.commands import doctor_look
    from agent.commands.doctor import examine

    socket = socket_of(arguments)
    found = asyncio.run(examine(arguments.config, socket))
    yield "doctor.json", _json(found)
    yield "joining.json", _json(_joining(arguments.config))
    snapshot, away = asyncio.run(doctor_look.daemon(socket))
    yield "snapshot.json", _json(snapshot) if snapshot is not None else away
    yield "settings.toml", _text(arguments.config)
    yield "versions.txt", _versions()
    yield "machine.txt", _machine()
    yield "log.txt", _text(arguments.log) if arguments.log else _log()


def _joining(config: Path) -> object:
    from agent.commands import doctor_look
    from agent.daemon_waiting import joining_of

    _, settings = doctor_look.read_configuration(config)
    return None if settings is None else joining_of(settings, config)


def _known_secrets(config: Path) -> Iterator[str]:
    """What stands in the files the settings name as secret, where this user may read them.

    And in those that no setting names: the card's one-time code, and the keys that joining made.
    """
    from agent.commands import doctor_look

    _, settings = doctor_look.read_configuration(config)
    if settings is None:
        return
    named = [Path(one.path) for one in doctor_look.private_files(settings)]
    for path in (*named, *_unnamed(settings)):
        try:
            with path.open("rb") as file:
                content = file.read(MAX_SECRET_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        yield content.strip()
        yield from (line.strip() for line in content.splitlines() if not line.startswith("-----"))
        yield content.strip().removeprefix("0x")


def _unnamed(settings: Settings) -> Iterator[Path]:
    from drivers.join_files import BROKER_KEY, CODE, ORDER_KEY, REPORT_KEY

    key = settings.chain.order_key
    state = Path(settings.journal.path).parent
    folder = Path(key.path).parent if isinstance(key, KeyFile) else state / "join"
    yield folder.with_name(CODE)
    yield state / CODE
    yield from (folder / name for name in (ORDER_KEY, REPORT_KEY, BROKER_KEY))


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def _text(path: Path) -> str:
    """The end of a text file, at most `MAX_FILE_BYTES`; or why there is none."""
    try:
        with path.open("rb") as file:
            file.seek(0, io.SEEK_END)
            file.seek(max(0, file.tell() - MAX_FILE_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError as failed:
        return f"{path} could not be read: {failed.strerror}\n"


def _versions() -> str:
    lines = [f"python {platform.python_version()}", *_release()]
    installed = {found.metadata["Name"]: found.version for found in metadata.distributions()}
    return "\n".join(lines + [f"{name} {installed[name]}" for name in sorted(installed)]) + "\n"


def _release() -> list[str]:
    try:
        return [f"system {platform.freedesktop_os_release()['PRETTY_NAME']}"]
    except (OSError, KeyError):
        return [f"system {platform.system()}"]


def _machine() -> str:
    model = Path("/proc/device-tree/model")
    lines = [
        _text(model).strip("\0\n") if model.exists() else platform.machine(),
        f"kernel {platform.release()}",
        f"uptime {_text(Path('/proc/uptime')).split()[0]} s",
        _text(Path("/proc/meminfo"))[:400],
    ]
    used = shutil.disk_usage("/")
    lines.append(f"disk free {used.free // 2**20} MiB of {used.total // 2**20} MiB")
    return "\n".join(lines) + "\n"


def _log() -> str:
    """The agent's own lines of the system's journal."""
    journalctl = shutil.which("journalctl")
    if journalctl is None:
        return "This machine has no journalctl; name a log file with --log.\n"
    command = [journalctl, "--no-pager", "--output=short-iso", f"--lines={LOG_LINES}"]
    command += [f"--unit=gridhearth{name}.service" for name in ("", "-join", "-screen")]
    try:
        done = subprocess.run(  # noqa: S603 - our own command line
            command, capture_output=True, text=True, check=False, timeout=LOG_WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        return f"The journal could not be read: {failed}\n"
    return done.stdout[-MAX_FILE_BYTES:] or done.stderr


def _readme(stamp: str, struck: int) -> str:
    return (
        f"gridhearth support bundle, {stamp}.\n\n"
        f"{struck} places that were, or looked like, keys, passwords, PINs or hashes are struck"
        " out.\nIt still tells the home's market address, its meters and when it was at home:"
        " give it only to whom you trust.\n"
    )


def _archive(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as archive,
    ):
        for name in sorted(parts):
            content = parts[name].encode()
            entry = tarfile.TarInfo(f"gridhearth-support/{name}")
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
