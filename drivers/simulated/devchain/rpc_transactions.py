"""Transactions and receipts: by hash, by place, as JSON and as the bytes that the roots cover."""

from collections.abc import Mapping
from typing import Any

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.execution import TransactionRefusedError
from drivers.simulated.devchain.rpc_json import (
    Json,
    executed_json,
    hex_data,
    receipt_json,
    waiting_json,
)
from drivers.simulated.devchain.rpc_params import Method, Params, RpcError
from drivers.simulated.devchain.rpc_which import Which
from drivers.simulated.devchain.view import View


class TransactionMethods:
    """The methods about transactions over one view."""

    def __init__(self, view: View, which: Which) -> None:
        self._view = view
        self._which = which
        self.by_name: Mapping[str, Method] = {
            "eth_sendRawTransaction": self._send_raw,
            "eth_getTransactionByHash": self._by_hash,
            "eth_getTransactionByBlockNumberAndIndex": self._by_number_and_index,
            "eth_getTransactionByBlockHashAndIndex": self._by_hash_and_index,
            "eth_getTransactionReceipt": self._receipt,
            "eth_getBlockReceipts": self._block_receipts,
            "eth_getBlockTransactionCountByNumber": self._count_by_number,
            "eth_getBlockTransactionCountByHash": self._count_by_hash,
            "debug_getRawReceipts": self._raw_receipts,
            "debug_getRawTransaction": self._raw,
        }

    def _send_raw(self, values: list[Any]) -> str:
        try:
            return hex_data(self._view.submit(Params(values, 1).data(0)))
        except TransactionRefusedError as refused:
            raise RpcError(refused.code, str(refused)) from refused

    def _by_hash(self, values: list[Any]) -> Json | None:
        digest = Params(values, 1).hash(0)
        found = self._view.executed(digest)
        if found is not None:
            return executed_json(*found)
        waiting = self._view.chain.mempool.get(digest)
        return None if waiting is None else waiting_json(waiting)

    def _by_number_and_index(self, values: list[Any]) -> Json | None:
        params = Params(values, 2)
        return _at(self._which.block(params.value(0)), params.quantity(1))

    def _by_hash_and_index(self, values: list[Any]) -> Json | None:
        params = Params(values, 2)
        return _at(self._view.block_by_hash(params.hash(0)), params.quantity(1))

    def _receipt(self, values: list[Any]) -> Json | None:
        found = self._view.executed(Params(values, 1).hash(0))
        return None if found is None else receipt_json(*found)

    def _block_receipts(self, values: list[Any]) -> list[Json] | None:
        value = Params(values, 1).value(0)
        # geth and Besu take a hash here as well as a height.
        if isinstance(value, str) and len(value) == 66:
            block = self._view.block_by_hash(Params(values, 1).hash(0))
        else:
            block = self._which.block(value)
        if block is None:
            return None
        return [receipt_json(block, index) for index in range(len(block.transactions))]

    def _count_by_number(self, values: list[Any]) -> str | None:
        block = self._which.block(Params(values, 1).value(0))
        return None if block is None else hex(len(block.transactions))

    def _count_by_hash(self, values: list[Any]) -> str | None:
        block = self._view.block_by_hash(Params(values, 1).hash(0))
        return None if block is None else hex(len(block.transactions))

    def _raw_receipts(self, values: list[Any]) -> list[str]:
        block = self._which.existing(Params(values, 1).value(0))
        return [hex_data(executed.receipt()) for executed in block.transactions]

    def _raw(self, values: list[Any]) -> str:
        """Return the signed bytes, of a waiting transaction too; 0x when unknown, as geth does."""
        digest = Params(values, 1).hash(0)
        found = self._view.executed(digest)
        if found is not None:
            block, index = found
            return hex_data(block.transactions[index].raw)
        waiting = self._view.chain.mempool.get(digest)
        return "0x" if waiting is None else hex_data(waiting.raw)


def _at(block: Block | None, index: int) -> Json | None:
    if block is None or index >= len(block.transactions):
        return None
    return executed_json(block, index)
