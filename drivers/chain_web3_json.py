"""Verified facts in the JSON that web3.py expects of a node; what is not proven is left out.

Left out are totalDifficulty and size of a block. Derived, from proven values only: a sender (from
the signature), a created contract's address, what a transaction paid per unit of gas.
"""

from collections.abc import Sequence
from typing import Any

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.ledger.header import EMPTY_OMMERS_HASH, Header
from agent.ledger.logs import FoundLog, LinkedBlock
from agent.ledger.receipts import Log, Receipt
from agent.ledger.verify import VerifiedStorage
from drivers.chain_blocks import ShownTransactions
from drivers.chain_proofs import ProofNodes
from drivers.chain_web3_transaction import fields_of

Json = dict[str, Any]


def data(value: bytes) -> str:
    """Return unformatted data: 0x and two digits per byte."""
    return "0x" + value.hex()


def block_json(block: LinkedBlock, transactions: ShownTransactions, *, full: bool) -> Json:
    """Return a block with its transactions, or with their hashes only."""
    header = block.header
    shown: list[Any] = [data(name) for name in transactions.hashes]
    if full:
        shown = [transaction_json(block, transactions, at) for at in range(len(shown))]
    answer: Json = {
        "number": hex(header.number),
        "hash": data(block.hash),
        "parentHash": data(header.parent_hash),
        "sha3Uncles": data(header.ommers_hash),
        "miner": header.coinbase,
        "stateRoot": data(header.state_root),
        "transactionsRoot": data(header.transactions_root),
        "receiptsRoot": data(header.receipts_root),
        "logsBloom": data(header.logs_bloom),
        "difficulty": hex(header.difficulty),
        "gasLimit": hex(header.gas_limit),
        "gasUsed": hex(header.gas_used),
        "timestamp": hex(header.time_s),
        "extraData": data(header.extra_data),
        "mixHash": data(header.mix_hash),
        "nonce": data(header.nonce),
        "transactions": shown,
    }
    if header.ommers_hash == EMPTY_OMMERS_HASH:
        answer["uncles"] = []
    return answer | _tail(header)


def _tail(header: Header) -> Json:
    numbers = {
        "baseFeePerGas": header.base_fee_wei,
        "blobGasUsed": header.blob_gas_used,
        "excessBlobGas": header.excess_blob_gas,
    }
    hashes = {
        "withdrawalsRoot": header.withdrawals_root,
        "parentBeaconBlockRoot": header.parent_beacon_root,
        "requestsHash": header.requests_hash,
    }
    answer = {name: hex(number) for name, number in numbers.items() if number is not None}
    return answer | {name: data(one) for name, one in hashes.items() if one is not None}


def transaction_json(block: LinkedBlock, transactions: ShownTransactions, at: int) -> Json:
    """Return a transaction of a block."""
    fields = fields_of(transactions.raws[at])
    return fields | {
        "gasPrice": hex(paid_wei(block.header, fields)),
        "blockHash": data(block.hash),
        "blockNumber": hex(block.header.number),
        "transactionIndex": hex(at),
    }


def receipt_json(block: LinkedBlock, transactions: ShownTransactions, receipt: Receipt) -> Json:
    """Return a receipt of a block with all its logs."""
    fields = fields_of(transactions.raws[receipt.index])
    name = transactions.hashes[receipt.index]
    answer: Json = {
        "transactionHash": data(name),
        "transactionIndex": hex(receipt.index),
        "blockHash": data(block.hash),
        "blockNumber": hex(block.header.number),
        "from": fields["from"],
        "to": fields["to"],
        "contractAddress": _created(fields),
        "cumulativeGasUsed": hex(receipt.cumulative_gas),
        "gasUsed": hex(receipt.gas_used),
        "effectiveGasPrice": hex(paid_wei(block.header, fields)),
        "type": hex(receipt.type_number),
        "logsBloom": data(receipt.logs_bloom),
        "logs": [
            _log(block, receipt.index, name, log, receipt.first_log_index + place)
            for place, log in enumerate(receipt.logs)
        ],
    }
    if receipt.succeeded is None:
        return answer | {"root": data(receipt.state_root)}
    return answer | {"status": hex(receipt.succeeded)}


def _created(fields: Json) -> str | None:
    """Return the address of the contract a transaction was to create (Yellow Paper 7)."""
    if fields["to"] is not None or fields["from"] is None:
        return None
    of = [bytes.fromhex(fields["from"][2:]), rlp.integer(int(fields["nonce"], 16))]
    return data(keccak256(rlp.encode(of))[12:])


def _log(block: LinkedBlock, at: int, name: bytes, log: Log, log_index: int) -> Json:
    return log_json(
        FoundLog(block.header.number, block.hash, at, log_index, log, transaction_hash=name)
    )


def log_json(found: FoundLog) -> Json:
    """Return a log; its transaction's hash is null where it was not verified."""
    name = found.transaction_hash
    return {
        "address": found.log.address,
        "topics": [data(topic) for topic in found.log.topics],
        "data": data(found.log.data),
        "blockNumber": hex(found.number),
        "blockHash": data(found.block_hash),
        "transactionHash": None if name is None else data(name),
        "transactionIndex": hex(found.transaction_index),
        "logIndex": hex(found.log_index),
        "removed": False,
    }


def paid_wei(header: Header, fields: Json) -> int:
    """Return what a transaction paid per unit of gas (EIP-1559)."""
    if "maxFeePerGas" not in fields:
        return int(fields["gasPrice"], 16)
    most, tip = int(fields["maxFeePerGas"], 16), int(fields["maxPriorityFeePerGas"], 16)
    return min(most, (header.base_fee_wei or 0) + tip)


def proof_json(
    address: str, slots: Sequence[int], proven: VerifiedStorage, nodes: ProofNodes
) -> Json:
    """Return an account's proof (EIP-1186): the nodes as sent, all else from what they prove."""
    account = proven.account
    return {
        "address": address,
        "accountProof": nodes.account,
        "balance": hex(account.balance_wei),
        "codeHash": data(account.code_hash),
        "nonce": hex(account.nonce),
        "storageHash": data(account.storage_root),
        "storageProof": [
            {"key": hex(slot), "value": hex(word), "proof": path}
            for slot, word, path in zip(slots, proven.words, nodes.slots, strict=True)
        ],
    }
