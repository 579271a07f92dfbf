"""The street's broker: mosquitto with TLS where it is installed, else the one in Python.

mosquitto runs as a real market's would: the same configuration, its own authority, a certificate
for the operator and for every home with a line of its own, and an access list that gives each its
own topics. The neighbours share one process and so one connection; that identity speaks for all
homes. The embedded broker lets anybody in and encrypts
nothing, on the loopback interface only.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from agent.demo.processes import Child, ProcessEndedError, running
from agent.dso.broker_config import identity_of
from agent.units import Address
from drivers.mqtt_tls import TlsFiles

NEIGHBOURS, WITNESS = "neighbours", "witness"
"""Identities only a street on one machine has: many homes on one line, and one who listens."""

START_WITHIN_S = 30.0

EMBEDDED = "the embedded broker"


class DemoFailedError(Exception):
    """The demonstration could not go on; a sentence, and the last lines of what ended."""


class StreetBroker(NamedTuple):
    """A running broker, and how to be let in."""

    port: int
    child: Child
    client: Callable[[str], TlsFiles] | None = None

    def tls(self, identity: str) -> TlsFiles | None:
        """Return an identity's files; None on the embedded broker. With TLS speak MQTT 5."""
        return None if self.client is None else self.client(identity)


def broker_name() -> str:
    """Return which broker a street has on this machine."""
    from drivers.simulated.broker_mosquitto import installed

    found = installed()
    return EMBEDDED if found is None else f"mosquitto {found.version}"


@contextlib.asynccontextmanager
async def street_broker(where: Path, members: Iterable[Address]) -> AsyncIterator[StreetBroker]:
    """Run a broker while the context is open; DemoFailedError."""
    from drivers.simulated.broker_mosquitto import (
        BrokerFiles,
        MosquittoError,
        installed,
        running_mosquitto,
    )

    found = installed()
    log = where / "broker.log"
    if found is None:
        async with running("the broker", ["-m", "drivers.simulated.broker"], log) as child:
            await until_ready(lambda: ":" in child.last_words(), child)
            yield StreetBroker(int(child.last_words().rsplit(":", 1)[1]), child)
        return
    homes: dict[str, list[str]] = {identity_of(member): [member] for member in members}
    (where / "broker").mkdir()
    files = BrokerFiles(where / "broker")
    allowed = {**homes, NEIGHBOURS: list(homes)}
    async with contextlib.AsyncExitStack() as stack:
        broker = running_mosquitto(found, files, allowed, log, listeners=[WITNESS])
        try:
            port, process = await stack.enter_async_context(broker)
        except MosquittoError as failed:
            raise DemoFailedError(str(failed)) from failed
        yield StreetBroker(port, Child("the broker", process, log), files.client)


async def until_ready(ready: Callable[[], bool], child: Child) -> None:
    """Wait for a child to get ready; DemoFailedError when it ends or takes too long."""
    ended = asyncio.create_task(child.ended())
    try:
        async with asyncio.timeout(START_WITHIN_S):
            while not ready():
                await asyncio.wait({ended}, timeout=0.05)
                if ended.done():
                    await ended
    except TimeoutError as late:
        raise DemoFailedError(f"{child.name} was not ready in {START_WITHIN_S:g} s") from late
    except ProcessEndedError as gone:
        raise DemoFailedError(str(gone)) from gone
    finally:
        ended.cancel()
