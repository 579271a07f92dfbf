"""The Information page: what was chosen, the order's way, the trades, what the meter said of it.

In the order of the thesis. It shows one order at a time, the newest first; earlier ones are a
press away.
"""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from agent.api.sections import OrderLine, Problem, Snapshot, StatementLine, TradeLine
from agent.api.views import PriceLine
from agent.units import WH_PER_KWH
from gui import texts
from gui.glance import Ask, Glance
from gui.models import flag, in_qml, put, rows, text
from gui.models.answers import read
from gui.models.home import cycle_start_ms
from gui.models.order_way import ENDED_WELL, deed, way_of
from gui.texts import Reader, translate

Row = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """Everything the page shows."""

    faded: bool = True
    choices: tuple[str, ...] = ()
    """The agent's own sentences: what was chosen, what it waits for, what paused it."""
    problems: tuple[Row, ...] = ()
    """Everything that has to be corrected, all at once."""
    order_title: str = ""
    order_detail: str = ""
    order_reason: str = ""
    has_order: bool = False
    has_older: bool = False
    has_newer: bool = False
    way: tuple[Row, ...] = ()
    trades: tuple[Row, ...] = ()
    trades_note: str = ""
    settled: tuple[Row, ...] = ()
    settled_note: str = ""
    proof: str = ""
    proof_tone: str = ""
    """good (proven on the chain), fault (disputed) or empty."""
    age: str = ""


def shown(glance: Glance, back: int, prices: Any = None) -> Shown:
    """Return the page of the order that is `back` places behind the newest."""
    snapshot = glance.snapshot
    if snapshot is None:
        return Shown()
    page = Shown(
        faded=not glance.live,
        choices=choices_of(snapshot),
        problems=tuple(_problem(one) for one in snapshot.flow.problems),
        age=_age(snapshot, glance),
    )
    if not snapshot.orders:
        return replace(page, order_title=translate("info", "No order yet."))
    place = min(max(back, 0), len(snapshot.orders) - 1)
    order = snapshot.orders[place]
    page = replace(
        page,
        has_order=True,
        has_newer=place > 0,
        has_older=place + 1 < len(snapshot.orders),
        order_title=deed(order, snapshot.currency, glance.reader),
        order_detail=_when(order, snapshot, glance, prices),
        order_reason="" if order.stage in ENDED_WELL else order.reason,
        way=tuple({"mark": step.mark, "text": step.text} for step in way_of(order)),
    )
    return _with_settlement(_with_trades(page, snapshot, glance, order), snapshot, glance, order)


def _problem(problem: Problem) -> Row:
    words = translate("info", "Given: %1 · allowed: %2")
    detail = words.replace("%1", problem.given).replace("%2", problem.allowed)
    return {"text": problem.sentence, "detail": detail, "amount": ""}


TOLD_BELOW = ("Order of cycle ", "Sold ", "Bought ", "Cycle ")
"""How the agent's sentences on orders, trades and statements begin."""


def choices_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the agent's sentences without those on order, trades and statement.

    This page shows those below, from the lines themselves.
    """
    return tuple(
        sentence for sentence in snapshot.flow.information if not sentence.startswith(TOLD_BELOW)
    )


def _age(snapshot: Snapshot, glance: Glance) -> str:
    at_ms = snapshot.chain.at_ms
    if at_ms is None:
        return translate("info", "Nothing is known of the chain yet.")
    sentence = translate("info", "The chain as of %1")
    return sentence.replace("%1", texts.age(at_ms, glance.now_ms, glance.reader))


def _when(order: OrderLine, snapshot: Snapshot, glance: Glance, prices: Any) -> str:
    """Return the round's time where it is known, and its number."""
    number = translate("info", "Round %1").replace("%1", str(order.cycle))
    market = snapshot.market
    if order.cycle == market.cycle and glance.live:
        return translate("info", "This round") + f" · {number}"
    at_ms = cycle_start_ms(prices, order.cycle)
    if at_ms is None:
        return number
    return f"{texts.moment(at_ms, glance.now_ms, glance.reader)} · {number}"


def _with_trades(page: Shown, snapshot: Snapshot, glance: Glance, order: OrderLine) -> Shown:
    found = [trade for trade in snapshot.trades if trade.cycle == order.cycle]
    if found:
        return replace(page, trades=tuple(_trade(trade, snapshot, glance) for trade in found))
    match order.stage:
        case "queued" | "sent" | "final":
            note = translate("info", "The round is not decided yet.")
        case "traded" | "settled":
            note = translate("info", "The trades of this round are no longer kept here.")
        case _:
            note = translate("info", "No trade came of this order.")
    return replace(page, trades_note=note)


def _trade(trade: TradeLine, snapshot: Snapshot, glance: Glance) -> Row:
    reader, currency = glance.reader, snapshot.currency
    sells = trade.side == "sell"
    energy_micro = trade.energy_wh * trade.price_micro_per_kwh // WH_PER_KWH
    quoted = energy_micro - trade.charge_micro if sells else -energy_micro - trade.charge_micro
    what = translate("info", "%1 to %2") if sells else translate("info", "%1 from %2")
    detail = translate("info", "%1 away · %2 · network charge %3")
    return {
        "text": what.replace("%1", texts.energy(trade.energy_wh, reader)).replace(
            "%2", trade.partner
        ),
        "detail": detail.replace("%1", texts.distance(trade.distance_mm, reader))
        .replace("%2", texts.price(trade.price_micro_per_kwh, currency, reader))
        .replace("%3", texts.money(trade.charge_micro, currency, reader)),
        "amount": texts.money(quoted, currency, reader, signed=True),
    }


def _with_settlement(page: Shown, snapshot: Snapshot, glance: Glance, order: OrderLine) -> Shown:
    line = next((one for one in snapshot.statements if one.cycle == order.cycle), None)
    if line is None:
        waits = order.stage in {"queued", "sent", "final", "traded"}
        note = translate("info", "It is settled after the energy has been delivered and metered.")
        return replace(page, settled_note=note if waits else "")
    if line.verified:
        proof, tone = translate("info", "Proven on the chain"), "good"
    else:
        proof, tone = translate("info", "Disputed: see the alerts"), "fault"
    if line.block is not None:
        proof += " · " + translate("info", "block %1").replace("%1", str(line.block))
    return replace(
        page,
        settled=tuple(_settled(line, snapshot.currency, glance.reader)),
        settled_note=_note(line.status),
        proof=proof,
        proof_tone=tone,
    )


def _settled(line: StatementLine, currency: str, reader: Reader) -> list[Row]:
    sells = line.side == "sell"
    metered = translate("info", "%1 of %2 agreed")
    made = translate("info", "Delivered") if sells else translate("info", "Used")
    energy = line.energy_micro if sells else -line.energy_micro
    end = translate("info", "Income") if line.amount_micro >= 0 else translate("info", "Bill")
    return [
        {
            "text": made,
            "detail": metered.replace("%1", texts.energy(line.metered_wh, reader)).replace(
                "%2", texts.energy(line.agreed_wh, reader)
            ),
            "amount": texts.money(energy, currency, reader, signed=True),
        },
        {
            "text": translate("info", "Network charge"),
            "detail": "",
            "amount": texts.money(-line.network_charge_micro, currency, reader),
        },
        {
            "text": translate("info", "Penalty"),
            "detail": "" if line.penalty_micro else translate("info", "none"),
            "amount": texts.money(-line.penalty_micro, currency, reader),
        },
        {
            "text": end,
            "detail": "",
            "amount": texts.money(line.amount_micro, currency, reader, signed=True),
        },
    ]


def _note(status: str) -> str:
    match status:
        case "default":
            return translate("info", "No meter report came in time: the rules assumed the worst.")
        case "corrected":
            return translate("info", "Corrected by a meter report that came late.")
        case _:
            return ""


@in_qml
class InformationModel(QObject):
    """The page, and which order it shows."""

    changed = Signal()
    choices_changed = Signal()
    problems_changed = Signal()
    way_changed = Signal()
    trades_changed = Signal()
    settled_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._glance: Glance | None = None
        self._order_id = ""
        self._prices: Any = None
        self._asked_cycle: int | None = None

    def look(self, glance: Glance) -> None:
        """Show the glance; the same order stays shown when newer ones come."""
        self._glance = glance
        snapshot = glance.snapshot
        if snapshot is not None and glance.may("market.prices"):
            cycle = snapshot.market.cycle
            if cycle != self._asked_cycle:
                self._asked_cycle = cycle
                self._ask.call("market.prices", {"limit": 4}, self._prices_came)
        self._show()

    def _prices_came(self, result: Any) -> None:
        lines = read(result, tuple[PriceLine, ...])
        self._prices = msgspec.to_builtins(lines or ())
        self._show()

    def _place(self) -> int:
        snapshot = self._glance.snapshot if self._glance is not None else None
        orders = snapshot.orders if snapshot is not None else ()
        for place, order in enumerate(orders):
            if order.order_id == self._order_id:
                return place
        return 0

    def _show(self) -> None:
        if self._glance is not None:
            put(self, shown(self._glance, self._place(), self._prices))

    @Slot()
    def older(self) -> None:
        """Show the order before."""
        self._turn(1)

    @Slot()
    def newer(self) -> None:
        """Show the order after."""
        self._turn(-1)

    @Slot()
    def newest(self) -> None:
        """Follow the newest order again."""
        self._order_id = ""
        self._show()

    def _turn(self, steps: int) -> None:
        snapshot = self._glance.snapshot if self._glance is not None else None
        if snapshot is None or not snapshot.orders:
            return
        place = min(max(self._place() + steps, 0), len(snapshot.orders) - 1)
        self._order_id = snapshot.orders[place].order_id if place else ""
        self._show()

    faded = flag("faded", changed)
    choices = rows("choices", choices_changed)
    problems = rows("problems", problems_changed)
    order_title = text("order_title", changed)
    order_detail = text("order_detail", changed)
    order_reason = text("order_reason", changed)
    has_order = flag("has_order", changed)
    has_older = flag("has_older", changed)
    has_newer = flag("has_newer", changed)
    way = rows("way", way_changed)
    trades = rows("trades", trades_changed)
    trades_note = text("trades_note", changed)
    settled = rows("settled", settled_changed)
    settled_note = text("settled_note", changed)
    proof = text("proof", changed)
    proof_tone = text("proof_tone", changed)
    age = text("age", changed)
