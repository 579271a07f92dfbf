"""An order's way through the chain, in a household's words."""

from dataclasses import dataclass
from typing import Literal

from agent.api.sections import OrderLine, Snapshot
from gui import texts
from gui.texts import Reader, translate

Mark = Literal["done", "now", "next", "failed"]

ENDED_WELL = frozenset({"traded", "settled"})
ENDED_BADLY = frozenset({"not traded", "void", "refused", "missed"})


@dataclass(frozen=True)
class Step:
    """One station of the way."""

    mark: Mark
    text: str


def order_now(snapshot: Snapshot) -> OrderLine | None:
    """Return this cycle's newest order; None: there is none."""
    return next((order for order in snapshot.orders if order.cycle == snapshot.market.cycle), None)


def way_of(order: OrderLine) -> tuple[Step, ...]:
    """Return the five stations: queued, sent, in a block, final, the outcome."""
    in_block = translate("way", "In a block")
    if order.block is not None:
        in_block = translate("way", "In block %1").replace("%1", str(order.block))
    names = (
        translate("way", "Queued"),
        translate("way", "Sent"),
        in_block,
        translate("way", "Final"),
        _outcome(order),
    )
    reached = _reached(order)
    failed = order.stage in ENDED_BADLY
    steps = []
    for place, name in enumerate(names):
        last = place == len(names) - 1
        if last and failed:
            mark: Mark = "failed"
        elif place < reached:
            mark = "done"
        else:
            mark = "now" if place == reached and not failed else "next"
        steps.append(Step(mark, name))
    return tuple(steps)


def _reached(order: OrderLine) -> int:
    """Return how many stations lie behind it."""
    match order.stage:
        case "queued":
            return 1
        case "sent":
            return 2 if order.block is None else 3
        case "final":
            return 4
        case stage if stage in ENDED_WELL:
            return 5
        case "refused" | "missed":
            return 2 if order.block is None else 3
        case _:
            return 4


def _outcome(order: OrderLine) -> str:
    match order.stage:
        case "traded" | "settled":
            return translate("way", "Traded")
        case "not traded":
            return translate("way", "Not traded")
        case "void":
            return translate("way", "Round void")
        case "refused":
            return translate("way", "Refused")
        case "missed":
            return translate("way", "Too late")
        case _:
            return translate("way", "Result")


def deed(order: OrderLine, currency: str, reader: Reader) -> str:
    """Return "Sells 0.31 kWh for at least 12.0 p"."""
    sells = order.side == "sell"
    sentence = (
        translate("way", "Sells %1 for at least %2")
        if sells
        else translate("way", "Buys %1 for at most %2")
    )
    limit = order.low_micro_per_kwh if sells else order.high_micro_per_kwh
    return sentence.replace("%1", texts.energy(order.energy_wh, reader)).replace(
        "%2", texts.short_price(limit, currency, reader)
    )


def way_words(order: OrderLine, currency: str, reader: Reader) -> tuple[str, str]:
    """Return what the order does, and where it is: "Final in block 18402"."""
    match order.stage:
        case "queued":
            where = translate("way", "Being signed")
        case "sent":
            where = translate("way", "Sent, in no block yet")
        case "final" if order.block is not None:
            where = translate("way", "Final in block %1").replace("%1", str(order.block))
        case "final":
            where = translate("way", "Final")
        case _:
            where = _outcome(order)
            where += f": {order.reason}" if order.reason else ""
    return deed(order, currency, reader), where
