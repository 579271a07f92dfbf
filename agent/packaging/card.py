"""The TOML file about one home that a card is prepared from: what it may say, and what is wrong.

A card's boot partition is readable by whoever holds the card, so a file that holds a private key
is refused: keys are made on the box (agent.packaging.seed says what goes onto the card).
"""

import base64
import binascii
import re
import tomllib
import zoneinfo
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent.packaging.debian import read_control
from agent.packaging.entries import PackageError

JOIN = "/var/lib/gridhearth/join"
"""Where a box that joins makes its keys (agent.commands.join)."""
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


class CardWrong(Exception):  # noqa: N818 - it reads as what happened
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


def checked_card(path: Path) -> tuple[Card, dict[str, bytes]]:
    """Return a description, and the files it takes along by their name on the card.

    CardWrong: every problem at once; OSError.
    """
    try:
        card = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Card)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise CardWrong(f"{path}: {wrong}.") from wrong
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
        raise CardWrong(*problems)
    return card, carried


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
