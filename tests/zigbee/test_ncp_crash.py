"""The coordinator dies after each of the first commands of a start; it must come back whole."""

from pathlib import Path
from typing import Any

import pytest

from drivers.simulated.zigbee.faults import Crash
from drivers.simulated.zigbee.network import VirtualNetwork

FIRST_COMMANDS = 60
KINDS: tuple[Crash, ...] = ("error", "reset", "disconnect")
PART = 6


@pytest.mark.parametrize("part", range(PART))
async def test_a_crash_after_any_of_the_first_commands(
    part: int, tmp_path: Path, start_bellows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command once, the ways to die and the protocol versions in turn.

    bellows may fail or not; who starts it again, in this process or the next, finds the same
    network.
    """
    # A lost NETWORK_UP is all a start can hang on; bellows gives it ten seconds.
    monkeypatch.setattr("bellows.zigbee.application.NETWORK_UP_TIMEOUT_S", 1)
    failures: list[Exception] = []
    ezsp = (13, 18)[part % 2]
    net = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "ncp.json")
    async with net.serve_pty() as path:
        async with start_bellows(path) as app:
            key = app.state.network_info.network_key.key
        for number in range(1 + part, FIRST_COMMANDS + 1, PART):
            kind = KINDS[number // PART % len(KINDS)]
            net.faults.crash_after_command(net.command_count + number, kind)
            crashes = net.trace.names("!").count(f"crash_{kind}")
            try:
                async with start_bellows(path, auto_form=False):
                    pass
            except Exception as error:  # noqa: BLE001 - what bellows raises is not ours to test
                failures.append(error)
            assert net.trace.names("!").count(f"crash_{kind}") == crashes + 1, number
            async with start_bellows(path, auto_form=False) as app:
                assert app.state.network_info.network_key.key == key, number
    assert len(failures) >= FIRST_COMMANDS // PART - 1  # the crashes did hit the starts
    again = VirtualNetwork(ezsp=ezsp, nvm=tmp_path / "ncp.json")
    async with again.serve_pty() as path, start_bellows(path, auto_form=False) as app:
        assert app.state.network_info.network_key.key == key
        assert again.ncp.commands_refused == 0
