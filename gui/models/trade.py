"""The Trade page: what a finger sets, sent to the daemon one wish at a time.

A value being set is shown at once and sent at once; while one call is under way only the newest
value of each field waits, so holding a plus button never floods the daemon. What the daemon
refuses goes back to what it was.
"""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from agent.api.methods import WishAnswer
from agent.api.views import OrderPreview, PriceLine, StreetView
from gui.glance import Ask, Glance, Refusal
from gui.models import flag, in_qml, picture, put, text
from gui.models.answers import not_understood, read, why
from gui.models.trade_page import Asked, Draft, Said, Shown, Values, expected_wh, shown, values_of
from gui.models.trade_prices import DRAG_MICRO, STEP_MICRO, snapped, suggested, within
from gui.models.trade_street import nearest_homes

AMOUNT_STEP_WH = 50
DISTANCES_M = (50, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000)
USUAL_DISTANCE_M = 1_000
"""What the first press begins with, as order.place and order.preview do."""
DRAFT_FOR_MS = 3_000
"""How long a value is shown that was accepted but that the daemon does not show."""
ASK_AGAIN_MS = 60_000

DRAFTS = {
    "flow.range": ("low_micro", "high_micro"),
    "flow.amount": ("energy_wh",),
    "flow.distance": ("distance_m",),
}
"""The values of the draft that a call sets."""
TELLING = frozenset({"flow.set_values", "flow.update_values"})
"""Wishes whose answer says something worth reading."""


@dataclass(frozen=True)
class _Sent:
    """An accepted draft that the snapshot does not show yet."""

    at_ms: int
    revision: int


@in_qml
class TradeModel(QObject):
    """The page's values and buttons."""

    changed = Signal()
    steps_changed = Signal()
    prices_changed = Signal()
    street_changed = Signal()
    confirm_changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._ask = ask
        self._glance: Glance | None = None
        self._draft = Draft()
        self._asked = Asked()
        self._said = Said()
        self._wanted: dict[str, dict[str, Any]] = {}
        self._under_way = ""
        self._sent: dict[str, _Sent] = {}
        self._dragged_at_ms = 0
        self._previewed: tuple[dict[str, Any], int | None] | None = None
        self._previewing = False
        self._asked_at_ms: int | None = None
        self._asked_cycle: int | None = None

    # --- looking

    def look(self, glance: Glance) -> None:
        """Show the glance; ask for what it does not carry."""
        self._glance = glance
        if not glance.live:
            self._asked_at_ms = None
        self._settle_drafts(glance)
        self._ask_prices(glance)
        self._ask_preview(glance)
        self._show()

    def _show(self) -> None:
        if self._glance is not None:
            put(self, shown(self._glance, self._draft, self._asked, self._said))

    def _settle_drafts(self, glance: Glance) -> None:
        """Drop what the daemon shows by now, or has had the time to show."""
        snapshot = glance.snapshot
        if snapshot is None:
            return
        for method, sent in list(self._sent.items()):
            overtaken = snapshot.revision != sent.revision
            if overtaken or glance.now_ms - sent.at_ms > DRAFT_FOR_MS:
                self._forget_draft(method)
        if glance.now_ms - self._dragged_at_ms > DRAFT_FOR_MS:
            self._draft = replace(self._draft, drag_low_micro=None, drag_high_micro=None)

    def _forget_draft(self, method: str) -> None:
        self._sent.pop(method, None)
        if method not in self._wanted and self._under_way != method:
            nothing = dict.fromkeys(DRAFTS.get(method, ()))
            self._draft = replace(self._draft, **nothing)

    def _values(self) -> Values | None:
        snapshot = self._glance.snapshot if self._glance is not None else None
        return None if snapshot is None else values_of(snapshot.flow, self._draft)

    # --- asking

    def _ask_prices(self, glance: Glance) -> None:
        """Ask for the last prices once a cycle, for the map until this home is on it."""
        if not glance.live or glance.snapshot is None:
            return
        cycle = glance.snapshot.market.cycle
        asked_at = self._asked_at_ms
        fresh = asked_at is not None and 0 <= glance.now_ms - asked_at < ASK_AGAIN_MS
        if fresh and cycle == self._asked_cycle:
            return
        self._asked_at_ms, self._asked_cycle = glance.now_ms, cycle
        self._previewed = None  # terms and balance may be others now
        if glance.may("market.prices"):
            self._ask.call("market.prices", {"limit": 96}, self._prices_came)
        street = self._asked.street
        if (street is None or street.mine is None) and glance.may("street.map"):
            self._ask.call("street.map", {}, self._street_came)

    def _prices_came(self, result: Any) -> None:
        lines = read(result, tuple[PriceLine, ...])
        self._asked = replace(self._asked, prices=lines or ())
        self._show()

    def _street_came(self, result: Any) -> None:
        street = read(result, StreetView)
        if street is not None:
            self._asked = replace(self._asked, street=street, near=nearest_homes(street))
            self._show()

    def _ask_preview(self, glance: Glance) -> None:
        """Ask what an order of these values would bring, when they are others than last time."""
        wanted = self._preview_params()
        if wanted is None or glance.snapshot is None:
            self._previewed = None
            self._asked = replace(self._asked, preview=None)
            return
        question = (wanted, glance.snapshot.flow.energy_wh)  # another proposal is another question
        if question != self._previewed and not self._previewing and glance.may("order.preview"):
            self._previewed, self._previewing = question, True
            self._ask.call("order.preview", wanted, self._preview_came, self._no_preview)

    def _preview_params(self) -> dict[str, Any] | None:
        values = self._values()
        if values is None or values.side not in {"sell", "buy"} or values.low_micro is None:
            return None
        if values.high_micro is None or not 0 <= values.low_micro <= values.high_micro:
            return None
        params: dict[str, Any] = {
            "side": values.side,
            "low_micro_per_kwh": values.low_micro,
            "high_micro_per_kwh": values.high_micro,
        }
        if values.distance_m is not None:
            params["distance_m"] = values.distance_m
        if not values.automatic:
            if not values.energy_wh or values.energy_wh < 0:
                return None
            params["energy_wh"] = values.energy_wh
        return params

    def _preview_came(self, result: Any) -> None:
        self._previewing = False
        self._asked = replace(self._asked, preview=read(result, OrderPreview))
        if self._glance is not None:
            self._ask_preview(self._glance)
        self._show()

    def _no_preview(self, _refusal: Refusal) -> None:
        self._previewing = False
        self._asked = replace(self._asked, preview=None)
        self._show()

    # --- wishing

    def _wish(self, method: str, params: dict[str, Any] | None = None) -> None:
        """Send a wish, after the ones before it."""
        self._said = Said()
        self._sent.pop(method, None)
        self._wanted[method] = params or {}
        self._pump()
        self._show()

    def _pump(self) -> None:
        if self._under_way or not self._wanted:
            return
        method = next(iter(self._wanted))
        params = self._wanted.pop(method)
        self._under_way = method
        self._said = replace(self._said, busy=method.removeprefix("flow."))
        self._ask.call(method, params, self._answered, self._refused)

    def _answered(self, result: Any) -> None:
        answer = read(result, WishAnswer) or WishAnswer(False, (), not_understood())
        method, self._under_way = self._under_way, ""
        self._previewed = None  # what an order would bring may be another now
        if answer.accepted:
            told = answer.sentence if method in TELLING else ""
            self._said = Said(told)
        else:
            sentence = answer.sentence or " ".join(one.sentence for one in answer.problems)
            # problems of Set Values stay in the snapshot, beside their fields
            noted = method in TELLING and bool(answer.problems)
            self._said = Said() if noted else Said(sentence, bad=True)
        glance = self._glance
        if method in DRAFTS and answer.accepted and glance is not None and glance.snapshot:
            self._sent[method] = _Sent(glance.now_ms, glance.snapshot.revision)
            if self._shows_draft(method):
                self._forget_draft(method)
        else:
            self._forget_draft(method)
        self._pump()
        self._show()

    def _shows_draft(self, method: str) -> bool:
        """Return whether the snapshot already has the draft's values."""
        snapshot = self._glance.snapshot if self._glance is not None else None
        if snapshot is None:
            return False
        held = values_of(snapshot.flow, Draft())
        return all(
            getattr(self._draft, name) in {None, getattr(held, name)} for name in DRAFTS[method]
        )

    def _refused(self, refusal: Refusal) -> None:
        method, self._under_way = self._under_way, ""
        self._wanted.clear()
        self._said = Said(why(refusal) or refusal.sentence, bad=refusal.reason != "cancelled")
        self._draft, self._sent = Draft(), {}
        self._forget_draft(method)
        self._show()

    # --- the buttons and choices

    @Slot()
    def start(self) -> None:
        """Press Start."""
        self._wish("flow.start")

    @Slot()
    def reset(self) -> None:
        """Press Reset."""
        self._draft, self._sent = Draft(), {}
        self._wish("flow.reset")

    @Slot()
    def set_values(self) -> None:
        """Press Set Values, after the question was answered with yes."""
        self._wish("flow.set_values")

    @Slot()
    def update_values(self) -> None:
        """Press Update Values."""
        self._wish("flow.update_values")

    @Slot(str)
    def choose_program(self, key: str) -> None:
        """Opt in or out."""
        self._wish("flow.program", {"opt_in": key == "in"})

    @Slot(str)
    def choose_activity(self, key: str) -> None:
        """Sell, buy or neither."""
        self._wish("flow.activity", {"activity": key})

    @Slot(str)
    def choose_settlement(self, key: str) -> None:
        """Manual or automatic."""
        self._wish("flow.settlement", {"settlement": key})

    @Slot(bool)
    def choose_repeat(self, wanted: bool) -> None:
        """Repeat every round, or not."""
        self._wish("flow.repeat", {"repeat": wanted})

    # --- the values

    @Slot(int, int)
    def drag_range(self, low_step: int, high_step: int) -> None:
        """A handle is being moved: show it, send nothing yet."""
        low, high = self._dragged(low_step, high_step)
        if self._glance is not None:
            self._dragged_at_ms = self._glance.now_ms
        self._draft = replace(self._draft, drag_low_micro=low, drag_high_micro=high)
        self._show()

    @Slot(int, int)
    def drop_range(self, low_step: int, high_step: int) -> None:
        """A handle was let go: send it."""
        self._set_range(*self._dragged(low_step, high_step))

    def _dragged(self, low_step: int, high_step: int) -> tuple[int, int]:
        """Return the prices of two handles; the one that did not move keeps its fine value."""
        page = self.shown
        scale = page.scale
        low, high = scale.price_at(low_step), scale.price_at(high_step)
        if low_step != page.low_step:
            low = min(max(snapped(low, DRAG_MICRO), scale.bottom_micro), high)
        if high_step != page.high_step:
            high = max(min(snapped(high, DRAG_MICRO), scale.top_micro), low)
        return low, high

    @Slot(int)
    def nudge_low(self, steps: int) -> None:
        """Change the lowest price by so many fine steps."""
        low, high = self._range_or_guess(steps)
        self._set_range(min(self._within(low), high), high)

    @Slot(int)
    def nudge_high(self, steps: int) -> None:
        """Change the highest price by so many fine steps."""
        values = self._values()
        known = values is not None and values.high_micro is not None
        low, high = self._range_or_guess(0)
        self._set_range(low, max(self._within(high + (steps * STEP_MICRO if known else 0)), low))

    def _within(self, price_micro: int) -> int:
        snapshot = self._glance.snapshot if self._glance is not None else None
        return max(price_micro, 0) if snapshot is None else within(price_micro, snapshot.market)

    def _range_or_guess(self, steps: int) -> tuple[int, int]:
        values = self._values()
        if values is not None and values.low_micro is not None and values.high_micro is not None:
            return values.low_micro + steps * STEP_MICRO, values.high_micro
        snapshot = self._glance.snapshot if self._glance is not None else None
        return (0, 0) if snapshot is None else suggested(snapshot.market)

    def _set_range(self, low: int, high: int) -> None:
        self._draft = replace(
            self._draft, low_micro=low, high_micro=high, drag_low_micro=None, drag_high_micro=None
        )
        self._wish("flow.range", {"low_micro_per_kwh": low, "high_micro_per_kwh": high})
        self._preview_again()

    @Slot(int)
    def nudge_amount(self, steps: int) -> None:
        """Change the amount; the first press takes over what is expected."""
        values = self._values()
        snapshot = self._glance.snapshot if self._glance is not None else None
        if values is None or snapshot is None:
            return
        if values.energy_wh is None:
            expected = expected_wh(snapshot) or 0
            energy_wh = max(expected // AMOUNT_STEP_WH * AMOUNT_STEP_WH, AMOUNT_STEP_WH)
        else:
            energy_wh = _stepped(values.energy_wh, steps, AMOUNT_STEP_WH)
        self._draft = replace(self._draft, energy_wh=energy_wh)
        self._wish("flow.amount", {"energy_wh": energy_wh})
        self._preview_again()

    @Slot(int)
    def nudge_distance(self, steps: int) -> None:
        """Prefer partners nearer by or further away."""
        values = self._values()
        if values is None:
            return
        given = USUAL_DISTANCE_M if values.distance_m is None else values.distance_m
        wider = [metres for metres in DISTANCES_M if metres > given] or [DISTANCES_M[-1]]
        nearer = [metres for metres in DISTANCES_M if metres < given] or [DISTANCES_M[0]]
        distance_m = given if values.distance_m is None else wider[0] if steps > 0 else nearer[-1]
        self._draft = replace(self._draft, distance_m=distance_m)
        self._wish("flow.distance", {"distance_m": distance_m})
        self._preview_again()

    def _preview_again(self) -> None:
        if self._glance is not None:
            self._ask_preview(self._glance)

    @Slot(str, result=bool)
    def may(self, wish: str) -> bool:
        """Return whether a wish is enabled; bind to `enabled` instead where it may change."""
        return self.shown.may(wish)

    def _get_enabled(self) -> list[str]:
        return list(self.shown.enabled)

    enabled = Property(list, _get_enabled, notify=changed)
    faded = flag("faded", changed)
    program = text("program", changed)
    activity = text("activity", changed)
    settlement = text("settlement", changed)
    repeat = flag("repeat", changed)
    low = text("low", changed)
    high = text("high", changed)
    low_step = Property(int, lambda self: self.shown.low_step, notify=changed)
    high_step = Property(int, lambda self: self.shown.high_step, notify=changed)
    steps = Property(int, lambda self: self.shown.steps, notify=steps_changed)
    least_price = text("least_price", changed)
    most_price = text("most_price", changed)
    prices = picture("prices", prices_changed)
    prices_words = text("prices_words", changed)
    amount = text("amount", changed)
    amount_note = text("amount_note", changed)
    automatic = flag("automatic", changed)
    distance = text("distance", changed)
    distance_note = text("distance_note", changed)
    street = picture("street", street_changed)
    penalty = text("penalty", changed)
    range_problem = text("range_problem", changed)
    amount_problem = text("amount_problem", changed)
    distance_problem = text("distance_problem", changed)
    message = text("message", changed)
    message_detail = text("message_detail", changed)
    message_tone = text("message_tone", changed)
    round_title = text("round_title", changed)
    round_value = text("round_value", changed)
    busy = text("busy", changed)
    confirm_title = Property(str, lambda self: self.shown.confirm.title, notify=confirm_changed)
    confirm_effects = Property(
        list, lambda self: list(self.shown.confirm.effects), notify=confirm_changed
    )
    confirm_notes = Property(
        list, lambda self: list(self.shown.confirm.notes), notify=confirm_changed
    )
    confirm_warnings = Property(
        list, lambda self: list(self.shown.confirm.warnings), notify=confirm_changed
    )
    confirm_do = Property(str, lambda self: self.shown.confirm.do, notify=confirm_changed)


def _stepped(energy_wh: int, steps: int, step_wh: int) -> int:
    """Return the next whole step up or down; never below one step."""
    if steps > 0:
        return (energy_wh // step_wh + steps) * step_wh
    return max(-(-energy_wh // step_wh) + steps, 1) * step_wh
