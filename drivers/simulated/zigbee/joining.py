"""Whom the trust centre lets in, and the keys it takes to get in.

The real exchange encrypts the network key with a link key both sides know; here only the question
is answered whether both know the same one (Zigbee specification 4.6.3, Base Device Behaviour 10).
"""

from typing import TYPE_CHECKING

from Crypto.Cipher import AES

from drivers.simulated.zigbee.ezsp.do_keys import transient_keys
from drivers.simulated.zigbee.ezsp.do_settings import POLICY_TRUST_CENTER

if TYPE_CHECKING:
    from drivers.simulated.zigbee.air import Node
    from drivers.simulated.zigbee.ncp import Ncp

WELL_KNOWN_KEY = b"ZigBeeAlliance09"
ANYONE = (1 << 64) - 1
"""The EUI64 under which a host imports a key for every device."""

ALLOW_JOINS, ALLOW_UNSECURED_REJOINS, IGNORE_UNSECURED_REJOINS = 0x01, 0x02, 0x08
JOINS_USE_INSTALL_CODE = 0x10
"""EzspDecisionBitmask, protocol 8 and later (UG100: the trust centre policy is a bitmask)."""
INSTALL_CODE_BYTES = (8, 10, 14, 18)
"""6, 8, 12 or 16 bytes and their CRC."""


def aes_mmo(data: bytes) -> bytes:
    """Hash with AES in Matyas-Meyer-Oseas mode (Zigbee specification B.6), below 8 kB."""
    bits = 8 * len(data)
    padded = data + b"\x80"
    padded += bytes(-(len(padded) + 2) % 16) + bits.to_bytes(2, "big")
    digest = bytes(16)
    for at in range(0, len(padded), 16):
        block = padded[at : at + 16]
        mixed = AES.new(digest, AES.MODE_ECB).encrypt(block)
        digest = bytes(a ^ b for a, b in zip(mixed, block, strict=True))
    return digest


def install_code_key(code: bytes) -> bytes:
    """Return the link key of an install code with its CRC. ValueError: no such length, bad CRC.

    The CRC is CRC-16/X-25, low byte first (Base Device Behaviour 10.1.1).
    """
    if len(code) not in INSTALL_CODE_BYTES:
        raise ValueError(f"an install code has {INSTALL_CODE_BYTES} bytes, not {len(code)}")
    crc = 0xFFFF
    for byte in code[:-2]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x8408 if crc & 1 else crc >> 1
    if (crc ^ 0xFFFF).to_bytes(2, "little") != code[-2:]:
        raise ValueError("the install code's CRC is wrong")
    return aes_mmo(code)


def refusal(ncp: "Ncp", node: "Node") -> str | None:
    """Say why the trust centre does not let this device in; None: it does."""
    policy = ncp.ram.policies[POLICY_TRUST_CENTER]
    if not policy & ALLOW_JOINS:
        return "the trust centre policy allows no joins"
    keys = transient_keys(ncp)
    own = keys.get(node.ieee)
    anyones = None if policy & JOINS_USE_INSTALL_CODE else keys.get(ANYONE)
    offered = own or anyones
    if offered is None:
        return "no key was imported for it"
    wanted = WELL_KNOWN_KEY if node.install_code is None else install_code_key(node.install_code)
    return None if offered.key == wanted else "the imported key is not the device's"


def rejoin_refusal(ncp: "Ncp", *, secured: bool) -> str | None:
    """Say why a device that lost its place does not come back; None: it does."""
    policy = ncp.ram.policies[POLICY_TRUST_CENTER]
    if secured:
        return None
    if policy & ALLOW_UNSECURED_REJOINS and not policy & IGNORE_UNSECURED_REJOINS:
        return None
    return "the trust centre policy allows no unsecured rejoins"
