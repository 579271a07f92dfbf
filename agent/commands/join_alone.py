"""`gridhearth join alone`: from a code on a card to a member, with nobody there.

Every deed is a file written whole, in an order in which each can be the last before a power cut:
keys, request, then the code is shredded; the operator's answer, certificates, and at the end the
settings that use them. The next run looks at the files and goes on. What goes wrong outside is
written into a note in words, and tried again with growing pauses.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.commands.join_box import (
    RefusedError,
    WrongCodeError,
    own_request,
    request_with,
    standing_of,
    take,
)

if TYPE_CHECKING:
    from agent.provisioning.enrolment import JoinRequest
    from agent.provisioning.joining import Note, Trouble
    from agent.settings import Settings
    from drivers.join_files import JoinFolder

JOINED, REFUSED = 0, 3
LOOK_EVERY_S = 5.0
log = logging.getLogger(__name__)


class Postal(Protocol):
    """How requests go and answers come. Both raise NotFetched, with a sentence."""

    def send(self, url: str, text: str) -> None: ...

    def fetch(self, url: str) -> str: ...


class Line:
    """The internet, or a directory (file://)."""

    def send(self, url: str, text: str) -> None:
        """Put a document at an address; NotFetched."""
        from agent.commands.join_fetch import put

        put(url, text)

    def fetch(self, url: str) -> str:
        """Return the document at an address; NotFetched."""
        from agent.commands.join_fetch import fetched
        from agent.provisioning.enrolment import MAX_APPROVAL_TEXT

        return fetched(url, 2 * MAX_APPROVAL_TEXT + 1, 0.0)


class Alone:
    """One run; any number of them end in the same place."""

    def __init__(
        self,
        settings: "Settings",
        config: Path,
        folder: "JoinFolder",
        code_file: Path,
        line: Postal,
        *,
        sleep: Callable[[float], None] | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._config = config
        self._folder = folder
        self._code_file = code_file
        self._line = line
        self._sleep = self._doze if sleep is None else sleep
        self._now_s = now_s
        self._tries = 0

    def run(self) -> int:
        """Return JOINED or REFUSED; RefusedError for settings that cannot be used, JoinError."""
        from agent.provisioning.joining import Note

        stage = self._stage()
        if stage == "joined":
            self._shred()
            return JOINED
        try:
            asked = self._ask()
        except WrongCodeError as wrong:
            said = f"The one-time code that came with the card is no code. {wrong}"
            self._folder.keep_note(Note("code wrong", said))
            log.error("%s", said)  # noqa: TRY400 - the sentence says it all
            return REFUSED
        except RefusedError as wrong:
            self._folder.keep_note(Note("no request", str(wrong)))
            raise
        while (stage := self._stage()) not in ("joined", "refused"):
            self._once(asked)
        log.info("%s", standing_of(*self._where()).words)
        return JOINED if stage == "joined" else REFUSED

    def _where(self) -> "tuple[Settings, Path, JoinFolder, Path]":
        return self._settings, self._config, self._folder, self._code_file

    def _stage(self) -> str:
        return standing_of(*self._where()).stage

    def _ask(self) -> "JoinRequest":
        """Make the request, or go on with the one that was made; the code is gone afterwards."""
        from agent.provisioning.joining import Note
        from drivers.join_files import read_code_file

        try:
            code = read_code_file(self._code_file)
        except FileNotFoundError:
            code = ""
        except OSError as failed:
            raise RefusedError(
                f"The code in {self._code_file} could not be read: {failed.strerror}."
            ) from failed
        known = self._folder.request()
        if code:
            known = request_with(self._settings, self._folder, code)
            self._folder.keep_note(Note())
        if known is None:
            raise WrongCodeError("There is none.")
        asked = own_request(known, self._settings)
        self._shred()
        return asked

    def _shred(self) -> None:
        from drivers.join_files import shred

        shred(self._code_file)

    def _once(self, asked: "JoinRequest") -> None:
        """Do the next thing that is not done yet, or pause."""
        from agent.commands.join_fetch import NotFetched
        from agent.provisioning.enrolment import request_digest
        from agent.provisioning.joining import Note

        digest = request_digest(asked).hex()
        sent = self._folder.note().sent == digest
        kept = self._folder.document()
        if kept:  # cut off between keeping the answer and doing what it says
            try:
                take(kept, asked, self._settings, self._config, self._folder)
            except RefusedError:
                self._folder.forget_document()  # an earlier request's
            return
        operator = self._settings.operator
        try:
            if not sent and operator.request_url is not None:
                url = operator.request_url.replace("{member}", asked.member)
                self._line.send(url, self._folder.request() or "")
                self._folder.keep_note(Note(sent=digest))
                self._tries, sent = 0, True
            if operator.answer_url is None:
                self._pause(Note(sent=digest if sent else ""))
                return
            text = self._line.fetch(operator.answer_url.replace("{member}", asked.member))
            take(text, asked, self._settings, self._config, self._folder)
        except NotFetched as missing:
            trouble: Trouble = "no answer" if sent or operator.request_url is None else "not sent"
            self._pause(Note(trouble, self._explained(missing), digest if sent else ""))
        except RefusedError as useless:
            self._pause(Note("not usable", str(useless), digest if sent else ""))

    def _explained(self, missing: Exception) -> str:
        from agent.provisioning.joining import explained

        return explained(str(missing), int(self._now_s()))

    def _pause(self, note: "Note") -> None:
        from agent.provisioning.joining import pause_s

        if note.sentence and note != self._folder.note():
            log.warning("%s", note.sentence)
        self._folder.keep_note(note)
        self._tries += 1
        self._sleep(pause_s(self._tries))

    def _doze(self, seconds: float) -> None:
        """Sleep, and wake up when somebody has brought the answer by hand meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self._stage() not in ("joined", "refused"):
            time.sleep(min(left, LOOK_EVERY_S))
