"""eth_subscribe over one WebSocket: new heads, as hints to come and ask."""

import asyncio
import itertools
from collections.abc import Mapping
from typing import Any

import msgspec

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.rpc_json import block_json
from drivers.simulated.devchain.rpc_params import Method, Params, RpcError, invalid
from drivers.simulated.devchain.view import View

MAX_SUBSCRIPTIONS = 32  # of one connection
MAX_WAITING = 256  # a listener that is so many heads behind misses the newest


class Subscriptions:
    """The subscriptions of one connection; `waiting` holds the notifications to send."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._numbers = itertools.count(1)
        self._wanted: set[str] = set()
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(MAX_WAITING)
        self.by_name: Mapping[str, Method] = {
            "eth_subscribe": self._subscribe,
            "eth_unsubscribe": self._unsubscribe,
        }

    def _subscribe(self, values: list[Any]) -> str:
        params = Params(values, 2)
        if params.value(0) != "newHeads":
            raise invalid("parameter 0: only newHeads can be subscribed to")
        if len(self._wanted) >= MAX_SUBSCRIPTIONS:
            raise RpcError(-32000, f"more than {MAX_SUBSCRIPTIONS} subscriptions")
        subscription = hex(next(self._numbers))
        self._wanted.add(subscription)
        return subscription

    def _unsubscribe(self, values: list[Any]) -> bool:
        subscription = Params(values, 1).value(0)
        known = isinstance(subscription, str) and subscription in self._wanted
        self._wanted.discard(str(subscription))
        return known

    def heard(self, block: Block) -> None:
        """Take note of a new block of the chain, unless the node keeps it to itself."""
        if not self._view.shows(block):
            return
        told = block_json(self._view.block(block.header.number) or block, full=False)
        head = {key: told[key] for key in told if key not in ("transactions", "uncles", "size")}
        for subscription in sorted(self._wanted):
            notification = {
                "jsonrpc": "2.0",
                "method": "eth_subscription",
                "params": {"subscription": subscription, "result": head},
            }
            if not self.waiting.full():
                self.waiting.put_nowait(msgspec.json.encode(notification))
