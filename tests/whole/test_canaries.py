"""No secret leaves the box by any path: logs, answers, reports, bundles, processes, core files.

Every secret of a home is a canary; a real daemon runs, is asked everything, is misconfigured, is
broken on purpose and killed; then every byte that came out is searched for every canary.
"""

import asyncio
import contextlib
import io
import os
import resource
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.methods import METHODS
from agent.api.params import Params
from agent.api.permissions import Group
from agent.cli import main
from agent.shell.link import CallFailed, LinkError, connected
from drivers.home_backup import read_backup
from tests.whole.canary_home import ROOT, CanaryHome, json_text

WITHIN_S = 90.0
DEATHS = (signal.SIGABRT, signal.SIGSEGV)


STACKS = f"import faulthandler; faulthandler.dump_traceback_later({WITHIN_S - 10})"
"""Should it hang, its log says where."""


@pytest.fixture
def home(tmp_path: Path) -> CanaryHome:
    return CanaryHome(tmp_path)


async def until(look: Callable[[], Any]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not look():  # noqa: ASYNC110 - another process's deeds have no event
            await asyncio.sleep(0.05)


async def ready(home: CanaryHome, process: asyncio.subprocess.Process | None = None) -> None:
    def told() -> bool:
        text = home.log.read_text("utf-8", "replace")
        assert process is None or process.returncode is None, f"it ended: {text[-3_000:]}"
        return "ready:" in text

    await until(told)


async def everything_asked(home: CanaryHome) -> str:
    """Ask every method that needs no parameters, and set a PIN; return all answers."""
    told: list[str] = []
    async with connected(home.socket, "a test") as link:
        for name, method in METHODS.items():
            if name in ("hello", "status.watch", "pin.lock") or method.params is not Params:
                continue
            try:
                told.append(json_text(await link.call(name, {})))
            except CallFailed as refused:
                told.append(refused.error.message)
        for new in (home.pin + "x", home.pin):  # a slip of the finger first
            try:
                answer = await link.call("pin.set", {"whose": "household", "new": new})
                told.append(json_text(answer))
            except CallFailed as refused:
                told.append(f"{refused} {refused.error}")
        wrong = str((int(home.pin) + 1) % 10**8).zfill(8)
        told.append(json_text(await link.call("pin.unlock", {"whose": "household", "pin": wrong})))
        asked = {"passphrase": home.canaries["backup passphrase"] * 100}
        try:
            told.append(json_text(await link.call("backup.write", asked)))
        except CallFailed as refused:
            told.append(f"{refused} {refused.error}")
        told.append(json_text(await link.call("status.get", {})))
    return "\n".join(told)


async def metrics_of(home: CanaryHome) -> str:
    reader, writer = await asyncio.open_unix_connection(str(home.metrics))
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    page = (await reader.read(1 << 20)).decode()
    writer.close()
    return page


def command(*words: str) -> str:
    """Run one of our commands here; return all that it says."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(list(words))
    return f"{words}: {code}\n{out.getvalue()}"


def unpacked(bundle: Path) -> str:
    """Return everything in a support bundle, one part after the other."""
    with tarfile.open(bundle) as archive:
        parts = [archive.extractfile(entry) for entry in archive.getmembers()]
        return "\n".join(part.read().decode() for part in parts if part is not None)


def of_process(pid: int) -> str:
    """Return what every user of the machine may see of a process, and what root may."""
    texts = [Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
    return b"\n".join(texts).decode("utf-8", "replace")


async def test_no_canary_comes_out_of_a_home_that_runs(home: CanaryHome) -> None:
    process = await home.started(before=STACKS)
    seen: dict[str, str] = {}
    try:
        await ready(home, process)
        seen["processes"] = of_process(process.pid)
        seen["the local interface"] = await everything_asked(home)
        seen["metrics"] = await metrics_of(home)
        config, socket = ("--config", str(home.config)), ("--socket", str(home.socket))
        bundle = home.place / "bundle.tar"
        for words in (
            ("doctor", "--all", *config, *socket),
            ("doctor", "--json", *config, *socket),
            ("status", "--json", *socket),
            ("alerts", *socket),
            ("update", "--state"),
            ("config", "check", str(home.config)),
            ("config", "show", str(home.config)),
            *(("config", "explain", f"{key}", str(home.config)) for key in SECRET_KEYS),
            ("join", "status", *config, "--directory", str(home.join)),
            ("backup", *socket, *config),
            ("support-bundle", *config, *socket, "--log", str(home.log), "--output", str(bundle)),
        ):
            seen[" ".join(words[:3])] = await asyncio.to_thread(command, *words)
        assert "bundle.tar" in seen[f"support-bundle {' '.join(config)}"]
        seen["the bundle"] = unpacked(bundle)
        (backup,) = (home.state / "backups").glob("home-*")
        seen["the backup, sealed"] = backup.read_bytes().decode("latin-1")
        process.send_signal(signal.SIGTERM)
        try:
            assert await asyncio.wait_for(process.wait(), WITHIN_S) == 0
        except TimeoutError:
            pytest.fail(f"it did not stop: {home.log.read_text('utf-8', 'replace')[-6_000:]}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    seen["the log"] = home.log.read_text("utf-8", "replace")
    for path in home.state.rglob("*"):  # of a PIN a file may hold a hash, never the digits
        if path.is_file():
            assert home.pin not in path.read_bytes().decode("latin-1"), path
    assert {name: found for name, text in seen.items() if (found := home.leaks(text))} == {}
    for spoke in ("drivers.zigbee", "Connection refused"):
        assert spoke in seen["the log"] or spoke in seen["the local interface"], spoke
    # negative control: the backup does hold them, for whoever has its passphrase
    kept = read_backup(backup, home.canaries["backup passphrase"])
    inside = "\n".join(one.content.decode("latin-1") for one in kept.files)
    assert {"order key", "report key", "unit key", "broker key"} <= set(home.leaks(inside))


SECRET_KEYS = (
    *("chain.order_key", "chain.report_key", "broker.tls", "house.password"),
    *("backup.passphrase", "radio.backup_passphrase", "storage.unit"),
)

BROKEN = """
from agent.shell.household import Household
def broken(self):
    raise AssertionError(f"an invariant does not hold: {vars(self)!r} {self.state!r}")
Household.snapshot = broken
"""
"""Our own mistake, told with everything the agent holds: the worst traceback there can be."""


async def test_no_canary_is_in_the_traceback_of_our_own_broken_invariant(
    home: CanaryHome,
) -> None:
    process = await home.started(before=BROKEN)
    try:
        await ready(home, process)
        with contextlib.suppress(LinkError, CallFailed, ConnectionError):
            async with connected(home.socket, "a test") as link:
                await asyncio.wait_for(link.call("status.get", {}), 20)
        code = await asyncio.wait_for(process.wait(), WITHIN_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    text = home.log.read_text("utf-8", "replace")
    assert code != 0, "our own mistake ends the process"
    assert "an invariant does not hold" in text
    assert "KeySigner(0x" in text, "the keys were among what was told"
    assert home.leaks(text) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("""password = {{ type = "file", path = "{place}/house.password" }}""", "password"),
        ("""passphrase = {{ type = "file", path = "{place}/backup.passphrase" }}""", "passphrase"),
        ("""order_key = {{ type = "file", path = "{place}/state/join/order.key" }}""", "order_key"),
    ],
)
def test_a_secret_written_into_the_settings_by_mistake_is_not_read_out(
    home: CanaryHome, right: str, wrong: str
) -> None:
    """A person puts the password itself where its file should be named."""
    names = {"password": "house password", "passphrase": "backup passphrase"}
    secret = home.canaries[names.get(wrong, "order key")]
    text = home.config.read_text()
    line = right.format(place=home.place)
    assert line in text
    home.config.write_text(text.replace(line, f'{wrong} = "{secret}"'))
    told = command("config", "check", str(home.config))
    told += command("config", "show", str(home.config))
    told += command("doctor", "--config", str(home.config), "--socket", "/nowhere")
    assert wrong in told, "the mistake is named"
    assert home.leaks(told) == []
    bundle = home.place / "bundle.tar"
    words = ("--config", str(home.config), "--socket", "/nowhere", "--output", str(bundle))
    command("support-bundle", *words, "--log", str(home.log))
    assert home.leaks(unpacked(bundle)) == []


def ended(pid: int) -> tuple[int, bool]:
    """Wait for a child; return the signal that ended it, and whether the kernel dumped a core."""
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status), os.WCOREDUMP(status)


def limited(command_line: list[str], place: Path, log: Path) -> int:
    """Start a child that may write a core as large as it likes; return its number."""
    shell = 'ulimit -c "$(ulimit -H -c)"; cd "$1"; shift; exec "$@" >>"$LOG" 2>&1'
    return os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", shell, "sh", str(place), *command_line],
        os.environ | {"PYTHONPATH": str(ROOT), "LOG": str(log)},
    )


def test_a_process_that_closes_nothing_does_leave_a_core(tmp_path: Path) -> None:
    """Negative control of the next test, where this machine allows cores at all."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    text = f"import os\nos.kill(os.getpid(), {int(signal.SIGABRT)})"
    pid = limited([sys.executable, "-c", text], tmp_path, tmp_path / "log")
    number, dumped = ended(pid)
    assert number == signal.SIGABRT
    assert dumped is (most != 0)


@pytest.mark.parametrize("death", DEATHS, ids=lambda one: one.name)
async def test_a_home_that_dies_leaves_no_core_although_the_limits_allow_one(
    home: CanaryHome, death: signal.Signals
) -> None:
    pid = limited(home.daemon(), home.place, home.log)
    try:
        await ready(home)
        # Whoever may, raises the limit again: what protects is that the memory itself is closed.
        _, most = resource.prlimit(pid, resource.RLIMIT_CORE)
        resource.prlimit(pid, resource.RLIMIT_CORE, (most, most))
    finally:
        os.kill(pid, death)
        number, dumped = await asyncio.to_thread(ended, pid)
    assert number == death
    assert dumped is False
    assert [path for path in home.place.rglob("*core*") if path.is_file()] == []
    assert home.leaks(home.log.read_text("utf-8", "replace")) == []


def test_the_memory_of_every_command_that_holds_keys_is_closed_before_it_reads_one() -> None:
    text = (
        "from drivers import private_memory as p\n"
        "before = p.memory_is_private()\n"
        "p.keep_memory_private()\n"
        "print(before, p.memory_is_private(), len(__import__('os').listdir('/proc/self/fd')) > 0)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", text],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert told.stdout.split() == ["False", "True", "True"]
    for name in ("daemon", "join", "operator_outside"):
        source = (ROOT / "agent" / "commands" / f"{name}.py").read_text("utf-8")
        assert "keep_memory_private()" in source, name


def test_the_search_finds_what_it_looks_for(home: CanaryHome) -> None:
    """Negative control: a test that cannot see would be green for ever."""
    for name, secret in home.canaries.items():
        assert home.leaks(f"x{secret}y") == [name]
        assert home.leaks(f"x{secret.upper()}y") == [name]
    key = home.canaries["order key"]
    assert home.leaks(f"half of it: {key[12:44]}") == ["order key"]
    assert home.leaks(str(int(key, 16))) == ["order key, as a number"]
    assert home.leaks("nothing") == []


def test_every_group_is_asked() -> None:
    asked = [name for name, method in METHODS.items() if method.params is Params]
    assert {METHODS[name].group for name in asked} == set(Group) or len(asked) > 10
    assert msgspec.json.encode(asked)
