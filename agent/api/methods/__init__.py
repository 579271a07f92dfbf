"""Every method of the local interface, in one table; its rows lie in one module per area.

The server answers from it, the command line makes its help from it, docs/api.md is written
from it (python -m agent.api.docs). Add a method to its area and nowhere else.
"""

from collections.abc import Mapping
from types import MappingProxyType

from agent.api.methods.acceptance import ACCEPTANCE
from agent.api.methods.devices import COMMISSIONING
from agent.api.methods.method import Method, WishAnswer
from agent.api.methods.pins import PINS
from agent.api.methods.reading import (
    LINES_AT_MOST,
    READING,
    HelloParams,
    HelloResult,
    ListParams,
    ShortListParams,
)
from agent.api.methods.storage import STORAGE
from agent.api.methods.trading import PLACE, WISH_EFFECTS, WISHES, PlaceOrder, wish_method
from agent.api.methods.views import VIEWS

__all__ = [
    "API_NUMBER",
    "LINES",
    "LINES_AT_MOST",
    "METHODS",
    "WISH_EFFECTS",
    "HelloParams",
    "HelloResult",
    "ListParams",
    "Method",
    "PlaceOrder",
    "ShortListParams",
    "WishAnswer",
    "wish_method",
]

API_NUMBER = 1
"""Grows when a client written for the old number would misunderstand the new one."""

LINES = 30
"""Lines of each list in a snapshot: with the longest lines still half of a message."""

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.name: method
        for method in (
            *READING,
            *VIEWS,
            PLACE,
            *WISHES,
            *PINS,
            *COMMISSIONING,
            *ACCEPTANCE,
            *STORAGE,
        )
    }
)
