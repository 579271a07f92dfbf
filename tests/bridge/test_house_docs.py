"""docs/mqtt.md names every topic, every command and every measurement there is."""

import re
from pathlib import Path

import pytest

from agent.bridge.docs import page
from agent.bridge.house import HouseProfile
from agent.bridge.house_docs import EXAMPLE, PROFILE
from agent.bridge.house_offers import offers, retained_topics, subscriptions
from agent.bridge.metrics import families
from agent.bridge.topics import Channel
from agent.settings import HouseLink, Metrics
from tests.bridge.house_home import NOW_MS, snapshot
from tests.bridge.test_house_relays import WITH_BOILER
from tests.bridge.test_metrics import FACTS, RADIO

PAGE = (Path(__file__).parents[2] / "docs" / "mqtt.md").read_text("utf-8")
RELAY = "00124b0011223344_1"


def written(profile: HouseProfile, topic: str) -> str:
    """A topic as the page writes it."""
    word = topic.replace(f"relay/{RELAY}", "relay/{relay}").replace(
        "set/relay/+", "set/relay/{relay}"
    )
    return word.replace(profile.base, "…")


def told() -> set[str]:
    found = offers(
        PROFILE,
        WITH_BOILER,
        NOW_MS,
        publish="discovery",
        registers={"import": "0", "export": "0"},
    )
    return {offer.topic for offer in found} | set(retained_topics(PROFILE))


def test_the_page_is_current() -> None:
    assert page() == PAGE


def test_every_topic_of_the_house_is_on_the_page() -> None:
    topics = told() | set(subscriptions(PROFILE, "discovery"))
    missing = [topic for topic in topics if f"`{written(PROFILE, topic)}`" not in PAGE]
    assert missing == []
    assert len(topics) > 50


def test_every_topic_on_the_page_exists() -> None:
    house = PAGE[PAGE.index("## The house's broker") :]
    named = set(re.findall(r"^\| `(…/[^`]*)`", house, re.MULTILINE))
    topics = told() | set(subscriptions(PROFILE, "discovery"))
    known = {written(PROFILE, topic) for topic in topics} | {"…/answer", "…/answer/details"}
    assert named <= known, named - known


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_of_the_operator_is_on_the_page(channel: Channel) -> None:
    assert f"`…/{channel}/{{m}}`" in PAGE
    assert f"### `{channel}`" in PAGE


def test_every_measurement_is_on_the_page() -> None:
    for family in families(snapshot(radio=RADIO), FACTS):
        assert f"| `{family.name}` | {family.kind} |" in PAGE


def test_the_steps_name_settings_that_exist() -> None:
    for key in ("enabled", "host", "username", "password", "commands", "group", "publish"):
        assert key in HouseLink.__struct_fields__
        assert f"`{key}" in PAGE or f"`{key} = " in PAGE, key
    for key in Metrics.__struct_fields__:
        assert f"`{key}`" in PAGE


def test_the_examples_topics_are_the_examples_homes() -> None:
    for topic in re.findall(r"topic: (\S+?)[,\s}]", PAGE):
        assert topic in {
            offer.topic
            for offer in offers(
                PROFILE, EXAMPLE, NOW_MS, publish="discovery", registers={"import": "0"}
            )
        }
