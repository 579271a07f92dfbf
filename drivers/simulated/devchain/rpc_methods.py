"""The JSON-RPC methods of the development chain, each from its parameters to its result."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from eth_utils.crypto import keccak

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.chain import CALL_GAS_CAP, DevChain
from drivers.simulated.devchain.execution import CallRequest, CallResult
from drivers.simulated.devchain.header import next_base_fee_wei
from drivers.simulated.devchain.rpc_consensus import ConsensusMethods
from drivers.simulated.devchain.rpc_json import (
    Json,
    block_json,
    hex_data,
    proof_json,
)
from drivers.simulated.devchain.rpc_logs import find_logs
from drivers.simulated.devchain.rpc_params import (
    SERVER_ERROR,
    Method,
    Params,
    RpcError,
    address,
    data,
    invalid,
    quantity,
    table,
)
from drivers.simulated.devchain.rpc_transactions import TransactionMethods
from drivers.simulated.devchain.rpc_which import Which
from drivers.simulated.devchain.view import View

CLIENT_VERSION = "gridhearth-devchain/1"
SUGGESTED_TIP_WEI = 1
MAX_PROOF_KEYS = 1024  # as in geth
MAX_FEE_HISTORY_BLOCKS = 1024
REVERTED = 3  # geth's number for a call that reverted; web3.py expects the reason in `data`
ERROR_STRING_SELECTOR = bytes.fromhex("08c379a0")  # Error(string)
HEAVY = frozenset({"eth_call", "eth_estimateGas"})  # run for seconds: not in the sealing thread

Result = TypeVar("Result")


class Methods:
    """The methods over one view of a chain; `by_name` is what the dispatcher calls."""

    def __init__(self, chain: DevChain, view: View | None = None) -> None:
        self._chain = chain
        self._view = view or View(chain)
        self._which = Which(self._view)
        self.by_name: Mapping[str, Method] = {
            "web3_clientVersion": lambda _: CLIENT_VERSION,
            "web3_sha3": lambda values: hex_data(keccak(Params(values, 1).data(0))),
            "net_version": lambda _: str(chain.chain_id),
            "net_listening": lambda _: True,
            "net_peerCount": lambda _: "0x0",
            "eth_chainId": lambda _: hex(chain.chain_id),
            "eth_syncing": lambda _: False,
            "eth_accounts": lambda _: [],
            "eth_blockNumber": lambda _: hex(self._view.head.header.number),
            "eth_gasPrice": lambda _: hex(self._next_base_fee_wei() + SUGGESTED_TIP_WEI),
            "eth_maxPriorityFeePerGas": lambda _: hex(SUGGESTED_TIP_WEI),
            "eth_feeHistory": self._fee_history,
            "eth_getBlockByNumber": self._block_by_number,
            "eth_getBlockByHash": self._block_by_hash,
            "eth_getBalance": self._balance,
            "eth_getCode": self._code,
            "eth_getStorageAt": self._storage_at,
            "eth_getTransactionCount": self._transaction_count,
            "eth_getProof": self._proof,
            "eth_getLogs": self._logs,
            "eth_call": self._call,
            "eth_estimateGas": self._estimate_gas,
            "debug_getRawHeader": self._raw_header,
            **TransactionMethods(self._view, self._which).by_name,
            **ConsensusMethods(self._view, self._which).by_name,
        }

    # Blocks

    def _block_by_number(self, values: list[Any]) -> Json | None:
        params = Params(values, 2)
        block = self._which.block(params.value(0))
        return None if block is None else block_json(block, full=params.flag(1))

    def _block_by_hash(self, values: list[Any]) -> Json | None:
        params = Params(values, 2)
        block = self._view.block_by_hash(params.hash(0))
        return None if block is None else block_json(block, full=params.flag(1))

    def _raw_header(self, values: list[Any]) -> str:
        return hex_data(self._which.existing(Params(values, 1).value(0)).header.encoded())

    def _logs(self, values: list[Any]) -> list[Json]:
        wanted = table(Params(values, 1).value(0), "filter")
        return find_logs(self._view, wanted, self._which.number)

    # State

    def _balance(self, values: list[Any]) -> str:
        params = Params(values, 2)
        number = self._which.with_state(params.value(1))
        return hex(self._chain.account(params.address(0), number).balance_wei)

    def _code(self, values: list[Any]) -> str:
        params = Params(values, 2)
        return hex_data(
            self._chain.code(params.address(0), self._which.with_state(params.value(1)))
        )

    def _storage_at(self, values: list[Any]) -> str:
        params = Params(values, 3)
        number = self._which.with_state(params.value(2))
        word = self._chain.storage_word(params.address(0), params.quantity(1), number)
        return hex_data(word.to_bytes(32, "big"))

    def _transaction_count(self, values: list[Any]) -> str:
        params = Params(values, 2)
        if params.value(1) == "pending":
            return hex(self._chain.mempool.next_nonce(params.address(0)))
        return hex(
            self._chain.account(params.address(0), self._which.with_state(params.value(1))).nonce
        )

    def _proof(self, values: list[Any]) -> Json:
        params = Params(values, 3)
        keys = params.value(1)
        if not isinstance(keys, list) or len(keys) > MAX_PROOF_KEYS:
            raise invalid(f"parameter 1: not a list of at most {MAX_PROOF_KEYS} storage keys")
        slots = [quantity(key, f"storage key {index}") for index, key in enumerate(keys)]
        number = self._which.with_state(params.value(2))
        return proof_json(params.address(0), self._chain.proof(params.address(0), slots, number))

    # Calls

    def _call(self, values: list[Any]) -> str:
        params = Params(values, 2)
        result = self._calling(self._chain.call, params)
        if result.error is not None:
            raise _call_error(result)
        return hex_data(result.output)

    def _estimate_gas(self, values: list[Any]) -> str:
        estimate = self._calling(self._chain.estimate_gas, Params(values, 2))
        if isinstance(estimate, CallResult):
            raise _call_error(estimate)
        return hex(estimate)

    def _calling(self, function: Callable[[CallRequest, int], Result], params: Params) -> Result:
        try:
            return function(_call_request(params.value(0)), self._which.with_state(params.value(1)))
        except ValueError as refused:
            raise RpcError(SERVER_ERROR, str(refused)) from refused

    # Fees

    def _next_base_fee_wei(self) -> int:
        return next_base_fee_wei(self._view.head.header)

    def _fee_history(self, values: list[Any]) -> Json:
        params = Params(values, 3)
        count = params.value(0)
        count = count if type(count) is int else params.quantity(0)
        if not 1 <= count <= MAX_FEE_HISTORY_BLOCKS:
            raise invalid(f"parameter 0: not from 1 to {MAX_FEE_HISTORY_BLOCKS}")
        newest = self._which.number(params.value(1))
        percentiles = _percentiles(params.value(2))
        numbers = range(max(0, newest - count + 1), newest + 1)
        blocks = [block for block in map(self._view.block, numbers) if block is not None]
        if not blocks:
            raise RpcError(SERVER_ERROR, f"block {newest} is not kept")
        headers = [block.header for block in blocks]
        answer: Json = {
            "oldestBlock": hex(headers[0].number),
            "baseFeePerGas": [hex(header.base_fee_wei) for header in headers]
            + [hex(next_base_fee_wei(headers[-1]))],
            "gasUsedRatio": [header.gas_used / header.gas_limit for header in headers],
        }
        if percentiles:
            answer["reward"] = [_rewards(block, percentiles) for block in blocks]
        return answer


def _call_request(value: Any) -> CallRequest:
    call = table(value, "call")
    to = call.get("to")
    gas = call.get("gas")
    return CallRequest(
        sender=address(call.get("from", "0x" + "00" * 20), "from"),
        to=None if to is None else address(to, "to"),
        data=data(call.get("input", call.get("data", "0x")), "input"),
        value_wei=quantity(call.get("value", "0x0"), "value"),
        gas_limit=CALL_GAS_CAP if gas is None else min(quantity(gas, "gas"), CALL_GAS_CAP),
    )


def _call_error(result: CallResult) -> RpcError:
    if not result.reverted:
        return RpcError(SERVER_ERROR, f"execution failed: {result.error}")
    reason = _revert_reason(result.output)
    message = f"execution reverted: {reason}" if reason else "execution reverted"
    return RpcError(REVERTED, message, hex_data(result.output))


def _revert_reason(output: bytes) -> str:
    if not output.startswith(ERROR_STRING_SELECTOR) or len(output) < 68:
        return ""
    length = int.from_bytes(output[36:68], "big")
    return output[68 : 68 + length].decode("utf-8", "replace")


def _percentiles(value: Any) -> list[float]:
    if value is None:
        return []
    if isinstance(value, list) and all(type(part) in (int, float) for part in value):
        percentiles = [float(part) for part in value]
        if percentiles == sorted(percentiles) and all(0 <= part <= 100 for part in percentiles):
            return percentiles
    raise invalid("parameter 2: not ascending percentiles from 0 to 100")


def _rewards(block: Block, percentiles: list[float]) -> list[str]:
    """Return the tip at each percentile of the block's gas, as in geth's fee history."""
    base_fee_wei = block.header.base_fee_wei
    tips = sorted(
        (executed.gas_price_wei - base_fee_wei, executed.gas_used)
        for executed in block.transactions
    )
    rewards = []
    for percentile in percentiles:
        threshold, reached, reward = block.header.gas_used * percentile / 100, 0, 0
        for tip_wei, gas_used in tips:
            reached, reward = reached + gas_used, tip_wei
            if reached >= threshold:
                break
        rewards.append(hex(reward))
    return rewards
