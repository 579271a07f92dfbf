"""The makers' side of a release: keys, roots and releases, signed on a machine of their own."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from agent.packaging.debian import read_control
from agent.packaging.entries import PackageError
from agent.packaging.releases import key_id, signed_bytes


def new_key(path: Path) -> str:
    """Write a new private key, readable by its owner only, and return its id. FileExistsError."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(pem)
    return key_id(public_of(key))


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return a private key. PackageError: it is none of ours."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as wrong:
        raise PackageError(f"{path} is no private key: {wrong}.") from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise PackageError(f"{path} is no Ed25519 key.")
    return key


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return its public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(document: Mapping[str, Any], keys: Iterable[Ed25519PrivateKey]) -> bytes:
    """Return the signed document."""
    payload = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    message = signed_bytes(document["kind"], payload)
    signatures = [
        {"key": key_id(public_of(key)), "sig": base64.b64encode(key.sign(message)).decode()}
        for key in keys
    ]
    told = {"signed": base64.b64encode(payload).decode(), "signatures": signatures}
    return json.dumps(told, indent=1).encode() + b"\n"


def root_document(
    root_keys: Iterable[Ed25519PrivateKey],
    release_keys: Iterable[Ed25519PrivateKey],
    *,
    version: int,
    expires_s: int,
    root_threshold: int,
    release_threshold: int,
) -> dict[str, Any]:
    """Return who may sign what."""
    roots, releases = (
        [public_of(one) for one in root_keys],
        [public_of(one) for one in release_keys],
    )
    return {
        "kind": "root",
        "version": version,
        "expires_s": expires_s,
        "keys": {key_id(one): base64.b64encode(one).decode() for one in (*roots, *releases)},
        "root_keys": [key_id(one) for one in roots],
        "root_threshold": root_threshold,
        "release_keys": [key_id(one) for one in releases],
        "release_threshold": release_threshold,
    }


def release_document(
    packages: Iterable[tuple[Path, str]],
    *,
    version: int,
    issued_s: int,
    expires_s: int,
    minimum: str,
) -> dict[str, Any]:
    """Return the list of the .debs, each with its suite."""
    return {
        "kind": "release",
        "version": version,
        "issued_s": issued_s,
        "expires_s": expires_s,
        "minimum": minimum,
        "packages": [_listed(path, suite) for path, suite in packages],
    }


def _listed(path: Path, suite: str) -> dict[str, Any]:
    data = path.read_bytes()
    control = read_control(data)
    return {
        "name": control["Package"],
        "version": control["Version"],
        "arch": control["Architecture"],
        "suite": suite,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "file": path.name,
    }
