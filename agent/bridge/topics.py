"""The broker's topics: who publishes what, and how a topic is read back."""

import re
from enum import StrEnum

import msgspec

from agent.bridge.report import ReportDomain
from agent.units import Address


class Channel(StrEnum):
    """The last but one part of a topic."""

    REPORT = "report"
    RECEIPT = "receipt"
    GAP = "gap"
    STATEMENT = "statement"
    STATUS = "status"


FROM_HOME = (Channel.REPORT, Channel.STATUS)
FROM_OPERATOR = (Channel.RECEIPT, Channel.GAP, Channel.STATEMENT)

RETAINED = frozenset({Channel.RECEIPT, Channel.STATUS})
"""A home that was away must find its newest receipt, and an operator who is online."""


class TopicName(msgspec.Struct, frozen=True):
    """A topic of this market, taken apart."""

    channel: Channel
    member: Address


_TOPIC = re.compile(r"gridhearth/1/([1-9][0-9]{0,19})-([0-9a-f]{40})/([a-z]+)/([0-9a-f]{40})")


def prefix(domain: ReportDomain) -> str:
    """Return what every topic of one market begins with, without a slash at the end."""
    return f"gridhearth/1/{domain.chain_id}-{domain.contract[2:]}"


def topic(domain: ReportDomain, channel: Channel, member: Address) -> str:
    """Return the topic of one member's channel."""
    return f"{prefix(domain)}/{channel}/{member[2:]}"


def parse_topic(domain: ReportDomain, text: str) -> TopicName | None:
    """Return channel and member of a topic, or None when it is not one of this market."""
    found = _TOPIC.fullmatch(text)
    if found is None or not text.startswith(prefix(domain) + "/"):
        return None
    try:
        channel = Channel(found[3])
    except ValueError:
        return None
    return TopicName(channel, Address("0x" + found[4]))


def home_subscriptions(domain: ReportDomain, member: Address) -> tuple[str, ...]:
    """Return what a home listens to: its own receipts, gap requests and statements."""
    return tuple(topic(domain, channel, member) for channel in FROM_OPERATOR)


def operator_subscriptions(domain: ReportDomain) -> tuple[str, ...]:
    """Return what the operator listens to: every home's reports and status."""
    return tuple(f"{prefix(domain)}/{channel}/+" for channel in FROM_HOME)
