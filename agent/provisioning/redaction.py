"""Secrets out of text that leaves the box: known ones by value, unknown ones by shape.

Two nets, because each has holes. What the settings name as a secret is struck out wherever its
very characters stand; what looks like a key, a password or an install code is struck out even
if nobody knows it. A hash of a block looks like a key: better a bundle with a missing hash than
one with a key.
"""

import re
from collections.abc import Iterable

STRUCK = "[struck out]"
SHORTEST_SECRET = 4
"""A shorter one would strike out half of every text; a PIN of four digits is the shortest."""

_SHAPES = (
    # PEM (RFC 7468): the whole block
    re.compile(
        r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|\Z)",
        re.DOTALL,
    ),
    # a key, a seed, a signature, a hash: 32 bytes and more in hexadecimal
    re.compile(r"(?<![0-9a-fA-F])(0x)?[0-9a-fA-F]{64,}(?![0-9a-fA-F])"),
    # ZigBee network and link keys, install codes with their checksum (up to 16 bytes + 2); nine
    # bytes at least: a device's address has eight, is no secret, and a helper needs it
    re.compile(r"(?<![0-9a-fA-F:-])([0-9a-fA-F]{2}[:-]){8,17}[0-9a-fA-F]{2}(?![0-9a-fA-F:-])"),
    re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32}([0-9a-fA-F]{4})?(?![0-9a-fA-F])"),
    # an operator's one-time code as it is printed (agent.provisioning.code)
    re.compile(
        r"(?<![0-9A-Za-z-])[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}(?![0-9A-Za-z-])"
    ),
    # user:password@ in an address (RFC 3986, 3.2.1)
    re.compile(r"(?<=://)[^/\s@]+@"),
    # name = value, "name": "value", name: value
    re.compile(
        r"(?i)(?<=[\"' \t,{(\n])"
        r"((?:[a-z0-9_-]*(?:passw(?:or)?d|passphrase|secret|token|private[_-]?key|pin|psk))[\"']?\s*[=:]\s*)"
        r"(\"[^\"\n]*\"|'[^'\n]*'|[^\s,;}\"')]+)"
    ),
)
_NAMED = _SHAPES[-1]


def redacted(text: str, secrets: Iterable[str]) -> tuple[str, int]:
    """Return the text without secrets, and how many places were struck out.

    `secrets` are the known ones, as characters; longer ones go first, so that no part of one
    is left standing because a shorter one lay inside it.
    """
    struck = 0
    for secret in sorted(
        {known for known in secrets if len(known) >= SHORTEST_SECRET}, key=len, reverse=True
    ):
        struck += text.count(secret)
        text = text.replace(secret, STRUCK)
    for shape in _SHAPES:
        text, times = shape.subn(_struck, text)
        struck += times
    return text, struck


def _struck(found: re.Match[str]) -> str:
    if found.re is _NAMED:
        return found.group(1) + STRUCK
    return STRUCK + ("@" if found.group().endswith("@") else "")
