"""What changes too often to be journaled and decides nothing: shown beside the state."""

import msgspec

from agent.core.backup_alerts import BackupStanding
from agent.devices.device import DeviceFunction, FunctionKind, JoinProgress, RadioDevice, RadioState
from agent.devices.live_check import CheckState


class Overlay(msgspec.Struct, frozen=True):
    """The newest head, and the radio as it stands."""

    height: int | None = None
    head_time_s: int | None = None
    radio: RadioState | None = None
    """None: this home has no radio."""
    devices: tuple[RadioDevice, ...] = ()
    progress: tuple[JoinProgress, ...] = ()
    """The newest lines of pairing, oldest first."""
    check: CheckState | None = None
    """The live check under way, or the last one."""
    backup: BackupStanding | None = None
    """How the backups stand; None: the settings ask for none."""


def device_of(overlay: Overlay, ieee: str) -> RadioDevice | None:
    """Return a device by its address, or None."""
    return next((device for device in overlay.devices if device.ieee == ieee), None)


def function_of(overlay: Overlay, key: str, kind: FunctionKind) -> DeviceFunction | None:
    """Return a function by its key, or None; at one endpoint may be a meter and a relay."""
    device = device_of(overlay, key.partition("/")[0])
    if device is None:
        return None
    return next(
        (function for function in device.functions if (function.key, function.kind) == (key, kind)),
        None,
    )
