"""A card for a home: what is written, what is refused, and that no secret is among it."""

import base64
import json
import re
import shutil
import struct
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.cli import main
from agent.commands.completion import all_pages
from agent.packaging import first_boot, imager
from agent.packaging.boot_partition import BootError, fat_offset, found, listed, read, write
from agent.packaging.card import Card, CardWrong, User, Wifi, ssh_key_problem
from agent.packaging.debian import Package, write_deb
from agent.packaging.entries import Entry
from agent.packaging.seed import patched, read_card, wifi_key
from agent.provisioning.code import make_code

ROOT = Path(__file__).resolve().parents[2]
SECTOR = 512
START = 8192
SECTORS = 70_000
"""FAT32 needs more than 65 525 clusters; the file is sparse."""
CODE = make_code(12_345)


def public_key(comment: str = "installer@laptop") -> str:
    kind = b"ssh-ed25519"
    blob = struct.pack(">I", len(kind)) + kind + struct.pack(">I", 32) + bytes(range(32))
    return f"ssh-ed25519 {base64.b64encode(blob).decode()} {comment}"


CARD = f"""
hostname = "gridhearth-01"
timezone = "Europe/London"
settings = "home.toml"
network = "network.toml"
packages = ["gridhearth_0.1.0+deb13u1_arm64.deb"]
code = "{CODE}"

[user]
name = "installer"
ssh_keys = ["{public_key()}"]

[wifi]
ssid = "Hearth"
password = "correct horse"
country = "GB"
"""


def home_settings() -> str:
    """Return the example's settings, with the keys where a box that joins makes them."""
    text = (ROOT / "config/gridhearth.example.toml").read_text("utf-8")
    for name in ("order", "report"):
        mine = f'{name}_key = {{ type = "file", path = "/var/lib/gridhearth/join/{name}.key" }}'
        text, times = re.subn(rf"(?m)^{name}_key = .*$", mine, text)
        assert times == 1
    return text


def deb(arch: str = "arm64") -> bytes:
    package = Package("gridhearth", "0.1.0", arch, "x", "y", (Entry("/opt/x", b"x"),))
    return write_deb(package, epoch_s=0, preset=0)


@pytest.fixture
def description(tmp_path: Path) -> Path:
    (tmp_path / "home.toml").write_text(home_settings())
    (tmp_path / "network.toml").write_text("[network]\nchain_id = 711\n")
    (tmp_path / "gridhearth_0.1.0+deb13u1_arm64.deb").write_bytes(deb())
    path = tmp_path / "card.toml"
    path.write_text(CARD)
    return path


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partition table, a FAT32 boot partition and the files a stock image has in it."""
    image = tmp_path_factory.mktemp("image") / "stock.img"
    entry = struct.pack("<B3sB3sII", 0, bytes(3), 0x0C, bytes(3), START, SECTORS)
    with image.open("wb") as file:
        file.truncate((START + SECTORS) * SECTOR)
        file.write(bytes(446) + entry + bytes(48) + b"\x55\xaa")
    disk = f"{image}@@{START * SECTOR}"
    subprocess.run(
        ["mformat", "-i", disk, "-F", "-c", "1", "-T", str(SECTORS), "-h", "64", "-s", "32", "::"],
        check=True,
    )
    for name, text in (
        ("config.txt", "arm_64bit=1\n"),
        ("cmdline.txt", "console=tty1 root=PARTUUID=x rootwait ds=nocloud;i=rpi-imager-1762\n"),
        ("user-data", "#cloud-config\n# nothing yet\n"),
        ("meta-data", "dsmode: local\ninstance_id: rpios-image\n"),
        ("network-config", "# nothing yet\n"),
    ):
        (image.parent / name).write_text(text)
        subprocess.run(["mcopy", "-i", disk, str(image.parent / name), f"::{name}"], check=True)
    return image


@pytest.fixture
def image(stock: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "card.img"
    subprocess.run(["cp", "--sparse=always", str(stock), str(copy)], check=True)
    return copy


def cloud(seed_file: bytes) -> dict[str, Any]:
    head, _, body = seed_file.partition(b"\n")
    assert head == b"#cloud-config"
    told: dict[str, Any] = json.loads(body)
    return told


def test_a_stock_image_is_customised_as_its_description_says(
    image: Path, description: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["image", "customise", str(image), "--config", str(description), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "never with a password" in said
    boot = found(image)
    told = cloud(read(boot, "user-data"))
    assert told["hostname"] == "gridhearth-01"
    (user,) = told["users"]
    assert (user["lock_passwd"], told["ssh_pwauth"], "passwd" in user) == (True, False, False)
    assert user["ssh_authorized_keys"] == [public_key()]
    assert told["runcmd"][-1] == first_boot.BEGIN
    assert CODE not in json.dumps(told), "not in a file that stays on the boot partition"
    assert told["bootcmd"][0][-3:] == ["rfkill", "unblock", "wifi"]
    meta = json.loads(read(boot, "meta-data"))
    line = read(boot, "cmdline.txt").decode()
    assert line == (
        "console=tty1 root=PARTUUID=x rootwait cfg80211.ieee80211_regdom=GB"
        f" ds=nocloud;i={meta['instance-id']}\n"
    )
    assert meta["instance_id"] == meta["instance-id"] != "rpios-image"
    network = json.loads(read(boot, "network-config"))["network"]
    (point,) = network["wifis"]["wlan0"]["access-points"].items()
    assert point[0] == "Hearth"
    assert len(point[1]["password"]) == 64
    assert read(boot, "gridhearth_0.1.0+deb13u1_arm64.deb") == deb()
    assert read(boot, "config.txt") == b"arm_64bit=1\n"


def test_the_wifi_password_is_nowhere_on_the_card(image: Path, description: Path) -> None:
    write(found(image), read_card(description).files)
    assert b"correct horse" not in image.read_bytes()
    # IEEE 802.11-2020, J.4.2, first and second test vector.
    assert wifi_key(Wifi(ssid="IEEE", password="password", country="GB")).startswith("f42c6fc52df0")
    vector = Wifi(ssid="ThisIsASSID", password="ThisIsAPassword", country="GB")
    assert wifi_key(vector).startswith("0dc0d6eb90555ed6")


def test_a_changed_description_is_a_new_instance_and_the_same_one_is_not(description: Path) -> None:
    first = read_card(description).files
    assert read_card(description).files == first
    description.write_text(CARD.replace("gridhearth-01", "gridhearth-02"))
    assert read_card(description).files["meta-data"] != first["meta-data"]


def test_the_kernels_line_stays_one_line_and_says_each_thing_once() -> None:
    """An instance that Imager named there would win over ours, and nothing would be applied."""
    stock = b"console=tty1 rootwait ds=nocloud;i=rpi-imager-1 cfg80211.ieee80211_regdom=DE\n"
    once = patched(stock, "gridhearth-1", "GB")
    assert once == b"console=tty1 rootwait cfg80211.ieee80211_regdom=GB ds=nocloud;i=gridhearth-1\n"
    assert patched(once, "gridhearth-2", "GB").count(b"ds=nocloud") == 1
    cable = patched(stock, "gridhearth-1", None)
    assert (
        cable == b"console=tty1 rootwait cfg80211.ieee80211_regdom=DE ds=nocloud;i=gridhearth-1\n"
    )


def test_a_dry_run_writes_nothing(
    image: Path, description: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = image.read_bytes()
    assert main(["image", "customise", str(image), "--config", str(description), "--dry-run"]) == 0
    assert "writes user-data" in capsys.readouterr().out
    assert image.read_bytes() == before


def test_nothing_is_written_unless_somebody_agrees(
    image: Path, description: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = image.read_bytes()
    assert main(["image", "customise", str(image), "--config", str(description)]) == 1
    assert "add --yes" in capsys.readouterr().err
    assert image.read_bytes() == before


def test_a_mounted_card_takes_the_same_files(description: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bootfs"
    folder.mkdir()
    for name in ("config.txt", "cmdline.txt", "meta-data"):
        (folder / name).touch()
    assert main(["image", "customise", str(folder), "--config", str(description), "--yes"]) == 0
    assert (folder / "user-data").read_bytes() == read_card(description).files["user-data"]


def test_every_problem_of_a_description_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "home.toml").write_text("[home]\nname = 1\n")
    (tmp_path / "amd64.deb").write_bytes(deb("amd64"))
    (tmp_path / "card.toml").write_text(
        'hostname = "Not A Name"\ntimezone = "Mars/Olympus"\nsettings = "home.toml"\n'
        'packages = ["amd64.deb", "lost.deb"]\ncode = "1234"\n'
        '[user]\nname = "pi"\npassword_hash = "raspberry"\n'
        '[wifi]\nssid = "x"\npassword = "short"\ncountry = "GB"\n'
    )
    (tmp_path / "stranger.img").write_bytes(bytes(1024))
    words = ["image", "customise", str(tmp_path / "stranger.img")]
    assert main([*words, "--config", str(tmp_path / "card.toml")]) == 2
    said = capsys.readouterr().err
    for word in (
        *("hostname is", "timezone is", "user.name is 'pi'", "ssh_keys is empty", "no hash"),
        *("wifi.password", "code:", "amd64.deb is for amd64", "lost.deb could not", "home.toml:"),
        "no disk image",
    ):
        assert word in said


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (public_key(), ""),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
        ("ssh-dss AAAA", "no public key"),
        ("ssh-ed25519 not-base64!", "not base64"),
        (public_key().replace("ssh-ed25519 ", "ssh-rsa ", 1), "do not belong together"),
    ],
)
def test_ssh_keys_that_let_nobody_in_or_too_many(line: str, word: str) -> None:
    assert (word in ssh_key_problem(line)) if word else ssh_key_problem(line) == ""


def test_a_private_key_in_any_carried_file_is_refused(description: Path) -> None:
    settings = description.parent / "home.toml"
    settings.write_text(settings.read_text() + "\n# -----BEGIN PRIVATE KEY-----\n")
    with pytest.raises(CardWrong, match="holds a private key"):
        read_card(description)


def test_names_and_passwords_are_words_and_never_commands(description: Path) -> None:
    """A network called like a shell command, or YAML, stays a network's name."""
    evil = "$(reboot) \"'\\n- x: &y"
    text = CARD.replace('ssid = "Hearth"', f"ssid = {json.dumps(evil)}")
    description.write_text(text)
    files = read_card(description).files
    points = json.loads(files["network-config"])["network"]["wifis"]["wlan0"]["access-points"]
    assert list(points) == [evil]
    told = cloud(files["user-data"])
    assert all(isinstance(command, list) for command in told["runcmd"])


def test_images_that_would_boot_and_apply_nothing_are_refused(image: Path, tmp_path: Path) -> None:
    disk = f"{image}@@{START * SECTOR}"
    subprocess.run(["mdel", "-i", disk, "::meta-data", "::user-data"], check=True)
    with pytest.raises(BootError, match="does not use cloud-init"):
        found(image)
    packed = tmp_path / "x.img.xz"
    packed.write_bytes(b"\xfd7zXZ" + bytes(600))
    with pytest.raises(BootError, match="xz -dk"):
        fat_offset(packed)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BootError, match=r"no config\.txt, cmdline\.txt"):
        found(tmp_path / "empty")


def test_a_gpt_image_is_understood(stock: Path, tmp_path: Path) -> None:
    image = tmp_path / "gpt.img"
    with stock.open("rb") as file:
        file.seek(START * SECTOR)
        boot_sector = file.read(SECTOR)
    kind = bytes.fromhex("a2a0d0ebe5b9334487c068b6b72699c7")
    header = b"EFI PART" + bytes(64) + struct.pack("<QII", 2, 128, 128)
    with image.open("wb") as file:
        file.write(bytes(450) + b"\xee" + bytes(59) + b"\x55\xaa")
        file.write(header.ljust(SECTOR, b"\0"))
        file.write(kind + bytes(16) + struct.pack("<QQ", 64, 100))
        file.seek(64 * SECTOR)
        file.write(boot_sector)
    assert fat_offset(image) == 64 * SECTOR


def test_a_full_card_is_said_to_be_full(image: Path) -> None:
    with pytest.raises(BootError, match="mcopy"):
        write(found(image), {"big.deb": bytes(SECTORS * SECTOR)})


def test_without_mtools_a_person_is_told_the_other_way(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(BootError, match="card's boot folder"):
        found(image)


def test_names_on_the_card_are_listed(image: Path) -> None:
    assert {"config.txt", "meta-data"} <= listed(found(image))


def test_the_manifest_for_imager(tmp_path: Path) -> None:
    raw, output = tmp_path / "x.img", tmp_path / "x.rpi-imager-manifest"
    raw.write_bytes(b"image" * 1000)
    subprocess.run(["xz", "-k", str(raw)], check=True)
    words = ["image", "manifest", str(tmp_path / "x.img.xz"), "--output", str(output)]
    url = ["--url", "https://example.org/x.img.xz"]
    assert main([*words, *url, "--date", "2026-11-22"]) == 0
    document = json.loads(output.read_text())
    assert imager.problems(document) == []
    (entry,) = document["os_list"]
    assert (entry["extract_size"], entry["init_format"]) == (5000, "cloudinit-rpi")
    assert entry["extract_sha256"] == imager.unpacked(raw)[1]
    # What Imager would stumble over is found here.
    entry.update(init_format="cloud-init-rpi", extract_size="5000")
    del entry["extract_sha256"]
    assert len(imager.problems(document)) == 4
    assert main([*words, *url, "--date", "22.11.2026"]) == 2


def test_a_user_with_a_password_needs_it_for_sudo_only() -> None:
    from agent.packaging.seed import user_data

    hashed = "$y$j9T$abcdefghijklmnopqrst$uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    user = User(name="installer", ssh_keys=(public_key(),), password_hash=hashed)
    told = user_data(Card(hostname="x", timezone="UTC", user=user), ())
    assert told["users"][0]["sudo"] == "ALL=(ALL) ALL"
    assert told["users"][0]["passwd"] == hashed
    assert told["ssh_pwauth"] is False


PAGE = (ROOT / "docs" / "install.md").read_text("utf-8")


def test_the_card_in_the_installers_page_is_a_card() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    card = msgspec.convert(tomllib.loads(block), Card)
    assert card.wifi is not None


def test_every_command_in_the_installers_page_exists() -> None:
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    pages = {page.words: page for page in all_pages()}
    named = re.findall(
        r"(?:^|&& |sudo )gridhearth ([a-z][a-z -]*?)(?= [^a-z]|$)", blocks, re.MULTILINE
    )
    assert len(named) > 10
    for words in named:
        path = ("gridhearth", *words.split())
        assert path[:2] in pages, words
        assert path in pages or path[:3] in pages or path[:2] in pages
        options = re.findall(rf"gridhearth {words}[^\n&]*", blocks)
        known = pages.get(path[:3]) or pages[path[:2]]
        told = known.parser.format_help() if path[1] != "screen" else ""
        for option in re.findall(r"--[a-z0-9-]+", " ".join(options)):
            assert option in told, f"{words}: {option}"
