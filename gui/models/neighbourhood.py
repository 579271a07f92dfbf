"""The street: who traded with whom, how the price came about, and how it went over the rounds."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.sections import TradeLine
from agent.api.views import CurvesView, PriceLine, StreetTrades, StreetView
from gui import texts
from gui.charts.auction import auction_picture
from gui.charts.picture import Picture
from gui.charts.prices import prices_picture
from gui.charts.street import place_of, street_picture
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, picture, put, rows, text
from gui.models.history_rows import filled
from gui.texts import translate

VIEWS = ("map", "offers", "prices")
PRICES = 96
"""Rounds of a day of quarter hours."""
ASK_AGAIN_MS = 60_000

Line = dict[str, str]


@dataclass(frozen=True)
class Known:
    """What the daemon answered; None: nothing yet."""

    street: StreetView | None = None
    trades: StreetTrades | None = None
    curves: CurvesView | None = None
    prices: tuple[PriceLine, ...] | None = None
    refusals: tuple[tuple[str, str], ...] = ()

    def refusal(self, method: str) -> str:
        return dict(self.refusals).get(method, "")


@dataclass(frozen=True)
class Shown:
    """The page: one of three charts, and what it says in words."""

    view: str = "map"
    chart: Picture | None = None
    explanation: str = ""
    title: str = ""
    sentences: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    spots: tuple[dict[str, Any], ...] = ()
    """Texts on the map: x and y from 0.0 to 1.0 of the plot, y from the top."""
    aspect: float = 0.0
    """Width to height of the map; 0: it takes what there is."""
    x_title: str = ""
    faded: bool = False


def shown(glance: Glance, view: str, known: Known) -> Shown:
    """Return the page with one of its charts."""
    page = Shown(view=view, faded=not glance.live)
    match view:
        case "offers":
            return _offers(page, glance, known)
        case "prices":
            return _prices(page, glance, known)
        case _:
            return _map(page, glance, known)


def _why(glance: Glance, known: Known, method: str) -> str:
    if not glance.live:
        return translate("street", "The street comes from the agent.")
    if not glance.may(method):
        return translate("street", "This agent cannot show that yet; update it.")
    return known.refusal(method) or translate("street", "Asking the agent …")


def _currency(glance: Glance) -> str:
    return glance.snapshot.currency if glance.snapshot is not None else ""


def _map(page: Shown, glance: Glance, known: Known) -> Shown:
    street, trades = known.street, known.trades
    if street is None:
        return replace(page, explanation=_why(glance, known, "street.map"))
    found = trades.trades if trades is not None else ()
    mine = [trade for trade in found if trade.mine]
    sentences = []
    if trades is not None and trades.sentence:
        sentences.append(trades.sentence)
    elif trades is not None:
        total = texts.energy(sum(trade.energy_wh for trade in found), glance.reader)
        sentence = translate("street", "%1 trades, together %2.")
        if len(found) == 1:
            sentence = translate("street", "One trade, %2.")
        if not found:
            sentence = translate("street", "Nobody traded.")
        sentences.append(filled(sentence, str(len(found)), total))
        if found and not mine:
            sentences.append(translate("street", "Your home was not among them."))
    homes = {home.vertex: home for home in street.homes}
    spots = []
    for trade in mine:
        other = trade.to_vertex if trade.from_vertex == street.mine else trade.from_vertex
        if (home := homes.get(other)) is not None:
            x, y = place_of(street, home.x, home.y)
            energy = texts.energy(trade.energy_wh, glance.reader)
            spots.append({"x": x, "y": 1.0 - y, "text": energy})
    return replace(
        page,
        title=_round_title(glance, known, trades.cycle if trades is not None else None),
        chart=street_picture(street, found),
        explanation=translate("street", "The street's network is not known yet."),
        sentences=tuple(sentences),
        lines=_partners(glance, trades.cycle if trades is not None else None),
        spots=tuple(spots),
        aspect=street.width / max(street.height, 1),
    )


def _partners(glance: Glance, cycle: int | None) -> tuple[Line, ...]:
    """Return whom this home traded with in the cycle, from its own proven trades."""
    snapshot = glance.snapshot
    if snapshot is None or cycle is None:
        return ()
    return tuple(_partner(trade, glance) for trade in snapshot.trades if trade.cycle == cycle)


def _partner(trade: TradeLine, glance: Glance) -> Line:
    sentence = (
        translate("street", "you sold %1 · %2 away")
        if trade.side == "sell"
        else translate("street", "you bought %1 · %2 away")
    )
    energy = texts.energy(trade.energy_wh, glance.reader)
    distance = texts.distance(trade.distance_mm, glance.reader)
    return {"text": trade.partner, "detail": filled(sentence, energy, distance)}


def _round_title(glance: Glance, known: Known, cycle: int | None) -> str:
    """Return "Round of 13:45", or its number when its time is not known."""
    if cycle is None:
        return ""
    at_ms = next((line.starts_at_ms for line in known.prices or () if line.cycle == cycle), None)
    if at_ms is None:
        return filled(translate("street", "Round %1"), str(cycle))
    when = texts.moment(at_ms, glance.now_ms, glance.reader)
    return filled(translate("street", "Round of %1"), when)


def _offers(page: Shown, glance: Glance, known: Known) -> Shown:
    curves = known.curves
    if curves is None:
        return replace(page, explanation=_why(glance, known, "market.curves"))
    currency, reader = _currency(glance), glance.reader
    sentences = []
    if curves.price_micro_per_kwh is not None:
        price = texts.short_price(curves.price_micro_per_kwh, currency, reader)
        sentences.append(filled(translate("street", "They meet at %1."), price))
    elif curves.status == "open":
        sentences.append(translate("street", "The result is not there yet."))
    elif curves.status == "void":
        sentences.append(translate("street", "The round was cancelled; nobody pays anything."))
    elif not curves.sentence:
        sentences.append(translate("street", "They do not meet: nobody traded."))
    orders = translate("street", "%1 orders.")
    if curves.order_count:
        sentences.append(filled(orders, str(curves.order_count)))
    sentences.append(_own_order(curves, glance))
    if curves.block is not None:
        proven = translate("street", "✓ Proven on the chain, block %1.")
        sentences.append(filled(proven, str(curves.block)))
    return replace(
        page,
        title=_round_title(glance, known, curves.cycle),
        chart=auction_picture(curves, reader, currency),
        explanation=curves.sentence or translate("street", "Nobody ordered."),
        sentences=tuple(one for one in sentences if one) if not curves.sentence else (),
        x_title="kWh",
    )


def _own_order(curves: CurvesView, glance: Glance) -> str:
    mine = curves.mine
    if mine is None:
        return translate("street", "Your home had no order.") if not curves.sentence else ""
    sells = mine.side == "sell"
    sentence = (
        translate("street", "You: sell up to %1 for at least %2.")
        if sells
        else translate("street", "You: buy up to %1 for at most %2.")
    )
    price = mine.low_micro_per_kwh if sells else mine.high_micro_per_kwh
    return filled(
        sentence,
        texts.energy(mine.energy_wh, glance.reader),
        texts.short_price(price, _currency(glance), glance.reader),
    )


def _prices(page: Shown, glance: Glance, known: Known) -> Shown:
    if known.prices is None:
        return replace(page, explanation=_why(glance, known, "market.prices"))
    currency, reader = _currency(glance), glance.reader
    own = glance.snapshot.trades if glance.snapshot is not None else ()
    done = [line for line in known.prices if line.trade_count or line.order_count]
    traded = [line for line in done if line.price_micro_per_kwh is not None]
    sentences = []
    if traded:
        prices = [line.price_micro_per_kwh or 0 for line in traded]
        last = traded[-1]
        sentences = [
            filled(
                translate("street", "Last price: %1, at %2."),
                texts.short_price(last.price_micro_per_kwh or 0, currency, reader),
                texts.moment(last.starts_at_ms, glance.now_ms, reader),
            ),
            filled(
                translate("street", "Between %1 and %2."),
                texts.short_price(min(prices), currency, reader),
                texts.short_price(max(prices), currency, reader),
            ),
        ]
        if len(done) > len(traded):
            silent = translate("street", "In %1 of %2 rounds nobody traded.")
            sentences.append(filled(silent, str(len(done) - len(traded)), str(len(done))))
        if own:
            sentences.append(translate("street", "● Rounds in which you traded."))
    marked = frozenset(trade.cycle for trade in own)
    return replace(
        page,
        title=texts.price_unit(currency),
        chart=prices_picture(known.prices, marked, reader, currency),
        explanation=translate("street", "No round has had a price yet."),
        sentences=tuple(sentences),
    )


@in_qml
class NeighbourhoodModel(QObject):
    """Asks once a round and phase, while the page is open."""

    changed = Signal()
    chart_changed = Signal()
    sentences_changed = Signal()
    lines_changed = Signal()
    spots_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._view = "map"
        self._known = Known()
        self._glance: Glance | None = None
        self._entered = False
        self._asked_at_ms: int | None = None
        self._asked_cycle: tuple[int | None, str | None] | None = None
        self._mapped_cycle: int | None = None

    def look(self, glance: Glance) -> None:
        """Show the glance; ask again when a round or its phase is over."""
        self._glance = glance
        if not glance.live:
            self._asked_at_ms = None
        elif self._entered and self._due(glance):
            self._ask_all(glance)
        if self._entered:
            put(self, shown(glance, self._view, self._known))

    @Slot()
    def enter(self) -> None:
        """The page is open."""
        self._entered = True
        if self._glance is not None:
            self.look(self._glance)

    @Slot()
    def leave(self) -> None:
        """The page is closed: nothing is asked any more."""
        self._entered = False

    @Slot(str)
    def choose(self, view: str) -> None:
        """Show the map, the offers or the prices."""
        if view in VIEWS:
            self._view = view
            if self._glance is not None:
                self.look(self._glance)

    def _due(self, glance: Glance) -> bool:
        market = glance.snapshot.market if glance.snapshot is not None else None
        now = (market.cycle, market.phase) if market is not None else (None, None)
        if self._asked_at_ms is None or now != self._asked_cycle:
            self._asked_cycle = now
            return True
        return not 0 <= glance.now_ms - self._asked_at_ms < ASK_AGAIN_MS

    def _ask_all(self, glance: Glance) -> None:
        self._asked_at_ms = glance.now_ms
        if not glance.may("street.trades") and glance.may("street.map"):
            self._call("street.map", {}, "street", StreetView)
        wanted: list[tuple[str, dict[str, Any], str, Any]] = [
            ("street.trades", {}, "trades", StreetTrades),
            ("market.curves", {}, "curves", CurvesView),
            ("market.prices", {"limit": PRICES}, "prices", tuple[PriceLine, ...]),
        ]
        for method, params, name, kind in wanted:
            if glance.may(method):
                self._call(method, params, name, kind)

    def _call(
        self, method: str, params: dict[str, Any], name: str, kind: Any, otherwise: Any = None
    ) -> None:
        """Ask, and keep what comes; `otherwise` is kept when that has nothing to show."""

        def answered(answer: Any) -> None:
            try:
                found = msgspec.convert(answer, kind)
            except msgspec.ValidationError as wrong:
                sentence = translate("street", "The agent's answer could not be understood: %1.")
                refused(Refusal(filled(sentence, str(wrong)), "not_understood"))
                return
            if method == "street.trades" and found.sentence and otherwise is None and found.cycle:
                # A round that has just closed has no result for some minutes: show the one before.
                self._call(method, {"cycle": found.cycle - 1}, name, kind, found)
                return
            nothing = otherwise is not None and found.sentence
            self._keep(method, "", {name: otherwise if nothing else found})
            then()

        def refused(refusal: Refusal) -> None:
            if otherwise is None:
                self._keep(method, refusal.sentence, {})
            else:
                self._keep(method, "", {name: otherwise})
            then()

        def then() -> None:
            """The agent knows who takes part from the rounds it has read: the map comes after."""
            trades, glance = self._known.trades, self._glance
            cycle = trades.cycle if trades is not None else None
            if method != "street.trades" or glance is None or not glance.may("street.map"):
                return
            if self._known.street is None or cycle != self._mapped_cycle:
                self._mapped_cycle = cycle
                self._call("street.map", {}, "street", StreetView)

        self._ask.call(method, params, answered, refused)

    def _keep(self, method: str, refusal: str, new: dict[str, Any]) -> None:
        others = tuple(one for one in self._known.refusals if one[0] != method)
        refusals = (*others, (method, refusal)) if refusal else others
        self._known = replace(self._known, refusals=refusals, **new)
        if self._glance is not None and self._entered:
            put(self, shown(self._glance, self._view, self._known))

    def _get_aspect(self) -> float:
        return self.shown.aspect

    view = text("view", changed)
    chart = picture("chart", chart_changed)
    explanation = text("explanation", changed)
    title = text("title", changed)
    x_title = text("x_title", changed)
    sentences = rows("sentences", sentences_changed)
    lines = rows("lines", lines_changed)
    spots = rows("spots", spots_changed)
    aspect = Property(float, _get_aspect, notify=changed)
    faded = flag("faded", changed)
