"""Methods that trade: an order in one call, and the buttons of the flow one by one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from agent.api import wishes
from agent.api.methods.method import Method, WishAnswer
from agent.api.params import Amount, Distance, HighPrice, LowPrice, Params
from agent.api.permissions import Group
from agent.api.wishes import Wish


class PlaceOrder(Params, frozen=True):
    """A whole order in one call: the daemon goes through the flow R1 to R9 in its order."""

    side: Annotated[Literal["sell", "buy"], Meta(title="sell or buy", description="what to do")]
    low_micro_per_kwh: LowPrice
    high_micro_per_kwh: HighPrice
    energy_wh: Amount | None = None
    distance_m: Distance = 1_000
    repeat: Annotated[bool, Meta(description="renew the order every cycle")] = False


WISH_EFFECTS: Mapping[type[msgspec.Struct], str] = MappingProxyType(
    {
        wishes.Start: "Press Start: enable the program choice.",
        wishes.Reset: "Press Reset: forget every choice; orders already handed over stay.",
        wishes.ChooseProgram: "Opt in to trading, or out of it.",
        wishes.ChooseActivity: "Choose to sell, to buy or neither.",
        wishes.ChooseSettlement: "Choose who decides the amount, the household or the agent.",
        wishes.SetRange: "Set the range of prices.",
        wishes.SetDistance: "Prefer partners within this distance along the network.",
        wishes.SetAmount: "Set the amount of energy (manual settlement choice).",
        wishes.SetRepeat: "Renew the order every cycle, or stop doing so.",
        wishes.SetValues: "Press Set Values: check everything and place the order.",
        wishes.UpdateValues: "Press Update Values: check the corrected values again.",
    }
)


def wish_method(wish: type[msgspec.Struct]) -> str:
    """Return the method of a wish: `flow.` and its tag with `_` for `-`."""
    return "flow." + str(wish.__struct_config__.tag).replace("-", "_")


PLACE = Method(
    "order.place",
    PlaceOrder,
    Group.USER,
    "Place an order: every step of the flow in its order, as if pressed one after another.",
    WishAnswer,
)

WISHES = tuple(
    Method(wish_method(wish), wish, Group.USER, WISH_EFFECTS[wish], WishAnswer, wish)
    for wish in get_args(Wish)
)
