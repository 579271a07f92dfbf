"""What the tables of the file share: paths, addresses, keys, passwords, certificates."""

from typing import Annotated

import msgspec
from msgspec import Meta

MAX_WH = 10**6

FilePath = Annotated[str, Meta(min_length=1, max_length=400, title="a path")]
ChainAddress = Annotated[
    str, Meta(pattern="^0x[0-9a-f]{40}$", title="0x and 40 small hexadecimal digits")
]
UnixGroup = Annotated[str, Meta(pattern="^[a-z_][a-z0-9_-]{0,31}$", title="a Unix group's name")]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file."""


class KeyFile(Table, frozen=True, tag="file"):
    """A key in a file, 0x and 64 hexadecimal digits, readable by its owner only."""

    path: Annotated[FilePath, Meta(description="The key's file.")]


class Credential(Table, frozen=True, tag="credential"):
    """A key that systemd hands to the service (LoadCredentialEncrypted=)."""

    name: Annotated[
        str,
        Meta(
            pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
            title="a credential's name",
            description="The credential's name in the unit.",
        ),
    ]


class SecretFile(Table, frozen=True, tag="file"):
    """A password in a file, readable by its owner only; the line's end does not count."""

    path: Annotated[FilePath, Meta(description="The password's file.")]


class TlsFiles(Table, frozen=True):
    """PEM files. The broker is believed for its certificate under `ca` and its host name."""

    ca: Annotated[FilePath, Meta(description="The authority the broker's certificate comes from.")]
    certificate: Annotated[FilePath, Meta(description="This home's certificate.")] | None = None
    key: Annotated[FilePath, Meta(description="Its key.")] | None = None
    crl: (
        Annotated[FilePath, Meta(description="The authority's list of withdrawn certificates.")]
        | None
    ) = None
