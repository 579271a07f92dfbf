"""Fields packed into one 256-bit storage word, the first named in the lowest bits."""

from collections.abc import Sequence

_WORD_BITS = 256


def join(fields: Sequence[tuple[str, int, int]]) -> int:
    """Pack (name, value, bits) from the lowest bits up; ValueError names all that do not fit."""
    wrong = [f"{name} = {value}" for name, value, bits in fields if not 0 <= value < 1 << bits]
    if wrong:
        raise ValueError(f"outside of its field: {', '.join(wrong)}")
    word = shift = 0
    for _, value, bits in fields:
        word |= value << shift
        shift += bits
    return word


def split(word: int, *widths: int) -> list[int]:
    """Unpack fields of these widths from the lowest bits up; ValueError when bits are left."""
    if not 0 <= word < 1 << _WORD_BITS or word >> sum(widths):
        raise ValueError(f"{word:#x} is not a word of {sum(widths)} bits")
    fields = []
    for bits in widths:
        fields.append(word & ((1 << bits) - 1))
        word >>= bits
    return fields
