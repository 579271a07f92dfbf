"""A card's first boot: cloud-init's NoCloud files, from one TOML file about one home.

Raspberry Pi OS (Trixie) reads `user-data`, `meta-data` and `network-config` from its FAT boot
partition. That partition is readable by whoever holds the card, and stays so: no key and no
password in clear goes there. Wi-Fi is given as the 256-bit key derived from its password, which
opens this one network and nothing else. The one-time code lies in a file of its own, which the
first boot moves to the agent's directory and writes over (agent.packaging.first_boot); it expires,
and the operator sees when somebody else used it.

JSON is YAML (YAML 1.2, chapter 1.3), so both are written as JSON: nothing has to be escaped twice.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.packaging import first_boot
from agent.packaging.card import NETWORK_FILE, SETTINGS_FILE, Card, Wifi, checked_card

BOOT = "/boot/firmware"
CODE_FILE = "gridhearth-code.txt"


@dataclass(frozen=True)
class Seed:
    """What goes onto the boot partition, and what a person should know of it."""

    files: Mapping[str, bytes]
    plan: tuple[str, ...]
    instance: str
    country: str | None = None

    def onto(self, kernel_line: bytes) -> dict[str, bytes]:
        """Return the files for a card whose cmdline.txt is `kernel_line`, that file among them."""
        line = patched(kernel_line, self.instance, self.country)
        return {**self.files, "cmdline.txt": line}


def read_card(path: Path, *, installed: bool = False) -> Seed:
    """Return the seed a description asks for. CardWrong: every problem at once; OSError.

    `installed`: the image holds gridhearth already, so its groups are there without a package.
    """
    card, carried = checked_card(path)
    return _seed(card, carried, installed=installed)


def patched(line: bytes, instance: str, country: str | None) -> bytes:
    """Return the kernel's line with our instance's name and the Wi-Fi's country, once each.

    An instance named there (Raspberry Pi Imager does) wins over meta-data, so a card that Imager
    wrote would not take a second seed. And netplan's regulatory-domain reaches networkd only;
    with NetworkManager, as here, the radio stays off until the kernel knows the country.
    """
    replaced = ("ds=nocloud", "cfg80211.ieee80211_regdom=") if country else ("ds=nocloud",)
    words = [
        word for word in line.decode("utf-8", "replace").split() if not word.startswith(replaced)
    ]
    if country:
        words.append(f"cfg80211.ieee80211_regdom={country}")
    return " ".join([*words, f"ds=nocloud;i={instance}"]).encode() + b"\n"


def user_data(card: Card, debs: tuple[str, ...], *, installed: bool = False) -> dict[str, Any]:
    """Return cloud-init's instructions for the first boot."""
    user: dict[str, Any] = {
        "name": card.user.name,
        "groups": ["adm", "dialout", "systemd-journal"],
        "shell": "/bin/bash",
        "ssh_authorized_keys": list(card.user.ssh_keys),
        "lock_passwd": card.user.password_hash is None,
        "sudo": "ALL=(ALL) ALL" if card.user.password_hash else "ALL=(ALL) NOPASSWD:ALL",
    }
    if card.user.password_hash:
        user["passwd"] = card.user.password_hash
    return {
        "hostname": card.hostname,
        "manage_etc_hosts": True,
        "timezone": card.timezone,
        "ssh_pwauth": False,
        "disable_root": True,
        "users": [user],
        "ntp": {"enabled": True},
        # Raspberry Pi OS keeps Wi-Fi switched off until somebody has named the country.
        "bootcmd": [["cloud-init-per", "instance", "wifi", "rfkill", "unblock", "wifi"]],
        "write_files": first_boot.files(_deeds(card, debs, installed=installed)),
        "runcmd": [["systemctl", "enable", "--now", "ssh"], first_boot.BEGIN],
    }


def _deeds(card: Card, debs: tuple[str, ...], *, installed: bool) -> first_boot.Deeds:
    return first_boot.Deeds(
        user=card.user.name,
        installed=installed,
        packages=tuple(f"{BOOT}/{name}" for name in debs),
        settings=f"{BOOT}/{SETTINGS_FILE}" if card.settings is not None else "",
        network=f"{BOOT}/{NETWORK_FILE}" if card.network is not None else "",
        code=f"{BOOT}/{CODE_FILE}" if card.code is not None else "",
    )


def network_config(wifi: Wifi | None) -> dict[str, Any]:
    """Return netplan's version 2: a cable always, Wi-Fi where it is given."""
    network: dict[str, Any] = {
        "version": 2,
        "ethernets": {"eth0": {"dhcp4": True, "dhcp6": True, "optional": True}},
    }
    if wifi is not None:
        network["wifis"] = {
            "wlan0": {
                "dhcp4": True,
                "dhcp6": True,
                "optional": True,
                "regulatory-domain": wifi.country,
                "access-points": {wifi.ssid: {"password": wifi_key(wifi)}},
            }
        }
    return {"network": network}


def wifi_key(wifi: Wifi) -> str:
    """Return the network's 256-bit key as 64 digits (IEEE 802.11-2020, J.4): not the password itself."""
    if re.fullmatch("[0-9a-fA-F]{64}", wifi.password):
        return wifi.password.lower()
    derived = hashlib.pbkdf2_hmac("sha1", wifi.password.encode(), wifi.ssid.encode(), 4096, 32)
    return derived.hex()


def _seed(card: Card, carried: Mapping[str, bytes], *, installed: bool) -> Seed:
    debs = tuple(name for name in carried if name.endswith(".deb"))
    files = dict(carried)
    if card.code is not None:
        files[CODE_FILE] = card.code.encode() + b"\n"
    files["user-data"] = b"#cloud-config\n" + _json(user_data(card, debs, installed=installed))
    files["network-config"] = _json(network_config(card.wifi))
    digest = hashlib.sha256(b"".join(name.encode() + files[name] for name in sorted(files)))
    # Another name for each content: cloud-init runs once per instance, so a corrected seed on
    # the same card counts as a new one. cloud-init reads instance-id; the stock file's own
    # instance_id is read by nobody, and kept beside it for whoever looks for it.
    name = f"gridhearth-{digest.hexdigest()[:16]}"
    files["meta-data"] = _json({"dsmode": "local", "instance_id": name, "instance-id": name})
    return Seed(files, _plan(card, files), name, card.wifi.country if card.wifi else None)


def _plan(card: Card, files: Mapping[str, bytes]) -> tuple[str, ...]:
    sudo = "with the password" if card.user.password_hash else "without a password"
    lines = [
        f"The Pi will be called {card.hostname}, time zone {card.timezone}.",
        f"{card.user.name} logs in with {len(card.user.ssh_keys)} SSH key(s), never with a password;"
        f" sudo {sudo}.",
        f"Wi-Fi {card.wifi.ssid!r}, country {card.wifi.country}."
        if card.wifi
        else "Network by cable.",
    ]
    if card.settings is not None:
        lines.append("The home's settings go to /etc/gridhearth/gridhearth.toml.")
    if card.code is not None:
        lines.append(
            "The operator's one-time code goes along and leaves the card at the first boot."
        )
        lines.append(
            "The Pi asks the operator by itself (gridhearth-join.service) and waits for the answer."
            if card.settings is not None and card.network is not None
            else "Without settings and network file it cannot ask by itself: gridhearth join request."
        )
    lines += [f"  writes {name} ({len(files[name])} bytes)" for name in sorted(files)]
    lines.append("  changes cmdline.txt: this instance's name, the Wi-Fi's country")
    lines.append(
        "Nothing trades before the operator has let this home in; until then the screen shows what"
        " is still to be done."
    )
    return tuple(lines)


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, indent=2).encode() + b"\n"
