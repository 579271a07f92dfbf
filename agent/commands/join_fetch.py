"""Where the operator's answer comes from: a file, what is pasted in, or an address nobody trusts.

The answer is signed by the operator for one request, so whoever keeps it on a server can withhold
it but not change it. An address is asked only when the settings name one.
"""

import asyncio
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

STDIN = "-"
ANSWER_WITHIN_S = 15.0
ASK_AGAIN_S = 20.0
NOT_FOUND = 404
DOCUMENTS = ("GRIDHEARTH-WELCOME-", "GRIDHEARTH-REFUSED-")


class NotFetched(Exception):  # noqa: N818 - it reads as what happened
    """There is no answer; the message is a sentence. `later`: it may come."""

    def __init__(self, sentence: str, *, later: bool = False) -> None:
        super().__init__(sentence)
        self.later = later


def address_of(template: str, member: str) -> str:
    """Return where this box's answer will be: `{member}` becomes its address."""
    return template.replace("{member}", member)


def read_answer(file: str, most: int) -> str:
    """Return what is in a file, or pasted in; NotFetched."""
    try:
        if file == STDIN:
            return sys.stdin.read(most)
        with Path(file).open("r", encoding="ascii") as source:
            return source.read(most)
    except FileNotFoundError as missing:
        raise NotFetched(f"{file} is not there.", later=True) from missing
    except (OSError, UnicodeDecodeError) as failed:
        raise NotFetched(f"{file} could not be read: {failed}.") from failed


def fetched(url: str, most: int, wait_s: float) -> str:
    """Return what lies at an address, asked again until `wait_s` have passed; NotFetched."""
    until = time.monotonic() + wait_s
    while True:
        try:
            return _once(url, most)
        except NotFetched as missing:
            if not missing.later or time.monotonic() + ASK_AGAIN_S > until:
                raise
            print(f"{missing} It is asked for again.", file=sys.stderr, flush=True)
            time.sleep(ASK_AGAIN_S)


def _once(url: str, most: int) -> str:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return read_answer(parts.path, most)
    return asyncio.run(_from_server(url, most))


def put(url: str, text: str) -> None:
    """Put a document at an address: an HTTP PUT (RFC 9110, 9.3.4), or a file; NotFetched."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        asyncio.run(_to_server(url, text))
        return
    from drivers.durable_file import replace_file

    try:
        replace_file(Path(parts.path), (text + "\n").encode("ascii"), 0o644)
    except OSError as failed:
        said = f"{parts.path} could not be written: {failed.strerror}."
        raise NotFetched(said, later=True) from failed


async def _to_server(url: str, text: str) -> None:
    import aiohttp

    limit = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
    where = urlsplit(url).hostname
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.put(url, data=text + "\n", allow_redirects=False) as answer,
        ):
            # A log-in page answers everything with a page or sends it elsewhere; a server that
            # keeps a document says little (RFC 9110: 200, 201 or 204).
            if answer.status in (200, 201, 204) and answer.content_type != "text/html":
                return
            if answer.status < 400:
                said = f"Something else answers in the place of {where}: a log-in page, perhaps."
                raise NotFetched(said, later=True)
            raise NotFetched(f"{where} took no request: status {answer.status}.", later=True)
    except TimeoutError as late:
        raise NotFetched(f"{where} did not answer in time.", later=True) from late
    except (aiohttp.ClientError, OSError) as lost:
        raise NotFetched(f"{where} could not be reached: {lost}.", later=True) from lost


async def _from_server(url: str, most: int) -> str:
    import aiohttp

    limit = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
    where = urlsplit(url).hostname
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.get(url, max_redirects=3) as answer,
        ):
            if answer.status == NOT_FOUND:
                raise NotFetched(f"{where} has no answer for this home yet.", later=True)
            if answer.status != 200:
                said = f"{where} answered with status {answer.status}."
                raise NotFetched(said, later=answer.status >= 500)
            content = b""
            while len(content) < most and (part := await answer.content.read(most - len(content))):
                content += part
    except TimeoutError as late:
        raise NotFetched(f"{where} did not answer in time.", later=True) from late
    except (aiohttp.ClientError, OSError) as lost:
        raise NotFetched(f"{where} could not be asked: {lost}.", later=True) from lost
    text = content.decode("ascii", "replace")
    if not text.strip().upper().startswith(DOCUMENTS):
        said = f"What {where} says is no operator's answer; a log-in page may stand in the way."
        raise NotFetched(said, later=True)
    return text
