"""The settings file: its types, one module per part of the home, and how they are read.

These types are the one source: the checks, config/gridhearth.example.toml and docs/settings.md
all come from them (agent.settings.pages). Nothing here can weaken a proof: which chain is
believed stands in the network file, and how is no setting at all.
"""

from agent.settings.home import Api, Backup, Home, JournalFile, Limits, StatusThresholds
from agent.settings.house import HouseLink, Metrics
from agent.settings.market import BrokerLink, ChainLink, Endorser, Operator
from agent.settings.meters import AssignedMeters, SerialLine, SerialMeters, SimulatedFeeder
from agent.settings.radio import Radio
from agent.settings.read import SCHEMA, SCHEMA_KEY, read_settings, settings_of
from agent.settings.storage import Storage, StorageUnit
from agent.settings.table import (
    ChainAddress,
    Credential,
    FilePath,
    KeyFile,
    SecretFile,
    Table,
    TlsFiles,
)
from agent.settings.whole import Settings

__all__ = [
    "SCHEMA",
    "SCHEMA_KEY",
    "Api",
    "AssignedMeters",
    "Backup",
    "BrokerLink",
    "ChainAddress",
    "ChainLink",
    "Credential",
    "Endorser",
    "FilePath",
    "Home",
    "HouseLink",
    "JournalFile",
    "KeyFile",
    "Limits",
    "Metrics",
    "Operator",
    "Radio",
    "SecretFile",
    "SerialLine",
    "SerialMeters",
    "Settings",
    "SimulatedFeeder",
    "StatusThresholds",
    "Storage",
    "StorageUnit",
    "Table",
    "TlsFiles",
    "read_settings",
    "settings_of",
]
