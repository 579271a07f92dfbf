"""JSON-RPC 2.0 over bytes: reads a body, calls the methods, answers with a body."""

import asyncio
import logging
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

import msgspec

from drivers.simulated.devchain.chain import StateUnavailableError
from drivers.simulated.devchain.rpc_methods import HEAVY
from drivers.simulated.devchain.rpc_params import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    SERVER_ERROR,
    Method,
    RpcError,
)

MAX_BATCH = 1024  # as in Besu
# Deeper than any call. A second line of defence behind Python's recursion limit, which is raised
# while py-evm executes in its own thread.
MAX_NESTING = 32
_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)

_log = logging.getLogger(__name__)


class Rpc:
    """Answers request bodies; heavy methods run in `heavy`, all others at once."""

    def __init__(self, methods: Mapping[str, Method], heavy: Executor) -> None:
        self._methods = methods
        self._heavy = heavy

    async def answer(self, body: bytes) -> bytes:
        """Return the response body (empty when only notifications came in). Never raises for input."""
        if _too_deep(body):
            return failure_body(PARSE_ERROR, "Parse error: nested too deeply")
        try:
            request = msgspec.json.decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return failure_body(PARSE_ERROR, "Parse error")
        if not isinstance(request, list):
            answer = await self._one(request)
            return b"" if answer is None else msgspec.json.encode(answer)
        if not 0 < len(request) <= MAX_BATCH:
            return failure_body(INVALID_REQUEST, f"batch of {len(request)}, not 1 to {MAX_BATCH}")
        answers = [await self._one(part) for part in request]
        told = [answer for answer in answers if answer is not None]
        return msgspec.json.encode(told) if told else b""

    async def _one(self, request: Any) -> dict[str, Any] | None:
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return _failure(None, RpcError(INVALID_REQUEST, "Invalid Request"))
        call_id = request.get("id")
        if not isinstance(call_id, str | int | float | None) or isinstance(call_id, bool):
            return _failure(None, RpcError(INVALID_REQUEST, "id: not a string or number"))
        try:
            result = await self._result(request["method"], request.get("params", []))
            answer = {"jsonrpc": "2.0", "id": call_id, "result": result}
        except RpcError as refused:
            answer = _failure(call_id, refused)
        return answer if "id" in request else None

    async def _result(self, name: str, params: Any) -> Any:
        method = self._methods.get(name)
        if method is None:
            raise RpcError(METHOD_NOT_FOUND, f"Method not found: {name[:64]}")
        if not isinstance(params, list):
            raise RpcError(INVALID_PARAMS, "params: not a list")
        try:
            if name in HEAVY:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._heavy, method, params)
            return method(params)
        except RpcError:
            raise
        except StateUnavailableError as gone:
            raise RpcError(SERVER_ERROR, f"World state unavailable: {gone}") from gone
        except Exception as ours:  # one bad answer is no end of the node; the log has it whole
            _log.exception("%s failed", name)
            raise RpcError(INTERNAL_ERROR, "Internal error") from ours


def _too_deep(body: bytes) -> bool:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(body):
        part = match.group()
        if part in (b"[", b"{"):
            depth += 1
            if depth > MAX_NESTING:
                return True
        elif part in (b"]", b"}"):
            depth -= 1
    return False


def failure_body(code: int, message: str) -> bytes:
    """Return the body of an error that belongs to no call."""
    return msgspec.json.encode(_failure(None, RpcError(code, message)))


def _failure(call_id: str | float | None, refused: RpcError) -> dict[str, Any]:
    error: dict[str, Any] = {"code": refused.code, "message": str(refused)}
    if refused.data is not None:
        error["data"] = refused.data
    return {"jsonrpc": "2.0", "id": call_id, "error": error}
