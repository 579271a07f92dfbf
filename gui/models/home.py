"""The first page: surplus or not, today, price, money, the next round, the last trade."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from agent.api.sections import FlowSection, OrderLine, Snapshot
from gui import texts
from gui.charts.day import day_picture
from gui.charts.picture import Picture
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, picture, put, text
from gui.texts import NOTHING, translate

ASK_EVERY_MS = 60_000
"""The curve gets one more interval every 15 minutes; a minute is soon enough."""
OPEN_ORDER = frozenset({"queued", "sent", "final"})


@dataclass(frozen=True)
class Status:
    """The coloured tile."""

    tone: str = "unknown"
    """green, red, unknown or stale."""
    word: str = ""
    amount: str = ""
    unit: str = ""
    detail: str = ""
    reason: str = ""
    age: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything the page shows."""

    tone: str = "unknown"
    word: str = ""
    amount: str = ""
    unit: str = ""
    detail: str = ""
    reason: str = ""
    age: str = ""
    price_value: str = NOTHING
    price_detail: str = ""
    money_title: str = ""
    money_value: str = NOTHING
    money_detail: str = ""
    round_title: str = ""
    round_value: str = NOTHING
    round_detail: str = ""
    trade_text: str = ""
    trade_mark: str = ""
    faded: bool = False
    """The daemon is away: nothing here is of now."""
    day: Picture | None = None
    day_explanation: str = ""


@dataclass(frozen=True)
class Asked:
    """What the daemon answered beyond the snapshot: plain data, or why there is none."""

    day: Any = None
    day_refusal: Refusal | None = None
    days: Any = None
    prices: Any = None


def status_of(glance: Glance) -> Status:
    """Return the tile; it is coloured only by a colour the daemon gave, on values that are fresh."""
    snapshot = glance.snapshot
    if snapshot is None:
        word = (
            translate("home", "Connecting")
            if glance.seen.link == "connecting"
            else translate("home", "No agent")
        )
        return Status(word=word, reason=glance.seen.sentence)
    home, reader = snapshot.home, glance.reader
    if home.at_ms == 0:
        reason = home.reason or translate("home", "No meter has reported yet.")
        return Status(word=translate("home", "No data yet"), reason=reason)
    power = home.import_power_w
    amount = "" if power is None else texts.kilowatts(-power, reader, signed=True)
    if glance.stale(home.at_ms):
        since = texts.moment(home.at_ms, glance.now_ms, reader)
        detail = translate("home", "since %1").replace("%1", since)
        last = translate("home", "Last known: %1 kW").replace("%1", amount) if amount else ""
        return Status("stale", translate("home", "No data"), detail=detail, reason=last)
    age = texts.age(home.at_ms, glance.now_ms, reader)
    if home.status == "unknown":
        return Status(word=translate("home", "Unknown"), reason=home.reason, age=age)
    word = (
        translate("home", "Surplus") if home.status == "green" else translate("home", "Using more")
    )
    reason = "" if amount else home.reason
    return Status(
        home.status, word, amount, "kW" if amount else "", _made_and_used(glance), reason, age
    )


def _made_and_used(glance: Glance) -> str:
    snapshot = glance.snapshot
    if snapshot is None:
        return ""
    made, used = snapshot.home.generation_w, snapshot.home.usage_w
    if made is None or used is None:
        return ""
    sentence = translate("home", "makes %1 · uses %2")
    return sentence.replace("%1", texts.kilowatts(made, glance.reader)).replace(
        "%2", texts.kilowatts(used, glance.reader)
    )


def shown(glance: Glance, asked: Asked) -> Shown:
    """Return the whole page."""
    status = status_of(glance)
    page = Shown(
        tone=status.tone,
        word=status.word,
        amount=status.amount,
        unit=status.unit,
        detail=status.detail,
        reason=status.reason,
        age=status.age,
        money_title=translate("home", "Today"),
        round_title=translate("home", "Next round"),
        faded=not glance.live,
        day=day_picture(asked.day, glance.now_ms, glance.reader) if asked.day else None,
        day_explanation=_why_no_curve(glance, asked),
    )
    snapshot = glance.snapshot
    if snapshot is None:
        return replace(page, trade_text=translate("home", "Trades come from the agent."))
    page = _with_price(page, snapshot, glance, asked)
    page = _with_money(page, snapshot, glance, asked)
    return _with_trade(_with_round(page, snapshot, glance), snapshot, glance, asked)


def _why_no_curve(glance: Glance, asked: Asked) -> str:
    if not glance.live:
        return translate("home", "Today's curve comes from the agent.")
    if not glance.may("energy.day"):
        return translate("home", "This agent keeps no curve of the day.")
    if asked.day_refusal is not None:
        return asked.day_refusal.sentence
    if asked.day is None:
        return translate("home", "Asking for today's curve …")
    return translate("home", "The first quarter of an hour is being measured.")


def _with_price(page: Shown, snapshot: Snapshot, glance: Glance, asked: Asked) -> Shown:
    price = snapshot.market.last_price_micro_per_kwh
    if price is None:
        return replace(page, price_detail=translate("home", "no trade yet"))
    unit = texts.price_unit(snapshot.currency)
    at_ms = cycle_start_ms(asked.prices, snapshot.market.last_price_cycle)
    at = f" · {texts.clock(at_ms, glance.reader)}" if at_ms is not None else ""
    number = texts.price_number(price, snapshot.currency, glance.reader)
    return replace(page, price_value=number, price_detail=unit + at)


def cycle_start_ms(prices: Any, cycle: int | None) -> int | None:
    """Return when a cycle began, from an answer to market.prices (which names two at least)."""
    known = sorted(
        (int(line["cycle"]), int(line["starts_at_ms"]))
        for line in prices or ()
        if isinstance(line, dict) and "starts_at_ms" in line
    )
    if cycle is None or not known:
        return None
    (first, first_ms), (last, last_ms) = known[0], known[-1]
    if first == last:
        return first_ms if cycle == first else None
    return first_ms + (cycle - first) * ((last_ms - first_ms) // (last - first))


def _with_money(page: Shown, snapshot: Snapshot, glance: Glance, asked: Asked) -> Shown:
    today = texts.day_number(glance.now_ms, glance.reader)
    lines = [line for line in asked.days or () if line.get("day") == today]
    unit = texts.money_unit(snapshot.currency)
    if lines:
        earned, spent = lines[0]["earned_micro"], lines[0]["spent_micro"]
        count = str(lines[0]["trades"])
        trades = (
            translate("home", "1 trade")
            if count == "1"
            else translate("home", "%1 trades").replace("%1", count)
        )
        detail = f"{unit} · {trades}" if unit else trades
    else:
        earned, spent = snapshot.money.earned_micro, snapshot.money.spent_micro
        detail = unit
        page = replace(page, money_title=translate("home", "Since the start"))
    value = texts.money_number(earned - spent, glance.reader, signed=True)
    return replace(page, money_value=value, money_detail=detail)


def _with_round(page: Shown, snapshot: Snapshot, glance: Glance) -> Shown:
    market, flow = snapshot.market, snapshot.flow
    detail = plan_of(snapshot, glance)
    if market.cycle is None or market.phase is None:
        return replace(page, round_detail=translate("home", "no market yet"))
    if market.phase == "quotation":
        title, ends_ms = translate("home", "Round ends in"), market.phase_ends_at_ms
    else:
        title = translate("home", "Next round in")
        ends_ms = flow.window_opens_at_ms or market.cycle_ends_at_ms
    if ends_ms is None or not glance.live:
        return replace(page, round_detail=detail)
    left = texts.countdown(ends_ms - glance.now_ms)
    return replace(page, round_title=title, round_value=left, round_detail=detail)


def plan_of(snapshot: Snapshot, glance: Glance) -> str:
    """Return what will be done in the round: "sells 1.5 kWh", "nothing to do"."""
    flow = snapshot.flow
    order = next(
        (
            order
            for order in snapshot.orders
            if order.cycle == snapshot.market.cycle and order.stage in OPEN_ORDER
        ),
        None,
    )
    if order is not None:
        return _deed(order.side, order.energy_wh, glance)
    if not flow.opted_in:
        return translate("home", "not trading")
    if _will_trade(flow):
        return _deed(flow.activity, flow.energy_wh, glance)
    return translate("home", "no order")


def _will_trade(flow: FlowSection) -> bool:
    return flow.activity in {"sell", "buy"} and flow.stage == "waiting"


def _deed(side: str, energy_wh: int | None, glance: Glance) -> str:
    sells = side == "sell"
    if energy_wh is None:
        return translate("home", "will sell") if sells else translate("home", "will buy")
    sentence = translate("home", "sells %1") if sells else translate("home", "buys %1")
    return sentence.replace("%1", texts.energy(energy_wh, glance.reader))


def _with_trade(page: Shown, snapshot: Snapshot, glance: Glance, asked: Asked) -> Shown:
    if not snapshot.trades:
        return replace(page, trade_text=_why_no_trade(snapshot.orders))
    newest = snapshot.trades[0]
    together = [trade for trade in snapshot.trades if trade.cycle == newest.cycle]
    sentence = (
        translate("home", "Sold %1 at %2")
        if newest.side == "sell"
        else translate("home", "Bought %1 at %2")
    )
    sold = texts.energy(sum(trade.energy_wh for trade in together), glance.reader)
    price = texts.short_price(newest.price_micro_per_kwh, snapshot.currency, glance.reader)
    line = sentence.replace("%1", sold).replace("%2", price)
    at_ms = cycle_start_ms(asked.prices, newest.cycle)
    if at_ms is not None:
        line = texts.moment(at_ms, glance.now_ms, glance.reader) + "  " + line
    settled = next((one for one in snapshot.statements if one.cycle == newest.cycle), None)
    if settled is None:
        return replace(page, trade_text=f"{line} · {translate('home', 'not settled yet')}")
    if settled.penalty_micro:
        lost = texts.money(settled.penalty_micro, snapshot.currency, glance.reader)
        line += " · " + translate("home", "penalty %1").replace("%1", lost)
    else:
        line += " · " + translate("home", "no penalty")
    mark = (
        translate("home", "Proven on the chain")
        if settled.verified
        else translate("home", "Disputed")
    )
    return replace(page, trade_text=line, trade_mark=("✓ " if settled.verified else "⚠ ") + mark)


def _why_no_trade(orders: tuple[OrderLine, ...]) -> str:
    if not orders:
        return translate("home", "No trade yet.")
    newest = orders[0]
    if newest.stage in OPEN_ORDER:
        return translate("home", "No trade yet; an order is under way.")
    return translate("home", "No trade yet.") + (f" {newest.reason}." if newest.reason else "")


@in_qml
class HomeModel(QObject):
    """The page, and what it asks the daemon for: today's curve, today's money, the prices' times."""

    changed = Signal()
    day_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._asked = Asked()
        self._asked_at_ms: int | None = None
        self._asked_revision_cycle: tuple[int | None, str] | None = None
        self._glance: Glance | None = None

    def look(self, glance: Glance) -> None:
        """Show the glance; ask again when the day, the cycle or a minute has passed."""
        self._glance = glance
        if glance.live and self._due(glance):
            self._ask_all(glance)
        if not glance.live:
            self._asked_at_ms = None  # ask at once when it is back
        put(self, shown(glance, self._asked))

    def _due(self, glance: Glance) -> bool:
        if self._asked_at_ms is None or glance.snapshot is None:
            return True
        cycle = glance.snapshot.market.cycle
        now = (cycle, texts.day_number(glance.now_ms, glance.reader))
        since_ms = glance.now_ms - self._asked_at_ms
        return now != self._asked_revision_cycle or not 0 <= since_ms < ASK_EVERY_MS

    def _ask_all(self, glance: Glance) -> None:
        today = texts.day_number(glance.now_ms, glance.reader)
        cycle = glance.snapshot.market.cycle if glance.snapshot is not None else None
        self._asked_at_ms, self._asked_revision_cycle = glance.now_ms, (cycle, today)
        if glance.may("energy.day"):
            self._ask.call("energy.day", {}, self._day_came, self._no_day)
        if glance.may("energy.days"):
            self._ask.call("energy.days", {"from_day": today, "days": 1}, self._days_came)
        if glance.may("market.prices"):
            self._ask.call("market.prices", {"limit": 4}, self._prices_came)

    def _day_came(self, day: Any) -> None:
        self._keep(replace(self._asked, day=day, day_refusal=None))

    def _no_day(self, refusal: Refusal) -> None:
        if refusal.reason != "away":
            self._keep(replace(self._asked, day=None, day_refusal=refusal))

    def _days_came(self, days: Any) -> None:
        self._keep(replace(self._asked, days=days if isinstance(days, list) else None))

    def _prices_came(self, prices: Any) -> None:
        self._keep(replace(self._asked, prices=prices if isinstance(prices, list) else None))

    def _keep(self, asked: Asked) -> None:
        self._asked = asked
        if self._glance is not None:
            put(self, shown(self._glance, asked))

    tone = text("tone", changed)
    word = text("word", changed)
    amount = text("amount", changed)
    unit = text("unit", changed)
    detail = text("detail", changed)
    reason = text("reason", changed)
    age = text("age", changed)
    price_value = text("price_value", changed)
    price_detail = text("price_detail", changed)
    money_title = text("money_title", changed)
    money_value = text("money_value", changed)
    money_detail = text("money_detail", changed)
    round_title = text("round_title", changed)
    round_value = text("round_value", changed)
    round_detail = text("round_detail", changed)
    trade_text = text("trade_text", changed)
    trade_mark = text("trade_mark", changed)
    faded = flag("faded", changed)
    day = picture("day", day_changed)
    day_explanation = text("day_explanation", changed)
