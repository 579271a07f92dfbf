"""JSON-RPC 2.0 on lines: one object per line, at most 64 KiB with its end.

Strict on what comes in: no batches, no requests without an id, no unknown members. An error
carries a number, a reason for programs and a sentence for people; `problems` lists everything
that was wrong with the parameters.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any, Literal

import msgspec

from agent.api.sections import Problem

MAX_LINE_BYTES = 64 * 1024
"""With the newline. A snapshot needs a few kilobytes; more is a mistake or an attack."""

MAX_BRACKETS = 128
"""Opening brackets in a request: it needs two, and a client's name may contain some. Beyond,
nothing is decoded: how deep a decoder may go depends on a limit that other libraries raise until
the C stack overflows."""

RequestId = int | str


class Reason(Enum):
    """Number and machine reason of every error; numbers below -32099 are JSON-RPC's own."""

    NOT_JSON = (-32700, "not_json")
    NOT_A_REQUEST = (-32600, "not_a_request")
    UNKNOWN_METHOD = (-32601, "unknown_method")
    BAD_PARAMS = (-32602, "bad_params")
    HELLO_FIRST = (-32001, "hello_first")
    OTHER_API = (-32002, "other_api")
    NOT_PERMITTED = (-32003, "not_permitted")
    TOO_LONG = (-32004, "too_long")
    TOO_MANY = (-32005, "too_many")
    NOT_READY = (-32006, "not_ready")
    PIN_NEEDED = (-32007, "pin_needed")

    @property
    def number(self) -> int:
        return int(self.value[0])

    @property
    def word(self) -> str:
        return str(self.value[1])


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call. `params` are checked against the method's own type later."""

    jsonrpc: Literal["2.0"]
    id: RequestId
    method: str
    params: dict[str, Any] = {}


class ErrorData(msgspec.Struct, frozen=True):
    reason: str
    problems: tuple[Problem, ...] = ()


class RpcError(msgspec.Struct, frozen=True):
    """Why a call was refused: number, sentence, machine reason and every problem."""

    code: int
    message: str
    data: ErrorData


class CallRefused(Exception):  # noqa: N818 - it reads as what happened
    """A call cannot be answered; `error` is what the caller is told."""

    def __init__(
        self, reason: Reason, sentence: str, problems: Sequence[Problem] = (), *, id_: object = None
    ) -> None:
        super().__init__(sentence)
        self.error = RpcError(reason.number, sentence, ErrorData(reason.word, tuple(problems)))
        self.id = id_ if isinstance(id_, int | str) else None


class _Loose(msgspec.Struct, frozen=True):
    """Enough of a broken request to answer under its id."""

    id: Any = None


_requests = msgspec.json.Decoder(Request)
_loose = msgspec.json.Decoder(_Loose)
_encoder = msgspec.json.Encoder()


def decode_request(line: bytes) -> Request:
    """Return the request on one line; CallRefused for anything else, whatever the bytes are."""
    if line.count(b"[") + line.count(b"{") > MAX_BRACKETS:
        raise CallRefused(Reason.NOT_A_REQUEST, "The message was nested too deeply.")
    try:
        return _requests.decode(line)
    except msgspec.ValidationError as wrong:
        raise CallRefused(
            Reason.NOT_A_REQUEST, f"The message was not a request: {wrong}.", id_=_id_of(line)
        ) from wrong
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise CallRefused(Reason.NOT_JSON, f"The message was not JSON: {wrong}.") from wrong


def _id_of(line: bytes) -> object:
    try:
        return _loose.decode(line).id
    except msgspec.DecodeError:  # an array or a bare value: it has no id
        return None


def encode_request(id_: RequestId, method: str, params: object) -> bytes:
    """Return the line of a call; ValueError beyond 64 KiB."""
    return _line({"jsonrpc": "2.0", "id": id_, "method": method, "params": params})


def encode_result(id_: RequestId, result: object) -> bytes:
    """Return the line that answers a call; ValueError beyond 64 KiB."""
    return _line({"jsonrpc": "2.0", "id": id_, "result": result})


def encode_error(id_: RequestId | None, error: RpcError) -> bytes:
    """Return the line that refuses a call."""
    return _line({"jsonrpc": "2.0", "id": id_, "error": error})


def encode_notification(method: str, params: object) -> bytes:
    """Return the line of a message that expects no answer; ValueError beyond 64 KiB."""
    return _line({"jsonrpc": "2.0", "method": method, "params": params})


def _line(message: dict[str, object]) -> bytes:
    line = _encoder.encode(message) + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"a message of {len(line)} bytes; at most {MAX_LINE_BYTES} are allowed")
    return line
