"""Hexadecimal as JSON-RPC writes it: data as bytes, quantities as integers, nothing lenient.

Source: Ethereum JSON-RPC, "Hex value encoding". Leading zeros of a quantity are read, because
nodes differ there; blanks, signs and underscores are not, although Python would take them.
"""

import binascii
import re

from agent.units import Address

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}", re.ASCII)


class HexError(ValueError):
    """The text is no data, or no quantity, of the size asked for."""


def read_data(text: str, length: int | None = None) -> bytes:
    """Return the bytes of 0x-prefixed text, of exactly `length` when given; HexError."""
    if not text.startswith("0x"):
        raise HexError("hexadecimal data had no 0x before it")
    try:
        data = binascii.unhexlify(text[2:])
    except ValueError as broken:  # an odd number of digits, or something else than digits
        raise HexError(f"not hexadecimal: {broken}") from broken
    if length is not None and len(data) != length:
        raise HexError(f"{len(data)} bytes stood where {length} were expected")
    return data


def read_quantity(text: str, bits: int = 256) -> int:
    """Return a number that is not negative and has at most `bits` bits; HexError."""
    if not _QUANTITY.fullmatch(text):
        raise HexError("a quantity was not 0x and 1 to 64 digits")
    value = int(text, 16)
    if value.bit_length() > bits:
        raise HexError(f"a quantity was longer than {bits} bits")
    return value


def read_address(text: str) -> Address:
    """Return an address in lower case, whatever its letters' case was; HexError."""
    return Address("0x" + read_data(text, 20).hex())
