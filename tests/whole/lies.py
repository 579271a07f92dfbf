"""What a hostile node says: one small, well-formed lie at a time, in everything a home asks."""

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.whole.proxies import Batch

FALSE_MICRO = 123_456_789_012_345
"""The balance that liars promise: no account of the street has it."""
HUGE_BYTES = 6 * 1024 * 1024
Answer = dict[str, Any]


def _asked(questions: Batch, answers: Batch, method: str) -> list[Answer]:
    ids = {one["id"] for one in questions if one["method"] == method}
    return [one for one in answers if one["id"] in ids and one.get("result") is not None]


def _flipped(hexadecimal: str, chance: random.Random) -> str:
    place = chance.randrange(2, len(hexadecimal))
    other = chance.choice([d for d in "0123456789abcdef" if d != hexadecimal[place].lower()])
    return hexadecimal[:place] + other + hexadecimal[place + 1 :]


def storage_value(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    proofs = [
        slot
        for one in _asked(questions, answers, "eth_getProof")
        for slot in one["result"]["storageProof"]
    ]
    for slot in proofs:
        slot["value"] = hex(FALSE_MICRO)
    return bool(proofs)


def hidden_value(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    proofs = [
        slot
        for one in _asked(questions, answers, "eth_getProof")
        for slot in one["result"]["storageProof"]
        if int(slot["value"], 16)
    ]
    for slot in proofs:
        slot["value"], slot["proof"] = "0x0", slot["proof"][:-1]
    return bool(proofs)


def account_balance(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_getProof")
    for one in found:
        one["result"]["balance"] = hex(int(one["result"]["balance"], 16) + FALSE_MICRO)
    return bool(found)


def account_nonce(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_getProof")
    for one in found:
        one["result"]["nonce"] = hex(int(one["result"]["nonce"], 16) + 1)
    return bool(found)


def _nodes(questions: Batch, answers: Batch) -> list[list[str]]:
    lists = []
    for one in _asked(questions, answers, "eth_getProof"):
        lists += [one["result"]["accountProof"]]
        lists += [slot["proof"] for slot in one["result"]["storageProof"]]
    return [nodes for nodes in lists if nodes]


def proof_node(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    for nodes in (lists := _nodes(questions, answers)):
        place = chance.randrange(len(nodes))
        nodes[place] = _flipped(nodes[place], chance)
    return bool(lists)


def dropped_node(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    for nodes in (lists := _nodes(questions, answers)):
        nodes.pop(chance.randrange(len(nodes)))
    return bool(lists)


HEADER_FIELDS = ("stateRoot", "parentHash", "timestamp", "gasUsed", "transactionsRoot", "miner")


def header_field(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_getBlockByNumber")
    for one in found:
        field = chance.choice(HEADER_FIELDS)
        one["result"][field] = _flipped(one["result"][field], chance)
    return bool(found)


def seal(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_getBlockByNumber")
    for one in found:
        data = one["result"]["extraData"]
        place = chance.randrange(len(data) - 200, len(data))  # inside the last seals
        other = "0" if data[place] != "0" else "1"
        one["result"]["extraData"] = data[:place] + other + data[place + 1 :]
    return bool(found)


def other_chain(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_chainId")
    for one in found:
        one["result"] = "0x1"
    return bool(found)


def future_head(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_blockNumber")
    for one in found:
        one["result"] = hex(int(one["result"], 16) + 1_000)
    return bool(found)


def stale_head(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    """The chain ended some blocks ago, says the node, and hides what came after."""
    found = _asked(questions, answers, "eth_blockNumber")
    for one in found:
        one["result"] = hex(max(1, int(one["result"], 16) - 30))
    for one in _asked(questions, answers, "eth_getBlockByNumber"):
        one["result"] = None
    return bool(found)


def swapped_answers(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    if len(answers) < 2:
        return False
    results = [one.get("result") for one in answers]
    for one, result in zip(answers, results[1:] + results[:1], strict=True):
        one["result"] = result
    return any(one["result"] != result for one, result in zip(answers, results, strict=True))


def error_instead(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    for one in answers:
        one.pop("result", None)
        one["error"] = {"code": -32000, "message": "World state unavailable\n\x1b[31m" * 40}
    return True


def missing_answer(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    answers.pop(chance.randrange(len(answers)))
    return True


def other_transaction(questions: Batch, answers: Batch, chance: random.Random) -> bool:
    found = _asked(questions, answers, "eth_sendRawTransaction")
    for one in found:
        one["result"] = _flipped(one["result"], chance)
    return bool(found)


IN_THE_ANSWERS: dict[str, Callable[[Batch, Batch, random.Random], bool]] = {
    lie.__name__: lie
    for lie in (
        storage_value,
        hidden_value,
        account_balance,
        account_nonce,
        proof_node,
        dropped_node,
        header_field,
        seal,
        other_chain,
        future_head,
        stale_head,
        swapped_answers,
        error_instead,
        missing_answer,
        other_transaction,
    )
}

BODIES: dict[str, Callable[[bytes], bytes]] = {
    "huge": lambda true: b"[" + b" " * HUGE_BYTES + b"]",
    "deep": lambda true: b"[" * 100_000,
    "broken": lambda true: true[: len(true) // 2],
    "not text": lambda true: b"\xff\xfe" + true,
}


class Liar:
    """Lies in most answers, in the way it has used least; counts how often in which."""

    def __init__(self, seed: int, *, honest_percent: int) -> None:
        self._chance = random.Random(seed)
        self.honest_percent = honest_percent
        self.only_storage = False
        """True: all it says is true but what is in the storage, of which all is a lie."""
        self.told: Counter[str] = Counter()

    def __call__(self, questions: Batch, answers: Batch) -> bytes | None:
        """Return a false body, None for the truth this time."""
        storage = any(one["method"] == "eth_getProof" and one["params"][1] for one in questions)
        if (self.only_storage and not storage) or self._chance.randrange(100) < self.honest_percent:
            return None
        kinds = [*IN_THE_ANSWERS, *BODIES]
        self._chance.shuffle(kinds)
        if self.only_storage:
            kinds = ["storage_value", "hidden_value"]
        for kind in sorted(kinds, key=lambda one: self.told[one]):
            body = self.lie(kind, questions, answers)
            if body is not None:
                self.told[kind] += 1
                return body
        return None

    def lie(self, kind: str, questions: Batch, answers: Batch) -> bytes | None:
        """Return the body of one kind of lie, None when there is nothing to lie about so."""
        if kind in BODIES:
            return BODIES[kind](json.dumps(answers).encode())
        false = copy.deepcopy(answers)
        if not IN_THE_ANSWERS[kind](questions, false, self._chance):
            return None
        return json.dumps(false).encode()
