"""What a real daemon answered is what the table says, and what a screen's tests can rest on."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.api.check import check
from agent.api.framing import MAX_LINE_BYTES, RpcError
from agent.api.methods import METHODS
from agent.api.sections import Snapshot

RECORDED = Path(__file__).resolve().parents[1] / "data" / "api" / "conversation.json"
CONVERSATION: dict[str, Any] = json.loads(RECORDED.read_text("utf-8"))
CALLS: list[dict[str, Any]] = CONVERSATION["calls"]
LOOKED = {name for name, method in METHODS.items() if method.looks or method.unlocks}


def test_the_recording_has_every_method_that_looks_or_unlocks() -> None:
    assert {call["method"] for call in CALLS} >= LOOKED


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_a_recorded_answer_is_of_its_methods_type(number: int) -> None:
    call = CALLS[number]
    method: Any = METHODS[call["method"]]
    assert len(json.dumps(call)) < MAX_LINE_BYTES // 2
    if "error" in call:
        error = msgspec.convert(call["error"], RpcError, strict=True)
        assert error.data.reason in {"bad_params", "pin_needed"}
        return
    check(method.params, call["params"])
    answer = msgspec.convert(call["result"], method.result, strict=True)
    assert json.loads(msgspec.json.encode(answer)) == call["result"]  # no field was lost or made up


def test_the_recorded_snapshot_is_one() -> None:
    snapshot = msgspec.convert(CONVERSATION["status"], Snapshot, strict=True)
    assert snapshot.statements
    assert snapshot.trades
