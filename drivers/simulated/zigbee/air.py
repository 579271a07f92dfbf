"""What passes between the virtual coordinator and the virtual devices: APS frames, no crypto.

The coordinator owns the air; a node is anything that takes frames and gives frames. Time is an
argument (milliseconds of the simulation's steady clock), so that a scenario can run fast.
"""

from typing import Protocol

import msgspec

COORDINATOR_NWK = 0x0000
BROADCAST_RX_ON = 0xFFFD
BROADCAST_ROUTERS = 0xFFFC
ZDO_PROFILE = 0x0000
HOME_AUTOMATION_PROFILE = 0x0104
SMART_ENERGY_PROFILE = 0x0109


class ApsFrame(msgspec.Struct, frozen=True):
    """One application frame. `payload` is the ZDO or ZCL frame as on the wire."""

    profile: int
    cluster: int
    source_endpoint: int
    destination_endpoint: int
    payload: bytes
    delay_ms: int = 0
    """How long the node takes before it says this (sleepy devices, slow meters)."""


class Node(Protocol):
    """One virtual device.

    A sleepy one may also have `poll_interval_ms`: what is sent to it arrives so much later.
    """

    ieee: int
    """64-bit address."""
    nwk: int
    """Short address, given by the coordinator at joining."""
    router: bool
    """True: mains powered, keeps its receiver on and routes."""
    online: bool
    """False: frames to it are lost (delivery fails)."""
    install_code: bytes | None
    """With CRC; the coordinator checks that a key for it was imported. None: plain joining."""

    def capability(self) -> int:
        """Return the MAC capability byte of the device announcement."""
        ...

    def receive(self, frame: ApsFrame, *, broadcast: bool, now_ms: int) -> list[ApsFrame]:
        """Take a frame from the coordinator; return what it answers, each after its delay."""
        ...

    def tick(self, now_ms: int) -> list[ApsFrame]:
        """Return what the node says unasked (reports, check-ins) up to `now_ms`."""
        ...

    def next_tick_ms(self, now_ms: int) -> int | None:
        """Return when `tick` is due next; None: it has nothing to say unasked."""
        ...

    def left(self) -> None:
        """The coordinator removed it: forget bindings and reporting."""
        ...
