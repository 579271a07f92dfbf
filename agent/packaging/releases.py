"""What its makers signed: which packages are the newest, until when, and who may say so.

After The Update Framework (theupdateframework.io, specification 1.0), with two roles and one
document each. `root` names the keys and how many must sign; a new root counts only if enough
keys of the old one and of its own signed it. `release` lists every package of one release with
size and SHA-256, so packages of two releases cannot be mixed; it has a number that never falls,
an end after which it is worth nothing, and the lowest version that may still be installed.

    {"signed": base64 of the document, "signatures": [{"key": id, "sig": base64}, ...]}

Signed (Ed25519, RFC 8032) is "gridhearth-KIND-v1", a line feed and the document's bytes: nobody
has to agree on how JSON is written, and a release can never pass for a root.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

MAX_DOCUMENT_BYTES = 65_536
"""A release of ours has about one KiB; reading stops here whatever a server sends."""
MAX_PACKAGE_BYTES = 200_000_000
AHEAD_S = 86_400
"""A release from further in the future means that our clock is wrong."""
VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:\+deb\d{1,3}u\d{1,3})?")

KeyId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Number = Annotated[int, Meta(ge=1, le=2**53)]


class ReleaseRefused(Exception):  # noqa: N818 - it reads as what happened
    """The release, its keys or its package were not believed; nothing was changed."""


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signature."""

    key: KeyId
    sig: str


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document and its signatures."""

    signed: str
    signatures: Annotated[tuple[Signature, ...], Meta(max_length=16)]


class Root(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may sign what."""

    kind: Literal["root"]
    version: Number
    expires_s: Number
    keys: dict[KeyId, str]
    """Public keys, base64 of 32 bytes, by id."""
    root_keys: tuple[KeyId, ...]
    root_threshold: Annotated[int, Meta(ge=1, le=16)]
    release_keys: tuple[KeyId, ...]
    release_threshold: Annotated[int, Meta(ge=1, le=16)]


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One package of a release."""

    name: str
    version: str
    arch: str
    suite: str
    size: Annotated[int, Meta(ge=1, le=MAX_PACKAGE_BYTES)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    file: Annotated[str, Meta(pattern="^[A-Za-z0-9][A-Za-z0-9.+_~-]{0,199}$")]
    """Its name beside the release; no path."""


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that belongs to one release."""

    kind: Literal["release"]
    version: Number
    """Grows with every release, also one that only renews the end."""
    issued_s: Number
    expires_s: Number
    minimum: str
    """No version below may be installed any more."""
    packages: Annotated[tuple[Listed, ...], Meta(max_length=64)]


class Seen(msgspec.Struct, frozen=True):
    """What this machine has believed so far; none of it ever falls."""

    root_version: int = 0
    release_version: int = 0
    release_sha256: str = ""
    newest_s: int = 0
    """The latest moment that was proven to be past."""
    floor: str = "0.0.0"


@dataclass(frozen=True)
class Wanted:
    """What this machine could install."""

    name: str
    arch: str
    suite: str
    installed: str


Document = TypeVar("Document", Root, Release)


def first_root(data: bytes) -> Root:
    """Return the root the installer put here; it must be signed by itself."""
    root = _opened(data, Root, None)
    _check_root(root)
    _require(data, "root", root, root.root_keys, root.root_threshold)
    return root


def next_root(data: bytes, root: Root) -> Root:
    """Return the root that follows: signed by enough of the old keys and of its own."""
    new = _opened(data, Root, None)
    if new.version != root.version + 1:
        raise ReleaseRefused(f"Root {new.version} does not follow root {root.version}.")
    _check_root(new)
    _require(data, "root", root, root.root_keys, root.root_threshold)
    _require(data, "root", new, new.root_keys, new.root_threshold)
    return new


def believed(data: bytes, root: Root, seen: Seen, *, now_s: int) -> tuple[Release, Seen]:
    """Return the release and what is to be remembered of it. ReleaseRefused: one sentence why not."""
    release = _opened(data, Release, root)
    now_s = max(now_s, seen.newest_s)  # a clock set back makes nothing young again
    digest = hashlib.sha256(_payload(data)).hexdigest()
    if root.expires_s <= now_s:
        raise ReleaseRefused(
            "The keys' own document is past its end: get a new root from the makers."
        )
    if release.version < seen.release_version:
        raise ReleaseRefused(
            f"Release {release.version} is older than {seen.release_version}, which was seen before."
        )
    if release.version == seen.release_version and digest != seen.release_sha256:
        raise ReleaseRefused(f"There are two different releases with the number {release.version}.")
    if release.expires_s <= now_s:
        raise ReleaseRefused(
            "The release is past its end: somebody may be holding a newer one back."
        )
    if release.issued_s > now_s + AHEAD_S:
        raise ReleaseRefused("The release is from the future: this machine's clock is wrong.")
    floor = max(seen.floor, release.minimum, key=order)
    return release, Seen(
        max(seen.root_version, root.version),
        release.version,
        digest,
        max(seen.newest_s, release.issued_s),
        floor,
    )


def choose(release: Release, wanted: Wanted, seen: Seen) -> Listed | None:
    """Return the package for this machine; None: nothing newer. ReleaseRefused: below the floor."""
    for one in release.packages:
        if (one.name, one.arch, one.suite) != (wanted.name, wanted.arch, wanted.suite):
            continue
        if order(one.version) < order(seen.floor):
            raise ReleaseRefused(
                f"Version {one.version} is below {seen.floor}, the lowest allowed."
            )
        return one if order(one.version) > order(wanted.installed) else None
    return None


def check_package(listed: Listed, size: int, sha256: str, control: dict[str, str]) -> None:
    """ReleaseRefused: the file is not the one that was signed, or calls itself something else."""
    if size != listed.size or sha256 != listed.sha256:
        raise ReleaseRefused(f"{listed.file} is not the file that was signed.")
    for field, told in (
        ("Package", listed.name),
        ("Version", listed.version),
        ("Architecture", listed.arch),
    ):
        if control.get(field) != told:
            raise ReleaseRefused(
                f"{listed.file} says {field} {control.get(field)!r}, the release says {told!r}."
            )


def order(version: str) -> tuple[int, int, int]:
    """Return a version for comparison. ReleaseRefused: it is none of ours."""
    match = VERSION.fullmatch(version)
    if match is None:
        raise ReleaseRefused(f"{version[:40]!r} is no version: expected 1.2.3 or 1.2.3+deb13u1.")
    return int(match[1]), int(match[2]), int(match[3])


def key_id(public: bytes) -> str:
    """Return a public key's name: the head of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def signed_bytes(kind: str, payload: bytes) -> bytes:
    """Return what a key signs."""
    return f"gridhearth-{kind}-v1\n".encode() + payload


def _opened(data: bytes, kind: type[Document], root: Root | None) -> Document:
    """Return the document; with a root, only if enough of its release keys signed it."""
    payload = _payload(data)
    if root is not None:
        _require(data, "release", root, root.release_keys, root.release_threshold)
    try:
        return msgspec.json.decode(payload, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise ReleaseRefused(f"The signed document is not as it must be: {wrong}.") from wrong


def _payload(data: bytes) -> bytes:
    try:
        return base64.b64decode(_envelope(data).signed, validate=True)
    except ValueError as wrong:
        raise ReleaseRefused("The signed document is not base64.") from wrong


def _envelope(data: bytes) -> Envelope:
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ReleaseRefused(f"The document has more than {MAX_DOCUMENT_BYTES} bytes.")
    try:
        return msgspec.json.decode(data, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise ReleaseRefused(f"This is no signed document: {wrong}.") from wrong


def _check_root(root: Root) -> None:
    """A root whose thresholds cannot be met, or whose ids are not its keys', is a trap."""
    for role, keys, threshold in (
        ("root", root.root_keys, root.root_threshold),
        ("release", root.release_keys, root.release_threshold),
    ):
        if len(set(keys)) < threshold or not set(keys) <= set(root.keys):
            raise ReleaseRefused(f"The root names too few keys for {role}.")
    if any(key_id(_public(text)) != name for name, text in root.keys.items()):
        raise ReleaseRefused("A key of the root does not have the id it is named by.")


def _require(data: bytes, kind: str, root: Root, keys: tuple[str, ...], threshold: int) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    message, good = signed_bytes(kind, _payload(data)), set()
    for signature in _envelope(data).signatures:
        if signature.key not in keys:
            continue
        public = Ed25519PublicKey.from_public_bytes(_public(root.keys[signature.key]))
        try:
            public.verify(base64.b64decode(signature.sig, validate=True), message)
        except (InvalidSignature, ValueError):
            continue
        good.add(signature.key)
    if len(good) < threshold:
        raise ReleaseRefused(f"{len(good)} of the known {kind} keys signed; {threshold} have to.")


def _public(text: str) -> bytes:
    try:
        public = base64.b64decode(text, validate=True)
    except ValueError as wrong:
        raise ReleaseRefused("A key is not base64.") from wrong
    if len(public) != 32:
        raise ReleaseRefused("A key does not have 32 bytes.")
    return public
