"""The driver's pure parts: budget and schedule, backups in and out, the store, wishes on the wire."""

import datetime
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.ports import RadioRefusedError
from drivers.durable_file import replace_file
from drivers.zigbee_backup import (
    LEAST_INCREMENT,
    MOST_INCREMENT,
    increment,
    read_document,
    seal,
    unseal,
    write_document,
)
from drivers.zigbee_backup_check import MAX_COUNTER
from drivers.zigbee_reporting import Intervals
from drivers.zigbee_reporting_frames import Rule
from drivers.zigbee_schedule import Budget, Poll, Schedule
from drivers.zigbee_store import NetworkMark, RadioStore, RadioStoreError, key_digest

NOW_MS = 1_750_000_000_000
KEY = "00112233445566778899aabbccddeeff"


def network(**changes: Any) -> dict[str, Any]:
    """An open coordinator backup as zigpy writes it."""
    return {
        "metadata": {
            "format": "zigpy/open-coordinator-backup",
            "version": 1,
            "source": "bellows@1.2.1",
            "internal": {"creation_time": "2025-06-15T12:00:00+00:00", "ezspVersion": 13},
        },
        "stack_specific": {"ezsp": {"hashed_tclk": "aa" * 16}},
        "coordinator_ieee": "847127fffe123456",
        "pan_id": "1a62",
        "extended_pan_id": "dddddddddddd0102",
        "nwk_update_id": 0,
        "security_level": 5,
        "channel": 15,
        "channel_mask": [15],
        "network_key": {"key": KEY, "sequence_number": 0, "frame_counter": 5_000},
        "devices": [{"ieee_address": "00124b0000000001", "nwk_address": "abc", "is_child": False}],
    } | changes


def encoded(content: Any) -> bytes:
    return json.dumps(content).encode()


@given(st.lists(st.floats(0, 20), min_size=1, max_size=200), st.integers(0, 2**32))
def test_the_budget_is_never_exceeded(gaps: list[float], seed: int) -> None:
    budget = Budget(seed)
    now_s, sent = 0.0, []
    for gap_s in gaps:
        now_s += gap_s / 20
        sent.append(now_s + budget.wait_s(now_s))
    for at in sent:
        assert sum(at <= other < at + 1 for other in sent) <= 10 + 5 + 1


def test_polls_are_due_once_a_period_and_keep_their_time_when_planned_again() -> None:
    schedule = Schedule(Budget(1))
    poll = Poll("00124b0000000001", 1, 0x0702, (0,), 60.0)
    schedule.plan(poll.ieee, [poll], 0.0)
    due = 0
    for second in range(3_600):
        if second % 100 == 0:
            schedule.plan(poll.ieee, [poll], float(second))
        due += len(schedule.take(float(second)))
    assert 54 <= due <= 67
    schedule.plan(poll.ieee, [], 3_600.0)
    assert schedule.next_s() is None


def test_intervals_of_a_fast_demonstration_are_a_second() -> None:
    fast = Intervals().faster(300)
    assert (fast.register_min_s, fast.register_max_s, fast.power_max_s) == (1, 1, 1)


@pytest.mark.parametrize(
    ("rule", "record"),
    [  # ZCL 8, 2.5.7.1: direction, attribute, type, minimum, maximum, least change
        (Rule(0x0000, 0x25, 30, 300, 10), "000000251e002c010a0000000000"),
        (Rule(0x0400, 0x2A, 10, 300, 5), "0000042a0a002c01050000"),
        (Rule(0x0000, 0x10, 0, 300, 0), "0000001000002c01"),
        (Rule(0x050B, 0x29, 10, 300, 99_999), "000b05290a002c01ff7f"),
    ],
)
def test_a_reporting_record_is_as_the_standard_has_it(rule: Rule, record: str) -> None:
    assert rule.record().hex() == record


def test_a_foreign_backup_is_read_in_zigpys_order() -> None:
    read = read_document(encoded(network()))
    assert read.foreign
    assert not read.turned
    assert read.network["coordinator_ieee"] == "847127fffe123456"
    assert read.admitted == ("00124b0000000001",)
    assert read.taken_ms == int(
        datetime.datetime(2025, 6, 15, 12, tzinfo=datetime.UTC).timestamp() * 1_000
    )


@pytest.mark.parametrize(
    ("address", "turned"),
    [
        ("56341 2feff277184".replace(" ", ""), True),  # its middle says it is reversed
        ("847127fffe123456", False),  # its middle says it is not, whoever wrote it
        ("000d6f000a112233", True),  # nothing in it tells: the writer's habit decides
    ],
)
def test_zigbee2mqtts_ember_backup_is_turned_round(address: str, turned: bool) -> None:
    """herdsman's EZSP adapter writes address and extended PAN id reversed."""
    content = network(coordinator_ieee=address, extended_pan_id="0201dddddddddddd")
    content["metadata"]["source"] = "zigbee-herdsman@4.0.0"
    content["metadata"]["internal"] = {"date": "2025-06-15T12:00:00.000Z", "ezspVersion": 13}
    read = read_document(encoded(content))
    assert read.turned is turned
    if turned:
        assert read.network["coordinator_ieee"] == bytes.fromhex(address)[::-1].hex()
        assert read.network["extended_pan_id"] == "dddddddddddd0102"
    assert read.taken_ms is not None


def test_every_problem_of_a_backup_is_named_at_once_and_no_key() -> None:
    bad = network(
        coordinator_ieee="xyz",
        pan_id="ffff",
        extended_pan_id="0" * 16,
        channel=9,
        channel_mask=[],
        security_level=0,
        nwk_update_id=-1,
        network_key={"key": KEY[:-2], "sequence_number": 300, "frame_counter": MAX_COUNTER},
        devices=[
            {"ieee_address": "1"},
            7,
            {"ieee_address": "00124b0000000001", "nwk_address": "zz"},
        ],
    )
    with pytest.raises(RadioRefusedError) as refused:
        read_document(encoded(bad))
    text = str(refused.value)
    for part in (
        "coordinator_ieee",
        "PAN id ffff",
        "extended PAN id",
        "channel is 9",
        "channel_mask",
        "security_level",
        "nwk_update_id",
        "network_key.key",
        "sequence_number",
        "used up",
        "devices[0]",
        "devices[1]",
        "devices[2]",
    ):
        assert part in text
    assert KEY[:-2] not in text


@given(st.binary(max_size=200) | st.builds(encoded, st.dictionaries(st.text(), st.text())))
def test_nonsense_is_refused_in_words(document: bytes) -> None:
    with pytest.raises(RadioRefusedError):
        read_document(document)


@given(
    st.sampled_from(sorted(network())), st.none() | st.integers() | st.text() | st.lists(st.none())
)
def test_a_backup_with_anything_in_a_field_is_read_or_refused(field: str, value: Any) -> None:
    try:
        read_document(encoded(network(**{field: value})))
    except RadioRefusedError as refused:
        assert KEY not in str(refused)  # noqa: PT017 - most values are refused, some are fine


def test_our_own_document_comes_back_whole() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE devices_v16 (ieee TEXT)")
    content = database.serialize()
    database.close()
    document = write_document(
        network(), content, taken_ms=NOW_MS, admitted=("00124b0000000001",), registers={"a": "eA=="}
    )
    read = read_document(document)
    assert (read.database, read.taken_ms, read.foreign) == (content, NOW_MS, False)
    assert (read.admitted, read.registers) == (("00124b0000000001",), {"a": "eA=="})
    with pytest.raises(RadioRefusedError, match="device database"):
        read_document(document.replace(b'"database":"', b'"database":"AAAA'))


@pytest.mark.parametrize(
    ("counter", "age_s", "least"),
    [(0, 0, 10_000), (0, 100, 10_000), (0, 86_400, 864_000), (5, -50, 10_000)],
)
def test_the_counter_moves_past_all_that_was_sent(counter: int, age_s: int, least: int) -> None:
    assert increment(counter, NOW_MS - 1_000 * age_s, NOW_MS) >= least


@given(st.integers(0, MAX_COUNTER - 2**20), st.none() | st.integers(0, 2 * NOW_MS))
def test_the_counter_never_runs_over(counter: int, taken_ms: int | None) -> None:
    by = increment(counter, taken_ms, NOW_MS)
    assert LEAST_INCREMENT <= by <= MOST_INCREMENT
    assert counter + by <= MAX_COUNTER


def test_a_seal_opens_with_its_passphrase_only_and_shows_any_change() -> None:
    sealed = seal(b"the document", "a good passphrase")
    assert unseal(sealed, "a good passphrase") == b"the document"
    for at in (0, 9, 20, len(sealed) // 2, len(sealed) - 1):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(RadioRefusedError):
            unseal(changed, "a good passphrase")
    with pytest.raises(RadioRefusedError, match="passphrase"):
        seal(b"", "short")


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_the_store_remembers_over_restarts_and_forgets_what_is_removed(tmp_path: Path) -> None:
    mark = NetworkMark("dddddddddddd0102", 0x1A62, 15, key_digest("dd" * 8, b"k" * 16), "00" * 8)
    store = RadioStore(tmp_path / "state")
    store.remember_network(mark)
    for ieee in ("a" * 16, "b" * 16):
        store.admit(ieee, NOW_MS)
        store.save_registers({f"{ieee}/1/import": b"{}"}, durable=False)
        store.save_lease(f"{ieee}/1", obeys=True)
    store.expel("a" * 16)
    store.close()
    assert store.network() == mark  # opened again by itself
    assert list(store.admitted()) == ["b" * 16]
    assert list(store.registers()) == [f"{'b' * 16}/1/import"]
    assert store.lease(f"{'a' * 16}/1") is None
    assert store.lease(f"{'b' * 16}/1") is True
    store.close()


def test_another_programs_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    store = RadioStore(path)
    with pytest.raises(RadioStoreError, match="another program"):
        store.network()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(RadioStoreError):
        store.network()
