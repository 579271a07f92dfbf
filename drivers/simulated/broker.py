"""An MQTT broker inside our own process, for the demonstration and the tests.

amqtt speaks MQTT 3.1.1 and is pure Python: a street on one machine needs no other program. It
listens on 127.0.0.1 only, lets anybody in, keeps nothing on disk. Never a broker for real homes.
"""

import asyncio
import contextlib
import logging
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future

import msgspec
from amqtt.broker import Broker  # type: ignore[import-untyped]
from amqtt.contexts import BrokerConfig, ListenerConfig, ListenerType  # type: ignore[import-untyped]

HOST = "127.0.0.1"

SHUTDOWN_WITHIN_S = 2.0


class RunningBroker(msgspec.Struct, frozen=True):
    """Where the broker listens."""

    port: int
    host: str = HOST


@contextlib.asynccontextmanager
async def running_broker(port: int = 0) -> AsyncIterator[RunningBroker]:
    """Run a broker while the context is open; port 0 takes a free one.

    BrokerError (amqtt's) when the port is taken. The broker has a thread and an event loop of its
    own, because its shutdown can hang (see `_serve`) and leaves tasks in the loop it ran in.
    """
    bound: Future[int] = Future()
    stop = _Stop()
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(port, bound, stop)), name="broker", daemon=True
    )
    thread.start()
    try:
        yield RunningBroker(await asyncio.wrap_future(bound))
    finally:
        stop.set()
        await asyncio.shield(asyncio.to_thread(thread.join))


class _ClosingBroker(Broker):  # type: ignore[misc]
    """amqtt's broker, closing every connection: 0.12.1 forgets those that end before or while
    they log in, and theirs it is still serving when it shuts down."""

    def __init__(self, config: BrokerConfig) -> None:
        super().__init__(config)
        self._writers: set[asyncio.StreamWriter] = set()

    async def stream_connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, listener_name: str
    ) -> None:
        """Serve one client until it is gone."""
        self._writers.add(writer)
        try:
            await super().stream_connected(reader, writer, listener_name)
        finally:
            writer.close()
            self._writers.discard(writer)

    async def close_all(self) -> None:
        """Close the listener and what is left of the connections."""
        for server in self._servers.values():
            server.instance.close()
        for writer in list(self._writers):
            writer.close()
        await asyncio.sleep(0)  # a transport closes its socket in the next round of the loop


class _Stop:
    """Tells the broker's loop, from another thread, to end."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._wake: Callable[[], object] | None = None

    def set(self) -> None:
        self._asked.set()
        if self._wake is not None:
            with contextlib.suppress(RuntimeError):  # that loop is closed already
                self._wake()

    async def wait(self) -> None:
        event, loop = asyncio.Event(), asyncio.get_running_loop()
        self._wake = lambda: loop.call_soon_threadsafe(event.set)
        if not self._asked.is_set():
            await event.wait()


async def _serve(port: int, bound: "Future[int]", stop: _Stop) -> None:
    _quieten()
    broker = _ClosingBroker(_config(port))
    try:
        await broker.start()
        # amqtt 0.12.1 tells nobody which free port it took.
        (socket,) = broker._servers["default"].instance.sockets  # noqa: SLF001 - see above
    except BaseException as broken:  # noqa: BLE001 - belongs to who waits for the port
        bound.set_exception(broken)
        return
    bound.set_result(socket.getsockname()[1])
    await stop.wait()
    # amqtt 0.12.1 waits for ever for a client that just connected: ProtocolHandler.stop cancels a
    # reader task that never ran and then waits for what only that task would set.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SHUTDOWN_WITHIN_S):
            await broker.shutdown()
    await broker.close_all()


def _config(port: int) -> BrokerConfig:
    """Only the plugin that lets clients in: the default ones log packets and publish $SYS."""
    return BrokerConfig(
        listeners={"default": ListenerConfig(type=ListenerType.TCP, bind=f"{HOST}:{port}")},
        plugins={"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    )


def _quieten() -> None:
    """amqtt logs every client that goes without a goodbye as an error, with its traceback."""
    for name in ("amqtt", "transitions"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


async def _serve_alone(port: int) -> None:
    async with running_broker(port) as broker:
        sys.stdout.write(f"{broker.host}:{broker.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve_alone(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
