"""The demonstration's broker: mosquitto where it is installed, the embedded one elsewhere."""

from pathlib import Path

import pytest

from agent.bridge.topics import Channel, topic
from agent.demo.street_broker import (
    EMBEDDED,
    NEIGHBOURS,
    WITNESS,
    StreetBroker,
    broker_name,
    street_broker,
)
from agent.dso.broker_config import OPERATOR
from agent.ports import LinkUp, Message
from drivers.mqtt_paho import BrokerSettings, PahoBroker
from drivers.simulated import broker_mosquitto
from drivers.simulated.broker_mosquitto import Installed
from tests.mosquitto.market_broker import DOMAIN, PREFIX, A, B, allowed, item, until


def line(street: StreetBroker, identity: str, *subscriptions: str) -> PahoBroker:
    tls = street.tls(identity)
    settings = BrokerSettings(
        "127.0.0.1",
        street.port,
        identity,
        tls=tls,
        mqtt5=tls is not None,
        subscriptions=subscriptions,
    )
    return PahoBroker(settings)


async def test_the_street_meets_on_mosquitto(mosquitto: Installed, tmp_path: Path) -> None:
    assert broker_name() == f"mosquitto {mosquitto.version}"
    own, other = (topic(DOMAIN, Channel.REPORT, member) for member in (A, B))
    async with street_broker(tmp_path, [A, B]) as street:
        assert street.child.memory_bytes() > 0
        witness = line(street, WITNESS, f"{PREFIX}/report/+")
        home = line(street, A[2:])
        neighbours = line(street, NEIGHBOURS)
        operator = line(street, OPERATOR)
        async with witness.connected(), home.connected(), neighbours.connected():
            for end in (witness, home, neighbours):
                assert await item(end) == LinkUp()
            assert await allowed(home, own, b"1")
            assert not await allowed(home, other, b"2")
            assert await allowed(neighbours, own, b"3")
            assert await allowed(neighbours, other, b"4")
            assert not await allowed(witness, own, b"5")
            heard = [(await until(witness, Message)).payload for _ in range(3)]
            assert heard == [b"1", b"3", b"4"]
            async with operator.connected():
                assert await item(operator) == LinkUp()
                assert not await allowed(operator, own, b"6")


async def test_without_mosquitto_it_meets_on_the_embedded_broker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_mosquitto, "installed", lambda: None)
    assert broker_name() == EMBEDDED
    async with street_broker(tmp_path, [A]) as street:
        assert street.tls(A[2:]) is None
        home = line(street, A[2:])
        async with home.connected():
            assert await item(home) == LinkUp()
            await home.publish("t", b"")
