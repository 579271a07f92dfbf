"""One-time codes that people read out, type and scan: 75 random bits and a letter that checks them.

Crockford's base 32: no I, L, O and U, so that 0 and O, 1 and I are one. Sixteen letters in groups
of four. A mistyped letter or two swapped ones are noticed by the last one, before anybody is asked.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 16
RANDOM_BITS = 75
_PRIME = 31
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class CodeWrong(Exception):  # noqa: N818 - it reads as what happened
    """It is no code; the message is a sentence for whoever typed it."""


def make_code(random_bits: int) -> str:
    """Return the code of a random number below 2⁷⁵, in groups: "7K2Q-…"."""
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError(f"a code has {RANDOM_BITS} random bits")
    body = "".join(ALPHABET[random_bits >> shift & 31] for shift in range(RANDOM_BITS - 5, -1, -5))
    return grouped(body + _check(body))


def read_code(typed: str) -> str:
    """Return a typed code as `make_code` writes it; CodeWrong says what to look at."""
    letters = typed.strip().upper().translate(_ALIKE)
    strange = sorted(set(letters) - set(ALPHABET))
    if strange:
        raise CodeWrong(f"The code has {', '.join(strange)} in it, which no code has.")
    if len(letters) != LETTERS:
        raise CodeWrong(
            f"The code has {len(letters)} letters and digits; it should have {LETTERS}."
        )
    if _check(letters[:-1]) != letters[-1]:
        raise CodeWrong("The code is mistyped: one letter is wrong, or two are swapped.")
    return grouped(letters)


def grouped(letters: str) -> str:
    """Return letters in groups of four."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _check(body: str) -> str:
    """A weighted sum modulo a prime: weights differ, so that swapping two letters changes it.

    32 and 1 are the same modulo 31: 0 and Z cannot be told apart by it, all others can.
    """
    total = sum((place + 1) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[total % _PRIME]
