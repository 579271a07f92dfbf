"""What no single value shows: two values that cannot both hold."""

import msgspec
from msgspec import UNSET

from agent.api.check import problem
from agent.api.sections import Problem
from agent.settings.house import HouseLink
from agent.settings.meters import AssignedMeters, SerialLine, SerialMeters, SimulatedFeeder
from agent.settings.whole import Settings


def contradictions(settings: Settings) -> list[Problem]:
    """Return every problem between values that are each allowed."""
    problems = []
    limits, status, chain = settings.limits, settings.status, settings.chain
    if limits.price_floor_micro_per_kwh > limits.price_ceiling_micro_per_kwh:
        problems.append(
            problem(
                "limits.price_floor_micro_per_kwh",
                limits.price_floor_micro_per_kwh,
                f"at most price_ceiling_micro_per_kwh ({limits.price_ceiling_micro_per_kwh})",
                "the floor was above the ceiling",
            )
        )
    if status.red_below_w > status.green_above_w:
        problems.append(
            problem(
                "status.red_below_w",
                status.red_below_w,
                f"at most green_above_w ({status.green_above_w})",
                "one surplus was both red and green",
            )
        )
    if not chain.upstreams:
        problems.append(problem("chain.upstreams", UNSET, "one address or more", "is empty"))
    if chain.order_key == chain.report_key:
        problems.append(
            problem(
                "chain.report_key",
                msgspec.to_builtins(chain.report_key),
                "another key than order_key",
                "one key signed orders and reports",
            )
        )
    if isinstance(settings.meters, AssignedMeters) and settings.radio is None:
        problems.append(
            problem(
                "meters.driver",
                "assigned",
                "simulated-feeder, or a [radio] table as well",
                "there was no radio whose devices could be assigned",
            )
        )
    if isinstance(settings.meters, SerialMeters):
        problems += _line_contradictions(settings.meters.lines, radio=settings.radio is not None)
    for place, tls in (("broker.tls", settings.broker.tls), ("house.tls", settings.house.tls)):
        if tls is not None and (tls.certificate is None) != (tls.key is None):
            allowed_text = "certificate and key, or neither"
            problems.append(problem(place, "one of two", allowed_text, "half was given"))
    problems += _storage_contradictions(settings)
    return [*problems, *_house_contradictions(settings.house)]


def _line_contradictions(lines: tuple[SerialLine, ...], *, radio: bool) -> list[Problem]:
    """Roles once each, a port shared by nobody but meters of one bus, a model for each of those."""
    problems = []
    if not lines or not (radio or any(line.role == "grid" for line in lines)):
        problems.append(
            problem("meters.lines", UNSET, "a line with the role grid", "no grid meter is named")
        )
    for number, line in enumerate(lines):
        at, before = f"meters.lines[{number}]", lines[:number]
        if any(other.role == line.role for other in before):
            problems.append(problem(f"{at}.role", line.role, "each role once", "stands twice"))
        shared = [other for other in before if other.port == line.port]
        if any((line.protocol, other.protocol) != ("modbus", "modbus") for other in shared):
            problems.append(
                problem(f"{at}.port", line.port, "a port of its own", "another line uses it")
            )
        elif any(other.unit == line.unit for other in shared):
            problems.append(
                problem(f"{at}.unit", line.unit, "an address of its own", "is taken on this bus")
            )
        elif any((other.baud, other.parity) != (line.baud, line.parity) for other in shared):
            problems.append(
                problem(
                    f"{at}.baud", line.baud, "one speed and parity a bus", "differs on this bus"
                )
            )
        if (line.protocol == "modbus") != (line.model is not None):
            problems.append(
                problem(f"{at}.model", line.model, "for modbus, and only there", "does not fit")
            )
    return problems


def _storage_contradictions(settings: Settings) -> list[Problem]:
    """A unit has a key of its own, a meter beside it, and no more in reserve than it holds."""
    storage = settings.storage
    unit = None if storage is None else storage.unit
    if unit is None:
        return []
    problems = []
    if unit.key in (settings.chain.order_key, settings.chain.report_key):
        given = msgspec.to_builtins(unit.key)
        wanted = "another key than order_key and report_key"
        problems.append(problem("storage.unit.key", given, wanted, "one key had two accounts"))
    if unit.reserve_wh > unit.capacity_wh:
        wanted = f"at most capacity_wh ({unit.capacity_wh})"
        problems.append(
            problem("storage.unit.reserve_wh", unit.reserve_wh, wanted, "it was above the capacity")
        )
    meters = settings.meters
    metered = isinstance(meters, AssignedMeters) or (
        settings.radio is not None or any(line.role == "storage" for line in meters.lines)
        if isinstance(meters, SerialMeters)
        else meters.battery_wh > 0
    )
    if not metered:
        wanted = "a meter with the role storage (or a simulated battery) under [meters] as well"
        problems.append(
            problem("storage.unit", "a unit", wanted, "nothing measured what goes in and out")
        )
    if unit.back_orders and not (isinstance(meters, SimulatedFeeder) and meters.battery_wh):
        problems.append(
            problem(
                "storage.unit.back_orders",
                True,
                "false, until a driver can steer the battery (today: the simulated one)",
                "nobody could make the battery deliver",
            )
        )
    return problems


def _house_contradictions(house: HouseLink) -> list[Problem]:
    problems = []
    if house.commands and house.group == "viewer":
        problems.append(
            problem(
                "house.group",
                house.group,
                "user, while commands = true",
                "viewers command nothing",
            )
        )
    if house.password is not None and house.username is None:
        problems.append(
            problem("house.username", UNSET, "the account's name", "a password has no account")
        )
    return problems
