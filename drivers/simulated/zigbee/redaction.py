"""Takes keys out of EZSP frames, the same key always becoming the same other bytes.

What replaces a key depends on a random number that is forgotten with the recording, so nothing
leads back; a replay still sees where one key was used twice. A frame we cannot take apart could hold
anything: of it only the header is kept.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping

from drivers.simulated.zigbee.ezsp.codec import Located, Value, located
from drivers.simulated.zigbee.ezsp.tables import VERSIONS, Command, tables

KEY_BYTES = 16
KNOWN_TO_ALL = frozenset((b"ZigBeeAlliance09", bytes(KEY_BYTES), b"\xff" * KEY_BYTES))
"""The key everybody joins with, and no key; these stay, because they tell what was done."""
KEYS_REMEMBERED = 1_024
HEADER_BYTES = 5

PLAIN_MFG_TOKENS = frozenset((0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x0B, 0x0C, 0x0D))
"""All but the bootloader's key 0x05, the certificate 0x09 and the install code 0x0A (UG100)."""
PLAIN_TOKENS = frozenset((0xE12A,))
"""The restored EUI64. Others of the stack's own tokens hold keys."""
SECRET_VALUES = frozenset((0x1C,))  # VALUE_PRIVATE_KEY_283K1
PLAIN_CUSTOM_FRAMES = frozenset((0, 1, 3, 4, 5, 6, 7, 8, 9))
"""Sub-commands of the open firmware extensions; 2 reads tokens, later ones we do not know."""
INVALID_COMMAND = 0x58


class Parsed:
    """An EZSP frame taken apart as far as its tables go."""

    def __init__(self, name: str, at: list[Located]) -> None:
        """`name`: empty for a frame we do not know."""
        self.name = name
        self.at = at

    @property
    def values(self) -> dict[str, Value]:
        """The fields by name."""
        return {one.field.name: one.value for one in self.at}

    def number(self, name: str) -> int:
        """Return an integer field, -1 where there is none."""
        value = self.values.get(name, -1)
        return value if isinstance(value, int) else -1

    def span(self, name: str) -> tuple[int, int]:
        """Return where a field stands in the whole frame."""
        for one in self.at:
            if one.field.name == name:
                return one.start + HEADER_BYTES, one.end + HEADER_BYTES
        raise KeyError(name)


def is_legacy(frame: bytes) -> bool:
    """Whether a frame is the question for the version, or its answer, in the oldest format."""
    return len(frame) in {4, 7} and frame[2] == 0x00 and (len(frame) == 4 or frame[1] & 0x80 != 0)


def identifier(frame: bytes) -> int:
    """Return the frame's identifier (the version's for the oldest format)."""
    return 0 if is_legacy(frame) else int.from_bytes(frame[3:5], "little")


def parse(frame: bytes, version: int | None, *, request: bool, answer: bool) -> Parsed:
    """Take a frame apart: a request, an answer, or (neither) a callback."""
    if version not in VERSIONS or is_legacy(frame) or len(frame) < HEADER_BYTES:
        return Parsed("version" if is_legacy(frame) else "", [])
    command = _command(identifier(frame), version, callback=not request and not answer)
    if command is None:
        return Parsed("", [])
    layout = command.request if request else command.response
    return Parsed(command.name, located(layout, frame[HEADER_BYTES:], version))


def _command(number: int, version: int, *, callback: bool) -> Command | None:
    known = tables(version)
    if callback:
        return next((c for c in known.callbacks.values() if c.identifier == number), None)
    return known.by_id.get(number)


def secret_fields(name: str, asked: Mapping[str, Value]) -> frozenset[str]:
    """Return which fields besides keys may hold one; `asked`: the fields of the request."""
    number = {key: value for key, value in asked.items() if isinstance(value, int)}
    hidden: set[str] = set()
    if name in {"getMfgToken", "setMfgToken"} and number.get("id") not in PLAIN_MFG_TOKENS:
        hidden.add("data")
    if name in {"getTokenData", "setTokenData"} and number.get("token") not in PLAIN_TOKENS:
        hidden.add("data")
    if name in {"getValue", "setValue"} and number.get("id", -1) in {-1, *SECRET_VALUES}:
        hidden.add("value")
    if name == "customFrame":
        payload = asked.get("payload")
        sub = int.from_bytes(payload[:2], "little") if isinstance(payload, bytes) else -1
        if sub not in PLAIN_CUSTOM_FRAMES:
            hidden |= {"payload", "reply"}
    return frozenset(hidden)


class Redactor:
    """One recording's rule: `frame` gives each frame as it may be kept."""

    def __init__(self) -> None:
        """Begin with a random number of its own."""
        self._salt = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, bytes] = OrderedDict()

    def instead_of(self, key: bytes) -> bytes:
        """Return what stands for a key from now on, everywhere."""
        if key in KNOWN_TO_ALL or len(key) < KEY_BYTES:
            return key if key in KNOWN_TO_ALL else bytes(len(key))
        new = hashlib.blake2b(key, digest_size=KEY_BYTES, key=self._salt).digest()
        for old, replacement in ((key, new), (key[::-1], new[::-1])):
            self._known[old] = replacement
        while len(self._known) > KEYS_REMEMBERED:
            self._known.popitem(last=False)
        return new

    def frame(self, frame: bytes, parsed: Parsed, asked: Mapping[str, Value]) -> bytes:
        """Return a frame without keys, as long as it was. `asked`: the request's fields."""
        if is_legacy(frame):
            return frame
        if not parsed.name:
            return frame[:HEADER_BYTES].ljust(len(frame), b"\0")
        kept = bytearray(frame)
        hidden = secret_fields(parsed.name, asked)
        known_to, has_key = HEADER_BYTES, False
        for one in parsed.at:
            start = min(one.start + HEADER_BYTES, len(frame))
            end = min(one.end + HEADER_BYTES, len(frame))
            known_to = max(known_to, end)
            if one.field.kind == "key":
                has_key = True
                kept[start:end] = self.instead_of(frame[start:end])
            elif one.field.name in hidden and isinstance(one.value, bytes):
                has_key = True
                start = end - len(one.value)
                kept[start:end] = bytes(end - start)
        if has_key:  # what follows the layout we know could be more of it
            kept[known_to:] = bytes(len(frame) - known_to)
        return self._sweep(bytes(kept))

    def _sweep(self, frame: bytes) -> bytes:
        """Replace every key that is known by now, wherever it stands."""
        if len(frame) >= KEY_BYTES:
            for key, new in self._known.items():
                frame = frame.replace(key, new)
        return frame
