"""A battery behind the auction: what it adds to an order, and when it covers a delivery.

Both theses name the combination as future work; the rules are ours. The battery never offers what
lies below its reserve, nor more than its power gives in one delivery interval; to cover a sale it
delivers only what is missing, and only while the interval lasts.
"""

import msgspec

WATCHED = 3
"""A third of the interval shows how the delivery goes; before that nothing is decided."""

STEPS = 15
"""A delivery interval is looked at so often: every minute of a quarter-hour."""


class Store(msgspec.Struct, frozen=True):
    """The battery as far as it matters here."""

    charge_wh: int
    reserve_wh: int
    power_w: int

    @property
    def free_wh(self) -> int:
        """What lies above the reserve."""
        return max(self.charge_wh - self.reserve_wh, 0)


class Delivery(msgspec.Struct, frozen=True):
    """One delivery interval of a sale, as it stands."""

    agreed_wh: int
    delivered_wh: int
    """Net export so far, at the settlement meter."""
    read_ms: int
    """When the meter said so."""
    from_ms: int
    to_ms: int
    nominal_ms: int
    """What the interval stands for; other than its length only in a market that runs faster."""
    given_wh: int = 0
    """Part of `delivered_wh`: what the battery was asked for. It goes on only if asked again."""


def backing_wh(store: Store, nominal_ms: int) -> int:
    """Return what the battery can add in one interval: above its reserve, within its power.

    Only for the part of the interval in which `cover_power_w` lets it deliver, less one step for
    the way: what is offered beyond that would be a promise nobody can keep, and a penalty.
    """
    able_ms = nominal_ms - -(-nominal_ms // WATCHED) - -(-nominal_ms // STEPS)
    return min(store.free_wh, store.power_w * able_ms // 3_600_000)


def achievable_wh(expected_surplus_wh: int, store: Store, nominal_ms: int) -> int:
    """Return what a home can sell: its expected surplus and what the battery adds.

    With an expected deficit the battery serves the home first.
    """
    return expected_surplus_wh + backing_wh(store, nominal_ms)


def cover_power_w(delivery: Delivery, store: Store, now_ms: int) -> int:
    """Return the power at which the battery delivers what would be missing; 0: nothing would be.

    What the home itself delivered so far is taken as what goes on at the same rate: where it then
    delivers no more than that, the sale is never exceeded, so the penalty (which over-delivery
    costs as well) is never larger than without the battery. Never above the battery's power, never
    more than lies above its reserve; rounded down to a watt.
    """
    length = delivery.to_ms - delivery.from_ms
    left_ms = delivery.to_ms - now_ms
    passed = delivery.read_ms - delivery.from_ms
    if passed * WATCHED < length or left_ms <= 0 or delivery.agreed_wh <= 0:
        return 0
    rest_ms = delivery.to_ms - delivery.read_ms
    own = delivery.delivered_wh - delivery.given_wh
    expected = delivery.delivered_wh + max(own, 0) * rest_ms // passed
    missing = min(delivery.agreed_wh - expected, store.free_wh)
    if missing <= 0:
        return 0
    left_nominal_ms = -(-left_ms * delivery.nominal_ms // length)
    return min(missing * 3_600_000 // left_nominal_ms, store.power_w)
