"""Call data for the storage contract, and how much gas each call may need.

Encoding as in agent.ledger.market_calls. Names and arguments of the published contract; those of
`Call` and `View` marked "ours" exist in this project's contract only. Amounts, prices and
parameters are integers of 10⁻¹⁸ (the parameter H: whole hours), energies whole watt-hours.
Values that do not fit an unsigned word raise OverflowError.
"""

from enum import StrEnum

from agent.hashing import keccak256
from agent.units import Address

_WORD = 32
PARAMETER_NAME_BYTES = 32
"""A longer name of a parameter reverts in our contract."""


class Call(StrEnum):
    """The functions that change something, by their full signature."""

    ENERGY_PRODUCED = "energyProduced(address,uint256)"
    ENERGY_CONSUMED = "energyConsumed(address,uint256)"
    REPORT_ACTUAL_ENERGY = "reportActualEnergy(uint256)"
    START_SESSION = "startConsumptionSession(address,uint256)"
    END_SESSION = "endConsumptionSession(address)"  # ours
    CLEAR_OLD_SESSIONS = "clearOldSessions()"
    CLEAR_UNIT_SESSIONS = "clearUnitSessions(address)"  # ours
    TRANSFER_ENT = "transferENT(address,uint256)"
    TRANSFER_EURO = "transfereEuro(address,uint256)"
    LOCK_EURO = "lockeEuro(uint256)"
    MINT_EURO = "minteEuro(address,uint256)"
    BURN_EURO = "burneEuro(address,uint256)"
    UNLOCK_EURO = "unlockeEuro(address,uint256)"
    ADD_ORDER = "addOrder(uint256,uint256,bool)"
    REMOVE_ORDER = "removeOrder(uint256,bool)"
    ADD_VOTER = "addVoter(address)"
    REMOVE_VOTER = "removeVoter(address)"
    REGISTER_UNIT = "registerStorageUnit(address,address)"
    REMOVE_UNIT = "removeStorageUnit(address)"
    CHANGE_BANKER = "changeBanker(address)"
    SET_PARAMETER = "setParameter(string,uint256)"
    DEPLOY = "constructor"


class View(StrEnum):
    """The functions that only answer."""

    TOTAL_ENERGY = "getTotalEnergy()"
    TOTAL_ENT = "getTotalENT()"
    TOTAL_EURO = "getTotalEeuro()"
    ENERGY_COSTS = "getEnergyCosts()"
    PARAMETERS = "getParameters()"
    BANKER = "getBankerAddress()"
    IS_VOTER = "isVoter()"
    BALANCE_ENT = "balanceENT()"
    BALANCE_EURO = "balanceeEuro()"
    UNIT_ENERGY = "getStorageUnitEnergy(address)"
    UNITS_INFO = "getStorageUnitsInfo()"
    UNITS_INFO_FROM = "getStorageUnitsInfoFrom(uint256)"  # ours
    SESSIONS = "getConsumptionSessions()"
    SESSION_ENERGY = "getConsumptionSessionEnergy(address)"
    UNIT_SESSIONS = "getUnitSessions(address,uint256)"  # ours
    ORDERS = "getOrders()"
    ORDERS_FROM = "getOrdersFrom(bool,uint256)"  # ours
    VOTES = "getVotes()"


# What was measured plus a margin (docs/storage.md, "Gas").
_GAS: dict[Call, int] = {
    Call.ENERGY_PRODUCED: 150_000,
    Call.ENERGY_CONSUMED: 150_000,
    Call.REPORT_ACTUAL_ENERGY: 120_000,
    Call.START_SESSION: 600_000,
    Call.END_SESSION: 100_000,
    Call.CLEAR_OLD_SESSIONS: 300_000,
    Call.CLEAR_UNIT_SESSIONS: 700_000,
    Call.TRANSFER_ENT: 120_000,
    Call.TRANSFER_EURO: 120_000,
    Call.LOCK_EURO: 120_000,
    Call.MINT_EURO: 140_000,
    Call.BURN_EURO: 120_000,
    Call.UNLOCK_EURO: 120_000,
    Call.ADD_ORDER: 4_000_000,
    Call.REMOVE_ORDER: 500_000,
    Call.ADD_VOTER: 300_000,
    Call.REMOVE_VOTER: 300_000,
    Call.REGISTER_UNIT: 350_000,
    Call.REMOVE_UNIT: 300_000,
    Call.CHANGE_BANKER: 300_000,
    Call.SET_PARAMETER: 300_000,
    Call.DEPLOY: 6_500_000,
}


def gas_limit(call: Call) -> int:
    """Return gas that always suffices for `call`."""
    return _GAS[call]


def selector(signature: str) -> bytes:
    """Return the four bytes that name a function in call data."""
    return keccak256(signature.encode())[:4]


def _number(value: int) -> bytes:
    return int(value).to_bytes(_WORD, "big")


def _address(address: Address) -> bytes:
    value = int(address, 16)
    if value >> 160:
        raise ValueError(f"{address} is not an address")
    return _number(value)


def _text(value: str) -> bytes:
    data = value.encode()
    return _number(len(data)) + data.ljust(-(-len(data) // _WORD) * _WORD, b"\0")


# Of the storage unit.


def call_energy_produced(producer: Address, energy_wh: int) -> bytes:
    """Say, as the unit, that energy went in, and whose it was: mints ENT."""
    return selector(Call.ENERGY_PRODUCED) + _address(producer) + _number(energy_wh)


def call_energy_consumed(consumer: Address, energy_wh: int) -> bytes:
    """Say, as the unit, that energy came out for a consumer: burns ENT of its session."""
    return selector(Call.ENERGY_CONSUMED) + _address(consumer) + _number(energy_wh)


def call_report_actual_energy(energy_wh: int) -> bytes:
    """Say, as the unit, how much the battery holds in truth, in Wh."""
    return selector(Call.REPORT_ACTUAL_ENERGY) + _number(energy_wh)


# Of everybody.


def call_start_session(unit: Address, ent: int) -> bytes:
    return selector(Call.START_SESSION) + _address(unit) + _number(ent)


def call_end_session(unit: Address) -> bytes:
    """Ours: let the caller's own session with `unit` end within fifteen minutes."""
    return selector(Call.END_SESSION) + _address(unit)


def call_clear_old_sessions() -> bytes:
    return selector(Call.CLEAR_OLD_SESSIONS)


def call_clear_unit_sessions(unit: Address) -> bytes:
    """Ours: give back what old sessions at `unit` lock, whoever's they are; sixteen at most."""
    return selector(Call.CLEAR_UNIT_SESSIONS) + _address(unit)


def call_transfer_ent(to: Address, amount: int) -> bytes:
    return selector(Call.TRANSFER_ENT) + _address(to) + _number(amount)


def call_transfer_euro(to: Address, amount: int) -> bytes:
    return selector(Call.TRANSFER_EURO) + _address(to) + _number(amount)


def call_lock_euro(amount: int) -> bytes:
    return selector(Call.LOCK_EURO) + _number(amount)


def call_add_order(price: int, amount: int, *, is_buy: bool) -> bytes:
    """Buy or sell `amount` ENT; `price`: eEuro per ENT, the most or least that is accepted."""
    return selector(Call.ADD_ORDER) + _number(price) + _number(amount) + _number(is_buy)


def call_remove_order(number: int, *, is_buy: bool) -> bytes:
    return selector(Call.REMOVE_ORDER) + _number(number) + _number(is_buy)


# Of the voters: each call is a vote, the same call again takes it back.


def call_add_voter(voter: Address) -> bytes:
    return selector(Call.ADD_VOTER) + _address(voter)


def call_remove_voter(voter: Address) -> bytes:
    return selector(Call.REMOVE_VOTER) + _address(voter)


def call_register_unit(unit: Address, owner: Address) -> bytes:
    return selector(Call.REGISTER_UNIT) + _address(unit) + _address(owner)


def call_remove_unit(unit: Address) -> bytes:
    return selector(Call.REMOVE_UNIT) + _address(unit)


def call_change_banker(banker: Address) -> bytes:
    return selector(Call.CHANGE_BANKER) + _address(banker)


def call_set_parameter(name: str, value: int) -> bytes:
    """`name`: M, B, C, F with 18 decimals, or H in whole hours."""
    return selector(Call.SET_PARAMETER) + _number(2 * _WORD) + _number(value) + _text(name)


# Of the banker.


def call_mint_euro(to: Address, amount: int) -> bytes:
    return selector(Call.MINT_EURO) + _address(to) + _number(amount)


def call_burn_euro(holder: Address, amount: int) -> bytes:
    return selector(Call.BURN_EURO) + _address(holder) + _number(amount)


def call_unlock_euro(holder: Address, amount: int) -> bytes:
    return selector(Call.UNLOCK_EURO) + _address(holder) + _number(amount)
