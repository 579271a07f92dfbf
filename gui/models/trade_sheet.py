"""The question before an order: what it may bring, what it may cost, what it replaces."""

from dataclasses import dataclass
from typing import Protocol

from agent.api.sections import Snapshot
from agent.api.views import DeliveryLine, OrderPreview
from agent.units import MM_PER_M
from gui import texts
from gui.glance import Glance
from gui.models.order_way import deed, order_now
from gui.texts import Reader, translate

LESS_PERCENT = 80
"""The example of a delivery that falls short."""


class SheetValues(Protocol):
    """The values the order would have."""

    @property
    def side(self) -> str: ...
    @property
    def low_micro(self) -> int | None: ...
    @property
    def high_micro(self) -> int | None: ...
    @property
    def energy_wh(self) -> int | None: ...
    @property
    def distance_m(self) -> int | None: ...
    @property
    def automatic(self) -> bool: ...


@dataclass(frozen=True)
class Confirmation:
    """The sheet."""

    title: str = ""
    effects: tuple[str, ...] = ()
    """What it does to the account."""
    notes: tuple[str, ...] = ()
    """What else happens: it waits, it replaces, it repeats."""
    warnings: tuple[str, ...] = ()
    """What it would be refused for now."""
    do: str = ""


EMPTY = Confirmation()


def confirmation(
    snapshot: Snapshot, glance: Glance, values: SheetValues, preview: OrderPreview | None
) -> Confirmation:
    """Return the question; empty without a side and a range."""
    if values.side not in {"sell", "buy"} or values.low_micro is None or values.high_micro is None:
        return EMPTY
    return Confirmation(
        title=_title(snapshot, glance, values),
        effects=_effects(snapshot, glance, values, preview),
        notes=_notes(snapshot, glance, values, preview),
        warnings=tuple(problem.sentence for problem in preview.problems) if preview else (),
        do=translate("trade", "Sell") if values.side == "sell" else translate("trade", "Buy"),
    )


def _title(snapshot: Snapshot, glance: Glance, values: SheetValues) -> str:
    sells = values.side == "sell"
    limit = values.low_micro if sells else values.high_micro
    price = texts.short_price(limit or 0, snapshot.currency, glance.reader)
    if values.energy_wh is None:
        sentence = (
            translate("trade", "Sell what is left over for at least %2")
            if sells
            else translate("trade", "Buy what is missing for at most %2")
        )
        return sentence.replace("%2", price)
    sentence = (
        translate("trade", "Sell up to %1 for at least %2")
        if sells
        else translate("trade", "Buy up to %1 for at most %2")
    )
    return sentence.replace("%1", texts.energy(values.energy_wh, glance.reader)).replace(
        "%2", price
    )


def _effects(
    snapshot: Snapshot, glance: Glance, values: SheetValues, preview: OrderPreview | None
) -> tuple[str, ...]:
    if preview is None:
        return (translate("trade", "The agent has not said yet what this brings or costs."),)
    if preview.sentence:
        return (preview.sentence,)
    currency, reader = snapshot.currency, glance.reader
    found = []
    if preview.amount_at_worst_micro is not None:
        worst = preview.amount_at_worst_micro
        sentence = (
            translate("trade", "All of it sold brings %1 or more.")
            if worst >= 0
            else translate("trade", "All of it bought costs %1 or less.")
            if values.side == "buy"
            else translate(
                "trade", "At worst it costs %1: the network charge may be above the price."
            )
        )
        found.append(sentence.replace("%1", texts.money(abs(worst), currency, reader)))
    if penalty := penalty_words(preview, values.side, currency, reader):
        found.append(penalty)
    if preview.hold_micro is not None:
        sentence = translate("trade", "It can never cost more than %1; so much is held ready.")
        found.append(sentence.replace("%1", texts.money(preview.hold_micro, currency, reader)))
    return tuple(found)


def _notes(
    snapshot: Snapshot, glance: Glance, values: SheetValues, preview: OrderPreview | None
) -> tuple[str, ...]:
    flow, market = snapshot.flow, snapshot.market
    found = []
    if preview is not None and preview.charge_at_distance_micro and values.distance_m is not None:
        sentence = translate("trade", "Network charge with a partner %1 away: %2.")
        away = texts.distance(values.distance_m * MM_PER_M, glance.reader)
        charge = texts.money(preview.charge_at_distance_micro, snapshot.currency, glance.reader)
        found.append(sentence.replace("%1", away).replace("%2", charge))
    if flow.window_opens_at_ms is not None:
        left = texts.countdown(flow.window_opens_at_ms - glance.now_ms)
        sentence = translate("trade", "It waits for the next round, which opens in %1.")
        found.append(sentence.replace("%1", left))
    elif market.phase == "quotation" and (order := order_now(snapshot)) is not None:
        sentence = translate("trade", "It replaces your order of this round: %1.")
        found.append(sentence.replace("%1", deed(order, snapshot.currency, glance.reader)))
    if flow.repeat:
        found.append(translate("trade", "It is repeated every round until you stop it."))
    if values.automatic:
        found.append(translate("trade", "The agent decides the amount anew each round."))
    return tuple(found)


def penalty_words(preview: OrderPreview | None, side: str, currency: str, reader: Reader) -> str:
    """Return "If you deliver 0.8 of 1.0 kWh you lose 3.0 p.", or nothing."""
    if preview is None or not preview.energy_wh:
        return ""
    less = _less(preview)
    if less is None:
        return ""
    sentence = (
        translate("trade", "If you deliver only %1 of %2 you get %3 less, %4 of it as a penalty.")
        if side == "sell"
        else translate("trade", "If you use only %1 of %2 you pay a penalty of %4.")
    )
    return (
        sentence.replace("%1", texts.kilowatt_hours(less.metered_wh, reader))
        .replace("%2", texts.energy(preview.energy_wh, reader))
        .replace("%3", texts.money(less.worse_micro, currency, reader))
        .replace("%4", texts.money(less.penalty_micro, currency, reader))
    )


def _less(preview: OrderPreview) -> DeliveryLine | None:
    return next((line for line in preview.delivered if line.percent == LESS_PERCENT), None)
