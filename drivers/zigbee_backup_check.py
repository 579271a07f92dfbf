"""Is an open coordinator backup one that may be put on a stick? Every problem, in words; pure.

The format is shared, its byte order is not: Zigbee2MQTT's EZSP adapter writes the coordinator's
address reversed and the extended PAN id as on the wire (herdsman emberAdapter.ts), zigpy writes
both most significant first. Restored as it stands, the address would be another and no device
would find its network again.
"""

import datetime
import re
from typing import Any

MAX_COUNTER = 2**32 - 1
LAST_GOOD_COUNTER = MAX_COUNTER - 2**20
CHANNELS = range(11, 27)
HERDSMAN = "zigbee-herdsman"
SECURITY_LEVEL = 5
"""Encryption with a 32-bit code: what every ZigBee network since 2007 uses."""

_HEX = re.compile(r"[0-9a-fA-F]*", re.ASCII)


class Problems:
    """What was found, in the order it was looked for."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, problem: str) -> None:
        """Note one."""
        self.found.append(problem)


def check_network(content: dict[str, Any], problems: Problems) -> int | None:
    """Add every problem; return when the backup was taken (ms since 1970), None: it says not."""
    metadata = content.get("metadata")
    if not isinstance(metadata, dict):
        problems.add("it has no metadata")
        return None
    if metadata.get("format") != "zigpy/open-coordinator-backup":
        problems.add(f"its format is {_shown(metadata.get('format'))}")
    if metadata.get("version") != 1:
        problems.add(f"its format's version is {_shown(metadata.get('version'))}, not 1")
    address = _hex(content, "coordinator_ieee", 8, problems)
    if address is not None and not 0 < int(address, 16) < 2**64 - 1:
        problems.add("the coordinator's address is empty")
    pan = _hex(content, "pan_id", 2, problems)
    if pan is not None and not 0 < int(pan, 16) < 0xFFFF:
        problems.add(f"the PAN id {pan} is not one of a network")
    extended = _hex(content, "extended_pan_id", 8, problems)
    if extended is not None and not 0 < int(extended, 16) < 2**64 - 1:
        problems.add("the extended PAN id is empty")
    _number(content, "nwk_update_id", 0, 255, problems)
    _number(content, "channel", CHANNELS[0], CHANNELS[-1], problems)
    _number(content, "security_level", SECURITY_LEVEL, SECURITY_LEVEL, problems)
    mask = content.get("channel_mask")
    if not isinstance(mask, list) or not mask or any(each not in CHANNELS for each in mask):
        problems.add("channel_mask is not a list of channels 11 to 26")
    _check_key(content.get("network_key"), problems)
    _check_devices(content.get("devices"), problems)
    internal = metadata.get("internal")
    if internal is not None and not isinstance(internal, dict):
        problems.add("metadata.internal is no object")
        return None
    return _taken_ms(internal or {})


def in_our_order(content: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return a checked backup in zigpy's byte order, and whether it had to be turned.

    An address made from a MAC has ff fe in its middle (IEEE, "Guidelines for EUI"); where it has
    fe ff it is reversed. An address without either is believed by the program that wrote it.
    """
    metadata = dict(content["metadata"])
    internal = dict(metadata.get("internal") or {})
    metadata["internal"] = internal
    metadata.setdefault("source", "unknown")
    whole = {**content, "metadata": metadata}
    middle = content["coordinator_ieee"][6:10].lower()
    by_ember = str(metadata["source"]).startswith(HERDSMAN) and (
        "ezspVersion" in internal or "ezsp" in (content.get("stack_specific") or {})
    )
    turned = middle == "feff" or (by_ember and middle != "fffe")
    if turned:
        for name in ("coordinator_ieee", "extended_pan_id"):
            whole[name] = bytes.fromhex(content[name])[::-1].hex()
    return whole, turned


def _check_key(key: Any, problems: Problems) -> None:
    if not isinstance(key, dict):
        problems.add("it has no network key")
        return
    value = _hex(key, "key", 16, problems, shown="network_key.key")
    if value is not None and int(value, 16) in {0, 2**128 - 1}:
        problems.add("the network key is empty")
    _number(key, "sequence_number", 0, 255, problems)
    counter = _number(key, "frame_counter", 0, MAX_COUNTER, problems)
    if counter is not None and counter > LAST_GOOD_COUNTER:
        problems.add("its frame counter is used up: the network needs a new key")


def _check_devices(devices: Any, problems: Problems) -> None:
    if not isinstance(devices, list):
        problems.add("devices is no list")
        return
    for at, device in enumerate(devices[:1_000]):
        if not isinstance(device, dict):
            problems.add(f"devices[{at}] is no object")
            continue
        _hex(device, "ieee_address", 8, problems, shown=f"devices[{at}].ieee_address")
        short = device.get("nwk_address", ...)
        if short is not None and not (
            isinstance(short, str) and len(short) <= 4 and short and _HEX.fullmatch(short)
        ):
            problems.add(f"devices[{at}].nwk_address is no short address")
        link = device.get("link_key")
        if link is None and "link_key" not in device:
            continue
        if not isinstance(link, dict):
            problems.add(f"devices[{at}].link_key is no object")
            continue
        _hex(link, "key", 16, problems, shown=f"devices[{at}].link_key.key")
        for name in ("tx_counter", "rx_counter"):
            _number(link, name, 0, MAX_COUNTER, problems)


def _taken_ms(internal: dict[str, Any]) -> int | None:
    text = internal.get("date") or internal.get("creation_time")
    try:
        moment = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    taken_ms = int(moment.timestamp() * 1_000)
    return taken_ms if taken_ms > 0 else None


def _hex(
    place: dict[str, Any], name: str, size: int, problems: Problems, *, shown: str | None = None
) -> str | None:
    value = place.get(name)
    if not isinstance(value, str) or len(value) != 2 * size or not _HEX.fullmatch(value):
        problems.add(f"{shown or name} is not {2 * size} hexadecimal digits")
        return None
    return value


def _number(
    place: dict[str, Any], name: str, least: int, most: int, problems: Problems
) -> int | None:
    value = place.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        problems.add(f"{name} is {_shown(value)}, needed is {wanted}")
        return None
    return value


def _shown(value: Any) -> str:
    """A foreign value in a sentence: short, and never a whole object."""
    return repr(value)[:24] if isinstance(value, str | int | float | None) else "no plain value"
