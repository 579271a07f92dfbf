"""A backup of the whole home, as the local interface asks for it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from agent.api.params import Params


class BackupWrite(Params, frozen=True):
    passphrase: (
        Annotated[
            str,
            Meta(
                min_length=10,
                max_length=200,
                description="what seals it; left out: that of the settings",
                extra_json_schema={"writeOnly": True},
            ),
        ]
        | None
    ) = None
    history: Annotated[bool, Meta(description="with the days and prices of the past as well")] = (
        False
    )


class BackupWritten(msgspec.Struct, frozen=True):
    """What became of it."""

    accepted: bool
    sentence: str
    file: str = ""
    """Where it lies on the box, sealed."""
