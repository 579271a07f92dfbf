"""web3.py over the light client: ordinary contract code that believes no node.

    w3 = verified_web3(client)                       # an AsyncWeb3
    receipt = await w3.eth.get_transaction_receipt(name)
    logs = await w3.eth.contract(address, abi=abi).events.Settled.get_logs(from_block=1)

Answered from proofs: chain id (pinned), block number (the verified head's), balance, nonce, code,
storage, proof, blocks, transactions, receipts, logs (complete). `latest`, `pending`, `safe` and
`finalized` all mean the newest verified head. A raw transaction goes to every node.

Everything else is refused with the reason, above all what a node could only be believed about:
eth_call and eth_estimateGas (read storage instead, choose the gas yourself), eth_gasPrice,
eth_feeHistory and eth_maxPriorityFeePerGas. So `send_transaction` cannot sign a number a node
chose: the nonce is proven, the chain id pinned, and without `gas`, `maxFeePerGas` and
`maxPriorityFeePerGas` given by the caller it is refused.

Importing this module imports web3 (a second, 60 MB): only commands that need it do.
"""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from web3 import AsyncWeb3
from web3.exceptions import MethodNotSupported, Web3Exception
from web3.middleware import ExtraDataToPOAMiddleware
from web3.providers.async_base import AsyncJSONBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from agent.hashing import keccak256
from agent.ledger.hexadecimal import HexError, read_address, read_data, read_quantity
from agent.ledger.logs import FilterError, LinkedBlock, read_filter
from agent.ledger.verify import (
    ABSENT_ACCOUNT,
    EMPTY_CODE_HASH,
    VerifiedAccount,
    VerifiedHead,
    head_of_linked,
)
from agent.ports import ChainError, ChainHalted
from drivers.chain_rpc import ChainClient
from drivers.chain_web3_json import (
    block_json,
    data,
    log_json,
    proof_json,
    receipt_json,
    transaction_json,
)

NEWEST = ("latest", "pending", "safe", "finalized")
MOST_SLOTS = 1_024  # of one eth_getProof, as in geth
WHY_REFUSED = {
    "eth_call": "its result cannot be proven; read the contract's storage",
    "eth_estimateGas": "its result cannot be proven; give the gas",
    "eth_createAccessList": "its result cannot be proven",
    "eth_gasPrice": "it is a node's wish; choose the fee from the verified base fee",
    "eth_maxPriorityFeePerGas": "it is a node's wish; choose the tip",
    "eth_feeHistory": "it cannot be proven; choose the fee from the verified base fee",
    "eth_sendTransaction": "no node holds a key of ours; sign, and send the raw transaction",
    "eth_subscribe": "this is no subscription: ask for the block number",
}


class NotProvenError(Web3Exception):
    """Nobody proved it, or the chain is halted; the message has every node's reason."""


class MethodRefusedError(MethodNotSupported):
    """No answer to this method could be verified, so none is given."""


class VerifyingProvider(AsyncJSONBaseProvider):
    """The provider; one per ChainClient, which stays the caller's to open and close.

    CCIP-Read is off (a contract must not make us fetch addresses), and so is web3's cache, whose
    validity would be a node's word.
    """

    global_ccip_read_enabled = False

    def __init__(self, client: ChainClient) -> None:
        super().__init__(cache_allowed_requests=False)
        self._client = client
        self._ids = itertools.count(1)
        self._methods: dict[str, Callable[..., Awaitable[Any]]] = {
            "web3_clientVersion": self._version,
            "eth_chainId": self._chain_id,
            "net_version": self._net_version,
            "eth_blockNumber": self._block_number,
            "eth_getBalance": self._balance,
            "eth_getTransactionCount": self._nonce,
            "eth_getCode": self._code,
            "eth_getStorageAt": self._storage_at,
            "eth_getProof": self._proof,
            "eth_getBlockByNumber": self._block_by_number,
            "eth_getBlockByHash": self._block_by_hash,
            "eth_getTransactionByHash": self._transaction,
            "eth_getTransactionReceipt": self._receipt,
            "eth_getBlockReceipts": self._block_receipts,
            "eth_getLogs": self._logs,
            "eth_sendRawTransaction": self._send_raw,
        }

    async def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Answer from proofs; NotProvenError, MethodRefusedError."""
        answer = self._methods.get(method)
        if answer is None:
            reason = WHY_REFUSED.get(method, "its answer would be a node's word")
            raise MethodRefusedError(f"{method} is refused: {reason}")
        try:
            result = await answer(*params)
        except (ChainError, ChainHalted) as lost:
            raise NotProvenError(str(lost)) from lost
        except (HexError, FilterError, TypeError) as wrong:
            raise NotProvenError(f"{method} was asked in a wrong form: {wrong}") from wrong
        return {"jsonrpc": "2.0", "id": next(self._ids), "result": result}

    async def make_batch_request(
        self, requests: list[tuple[RPCEndpoint, Any]]
    ) -> list[RPCResponse]:
        """Answer each by itself, in order; the first that cannot be answered is raised."""
        return [await self.make_request(method, params) for method, params in requests]

    async def is_connected(self, show_traceback: bool = False) -> bool:
        """Return whether the chain can be followed at this moment."""
        try:
            await self._client.head()
        except (ChainError, ChainHalted) as lost:
            if show_traceback:
                raise NotProvenError(str(lost)) from lost
            return False
        return True

    async def _version(self) -> str:
        return "gridhearth light client"

    async def _chain_id(self) -> str:
        return hex(self._client.network.chain_id)

    async def _net_version(self) -> str:
        return str(self._client.network.chain_id)

    async def _block_number(self) -> str:
        return hex((await self._client.head()).number)

    async def _block_of(self, which: object) -> LinkedBlock | None:
        """Return the block of a number or tag; None: it is above the verified head."""
        head = await self._client.head()
        number = head.number if which in NEWEST else 0
        if which not in NEWEST and which != "earliest":
            number = read_quantity(_text(which), 63)
        return await self._client.blocks.block(number, head) if number <= head.number else None

    async def _head_of(self, which: object) -> VerifiedHead:
        """Return the block whose state is asked for, as a head proofs are checked against."""
        if which in NEWEST:
            return await self._client.head()
        block = await self._block_of(which)
        if block is None:
            raise ChainError(f"block {which} is not verified yet")
        return head_of_linked(block.header, block.hash)

    async def _account(self, address: object, which: object) -> VerifiedAccount:
        return await self._client.view().account(
            read_address(_text(address)), await self._head_of(which)
        )

    async def _balance(self, address: object, which: object = "latest") -> str:
        return hex((await self._account(address, which)).balance_wei)

    async def _nonce(self, address: object, which: object = "latest") -> str:
        return hex((await self._account(address, which)).nonce)

    async def _code(self, address: object, which: object = "latest") -> str:
        head = await self._head_of(which)
        account = await self._account(address, hex(head.number))
        if account == ABSENT_ACCOUNT or account.code_hash == EMPTY_CODE_HASH:
            return "0x"
        return data(await self._client.blocks.code(_text(address), account.code_hash, head))

    async def _storage_at(self, address: object, slot: object, which: object = "latest") -> str:
        head = await self._head_of(which)
        at = _slot(slot)
        (word,) = await self._client.view().storage(read_address(_text(address)), [at], head)
        return data(word.to_bytes(32, "big"))

    async def _proof(self, address: object, slots: object, which: object = "latest") -> Any:
        if not isinstance(slots, list | tuple) or len(slots) > MOST_SLOTS:
            raise HexError(f"a list of at most {MOST_SLOTS} slots was expected")
        head = await self._head_of(which)
        of = read_address(_text(address))
        numbers = tuple(_slot(slot) for slot in slots)
        proven, nodes = await self._client.proofs.with_nodes(of, numbers, head)
        return proof_json(of, numbers, proven, nodes)

    async def _block_by_number(self, which: object, full: object = False) -> Any:
        block = await self._block_of(which)
        return None if block is None else await self._shown(block, full=full is True)

    async def _block_by_hash(self, name: object, full: object = False) -> Any:
        block = await self._named(name)
        return None if block is None else await self._shown(block, full=full is True)

    async def _named(self, name: object) -> LinkedBlock | None:
        head = await self._client.head()
        return await self._client.finder.block(read_data(_text(name), 32), head)

    async def _shown(self, block: LinkedBlock, *, full: bool) -> Any:
        return block_json(block, await self._client.blocks.transactions(block), full=full)

    async def _found(self, name: object) -> tuple[LinkedBlock, int] | None:
        head = await self._client.head()
        return await self._client.finder.transaction(read_data(_text(name), 32), head)

    async def _transaction(self, name: object) -> Any:
        found = await self._found(name)
        if found is None:
            return None
        block, at = found
        return transaction_json(block, await self._client.blocks.transactions(block), at)

    async def _receipt(self, name: object) -> Any:
        found = await self._found(name)
        if found is None:
            return None
        block, at = found
        return (await self._receipts_of(block))[at]

    async def _block_receipts(self, which: object) -> Any:
        is_hash = isinstance(which, str) and len(which) == 66
        block = await (self._named(which) if is_hash else self._block_of(which))
        return None if block is None else await self._receipts_of(block)

    async def _receipts_of(self, block: LinkedBlock) -> list[Any]:
        transactions = await self._client.blocks.transactions(block)
        receipts = await self._client.blocks.receipts(block)
        if len(receipts) != len(transactions.hashes):
            raise ChainError(f"block {block.header.number} has not one receipt per transaction")
        return [receipt_json(block, transactions, receipt) for receipt in receipts]

    async def _logs(self, wanted: object) -> Any:
        if not isinstance(wanted, dict):
            raise HexError("a filter was expected")
        head = await self._client.head()
        if wanted.get("blockHash") is not None:
            block = await self._named(wanted["blockHash"])
            if block is None:
                raise ChainError("no node showed a block of this hash")
            first = last = block.header.number
        else:
            first = _height(wanted.get("fromBlock"), head)
            last = min(_height(wanted.get("toBlock"), head), head.number)
        found = await self._client.blocks.logs(read_filter(wanted), first, last, head)
        return [log_json(one) for one in found]

    async def _send_raw(self, raw: object) -> str:
        signed = read_data(_text(raw))
        await self._client.broadcast(signed)
        return data(keccak256(signed))


def verified_web3(client: ChainClient) -> "AsyncWeb3[VerifyingProvider]":
    """Return web3 over the client, without what would ask others or choose for us.

    Removed: names (ENS) and the gas price strategy. Added, innermost: the middleware that accepts
    the long extraData of a chain of authorities.
    """
    w3 = AsyncWeb3(VerifyingProvider(client))
    for name in ("ens_name_to_address", "gas_price_strategy", "gas_estimate"):
        w3.middleware_onion.remove(name)
    w3.middleware_onion.inject(ExtraDataToPOAMiddleware, name="poa", layer=0)
    return w3


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise HexError(f"text was expected, not {type(value).__name__}")
    return value


def _slot(value: object) -> int:
    return value if isinstance(value, int) else read_quantity(_text(value))


def _height(which: object, head: VerifiedHead) -> int:
    if which is None or which in NEWEST:
        return head.number
    return 0 if which == "earliest" else read_quantity(_text(which), 63)
