"""Blocks, transactions, receipts and proofs as the JSON that Besu and geth answer with."""

from typing import Any

from eth.vm.forks.london.transactions import LondonTransactionBuilder

from drivers.simulated.devchain.building import Block
from drivers.simulated.devchain.execution import Executed, Log, Transaction
from drivers.simulated.devchain.header import EMPTY_UNCLES_HASH
from drivers.simulated.devchain.proofs import AccountProof

Json = dict[str, Any]


def hex_data(data: bytes) -> str:
    """Return unformatted data: 0x and two digits per byte."""
    return "0x" + data.hex()


def block_json(block: Block, *, full: bool) -> Json:
    """Return a block with its transactions, or with their hashes only."""
    header = block.header
    transactions: list[Any] = [hex_data(executed.hash) for executed in block.transactions]
    if full:
        transactions = [executed_json(block, index) for index in range(len(transactions))]
    return {
        "number": hex(header.number),
        "hash": hex_data(block.hash),
        "parentHash": hex_data(header.parent_hash),
        "sha3Uncles": hex_data(EMPTY_UNCLES_HASH),
        "logsBloom": hex_data(header.logs_bloom),
        "transactionsRoot": hex_data(header.transactions_root),
        "stateRoot": hex_data(header.state_root),
        "receiptsRoot": hex_data(header.receipts_root),
        "miner": hex_data(header.coinbase),
        "difficulty": hex(header.difficulty),
        "totalDifficulty": hex(block.total_difficulty),
        "extraData": hex_data(header.extra_data),
        "baseFeePerGas": hex(header.base_fee_wei),
        "size": hex(block.size_bytes()),
        "gasLimit": hex(header.gas_limit),
        "gasUsed": hex(header.gas_used),
        "timestamp": hex(header.timestamp_s),
        "mixHash": hex_data(header.mix_hash),
        "nonce": hex_data(header.nonce),
        "uncles": [],
        "transactions": transactions,
    }


def executed_json(block: Block, index: int) -> Json:
    """Return a transaction of a block."""
    executed = block.transactions[index]
    answer = _signed_json(executed.raw, executed.type_number)
    answer.update(
        {
            "hash": hex_data(executed.hash),
            "from": hex_data(executed.sender),
            "gasPrice": hex(executed.gas_price_wei),
            "blockHash": hex_data(block.hash),
            "blockNumber": hex(block.header.number),
            "transactionIndex": hex(index),
        }
    )
    return answer


def waiting_json(transaction: Transaction) -> Json:
    """Return a transaction that is not in a block yet."""
    answer = _signed_json(transaction.raw, transaction.type_number)
    answer.update(
        {
            "hash": hex_data(transaction.hash),
            "from": hex_data(transaction.sender),
            "gasPrice": hex(transaction.max_fee_wei),
            "blockHash": None,
            "blockNumber": None,
            "transactionIndex": None,
        }
    )
    return answer


def _signed_json(raw: bytes, type_number: int) -> Json:
    signed = LondonTransactionBuilder.decode(raw)
    answer: Json = {
        "type": hex(type_number),
        "chainId": hex(signed.chain_id or 0),
        "nonce": hex(signed.nonce),
        "gas": hex(signed.gas),
        "to": hex_data(signed.to) if signed.to else None,
        "value": hex(signed.value),
        "input": hex_data(signed.data),
        "r": hex(signed.r),
        "s": hex(signed.s),
    }
    if type_number == 0:
        answer["v"] = hex(35 + 2 * (signed.chain_id or 0) + signed.y_parity)
        return answer
    answer["v"] = answer["yParity"] = hex(signed.y_parity)
    answer["accessList"] = [
        {
            "address": hex_data(address),
            "storageKeys": [hex_data(slot.to_bytes(32, "big")) for slot in slots],
        }
        for address, slots in signed.access_list
    ]
    if type_number == 2:
        answer["maxFeePerGas"] = hex(signed.max_fee_per_gas)
        answer["maxPriorityFeePerGas"] = hex(signed.max_priority_fee_per_gas)
    return answer


def receipt_json(block: Block, index: int) -> Json:
    """Return the receipt of a transaction of a block."""
    executed = block.transactions[index]
    to = LondonTransactionBuilder.decode(executed.raw).to
    created = executed.contract_address
    return {
        "transactionHash": hex_data(executed.hash),
        "transactionIndex": hex(index),
        "blockHash": hex_data(block.hash),
        "blockNumber": hex(block.header.number),
        "from": hex_data(executed.sender),
        "to": hex_data(to) if to else None,
        "contractAddress": hex_data(created) if created else None,
        "cumulativeGasUsed": hex(executed.cumulative_gas),
        "gasUsed": hex(executed.gas_used),
        "effectiveGasPrice": hex(executed.gas_price_wei),
        "status": hex(executed.succeeded),
        "type": hex(executed.type_number),
        "logsBloom": hex_data(executed.logs_bloom),
        "logs": logs_json(block, index),
    }


def logs_json(block: Block, index: int) -> list[Json]:
    """Return the logs of a transaction, numbered within the block."""
    first = sum(len(executed.logs) for executed in block.transactions[:index])
    executed = block.transactions[index]
    return [
        _log_json(block, index, executed, log, first + position)
        for position, log in enumerate(executed.logs)
    ]


def _log_json(block: Block, index: int, executed: Executed, log: Log, log_index: int) -> Json:
    return {
        "address": hex_data(log.address),
        "topics": [hex_data(topic) for topic in log.topics],
        "data": hex_data(log.data),
        "blockNumber": hex(block.header.number),
        "blockHash": hex_data(block.hash),
        "transactionHash": hex_data(executed.hash),
        "transactionIndex": hex(index),
        "logIndex": hex(log_index),
        "removed": False,
    }


def proof_json(address: bytes, proof: AccountProof) -> Json:
    """Return an EIP-1186 answer; an absent account has empty storage proofs, as in geth."""
    account = proof.account
    return {
        "address": hex_data(address),
        "accountProof": [hex_data(node) for node in proof.nodes],
        "balance": hex(account.balance_wei),
        "codeHash": hex_data(account.code_hash),
        "nonce": hex(account.nonce),
        "storageHash": hex_data(account.storage_root),
        "storageProof": [
            {
                "key": hex(slot.slot),
                "value": hex(slot.word),
                "proof": [hex_data(node) for node in slot.nodes],
            }
            for slot in proof.slots
        ],
    }
