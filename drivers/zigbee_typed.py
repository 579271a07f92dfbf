"""What a person typed: addresses and install codes, checked before anything is opened."""

import zigpy.types as t
import zigpy.util

from agent.devices.device import InstallCode
from agent.ports import RadioRefusedError
from drivers.zigbee_ask import eui64

CODE_BYTES = (8, 10, 14, 18)


def link_key_of(code: InstallCode) -> t.KeyData:
    """Return the key of an install code; RadioRefusedError names every problem, never the code."""
    problems = []
    if len(code.ieee) != 16 or not _is_hex(code.ieee):
        problems.append("the address has to have 16 hexadecimal digits")
    link_key = None
    if len(code.code) not in CODE_BYTES:
        problems.append(f"an install code has 8, 10, 14 or 18 bytes, this one {len(code.code)}")
    else:
        try:
            link_key = zigpy.util.convert_install_code(code.code)
        except ValueError:  # its text holds the code
            problems.append("the install code's check digits are wrong: a digit was mistyped")
    if problems or link_key is None:
        raise RadioRefusedError("Refused: " + "; ".join(problems) + ".") from None
    return link_key


def _is_hex(text: str) -> bool:
    return all(digit in "0123456789abcdef" for digit in text)


def address_of(ieee: str) -> t.EUI64:
    """Return zigpy's form of an address; RadioRefusedError: it is none."""
    if len(ieee) != 16 or not _is_hex(ieee):
        raise RadioRefusedError(f"{ieee[:32]!r} is no address: 16 hexadecimal digits are.")
    return eui64(ieee)
