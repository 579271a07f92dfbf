"""One untrusted node behind JSON-RPC over HTTP: bounded questions, bounded answers, no belief.

Answers are handed on as the bytes they came in; what they are worth is decided in
`agent.ledger`. A node is never believed about anything but "ask me later".
"""

import asyncio
import itertools
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from agent.ledger.verdict import Fault, Invalid, Untrusted
from drivers.chain_score import Score

if TYPE_CHECKING:  # it takes 0.2 s to import (the certificates): only who asks a node waits
    import aiohttp

MAX_ANSWER_BYTES = 4 * 1024 * 1024  # 200 slots are 350 kB; a flood must not fill a Pi's memory
CONNECT_WITHIN_S = 5.0
ANSWER_WITHIN_S = 10.0  # for everything from connecting to the last byte, however they drip
IN_FLIGHT = 8  # connections to one node
CHUNK_BYTES = 64 * 1024
SHOWN_CHARACTERS = 160  # of a node's own words, in a sentence for a person
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
_ODD = re.compile(r"[^\x20-\x7e]+")


class UpstreamError(Exception):
    """The node did not give an answer in time, or not one of the asked form."""


class Question(msgspec.Struct, frozen=True):
    """One call of a batch."""

    method: str
    params: tuple[object, ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """The node answered a question with an error of its own. Its words are for people only."""

    code: int
    words: str


class Unfit(StrEnum):
    """Why an honest node is of no use to us: a setting is wrong, or it is set up otherwise.

    Somebody's mistake, not an attack: counted apart from the false answers.
    """

    OTHER_CHAIN = "other-chain"  # its chain id is not ours
    OTHER_GENESIS = "other-genesis"  # same chain id, another first block
    NO_PROOFS = "no-proofs"  # eth_getProof is not offered
    PRUNED = "pruned"  # it keeps no state of its newest block (or not enough)
    BEHIND = "behind"  # its newest block is older than our network allows


class Health(msgspec.Struct, frozen=True):
    """How a node has behaved since the start, for the screen and the log."""

    name: str
    usable: bool
    trouble: str
    failures: int
    rejected: dict[Fault, int]
    unfit: Unfit | None = None
    worth: float = 0.0
    """By what it is preferred to others, about -1.5 to 1."""
    resting_s: float = 0.0


class _RpcError(msgspec.Struct):
    code: int = 0
    message: str = ""


class _Answer(msgspec.Struct):
    id: int | str | None = None
    result: msgspec.Raw = msgspec.Raw(b"")
    error: _RpcError | None = None


_answers = msgspec.json.Decoder(list[_Answer])


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _unpacking(encoding: str) -> "zlib._Decompress | None":
    """Return what unpacks the body; None: nothing. ValueError for what was not asked for."""
    if encoding == "identity":
        return None
    if encoding == "gzip":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    raise ValueError(f"it was packed with {encoding!r}")


class Upstream:
    """A node's address, its session and the account of its behaviour."""

    def __init__(
        self,
        url: str,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is no address of the form http(s)://host:port/")
        self.name = parts.hostname + (f":{parts.port}" if parts.port else "")
        """Host and port: the rest of an address may hold a password."""
        self.usable = False
        self.trouble = "not asked yet"
        self.failures = 0
        self.rejected: Counter[Fault] = Counter()
        self.unfit: Unfit | None = None
        self.score = Score()
        self._url = url
        self._answer_within_s = answer_within_s
        self._max_answer_bytes = max_answer_bytes
        self._session: aiohttp.ClientSession | None = None
        self._ids = itertools.count(1)

    def health(self, now_s: float | None = None) -> Health:
        """Return the account; `now_s` of the loop's clock tells how long it still rests."""
        return Health(
            self.name,
            self.usable,
            self.trouble,
            self.failures,
            dict(self.rejected),
            self.unfit,
            round(self.score.worth(), 3),
            0.0 if now_s is None else round(self.score.resting_s(now_s), 3),
        )

    def reject(self, false: Invalid) -> None:
        """Count a false answer; the words stay until the next good one."""
        self.rejected[false.fault] += 1
        self.trouble = false.reason
        self.score.false(_now_s())

    def fail(self, words: str) -> None:
        """Count a missing answer."""
        self.failures += 1
        self.trouble = words
        self.score.missing(_now_s())

    def decline(self, words: str) -> None:
        """Count an answer that says it cannot: no reason to let it rest."""
        self.failures += 1
        self.trouble = words
        self.score.declined()

    def misfit(self, why: Unfit, words: str) -> None:
        """Note that it is of no use as it is set up; it is asked again after a rest."""
        self.unfit = why
        self.usable = False
        self.fail(words)

    def praise(self) -> None:
        """Forget the trouble: an answer was verified."""
        self.trouble = ""
        self.score.truthful()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, *questions: Question) -> list[Untrusted | Refused]:
        """Return the answers in the order of the questions; UpstreamError.

        A node may reorder, shorten, repeat or pad a batch: answers are matched by id, and one
        that is missing, double or unasked spoils the batch.
        """
        first = next(self._ids)
        ids = [first, *(next(self._ids) for _ in questions[1:])]
        body = msgspec.json.encode(
            [
                {"jsonrpc": "2.0", "id": number, "method": one.method, "params": one.params}
                for number, one in zip(ids, questions, strict=True)
            ]
        )
        began_s = _now_s()
        answers = _read(await self._post(body))
        self.score.heard(_now_s() - began_s)
        by_id = {answer.id: answer for answer in answers}
        if len(answers) != len(ids) or by_id.keys() != set(ids):
            raise UpstreamError(f"{self.name} answered {len(answers)} of {len(ids)} questions")
        return [_value(by_id[number]) for number in ids]

    async def _post(self, body: bytes) -> bytes:
        import aiohttp

        try:
            async with self._connected().post(
                self._url,
                data=body,
                headers=HEADERS,
                allow_redirects=False,
            ) as response:
                if response.status != 200:
                    raise UpstreamError(f"{self.name} answered with HTTP status {response.status}")
                return await self._bounded(response)
        except TimeoutError as slow:
            raise UpstreamError(f"{self.name} did not answer in time") from slow
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as lost:
            # ValueError: a malformed chunk or header that aiohttp did not wrap
            raise UpstreamError(f"{self.name} was not reached: {shown(str(lost))}") from lost

    async def _bounded(self, response: "aiohttp.ClientResponse") -> bytes:
        """Return the decompressed body, and give up as soon as it is too long.

        No more than the bound is ever unpacked, whatever a few packed bytes claim to hold.
        """
        body = bytearray()
        packed = _unpacking(response.headers.get("Content-Encoding", "identity").lower())
        most = self._max_answer_bytes
        async for chunk in response.content.iter_chunked(CHUNK_BYTES):
            body += chunk if packed is None else packed.decompress(chunk, most + 1 - len(body))
            if len(body) > most:
                raise UpstreamError(f"{self.name} answered with more than {most} bytes")
        if packed is not None and (not packed.eof or packed.unused_data):
            raise UpstreamError(f"{self.name} sent a torn gzip")
        return bytes(body)

    def _connected(self) -> "aiohttp.ClientSession":
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(
                    total=self._answer_within_s, connect=CONNECT_WITHIN_S
                ),
                connector=aiohttp.TCPConnector(limit=IN_FLIGHT),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
        return self._session


def _read(body: bytes) -> list[_Answer]:
    """Return the answers of a batch; UpstreamError, with the node's words if it refused it all."""
    try:
        if body[:1] == b"{":
            whole = msgspec.json.decode(body, type=_Answer)
            if whole.error is not None:
                words = shown(whole.error.message)
                raise UpstreamError(f"it refused the batch ({whole.error.code}: {words})")
        return _answers.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise UpstreamError(f"the answer was no JSON-RPC batch: {shown(str(broken))}") from broken


def _value(answer: _Answer) -> Untrusted | Refused:
    if answer.error is not None:
        return Refused(answer.error.code, shown(answer.error.message))
    return Untrusted(bytes(answer.result))


def shown(words: str) -> str:
    """Return a node's words fit for a log line: printable, short."""
    return _ODD.sub(" ", words[: 4 * SHOWN_CHARACTERS])[:SHOWN_CHARACTERS]


def read_quantity(answer: Untrusted | Refused) -> int | None:
    """Return the number a node claims, None when it claims none. A hint, never a fact."""
    if isinstance(answer, Refused):
        return None
    try:
        text = msgspec.json.decode(answer, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return int(text, 16) if re.fullmatch(r"0x[0-9a-fA-F]{1,15}", text) else None


def is_null(answer: Untrusted | Refused) -> bool:
    """Return whether the node says that it has no such thing."""
    return not isinstance(answer, Refused) and answer.strip() == b"null"


def batches(slots: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Return the slots in lots of at most `size`; one empty lot for none."""
    return [tuple(slots[at : at + size]) for at in range(0, len(slots), size)] or [()]
