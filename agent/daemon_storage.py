"""The daemon's part in the storage market, wired from the settings; without [storage] nothing of it.

Which batteries can be steered: the simulated one. For a real inverter its driver implements the
port Battery (agent.ports); none does yet.
"""

from pathlib import Path

import msgspec

from agent.core.constants import STORAGE_METER, Constants, StorageConstants, UnitConstants
from agent.daemon_meters import home_plan
from agent.ports import Battery, Clock, Meters, PortError, Signer
from agent.settings import Settings, SimulatedFeeder, Storage, StorageUnit
from agent.shell.storage_desk import StorageDesk, StorageEyes
from agent.shell.storage_lists import StorageBook
from agent.shell.storage_reader import StorageReader
from agent.units import Address, UnixMs
from drivers.chain_rpc import ChainClient
from drivers.keystore import read_key
from drivers.simulated.battery import BatteryHome, BatteryPlan, SimulatedBattery, battery_day
from drivers.simulated.feeder_meter import FeederMeter, SimulatedTime
from drivers.simulated.profiles import read_load_w, read_pv_tenthousandths


def unit_key(settings: Settings) -> Signer | None:
    """Return the unit's key; None: this home has no unit."""
    unit = None if settings.storage is None else settings.storage.unit
    return None if unit is None else read_key(unit.key)


def with_storage(constants: Constants, settings: Settings, key: Signer | None) -> Constants:
    """Return the constants with what the settings say of the storage market."""
    table = settings.storage
    if table is None:
        return constants
    unit = None if table.unit is None or key is None else _unit(table.unit, settings, key.address)
    storage = StorageConstants(Address(table.contract), table.dialect, unit)
    stored: Constants = msgspec.structs.replace(constants, storage=storage)
    return stored


def _unit(unit: StorageUnit, settings: Settings, address: Address) -> UnitConstants:
    return UnitConstants(
        address=address,
        capacity_wh=unit.capacity_wh,
        reserve_wh=unit.reserve_wh,
        power_w=unit.power_w,
        meter=STORAGE_METER,
        modulus_wh=unit.register_modulus_wh,
        producer=unit.producer,
        report_every_s=unit.report_every_s,
        report_wh=unit.report_wh,
        actual_every_s=unit.actual_every_s,
        tolerance_permille=unit.tolerance_permille,
        back_orders=unit.back_orders,
        steered=isinstance(settings.meters, SimulatedFeeder) and settings.meters.battery_wh > 0,
    )


def other_storage(known: Constants, now: Constants) -> str:
    """Say why a journal cannot go on with these settings; empty: it can.

    Energy that is open for one unit or contract must not be reported to another.
    """
    before, after = known.storage, now.storage
    if before is None or after is None:
        return ""
    if before.contract != after.contract:
        return f"its storage contract is {before.contract}, the settings name {after.contract}"
    mine, given = before.unit, after.unit
    if mine is None or given is None or mine.address == given.address:
        return ""
    return f"its storage unit is {mine.address}, the key is {given.address}'s"


def storage_desk(
    settings: Settings,
    constants: Constants,
    clock: Clock,
    client: ChainClient,
    key: Signer | None,
    battery: Battery | None,
) -> StorageDesk | None:
    """Return the desk; None: the settings have no storage market. PortError: a part is missing."""
    table = settings.storage
    if table is None:
        return None
    lists = None
    if table.dialect == "gridhearth":
        contract = Address(table.contract)
        lists = StorageBook(client.view(), contract=contract, owner=constants.member)
    reader = _reader(table, constants, client)
    return StorageDesk(reader, clock, unit_key=key, battery=battery, lists=lists)


def _reader(table: Storage, constants: Constants, client: ChainClient) -> StorageEyes:
    contract, owner = Address(table.contract), constants.member
    if table.dialect == "gridhearth":
        return StorageReader(client.view(), contract=contract, owner=owner)
    from agent.shell.storage_reader_published import PublishedStorageReader
    from drivers.chain_call import EvmMissingError, verified_calls
    from drivers.chain_receipts import proven_receipts

    try:
        execution = verified_calls(client)
    except EvmMissingError as missing:
        raise PortError(str(missing)) from missing
    return PublishedStorageReader(
        client.view(),
        execution,
        proven_receipts(client),
        contract=contract,
        owner=owner,
        code_hash=None if table.code_hash is None else bytes.fromhex(table.code_hash[2:]),
        consumers=tuple(Address(one) for one in table.consumers),
    )


def simulated_battery(
    settings: Settings, constants: Constants, clock: Clock, kept: Path
) -> tuple[Meters, SimulatedBattery] | None:
    """Return the simulated home's meters with its battery's; None: it has no battery."""
    meters = settings.meters
    if not isinstance(meters, SimulatedFeeder) or meters.battery_wh == 0:
        return None
    plan = home_plan(settings, meters)
    load, sun = read_load_w(plan.load), read_pv_tenthousandths(plan.day)
    sun_w = [part * plan.pv_w_peak // 10_000 for part in sun]
    unit = None if constants.storage is None else constants.storage.unit
    kind = BatteryPlan(
        meters.battery_wh,
        meters.battery_w,
        meters.battery_efficiency_percent,
        min(0 if unit is None else unit.reserve_wh, meters.battery_wh),
    )
    day = battery_day(kind, load, sun_w)
    genesis_ms, cycle_ms = UnixMs(constants.genesis_s * 1_000), constants.cycle_ms
    time = SimulatedTime(meters.start_minute, genesis_ms, cycle_ms)
    battery = SimulatedBattery(kind, day, time, clock, meter=STORAGE_METER, kept=kept)
    behind = [use + into - out for use, into, out in zip(load, day.into_w, day.out_w, strict=True)]
    home = FeederMeter(
        plan,
        behind,
        sun,
        start_minute=meters.start_minute,
        genesis_ms=genesis_ms,
        cycle_ms=cycle_ms,
        clock=clock,
    )
    return BatteryHome(home, battery), battery
