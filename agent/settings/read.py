"""TOML in, one frozen Settings out, or every problem at once."""

import tomllib
from collections.abc import Mapping
from typing import Any

from agent.api.check import Refused, check
from agent.api.sections import Problem
from agent.settings.contradictions import contradictions
from agent.settings.whole import Settings

SCHEMA, SCHEMA_KEY = 1, "schema"
"""Grows when an older version would misread a file; stands above all tables, 1 without it."""


def read_settings(text: str) -> Settings:
    """Return the settings in a TOML text; Refused lists every problem with its key path."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        sentence = f"The file is not TOML: {wrong}."
        raise Refused([Problem("file", "", "TOML", sentence)]) from wrong
    given.pop(SCHEMA_KEY, None)  # agent.settings.merge judges it
    return settings_of(given)


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Return the settings in what a TOML text says; Refused lists every problem."""
    settings = check(Settings, given, most=None)
    problems = contradictions(settings)
    if problems:
        raise Refused(problems)
    return settings
