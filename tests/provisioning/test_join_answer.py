"""The operator's answer from an address: whoever keeps it can withhold it, and nothing else."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agent.commands import join_fetch
from agent.commands.join_fetch import NotFetched, address_of, fetched
from agent.provisioning.enrolment import APPROVAL_PREFIX, MAX_APPROVAL_TEXT, Wrong, read_approval
from agent.settings import read_settings
from agent.settings.pages import example
from tests.provisioning.test_enrolment import OPERATOR, THIEF, answer, approval, request

MOST = 2 * MAX_APPROVAL_TEXT + 1
GOOD = answer(approval(request()))


@contextlib.contextmanager
def serving(status: int, *parts: bytes) -> Iterator[str]:
    """A server that gives every caller the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "/again")
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                for part in parts:
                    self.wfile.write(part)
                    self.wfile.flush()

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/answers/{{member}}.txt"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def refused(url: str) -> NotFetched:
    with pytest.raises(NotFetched) as found:
        fetched(url, MOST, 0)
    return found.value


def test_an_answer_that_comes_in_pieces_is_whole() -> None:
    asked = request()
    halves = (GOOD[:500].encode(), GOOD[500:].encode())
    with serving(200, *halves) as url:
        text = fetched(address_of(url, asked.member), MOST, 0)
    assert text == GOOD
    assert not isinstance(read_approval(text, OPERATOR.address, asked), Wrong)


def test_a_server_that_answers_in_the_operators_place_gains_nothing() -> None:
    asked = request()
    with serving(200, answer(approval(asked), by=THIEF).encode()) as url:
        text = fetched(url, MOST, 0)
    found = read_approval(text, OPERATOR.address, asked)
    assert isinstance(found, Wrong)
    assert "not signed by the market's operator" in found.sentence


def test_an_answer_that_is_not_there_yet_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(join_fetch, "ASK_AGAIN_S", 0.01)
    tries = iter([NotFetched("Nothing yet.", later=True), None])

    def once(url: str, most: int) -> str:
        failure = next(tries)
        if failure is not None:
            raise failure
        return GOOD

    monkeypatch.setattr(join_fetch, "_once", once)
    assert fetched("https://x", MOST, 30) == GOOD
    assert "Nothing yet. It is asked for again." in capsys.readouterr().err


@pytest.mark.parametrize(("status", "later"), [(404, True), (403, False), (500, True)])
def test_a_refusal_says_whether_waiting_helps(status: int, later: bool) -> None:
    with serving(status) as url:
        found = refused(url)
    assert found.later is later


def test_a_log_in_page_is_no_answer() -> None:
    with serving(200, b"<html>Please log in</html>") as url:
        assert "log-in page" in str(refused(url))


def test_a_server_that_never_ends_and_one_that_sends_round_in_circles_cost_little() -> None:
    with serving(200, APPROVAL_PREFIX.encode(), *[b"A" * 65_536] * 40) as url:
        assert len(fetched(url, MOST, 0)) == MOST
    with serving(302) as url:
        assert "could not be asked" in str(refused(url))


def test_nobody_there_and_no_file_are_sentences(tmp_path: Path) -> None:
    assert refused("http://127.0.0.1:1/x").later
    assert refused(f"file://{tmp_path}/none").later
    (tmp_path / "a.txt").write_text(GOOD)
    assert fetched(f"file://{tmp_path}/a.txt", MOST, 0) == GOOD


@pytest.mark.parametrize("url", ["http://operator.example/x", "ftp://x/y", "https://", "/etc/x"])
def test_an_address_that_anybody_could_rewrite_is_no_setting(url: str) -> None:
    text = example().replace(
        '#answer_url = "https://operator.example/answers/{member}.txt"', f'answer_url = "{url}"'
    )
    assert f'"{url}"' in text
    with pytest.raises(Exception, match="answer_url"):
        read_settings(text)
