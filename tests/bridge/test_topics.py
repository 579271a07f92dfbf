"""Topics: ours are read back, everything else is nobody's."""

import pytest

from agent.bridge.report import ReportDomain
from agent.bridge.topics import (
    Channel,
    TopicName,
    home_subscriptions,
    operator_subscriptions,
    parse_topic,
    topic,
)
from agent.units import Address

DOMAIN = ReportDomain(1337, Address("0x" + "c0" * 20))
MEMBER = Address("0x" + "5a" * 20)


def test_the_words_of_the_protocol() -> None:
    assert topic(DOMAIN, Channel.REPORT, MEMBER) == (
        "gridhearth/1/1337-" + "c0" * 20 + "/report/" + "5a" * 20
    )
    assert operator_subscriptions(DOMAIN) == (
        "gridhearth/1/1337-" + "c0" * 20 + "/report/+",
        "gridhearth/1/1337-" + "c0" * 20 + "/status/+",
    )
    assert len(home_subscriptions(DOMAIN, MEMBER)) == 3
    assert not any("+" in part or "#" in part for part in home_subscriptions(DOMAIN, MEMBER))


@pytest.mark.parametrize("channel", list(Channel))
def test_both_ways(channel: Channel) -> None:
    assert parse_topic(DOMAIN, topic(DOMAIN, channel, MEMBER)) == TopicName(channel, MEMBER)


GOOD = "gridhearth/1/1337-" + "c0" * 20 + "/report/" + "5a" * 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD + "\n",
        GOOD + "/",
        GOOD.upper(),
        "/" + GOOD,
        GOOD.replace("1337", "1338"),
        GOOD.replace("1337", "01337"),
        GOOD.replace("1337", "١٣٣٧"),
        GOOD.replace("c0", "c1"),
        GOOD.replace("report", "order"),
        GOOD.replace("/1/", "/2/"),
        GOOD.replace("5a" * 20, "5A" * 20),
        GOOD.replace("5a" * 20, "+"),
    ],
)
def test_a_topic_of_another_market_or_nobody_is_no_topic(text: str) -> None:
    assert parse_topic(DOMAIN, text) is None
