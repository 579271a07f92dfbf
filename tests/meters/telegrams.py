"""The golden telegrams, and checksums computed another way than the drivers do."""

from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "meters"


def golden(name: str) -> bytes:
    raw = (DATA / name).read_bytes()
    return bytes.fromhex(raw.decode()) if name.endswith(".hex") else raw


def divided(data: bytes, polynomial: int, begin: int) -> int:
    """A mirrored CRC-16 as what it is: the remainder of a division of polynomials."""
    bits = [byte >> place & 1 for byte in data for place in range(8)] + [0] * 16
    for place in range(16):
        bits[place] ^= begin >> place & 1
    divisor = [1, *(polynomial >> place & 1 for place in range(16))]
    for place in range(len(bits) - 16):
        if bits[place]:
            for step, bit in enumerate(divisor):
                bits[place + step] ^= bit
    return sum(bit << place for place, bit in enumerate(bits[-16:]))


def signed_p1(text: str) -> bytes:
    """A telegram with its checksum; `text` with "\\n" for the ends of lines, up to the "!"."""
    body = text.replace("\n", "\r\n").encode("latin-1")
    return body + b"%04X\r\n" % divided(body, 0xA001, 0)


def signed_sml(inside: bytes) -> bytes:
    """A file around messages, escaped, filled, with its checksum."""
    fill = -len(inside) % 4
    escaped = (inside + b"\0" * fill).replace(b"\x1b" * 4, b"\x1b" * 8)
    whole = b"\x1b" * 4 + b"\x01" * 4 + escaped + b"\x1b" * 4 + b"\x1a" + bytes([fill])
    return whole + (divided(whole, 0x8408, 0xFFFF) ^ 0xFFFF).to_bytes(2, "little")


def signed_message(hexed: str) -> bytes:
    """One message with its checksum; `hexed` up to its body."""
    body = bytes.fromhex(hexed)
    return body + b"\x63" + (divided(body, 0x8408, 0xFFFF) ^ 0xFFFF).to_bytes(2, "little") + b"\0"
