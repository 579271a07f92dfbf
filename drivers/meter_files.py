"""Files of config/meters: TOML that describes a meter, its name being the file's."""

import tomllib
from typing import TypeVar

import msgspec

from agent.api.check import Refused, check, problem
from agent.api.sections import Problem

T = TypeVar("T", bound=msgspec.Struct)


def read_named(kind: type[T], name: str, text: str) -> T:
    """Return a file's text as a `kind` of this name; Refused lists every problem with its key path."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Refused([Problem(name, "", "TOML", f"{name}: not TOML: {wrong}.")]) from wrong
    if "name" in given:
        raise Refused([problem("name", given["name"], "no such key", "is the file's name")])
    return check(kind, {**given, "name": name})
