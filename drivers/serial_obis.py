"""OBIS codes (IEC 62056-61) to the two registers and the power a home needs.

1.8.0 is taken from the network and 2.8.0 given to it; "delivered" means opposite things in
different standards and stands nowhere here. Meters with tariffs only (the Netherlands) have
1.8.1 and 1.8.2 in place of the total.
"""

import re
from collections.abc import Mapping

from agent.metering.plausibility import MAX_REGISTER_WH
from drivers.serial_frame import MeterSaid, Reason, Rejected

MAX_POWER_W = 10_000_000
"""Far beyond any home; the core judges against the home's own connection."""

ENERGY = tuple(f"{side}.8.{tariff}" for side in (1, 2) for tariff in range(5))
POWER = ("1.7.0", "2.7.0", "16.7.0")

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){4,48}")


def meter_said(
    values: Mapping[str, int], meter_id: str, clock_s: int | None
) -> MeterSaid | Rejected:
    """Return what the whitelisted codes say; `values` in Wh and W by code ("1.8.0").

    A total counts before its tariffs. Rejected: no import register, or nonsense.
    """
    import_wh, export_wh = _total_wh(values, 1), _total_wh(values, 2)
    if import_wh is None:
        if export_wh is None:
            return Rejected(Reason.NO_REGISTER, "neither 1.8.x nor 2.8.x")
        import_wh = 0
    export_wh = export_wh or 0
    if not (0 <= import_wh <= MAX_REGISTER_WH and 0 <= export_wh <= MAX_REGISTER_WH):
        return Rejected(Reason.OUT_OF_RANGE, f"{import_wh} Wh, {export_wh} Wh")
    power_w = _power_w(values)
    if power_w is not None and abs(power_w) > MAX_POWER_W:
        return Rejected(Reason.OUT_OF_RANGE, f"{power_w} W")
    return MeterSaid(import_wh, export_wh, power_w, meter_id, clock_s)


def readable_id(text: str) -> str:
    """Return an identifier as printed on the meter: DSMR sends its characters as hex digits."""
    if _HEX.fullmatch(text):
        plain = bytes.fromhex(text)
        if all(0x20 < byte < 0x7F for byte in plain):
            return plain.decode("ascii")
    return text


def _total_wh(values: Mapping[str, int], side: int) -> int | None:
    whole = values.get(f"{side}.8.0")
    if whole is not None:
        return whole
    tariffs = [values[f"{side}.8.{n}"] for n in range(1, 5) if f"{side}.8.{n}" in values]
    return sum(tariffs) if tariffs else None


def _power_w(values: Mapping[str, int]) -> int | None:
    if "16.7.0" in values:
        return values["16.7.0"]
    if "1.7.0" not in values and "2.7.0" not in values:
        return None
    return values.get("1.7.0", 0) - values.get("2.7.0", 0)
