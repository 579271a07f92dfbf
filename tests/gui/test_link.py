"""The screen's line: against the daemon's real server, and against things that are no daemon."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtTest import QTest

from agent.api.framing import MAX_LINE_BYTES
from agent.api.sections import HomeSection, MarketSection
from gui.glance import Refusal
from gui.link import ANSWER_WITHIN_S, MAX_WAITING_CALLS, SILENT_AFTER_S, Link
from tests.gui.daemon_thread import first_snapshot, running

Until = Callable[[Callable[[], Any]], None]
METHODS = ["hello", "status.watch", "alerts.list", "flow.start"]


def until(true: Callable[[], Any]) -> None:
    for _ in range(4_000):
        if true():
            return
        QTest.qWait(5)
    raise AssertionError("it did not come true in time")


class Answers:
    """What the callbacks of calls were given."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.refusals: list[Refusal] = []

    def ask(self, link: Link, method: str, params: object | None = None) -> None:
        link.call(
            method, {} if params is None else params, self.results.append, self.refusals.append
        )


class SteadyClock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def make_link(clock: SteadyClock) -> Iterator[Callable[[Path], Link]]:
    links: list[Link] = []

    def make(path: Path) -> Link:
        link = Link(str(path), wall_ms=lambda: 1_700_000_000_000, steady_s=clock)
        links.append(link)
        link.start()
        return link

    yield make
    for link in links:
        link.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "api.sock"


class Impostor:
    """A server that says what the test wants, line by line."""

    def __init__(self, path: Path) -> None:
        self.lines: list[dict[str, Any]] = []
        self.sockets: list[QLocalSocket] = []
        self.polite = True
        """Answers hello and status.watch as a daemon does."""
        self._server = QLocalServer()
        assert self._server.listen(str(path)), self._server.errorString()
        self._server.newConnection.connect(self._accept)

    def _accept(self) -> None:
        socket = self._server.nextPendingConnection()
        self.sockets.append(socket)
        socket.readyRead.connect(lambda: self._read(socket))

    def _read(self, socket: QLocalSocket) -> None:
        for line in bytes(socket.readAll().data()).splitlines():
            asked = json.loads(line)
            self.lines.append(asked)
            if self.polite and asked["method"] == "hello":
                self.answer(asked, {"api": 1, "server": "x", "group": "user", "methods": METHODS})
            elif self.polite and asked["method"] == "status.watch":
                self.answer(asked, msgspec.to_builtins(first_snapshot()))

    def answer(self, asked: dict[str, Any], result: object) -> None:
        self.say(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}).encode())

    def notify(self, follows: int, revision: int, section: str, value: object) -> None:
        params = {"follows": follows, "revision": revision, "section": section, "value": value}
        told = {"jsonrpc": "2.0", "method": "status.section", "params": params}
        self.say(json.dumps(told).encode())

    def say(self, line: bytes) -> None:
        self.sockets[-1].write(line + b"\n")
        self.sockets[-1].flush()

    def asked(self, method: str) -> int:
        return sum(line["method"] == method for line in self.lines)

    def close(self) -> None:
        self._server.close()
        for socket in self.sockets:
            socket.abort()


@pytest.fixture
def impostor(path: Path, application: object) -> Iterator[Impostor]:
    made = Impostor(path)
    yield made
    made.close()


def test_the_real_server_is_watched(path: Path, make_link: Callable[[Path], Link]) -> None:
    with running(path) as daemon:
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        assert link.seen.snapshot == first_snapshot()
        assert link.seen.group == "user"
        daemon.publish(market=MarketSection(8, "matching", 5_000, 6_000))
        until(lambda: link.seen.snapshot and link.seen.snapshot.market.cycle == 8)
        assert link.seen.snapshot is not None
        assert link.seen.snapshot.revision == 2


def test_a_screen_run_by_the_daemons_own_user_is_still_only_a_user(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    with running(path):
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        assert "pair.open" not in link.seen.methods
        answers = Answers()
        answers.ask(link, "pair.stop")
        until(lambda: answers.refusals)
        assert answers.refusals[0].reason == "not_permitted"


def test_a_wish_reaches_the_flow_and_its_answer_comes_back(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    with running(path) as daemon:
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        answers = Answers()
        answers.ask(link, "flow.amount", {"energy_wh": 500})
        until(lambda: answers.results)
        assert answers.results == [
            {"accepted": True, "problems": [], "sentence": "Done: SetAmount."}
        ]
        (wish, caller) = daemon.household.wishes[0]
        assert (wish.energy_wh, caller.group.word) == (500, "user")


def test_wrong_parameters_come_back_with_every_problem(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    with running(path):
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        answers = Answers()
        answers.ask(link, "flow.range", {"low_micro_per_kwh": "cheap", "colour": "green"})
        until(lambda: answers.refusals)
        assert answers.refusals[0].reason == "bad_params"
        assert len(answers.refusals[0].problems) >= 2


def test_no_daemon_is_said_and_it_is_found_when_it_comes(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "gone")
    assert link.seen.sentence == "The agent is not running."
    assert link.seen.last_seen_ms is None
    with running(path):
        until(lambda: link.seen.link == "live")


def test_a_restarted_daemon_is_found_again_and_its_lower_revision_taken(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    with running(path, first_snapshot(900)) as daemon:
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        daemon.publish(market=MarketSection(50, "matching", 5_000, 6_000))
        until(lambda: link.seen.snapshot and link.seen.snapshot.revision == 901)
    until(lambda: link.seen.link == "gone")
    assert link.seen.snapshot is not None, "what was seen stays, to be shown greyed"
    assert link.seen.methods == frozenset()
    with running(path, first_snapshot(3)):
        until(lambda: link.seen.link == "live")
        until(lambda: link.seen.snapshot and link.seen.snapshot.revision == 3)


def test_a_call_under_way_when_the_daemon_dies_is_neither_done_nor_refused(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    answers = Answers()
    with running(path) as daemon:
        link = make_link(path)
        until(lambda: link.seen.link == "live")
        daemon.hold()
        answers.ask(link, "flow.start")
        until(lambda: daemon.household.wishes)
        daemon.let_go()
        daemon.household.hold = None
        link._socket.abort()
    until(lambda: answers.refusals or answers.results)
    assert [refusal.reason for refusal in answers.refusals] == ["away"]
    assert "may or may not" in answers.refusals[0].sentence


def test_a_call_without_a_daemon_is_refused_later_never_at_once(
    path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    answers = Answers()
    answers.ask(link, "flow.start")
    assert answers.refusals == []
    until(lambda: answers.refusals)
    assert answers.refusals[0].reason == "away"


def test_a_revision_gap_asks_for_the_whole_again(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    home = msgspec.to_builtins(HomeSection("red", "lost", 2_000, 900))
    impostor.notify(5, 6, "home", home)
    until(lambda: impostor.asked("status.watch") == 2)
    until(lambda: link.seen.snapshot is not None and link.seen.snapshot.revision == 1)
    assert link.seen.snapshot is not None
    assert link.seen.snapshot.home.status == "green", "a change over a gap must not be applied"


@pytest.mark.parametrize(
    "line",
    [
        b"x" * (MAX_LINE_BYTES + 1),
        b"not json",
        b'{"jsonrpc":"2.0"}',
        b'{"jsonrpc":"2.0","method":"status.section","params":{"follows":1,"revision":2,'
        b'"section":"home","value":{"status":"purple","reason":"","at_ms":1}}}',
        b"[" * 60_000,
        b"\xff\xfe\x00",
    ],
    ids=["oversize", "no json", "neither answer nor news", "impossible colour", "deep", "bytes"],
)
def test_what_no_daemon_says_ends_the_connection_and_is_told(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link], line: bytes
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    held = link.seen.snapshot
    impostor.say(line)
    until(lambda: link.seen.link == "gone")
    assert link.seen.snapshot == held
    assert "could not be understood" in link.seen.sentence
    until(lambda: link.seen.link == "live")  # and it comes back when the other side does better


def test_an_endless_line_costs_a_bounded_amount(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    impostor.sockets[-1].write(b"x" * (4 * MAX_LINE_BYTES))
    until(lambda: link.seen.link == "gone")


def test_a_flood_of_changes_is_told_in_few_pictures(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    told: list[int] = []
    link.changed.connect(lambda: told.append(1))
    for revision in range(1, 501):
        market = msgspec.to_builtins(MarketSection(revision, "matching", 5_000, 6_000))
        impostor.notify(revision, revision + 1, "market", market)
    until(lambda: link.seen.snapshot is not None and link.seen.snapshot.revision == 501)
    assert len(told) < 100


def test_a_daemon_that_turns_us_away_is_quoted(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    impostor.polite = False
    link = make_link(path)
    until(lambda: impostor.asked("hello"))
    error = {
        "code": -32002,
        "message": "Install the same version of both.",
        "data": {"reason": "x"},
    }
    impostor.say(json.dumps({"jsonrpc": "2.0", "id": 1, "error": error}).encode())
    until(lambda: link.seen.link == "gone")
    assert link.seen.sentence == "Install the same version of both."


def test_a_hello_that_is_no_hello_is_told(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    impostor.polite = False
    link = make_link(path)
    until(lambda: impostor.asked("hello"))
    impostor.answer(impostor.lines[0], ["nonsense"])
    until(lambda: link.seen.link == "gone")
    assert "not the agent" in link.seen.sentence


def test_a_daemon_that_hangs_is_asked_and_then_called_gone(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link], clock: SteadyClock
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    clock.now_s += SILENT_AFTER_S + 1
    until(lambda: impostor.asked("alerts.list") == 1)
    assert link.seen.link == "live"
    impostor.polite = False
    clock.now_s += SILENT_AFTER_S + 1
    until(lambda: link.seen.link == "gone")
    assert "says nothing" in link.seen.sentence


def test_an_answer_that_never_comes_is_given_up(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link], clock: SteadyClock
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    answers = Answers()
    answers.ask(link, "flow.start")
    until(lambda: impostor.asked("flow.start"))
    clock.now_s += ANSWER_WITHIN_S + 1
    impostor.notify(1, 2, "market", msgspec.to_builtins(MarketSection(9, None, None, None)))
    until(lambda: answers.refusals)
    assert "in time" in answers.refusals[0].sentence
    impostor.answer(next(one for one in impostor.lines if one["method"] == "flow.start"), {})
    QTest.qWait(50)
    assert answers.results == [], "each call is told once"


def test_more_calls_than_the_daemon_lets_wait_are_refused_here(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    answers = Answers()
    for _ in range(MAX_WAITING_CALLS + 1):
        answers.ask(link, "flow.start")
    until(lambda: answers.refusals)
    assert [refusal.reason for refusal in answers.refusals] == ["too_many"]


def test_a_call_longer_than_a_line_is_refused_here(
    impostor: Impostor, path: Path, make_link: Callable[[Path], Link]
) -> None:
    link = make_link(path)
    until(lambda: link.seen.link == "live")
    answers = Answers()
    answers.ask(link, "device.rename", {"ieee": "x", "name": "x" * MAX_LINE_BYTES})
    until(lambda: answers.refusals)
    assert answers.refusals[0].reason == "too_long"
    assert link.seen.link == "live"
