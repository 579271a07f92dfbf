"""The storage contract as its thesis publishes it: questions to its views, their answers, events.

Source: E. Kalyvas, "Using blockchain technology for secure, transparent and traceable energy asset
exchange", MSc thesis, Aristotle University of Thessaloniki 2024, chapters 4 and 5. Only the
interface is known, not how a contract stores things: so nothing here speaks of slots.

Interpretation. ENT, eEuro, prices and the parameters M, B, C, H, F are numbers of 18 decimals:
C = 5 % is 5*10^16, and H = 2 hours is 2*10^18. A contract that keeps H as whole seconds is
recognised by its size (`validity_s`): the two ranges are eleven orders of magnitude apart.

A refused call does not revert: the transaction succeeds and says so in an event `Error(string)`.
"""

from collections.abc import Sequence

import msgspec

from agent.ledger.abi import AbiError, call_of, decode, selector, topic
from agent.ledger.receipts import Log
from agent.storage.amounts import ATTO
from agent.units import Address

ERROR, INFO = topic("Error(string)"), topic("Info(string)")
MOST_WH = 2**53
"""More is no energy of a battery, and no number that a journal can hold."""
MOST_TIME_S = 2**40
LEAST_DECIMAL_VALIDITY = 10**14
"""As hours of 18 decimals a third of a second, as whole seconds three million years."""
LEAST_SECONDS = 60
SHOWN_CHARACTERS = 300


class Parameters(msgspec.Struct, frozen=True):
    """M, B, C, H and F as the contract gives them, in 10^-18."""

    mint_cap: int
    burn_cap: int
    slope: int
    validity: int
    owner_share: int


class UnitRow(msgspec.Struct, frozen=True):
    """A storage unit: whether it is registered now, and the energy in it."""

    active: bool
    unit: Address
    energy_wh: int


class SessionRow(msgspec.Struct, frozen=True):
    """A consumption session of whoever asked."""

    ident: str
    energy_wh: int
    opened_s: int
    unit: Address


_START = selector("startConsumptionSession(address,uint256)")

GET_PARAMETERS = call_of("getParameters()")
GET_TOTAL_ENERGY = call_of("getTotalEnergy()")
GET_TOTAL_ENT = call_of("getTotalENT()")
GET_ENERGY_COSTS = call_of("getEnergyCosts()")
GET_UNITS = call_of("getStorageUnitsInfo()")
GET_SESSIONS = call_of("getConsumptionSessions()")
"""Of whoever calls, and so is each of the next three."""
BALANCE_ENT = call_of("balanceENT()")
BALANCE_EEURO = call_of("balanceeEuro()")
IS_VOTER = call_of("isVoter()")


def get_unit_energy(unit: Address) -> bytes:
    return call_of("getStorageUnitEnergy(address)", unit)


def get_session_energy(other: Address) -> bytes:
    """Ask, as the unit about a consumer or as the consumer about a unit."""
    return call_of("getConsumptionSessionEnergy(address)", other)


def session_started_at(data: bytes) -> Address | None:
    """Return the unit at which call data starts a consumption session; None: it is another call."""
    if data[:4] != _START:
        return None
    try:
        unit, _ = decode(("address", "uint256"), data[4:])
    except AbiError:
        return None
    return Address(unit)


def read_parameters(data: bytes) -> Parameters:
    """Read getParameters(); AbiError."""
    return Parameters(*decode(("uint256",) * 5, data))


def validity_s(validity: int) -> int:
    """Return H in seconds, rounded down: hours of 18 decimals, or whole seconds from 60; AbiError.

    Whole hours cannot be told from a few seconds, so a number below 60 is refused.
    """
    seconds = validity * 3_600 // ATTO if validity >= LEAST_DECIMAL_VALIDITY else validity
    if 0 < validity < LEAST_SECONDS:
        raise AbiError(f"H = {validity} is neither hours of 18 decimals nor a number of seconds")
    if seconds > MOST_TIME_S:
        raise AbiError(f"H = {validity} is no duration")
    return seconds


def read_energy(data: bytes) -> int:
    """Read one number of watt-hours; AbiError."""
    (energy_wh,) = decode(("uint256",), data)
    return _energy(energy_wh)


def read_amount(data: bytes) -> int:
    """Read one amount in 10^-18; AbiError."""
    (amount,) = decode(("uint256",), data)
    return int(amount)


def read_pair(data: bytes) -> tuple[int, int]:
    """Read (mint, burn) or (available, locked), in 10^-18; AbiError."""
    first, second = decode(("uint256", "uint256"), data)
    return first, second


def read_flag(data: bytes) -> bool:
    """Read isVoter(); AbiError."""
    (flag,) = decode(("bool",), data)
    return bool(flag)


def read_units(data: bytes) -> tuple[UnitRow, ...]:
    """Read getStorageUnitsInfo(); AbiError."""
    (rows,) = decode(([("bool", "address", "uint256")],), data)
    return tuple(UnitRow(active, unit, _energy(wh)) for active, unit, wh in rows)


def read_sessions(data: bytes) -> tuple[SessionRow, ...]:
    """Read getConsumptionSessions(), in the contract's order; AbiError."""
    (rows,) = decode(([("string", "uint256", "uint256", "address")],), data)
    return tuple(
        SessionRow(shown(ident), _energy(wh), _time(at_s), unit) for ident, wh, at_s, unit in rows
    )


def refusal(logs: Sequence[Log], contract: Address) -> str | None:
    """Return why the contract refused the call that wrote these logs; None: it did not.

    Only this contract's `Error` counts. One whose words cannot be read is a refusal too.
    """
    for log in logs:
        if log.address == contract and log.topics[:1] == (ERROR,):
            return _words(log.data) or "no reason given"
    return None


def information(logs: Sequence[Log], contract: Address) -> tuple[str, ...]:
    """Return what the contract said in `Info` events, in order."""
    return tuple(
        _words(log.data) for log in logs if log.address == contract and log.topics[:1] == (INFO,)
    )


def _words(data: bytes) -> str:
    try:
        (words,) = decode(("string",), data)
    except AbiError as broken:
        return f"a reason that could not be read ({broken})"
    return shown(words)


def shown(text: str) -> str:
    """Return a contract's words fit for a line on a screen: printable and short."""
    return "".join(c if c.isprintable() else " " for c in text[:SHOWN_CHARACTERS]).strip()


def _energy(energy_wh: int) -> int:
    if energy_wh > MOST_WH:
        raise AbiError(f"{energy_wh} Wh is no energy")
    return energy_wh


def _time(at_s: int) -> int:
    if at_s > MOST_TIME_S:
        raise AbiError(f"{at_s} is no time")
    return at_s
