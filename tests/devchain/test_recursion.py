"""Python's recursion limit: py-evm needs a high one, JSON parsers in C need the usual one."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.execution import CallRequest
from drivers.simulated.devchain.recursion import EVM_FRAMES, deep_calls
from tests.devchain.samples import Wallet, creation_code

USUAL = 1_000

PROGRAM = """
import json, sys
import drivers.simulated.devchain.server
import msgspec
print(sys.getrecursionlimit())
for decode in (msgspec.json.decode, json.loads):
    try:
        decode(b"[" * 200_000)
    except (RecursionError, ValueError) as ended:
        print(type(ended).__name__)
"""


@pytest.fixture
def usual_limit() -> Iterator[None]:
    """Other libraries of the test process may have raised the limit already."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(USUAL)
    yield
    sys.setrecursionlimit(before)


def test_deep_json_does_not_end_a_process_that_has_imported_the_chain() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["1000", "RecursionError", "RecursionError"]


@pytest.mark.usefixtures("usual_limit")
def test_limit_is_high_only_while_the_evm_runs_in_any_thread() -> None:
    inside, leave = threading.Event(), threading.Event()

    def heavy() -> None:
        with deep_calls():
            inside.set()
            leave.wait(5)

    thread = threading.Thread(target=heavy)
    thread.start()
    assert inside.wait(5)
    with deep_calls():
        assert sys.getrecursionlimit() == EVM_FRAMES
    assert sys.getrecursionlimit() == EVM_FRAMES
    leave.set()
    thread.join(5)
    assert sys.getrecursionlimit() == USUAL


@pytest.mark.usefixtures("usual_limit")
def test_contract_that_calls_itself_is_executed_to_its_end(
    chain: DevChain, wallets: list[Wallet]
) -> None:
    # CALL(gas, address, 0, 0, 0, 0, 0) to itself: as deep as 63/64 of the gas reach.
    runtime = bytes.fromhex("6000600060006000600030" + "5af1" + "00")
    chain.submit(wallets[0].sign(to=b"", data=creation_code(runtime), gas=200_000))
    chain.seal_block(chain.head.header.timestamp_s + 1)
    address = chain.head.transactions[0].contract_address
    assert address is not None
    result = chain.call(CallRequest(wallets[0].address, address, b"", 0, 25_000_000))
    assert result.error is None
    assert result.gas_used > 50_000  # some 670 levels, each of several Python frames
    assert sys.getrecursionlimit() == USUAL
