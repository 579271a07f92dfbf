"""The kinds of false answers: each changes a true one at the driver's decode boundary."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

Json = Any
Path = tuple[Any, int | str]
"""A container and the key in it."""


def places(value: Json) -> Iterator[Path]:
    """Yield where every value inside an answer is."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield value, key
        if isinstance(one, dict | list):
            yield from places(one)


def texts(value: Json, least: int = 3) -> list[Path]:
    return [
        (of, key)
        for of, key in places(value)
        if isinstance(of[key], str) and len(of[key]) >= least  # type: ignore[index]
    ]


def lists(value: Json, least: int = 1) -> list[list[Any]]:
    found = [of[key] for of, key in places(value)]  # type: ignore[index]
    found = [value, *found] if isinstance(value, list) else found
    return [one for one in found if isinstance(one, list) and len(one) >= least]


def boxed(change: Callable[[random.Random, Json], bool]) -> "Tamper":
    """Return a tamper that works inside [answer], so that the answer itself is a place too."""

    def tamper(dice: random.Random, result: Json) -> Json:
        box = [copy.deepcopy(result)]
        return box[0] if change(dice, box) else result

    return tamper


Tamper = Callable[[random.Random, Json], Json]


def digit_changed(dice: random.Random, box: Json) -> bool:
    if not (found := texts(box)):
        return False
    of, key = dice.choice(found)
    text = of[key]
    at = dice.randrange(2, len(text))
    of[key] = text[:at] + dice.choice("0123456789abcdef") + text[at + 1 :]
    return True


def bit_in_long_data(dice: random.Random, box: Json) -> bool:
    """Only in what is long: proof nodes, blooms, extraData, event data, signatures."""
    if not (found := texts(box, 60)):
        return False
    of, key = dice.choice(found)
    text = of[key]
    at = dice.randrange(2, len(text))
    changed = int(text[at], 16) ^ (1 << dice.randrange(4))
    of[key] = f"{text[:at]}{changed:x}{text[at + 1 :]}"
    return True


def cut_short(dice: random.Random, box: Json) -> bool:
    if not (found := texts(box)):
        return False
    of, key = dice.choice(found)
    of[key] = of[key][: dice.randrange(len(of[key]))]
    return True


def grown(dice: random.Random, box: Json) -> bool:
    if not (found := texts(box)):
        return False
    of, key = dice.choice(found)
    of[key] += dice.choice(["0", "00", "f" * 64])
    return True


def zeroed(dice: random.Random, box: Json) -> bool:
    if not (found := texts(box)):
        return False
    of, key = dice.choice(found)
    of[key] = dice.choice(["0x0", "0x", "0x" + "0" * (len(of[key]) - 2)])
    return True


def of_another_kind(dice: random.Random, box: Json) -> bool:
    of, key = dice.choice(list(places(box)))
    of[key] = dice.choice([None, True, 7, 1.5, [], {}, "latest", "0x" + "f" * 66, [[[]]]])
    return True


def field_dropped(dice: random.Random, box: Json) -> bool:
    found = [(of, key) for of, key in places(box) if isinstance(of, dict)]
    if not found:
        return False
    of, key = dice.choice(found)
    del of[key]
    return True


def fields_swapped(dice: random.Random, box: Json) -> bool:
    found = [of[key] for of, key in places(box) if isinstance(of[key], dict)]
    if not found:
        return False
    of = dice.choice(found)
    one, other = dice.choice(list(of)), dice.choice(list(of))
    of[one], of[other] = of[other], of[one]
    return True


def item_dropped(dice: random.Random, box: Json) -> bool:
    if not isinstance(box[0], dict | list) or not (found := lists(box[0])):
        return False
    one = dice.choice(found)
    one.pop(dice.randrange(len(one)))
    return True


def item_doubled(dice: random.Random, box: Json) -> bool:
    if not isinstance(box[0], dict | list) or not (found := lists(box[0])):
        return False
    one = dice.choice(found)
    one.insert(dice.randrange(len(one) + 1), copy.deepcopy(dice.choice(one)))
    return True


def items_reordered(dice: random.Random, box: Json) -> bool:
    if not isinstance(box[0], dict | list) or not (found := lists(box[0], 2)):
        return False
    dice.choice(found).reverse()
    return True


def list_emptied(dice: random.Random, box: Json) -> bool:
    if not isinstance(box[0], dict | list) or not (found := lists(box[0])):
        return False
    dice.choice(found).clear()
    return True


IN_THE_ANSWER: dict[str, Tamper] = {
    change.__name__: boxed(change)
    for change in (
        digit_changed,
        bit_in_long_data,
        cut_short,
        grown,
        zeroed,
        of_another_kind,
        field_dropped,
        fields_swapped,
        item_dropped,
        item_doubled,
        items_reordered,
        list_emptied,
    )
}


def byte_flipped(dice: random.Random, body: bytes) -> bytes:
    at = dice.randrange(len(body))
    return body[:at] + bytes([body[at] ^ (1 << dice.randrange(8))]) + body[at + 1 :]


def torn_off(dice: random.Random, body: bytes) -> bytes:
    return body[: dice.randrange(len(body))]


def answers_exchanged(dice: random.Random, body: bytes) -> bytes:
    """Each answer under another question's id."""
    batch = msgspec.json.decode(body)
    ids = [one["id"] for one in batch]
    turned = ids[1:] + ids[:1]
    if len(ids) == 1:
        turned = [ids[0] + dice.randrange(1, 9)]
    return msgspec.json.encode(
        [{**one, "id": number} for one, number in zip(batch, turned, strict=True)]
    )


def answer_missing(dice: random.Random, body: bytes) -> bytes:
    batch = msgspec.json.decode(body)
    batch.pop(dice.randrange(len(batch)))
    return msgspec.json.encode(batch)


def answer_twice(dice: random.Random, body: bytes) -> bytes:
    batch = msgspec.json.decode(body)
    return msgspec.json.encode([*batch, dice.choice(batch)])


IN_THE_BODY: dict[str, Callable[[random.Random, bytes], bytes]] = {
    change.__name__: change
    for change in (byte_flipped, torn_off, answers_exchanged, answer_missing, answer_twice)
}
