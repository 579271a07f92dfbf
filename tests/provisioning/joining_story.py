"""A card's first boot, up to the member: one box, one operator, a line between them that is not good.

The power is cut at a chosen deed (a file opened, synced, renamed, removed; a letter sent, fetched;
a pause), as often as asked; every run after it starts from what lies on the disk.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.commands.join_alone import Alone
from agent.commands.join_box import drop_in_of
from agent.commands.join_fetch import NotFetched
from agent.hashing import keccak256
from agent.provisioning.code import make_code
from agent.provisioning.enrolment import (
    Refusal,
    Wrong,
    encode_refusal,
    read_request,
    refusal_digest,
    request_digest,
)
from agent.provisioning.invitations import Invitation, Place, match, refuse, use
from agent.settings import read_settings
from drivers import join_files
from drivers.join_files import JoinFolder
from drivers.keystore import KeySigner
from tests.mosquitto.test_join import HOME_SETTINGS, METER
from tests.provisioning.test_enrolment import answer, approval

OPERATOR = KeySigner(keccak256(b"the operator of the story"))
CODE = make_code(0x0FEDCBA987654321)
CONTRACT = "0x" + "cc" * 20
CHAIN_ID = 711
NOW_S = 1_795_000_000
PLACE = Place("home-07", 34, 4_600, 50_000_000)
NETWORK = f"""
[network]
chain_id = {CHAIN_ID}
genesis_hash = "0x{"11" * 32}"
period_s = 2
trust_period_s = 86400
max_age_s = 60
max_drift_s = 30
checkpoint = {{ number = 0, hash = "0x{"11" * 32}", time_s = 1, validators = ["0x{"22" * 20}"] }}
"""


class CutError(BaseException):
    """The power is gone."""


class Market:
    """The operator: invitations, a letter box, and whoever keeps it running."""

    def __init__(self, *, reason: str = "") -> None:
        self.invitations: tuple[Invitation, ...] = (Invitation(CODE, PLACE, NOW_S + 3_600),)
        self.reason = reason
        """Why every request is refused; empty: they are let in."""
        self.requests: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.refused: list[str] = []
        """What the operator was told when it could not let a request in."""
        self.enrolled: set[tuple[str, str]] = set()
        """(member, digest of its request)"""

    def work(self) -> None:
        """Answer every request that came."""
        for address, text in self.requests.items():
            asked = read_request(text)
            assert not isinstance(asked, Wrong), asked.sentence
            if self.reason:
                after = refuse(self.invitations, asked, self.reason)
                assert not isinstance(after, Wrong), after.sentence
                self.invitations = after
                given = Refusal(
                    *(asked.chain_id, asked.contract, asked.member, self.reason),
                    request_digest(asked),
                )
                signature = OPERATOR.sign_digest(refusal_digest(given))
                self.answers[address] = encode_refusal(given, signature)
                continue
            found = match(self.invitations, asked, NOW_S)
            if isinstance(found, Wrong):
                self.refused.append(found.sentence)
                continue
            self.invitations = use(self.invitations, found[0], asked)
            self.enrolled.add((asked.member, request_digest(asked).hex()))
            self.answers[address] = answer(approval(asked), by=OPERATOR)


class Box:
    """A box with a card, its clock and its line to the letter box."""

    def __init__(self, place: Path, market: Market, code: str = CODE) -> None:
        place.mkdir(parents=True)
        self.market = market
        self.code_file = place / "one-time-code"
        self.code_file.write_text(code + "\n")
        self.code_file.chmod(0o400)
        self.config = place / "gridhearth.toml"
        self.text = settings_text(place)
        self.settings = read_settings(self.text)
        self.config.write_text("")
        (place / "network.toml").write_text(NETWORK)
        self.folder = JoinFolder(place / "join")
        self.troubles: list[str] = []
        """What the line says to the next deeds; then it works."""
        self.now_s = NOW_S
        self.pauses: list[float] = []
        self.deed: Callable[[str], None] = lambda _: None

    @property
    def drop_in(self) -> Path:
        return drop_in_of(self.config)

    def run(self) -> int:
        """One run, until it ends by itself or the power is cut."""
        return Alone(
            self.settings,
            self.config,
            self.folder,
            self.code_file,
            self,
            sleep=self._sleep,
            now_s=lambda: self.now_s,
        ).run()

    def send(self, url: str, text: str) -> None:
        self._line("send")
        self.market.requests[url.rpartition("/")[2]] = text
        self.deed("sent")

    def fetch(self, url: str) -> str:
        self._line("fetch")
        self.market.work()
        text = self.market.answers.get(url.rpartition("/")[2])
        if text is None:
            raise NotFetched("operator.example has no answer for this home yet.", later=True)
        self.deed("fetched")
        return text

    def _line(self, name: str) -> None:
        self.deed(name)
        if self.troubles:
            raise NotFetched(self.troubles.pop(0), later=True)

    def _sleep(self, seconds: float) -> None:
        self.deed("pause")
        self.pauses.append(seconds)
        assert len(self.pauses) < 200, "it waits for ever"

    def secrets_left(self) -> list[Path]:
        """Every file that still holds the code."""
        files = [path for path in self.config.parent.rglob("*") if path.is_file()]
        return [path for path in files if CODE.encode() in path.read_bytes()]

    def keys(self) -> dict[str, bytes]:
        names = (join_files.ORDER_KEY, join_files.REPORT_KEY, join_files.BROKER_KEY)
        paths = [self.folder.directory / name for name in names]
        return {path.name: path.read_bytes() for path in paths if path.exists()}


def settings_text(place: Path) -> str:
    """Return a home's settings that name an operator with a letter box."""
    text = HOME_SETTINGS.format(
        meter=METER,
        place=place,
        url="http://127.0.0.1:1",
        contract=CONTRACT,
        operator=OPERATOR.address,
    )
    letters = "https://operator.example/{}/{{member}}.txt"
    urls = f'request_url = "{letters.format("ask")}"\nanswer_url = "{letters.format("say")}"\n'
    return text.replace("[meters]", urls + "[meters]")


@contextlib.contextmanager
def cut_at(
    box: Box, number: int, patch: pytest.MonkeyPatch, *, half: bool = False
) -> Iterator[list[str]]:
    """Cut the power before the deed of this number; yields the deeds that were begun.

    `half`: a file that is opened is there, empty, before the power goes.
    """
    deeds: list[str] = []

    def deed(name: str) -> None:
        deeds.append(name)
        if len(deeds) - 1 == number:
            raise CutError

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def deed_then(*arguments: Any, **named: Any) -> Any:
            if half and name == "open" and len(deeds) == number:
                os.close(real(*arguments, **named))
            deed(name)
            return real(*arguments, **named)

        return deed_then

    with patch.context() as patched:
        for name in ("open", "fsync"):
            patched.setattr(os, name, wrapped(name, getattr(os, name)))
        for name in ("replace", "mkdir", "unlink"):
            patched.setattr(Path, name, wrapped(name, getattr(Path, name)))
        box.deed = deed
        try:
            yield deeds
        finally:
            box.deed = lambda _: None


def lived(box: Box, cuts: list[int], patch: pytest.MonkeyPatch, *, half: bool = False) -> int:
    """Run the box, cut off at each of these deeds (counted from each start), to its end."""
    for number in cuts:
        try:
            with cut_at(box, number, patch, half=half):
                return box.run()
        except CutError:
            continue
    return box.run()


def broken(box: Box, code: int, before: dict[str, bytes]) -> list[str]:
    """Return what is wrong with a box whose last run ended with this code."""
    wrong = []
    if not before.items() <= box.keys().items():
        wrong.append("a key was made twice")
    if box.code_file.exists():
        wrong.append("the code is still there")
    wrong += [f"the code is in {path.name}" for path in box.secrets_left()]
    if code == 0:
        if not box.drop_in.exists():
            wrong.append("it says that it joined and has not")
        for name in (join_files.CA, join_files.CERTIFICATE, join_files.REVOKED):
            if not (box.folder.directory / name).read_bytes().startswith(b"-----BEGIN"):
                wrong.append(f"{name} is not whole")
        if len(box.market.enrolled) != 1:
            wrong.append(f"{len(box.market.enrolled)} requests were let in")
    elif box.drop_in.exists():
        wrong.append("it did not join, and the broker is switched on")
    if box.market.refused:
        wrong.append(f"the operator saw: {box.market.refused[0]}")
    return wrong
