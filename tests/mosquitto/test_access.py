"""Who reaches which topic on a market's broker: every role, every topic, every way, enumerated.

The expectation is written from docs/mqtt.md's table alone; the broker runs the generated list.
"""

import pytest

from agent.bridge.topics import Channel, topic
from agent.ports import LinkDown, LinkUp, Message
from drivers.mqtt_paho import PahoBroker, Will
from tests.mosquitto.market_broker import (
    ALMIGHTY,
    DOMAIN,
    PREFIX,
    A,
    B,
    MarketBroker,
    allowed,
    item,
    messages_until,
)

HOMES = {"home A": A, "home B": B}
ROLES = {
    "home A": A[2:],
    "home B": B[2:],
    "operator": "operator",
    "stranger": "dd" * 20,  # a good certificate of the same authority, never enrolled
    "impostor": "report",  # its name is a channel's
}
OTHER_MARKET = PREFIX.replace("1337-", "1338-")
MARKET_TOPICS = [topic(DOMAIN, channel, member) for channel in Channel for member in (A, B)]
TOPICS = [
    *MARKET_TOPICS,
    f"{OTHER_MARKET}/report/{A[2:]}",
    f"{OTHER_MARKET}/receipt/{A[2:]}",
    f"{PREFIX}/report",
    f"{PREFIX}/report/{A[2:]}/more",
    f"{PREFIX}/command/{A[2:]}",
    f"gridhearth/1/{A[2:]}",
    "homeassistant/status",
]
WILDCARDS = [
    "#",
    "gridhearth/#",
    "+/+/+/+/+",
    f"{PREFIX}/+/+",
    f"{PREFIX}/report/+",
    f"{PREFIX}/receipt/+",
    f"{PREFIX}/+/{A[2:]}",
    f"gridhearth/1/+/statement/{B[2:]}",
    f"{PREFIX}/status/#",
]
SENTINEL = "sentinel"


def may_publish(role: str, where: str) -> bool:
    if role == "operator":
        return where in MARKET_TOPICS and where.split("/")[3] in {"receipt", "gap", "statement"}
    mine = HOMES.get(role)
    return mine is not None and where in {
        f"{PREFIX}/{part}/{mine[2:]}" for part in ("report", "status")
    }


def may_read(role: str, where: str) -> bool:
    if role == "operator":
        return where in MARKET_TOPICS and where.split("/")[3] in {"report", "status"}
    mine = HOMES.get(role)
    parts = ("receipt", "gap", "statement")
    return mine is not None and where in {f"{PREFIX}/{part}/{mine[2:]}" for part in parts}


def matches(pattern: str, where: str) -> bool:
    wanted, levels = pattern.split("/"), where.split("/")
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(levels) or level not in {"+", levels[place]}:
            return False
    return len(wanted) == len(levels)


def test_the_matrix_is_as_large_as_it_says_and_grants_both_ways() -> None:
    publishing = len(ROLES) * len(TOPICS) * 4  # MQTT 5, 3.1.1, retained, will
    reading = len(ROLES) * len(TOPICS + WILDCARDS) * 2  # kept before, said meanwhile
    assert publishing + reading >= 300
    granted = [may_publish(role, where) for role in ROLES for where in TOPICS]
    assert granted.count(True) == 2 + 2 + 6
    granted = [may_read(role, where) for role in ROLES for where in TOPICS]
    assert granted.count(True) == 3 + 3 + 4


@pytest.mark.parametrize("retain", [False, True], ids=["live", "retained"])
@pytest.mark.parametrize("five", [True, False], ids=["mqtt5", "mqtt311"])
async def test_publishing(market: MarketBroker, five: bool, retain: bool) -> None:
    async with market.client(ALMIGHTY, "#") as judge:
        for role, identity in ROLES.items():
            expected = [where for where in TOPICS if may_publish(role, where)]
            async with market.client(identity, mqtt5=five) as broker:
                taken = [
                    where
                    for where in TOPICS
                    if await allowed(broker, where, role.encode(), retain=retain)
                ]
            # 3.1.1 has no way to refuse: it says yes and throws away (4.3.2, 3.3.5).
            assert taken == (expected if five else TOPICS), role
            await judge.publish(SENTINEL, b"")
            arrived = await messages_until(judge, SENTINEL)
            assert [one.topic for one in arrived] == expected, role
            assert {one.payload for one in arrived} <= {role.encode()}


@pytest.mark.parametrize("role", ROLES)
async def test_reading_what_was_kept_and_what_is_said(market: MarketBroker, role: str) -> None:
    async with market.client(ALMIGHTY) as judge:
        for where in TOPICS:
            await judge.publish(where, b"kept", retain=True)
        for pattern in TOPICS + WILDCARDS:
            expected = {
                where for where in TOPICS if may_read(role, where) and matches(pattern, where)
            }
            async with market.client(ROLES[role], pattern) as broker:
                for where in TOPICS:
                    await judge.publish(where, b"said")
                await allowed(broker, SENTINEL, b"")  # answered after what was sent before
                found = _waiting(broker)
            kept = {one.topic for one in found if one.retained}
            said = {one.topic for one in found if not one.retained}
            assert (pattern, kept) == (pattern, expected)
            assert (pattern, said) == (pattern, expected)


async def test_wills(market: MarketBroker) -> None:
    async with market.client(ALMIGHTY, "#") as judge:
        for role, identity in ROLES.items():
            for where in TOPICS:
                will = Will(where, role.encode())
                broker = PahoBroker(market.settings(identity, will=will, first_pause_s=60.0))
                async with broker.connected():
                    # mosquitto 2.0 lets any will in and asks the list when it is published.
                    assert await item(broker) == LinkUp(), (role, where)
                    assert broker._connection is not None
                    broker._connection.drop("cut")
                    assert await item(broker) == LinkDown("cut")
            await judge.publish(SENTINEL, b"")
            arrived = [one.topic for one in await messages_until(judge, SENTINEL)]
            assert arrived == [where for where in TOPICS if may_publish(role, where)], role


async def test_nobody_without_a_certificate(market: MarketBroker) -> None:
    broker = PahoBroker(market.settings(None, "#"))
    async with broker.connected():
        assert await item(broker) == LinkDown(
            "the broker wants a client certificate and was shown none"
        )


async def test_the_broker_says_nothing_about_itself(market: MarketBroker) -> None:
    async with market.client(ALMIGHTY, "$SYS/#") as judge:
        await judge.publish(SENTINEL, b"")
        assert _waiting(judge) == []
        assert not await allowed(judge, "$SYS/broker/version", b"2.0")


async def test_a_home_that_is_told_to_leave_is_out_while_connected(market: MarketBroker) -> None:
    """Negative control of the whole matrix as well: a wider list is noticed."""
    mine = topic(DOMAIN, Channel.REPORT, A)
    async with market.client(A[2:]) as broker:
        assert await allowed(broker, mine, b"1")
        listed = market.directory / "acl"
        listed.write_text(listed.read_text().replace(f"user {A[2:]}", "user nobody"))
        assert market.process is not None
        market.process.send_signal(1)
        while await allowed(broker, mine, b"2"):  # reads the list again on SIGHUP
            pass
        listed.write_text(f"user {A[2:]}\ntopic readwrite #\n")
        market.process.send_signal(1)
        while not await allowed(broker, topic(DOMAIN, Channel.REPORT, B), b"3"):
            pass


def _waiting(broker: PahoBroker) -> list[Message]:
    return [one for one in broker._inbox._items if isinstance(one, Message)]
