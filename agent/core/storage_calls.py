"""A call of the storage contract as an intent: whose data, which target, how much gas."""

from agent.core.records import Intent
from agent.ledger.storage_contract import Call, gas_limit, selector
from agent.units import Address

SELECTOR_BYTES = 4
_GAS = {selector(call): gas_limit(call) for call in Call if call is not Call.DEPLOY}


def intent_of(ident: str, data: bytes, not_after_ms: int, contract: Address) -> Intent:
    """Return the intent of a call made by agent.ledger.storage_contract; KeyError: of none."""
    return Intent(ident, data, _GAS[data[:SELECTOR_BYTES]], not_after_ms, to=contract)
