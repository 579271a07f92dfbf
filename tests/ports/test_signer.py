import os
import pickle
from pathlib import Path

import msgspec
import pytest
from eth_account import Account
from eth_keys.datatypes import Signature

from agent.ledger.secp import ORDER, recover
from agent.ports import Signer
from drivers import keystore

SECRET = bytes.fromhex("4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")
DIGEST = bytes(range(32))


def written(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_signature_is_the_one_others_make_and_recover() -> None:
    signer: Signer = keystore.KeySigner(SECRET)
    signature = signer.sign_digest(DIGEST)
    other = Account.from_key(SECRET)
    assert signer.address == other.address.lower()
    assert signature == other.unsafe_sign_hash(DIGEST).signature[:64] + signature[64:]
    assert signature[64] in (0, 1)
    assert int.from_bytes(signature[32:64], "big") <= ORDER // 2
    assert signer.sign_digest(DIGEST) == signature
    assert recover(DIGEST, signature) == signer.address
    theirs = Signature(signature).recover_public_key_from_msg_hash(DIGEST)
    assert theirs.to_address() == signer.address


@pytest.mark.parametrize("digest", [b"", bytes(31), bytes(33)])
def test_only_digests_are_signed(digest: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keystore.KeySigner(SECRET).sign_digest(digest)


def test_key_is_in_no_repr_and_in_no_pickle() -> None:
    signer = keystore.KeySigner(SECRET)
    shown = f"{signer!r} {signer} {vars(signer)}"
    assert SECRET.hex() not in shown
    assert str(int.from_bytes(SECRET, "big")) not in shown
    with pytest.raises(TypeError):
        pickle.dumps(signer)


@pytest.mark.parametrize(
    "content", [SECRET, SECRET.hex().encode(), b"0x" + SECRET.hex().upper().encode() + b"\r\n"]
)
def test_plain_key_file(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "key", content)
    assert keystore.read_key_file(path).address == keystore.KeySigner(SECRET).address


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_key_file_others_may_open_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "key", SECRET.hex().encode(), mode)
    with pytest.raises(keystore.KeystoreError, match="chmod 600"):
        keystore.read_key_file(path)


def test_link_and_directory_and_nothing_are_no_key_file(tmp_path: Path) -> None:
    real = written(tmp_path / "key", SECRET.hex().encode())
    link = tmp_path / "link"
    link.symlink_to(real)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (link, tmp_path, tmp_path / "missing", tmp_path / "pipe"):
        with pytest.raises(keystore.KeystoreError):
            keystore.read_key_file(path)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff" * 40, b"0x12", bytes(32), ORDER.to_bytes(32, "big"), b"0" * 64, b"a" * 9_000,
        SECRET.hex().encode()[:-1] + b"g", b"{", b"{}",
    ],
)  # fmt: skip
def test_bad_key_refused_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "key", content)
    with pytest.raises(keystore.KeystoreError) as refused:
        keystore.read_key_file(path, "password")
    assert refused.value.__cause__ is None
    if len(content) > 3:
        assert content.decode("latin1")[:20] not in str(refused.value)


def test_encrypted_file_is_read_by_others(tmp_path: Path) -> None:
    signer = keystore.create_key_file(tmp_path / "key", "correct horse")
    path = tmp_path / "key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert keystore.read_key_file(path, "correct horse").address == signer.address
    secret = bytes(Account.decrypt(path.read_text(), "correct horse"))
    assert keystore.KeySigner(secret).address == signer.address
    assert secret.hex() not in path.read_text()


def test_file_encrypted_by_others_is_read(tmp_path: Path) -> None:
    theirs = Account.encrypt(SECRET, "correct horse", kdf="scrypt", iterations=2**14)
    path = written(tmp_path / "key", msgspec.json.encode(theirs))
    signer = keystore.read_key_file(path, "correct horse")
    assert signer.address == keystore.KeySigner(SECRET).address


def test_wrong_password_and_damage_refused() -> None:
    content = keystore.encrypt(SECRET, "correct horse")
    with pytest.raises(keystore.KeystoreError, match="wrong password"):
        keystore.decrypt(content, "battery staple")
    stored = msgspec.json.decode(content)
    damaged = stored["crypto"]["ciphertext"]
    stored["crypto"]["ciphertext"] = ("0" if damaged[0] != "0" else "1") + damaged[1:]
    with pytest.raises(keystore.KeystoreError, match="damaged"):
        keystore.decrypt(msgspec.json.encode(stored), "correct horse")


@pytest.mark.parametrize("change", [{"n": 2**24}, {"n": 3}, {"r": 0}, {"p": 2**40}, {"dklen": 16}])
def test_file_cannot_ask_for_all_memory(change: dict[str, int]) -> None:
    stored = msgspec.json.decode(keystore.encrypt(SECRET, "x"))
    stored["crypto"]["kdfparams"].update(change)
    with pytest.raises(keystore.KeystoreError):
        keystore.decrypt(msgspec.json.encode(stored), "x")


def test_encrypted_file_without_password_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "key", keystore.encrypt(SECRET, "x"))
    with pytest.raises(keystore.KeystoreError, match="no password"):
        keystore.read_key_file(path)


def test_existing_key_is_never_overwritten(tmp_path: Path) -> None:
    first = keystore.create_key_file(tmp_path / "key")
    with pytest.raises(keystore.KeystoreError):
        keystore.create_key_file(tmp_path / "key")
    assert keystore.read_key_file(tmp_path / "key").address == first.address
    other = keystore.create_key_file(tmp_path / "other")
    assert other.address != first.address


def test_systemd_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(keystore.KeystoreError, match="no credentials"):
        keystore.read_credential("meter.key")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    written(tmp_path / "meter.key", SECRET, 0o440)
    assert keystore.read_credential("meter.key").address == keystore.KeySigner(SECRET).address
    for name in ("other", "../meter.key", "", "..", os.fspath(tmp_path / "meter.key")):
        with pytest.raises(keystore.KeystoreError):
            keystore.read_credential(name)


def test_environment_only_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDHEARTH_TEST_KEY", SECRET.hex())
    signer = keystore.read_environment_for_development("GRIDHEARTH_TEST_KEY")
    assert signer.address == keystore.KeySigner(SECRET).address
    with pytest.raises(keystore.KeystoreError, match="not set"):
        keystore.read_environment_for_development("GRIDHEARTH_NO_KEY")
