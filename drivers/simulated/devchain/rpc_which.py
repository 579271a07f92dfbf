"""Which block a parameter stands for: a height, a tag, or an EIP-1898 object."""

from typing import Any

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import StateUnavailableError
from drivers.simulated.devchain.rpc_params import SERVER_ERROR, RpcError, quantity, sized
from drivers.simulated.devchain.view import View

NOT_FINALISED = -39001  # geth's number for a tag that stands for no block


class Which:
    """Reads block parameters as one node sees the chain."""

    def __init__(self, view: View) -> None:
        self._view = view

    def number(self, value: Any) -> int:
        """Return the height, which may be above the head; RpcError."""
        if value in ("finalized", "safe") and self._view.chain.engine.heaviest_wins:
            raise RpcError(NOT_FINALISED, f"{value} block not found: Clique finalises nothing")
        if value in (None, "latest", "pending", "finalized", "safe"):
            return self._view.head.header.number
        if value == "earliest":
            return 0
        if isinstance(value, dict):
            if "blockHash" in value:
                block = self._view.block_by_hash(sized(value["blockHash"], 32, "blockHash"))
                if block is None:
                    raise RpcError(SERVER_ERROR, "Block not found")
                return block.header.number
            value = value.get("blockNumber")
        return quantity(value, "block")

    def with_state(self, value: Any) -> int:
        """Return the height; StateUnavailableError when the node does not show it (yet)."""
        number = self.number(value)
        if number > self._view.head.header.number:
            raise StateUnavailableError(f"state of block {number} is not kept")
        return number

    def block(self, value: Any) -> Block | None:
        """Return the block, or None where there is none (yet)."""
        try:
            return self._view.block(self.number(value))
        except RpcError as refused:
            if refused.code == NOT_FINALISED:
                return None
            raise

    def existing(self, value: Any) -> Block:
        block = self._view.block(self.number(value))
        if block is None:
            raise RpcError(SERVER_ERROR, "Block not found")
        return block
