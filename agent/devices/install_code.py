"""Install codes as they are printed on a device or stand in its QR code.

An install code (Zigbee BDB 3.1, 10.1) is 6, 8, 12 or 16 random bytes and a CRC of two bytes
(CRC-16/X-25, low byte first). The radio library makes the link key of it; here it is read, so
that a wrong digit is found at the door and not by a join that never happens.

QR codes that are read, with where their form is known from:
* `Z:<address>$I:<code>` (Enbrighten and many others), also within a longer label such as
  `G$M:...$D:...%Z:<address>$I:<code>%...`; zigpy/util.py
* `<address>|<code>` (Consciot) and `...$A:<address>$I:<code>` (Aqara); zigpy/util.py
* `RB01SG<34 digits><address>DLK<code>` (Bosch); zigpy/util.py. Bosch labels that carry a link
  key (32 digits) instead of a code are told apart and refused.
* `HUE:Z:<code> M:<address>` (Philips Hue); zigpy/util.py
"""

import re

from agent.devices.device import InstallCode

CODE_BYTES = (8, 10, 14, 18)
"""With the CRC."""

ALLOWED = "16, 20, 28 or 36 hexadecimal digits, the last four a checksum"

_HEX = "[0-9a-fA-F]"
_ADDRESS, _CODE = f"(?P<ieee>{_HEX}{{16}})", f"(?P<code>{_HEX}{{16,36}})"
_QR_FORMS = (
    re.compile(rf"^{_ADDRESS}\|{_CODE}$"),
    re.compile(rf"^(?:.*%)?Z:{_ADDRESS}\$I:{_CODE}(?:[%$].*)?$"),
    re.compile(rf"^.*\$A:{_ADDRESS}\$I:{_CODE}$"),
    re.compile(rf"^RB01SG{_HEX}{{34}}{_ADDRESS}DLK{_CODE}$"),
    re.compile(rf"^HUE:Z:{_CODE} M:{_ADDRESS}(?:\s.*)?$"),
)
_BOSCH_KEY = re.compile(rf"^RB01SG{_HEX}{{34}}{_HEX}{{16}}DLK{_HEX}{{32}}$")

MOST_CHARACTERS = 400


class InstallCodeError(ValueError):
    """What was typed or scanned is no install code; `problems` has every reason."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def read_install_code(text: str, ieee: str = "") -> InstallCode:
    """Return the code of a label; `ieee` is the device's address where the label has none.

    Dashes, colons, spaces and dots between the digits are ignored. InstallCodeError names
    everything that is wrong and what is allowed.
    """
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise InstallCodeError((f"The text has {len(text)} characters; a label has fewer.",))
    if _BOSCH_KEY.fullmatch(text):
        raise InstallCodeError(
            ("This label carries a link key, not an install code; it cannot be used here.",)
        )
    problems: list[str] = []
    address, digits = _parts(text, ieee)
    code = _code(digits, problems)
    address = _address(address, problems)
    if address and ieee and (typed := _address(ieee, problems)) and typed != address:
        problems.append(f"The label is of device {address}, not of {typed}.")
    if problems:
        raise InstallCodeError(tuple(dict.fromkeys(problems)))
    return InstallCode(ieee=address, code=code)


def crc_x25(data: bytes) -> int:
    """Return CRC-16/X-25 (polynomial 0x1021 reflected, start and final XOR 0xFFFF)."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0x8408 if crc & 1 else crc >> 1
    return crc ^ 0xFFFF


def _parts(text: str, ieee: str) -> tuple[str, str]:
    """Return (address, digits of the code) as they stand in the text."""
    for form in _QR_FORMS:
        found = form.fullmatch(text)
        if found is not None:
            address = found.group("ieee").lower()
            if address.endswith("16a720"):  # printed backwards: 20:A7:16 is the maker's prefix
                address = bytes.fromhex(address)[::-1].hex()
            return address, found.group("code")
    return ieee, text


def _code(text: str, problems: list[str]) -> bytes:
    digits = _bare(text)
    strange = sorted(set(digits) - set("0123456789abcdefABCDEF"))
    if strange:
        shown = " ".join(strange[:8])
        problems.append(
            f"The code has characters that are no digits ({shown}); allowed: {ALLOWED}."
        )
        return b""
    if len(digits) not in {2 * count for count in CODE_BYTES}:
        problems.append(f"The code has {len(digits)} digits; allowed: {ALLOWED}.")
        return b""
    code = bytes.fromhex(digits)
    given, right = code[-2:], crc_x25(code[:-2]).to_bytes(2, "little")
    if given != right:
        problems.append(
            f"The checksum {given.hex().upper()} does not fit the digits before it: one digit or"
            " more is wrong. Compare 0 with D, 8 with B and 1 with 7."
        )
    return code


def _address(text: str, problems: list[str]) -> str:
    digits = _bare(text).lower().removeprefix("0x")
    if not digits:
        problems.append("The device's address is missing: 16 hexadecimal digits, on the label too.")
    elif re.fullmatch("[0-9a-f]{16}", digits) is None:
        problems.append(f"The address {text[:40]!r} is not 16 hexadecimal digits.")
    elif digits in {"0" * 16, "f" * 16}:
        problems.append(f"The address {digits} is that of no device.")
    return digits


def _bare(text: str) -> str:
    return re.sub(r"[\s\-:.]", "", text)
