"""Every trouble an installer can leave behind is named in words, with what to do."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.provisioning import findings
from agent.provisioning.findings import (
    Broker,
    Configured,
    Disk,
    Finding,
    Machine,
    Node,
    Port,
    PrivateFile,
    Time,
)

NOW_S = 1_795_000_000
GIB = 2**30


def _only(found: tuple[Finding, ...]) -> Finding:
    (one,) = found
    return one


def test_a_settings_file_that_hides_from_this_user_is_named() -> None:
    found = _only(findings.configuration(Configured("/etc/x.toml", unreadable="Permission denied")))
    assert found.verdict == "wrong"
    assert "/etc/x.toml" in found.what
    assert "Permission denied" in found.what


def test_every_problem_of_the_settings_is_shown_not_only_the_first() -> None:
    seen = Configured("/etc/x.toml", problems=("first is wrong.", "second is wrong."))
    assert [found.what for found in findings.configuration(seen)] == list(seen.problems)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o660])
def test_a_key_that_others_may_touch_is_wrong(mode: int) -> None:
    found = findings.private_file(PrivateFile("/k", "The order key", mode))
    assert found.verdict == "wrong"
    assert found.do == "chmod 600 /k"


def test_a_key_hidden_from_whoever_asks_is_as_it_should_be() -> None:
    assert findings.private_file(PrivateFile("/k", "K", None, seen=False)).verdict == "good"
    assert findings.private_file(PrivateFile("/k", "K", None)).verdict == "wrong"


def test_no_stick_and_a_stick_on_another_port_are_told_apart() -> None:
    absent = findings.port(Port("/dev/a", "The ZigBee stick", there=False))
    other = findings.port(Port("/dev/a", "The ZigBee stick", there=False, others=("/dev/b",)))
    assert "No serial device is connected at all" in absent.do
    assert "/dev/b" in other.do


def test_a_stick_the_agent_may_not_open_is_a_matter_of_its_group() -> None:
    found = findings.port(Port("/dev/a", "The ZigBee stick", there=True, usable=False))
    assert found.verdict == "wrong"
    assert "dialout" in found.do


@pytest.mark.parametrize(
    ("free_bytes", "writable", "verdict"),
    [
        (GIB, True, "good"),
        (GIB, False, "wrong"),
        (findings.SCARCE_BYTES - 1, True, "watch"),
        (findings.FULL_BYTES - 1, True, "wrong"),
        (0, True, "wrong"),
    ],
)
def test_a_full_or_dying_card(free_bytes: int, writable: bool, verdict: str) -> None:
    assert findings.disk(Disk("/var", free_bytes, 8 * GIB, writable)).verdict == verdict


def test_a_clock_in_1970_is_wrong_and_one_not_yet_set_is_watched() -> None:
    assert findings.time(Time(1_000, synchronised=False)).verdict == "wrong"
    assert findings.time(Time(1_000, synchronised=True)).verdict == "wrong"
    assert findings.time(Time(NOW_S, synchronised=False)).verdict == "watch"
    assert findings.time(Time(NOW_S, synchronised=True)).verdict == "good"


def test_a_node_of_another_chain_is_wrong_although_it_answers() -> None:
    seen = [Node("http://a", chain_id=1, height=5), Node("http://b", chain_id=7, height=5)]
    verdicts = {found.what.split()[0]: found.verdict for found in findings.nodes(seen, 7)}
    assert verdicts == {"http://a": "wrong", "http://b": "good"}


def test_when_no_node_answers_trading_is_impossible_and_says_so() -> None:
    found = findings.nodes([Node("http://a", trouble="no route"), Node("http://b", "late")], 7)
    assert findings.worst(found) == "wrong"
    assert any("nothing can be traded" in one.what for one in found)


def test_a_single_node_is_a_single_point_of_failure() -> None:
    found = findings.nodes([Node("http://a", chain_id=7, height=5)], 7)
    assert any("Only one node" in one.what for one in found)


def test_a_node_that_stands_still_is_named_by_how_far_it_is_behind() -> None:
    seen = [Node("http://a", chain_id=7, height=900), Node("http://b", chain_id=7, height=100)]
    assert any("800 blocks behind" in one.what for one in findings.nodes(seen, 7))


@pytest.mark.parametrize(
    ("days", "verdict"), [(None, "good"), (90, "good"), (29, "watch"), (-1, "wrong")]
)
def test_a_certificate_is_renewed_before_it_ends(days: int | None, verdict: str) -> None:
    assert findings.broker(Broker("b:8883", expires_in_days=days)).verdict == verdict


def test_too_little_voltage_now_and_earlier_are_told_apart() -> None:
    now, earlier = (findings.machine(Machine(throttled=bits)) for bits in (0x50005, 0x50000))
    assert _only(now).verdict == "wrong"
    assert _only(earlier).verdict == "watch"


def test_a_machine_that_says_nothing_of_itself_is_no_trouble() -> None:
    assert findings.machine(Machine()) == ()


def test_an_agent_that_does_not_answer_says_where_to_look() -> None:
    found = _only(findings.daemon(None, "No daemon answered."))
    assert found.verdict == "wrong"
    assert "journalctl" in found.do


facts = st.one_of(
    st.builds(Configured, st.text(), st.text(), st.lists(st.text(min_size=1)).map(tuple)).map(
        findings.configuration
    ),
    st.builds(
        PrivateFile, st.text(), st.text(), st.none() | st.integers(0, 0o777), st.booleans()
    ).map(lambda seen: (findings.private_file(seen),)),
    st.builds(Port, st.text(), st.text(), st.booleans(), st.booleans()).map(
        lambda seen: (findings.port(seen),)
    ),
    st.builds(Disk, st.text(), st.integers(0, 2**50), st.integers(0, 2**50), st.booleans()).map(
        lambda seen: (findings.disk(seen),)
    ),
    st.builds(Time, st.integers(0, 2**33), st.booleans()).map(lambda seen: (findings.time(seen),)),
    st.lists(
        st.builds(
            Node, st.text(), st.sampled_from(["", "away"]), st.integers(0, 3), st.integers(0, 99)
        )
    ).map(lambda seen: findings.nodes(seen, 2)),
    st.builds(
        Machine,
        st.none() | st.integers(-9_000, 120_000),
        st.none() | st.integers(0, 2**20),
        st.none() | st.integers(0, 2**40),
    ).map(findings.machine),
)


@given(facts)
def test_whatever_is_not_well_says_what_to_do_and_whatever_is_well_asks_for_nothing(
    found: tuple[Finding, ...],
) -> None:
    for one in found:
        assert bool(one.do) == (one.verdict != "good"), one
        assert msgspec.convert(msgspec.to_builtins(one), Finding) == one
