"""The thesis's worked example (6.3-6.5), to the last digit, on the plain program."""

from agent.storage import rules
from agent.storage.book import best_first
from agent.storage.reference import StorageMarket
from agent.storage.refusals import Refusal
from tests.storage.example import Example, Step, load, only

DAY_S = 1_800_000_000


def held(market: StorageMarket, example: Example, step: Step) -> dict[str, object]:
    """Return what the model holds, of what the step names."""
    names = {address: letter for letter, address in example.addresses.items()}
    totals = market.totals
    units = {
        names[address]: {
            "energy_wh": unit.energy_wh,
            "available_wh": unit.available_wh,
        }
        for address, unit in market.units.items()
    }
    everything: dict[str, object] = {
        "voters": len(market.voters),
        "banker": names.get(market.banker),
        "energy_wh": totals.energy_wh,
        "ent": str(totals.ent),
        "cost": str(totals.cost),
        "missing": str(totals.missing),
        "euro": str(market.euro_total),
        "sessions": [
            {
                "unit": names[one.unit],
                "consumer": names[one.consumer],
                "energy_wh": one.energy_wh,
                "locked": str(one.locked),
            }
            for one in market.sessions.values()
        ],
        "orders": [
            {
                "user": names[order.user],
                "is_buy": order.is_buy,
                "price": str(order.price),
                "quantity": str(order.quantity),
            }
            for is_buy in (False, True)
            for order in best_first(market.orders, is_buy=is_buy)
        ],
    }
    for kind, free, locked in (
        ("ent_of", market.ent, market.ent_locked),
        ("euro_of", market.euro, market.euro_locked),
    ):
        everything[kind] = {
            letter: {"available": str(free[address]), "locked": str(locked[address])}
            for letter, address in example.addresses.items()
        }
    everything["units"] = units
    return {name: only(everything[name], step.expected[name]) for name in step.expected}


def test_every_step_of_the_thesis_comes_out_to_the_last_digit() -> None:
    example = load()
    market = StorageMarket({example.addresses[example.deployer]})
    market.now_s = DAY_S
    for step in example.steps:
        refusal = market.do(example.addresses[step.caller], step.call, *example.arguments(step))
        assert refusal is Refusal.NONE, step.text
        assert held(market, example, step) == step.expected, step.text


def test_the_previews_give_the_thesis_figures() -> None:
    parameters = rules.Parameters()
    lost = rules.Totals(7_000, 8 * 10**18, 5 * 10**16)
    assert lost.missing * 1_000 / rules.burn_cost(lost, parameters) == 20_000
    assert rules.minted(lost, parameters, 10_000) == 95 * 10**17
    assert rules.session_energy_wh(lost, parameters, 735 * 10**16) == 7_000
    assert rules.session_ent(lost, parameters, 7_000) == 735 * 10**16
