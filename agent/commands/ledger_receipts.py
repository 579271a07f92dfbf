"""`gridhearth ledger receipts`: the receipts of a block against its receipts root."""

import argparse

from agent.commands.ledger_block import Block, read_block, verdict
from agent.commands.ledger_files import UnreadableError, read_answer
from agent.ledger.receipts import Receipt, verify_receipts, verify_transactions
from agent.ledger.verdict import Fault, Invalid

_OUTCOMES = {True: "done", False: "reverted", None: "unknown"}  # unknown: before Byzantium


def judge_receipts(arguments: argparse.Namespace) -> tuple[dict[str, object], list[str]]:
    """Return what was found, for programs and for people; UnreadableError."""
    block = read_block(arguments.header, arguments.engine)
    judged = verify_receipts(block.header, read_answer(arguments.receipts))
    receipts: tuple[Receipt, ...] = ()
    wrong = ""
    if not isinstance(judged, Invalid):
        receipts = judged.value
    elif judged.fault is Fault.SHAPE:
        raise UnreadableError(f"{arguments.receipts[:80]!r} holds no receipts: {judged.reason}.")
    else:
        wrong = judged.reason
    hashes, unbound = _hashes(block)
    number, name = block.header.number, "0x" + block.hash.hex()
    facts = {
        "number": number,
        "hash": name,
        "receipts": [_facts(one, hashes) for one in receipts],
        **verdict([block.misnamed, wrong, unbound]),
    }
    lines = [f"block      {number}", f"hash       {name}"]
    return facts, lines + [_line(one, hashes) for one in receipts]


def _hashes(block: Block) -> tuple[list[str], str]:
    """Return the proven hash of every transaction where the block shows them whole."""
    judged = verify_transactions(block.header, block.answer)
    if not isinstance(judged, Invalid):
        return ["0x" + one.hex() for one in judged.value], ""
    return [], judged.reason if judged.fault is Fault.PROOF else ""


def _facts(receipt: Receipt, hashes: list[str]) -> dict[str, object]:
    return {
        "index": receipt.index,
        "type": receipt.type_number,
        "outcome": _OUTCOMES[receipt.succeeded],
        "gas_used": receipt.gas_used,
        "logs": len(receipt.logs),
        "transaction": hashes[receipt.index] if receipt.index < len(hashes) else None,
    }


def _line(receipt: Receipt, hashes: list[str]) -> str:
    name = hashes[receipt.index] if receipt.index < len(hashes) else ""
    outcome = _OUTCOMES[receipt.succeeded]
    gas, logs = receipt.gas_used, len(receipt.logs)
    return f"{receipt.index:>5}  {outcome:<9} gas {gas:>9}  logs {logs:>3}  {name}".rstrip()
