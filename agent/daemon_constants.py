"""What a home knows of itself and of its market: from the settings, the keys, and once from the chain."""

import asyncio
import logging
from pathlib import Path

import msgspec

from agent.core.constants import Constants
from agent.daemon_meters import meter_names, with_meters
from agent.daemon_start import StartError
from agent.daemon_storage import other_storage
from agent.ledger.network import Network
from agent.ports import ChainError
from agent.settings import Radio, Settings
from agent.shell.market_reader import read_times
from agent.units import Address
from drivers.chain_rpc import ChainClient
from drivers.systemd_notify import SystemdNotify

log = logging.getLogger(__name__)

WAIT_FOR_CHAIN_S = 2.0
FIRST_PROOF_S = 60.0


def constants_of(
    settings: Settings, network: Network, member: Address, report_key: Address
) -> Constants:
    """Return what settings, network file and keys say; the market's times are zero until `timed`."""
    grid, generation, storage = meter_names(settings)
    constants = Constants(
        member=member,
        report_key=report_key,
        meter=settings.home.meter,
        operator=Address(settings.operator.address),
        chain_id=network.chain_id,
        contract=Address(settings.chain.contract),
        genesis_s=0,
        cycle_s=0,
        block_s=max(1, round(network.period_s)),
        nominal_ms=settings.home.nominal_interval_s * 1_000,
        currency=settings.home.currency,
        fee_cap_wei=settings.chain.fee_cap_wei,
        tip_wei=settings.chain.tip_wei,
        price_floor_micro_per_kwh=settings.limits.price_floor_micro_per_kwh,
        price_ceiling_micro_per_kwh=settings.limits.price_ceiling_micro_per_kwh,
        order_limit_wh=settings.limits.energy_wh,
        distance_limit_m=settings.limits.distance_m,
        grid_meter=grid,
        generation_meter=generation,
        storage_meter=storage,
        orders_per_cycle=settings.limits.orders_per_cycle,
        meter_age_ms=settings.limits.meter_age_s * 1_000,
        head_age_s=settings.limits.head_age_s,
        green_above_w=settings.status.green_above_w,
        red_below_w=settings.status.red_below_w,
        endorser=settings.endorser.enabled,
    )
    constants = with_meters(constants, settings)
    return constants if settings.radio is None else _with_relays(constants, settings.radio)


def _with_relays(constants: Constants, radio: Radio) -> Constants:
    timed: Constants = msgspec.structs.replace(
        constants,
        relay_min_on_s=radio.relay_min_on_s,
        relay_min_off_s=radio.relay_min_off_s,
        relay_lease_s=radio.relay_lease_s,
        relay_safe=radio.relay_safe,
    )
    return timed


def timed(constants: Constants, genesis_s: int, cycle_s: int) -> Constants:
    """Return the constants with the market's times."""
    timed: Constants = msgspec.structs.replace(constants, genesis_s=genesis_s, cycle_s=cycle_s)
    return timed


def refuse_other_market(
    known: Constants, now: Constants, journal: Path, *, storage_read: bool = True
) -> None:
    """Open deeds of one market must not be carried to another: their bytes would be signed anew.

    `storage_read` False: the storage contract was never proven, so a wrong address can be corrected.
    """
    before = (known.chain_id, known.contract, known.member)
    if before != (now.chain_id, now.contract, now.member):
        raise StartError(
            f"the journal {journal} belongs to member {known.member} of the market"
            f" {known.contract} on chain {known.chain_id}; the settings name another."
            " Give the new market a journal of its own"
        )
    other = other_storage(known, now)
    if other and storage_read:
        raise StartError(f"the journal {journal} goes on for another storage market: {other}")


async def first_times(
    client: ChainClient, constants: Constants, notify: SystemdNotify
) -> Constants:
    """Wait for the chain to prove the market's genesis and cycle; only before the first start."""
    chain = client.view()
    while True:
        notify.more_time(3 * FIRST_PROOF_S)  # a chain that is away is no reason to be killed
        try:
            async with asyncio.timeout(FIRST_PROOF_S):
                head = await chain.next_head()
                times = await read_times(chain, constants.contract, head)
        except TimeoutError:
            log.warning(
                "the chain has proven nothing within %g s; it is tried again", FIRST_PROOF_S
            )
            continue
        except ChainError as trouble:
            log.warning("the chain cannot be followed yet: %s", trouble)
            await asyncio.sleep(WAIT_FOR_CHAIN_S)
            continue
        if times is not None:
            return timed(constants, times.genesis_s, times.cycle_s)
        log.warning("there is no market this version knows at %s yet", constants.contract)


def head_lag_ms(settings: Settings, network: Network) -> int | None:
    """How late a head is heard of when all is well; None: the clock is not to be judged by it.

    A Clique chain's blocks count only once others stand on them.
    """
    if settings.home.clock == "assume-trusted":
        return None
    lag_s = settings.limits.head_age_s if network.clique else 2 * network.period_s
    return round(lag_s * 1_000)
