"""Amounts of the storage market: integers of 10⁻¹⁸, as text wherever they are written down.

ENT, eEuro, prices and parameters have 18 decimals on the chain (thesis on storage units, chapter
5), and 10 ENT are already more than 64 bits hold. A journal, a section and a message carry them
as decimal digits; rules compute with the integers.
"""

from typing import Annotated

from msgspec import Meta

ATTO = 10**18
"""Units of one ENT, one eEuro, or the number one as a parameter."""

AttoText = Annotated[
    str,
    Meta(
        pattern="^(0|-?[1-9][0-9]{0,77})$",
        title="a whole number of 10^-18, as decimal digits",
        description="an amount in millionths of millionths of millionths",
    ),
]


def atto(text: str) -> int:
    """Return the integer of an AttoText; ValueError when it is none."""
    return int(text)


def atto_text(amount: int) -> AttoText:
    """Return an amount of 10⁻¹⁸ as its digits."""
    return str(amount)
