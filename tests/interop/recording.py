"""What the Clique node answered, kept so that its seals and proofs are checked without it.

`python -m tests.interop.recording` plays the story again and writes the file; the same story
gives the same chain, so only another version of the node or of our own bytes changes it.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from agent.ledger import market_contract as mc
from agent.ledger.header import Header, from_json
from tests.interop.clique_node import CliqueNode, clique_node
from tests.interop.install import node_modules
from tests.interop.trading import Trading, account, whole_story

FILE = Path(__file__).parents[1] / "data" / "interop" / "clique.json"
HEIGHT = 68
"""The last epoch block (60) has blocks on top."""
STRANGER = account("stranger").address
FUNDED = tuple(
    one.address for one in (account("operator"), *(account("home", number) for number in range(3)))
)


def play(chain: CliqueNode) -> Trading:
    """Trade on the node's chain, then let it run to its last recorded block."""
    trading = whole_story(Trading(chain))
    chain.mine(HEIGHT - chain.height)
    return trading


def record(chain: CliqueNode, trading: Trading) -> dict[str, Any]:
    """Ask the node for everything the tests look at."""
    rpc = chain.rpc
    settled, ordered = trading.blocks["settled"], trading.blocks["ordered"]
    written, emptied = list(trading.expected()), trading.emptied()
    contract = trading.contract
    return {
        "client": rpc("web3_clientVersion"),
        "contract": contract,
        "steps": trading.blocks,
        "blocks": [rpc("eth_getBlockByNumber", hex(number), True) for number in range(HEIGHT + 1)],
        "receipts": {
            step: rpc("eth_getBlockReceipts", hex(number))
            for step, number in trading.blocks.items()
        },
        "raw_receipts": {
            step: rpc("debug_getRawReceipts", hex(number))
            for step, number in trading.blocks.items()
        },
        "proofs": {
            "settled": _proof(chain, contract, written, settled),
            "emptied": _proof(chain, contract, emptied, settled),
            "past": _proof(chain, contract, [mc.head_slot(0), mc.trade_slot(0, 0)], ordered),
            "operator": _proof(chain, trading.operator.address, [], settled),
            "nobody": _proof(chain, STRANGER, [mc.head_slot(0)], settled),
        },
    }


def _proof(chain: CliqueNode, address: str, slots: list[int], number: int) -> dict[str, Any]:
    keys = [f"0x{slot:064x}" for slot in slots]
    answer = chain.rpc("eth_getProof", address, keys, hex(number))
    return {"address": address, "slots": keys, "block": number, "answer": answer}


@cache
def recorded() -> dict[str, Any]:
    """Return the recording; nobody may change it."""
    kept: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return kept


@cache
def headers() -> tuple[Header, ...]:
    """Return the header of every recorded block, the first one too; nothing is verified."""
    return tuple(from_json(block) for block in recorded()["blocks"])


def main() -> None:
    with clique_node(node_modules(), FUNDED) as chain:
        answers = record(chain, play(chain))
    FILE.write_text(json.dumps(answers, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
