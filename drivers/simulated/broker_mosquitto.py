"""mosquitto as a process of our own, for the demonstration and the tests: loopback, TLS, no service.

The same configuration, access list and certificates as a real market's (agent.dso.broker_config,
drivers.certificate_authority), in a directory that is thrown away.
"""

import asyncio
import contextlib
import datetime
import os
import pwd
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path

import msgspec

from agent.bridge.report import ReportDomain
from agent.dso.broker_config import OPERATOR, BrokerPlan, access_list, configuration
from drivers.certificate_authority import PRIVATE, Authority
from drivers.durable_file import replace_file
from drivers.mqtt_tls import TlsFiles

HOST = "127.0.0.1"
START_WITHIN_S = 15.0
TRIES = 3
"""Between our choice of a free port and mosquitto's bind somebody else may take it."""


class MosquittoError(Exception):
    """mosquitto did not start; its last words."""


class Installed(msgspec.Struct, frozen=True):
    """The mosquitto of this machine."""

    program: str
    version: str


def installed() -> Installed | None:
    """Return this machine's mosquitto, None without one that speaks MQTT 5 (2.0 or newer)."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/sbin")
    if program is None:
        return None
    told = subprocess.run([program, "-h"], capture_output=True, text=True, check=False)  # noqa: S603 - the path of `which`
    found = re.search(r"mosquitto version (([0-9]+)[0-9.]*)", told.stdout + told.stderr)
    return Installed(program, found[1]) if found and int(found[2]) >= 2 else None


class BrokerFiles:
    """A broker's directory: authority, certificates, configuration."""

    def __init__(self, directory: Path, *, host: str = HOST) -> None:
        self.directory = directory
        self.authority = Authority(directory / "authority", datetime.datetime.now(datetime.UTC))
        self._server = self.authority.server(host)
        self._data = directory / "data"
        self._data.mkdir(exist_ok=True)

    def write(
        self,
        port: int,
        homes: Mapping[str, Iterable[str]],
        *,
        domain: ReportDomain | None = None,
        listeners: Iterable[str] = (),
    ) -> Path:
        """Write everything mosquitto reads; return its configuration."""
        where = self.directory
        plan = BrokerPlan(
            str(where),
            str(self._data),
            port,
            len(homes),
            bind=HOST,
            user=pwd.getpwuid(os.geteuid()).pw_name,
        )
        files = {
            "mosquitto.conf": configuration(plan).encode(),
            "acl": access_list(domain, homes, listeners=listeners).encode(),
            "ca.crt": self.authority.certificate_file.read_bytes(),
            "revoked.crl": self.authority.revocation_list(),
            "server.crt": self._server.certificate.read_bytes(),
            "server.key": self._server.key.read_bytes(),
        }
        for name, content in files.items():
            replace_file(where / name, content, PRIVATE)
        return where / "mosquitto.conf"

    def client(self, identity: str) -> TlsFiles:
        """Return an identity's files, made at the first call."""
        issued = self.authority.client(identity)
        return TlsFiles(
            str(self.directory / "ca.crt"),
            str(issued.certificate),
            str(issued.key),
            str(self.directory / "revoked.crl"),
        )

    def operator(self) -> TlsFiles:
        """Return the operator's files."""
        return self.client(OPERATOR)


def free_port() -> int:
    """Return a port of the loopback interface that nobody has just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


async def start(
    mosquitto: Installed, config: Path, port: int, log: Path
) -> asyncio.subprocess.Process:
    """Start mosquitto with a configuration; return once it answers on `port`; MosquittoError."""
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            mosquitto.program,
            "-c",
            str(config),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    gone = asyncio.ensure_future(process.wait())
    try:
        async with asyncio.timeout(START_WITHIN_S):
            while process.returncode is None and not await _answers(port):
                await asyncio.wait({gone}, timeout=0.01)
    except BaseException:  # a cancelled start, too, leaves no process behind
        await end(process)
        raise
    finally:
        gone.cancel()
    if process.returncode is not None:
        raise MosquittoError(f"mosquitto did not start: {_last_words(log)}")
    return process


async def end(process: asyncio.subprocess.Process, *, kill: bool = False) -> None:
    """End mosquitto, in good order unless `kill`; return once it is gone."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            (process.kill if kill else process.terminate)()
    await process.wait()


@contextlib.asynccontextmanager
async def running_mosquitto(
    mosquitto: Installed,
    files: BrokerFiles,
    homes: Mapping[str, Iterable[str]],
    log: Path,
    *,
    domain: ReportDomain | None = None,
    listeners: Iterable[str] = (),
) -> AsyncIterator[tuple[int, asyncio.subprocess.Process]]:
    """Run mosquitto on a free port while the context is open: the port, and the process."""
    for left in reversed(range(TRIES)):
        port = free_port()
        config = files.write(port, homes, domain=domain, listeners=listeners)
        try:
            process = await start(mosquitto, config, port, log)
            break
        except MosquittoError as failed:
            if not left or "in use" not in str(failed):
                raise
    try:
        yield port, process
    finally:
        await end(process)


def _last_words(log: Path) -> str:
    return " / ".join(log.read_text("utf-8", "replace").splitlines()[-5:])


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
