"""Shared by the tests of the virtual coordinator, the virtual devices and the real radio driver."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from drivers.simulated.zigbee.network import VirtualNetwork

if TYPE_CHECKING:
    from bellows.zigbee.application import ControllerApplication

WAIT_S = 30.0
"""Patience with a slow machine; a test that works needs milliseconds."""

StartApp = Callable[..., AbstractAsyncContextManager["ControllerApplication"]]


def radio_config(path: str, database: Path | None = None, **network: Any) -> dict[str, Any]:
    """Return a configuration for bellows that neither scans nor updates on its own."""
    return {
        "device": {"path": path, "baudrate": 115200, "flow_control": None},
        "database_path": None if database is None else str(database),
        "use_thread": False,
        "network": {"channel": 15, **network},
        "ota": {"enabled": False},
        "topology_scan_enabled": False,
        "backup_enabled": False,
    }


@asynccontextmanager
async def started(
    path: str,
    database: Path | None = None,
    *,
    auto_form: bool = True,
    config: dict[str, Any] | None = None,
) -> AsyncIterator["ControllerApplication"]:
    """Run an unmodified bellows on `path`; it is shut down at the end."""
    from bellows.zigbee.application import ControllerApplication

    settings = radio_config(path, database) | (config or {})
    app = await ControllerApplication.new(settings, auto_form=auto_form)
    try:
        yield app
    finally:
        await app.shutdown()


async def eventually(condition: Callable[[], Any], what: str = "the condition") -> None:
    """Wait until `condition()` is true; fail after `WAIT_S` seconds."""
    async with asyncio.timeout(WAIT_S):
        while not condition():  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.005)
    assert condition(), what


@pytest.fixture
def start_bellows() -> StartApp:
    """`async with start_bellows(path) as app:` an unmodified ControllerApplication, started."""
    return started


@pytest.fixture
def wait_until() -> Callable[..., Awaitable[None]]:
    """`await wait_until(lambda: ...)`: until it is true, at most half a minute."""
    return eventually


@pytest.fixture(params=[13, 18], ids=["ezsp13", "ezsp18"])
def ezsp(request: pytest.FixtureRequest) -> int:
    """Each of the two protocol layouts: before and after the status rewrite."""
    version = request.param
    assert isinstance(version, int)
    return version


@pytest.fixture
def virtual(ezsp: int, tmp_path: Path) -> VirtualNetwork:
    """A virtual network with its memory in a file, not yet served."""
    return VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "ncp.json")


@pytest.fixture
async def pty(virtual: VirtualNetwork) -> AsyncIterator[str]:
    """The path of `virtual`, served for the whole test."""
    async with virtual.serve_pty() as path:
        yield path
