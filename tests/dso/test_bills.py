"""Exports and the summary page: the chain's numbers, the same bytes, nothing overwritten."""

import argparse
import asyncio
import csv
import io
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from agent.commands import operator_bills, operator_reconcile, operator_summary
from agent.commands.operator_moments import Moment, moment
from agent.commands.operator_outside import StartError
from agent.commands.operator_standing import StandingFile, read_standing
from agent.dso.bills import BillRow, bill_rows, decimal, totals
from agent.dso.chain_reader import MarketReader
from agent.dso.cycle_view import MarketTimes
from agent.dso.plots import GROUPS, MOST_BARS, Plot, Point, Series, group_of, svg
from agent.dso.rehearsal import Known, rehearse
from agent.dso.standing import Standing
from agent.dso.summary import Page, kwh, short_money, summary_html
from agent.ledger import market_contract as mc
from agent.ledger.verify import VerifiedHead
from agent.market.cycle import CycleTimes
from agent.units import Address, CycleNo
from drivers.operator_store_sqlite import SqliteOperatorStore
from tests.dso import sample_summary
from tests.dso.office import (
    IN_SETTLEMENT,
    Office,
    a_days_work,
    end_of,
    expect_settled,
    reports_of_both,
    traded_world,
)
from tests.dso.world import (
    BUYER,
    CHAIN_ID,
    CYCLE_S,
    GENESIS_S,
    HOMES,
    OPERATOR,
    SELLER,
    DirectChain,
    World,
)


@pytest.fixture(scope="module")
def settled() -> World:
    office = Office(traded_world())
    asyncio.run(a_days_work(office))
    expect_settled(office.world)
    return office.world


def sight(world: World, store: Path) -> Any:
    """What a looking command is given, over the development chain itself."""
    chain = SimpleNamespace(tip_wei=1, fee_cap_wei=10**11)
    return SimpleNamespace(
        settings=SimpleNamespace(store=str(store), chain=chain),
        network=SimpleNamespace(chain_id=CHAIN_ID),
        client=SimpleNamespace(view=lambda: DirectChain(world)),
        contract=world.contract,
    )


def wanted(**changes: Any) -> argparse.Namespace:
    plain: dict[str, Any] = {
        "csv": None,
        "json": None,
        "html": None,
        "since": Moment(0),
        "until": None,
        "member": [],
        "force": False,
        "without_block": False,
        "no_balance_check": False,
    }
    return argparse.Namespace(**(plain | changes))


async def exported(world: World, tmp_path: Path, name: str = "b.csv", **changes: Any) -> bytes:
    path = tmp_path / name
    kind = "csv" if name.endswith("csv") else "json"
    arguments = wanted(**{kind: path}, **changes)
    assert await operator_bills._bills(arguments, sight(world, tmp_path / "db")) == 0
    return path.read_bytes()


async def test_rows_are_the_contracts_numbers(settled: World, tmp_path: Path) -> None:
    content = (await exported(settled, tmp_path)).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    bills, sums = rows[:2], rows[2:]
    assert [one["cycle"] for one in sums] == ["total sell", "total buy", "total"]
    by_side = {one["side"]: one for one in bills}
    sold, bought = by_side["sell"], by_side["buy"]
    assert (sold["member"], bought["member"]) == (HOMES[SELLER].address, HOMES[BUYER].address)
    assert sold["amount_micro"] == str(180_000 - 40_000 - 5_000)
    assert (sold["amount"], bought["amount"]) == ("0.135000", "-0.240000")
    assert sold["delivery_from_utc"] == "2027-01-15T08:15:00Z"
    for place, one in ((0, sold), (1, bought)):
        assert one["order_index"] == str(place)
        word = settled.word(int(one["settlement_slot"], 16))
        assert mc.Settlement.unpack(word).metered_wh == int(one["metered_wh"])
        assert mc.signed(settled.word(int(one["amount_slot"], 16))) == int(one["amount_micro"])
    assert sums[2]["amount_micro"] == str(135_000 - 240_000)
    assert (sums[2]["energy_micro"], sums[0]["energy_micro"]) == ("", "180000")


async def test_the_same_market_gives_the_same_bytes(settled: World, tmp_path: Path) -> None:
    for kind in ("csv", "json"):
        first = await exported(settled, tmp_path, f"one.{kind}")
        assert await exported(settled, tmp_path, f"two.{kind}") == first
    before = await exported(settled, tmp_path, "early.csv", without_block=True)
    settled.block(settled.head().time_s + 7)
    assert await exported(settled, tmp_path, "late.csv", without_block=True) == before
    assert await exported(settled, tmp_path, "three.csv") != first


async def test_a_file_that_is_there_is_not_overwritten(settled: World, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("mine")
    for run, arguments in (
        (operator_bills._bills, wanted(csv=path)),
        (operator_summary._summary, wanted(html=path)),
    ):
        with pytest.raises(StartError, match="--force"):
            await run(arguments, sight(settled, tmp_path / "db"))
    with pytest.raises(StartError, match="--force"):
        operator_bills.write_new(path, b"x", force=False)
    assert path.read_text() == "mine"
    await exported(settled, tmp_path, force=True)
    assert path.read_bytes().startswith(b"cycle,")
    assert os.listdir(tmp_path) == [path.name]  # noqa: PTH208 - nothing else was left behind


async def test_the_accounts_agree_and_a_difference_is_said(
    settled: World,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = json.loads(await exported(settled, tmp_path, "b.json"))["balances"]
    assert found["difference_micro"] == 0
    credited = {one["credited_less_paid_out_micro"] for one in found["members"].values()}
    assert credited == {20_000_000}
    assert "difference 0" in capsys.readouterr().out
    office = Office(traded_world())
    await a_days_work(office)
    office.world.send(OPERATOR, mc.call_hand_over(Address("0x" + "5a" * 20)))
    office.world.block(office.world.head().time_s + 1)
    await exported(office.world, tmp_path, "after.csv")
    right = MarketReader.settled_amounts

    async def forgetful(self: MarketReader, until: int, head: VerifiedHead) -> dict[Address, int]:
        return {HOMES[0].address: (await right(self, until, head))[HOMES[0].address]}

    monkeypatch.setattr(MarketReader, "settled_amounts", forgetful)
    arguments = wanted(json=tmp_path / "odd.json")
    assert await operator_bills._bills(arguments, sight(settled, tmp_path / "db")) == 1
    assert "DIFFER from the accounts on the chain by 240000" in capsys.readouterr().out


async def test_members_and_cycles_can_be_chosen(settled: World, tmp_path: Path) -> None:
    async def rows(name: str, **changes: Any) -> list[str]:
        document = json.loads(await exported(settled, tmp_path, name, **changes))
        return [one["member"] for one in document["rows"]]

    buyer = HOMES[BUYER].address
    assert await rows("a.json", member=[buyer]) == [buyer]
    assert await rows("b.json", until=Moment(0)) == []
    assert await rows("c.json", since=Moment(1)) == []
    assert len(await rows("d.json", since=moment("2027-01-15T08:00"), until=Moment(10**6))) == 2


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("12", 12),
        ("2027-01-15", 0),
        ("2027-01-15T08:00:01", 1),
        ("2027-01-15T09:30+01:00", 2),
        ("2027-01-16", 64),
    ],
)
def test_a_date_is_the_first_cycle_that_begins_then(text: str, cycle: int) -> None:
    times = MarketTimes(CycleTimes(GENESIS_S, CYCLE_S), 4, 1)
    assert moment(text).first_cycle(times) == cycle


@pytest.mark.parametrize("text", ["", "-1", "1.5", "yesterday", "2027-13-01", "99999999999"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        moment(text)


def test_money_in_decimals_is_exact() -> None:
    assert [decimal(micro) for micro in (0, 1, -1, 1_000_000, -82_900)] == [
        "0.000000",
        "0.000001",
        "-0.000001",
        "1.000000",
        "-0.082900",
    ]


class Text(HTMLParser):
    """Every table cell and figure of a page, and whether it asks for anything from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "style"}]
        self._in_cell = tag == "td" or (self._in_cell and tag in {"span", "b"})
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_cell and data.strip():
            self.rows[-1].append(data)


async def test_the_pages_numbers_are_the_exports(settled: World, tmp_path: Path) -> None:
    rows = [
        msgspec.convert(one, BillRow)
        for one in json.loads(await exported(settled, tmp_path, "b.json"))["rows"]
    ]
    path = tmp_path / "summary.html"
    store = tmp_path / "db"
    assert await operator_summary._summary(wanted(html=path), sight(settled, store)) == 0
    page = path.read_text()
    found = Text(page)
    everything = totals(rows)
    (last,) = [row for row in found.rows if row[:1] == ["all"]]
    assert last == [
        "all",
        str(everything.rows),
        kwh(totals(rows, "sell").metered_wh),
        kwh(totals(rows, "buy").metered_wh),
        decimal(everything.network_charge_micro),
        decimal(everything.penalty_micro),
        decimal(everything.amount_micro),
    ]
    for words in (
        f"sellers delivered, cycle 0: {kwh(900)} kWh",
        f"buyers used, cycle 0: {kwh(1_000)} kWh",
        f"price, cycle 0: {short_money(200_000)} per kWh",
        f"network charges, cycle 0: {short_money(everything.network_charge_micro)} ",
        f"penalties, cycle 0: {short_money(everything.penalty_micro)} ",
    ):
        assert words in found.words
    assert "Not known" in page
    assert "script" not in found.tags
    assert not {"link", "img", "iframe"} & found.tags
    assert found.links == []
    assert not re.search(r"https?://|@import|url\(", page)


def test_the_picture_in_the_documentation_can_be_drawn_again() -> None:
    page = sample_summary.page()
    assert page == sample_summary.page()
    assert len(page) < 100_000
    for words in ("sellers delivered, cycle 40", "known reports came as well", "said also"):
        assert words in page


def page_of(rows: tuple[BillRow, ...], standing: Standing | None) -> str:
    return summary_html(
        Page("0x" + "c0" * 20, 7, 9, 0, 0, 9, "a", "b", rows, "nothing was compared", standing)
    )


async def test_the_page_shows_gaps_refusals_and_overdue_orders(tmp_path: Path) -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5)
    await office.take(*reports_of_both(office.world)[1:3])
    forged = msgspec.structs.replace(reports_of_both(office.world)[3], topic="gridhearth/1/x")
    await office.take(forged)
    junk = msgspec.structs.replace(reports_of_both(office.world)[0], payload=b"<script>")
    await office.take(junk)
    await office.at(end_of(1) + 30, 1)
    standing = office.operator.standing
    assert standing is not None
    written = StandingFile(tmp_path / "db")
    written.write(standing)
    assert read_standing(tmp_path / "db") == standing
    assert read_standing(tmp_path / "none") is None
    seller, buyer = standing.unsettled
    assert (seller.why, seller.overdue) == (
        "no report of cycle 0; the report of cycle 1 is on its way to the chain",
        False,
    )
    assert buyer.why == "the report of cycle 0 is on its way to the chain; no report of cycle 1"
    page = page_of((), standing)
    assert "Nothing was settled in these cycles." in page
    for words in (
        "no report of cycle 0",
        "unreadable",
        HOMES[SELLER].address,
        "2027-01-15 09:30:00 UTC",
    ):
        assert words in page
    assert "<b>passed</b>" not in page
    late = msgspec.structs.replace(
        standing, unsettled=(msgspec.structs.replace(seller, overdue=True, why="<b>bold</b>"),)
    )
    page = page_of((), late)
    assert "<b>passed</b>" in page
    assert "&lt;b&gt;bold" in page


@pytest.mark.parametrize("cycles", [1, 199, 200, 5_000, 200_000, 10**8])
def test_a_plot_has_no_more_bars_than_can_be_seen(cycles: int) -> None:
    group = group_of(17, 16 + cycles)
    assert (16 + cycles) // group - 17 // group < MOST_BARS + 1
    assert cycles > GROUPS[-1] * MOST_BARS or group in GROUPS


def test_bars_drawn_as_one_are_sums_and_dots_are_ranges() -> None:
    points = tuple(Point(cycle, cycle) for cycle in range(800))
    bars = svg(Plot("t", "u", (Series("s", "c", points),), str), 0, 799)
    assert "s, cycles 4 to 7: 22 u" in bars
    dots = svg(Plot("t", "u", (Series("s", "c", points),), str, dots=True), 0, 799)
    assert "s, cycles 4 to 7: 4 to 7 u" in dots


# What would be sent.


def contents(directory: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in directory.iterdir()}


async def test_a_dry_run_says_it_all_and_touches_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(traded_world())
    await office.at(end_of(1) + 5)
    path = tmp_path / "operator.db"
    store = SqliteOperatorStore(path)
    await office.take(*reports_of_both(office.world))
    for digest, signed in office.store.reports.items():
        store.add_report(digest, signed)
    monkeypatch.setattr(operator_reconcile, "_address", lambda settings: OPERATOR.address)
    arguments = argparse.Namespace(since=None)
    store.close()
    before = contents(tmp_path)
    height = office.world.head().number
    assert await operator_reconcile._dry_run(arguments, sight(office.world, path)) == 0
    said = capsys.readouterr().out
    for words in (
        "report 4 registers (gas at most 390000)",
        "In the settlement phase, from 2027-01-15 08:43:00 UTC:",
        "settle 2 orders of cycle 0 (gas at most 260000)",
        "metered 900 Wh, energy 180000, network 40000, penalty 5000, amount +135000 (final)",
        "metered 1000 Wh, energy 200000, network 40000, penalty 0, amount -240000 (final)",
        "Would be published: 2 receipts",
        "fee at most",
    ):
        assert words in said, words
    assert contents(tmp_path) == before
    assert office.world.head().number == height


async def test_what_a_dry_run_expects_is_what_then_happens() -> None:
    from agent.dso.rehearsal import look

    office = Office(traded_world())
    await office.at(end_of(1) + 5, 1)
    await office.take(*reports_of_both(office.world))
    known = await look(
        DirectChain(office.world), office.world.domain, OPERATOR.address, office.store.load()
    )
    assert isinstance(known, Known)
    expected = {
        (cycle, one.index): (one.settlement, one.amount_micro)
        for step in rehearse(known).steps
        for cycle, _, one in step.bookings
    }
    await office.at(end_of(1) + 30)
    await office.at(IN_SETTLEMENT, 6)
    real = {
        (CycleNo(0), index): (
            office.world.settlement(0, index),
            mc.signed(office.world.word(mc.settled_amount_slot(0, index))),
        )
        for index in (SELLER, BUYER)
    }
    assert expected == real


async def test_cycles_before_since_are_left_alone() -> None:
    from agent.dso.rehearsal import look

    office = Office(traded_world())
    await office.at(end_of(5) + 10, 1)
    assert [one.cycle for one in office.operator.standing.unsettled] == [0, 0]  # type: ignore[union-attr]
    late = await look(
        DirectChain(office.world),
        office.world.domain,
        OPERATOR.address,
        office.store.load(),
        CycleNo(1),
    )
    assert [view.cycle for view in late.views] == [1, 6]


def test_rows_add_up_or_say_so(settled: World) -> None:
    assert settled is not None
    times = MarketTimes(CycleTimes(GENESIS_S, CYCLE_S), 4, 1)
    assert bill_rows(Address("0x" + "c0" * 20), [], times) == ()
