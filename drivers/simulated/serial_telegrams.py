"""Telegrams as real meters send them, built from the standards and not from our own decoders."""

import zlib
from datetime import UTC, datetime, timedelta

from drivers.simulated.serial_home import Registers

_HEADS = {
    "nl5": "/KFM5KAIFA-METER",
    "nl2": "/ISk5\\2MT382-1003",
    "be": "/FLU5\\253770234_A",
    "lu": "/Lux5\\253663629_D",
    "se": "/ELL5\\253833635_A",
}
_CENTRAL_EUROPE = timedelta(hours=1)
_ESCAPE = b"\x1b" * 4


def p1_telegram(now: Registers, model: str = "nl5") -> bytes:
    """Return a telegram: nl5 with two tariffs, nl2 without clock and checksum, the others with totals."""
    lines = [_HEADS[model], ""]
    if model != "nl2":
        winter = datetime.fromtimestamp(now.seconds, UTC) + _CENTRAL_EUROPE
        lines += ["1-3:0.2.8(50)", f"0-0:1.0.0({winter:%y%m%d%H%M%S}W)"]
    if model in {"nl5", "nl2", "be"}:
        lines.append(f"0-0:96.1.1({now.meter_id.encode().hex().upper()})")
        for side, whole in (("1", now.import_wh), ("2", now.export_wh)):
            night = whole // 3
            lines.append(f"1-0:{side}.8.1({_kwh(night)}*kWh)")
            lines.append(f"1-0:{side}.8.2({_kwh(whole - night)}*kWh)")
        lines.append("0-0:96.14.0(0002)")
    else:
        if model == "lu":
            lines.append(f"0-0:42.0.0({now.meter_id.encode().hex().upper()})")
        lines.append(f"1-0:1.8.0({_kwh(now.import_wh, 8)}*kWh)")
        lines.append(f"1-0:2.8.0({_kwh(now.export_wh, 8)}*kWh)")
    drawn, given = max(now.power_w, 0), max(-now.power_w, 0)
    if model == "nl2":  # two decimals of a kilowatt
        lines += [f"1-0:{n}.7.0({w // 10 / 100:07.2f}*kW)" for n, w in ((1, drawn), (2, given))]
        lines += [
            "0-0:96.13.0()",
            "0-1:24.1.0(3)",
            "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)",
        ]
        lines += ["(00000.123)"]
    else:
        lines += [f"1-0:{n}.7.0({_kwh(w, 2)}*kW)" for n, w in ((1, drawn), (2, given))]
        lines += ["1-0:99.97.0(1)(0-0:96.7.19)(000104180320W)(0000237126*s)", "0-0:96.13.0()"]
        lines += ["1-0:32.7.0(229.0*V)", "0-1:24.2.1(210101120000W)(00012.345*m3)"]
    body = ("\r\n".join(lines) + "\r\n!").encode("ascii")
    return body + (b"\r\n" if model == "nl2" else b"%04X\r\n" % crc_reflected(body, 0xA001, 0))


def _kwh(wh: int, digits: int = 6) -> str:
    return f"{wh // 1_000:0{digits}d}.{wh % 1_000:03d}"


def sml_file(now: Registers, model: str = "full") -> bytes:
    """Return a file of three messages; locked: whole kilowatt-hours and no power."""
    number = zlib.crc32(now.meter_id.encode())
    server = bytes.fromhex("0a01454d4800") + number.to_bytes(4, "big")
    entries = [_entry("0100603201ff", None, None, b"\x04EMH")]
    for code, wh in (("0100010800ff", now.import_wh), ("0100020800ff", now.export_wh)):
        tenths = wh // 1_000 * 10_000 if model == "locked" else wh * 10
        entries.append(_entry(code, 30, -1, b"\x59" + tenths.to_bytes(8, "big")))
    if model != "locked":
        power = b"\x55" + now.power_w.to_bytes(4, "big", signed=True)
        entries.append(_entry("0100100700ff", 27, 0, power))
    seconds = b"\x72\x62\x01\x65" + (now.seconds & 0xFFFF_FFFF).to_bytes(4, "big")
    list_of = b"\x01" + _octets(server) + _octets(bytes.fromhex("0100620affff")) + seconds
    list_of += bytes([0x70 | len(entries)]) + b"".join(entries) + b"\x01\x01"
    opened = (
        b"\x76\x01\x01" + _octets(now.seconds.to_bytes(4, "big")) + _octets(server) + b"\x01\x01"
    )
    inside = b"".join(
        _message(number, tag, content)
        for number, (tag, content) in enumerate(
            [(0x0101, opened), (0x0701, b"\x77" + list_of), (0x0201, b"\x71\x01")]
        )
    )
    fill = -len(inside) % 4
    escaped = (inside + b"\0" * fill).replace(_ESCAPE, _ESCAPE * 2)
    whole = _ESCAPE + b"\x01" * 4 + escaped + _ESCAPE + b"\x1a" + bytes([fill])
    return whole + (crc_reflected(whole, 0x8408, 0xFFFF) ^ 0xFFFF).to_bytes(2, "little")


def _message(number: int, tag: int, content: bytes) -> bytes:
    head = b"\x76" + _octets(bytes([0x10, number])) + b"\x62\x00\x62\x00"
    whole = head + b"\x72\x63" + tag.to_bytes(2, "big") + content
    return (
        whole
        + b"\x63"
        + (crc_reflected(whole, 0x8408, 0xFFFF) ^ 0xFFFF).to_bytes(2, "little")
        + b"\0"
    )


def _entry(code: str, unit: int | None, scaler: int | None, value: bytes) -> bytes:
    told_unit = b"\x01" if unit is None else b"\x62" + bytes([unit])
    told_scaler = b"\x01" if scaler is None else b"\x52" + scaler.to_bytes(1, "big", signed=True)
    return (
        b"\x77"
        + _octets(bytes.fromhex(code))
        + b"\x01\x01"
        + told_unit
        + told_scaler
        + value
        + b"\x01"
    )


def _octets(content: bytes) -> bytes:
    return bytes([len(content) + 1]) + content  # up to 14 bytes: one byte of length


def crc_reflected(data: bytes, polynomial: int, value: int) -> int:
    """Return a mirrored CRC bit by bit."""
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
    return value
