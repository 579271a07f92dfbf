"""What every method's parameters are made from."""

from typing import Annotated

import msgspec
from msgspec import Meta


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


LowPrice = Annotated[
    int, Meta(ge=0, le=10**12, description="lowest price, millionths of the currency per kWh")
]
HighPrice = Annotated[
    int, Meta(ge=0, le=10**12, description="highest price, millionths of the currency per kWh")
]
Amount = Annotated[int, Meta(ge=1, le=10**9, description="amount; none: the agent decides")]
Distance = Annotated[
    int, Meta(ge=0, le=10**6, description="partners within this distance are preferred")
]
