"""The request on its way: kept by a server, refused, or swallowed by a hotel's log-in page."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agent.commands.join_fetch import NotFetched, address_of, put
from agent.provisioning.enrolment import JoinRequest, read_request
from tests.provisioning.test_enrolment import request, text_of

HTML = "text/html; charset=utf-8"


@contextlib.contextmanager
def keeping(status: int, kind: str = "text/plain") -> Iterator[tuple[str, dict[str, str]]]:
    """A server that keeps what is put, and answers everybody the same."""
    kept: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept[self.path] = body.decode("ascii")
            self.send_response(status)
            self.send_header("Location", "/login")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ask/{{member}}.txt", kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_server_that_keeps_documents_has_the_request_as_it_was_made(status: int) -> None:
    asked = request()
    with keeping(status) as (url, kept):
        put(address_of(url, asked.member), text_of(asked))
    assert set(kept) == {f"/ask/{asked.member}.txt"}
    found = read_request(kept[f"/ask/{asked.member}.txt"])
    assert isinstance(found, JoinRequest)
    assert found == asked


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (200, HTML, "log-in page"),
        (302, HTML, "log-in page"),
        (307, "text/plain", "log-in page"),
        (403, "text/plain", "status 403"),
        (500, "text/plain", "status 500"),
    ],
)
def test_what_is_no_keeping_is_said_and_tried_again(status: int, kind: str, word: str) -> None:
    with keeping(status, kind) as (url, _), pytest.raises(NotFetched, match=word) as found:
        put(url, "GRIDHEARTH-JOIN-1.X")
    assert found.value.later


def test_nobody_there_is_a_sentence_and_tried_again() -> None:
    with pytest.raises(NotFetched, match="could not be reached") as found:
        put("http://127.0.0.1:1/x", "x")
    assert found.value.later


def test_a_stick_takes_the_request_as_a_file(tmp_path: Path) -> None:
    put(f"file://{tmp_path}/request.txt", "GRIDHEARTH-JOIN-1.X")
    assert (tmp_path / "request.txt").read_text() == "GRIDHEARTH-JOIN-1.X\n"
    with pytest.raises(NotFetched, match="could not be written"):
        put(f"file://{tmp_path}/away/request.txt", "x")
