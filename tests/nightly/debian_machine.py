"""A real Debian below a folder, our packages built for it, and a home in it that follows a chain."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import web

from agent.demo.street_files import write_home
from agent.demo.street_start import home_file
from agent.packaging.signing import new_key
from agent.packaging.targets import target
from tests.whole.founded import Founded

ROOT = Path(__file__).resolve().parents[2]
MMDEBSTRAP = ("mmdebstrap", "--mode=root", "--variant=minbase")
STAND_IN = Path(__file__).with_name("stand_in_systemctl.py")
STREET = "/var/lib/gridhearth/street"
SETTINGS = "/etc/gridhearth/gridhearth.toml"
CORE: tuple[str, ...] = ("devices", "metering/test_registers.py", "metering/test_intervals.py")
CORE += tuple(f"market/test_{one}.py" for one in ("settlement", "worked_cases", "cycle"))
FEWER = """
from hypothesis import HealthCheck, settings
settings.register_profile("emulated", max_examples=10, deadline=None,
                          suppress_health_check=list(HealthCheck))
settings.load_profile("emulated")
"""
TOOLS = ("pytest", "pytest-asyncio", "pytest-timeout", "hypothesis")


class Machine:
    """A Debian below a folder; commands run in it by chroot, without the host's environment."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *words: str, expect: int = 0, more: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            ["chroot", str(self.root), *words],
            env={
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root",
                "LC_ALL": "C.UTF-8",
            }
            | dict(more or {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout + done.stderr

    def wait_for(self, sentence: str, *words: str, within_s: float = 120.0) -> None:
        """Ask `gridhearth` until it says the sentence."""
        until = time.monotonic() + within_s
        while sentence not in (told := self.run("gridhearth", *words)):
            assert time.monotonic() < until, told
            time.sleep(0.5)  # another process's fact: nothing wakes us

    def sizes_mb(self) -> dict[str, float]:
        """Return Installed-Size of every installed package."""
        told = self.run("dpkg-query", "-W", "-f", "${Package} ${Installed-Size}\n")
        pairs = (line.split() for line in told.splitlines())
        return {name: int(kib) * 1024 / 1e6 for name, kib in pairs}

    def used_mb(self) -> float:
        """Return what the disk really holds, without apt's own lists and archives."""
        skip = [f"--exclude={self.root}/{one}" for one in ("var/cache", "var/lib/apt", "root")]
        told = subprocess.run(
            ["du", "-s", "--block-size=1", *skip, str(self.root)],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(told.stdout.split()[0]) / 1e6

    @contextlib.contextmanager
    def with_services(self) -> Iterator[None]:
        """Give it /proc and a systemctl that starts units for real; whatever runs is stopped."""
        shutil.copy(STAND_IN, self.root / "usr/local/bin/systemctl")
        (self.root / "usr/local/bin/systemctl").chmod(0o755)
        (self.root / "run/systemd/system").mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "proc", "proc", str(self.root / "proc")], check=True)
        try:
            yield
        finally:
            for state in (self.root / "run/stand-in").glob("*.service"):
                self.run("systemctl", "stop", state.name)
            subprocess.run(["umount", "--lazy", str(self.root / "proc")], check=True)


def unpacked(
    suite: str, arch: str, folder: Path, packages: str = "python3", kept_as: str = ""
) -> Machine:
    kept = os.environ.get(f"GRIDHEARTH_ROOTFS_{kept_as}") if kept_as else None
    tar = Path(kept) if kept else folder / "rootfs.tar"
    if not tar.is_file():
        words = [f"--architectures={arch}", f"--include={packages}"]
        subprocess.run([*MMDEBSTRAP, *words, suite, str(tar)], check=True)
    root = folder / "root"
    root.mkdir()
    subprocess.run(["tar", "-C", str(root), "-xf", str(tar)], check=True)
    return Machine(root)


class Workshop:
    """Builds packages from one copy of the checkout, each only once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._checkout = folder / "checkout"
        skip = (".*", "__pycache__", "*.egg-info", "build", "dist")
        shutil.copytree(ROOT, self._checkout, ignore=shutil.ignore_patterns(*skip), symlinks=True)
        self._built: dict[tuple[str, str, str, bool], Path] = {}

    def built(
        self,
        suite: str,
        arch: str,
        *,
        version: str = "0.1.0",
        screen: bool = False,
        spoil: Callable[[Path], None] | None = None,
    ) -> Path:
        """Return gridhearth's package, with `screen` the other one beside it."""
        key = suite, arch, version, screen
        if key not in self._built:
            self._built[key] = self.build(suite, arch, version, screen=screen, spoil=spoil)
        return self._built[key]

    def build(
        self,
        suite: str,
        arch: str,
        version: str,
        *,
        screen: bool = False,
        spoil: Callable[[Path], None] | None = None,
        name: str = "first",
    ) -> Path:
        """Build it from a copy of its own, under that version, spoilt where that is asked."""
        words = "-".join((suite, arch, version, str(screen), name))
        source, output = self._folder / f"source-{words}", self._folder / f"debs-{words}"
        shutil.copytree(self._checkout, source, symlinks=True)
        setup = source / "setup.cfg"
        told = re.sub(r"(?m)^version = .*$", f"version = {version}", setup.read_text())
        setup.write_text(told)
        if spoil is not None:
            spoil(source)
        command = [sys.executable, "-m", "agent", "package", "--suite", suite, "--arch", arch]
        command += ["--preset", "0", "--output", str(output)]
        subprocess.run(
            command if screen else [*command, "--without-screen"],
            cwd=source,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1760000000"},
            check=True,
        )
        shutil.rmtree(source)
        return next(output.glob("gridhearth_*.deb"))


def dead(source: Path) -> None:
    """A version that does not start, though it finds the settings good."""
    path = source / "agent" / "daemon.py"
    path.write_text('raise RuntimeError("this version is broken")\n' + path.read_text("utf-8"))


NOBODY_THERE = """

_TrueClient = ChainClient


def ChainClient(network, upstreams, **more):
    return _TrueClient(network, ("http://127.0.0.1:9",), **more)
"""


def deaf(source: Path) -> None:
    """A version that starts and says READY, but asks for the chain where nobody is."""
    path = source / "agent" / "daemon.py"
    text = path.read_text("utf-8")
    assert "        ChainClient(" in text
    path.write_text(text + NOBODY_THERE)


def makers(folder: Path, root_file: Path) -> None:
    """Make the makers' keys in `folder` and the document that names them."""
    folder.mkdir(exist_ok=True)
    new_key(folder / "root.pem")
    new_key(folder / "release.pem")
    keys = ("--root-key", "root.pem", "--release-key", "release.pem")
    _release(folder, "root", *keys, "--number", "1", "--output", str(root_file))


def sign(folder: Path, deb: Path, to: Path, *, suite: str, number: int) -> None:
    """Sign a release of one package."""
    words = ("--key", "release.pem", "--minimum", "0.1.0", f"{suite}={deb}")
    _release(folder, "sign", *words, "--number", str(number), "--output", str(to))


def _release(folder: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "agent", "release", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )


def core_tests(machine: Machine, site: str, suite: str, arch: str) -> int:
    """Run the pure rules' tests on the machine with the package's own code; return how many passed."""
    tools = machine.root / "root/tools"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target"]
    pins = ["-c", str(ROOT / "constraints.txt"), *TOOLS]
    subprocess.run([*command, str(tools), *target(suite, arch).pip_words(), *pins], check=True)
    checkout = machine.root / "root/checkout"
    shutil.copytree(
        ROOT / "tests", checkout / "tests", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "config", checkout / "config")
    (checkout / "conftest.py").write_text(FEWER)
    places = " ".join(f"tests/{one}" for one in CORE)
    (checkout / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
        "addopts = --import-mode=importlib -p no:cacheprovider\n"
    )
    told = machine.run(
        *("sh", "-c", f"cd /root/checkout && python3 -s -m pytest -q -x {places}"),
        more={"PYTHONPATH": f"{site}:/root/tools:/root/checkout", "PYTHONSAFEPATH": "1"},
    )
    found = re.search(r"(\d+) passed", told)
    assert found is not None, told[-2000:]
    return int(found[1])


def bill_is_the_disk(machine: Machine, package: str, site: str) -> int:
    """Hold a bill against the metadata that lies there, without our own code; return the parts."""
    bill = json.loads((machine.root / f"usr/share/doc/{package}/sbom.cdx.json").read_text("utf-8"))
    own = bill["metadata"]["component"]
    listed = {(_canonical(one["name"]), one["version"]) for one in (own, *bill["components"])}
    found = set()
    for path in (machine.root / site.lstrip("/")).glob("*.dist-info/METADATA"):
        told = path.read_text("utf-8", "replace")
        name, version = (re.search(rf"(?m)^{key}: (.+)$", told) for key in ("Name", "Version"))
        assert name is not None
        assert version is not None
        found.add((_canonical(name[1]), version[1].strip()))
    assert found == listed
    return len(found)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


class BoxedHome:
    """One home of a street, with its files on the machine and its agent as the package starts it."""

    def __init__(self, machine: Machine, street: Founded) -> None:
        self._machine = machine
        (home,) = street.homes.values()
        where = street.street.directory
        settings = home_file(
            street.street,
            street.place,
            street.market,
            home.plan,
            street.keys,
            Path("/run/gridhearth/api.sock"),
        )
        place = machine.root / SETTINGS.lstrip("/")
        write_home(place, settings)
        place.write_text(place.read_text("utf-8").replace(str(where), STREET))
        shutil.copytree(where, machine.root / STREET.lstrip("/"), ignore=_not_the_homes)
        machine.run("chown", "-R", "gridhearth:gridhearth", STREET, SETTINGS)

    def says(self) -> dict[str, str]:
        """Return chain, version and mode as the agent says them now."""
        told = json.loads(self._machine.run("gridhearth", "status", "--json"))
        return {"chain": told["chain"]["state"], "version": told.get("version", "")}

    async def live(self, within_s: float = 120.0) -> None:
        """Wait until it follows the chain."""
        async with asyncio.timeout(within_s):
            while True:
                with contextlib.suppress(AssertionError):
                    if (await asyncio.to_thread(self.says))["chain"] == "live":
                        return
                await asyncio.sleep(0.5)


def _not_the_homes(where: str, names: list[str]) -> list[str]:
    others = (".log", ".db", "-wal", "-shm")
    return [one for one in names if Path(where, one).is_socket() or one.endswith(others)]


@asynccontextmanager
async def https_folder(folder: Path, work: Path) -> AsyncIterator[tuple[str, Path]]:
    """Serve a folder by HTTPS on the loopback interface; yield address and the authority's file."""
    key, certificate = work / "https.key", work / "https.pem"
    words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    words += ["-keyout", str(key), "-out", str(certificate), "-days", "2"]
    words += ["-subj", "/CN=releases", "-addext", "subjectAltName=IP:127.0.0.1"]
    await asyncio.to_thread(
        partial(subprocess.run, ["openssl", *words], check=True, capture_output=True)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    app = web.Application()
    app.router.add_static("/", folder)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        (address,) = runner.addresses
        yield f"https://127.0.0.1:{address[1]}", certificate
    finally:
        await runner.cleanup()
