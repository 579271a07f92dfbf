"""Why the storage contract refuses a call, as numbers and in its own sentences."""

from enum import IntEnum


class Refusal(IntEnum):
    """Why the contract refused a call; NONE: it did not."""

    NONE = 0
    NOT_UNIT = 1
    NOT_VOTER = 2
    NOT_BANKER = 3
    BAD_AMOUNT = 4
    BAD_ADDRESS = 5
    UNIT_INACTIVE = 6
    UNIT_ACTIVE = 7
    NO_SESSION = 8
    SESSION_OPEN = 9
    TOO_MANY_SESSIONS = 10
    UNIT_EMPTY = 11
    NO_ENT = 12
    NO_EEURO = 13
    NOT_LOCKED = 14
    NO_ORDER = 15
    BAD_PRICE = 16
    NO_PARAMETER = 17
    BAD_VALUE = 18
    IS_VOTER = 19
    NO_VOTER = 20
    LAST_VOTER = 21


SENTENCES = {
    Refusal.NONE: "",
    Refusal.NOT_UNIT: "Only an active storage unit may report",
    Refusal.NOT_VOTER: "Only a voter may do this",
    Refusal.NOT_BANKER: "Only the banker may do this",
    Refusal.BAD_AMOUNT: "The amount is not within its range",
    Refusal.BAD_ADDRESS: "An address is missing or not allowed here",
    Refusal.UNIT_INACTIVE: "The storage unit is not active",
    Refusal.UNIT_ACTIVE: "The storage unit is active already",
    Refusal.NO_SESSION: "There is no valid session of this consumer with this unit",
    Refusal.SESSION_OPEN: "A session with this unit is open already",
    Refusal.TOO_MANY_SESSIONS: "Too many of your sessions are open",
    Refusal.UNIT_EMPTY: "The storage unit has not that much energy",
    Refusal.NO_ENT: "Not enough ENT are available",
    Refusal.NO_EEURO: "Not enough eEuro are available",
    Refusal.NOT_LOCKED: "Not enough eEuro are locked for the banker",
    Refusal.NO_ORDER: "You have no such order",
    Refusal.BAD_PRICE: "The price is not within its range",
    Refusal.NO_PARAMETER: "There is no such parameter",
    Refusal.BAD_VALUE: "The value is not within the parameter's range",
    Refusal.IS_VOTER: "The address is a voter already",
    Refusal.NO_VOTER: "The address is no voter",
    Refusal.LAST_VOTER: "The last voter cannot be removed",
}


def sentence(code: int) -> str:
    """Return what the contract says when it refuses with this code; "" for 0."""
    try:
        return SENTENCES[Refusal(code)]
    except ValueError:
        return f"refused with code {code}"
