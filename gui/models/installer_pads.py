"""What is typed by touch where nobody has a keyboard: a device's code and address, two names. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from gui.texts import Reader, translate

Kind = Literal["code", "address", "installer", "customer"]
CODE_DIGITS = frozenset({16, 20, 28, 36})
"""Of an install code with its check sum: 6, 8, 12 or 16 bytes and 2 more (Base Device Behaviour 10.1)."""
ADDRESS_DIGITS = 16
MOST_CODE, MOST_NAME = max(CODE_DIGITS), 40
HEX = "0123456789ABCDEF"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "de": LATIN + "ÄÖÜß",
        "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ",
        "es": LATIN + "ÑÁÉÍÓÚÜ",
        "tr": "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ",
    }
)
SIGNS = "-'."
BETWEEN = " "
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Pad:
    """The sheet with the keys, and what was typed so far."""

    kind: Kind
    typed: str = ""
    wrong: str = ""
    """Why the agent did not take it; empty: it was not asked."""


def title_of(kind: Kind) -> str:
    """Return what is asked for."""
    match kind:
        case "code":
            return translate("pads", "The install code printed on the device")
        case "address":
            return translate("pads", "The device's address, printed beside it")
        case "installer":
            return translate("pads", "The installer's name")
        case "customer":
            return translate("pads", "The customer's name")


def keys_of(kind: Kind, reader: Reader) -> tuple[str, ...]:
    """Return the keys: sixteen digits, or the letters of the reader's language."""
    if kind in ("code", "address"):
        return tuple(HEX)
    return (*LETTERS.get(reader.language.partition("_")[0], LATIN), *SIGNS)


def typed(pad: Pad, key: str, reader: Reader) -> Pad:
    """Return the pad after a key; one that is not on it, or one too many, changes nothing."""
    names = pad.kind in ("installer", "customer")
    known = (*keys_of(pad.kind, reader), *([BETWEEN] if names else []))
    most = MOST_NAME if names else MOST_CODE if pad.kind == "code" else ADDRESS_DIGITS
    if key not in known or len(pad.typed) >= most:
        return pad
    if key == BETWEEN and (not pad.typed or pad.typed.endswith(BETWEEN)):
        return pad
    return replace(pad, typed=pad.typed + key, wrong="")


def erased(pad: Pad) -> Pad:
    """Return the pad with one key less."""
    return replace(pad, typed=pad.typed[:-1], wrong="")


def ready(pad: Pad) -> bool:
    """Return whether what was typed can be whole."""
    match pad.kind:
        case "code":
            return len(pad.typed) in CODE_DIGITS
        case "address":
            return len(pad.typed) == ADDRESS_DIGITS
        case _:
            return any(letter.isalpha() for letter in pad.typed)


def text_of(pad: Pad, reader: Reader) -> str:
    """Return what was typed as it is read: digits in fours, a name with its small letters."""
    if pad.kind in ("code", "address"):
        return " ".join(pad.typed[at : at + 4] for at in range(0, len(pad.typed), 4))
    return cased(pad.typed, reader)


def cased(name: str, reader: Reader) -> str:
    """Return a name typed in capitals as it is written: each word's first letter stays large."""
    small: Callable[[str], str] = str.lower
    if reader.language.partition("_")[0] == "tr":

        def small(word: str) -> str:
            return word.replace("I", "ı").replace("İ", "i").lower()

    return _WORD.sub(lambda word: word[0][0] + small(word[0][1:]), name)
