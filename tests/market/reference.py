"""The mechanism once more, slow and in exact fractions, straight from the thesis's rules.

It shares no code with agent.market but the order and the feeder's distance: prices in
currency, energy in kWh, distances in metres, every pair built and sorted.
"""

from fractions import Fraction

from agent.market.auction import MarketParameters
from agent.market.feeder import Feeder
from agent.market.order import Order, Side

MICRO = 1_000_000


def winners(  # noqa: PLR0912 - the cases as they are printed
    orders: list[Order], mechanism: str
) -> tuple[int, int, list[Order], list[Order], list[int]] | None:
    """Return (case, price in micro, sellers, buyers, sellers' Wh)."""
    s = sorted(
        (o for o in orders if o.side == Side.SELL), key=lambda o: (o.low_micro_per_kwh, o.id)
    )
    b = sorted(
        (o for o in orders if o.side == Side.BUY), key=lambda o: (-o.high_micro_per_kwh, o.id)
    )
    ps = [None, *(Fraction(o.low_micro_per_kwh) for o in s)]  # counted from 1, as printed
    pb = [None, *(Fraction(o.high_micro_per_kwh) for o in b)]

    def supply(n: int) -> int:
        return sum(o.energy_wh for o in s[:n])

    def demand(n: int) -> int:
        return sum(o.energy_wh for o in b[:n])

    x = y = 0
    for tried in range(1, len(b) + 1):
        enough = [n for n in range(1, len(s) + 1) if supply(n) >= demand(tried)]
        if not enough or pb[tried] < ps[enough[0]]:
            break
        x, y = tried, enough[0]
    x, y = min(x, len(b) - 1), min(y, len(s) - 1)
    if x < 1 or y < 1:
        return None
    mid = (ps[y + 1] + pb[x + 1]) / 2
    inside = ps[y] <= mid <= pb[x]
    if mechanism == "mcafee":
        case, n, m, price = (5, y, x, mid) if inside else (6, y - 1, x - 1, (ps[y] + pb[x]) / 2)
    elif inside and demand(x) <= supply(y):
        case, n, m, price = 1, y, x, mid
    elif inside:
        if x < 3:
            return None
        case, n, m, price = 2, y - 1, x - 2, (ps[y] + pb[x - 1]) / 2
    elif demand(x - 1) <= supply(y - 1):
        case, n, m, price = 3, y - 1, x - 1, (ps[y] + pb[x]) / 2
    else:
        case, n, m, price = 4, y, x - 1, (ps[y + 1] + pb[x]) / 2
    while m > 0 and demand(m) > supply(n):
        m -= 1
    if m < 1 or n < 1:
        return None
    whole = price.numerator // price.denominator
    whole = int(min(max(Fraction(whole), ps[n]), pb[m]))
    excess = supply(n) - demand(m)
    if mechanism == "mcafee":
        given = [o.energy_wh for o in s[:n]]
        given[-1] = max(0, given[-1] - excess)
    else:
        given = [
            max(0, o.energy_wh - excess // n - (1 if at < excess % n else 0))
            for at, o in enumerate(s[:n])
        ]
    return case, whole, s[:n], b[:m], given


def welfare_of(order: Order, energy_wh: int, price: Fraction, terms: MarketParameters) -> Fraction:
    w = terms.welfare
    a, b, c, omega, alpha = (Fraction(v, MICRO) for v in (w.a, w.b, w.c, w.omega, w.alpha))
    e = Fraction(energy_wh, 1000)
    if order.side == Side.SELL:
        return price * e - (a * e**2 + b * e + c)
    flat = alpha > 0 and e >= omega / (2 * alpha)
    utility = omega**2 / (2 * alpha) if flat else omega * e - alpha * e**2
    return utility - price * e


def pair_score(
    buyer: Order, seller: Order, welfare: Fraction, d: Fraction, charge: Fraction
) -> Fraction:
    price = Fraction(1)
    if buyer.high_micro_per_kwh >= seller.low_micro_per_kwh:
        price = Fraction(buyer.high_micro_per_kwh, MICRO) - d * charge
    m = welfare / 2
    if d <= buyer.distance_m and d <= seller.distance_m:
        return price * m
    if d <= buyer.distance_m:
        return price * (m + seller.distance_m / d) / 2
    if d <= seller.distance_m:
        return price * (m + buyer.distance_m / d) / 2
    return price * (m + buyer.distance_m / d + seller.distance_m / d) / 3


def trades(
    orders: list[Order], terms: MarketParameters, feeder: Feeder, mechanism: str
) -> list[tuple[int, int, int, int, int]]:
    """Return (buyer id, seller id, Wh, mm, charge of each) in the order of matching."""
    found = winners(orders, mechanism)
    if found is None:
        return []
    _, micro, sellers, buyers, given = found
    price = Fraction(micro, MICRO)
    charge = Fraction(terms.charge_micro_per_m, MICRO)
    supply = {o.id: wh for o, wh in zip(sellers, given, strict=True)}
    demand = {o.id: o.energy_wh for o in buyers}
    pairs = []
    for b in buyers:
        own = welfare_of(b, b.energy_wh, price, terms)
        for s in sellers:
            mm = feeder.distance_mm(b.vertex, s.vertex)
            both = own + welfare_of(s, supply[s.id], price, terms)
            value = pair_score(b, s, both, Fraction(mm, 1000), charge)
            pairs.append((-value, b.id, s.id, mm))
    done = []
    for _, b, s, mm in sorted(pairs):
        wh = min(demand[b], supply[s])
        if wh > 0:
            demand[b] -= wh
            supply[s] -= wh
            done.append((b, s, wh, mm, terms.charge_micro_per_m * mm // 2000))
    return done
