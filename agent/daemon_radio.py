"""The daemon's radio, wired from the settings; without a [radio] table nothing of it is imported."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from agent.core.constants import Constants
from agent.ports import Clock, PortError, Radio
from agent.settings import Radio as RadioTable
from agent.settings import Settings
from agent.shell.radio_desk import RadioDesk

REPORTS_PER_AGE = 3
"""A register that is lost twice is still young enough."""


def radio_desk(settings: Settings, constants: Constants, clock: Clock) -> RadioDesk | None:
    """Return the desk of the home's radio; None: the settings name none.

    PortError: the passphrase could not be read, or the radio's libraries are not installed.
    """
    table = settings.radio
    if table is None:
        return None
    from drivers.backup_folder import BackupFolder

    try:
        make = _maker(table, constants, clock)
    except ModuleNotFoundError as missing:
        raise PortError(
            f"[radio] needs {missing.name}: install the package with its devices extra"
            " (pip install 'gridhearth[devices]')"
        ) from missing
    backups = BackupFolder(Path(table.backup_directory), _passphrase(table), clock.wall_ms)
    return RadioDesk(make, clock, backups, channel=table.channel)


def _maker(table: RadioTable, constants: Constants, clock: Clock) -> Callable[[], Radio]:
    from drivers.zigbee_radio import RadioSettings, ZigbeeRadio
    from drivers.zigbee_register import RegisterRules
    from drivers.zigbee_reporting import Intervals

    faster = max(1, constants.nominal_ms // constants.cycle_ms)
    usual = Intervals().faster(faster)
    age_s = constants.meter_age_ms // faster // 1_000
    longest_s = max(1, min(usual.register_max_s, age_s // REPORTS_PER_AGE))
    intervals = msgspec.structs.replace(
        usual,
        register_min_s=min(usual.register_min_s, longest_s),
        register_max_s=longest_s,
        power_min_s=min(usual.power_min_s, longest_s),
        power_max_s=min(usual.power_max_s, longest_s),
        poll_s=min(usual.poll_s, float(longest_s)),
    )
    rules = RegisterRules(
        limit_w=constants.order_limit_wh * 3_600_000 // constants.cycle_ms,
        confirm_ms=RegisterRules(limit_w=1).confirm_ms // faster,
    )
    given = RadioSettings(
        path=table.path,
        database=Path(table.database),
        baudrate=table.baudrate,
        flow_control=table.flow_control,
        intervals=intervals,
        rules=rules,
        seed=int(constants.member[2:10], 16),
    )

    def make() -> Radio:
        return ZigbeeRadio(given, clock)

    return make


def _passphrase(table: RadioTable) -> str | None:
    from drivers.passwords import PasswordError, read_password

    if table.backup_passphrase is None:
        return None
    try:
        return read_password(table.backup_passphrase).reveal()
    except PasswordError as wrong:
        raise PortError(f"the backups' passphrase: {wrong}") from wrong
