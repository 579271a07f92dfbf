"""A market's broker as the operator's command sets it up, with somebody who may do everything."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest

from agent.bridge.report import ReportDomain
from agent.bridge.topics import prefix
from agent.dso.broker_config import access_list, identity_of
from agent.ports import BrokerError, LinkDown, LinkUp, Message
from agent.units import Address
from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles
from drivers.simulated.broker_mosquitto import (
    BrokerFiles,
    Installed,
    MosquittoError,
    end,
    free_port,
    installed,
    start,
)

DOMAIN = ReportDomain(1337, Address("0x" + "c0" * 20))
PREFIX = prefix(DOMAIN)
A, B = Address("0x" + "aa" * 20), Address("0x" + "bb" * 20)
ALMIGHTY = "almighty"
"""Not in any real access list: sees and says everything, to judge the others by."""

WITHIN_S = 30


def mosquitto_or_skip() -> Installed:
    """Return this machine's mosquitto; without one the test is skipped, in CI it fails."""
    found = installed()
    if found is None:
        reason = "mosquitto 2 is not installed (apt-get install mosquitto)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


class MarketBroker:
    """mosquitto with a generated access list; may be killed and started again on its port."""

    def __init__(
        self, mosquitto: Installed, directory: Path, members: Iterable[Address] = (A, B)
    ) -> None:
        self._mosquitto = mosquitto
        self._homes = {identity_of(member): [member] for member in members}
        self.directory = directory
        self.log = directory / "mosquitto.log"
        self.files = BrokerFiles(directory, host="localhost")
        self.process: asyncio.subprocess.Process | None = None
        self.port = 0
        self._numbers = iter(range(1_000_000))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["MarketBroker"]:
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    def enrol(self, members: Iterable[Address]) -> None:
        """Give the access list these homes as well, from the next start."""
        self._homes |= {identity_of(member): [member] for member in members}

    async def start(self) -> None:
        for _ in range(3):
            self.port = self.port or free_port()
            config = self.write()
            try:
                self.process = await start(self._mosquitto, config, self.port, self.log)
            except MosquittoError:
                self.port = 0
            else:
                return
        raise MosquittoError(self.log.read_text("utf-8"))

    def write(self) -> Path:
        config = self.files.write(self.port, self._homes, domain=DOMAIN)
        text = access_list(DOMAIN, self._homes)
        text += f"\nuser {ALMIGHTY}\ntopic readwrite #\ntopic read $SYS/#\n"
        (self.directory / "acl").write_text(text)
        return config

    async def stop(self, *, kill: bool = False) -> None:
        if self.process is not None:
            await end(self.process, kill=kill)

    def cpu_s(self) -> float:
        """Return what the running broker has used of a processor (proc(5), utime and stime)."""
        assert self.process is not None
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settings(self, identity: str | None, *subscriptions: str, **more: Any) -> BrokerSettings:
        """Return a client's settings; without identity it has no certificate."""
        trusted = TlsFiles(str(self.directory / "ca.crt"))
        more = {"first_pause_s": 0.05, "longest_pause_s": 0.5, "mqtt5": True, **more}
        more.setdefault("tls", trusted if identity is None else self.files.client(identity))
        more.setdefault("client_id", f"{identity}-{next(self._numbers)}")
        return BrokerSettings("localhost", self.port, subscriptions=subscriptions, **more)

    @contextlib.asynccontextmanager
    async def client(
        self, identity: str, *subscriptions: str, **more: Any
    ) -> AsyncIterator[PahoBroker]:
        """Connect; the context opens once the link is up."""
        broker = PahoBroker(self.settings(identity, *subscriptions, **more))
        async with broker.connected():
            found = await item(broker)
            assert found == LinkUp(), found
            yield broker


async def item(broker: PahoBroker) -> Message | LinkUp | LinkDown:
    async with asyncio.timeout(WITHIN_S):
        return await anext(broker.inbox())


async def until(broker: PahoBroker, kind: type) -> Any:
    async with asyncio.timeout(WITHIN_S):
        while not isinstance(found := await anext(broker.inbox()), kind):
            pass
    return found


async def messages_until(broker: PahoBroker, topic: str) -> list[Message]:
    """Return the messages before the one on `topic`."""
    found: list[Message] = []
    while (message := await until(broker, Message)).topic != topic:
        found.append(message)
    return found


async def allowed(broker: PahoBroker, topic: str, payload: bytes, *, retain: bool = False) -> bool:
    """Publish; return whether the broker took it."""
    try:
        await broker.publish(topic, payload, retain=retain)
    except BrokerError as refused:
        if "Not authorized" not in str(refused):
            raise
        return False
    return True
