"""What the Trade page shows, as one pure function of the snapshot and of what is being set.

The daemon alone decides what may be pressed (`flow.enabled`), what is wrong (`flow.problems`) and
what an order would bring (`order.preview`); here it only becomes words.
"""

from dataclasses import dataclass, replace

from agent.api.sections import FlowSection, Problem, Snapshot
from agent.api.views import OrderPreview, PriceLine, StreetView
from agent.units import MM_PER_M
from gui import texts
from gui.charts.picture import Picture
from gui.glance import Glance
from gui.models.order_way import order_now, way_words
from gui.models.trade_prices import (
    USUAL_SCALE,
    Scale,
    prices_picture,
    prices_words,
    scale_for,
    suggested,
)
from gui.models.trade_sheet import EMPTY, Confirmation, confirmation, penalty_words
from gui.models.trade_street import street_picture
from gui.texts import NOTHING, translate


@dataclass(frozen=True)
class Draft:
    """What a finger has set and the daemon has not confirmed yet; None: as the daemon says."""

    low_micro: int | None = None
    high_micro: int | None = None
    drag_low_micro: int | None = None
    """While a handle is held: shown as text, sent when it is let go."""
    drag_high_micro: int | None = None
    energy_wh: int | None = None
    distance_m: int | None = None


@dataclass(frozen=True)
class Asked:
    """What the daemon answered beyond the snapshot."""

    preview: OrderPreview | None = None
    prices: tuple[PriceLine, ...] = ()
    street: StreetView | None = None
    near: tuple[int, ...] = ()
    """Homes of the street, nearest first."""


@dataclass(frozen=True)
class Said:
    """What came of the last press, until the next one."""

    sentence: str = ""
    bad: bool = False
    busy: str = ""
    """The button whose answer is awaited."""


@dataclass(frozen=True)
class Shown:
    """Everything the page shows."""

    faded: bool = True
    enabled: tuple[str, ...] = ()
    program: str = ""
    activity: str = ""
    settlement: str = ""
    repeat: bool = False
    low: str = NOTHING
    high: str = NOTHING
    low_step: int = 0
    high_step: int = 300
    steps: int = 300
    scale: Scale = USUAL_SCALE
    least_price: str = ""
    most_price: str = ""
    prices: Picture | None = None
    prices_words: str = ""
    amount: str = NOTHING
    amount_note: str = ""
    automatic: bool = False
    distance: str = NOTHING
    distance_note: str = ""
    street: Picture | None = None
    penalty: str = ""
    range_problem: str = ""
    amount_problem: str = ""
    distance_problem: str = ""
    message: str = ""
    message_detail: str = ""
    message_tone: str = ""
    """fault, good, or empty."""
    round_title: str = ""
    round_value: str = NOTHING
    busy: str = ""
    confirm: Confirmation = EMPTY

    def may(self, wish: str) -> bool:
        """Return whether a wish is enabled."""
        return wish in self.enabled


@dataclass(frozen=True)
class Values:
    """The values as they stand on the screen: the draft over what the daemon holds."""

    side: str
    low_micro: int | None
    high_micro: int | None
    energy_wh: int | None
    distance_m: int | None
    automatic: bool


def values_of(flow: FlowSection, draft: Draft) -> Values:
    """Return the values as the screen shows them."""
    automatic = flow.settlement == "automatic"
    return Values(
        side=flow.activity,
        low_micro=flow.low_micro_per_kwh if draft.low_micro is None else draft.low_micro,
        high_micro=flow.high_micro_per_kwh if draft.high_micro is None else draft.high_micro,
        energy_wh=flow.energy_wh if automatic or draft.energy_wh is None else draft.energy_wh,
        distance_m=flow.distance_m if draft.distance_m is None else draft.distance_m,
        automatic=automatic,
    )


def shown(glance: Glance, draft: Draft, asked: Asked, said: Said) -> Shown:
    """Return the whole page."""
    snapshot = glance.snapshot
    if snapshot is None:
        return Shown()
    flow = snapshot.flow
    values = values_of(flow, draft)
    page = Shown(
        faded=not glance.live,
        enabled=flow.enabled if glance.live else (),
        program=("in" if flow.opted_in else "out") if flow.started else "",
        activity=flow.activity if flow.opted_in else "",
        settlement=flow.settlement,
        repeat=flow.repeat,
        busy=said.busy,
        automatic=values.automatic,
        confirm=confirmation(snapshot, glance, values, asked.preview),
    )
    page = _with_prices(page, snapshot, glance, draft, values, asked)
    page = _with_amount(page, snapshot, glance, values)
    page = _with_distance(page, glance, values, asked)
    page = _with_problems(page, flow.problems)
    page = replace(
        page, penalty=penalty_words(asked.preview, flow.activity, snapshot.currency, glance.reader)
    )
    return _with_message(_with_round(page, snapshot, glance), snapshot, glance, said)


def _with_prices(
    page: Shown, snapshot: Snapshot, glance: Glance, draft: Draft, values: Values, asked: Asked
) -> Shown:
    currency, reader = snapshot.currency, glance.reader
    low = values.low_micro if draft.drag_low_micro is None else draft.drag_low_micro
    high = values.high_micro if draft.drag_high_micro is None else draft.drag_high_micro
    most = max((line.price_micro_per_kwh or 0 for line in asked.prices), default=None)
    scale = scale_for(snapshot.market, values.low_micro, values.high_micro, most)
    guess = suggested(snapshot.market)
    at_low = guess[0] if values.low_micro is None else values.low_micro
    at_high = guess[1] if values.high_micro is None else values.high_micro
    return replace(
        page,
        low=NOTHING if low is None else texts.short_price(low, currency, reader),
        high=NOTHING if high is None else texts.short_price(high, currency, reader),
        scale=scale,
        low_step=scale.step_of(at_low),
        high_step=scale.step_of(at_high),
        steps=scale.steps,
        least_price=texts.short_price(scale.bottom_micro, currency, reader)
        if scale.bottom_micro
        else texts.number(0, 1, 0, reader),
        most_price=texts.short_price(scale.top_micro, currency, reader),
        prices=prices_picture(asked.prices, scale),
        prices_words=prices_words(asked.prices, currency, reader),
    )


def _with_amount(page: Shown, snapshot: Snapshot, glance: Glance, values: Values) -> Shown:
    if snapshot.flow.activity not in {"sell", "buy"}:
        return page
    expected = expected_wh(snapshot)
    note = translate("trade", "No forecast yet")
    if expected is not None:
        word = (
            translate("trade", "Left over: about %1")
            if values.side == "sell"
            else translate("trade", "Missing: about %1")
        )
        note = word.replace("%1", texts.energy(max(expected, 0), glance.reader))
    if values.automatic:
        note = translate("trade", "The agent decides")
    if values.energy_wh is None:
        return replace(page, amount_note=note)
    amount = texts.energy(values.energy_wh, glance.reader)
    if values.automatic:
        amount = translate("trade", "about %1").replace("%1", amount)
    return replace(page, amount=amount, amount_note=note)


def expected_wh(snapshot: Snapshot) -> int | None:
    """Return what is forecast to be left over (selling) or missing (buying); None: unknown."""
    surplus = snapshot.home.expected_surplus_wh
    if surplus is None:
        return None
    return surplus if snapshot.flow.activity == "sell" else -surplus


def _with_distance(page: Shown, glance: Glance, values: Values, asked: Asked) -> Shown:
    within = asked.preview.homes_within if asked.preview is not None else None
    note = ""
    if within is not None and values.distance_m is not None:
        note = (
            translate("trade", "Preferably within (1 home)")
            if within == 1
            else translate("trade", "Preferably within (%1 homes)").replace("%1", str(within))
        )
    where = translate("trade", "anywhere")
    if values.distance_m is not None:
        where = texts.distance(values.distance_m * MM_PER_M, glance.reader)
    picture = None
    if asked.street is not None:
        picture = street_picture(asked.street, asked.near, within)
    return replace(page, distance=where, distance_note=note, street=picture)


FIELDS = {
    "low_micro_per_kwh": "range",
    "high_micro_per_kwh": "range",
    "energy_wh": "amount",
    "distance_m": "distance",
}


def _with_problems(page: Shown, problems: tuple[Problem, ...]) -> Shown:
    """Put each problem beside its field; those of no field are in the message."""

    def beside(place: str) -> str:
        found = [one.sentence for one in problems if FIELDS.get(one.field) == place]
        return " ".join(found)

    return replace(
        page,
        range_problem=beside("range"),
        amount_problem=beside("amount"),
        distance_problem=beside("distance"),
    )


def _with_round(page: Shown, snapshot: Snapshot, glance: Glance) -> Shown:
    market, flow = snapshot.market, snapshot.flow
    if market.phase is None or not glance.live:
        return replace(page, round_title=translate("trade", "Next round"))
    if market.phase == "quotation" and flow.window_opens_at_ms is None:
        title, at_ms = translate("trade", "Round closes in"), market.phase_ends_at_ms
    else:
        title = translate("trade", "Next round in")
        at_ms = flow.window_opens_at_ms or market.cycle_ends_at_ms
    left = NOTHING if at_ms is None else texts.countdown(at_ms - glance.now_ms)
    return replace(page, round_title=title, round_value=left)


def _with_message(page: Shown, snapshot: Snapshot, glance: Glance, said: Said) -> Shown:
    """Say the one thing that matters most now; the Information page says everything."""
    flow = snapshot.flow
    elsewhere = [one.sentence for one in flow.problems if one.field not in FIELDS]
    if not glance.live:
        return replace(page, message=translate("trade", "The agent does not answer."))
    if said.bad:
        return replace(page, message=said.sentence, message_tone="fault")
    if flow.problems:
        count = len(flow.problems)
        title = (
            translate("trade", "One thing has to be corrected")
            if count == 1
            else translate("trade", "%1 things have to be corrected").replace("%1", str(count))
        )
        detail = " ".join(elsewhere) or translate("trade", "Then press Update Values.")
        if count == 1:
            detail = flow.problems[0].sentence
        return replace(page, message=title, message_detail=detail, message_tone="fault")
    if flow.activity == "sell" and "settlement" not in flow.enabled:
        return replace(
            page,
            message=translate("trade", "Selling needs a surplus."),
            message_detail=snapshot.home.reason,
            message_tone="wait",
        )
    if flow.stage == "waiting":
        return _waiting(page, snapshot, said)
    if flow.stage == "active" and (order := order_now(snapshot)) is not None:
        title, detail = way_words(order, snapshot.currency, glance.reader)
        if "set-values" in flow.enabled and flow.window_opens_at_ms is None:
            detail += " · " + translate("trade", "Set Values replaces it")
        return replace(page, message=title, message_detail=detail, message_tone="good")
    return replace(page, message=said.sentence or guide(flow))


def _waiting(page: Shown, snapshot: Snapshot, said: Said) -> Shown:
    paused = next(
        (line for line in snapshot.flow.information if line.startswith(("Paused:", "It would"))), ""
    )
    title = translate("trade", "Waiting for the next round, %1")
    return replace(
        page,
        message=title.replace("%1", page.round_value),
        message_detail=paused or said.sentence,
        message_tone="wait" if paused else "good",
    )


def guide(flow: FlowSection) -> str:
    """Return what to do next."""
    enabled = frozenset(flow.enabled)
    if not flow.started:
        return translate("trade", "Press Start to begin.")
    if not flow.opted_in:
        return translate("trade", "Opt in to take part in trading.")
    if flow.activity not in {"sell", "buy"}:
        return translate("trade", "Choose whether to sell or to buy.")
    if flow.settlement == "":
        return translate("trade", "Choose who decides the amount: you or the agent.")
    if flow.low_micro_per_kwh is None:
        return translate("trade", "Set the range of prices.")
    if flow.energy_wh is None and flow.settlement == "manual":
        return translate("trade", "Set the amount.")
    if "set-values" in enabled:
        return translate("trade", "Everything is chosen. Press Set Values.")
    return translate("trade", "Nothing more to do here.")
