"""The operator's store: one suite in memory and on disk; the file against its accidents."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bridge.report import Receipt, Report, SignedReceipt, SignedReport
from agent.dso.evidence import Evidence
from agent.dso.store import OperatorStore, Pending, Stored
from agent.units import Address, CycleNo, EnergyWh, UnixMs
from drivers.operator_store_sqlite import (
    LATER_SCHEMA,
    SqliteOperatorStore,
    StoreError,
    StoreInUseError,
    read_operator_store,
)
from tests.dso.world import MemoryStore

MEMBER = Address("0x" + "5a" * 20)
Open = Callable[[], OperatorStore]


def signed(cycle: int) -> SignedReport:
    report = Report(
        MEMBER, bytes(32), CycleNo(cycle), 1, EnergyWh(1), EnergyWh(2), 0, UnixMs(3), bytes(32)
    )
    return SignedReport(report, bytes([cycle]) * 65)


def receipt(cycle: int) -> SignedReceipt:
    return SignedReceipt(Receipt(MEMBER, bytes(32), CycleNo(cycle), 1, bytes(32)), bytes(65))


@pytest.fixture(params=["memory", "sqlite"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return how to open the store again after a crash."""
    if request.param == "memory":
        store = MemoryStore()
        return lambda: store
    opened: list[SqliteOperatorStore] = []

    def again() -> OperatorStore:
        for one in opened:
            one.close()
        opened.append(SqliteOperatorStore(tmp_path / "operator.db"))
        request.addfinalizer(opened[-1].close)
        return opened[-1]

    return again


def test_what_was_stored_is_there_after_a_restart(reopened: Open) -> None:
    store = reopened()
    assert store.load() == Stored()
    for cycle in (3, 1, 3):
        store.add_report(bytes([cycle]), signed(cycle))
    store.save_receipt(receipt(1))
    store.save_receipt(receipt(3))
    for nonce in (8, 7, 9):
        store.save_pending(Pending(nonce, (f"void {nonce}",), b"first"))
    store.save_pending(Pending(9, ("void 9",), b"with a higher fee"))
    store.finish(CycleNo(1), done=True)
    store.finish(CycleNo(2), done=True)
    store.finish(CycleNo(1), done=False)
    store.save_stated("2/0", "a")
    store.save_stated("2/0", "b")
    proof = Evidence(MEMBER, signed(3), signed(4))
    store.add_evidence(proof)
    store.add_evidence(Evidence(MEMBER, signed(3), signed(5)))
    store.save_refused({"a forged": 1, "b forged": 2})
    store.save_refused({"b forged": 3})
    found = reopened().load()
    assert found.evidence == (proof,)
    assert found.refused == {"a forged": 1, "b forged": 3}
    assert {one.report.cycle for one in found.reports} == {1, 3}
    assert found.receipts == (receipt(3),)
    assert [one.nonce for one in found.pending] == [7, 8, 9]
    assert found.pending[2].raw == b"with a higher fee"
    assert sorted(found.finished) == [2]
    assert found.stated == {"2/0": "b"}


def test_confirmed_and_old_rows_go(reopened: Open) -> None:
    store = reopened()
    for number in (1, 5, 9):
        store.add_report(bytes([number]), signed(number))
        store.save_pending(Pending(number, (), b""))
        store.finish(CycleNo(number), done=True)
        store.save_stated(f"{number}/0", "a")
    store.confirm_below(9)
    store.forget_before(CycleNo(5))
    found = reopened().load()
    assert [one.nonce for one in found.pending] == [9]
    assert {one.report.cycle for one in found.reports} == {5, 9}
    assert sorted(found.finished) == [5, 9]
    assert sorted(found.stated) == ["5/0", "9/0"]


def test_what_is_stored_together_is_one_step(tmp_path: Path) -> None:
    store = SqliteOperatorStore(tmp_path / "operator.db")
    said: list[str] = []
    store._database.set_trace_callback(said.append)
    with store.together():
        for cycle in range(20):
            store.add_report(bytes([cycle]), signed(cycle))
        with store.together():
            store.save_receipt(receipt(19))
        store.finish(CycleNo(1), done=True)
        assert "COMMIT" not in said
    assert said.count("COMMIT") == 1
    with store.together():
        pass
    store.add_report(bytes([99]), signed(99))
    assert said.count("COMMIT") == 2
    store.close()
    store = SqliteOperatorStore(tmp_path / "operator.db")
    found = store.load()
    assert len(found.reports) == 21
    assert found.receipts == (receipt(19),)
    assert found.finished == {1}
    store.close()


def test_a_step_that_did_not_end_leaves_nothing(tmp_path: Path) -> None:
    store = SqliteOperatorStore(tmp_path / "operator.db")
    store.add_report(bytes([1]), signed(1))

    def half() -> None:
        with store.together():
            store.add_report(bytes([2]), signed(2))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with pytest.raises(StoreError):
        store.add_report(bytes([3]), signed(3))
    store = SqliteOperatorStore(tmp_path / "operator.db")
    assert [one.report.cycle for one in store.load().reports] == [1]
    store.close()


def test_a_second_operator_on_the_same_file_is_refused(tmp_path: Path) -> None:
    first = SqliteOperatorStore(tmp_path / "operator.db")
    first.finish(CycleNo(1), done=True)
    with pytest.raises(StoreError, match="locked"):
        SqliteOperatorStore(tmp_path / "operator.db")
    first.close()


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "operator.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="another program"):
        SqliteOperatorStore(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "operator.db"
    path.write_bytes(b"\x00" * 8_192)
    with pytest.raises(StoreError):
        SqliteOperatorStore(path)


HOLDER = """
import sys
from pathlib import Path
from agent.units import CycleNo
from drivers.operator_store_sqlite import SqliteOperatorStore
store = SqliteOperatorStore(Path(sys.argv[1]))
store.finish(CycleNo(7), done=True)
print("open", flush=True)
sys.stdin.read()
"""


def test_looking_at_a_store_changes_nothing_and_sees_what_a_killed_operator_left(
    tmp_path: Path,
) -> None:
    path = tmp_path / "operator.db"
    assert read_operator_store(path) == Stored()
    assert not path.exists()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreInUseError, match="in use by a running operator"):
            read_operator_store(path)
        with pytest.raises(StoreError, match="locked"):  # looking has not taken its lock away
            SqliteOperatorStore(path)
        holder.kill()
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert read_operator_store(path).finished == {7}
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before
    store = SqliteOperatorStore(path)
    assert store.load().finished == {7}
    store.close()


def test_a_store_of_the_version_before_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "operator.db"
    store = SqliteOperatorStore(path)
    store.finish(CycleNo(1), done=True)
    store.close()
    old = sqlite3.connect(path)
    for table in ("evidence", "refused"):
        assert table in LATER_SCHEMA
        old.execute(f"DROP TABLE {table}")
    old.commit()
    old.close()
    store = SqliteOperatorStore(path)
    assert store.load() == Stored(finished=frozenset({CycleNo(1)}))
    store.close()


def test_a_damaged_store_is_said_when_only_looking(tmp_path: Path) -> None:
    path = tmp_path / "operator.db"
    path.write_bytes(b"\x00" * 8_192)
    with pytest.raises(StoreError):
        read_operator_store(path)
