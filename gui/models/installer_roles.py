"""What a button of a device's line asks the agent for: roles, and the check of them. Pure."""

from collections.abc import Sequence

from agent.api.sections import DeviceLine, Snapshot
from gui.models import installer_questions as questions
from gui.models.installer_page import At
from gui.models.installer_shown import Asking, Deed
from gui.models.installer_steps import METER_ROLES


def line_of(devices: Sequence[DeviceLine], key: str, at: At, action: str) -> DeviceLine | None:
    """Return the line that was meant: a plug's meter and its relay have the same key."""
    found = [line for line in devices if line.key == key]
    if at.step == "roles" and action != "relay":
        return next((line for line in found if line.kind == "meter" or line.role), None)
    return found[0] if found else None


def role_given(
    line: DeviceLine, action: str, devices: Sequence[DeviceLine]
) -> Deed | Asking | None:
    """Return what gives a line the role, or takes or turns the one it has; None: nothing to do."""
    match action:
        case "release":
            return questions.release(line)
        case "turn":
            params = {"key": line.key, "role": line.role, "invert": not line.invert}
            return Deed("device.assign", params)
        case "relay":
            return Deed("device.assign", {"key": line.key, "role": "relay"})
        case role if role in METER_ROLES and role != line.role:
            holder = next((other for other in devices if other.role == role), None)
            if holder is None or not holder.key:
                return Deed("device.assign", {"key": line.key, "role": role})
            return questions.exchange(holder, line, role)
    return None


def check_of(line: DeviceLine, at: At) -> Deed:
    """Return what begins the live check of a line's role, with the load and connection as set."""
    params = {"key": line.key, "role": line.role, "load_w": at.load_w}
    connection = {"fuse_a": at.fuse_a, "phases": at.phases}
    return Deed("check.start", params | connection | {"invert": line.invert})


def turned(snapshot: Snapshot | None) -> Deed | None:
    """Return what turns the meter of the last check round, as the check found it."""
    check = snapshot.check if snapshot is not None else None
    for line in snapshot.devices if snapshot is not None else ():
        if check is not None and check.suggest_invert and line.key == check.key:
            params = {"key": line.key, "role": check.role, "invert": not line.invert}
            return Deed("device.assign", params)
    return None
