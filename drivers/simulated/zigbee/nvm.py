"""What the virtual coordinator remembers without power: one JSON file, written atomically.

The file holds keys in clear, as the flash of a real coordinator does; it is created readable by
its owner only. Frame counters are stored ahead of their use, so that after a restart a counter is
never used twice (Zigbee specification 4.3.1: a lower counter is a replay).
"""

import os
from pathlib import Path

import msgspec

COUNTER_STEP = 1024
"""How far ahead a frame counter is stored; so much it jumps at each restart."""
BLANK_EUI = (1 << 64) - 1


class Network(msgspec.Struct):
    """The network it is coordinator of."""

    extended_pan: int
    pan: int
    channel: int
    tx_power: int
    manager: int
    update_id: int
    channels: int
    network_key: bytes
    key_sequence: int
    link_key: bytes
    """The trust centre's link key, or the secret the devices' keys are derived from."""
    security_bitmask: int
    trust_center: int


class LinkKey(msgspec.Struct):
    """One entry of the key table."""

    eui: int
    key: bytes
    outgoing: int = 0
    incoming: int = 0


class Child(msgspec.Struct):
    """One entry of the child table."""

    eui: int
    id: int
    type: int
    flags: int = 0x80
    """0x80: a whole entry. setChildData of firmware 7 and later leaves 0 (bellows knows)."""


class Nvm(msgspec.Struct):
    """All of it."""

    eui64: int
    """Burnt in at the factory."""
    restored_eui64: int = BLANK_EUI
    """Token 0xE12A: another address, writable any number of times."""
    network: Network | None = None
    nwk_counter: int = 0
    """No frame with this counter or a higher one was ever sent."""
    aps_counter: int = 0
    link_keys: dict[int, LinkKey] = {}
    children: dict[int, Child] = {}
    mfg_tokens: dict[int, bytes] = {}
    tokens: dict[int, dict[int, bytes]] = {}
    boots: int = 0

    @property
    def eui(self) -> int:
        """The address in use after the next reset."""
        custom = self.mfg_tokens.get(0x0C, b"")
        if self.restored_eui64 != BLANK_EUI:
            return self.restored_eui64
        return int.from_bytes(custom, "little") if len(custom) == 8 else self.eui64


class NvmStore:
    """The memory and its file, if it has one."""

    def __init__(self, path: Path | None, blank: Nvm) -> None:
        """Read the file, or begin with `blank`. ValueError: the file is damaged."""
        self._path = path
        self.data = blank
        if path is not None and path.exists():
            try:
                self.data = msgspec.json.decode(path.read_bytes(), type=Nvm)
            except msgspec.MsgspecError as damaged:
                raise ValueError(f"{path} is no coordinator's memory: {damaged}") from damaged

    def save(self) -> None:
        """Write it down: whole or not at all."""
        if self._path is None:
            return
        new = self._path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self.data))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
