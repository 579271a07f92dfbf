"""Whatever somebody deployed: a result over known values, a list of missing ones, or a refusal."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.hashing import keccak256
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.ports import LocalCall
from agent.units import Address
from drivers import chain_evm
from drivers.chain_evm import Known, RefusedError, run

AT = Address("0x" + "aa" * 20)
HEAD = VerifiedHead(5, b"\1" * 32, b"\2" * 32, 1_700_000_000, 7, 30_000_000, ())
GAS = 60_000

# Operations that read, write, call, copy and jump are drawn more often than their share.
operations = st.sampled_from(
    [0x20, 0x31, 0x3B, 0x3C, 0x54, 0x55, 0x56, 0x57, 0x5B, 0x5C, 0xF1, 0xFA]
)
pushes = st.tuples(st.just(0x60), st.integers(0, 255)).map(bytes)
pieces = st.one_of(pushes, pushes, operations.map(lambda op: bytes([op])), st.binary(max_size=3))
codes = st.lists(pieces, max_size=40).map(b"".join)


def known_with(code: bytes) -> Known:
    known = Known()
    known.codes[keccak256(code)] = code
    known.accounts[AT] = VerifiedAccount(1, 0, keccak256(code), b"\3" * 32)
    return known


def complete(code: bytes) -> list[tuple[object, int]]:
    """Run until nothing is missing, every missing word being 1 and every missing account absent."""
    known, steps = known_with(code), []
    for _ in range(50):
        try:
            returned, touched = run(
                LocalCall(AT, b"\1\2\3"),
                HEAD,
                1337,
                known,
                until_s=time.monotonic() + 60,
                stopped=lambda: False,
            )
        except RefusedError as refused:
            return [*steps, (str(refused), 0)]
        steps.append((returned, touched.missing))
        if returned is not None:
            return steps
        assert touched.missing > 0
        known.words |= dict.fromkeys(touched.missing_words, 1)
        known.accounts |= dict.fromkeys(touched.missing_accounts, chain_evm.ABSENT_ACCOUNT)
    return steps


@settings(max_examples=150, deadline=None)
@given(codes)
def test_any_code_ends_in_a_result_or_a_refusal(code: bytes) -> None:
    before, chain_evm.CALL_GAS = chain_evm.CALL_GAS, GAS
    try:
        steps = complete(code)
        assert steps == complete(code)  # and in the same one again
    finally:
        chain_evm.CALL_GAS = before
    last, missing = steps[-1]
    assert missing == 0
    assert last is not None
    assert all(returned is None for returned, _ in steps[:-1])


def test_a_run_that_lacked_a_word_has_no_result() -> None:
    """It went on with nothing in the word's place: what it then returned is nobody's result."""
    code = bytes.fromhex("600054 6000 52 6020 6000 f3")
    steps = complete(code)
    assert [missing for _, missing in steps] == [1, 0]
    assert steps[0][0] is None
