"""The daemon's second line as the settings ask for it: off by default, its own identity, no leaks."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.daemon_house import broker_settings, house_and_metrics, house_profile
from agent.ports import Message, PortError
from agent.settings import Credential, HouseLink, Metrics, SecretFile, Settings, read_settings
from agent.settings.pages import example
from drivers.mqtt_paho import BrokerSettings, PahoBroker
from drivers.simulated.broker import running_broker
from drivers.simulated.journal_memory import MemoryJournal
from tests.core.story import CONSTANTS
from tests.shell.world import World

SETTINGS = read_settings(example())
WITHIN_S = 20


def with_house(**changes: Any) -> Settings:
    house = HouseLink(enabled=True, id="home_01", **changes)
    return msgspec.structs.replace(SETTINGS, house=house)


async def test_by_default_nothing_is_opened() -> None:
    world = World()
    async with world.running() as home:
        tasks = len(asyncio.all_tasks())
        async with house_and_metrics(
            SETTINGS,
            home,
            clock=world.clock,
            journal=MemoryJournal(),
            operator=None,
            viewer_gid=None,
        ):
            assert len(asyncio.all_tasks()) == tasks


async def test_the_house_and_the_measurements_of_a_running_home(tmp_path: Path) -> None:
    world = World()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with running_broker() as running, world.running() as home:
        settings = msgspec.structs.replace(
            with_house(host=running.host, port=running.port),
            metrics=Metrics(socket=str(tmp_path / "metrics.sock"), listen=f"127.0.0.1:{port}"),
        )
        listener = PahoBroker(
            BrokerSettings(
                running.host, running.port, "ha", subscriptions=("homeassistant/#", "gridhearth/#")
            )
        )
        heard: dict[str, bytes] = {}
        async with (
            listener.connected(),
            house_and_metrics(
                settings,
                home,
                clock=world.clock,
                journal=MemoryJournal(),
                operator=listener,
                viewer_gid=None,
            ),
            asyncio.timeout(WITHIN_S),
        ):
            async for item in listener.inbox():
                if isinstance(item, Message):
                    heard[item.topic] = item.payload
                if "gridhearth/home_01/flow/repeat" in heard:
                    break
            answers = [
                await _scrape(*await asyncio.open_connection("127.0.0.1", port)),
                await _scrape(*await asyncio.open_unix_connection(settings.metrics.socket)),
            ]
    assert b'"cmps"' in heard["homeassistant/device/gridhearth_home_01/config"]
    assert heard["gridhearth/home_01/status"] == b"online"
    for body in answers:
        told = {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(body.decode())
            for sample in family.samples
        }
        assert told["gridhearth_mqtt_up", "house"] == 1
        assert told["gridhearth_mqtt_connections_total", "operator"] == 1


async def _scrape(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    return answer.partition(b"\r\n\r\n")[2]


async def test_a_password_nobody_may_read_is_told_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("s3cret")
    path.chmod(0o644)
    world = World()
    settings = with_house(username="home", password=SecretFile(path=str(path)))
    async with world.running() as home:
        before = len(asyncio.all_tasks())
        with pytest.raises(PortError, match="chmod 600") as refused:
            async with house_and_metrics(
                settings,
                home,
                clock=world.clock,
                journal=MemoryJournal(),
                operator=None,
                viewer_gid=None,
            ):
                pass
        assert len(asyncio.all_tasks()) == before
    assert "s3cret" not in str(refused.value)


def test_the_house_has_an_identity_an_account_and_a_will_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "house-password").write_text("s3cret\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    settings = with_house(username="home", password=Credential(name="house-password"))
    connection = broker_settings(settings.house, house_profile(settings, CONSTANTS))
    assert connection.client_id == "gridhearth-house-home_01"
    assert connection.password is not None
    assert connection.password.reveal() == "s3cret"
    assert "s3cret" not in repr(connection)
    assert connection.will is not None
    assert connection.will.topic == "gridhearth/home_01/status"
    assert not any(topic.startswith("gridhearth/1/") for topic in connection.subscriptions)
    assert not any("/set/" in topic for topic in connection.subscriptions)


def test_what_is_taken_back_does_not_come_back_with_the_goodbye() -> None:
    settings = with_house(publish="nothing")
    connection = broker_settings(settings.house, house_profile(settings, CONSTANTS))
    assert (connection.will, connection.birth, connection.subscriptions) == (None, None, ())


def test_without_an_id_one_is_made_that_does_not_tell_the_member() -> None:
    settings = msgspec.structs.replace(SETTINGS, house=HouseLink(enabled=True))
    made = house_profile(settings, CONSTANTS).id
    assert len(made) == 8
    assert made not in CONSTANTS.member


def test_a_fast_market_ages_its_readings_faster() -> None:
    fast = msgspec.structs.replace(CONSTANTS, cycle_s=CONSTANTS.cycle_s // 10)
    usual = house_profile(SETTINGS, CONSTANTS).meter_age_ms
    assert house_profile(SETTINGS, fast).meter_age_ms == usual // 10
