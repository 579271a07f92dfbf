"""A card's first boot: cloud-init's NoCloud files, from one TOML file about one home.

Raspberry Pi OS (Trixie) reads `user-data`, `meta-data` and `network-config` from its FAT boot
partition. That partition is readable by whoever holds the card, and stays so: no key and no
password in clear goes there. Wi-Fi is given as the 256-bit key derived from its password, which
opens this one network and nothing else. The one-time code lies in a file of its own, which the
first boot moves to the agent's directory and writes over (agent.packaging.first_boot); it expires,
and the operator sees when somebody else used it.

JSON is YAML (YAML 1.2, chapter 1.3), so both are written as JSON: nothing has to be escaped twice.
"""

import base64
import binascii
import hashlib
import json
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from agent.packaging import first_boot
from agent.packaging.debian import read_control
from agent.packaging.entries import PackageError

BOOT = "/boot/firmware"
JOIN = "/var/lib/gridhearth/join"
"""Where a box that joins makes its keys (agent.commands.join)."""
CODE_FILE = "gridhearth-code.txt"
SETTINGS_FILE = "gridhearth-settings.toml"
NETWORK_FILE = "gridhearth-network.toml"
KEY_TYPES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
)
GUESSED_USERS = ("root", "pi", "admin", "user", "gridhearth", "gridhearth-screen")
SAFE_HASH = re.compile(r"^\$(?:y|6|2b)\$\S{20,200}$")
MIN_RSA_BLOB_BYTES = 2048 // 8
MAX_SETTINGS_BYTES = 100_000


class SeedWrong(Exception):  # noqa: N818 - it reads as what happened
    """The description cannot be used; `problems` says everything that is wrong."""

    def __init__(self, *problems: str) -> None:
        """Keep one sentence per problem."""
        super().__init__(" ".join(problems))
        self.problems = problems


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file."""


class Wifi(Table, frozen=True):
    """The house's wireless network; none: a cable."""

    ssid: Annotated[str, Meta(min_length=1, max_length=32)]
    password: str
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")]
    """Two capital letters (ISO 3166): which channels are allowed."""


class User(Table, frozen=True):
    """Who may log in."""

    name: str
    ssh_keys: tuple[str, ...] = ()
    password_hash: str | None = None
    """As `mkpasswd` prints it; asked for by sudo only, never taken over the network."""


class Card(Table, frozen=True):
    """Everything the file may say."""

    hostname: str
    timezone: str
    user: User
    wifi: Wifi | None = None
    settings: str | None = None
    """The home's settings, a path beside this file."""
    network: str | None = None
    """The market's network file, a path beside this file."""
    packages: tuple[str, ...] = ()
    """Our .debs, paths beside this file."""
    code: str | None = None
    """The operator's one-time code."""


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
    """Return the seed a description asks for. SeedWrong: every problem at once; OSError.

    `installed`: the image holds gridhearth already, so its groups are there without a package.
    """
    try:
        card = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Card)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise SeedWrong(f"{path}: {wrong}.") from wrong
    problems = [
        *_of_machine(card),
        *_of_user(card.user),
        *_of_wifi(card.wifi),
        *_of_code(card.code),
    ]
    carried, more = _carried(card, path.parent)
    problems += more
    if not more and card.code is not None and SETTINGS_FILE in carried:
        problems += _of_keys(carried[SETTINGS_FILE].decode())
    if problems:
        raise SeedWrong(*problems)
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


def _of_machine(card: Card) -> list[str]:
    problems = []
    if not re.fullmatch("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", card.hostname):
        problems.append(
            f"hostname is {card.hostname!r}; allowed: up to 63 small letters, digits and hyphens."
        )
    if card.timezone not in zoneinfo.available_timezones():
        problems.append(f"timezone is {card.timezone!r}; allowed: a name such as Europe/London.")
    return problems


def _of_user(user: User) -> list[str]:
    problems = []
    if not re.fullmatch("[a-z_][a-z0-9_-]{0,31}", user.name) or user.name in GUESSED_USERS:
        problems.append(
            f"user.name is {user.name!r}; allowed: a Unix name that is not the first one guessed"
            f" ({', '.join(GUESSED_USERS)})."
        )
    if not user.ssh_keys:
        problems.append("user.ssh_keys is empty: without a key nobody could log in.")
    for number, line in enumerate(user.ssh_keys, 1):
        problem = ssh_key_problem(line)
        if problem:
            problems.append(f"user.ssh_keys, number {number}: {problem}")
    if user.password_hash is not None and not SAFE_HASH.match(user.password_hash):
        problems.append(
            "user.password_hash is no hash, or a weak one; make it with: mkpasswd --method=yescrypt"
        )
    return problems


def ssh_key_problem(line: str) -> str:
    """Return what is wrong with a public key's line; empty: nothing."""
    if "PRIVATE KEY" in line:
        return "this is a private key; give the file that ends in .pub."
    kind, _, rest = line.strip().partition(" ")
    text = rest.split(" ")[0]
    if kind not in KEY_TYPES or "\n" in line.strip():
        return f"it is no public key of a kind we take ({', '.join(KEY_TYPES)})."
    try:
        blob = base64.b64decode(text, validate=True)
    except binascii.Error:
        return "its middle part is not base64."
    length = int.from_bytes(blob[:4], "big")
    if blob[4 : 4 + length] != kind.encode():
        return "its two halves do not belong together."
    if kind == "ssh-rsa" and len(blob) < MIN_RSA_BLOB_BYTES:
        return "an RSA key needs at least 2048 bits."
    return ""


def _of_wifi(wifi: Wifi | None) -> list[str]:
    if wifi is None or re.fullmatch("[0-9a-fA-F]{64}", wifi.password):
        return []
    problems = []
    if not 8 <= len(wifi.password) <= 63 or not wifi.password.isascii():
        problems.append("wifi.password has to have 8 to 63 plain characters (WPA2).")
    if len(wifi.ssid.encode()) > 32:
        problems.append("wifi.ssid has more than 32 bytes.")
    return problems


def _of_code(code: str | None) -> list[str]:
    from agent.provisioning.code import CodeWrong, read_code

    try:
        if code is not None:
            read_code(code)
    except CodeWrong as wrong:
        return [f"code: {wrong}"]
    return []


def _of_keys(text: str) -> list[str]:
    """A box that joins by itself makes its keys in one place: the settings have to name it."""
    from agent.settings import KeyFile, read_settings

    chain = read_settings(text).chain
    wanted = {"order_key": f"{JOIN}/order.key", "report_key": f"{JOIN}/report.key"}
    given = {"order_key": chain.order_key, "report_key": chain.report_key}
    return [
        f"settings: chain.{name} is not the file that joining by itself makes; write:"
        f' {name} = {{ type = "file", path = "{path}" }}'
        for name, path in wanted.items()
        if given[name] != KeyFile(path=path)
    ]


def _carried(card: Card, folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files taken along, by their name on the card, and what is wrong with them."""
    files: dict[str, bytes] = {}
    problems: list[str] = []
    named = [(SETTINGS_FILE, card.settings), (NETWORK_FILE, card.network)]
    named += [(Path(place).name, place) for place in card.packages]
    for name, place in named:
        if place is None:
            continue
        try:
            content = (folder / place).read_bytes()
        except OSError as lost:
            problems.append(f"{place} could not be read: {lost.strerror}.")
            continue
        if b"PRIVATE KEY" in content[:MAX_SETTINGS_BYTES]:
            problems.append(f"{place} holds a private key: keys are made on the Pi and stay there.")
        problems += _of_file(name, place, content)
        files[name] = content
    return files, problems


def _of_file(name: str, place: str, content: bytes) -> list[str]:
    from agent.api.check import Refused
    from agent.settings import read_settings

    if name.endswith(".deb"):
        try:
            told = read_control(content)
        except PackageError as broken:
            return [f"{place}: {broken}"]
        wrong = told.get("Architecture") not in ("arm64", "all")
        return [f"{place} is for {told.get('Architecture')}; a Pi needs arm64."] if wrong else []
    if len(content) > MAX_SETTINGS_BYTES:
        return [f"{place} has more than {MAX_SETTINGS_BYTES} bytes."]
    try:
        text = content.decode()
        if name == SETTINGS_FILE:
            read_settings(text)
        else:
            tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        return [f"{place}: {broken}."]
    except Refused as refused:
        return [f"{place}: {one.sentence}" for one in refused.problems]
    return []


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, indent=2).encode() + b"\n"
