"""The operator's broker: what it says becomes events, what is to be published goes out."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Protocol

from agent.bridge.payload import Refused, decode_gap, decode_receipt, decode_statement
from agent.bridge.report import ReportDomain
from agent.bridge.topics import Channel, parse_topic
from agent.core.constants import Constants
from agent.core.effects import Publish
from agent.core.events import BrokerLink, BrokerSaid
from agent.ports import BrokerError, Clock, LinkDown, LinkUp, Message
from agent.shell.feeds import Put
from agent.shell.liveness import Liveness

log = logging.getLogger(__name__)

DECODE = {
    Channel.RECEIPT: decode_receipt,
    Channel.GAP: decode_gap,
    Channel.STATEMENT: decode_statement,
}


class Mailbox(Protocol):
    """What the agent needs of a broker connection that somebody else keeps open."""

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None: ...

    def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]: ...


async def feed_mail(
    mailbox: Mailbox, constants: Constants, put: Put, clock: Clock, liveness: Liveness
) -> None:
    """Hand in what comes over the link and how the link is, until the inbox ends."""
    up: bool | None = None
    with liveness.task("mail") as pulse:
        async for item in pulse.over(mailbox.inbox()):
            now = clock.wall_ms()
            match item:
                case Message(topic, payload):
                    if not _readable(constants, topic, payload):
                        topic, payload = "", b""  # counted, not kept: it is no evidence
                    await put(BrokerSaid(now, topic, payload))
                case LinkUp():
                    up = True
                    await put(BrokerLink(now, True, "connected"))
                case LinkDown(reason) if up is not False:  # not every attempt: "since" would move
                    up = False
                    await put(BrokerLink(now, False, reason))


async def send_mail(mailbox: Mailbox, outgoing: asyncio.Queue[Publish], liveness: Liveness) -> None:
    """Publish what waits, one after another, for ever; what is lost is asked for again."""
    with liveness.task("publishing") as pulse:
        while True:
            with pulse.idle():
                effect = await outgoing.get()
            try:
                await mailbox.publish(effect.topic, effect.payload, retain=effect.retain)
            except BrokerError as trouble:
                log.info("a message was not confirmed: %s", trouble)


def _readable(constants: Constants, topic: str, payload: bytes) -> bool:
    """Whether a message is worth the journal's space: ours, and what its channel carries.

    A hostile broker could otherwise fill the card with 64 KiB of nonsense at a time.
    """
    name = parse_topic(ReportDomain(constants.chain_id, constants.contract), topic)
    if name is None or name.member != constants.member or name.channel not in DECODE:
        return False
    return not isinstance(DECODE[name.channel](payload), Refused)
