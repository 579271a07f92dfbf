"""Amounts of the storage market as a person reads them; integers only."""

from agent.storage.amounts import ATTO, atto


def format_amount(text: str) -> str:
    """Return an AttoText with all its decimals: "7.35", "0", "-0.5"."""
    amount = atto(text)
    whole, part = divmod(abs(amount), ATTO)
    decimals = f"{part:018d}".rstrip("0")
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def short(address: str) -> str:
    """Return "0x1234…cdef"."""
    return f"{address[:6]}…{address[-4:]}" if len(address) > 13 else address
