"""A listener at the broker: what homes and operator really published, in order."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from agent.bridge import payload, topics
from agent.bridge.report import Report, ReportDomain
from agent.ports import Message
from agent.units import Address
from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles


class Heard(NamedTuple):
    """One report, and when it passed (wall clock, seconds)."""

    at_s: float
    report: Report


class Witness:
    """Everything that was published, as far as it is a report; the rest is counted."""

    def __init__(self, domain: ReportDomain, port: int, tls: TlsFiles | None = None) -> None:
        self.domain = domain
        self.reports: list[Heard] = []
        self.broken: list[str] = []
        self._broker = PahoBroker(
            BrokerSettings(
                host="127.0.0.1",
                port=port,
                client_id="witness",
                tls=tls,
                mqtt5=tls is not None,
                subscriptions=(f"{topics.prefix(domain)}/report/+",),
            )
        )

    def of(self, member: Address) -> list[Report]:
        """Return a member's reports, in the order in which they came."""
        return [heard.report for heard in self.reports if heard.report.member == member]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Witness"]:
        async with self._broker.connected():
            yield self

    async def listen(self) -> None:
        """Listen until cancelled."""
        async for item in self._broker.inbox():
            if isinstance(item, Message):
                self._take(item)

    def _take(self, message: Message) -> None:
        signed = payload.decode_report(message.payload)
        if isinstance(signed, payload.Refused):
            self.broken.append(f"{message.topic}: {'; '.join(signed.problems)}")
        else:
            self.reports.append(Heard(time.time(), signed.report))
