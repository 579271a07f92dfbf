"""The PIN's rules: how it is kept, when the next try is looked at, who may change it.

A PIN of four digits has ten thousand values, so what protects it is not the hash but the count:
a try is counted on the disk before it is looked at, and after five wrong ones the pauses grow to
four hours. Pauses are measured on the steady clock alone and begin anew with the process: a
restart or a turned clock makes them longer, never shorter. At most 17 tries are looked at in the
first day, 6 in any later one.
"""

import hashlib
import hmac
from typing import Literal

import msgspec

Whose = Literal["household", "installer"]

FREE_TRIES = 5
"""Wrong tries before the first pause: fingers slip."""
PAUSES_S = (60, 120, 300, 900, 1_800, 3_600, 7_200, 14_400)
"""After the fifth wrong try, the sixth and so on; the last goes on for ever."""
SALT_BYTES = 16
COST, BLOCK, LANES = 1 << 14, 8, 1
"""scrypt's N, r and p (RFC 7914, section 2): 16 MiB, some tenths of a second on a Raspberry Pi."""


class PinLock(msgspec.Struct, frozen=True):
    """One PIN as it is kept: salted, hashed, and how often it was tried in vain."""

    salt: bytes
    hash: bytes
    tries: int = 0


class PinBook(msgspec.Struct, frozen=True):
    """The PINs of a home; None: not set."""

    household: PinLock | None = None
    installer: PinLock | None = None

    def lock(self, whose: Whose) -> PinLock | None:
        """Return one of the two."""
        return self.household if whose == "household" else self.installer

    def with_lock(self, whose: Whose, lock: PinLock | None) -> "PinBook":
        """Return the book with one of the two replaced."""
        changed: PinBook = msgspec.structs.replace(self, **{whose: lock})
        return changed


def locked_with(pin: str, salt: bytes) -> PinLock:
    """Return the lock that this PIN opens; takes its time by design."""
    return PinLock(salt, _hash(pin, salt))


def opens(lock: PinLock, pin: str) -> bool:
    """Return whether the PIN is the lock's, in a time that does not depend on the answer."""
    return hmac.compare_digest(_hash(pin, lock.salt), lock.hash)


def tried(lock: PinLock) -> PinLock:
    """Return the lock with one more try counted."""
    after: PinLock = msgspec.structs.replace(lock, tries=lock.tries + 1)
    return after


def forgiven(lock: PinLock) -> PinLock:
    """Return the lock after a right try: nothing counted."""
    after: PinLock = msgspec.structs.replace(lock, tries=0)
    return after


def pause_ms(tries: int) -> int:
    """Return how long after so many tries the next one has to wait."""
    if tries < FREE_TRIES:
        return 0
    return PAUSES_S[min(tries - FREE_TRIES, len(PAUSES_S) - 1)] * 1_000


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=64 << 20, dklen=32
    )
