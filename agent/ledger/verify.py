"""The only place where bytes from a node become facts."""

import msgspec

from agent.units import Address


class VerifiedHead(msgspec.Struct, frozen=True):
    """A final block header whose seals were checked; every proof is checked against it."""

    number: int
    hash: bytes
    state_root: bytes
    time_s: int
    base_fee_wei: int
    gas_limit: int
    validators: tuple[Address, ...]


class VerifiedAccount(msgspec.Struct, frozen=True):
    """An account proven under a verified head; an absent account has all zeros."""

    nonce: int
    balance_wei: int
    code_hash: bytes
    storage_root: bytes
