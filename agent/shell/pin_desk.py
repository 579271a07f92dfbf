"""The PINs of the home, and each connection's gate.

The desk counts a try on the disk before it looks at it, one try at a time, in a thread: nobody
else waits for the hash. A gate belongs to one connection and forgets what it was granted when
the connection ends.
"""

import asyncio
import secrets
from collections.abc import Callable

from agent.api.framing import CallRefused, Reason
from agent.api.methods import Method
from agent.api.permissions import Group
from agent.api.pins import PinAnswer, PinLine, PinSet, PinState, PinUnlock
from agent.ports import Clock, PinStore, PinStoreError
from agent.roles.pin import (
    FREE_TRIES,
    SALT_BYTES,
    PinBook,
    PinLock,
    Whose,
    forgiven,
    locked_with,
    opens,
    pause_ms,
    tried,
)

DAMAGED = (
    "The PINs' file is damaged, so nothing can be changed with a PIN; an installer sets new ones"
    " with 'gridhearth pin set'."
)
WHOSE: tuple[Whose, Whose] = ("household", "installer")
GRANTS = {"household": Group.USER, "installer": Group.INSTALLER}


class NoPins:
    """A PinStore that keeps nothing: for agents that no person stands in front of."""

    def load(self) -> PinBook:
        """Return an empty book."""
        return PinBook()

    def save(self, book: PinBook) -> None:
        """Refuse: PinStoreError."""
        raise PinStoreError("this agent keeps no PINs")


class PinDesk:
    """The home's PINs; one for the daemon."""

    def __init__(
        self,
        store: PinStore,
        clock: Clock,
        *,
        salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT_BYTES),
    ) -> None:
        self._store = store
        self._clock = clock
        self._salt = salt
        self._one_at_a_time = asyncio.Lock()
        self.damaged = ""
        self.generation = 0
        """Grows when a PIN is set or removed: what was granted before ends."""
        try:
            self._book = store.load()
        except PinStoreError as damaged:
            self.damaged = f"{DAMAGED} ({damaged})"
            self._book = PinBook()
        now = clock.mono_ms()
        self._not_before_ms = {
            whose: now + pause_ms(lock.tries)
            for whose in WHOSE
            if (lock := self._book.lock(whose)) is not None
        }

    @property
    def needed(self) -> bool:
        """Whether a user's connection has to unlock: a PIN is set, or nobody can tell."""
        return bool(self.damaged) or self._book.household is not None

    def has(self, whose: Whose) -> bool:
        """Return whether this PIN is set."""
        return self._book.lock(whose) is not None

    def mono_ms(self) -> int:
        """Return the steady clock."""
        return self._clock.mono_ms()

    def wait_s(self, whose: Whose) -> int:
        """Return the seconds until the next try is looked at, rounded up."""
        left_ms = self._not_before_ms.get(whose, 0) - self._clock.mono_ms()
        return max(-(-left_ms // 1_000), 0)

    def lines(self) -> tuple[PinLine, ...]:
        """Return both PINs as a screen shows them."""
        found = [(whose, self._book.lock(whose)) for whose in WHOSE]
        return tuple(
            PinLine(whose, lock is not None, lock.tries if lock else 0, self.wait_s(whose))
            for whose, lock in found
        )

    async def attempt(self, whose: Whose, pin: str) -> PinAnswer:
        """Return whether the PIN was right; counted before it is looked at."""
        async with self._one_at_a_time:
            return await self._attempt(whose, pin)

    async def replace(self, asked: PinSet, *, reset: bool) -> PinAnswer:
        """Set, change or remove a PIN; `reset`: the caller need not know the old one."""
        async with self._one_at_a_time:
            if self.damaged and not reset:
                return PinAnswer(False, self.damaged)
            if self._book.lock(asked.whose) is not None and not reset:
                if asked.old is None:
                    return PinAnswer(False, "Enter the old PIN as well.", old_needed=True)
                checked = await self._attempt(asked.whose, asked.old)
                if not checked.accepted:
                    return checked
            return await self._replace(asked)

    async def _replace(self, asked: PinSet) -> PinAnswer:
        lock = None
        if asked.new is not None:
            lock = await asyncio.to_thread(locked_with, asked.new, self._salt())
        try:
            await self._save(self._book.with_lock(asked.whose, lock))
        except PinStoreError as failed:
            return PinAnswer(False, f"The PIN is as it was: {failed}.")
        self.damaged = ""
        self.generation += 1
        self._not_before_ms.pop(asked.whose, None)
        done = "removed" if lock is None else "set"
        return PinAnswer(True, f"The {asked.whose}'s PIN is {done}.")

    async def _attempt(self, whose: Whose, pin: str) -> PinAnswer:
        lock = self._book.lock(whose)
        if self.damaged:
            return PinAnswer(False, self.damaged)
        if lock is None:
            return PinAnswer(False, f"No {whose}'s PIN is set.")
        if wait_s := self.wait_s(whose):
            return PinAnswer(False, f"Too many wrong tries; wait {_words(wait_s)}.", 0, wait_s)
        counted = tried(lock)
        try:
            await self._save(self._book.with_lock(whose, counted))
        except PinStoreError as failed:
            return PinAnswer(False, f"The PIN was not looked at: {failed}.")
        self._not_before_ms[whose] = self._clock.mono_ms() + pause_ms(counted.tries)
        if not await asyncio.to_thread(opens, counted, pin):
            return self._wrong(whose, counted)
        self._not_before_ms[whose] = 0
        try:
            await self._save(self._book.with_lock(whose, forgiven(counted)))
        except PinStoreError as failed:  # it stays counted: the next wrong one waits the sooner
            return PinAnswer(True, f"The PIN is right. {failed}.")
        return PinAnswer(True, "The PIN is right.")

    def _wrong(self, whose: Whose, counted: PinLock) -> PinAnswer:
        wait_s, left = self.wait_s(whose), FREE_TRIES - counted.tries
        if left > 0:
            tries = "1 try" if left == 1 else f"{left} tries"
            return PinAnswer(False, f"That PIN is wrong; {tries} left before a pause.")
        return PinAnswer(False, f"That PIN is wrong; wait {_words(wait_s)}.", 0, wait_s)

    async def _save(self, book: PinBook) -> None:
        await asyncio.to_thread(self._store.save, book)
        self._book = book


class Gate:
    """What one connection may do now."""

    def __init__(self, desk: PinDesk, group: Group) -> None:
        self._desk = desk
        self._own = group
        self._granted = group
        self._until_ms = 0
        self._generation = -1

    def lower(self, word: str | None) -> Group:
        """Be at most this group from now on; return what the connection then is."""
        if word is not None:
            self._own = min(self._own, Group[word.upper()])
        return self._own

    @property
    def group(self) -> Group:
        """The group this connection counts as at this moment, unlocked or not."""
        return max(self._own, self._granted) if self.unlocked_s else self._own

    @property
    def unlocked_s(self) -> int:
        """Seconds this connection is still unlocked for, rounded up; 0: it is not."""
        if self._generation != self._desk.generation:
            return 0
        return max(-(-(self._until_ms - self._desk.mono_ms()) // 1_000), 0)

    @property
    def locked(self) -> bool:
        """Whether a PIN stands between this connection and what its group may do."""
        return self._own is Group.USER and self._desk.needed and not self.unlocked_s

    def permit(self, method: Method) -> Group:
        """Return the group to act as; CallRefused: not permitted, or a PIN is needed first."""
        group = self.group
        if method.group > group:
            by_pin = self._own is Group.USER and self._desk.has("installer")
            raise CallRefused(
                Reason.PIN_NEEDED if by_pin else Reason.NOT_PERMITTED,
                f"{method.name} needs the installer's PIN."
                if by_pin
                else f"{method.name} needs the group {method.group.word}; this user is not in it.",
            )
        if method.changes and not method.unlocks and self.locked:
            raise CallRefused(Reason.PIN_NEEDED, "Enter the household's PIN first.")
        return group

    def state(self) -> PinState:
        """Return which PINs are set and what this connection may do."""
        locked = self.locked
        word = Group.VIEWER.word if locked else self.group.word
        return PinState(locked, self.unlocked_s, word, self._desk.lines(), self._desk.damaged)

    def lock(self) -> PinState:
        """End what was granted; the connection is what it was before any PIN."""
        self._granted, self._until_ms = self._own, 0
        return self.state()

    async def unlock(self, asked: PinUnlock) -> PinAnswer:
        """Open this connection for a while when the PIN is right."""
        answer = await self._desk.attempt(asked.whose, asked.pin)
        if not answer.accepted:
            return answer
        self._granted = GRANTS[asked.whose]
        self._until_ms = self._desk.mono_ms() + asked.seconds * 1_000
        self._generation = self._desk.generation
        return PinAnswer(True, answer.sentence, self.unlocked_s)

    async def set(self, asked: PinSet) -> PinAnswer:
        """Set, change or remove a PIN.

        Whoever is an installer by the Unix groups needs no old PIN. Opened by the installer's
        PIN, a connection may replace the household's, and its own only with the old one.
        """
        by_group = self._own is Group.INSTALLER
        if asked.whose == "installer" and not by_group and not self._desk.has("installer"):
            return PinAnswer(
                False, "The installer's first PIN is set by a user of the installer's group."
            )
        reset = by_group or (asked.whose == "household" and self.group is Group.INSTALLER)
        return await self._desk.replace(asked, reset=reset)


def _words(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    minutes = -(-seconds // 60)
    return f"{minutes} min" if minutes < 120 else f"{-(-minutes // 60)} h"
