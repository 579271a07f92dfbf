"""What somebody between the makers and a home may try with a release, and what comes of it."""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.packaging import obtaining
from agent.packaging.debian import Package, read_control, write_deb
from agent.packaging.disk import RealDisk
from agent.packaging.entries import Entry, PackageError
from agent.packaging.releases import (
    MAX_DOCUMENT_BYTES,
    Release,
    ReleaseRefused,
    Root,
    Seen,
    Wanted,
    believed,
    check_package,
    choose,
    first_root,
    next_root,
    order,
)
from agent.packaging.signing import (
    new_key,
    public_of,
    read_key,
    release_document,
    root_document,
    sign,
)
from agent.packaging.update_settings import SettingsWrong, UpdateSettings, read_update_settings

NOW_S = 1_790_000_000
DAY_S = 86_400


def key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


ROOT_KEYS, RELEASE_KEYS, STRANGER = [key(1), key(2)], [key(3), key(4), key(5)], key(99)


def root_of(version: int = 1, **changed: Any) -> dict[str, Any]:
    document = root_document(
        ROOT_KEYS,
        RELEASE_KEYS,
        version=version,
        expires_s=NOW_S + 365 * DAY_S,
        root_threshold=2,
        release_threshold=2,
    )
    return document | changed


ROOT = first_root(sign(root_of(), ROOT_KEYS))
WANTED = Wanted("gridhearth", "arm64", "trixie", "0.1.0")


def deb(version: str = "0.2.0", name: str = "gridhearth", arch: str = "arm64") -> bytes:
    package = Package(name, f"{version}+deb13u1", arch, "x", "y", (Entry("/opt/x", b"x"),))
    return write_deb(package, epoch_s=0, preset=0)


def listed(data: bytes, version: str = "0.2.0", **changed: Any) -> dict[str, Any]:
    return {
        "name": "gridhearth",
        "version": f"{version}+deb13u1",
        "arch": "arm64",
        "suite": "trixie",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "file": f"gridhearth_{version}+deb13u1_arm64.deb",
    } | changed


def release_of(number: int = 10, version: str = "0.2.0", **changed: Any) -> dict[str, Any]:
    return {
        "kind": "release",
        "version": number,
        "issued_s": NOW_S - DAY_S,
        "expires_s": NOW_S + 14 * DAY_S,
        "minimum": "0.1.0",
        "packages": [listed(deb(version), version)],
    } | changed


def opened(data: bytes, seen: Seen = Seen(), now_s: int = NOW_S) -> tuple[Release, Seen]:  # noqa: B008 - frozen
    return believed(data, ROOT, seen, now_s=now_s)


GOOD = sign(release_of(), RELEASE_KEYS[:2])


def test_a_signed_release_is_believed_and_its_package_chosen() -> None:
    release, seen = opened(GOOD)
    chosen = choose(release, WANTED, seen)
    assert chosen is not None
    assert chosen.version == "0.2.0+deb13u1"
    data = deb()
    check_package(chosen, len(data), hashlib.sha256(data).hexdigest(), read_control(data))
    assert choose(release, Wanted("gridhearth", "arm64", "trixie", "0.2.0"), seen) is None


def test_attack_1_rollback_to_an_older_release_that_was_once_signed() -> None:
    _, seen = opened(sign(release_of(11, "0.3.0"), RELEASE_KEYS[:2]))
    with pytest.raises(ReleaseRefused, match="older than 11"):
        opened(GOOD, seen)


def test_attack_2_freeze_by_showing_the_same_release_for_ever() -> None:
    with pytest.raises(ReleaseRefused, match="holding a newer one back"):
        opened(GOOD, now_s=NOW_S + 15 * DAY_S)


def test_attack_3_freeze_with_the_machines_clock_set_back() -> None:
    late = release_of(11, issued_s=NOW_S + 20 * DAY_S, expires_s=NOW_S + 40 * DAY_S)
    _, seen = opened(sign(late, RELEASE_KEYS[:2]), now_s=NOW_S + 20 * DAY_S)
    again = release_of(12, expires_s=NOW_S + 10 * DAY_S)
    with pytest.raises(ReleaseRefused, match="past its end"):
        opened(sign(again, RELEASE_KEYS[:2]), seen, now_s=NOW_S)


def test_attack_4_mix_and_match_of_two_signed_releases() -> None:
    """The release of today, the package of another: as vulnerable, and as truly signed."""
    release, seen = opened(GOOD)
    chosen = choose(release, WANTED, seen)
    assert chosen is not None
    other = deb("0.1.5")
    with pytest.raises(ReleaseRefused, match="not the file that was signed"):
        check_package(chosen, len(other), hashlib.sha256(other).hexdigest(), read_control(other))


@pytest.mark.parametrize(
    "keys",
    [[STRANGER, key(98)], [RELEASE_KEYS[0], STRANGER], ROOT_KEYS, []],
    ids=["strangers", "one of ours and a stranger", "keys of the other role", "none"],
)
def test_attack_5_wrong_keys(keys: list[Ed25519PrivateKey]) -> None:
    with pytest.raises(ReleaseRefused, match="keys signed; 2 have to"):
        opened(sign(release_of(), keys))


def test_attack_6_one_stolen_key_signs_twice() -> None:
    with pytest.raises(ReleaseRefused, match="1 of the known release keys signed"):
        opened(sign(release_of(), [RELEASE_KEYS[0], RELEASE_KEYS[0]]))


def test_attack_6b_a_stolen_key_under_another_ones_name() -> None:
    told = json.loads(sign(release_of(), [RELEASE_KEYS[0], RELEASE_KEYS[0]]))
    told["signatures"][1]["key"] = json.loads(GOOD)["signatures"][1]["key"]
    with pytest.raises(ReleaseRefused, match="1 of the known release keys"):
        opened(json.dumps(told).encode())


def test_attack_7_endless_data_instead_of_a_release(tmp_path: Path) -> None:
    class Endless:
        read_bytes = 0

        def __enter__(self) -> "Endless":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, size: int) -> bytes:
            self.read_bytes += size
            return b"[" * size

    endless = Endless()
    with pytest.raises(ReleaseRefused, match="longer than"):
        obtaining.fetched("https://x", MAX_DOCUMENT_BYTES, lambda _url, timeout: endless)
    assert endless.read_bytes <= 2 * MAX_DOCUMENT_BYTES
    with pytest.raises(ReleaseRefused, match="more than"):
        opened(b" " * (MAX_DOCUMENT_BYTES + 1))


def test_attack_8_a_package_that_goes_on_after_its_signed_size(tmp_path: Path) -> None:
    release, seen = opened(GOOD)
    found = choose(release, WANTED, seen)
    assert found is not None
    (tmp_path / "x.deb").write_bytes(deb() + b"\0")
    with pytest.raises(ReleaseRefused, match="longer than"):
        obtaining.install(
            obtaining.Newest(found), tmp_path / "x.deb", UpdateSettings(), RealDisk(tmp_path)
        )


@pytest.mark.parametrize(
    "changed", [{"arch": "amd64"}, {"suite": "bookworm"}, {"name": "gridhearth-screen"}]
)
def test_attack_9_the_right_release_for_another_machine(changed: dict[str, str]) -> None:
    one = listed(deb(), **changed)
    release, seen = opened(sign(release_of(packages=[one]), RELEASE_KEYS[:2]))
    assert choose(release, WANTED, seen) is None


def test_attack_9b_a_package_that_calls_itself_something_else() -> None:
    data = deb("0.1.0")
    one = listed(data, "0.2.0")
    release, seen = opened(sign(release_of(packages=[one]), RELEASE_KEYS[:2]))
    chosen = choose(release, WANTED, seen)
    assert chosen is not None
    with pytest.raises(ReleaseRefused, match=r"Version '0\.1\.0"):
        check_package(chosen, len(data), hashlib.sha256(data).hexdigest(), read_control(data))


def test_attack_10_an_old_vulnerable_version_in_a_new_release() -> None:
    """Two release keys are stolen; still no version below the floor is installed."""
    _, seen = opened(sign(release_of(10, "0.3.0", minimum="0.3.0"), RELEASE_KEYS[:2]))
    old = sign(release_of(11, "0.2.0", minimum="0.1.0"), RELEASE_KEYS[:2])
    release, seen = opened(old, seen)
    assert seen.floor == "0.3.0"
    with pytest.raises(ReleaseRefused, match=r"below 0\.3\.0"):
        choose(release, WANTED, seen)


def test_attack_11_two_releases_with_one_number() -> None:
    _, seen = opened(GOOD)
    other = sign(release_of(10, "0.2.5"), RELEASE_KEYS[:2])
    with pytest.raises(ReleaseRefused, match="two different releases"):
        opened(other, seen)


def test_attack_12_a_release_taken_for_a_root() -> None:
    """The signed bytes begin with what they are: a signature for one never fits the other."""
    document = root_of(2)
    told = json.loads(sign(document, []))
    payload = base64.b64decode(told["signed"])
    forged = [
        {
            "key": json.loads(sign(document, [one]))["signatures"][0]["key"],
            "sig": base64.b64encode(one.sign(b"gridhearth-release-v1\n" + payload)).decode(),
        }
        for one in ROOT_KEYS
    ]
    told["signatures"] = forged
    with pytest.raises(ReleaseRefused, match="root keys signed"):
        next_root(json.dumps(told).encode(), ROOT)


def test_attack_13_new_keys_that_the_old_ones_did_not_name() -> None:
    mine = [STRANGER, key(98)]
    document = root_document(
        mine, mine, version=2, expires_s=NOW_S * 2, root_threshold=2, release_threshold=2
    )
    with pytest.raises(ReleaseRefused, match="0 of the known root keys"):
        next_root(sign(document, mine), ROOT)


def test_attack_14_a_root_that_skips_or_repeats_a_number() -> None:
    for version in (1, 3):
        with pytest.raises(ReleaseRefused, match="does not follow"):
            next_root(sign(root_of(version), ROOT_KEYS), ROOT)


def test_attack_15_a_root_in_which_one_key_counts_as_two() -> None:
    document = root_of()
    document["release_keys"] = [document["release_keys"][0]] * 2
    with pytest.raises(ReleaseRefused, match="too few keys"):
        first_root(sign(document, ROOT_KEYS))


def test_keys_are_changed_by_the_old_and_the_new_ones_together() -> None:
    fresh = [key(11), key(12)]
    document = root_document(
        fresh,
        RELEASE_KEYS,
        version=2,
        expires_s=NOW_S * 2,
        root_threshold=2,
        release_threshold=2,
    )
    root = next_root(sign(document, [*ROOT_KEYS, *fresh]), ROOT)
    assert root.version == 2
    with pytest.raises(ReleaseRefused, match="0 of the known root keys"):
        next_root(sign(document, ROOT_KEYS), ROOT)


def test_every_bit_of_a_release_counts() -> None:
    refused = 0
    for at in range(0, len(GOOD), 7):
        bent = bytearray(GOOD)
        bent[at] ^= 1
        try:
            release, _ = opened(bytes(bent))
        except ReleaseRefused:
            refused += 1
        else:  # white space, or a bit that base64 does not use
            assert release == opened(GOOD)[0]
    assert refused > len(GOOD) // 10


def test_a_damaged_memory_is_not_begun_anew(tmp_path: Path) -> None:
    disk = RealDisk(tmp_path)
    disk.write("/var/lib/gridhearth-update/seen.json", b"{")
    with pytest.raises(ReleaseRefused, match="damaged"):
        obtaining.read_seen(disk)


@pytest.mark.parametrize("version", ["", "1.2", "1.2.3-rc1", "1.2.3+deb13u1; rm", "01e9.0.0"])
def test_versions_that_are_none(version: str) -> None:
    with pytest.raises(ReleaseRefused):
        order(version)


@pytest.mark.parametrize("file", ["../x.deb", "/etc/passwd", "a/b.deb", "", "-x"])
def test_a_package_named_by_a_path_is_refused(file: str) -> None:
    document = release_of(packages=[listed(deb(), file=file)])
    with pytest.raises(ReleaseRefused, match="not as it must be"):
        opened(sign(document, RELEASE_KEYS[:2]))


@dataclass
class Server:
    """A folder behind file:///, with its own release."""

    folder: Path
    settings: UpdateSettings

    def publish(self, document: dict[str, Any], data: bytes) -> None:
        (self.folder / "release.json").write_bytes(sign(document, RELEASE_KEYS[:2]))
        (self.folder / document["packages"][0]["file"]).write_bytes(data)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    folder = tmp_path / "server"
    folder.mkdir()
    (tmp_path / "root.json").write_bytes(sign(root_of(), ROOT_KEYS))
    monkeypatch.setattr("agent.packaging.obtaining.time.time_ns", lambda: NOW_S * 10**9)
    monkeypatch.setattr(obtaining, "this_machine", lambda _disk: WANTED)
    return Server(folder, UpdateSettings(folder.as_uri(), tmp_path / "root.json"))


def test_a_release_is_fetched_and_remembered_and_new_keys_followed(
    server: Server, tmp_path: Path
) -> None:
    disk = RealDisk(tmp_path / "machine")
    (server.folder / "root-2.json").write_bytes(sign(root_of(2), ROOT_KEYS))
    server.publish(release_of(), deb())
    found = obtaining.newest(None, server.settings, disk)
    assert found is not None
    assert found.package.version == "0.2.0+deb13u1"
    seen = obtaining.read_seen(disk)
    assert (seen.root_version, seen.release_version, seen.floor) == (2, 10, "0.1.0")
    server.publish(release_of(9), deb())
    with pytest.raises(ReleaseRefused, match="older than 10"):
        obtaining.newest(None, server.settings, disk)
    # The first root is still in /etc; the machine goes on from the second.
    disk.remove("/var/lib/gridhearth-update/root.json")
    with pytest.raises(ReleaseRefused, match="older than 2"):
        obtaining.newest(None, server.settings, disk)


def test_a_screen_that_is_installed_gets_its_package_of_the_same_release(
    server: Server, tmp_path: Path
) -> None:
    disk = RealDisk(tmp_path / "machine")
    its = listed(deb(), name="gridhearth-screen", file="screen.deb")
    server.publish(release_of(packages=[listed(deb()), its]), deb())
    found = obtaining.newest(None, server.settings, disk)
    assert found is not None
    assert found.beside == ()  # no screen here
    disk.write("/opt/gridhearth/qt/MANIFEST", b"gridhearth 0.1.0\n")
    found = obtaining.newest(None, server.settings, disk)
    assert found is not None
    assert [one.name for one in (found.package, *found.beside)] == [
        "gridhearth",
        "gridhearth-screen",
    ]
    disk.write("/opt/gridhearth/package/MANIFEST", b"gridhearth 0.2.0\n")
    disk.write("/opt/gridhearth/qt/MANIFEST", b"gridhearth 0.2.0\n")
    found = obtaining.newest(None, server.settings, disk)
    assert found is not None
    assert found.beside == ()


def test_keys_and_releases_are_made_on_the_makers_machine(tmp_path: Path) -> None:
    name = new_key(tmp_path / "release.pem")
    assert (tmp_path / "release.pem").stat().st_mode & 0o077 == 0
    made = read_key(tmp_path / "release.pem")
    assert name == hashlib.sha256(public_of(made)).hexdigest()[:16]
    with pytest.raises(FileExistsError):
        new_key(tmp_path / "release.pem")
    data = deb()
    path = tmp_path / "gridhearth_0.2.0+deb13u1_arm64.deb"
    path.write_bytes(data)
    document = release_document(
        [(path, "trixie")], version=1, issued_s=1, expires_s=2, minimum="0.1.0"
    )
    assert document["packages"] == [listed(data)]
    (tmp_path / "not.deb").write_bytes(b"x")
    with pytest.raises(PackageError, match="no Debian package"):
        release_document(
            [(tmp_path / "not.deb", "trixie")], version=1, issued_s=1, expires_s=2, minimum="0.1.0"
        )


def test_every_problem_of_the_update_settings_at_once(tmp_path: Path) -> None:
    path = tmp_path / "update.toml"
    path.write_text('url = "http://plain"\nroot = "here"\nquiet_minutes = 99\ncolour = 1\n')
    with pytest.raises(SettingsWrong) as wrong:
        read_update_settings(path)
    assert len(wrong.value.problems) == 4


def test_the_shipped_update_settings_are_right() -> None:
    shipped = Path(__file__).resolve().parents[2] / "config" / "packaging" / "update.toml"
    assert read_update_settings(shipped) == UpdateSettings()


def test_the_root_type_is_what_the_makers_write() -> None:
    assert isinstance(ROOT, Root)
    assert len(ROOT.keys) == 5
