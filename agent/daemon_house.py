"""The daemon's second line: the house's broker and /metrics, wired from the settings.

Apart from agent.daemon because nothing of the market needs it: with an empty [house] and [metrics]
nothing here opens a connection.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from agent.api.permissions import Group
from agent.bridge.house import OFFLINE, ONLINE, HouseProfile, own_id
from agent.bridge.house_offers import subscriptions
from agent.core.constants import Constants
from agent.ports import Clock, Journal
from agent.settings import HouseLink, Metrics, Settings
from agent.shell import house_link
from agent.shell.household import Household
from agent.shell.household_api import HouseholdApi
from agent.shell.metrics import Measured, Page, loopback_listener, metrics_served
from agent.shell.sockets import listening_socket
from agent.shell.version import own_version
from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles, Will
from drivers.passwords import read_password

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def house_and_metrics(
    settings: Settings,
    household: Household,
    *,
    clock: Clock,
    journal: Journal,
    operator: PahoBroker | None,
    viewer_gid: int | None,
) -> AsyncIterator[None]:
    """Run the house link and answer /metrics while the context is open.

    PortError: the account's password could not be read, or the port of /metrics is taken;
    SocketError: its socket could not be made.
    """
    measured = Measured(
        household,
        clock,
        journal,
        Path(settings.journal.path),
        None if operator is None else operator.counts,
    )
    async with contextlib.AsyncExitStack() as stack:
        # What can fail because of the settings comes first, before any task is there.
        listeners = _listeners(stack, settings.metrics, viewer_gid)
        if settings.house.enabled:
            broker, link = _house(settings, household, clock)
            measured = msgspec.structs.replace(measured, house=link, house_broker=broker.counts)
            await stack.enter_async_context(broker.connected())
            await stack.enter_async_context(_running(link))
        page = Page(measured)
        for listener in listeners:
            await stack.enter_async_context(metrics_served(listener, page.text))
            log.info("metrics: %s", listener.getsockname())
        yield


def house_profile(settings: Settings, constants: Constants) -> HouseProfile:
    """Return who this home is on its house's broker."""
    house = settings.house
    paired = constants.assigned and (settings.radio is not None or not constants.wired)
    return HouseProfile(
        prefix=house.prefix,
        id=own_id(constants.member) if house.id is None else house.id,
        name=settings.home.name,
        version=own_version(),
        currency=constants.currency,
        meter_age_ms=constants.meter_age_ms * constants.cycle_ms // constants.nominal_ms,
        price_floor_micro_per_kwh=constants.price_floor_micro_per_kwh,
        price_ceiling_micro_per_kwh=constants.price_ceiling_micro_per_kwh,
        energy_limit_wh=constants.order_limit_wh,
        distance_limit_m=constants.distance_limit_m,
        discovery_prefix=house.discovery_prefix,
        # Pairing may name a meter for the panels or the battery at any time.
        generation=constants.generation_meter is not None or paired,
        storage=paired or "storage" in constants.wired,
        commands=house.commands,
    )


def broker_settings(house: HouseLink, profile: HouseProfile) -> BrokerSettings:
    """Return the connection: an identity, an account and a will of its own."""
    will = Will(profile.status_topic, OFFLINE.encode())
    silent = house.publish == "nothing"  # what is taken back must not come back with the goodbye
    return BrokerSettings(
        host=house.host,
        port=house.port,
        client_id=f"gridhearth-house-{profile.id}",
        username=house.username,
        password=None if house.password is None else read_password(house.password),
        tls=None
        if house.tls is None
        else TlsFiles(house.tls.ca, house.tls.certificate, house.tls.key, house.tls.crl),
        will=None if silent else will,
        birth=None if silent else ONLINE.encode(),
        subscriptions=subscriptions(profile, house.publish),
    )


def _house(
    settings: Settings, household: Household, clock: Clock
) -> tuple[PahoBroker, house_link.HouseLink]:
    profile = house_profile(settings, household.constants)
    broker = PahoBroker(broker_settings(settings.house, profile))
    link = house_link.HouseLink(
        HouseholdApi(household),
        broker,
        profile,
        clock=clock,
        group=Group[settings.house.group.upper()],
        publish=settings.house.publish,
        liveness=household.liveness,
    )
    return broker, link


@contextlib.asynccontextmanager
async def _running(link: house_link.HouseLink) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(link.run(), name="house link")
        try:
            yield
        finally:
            task.cancel()


def _listeners(
    stack: contextlib.AsyncExitStack, wanted: Metrics, gid: int | None
) -> list[socket.socket]:
    found = []
    if wanted.socket is not None:
        found.append(stack.enter_context(listening_socket(Path(wanted.socket), gid)))
    if wanted.listen is not None:
        host, _, port = wanted.listen.rpartition(":")
        found.append(stack.enter_context(loopback_listener(host.strip("[]"), int(port))))
    return found
