"""What the agent needs from the world, as small protocols; drivers implement them.

A port names no library. "The outside is not there" is the port's own exception, retried with
growing pauses by whoever runs the port; "the outside lies" is never an exception here: a
driver counts it, tries elsewhere, and reports trouble in words.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec

from agent.devices.device import (
    InstallCode,
    JoinProgress,
    MeterUse,
    RadioDevice,
    RadioState,
    RelayPosition,
)
from agent.ledger.receipts import Log
from agent.ledger.verify import VerifiedAccount, VerifiedHead
from agent.metering.reading import MeterReading
from agent.roles.history import DayRow, EnergyRow, PriceRow, Rows
from agent.roles.pin import PinBook
from agent.units import Address, MonoMs, UnixMs


class PortError(Exception):
    """The outside was not there. The message is a sentence for a person."""


class ChainError(PortError):
    """No upstream gave an answer that could be verified; nothing was changed."""


class ChainHalted(PortError):  # noqa: N818 - it reads as what happened
    """Two valid final headers contradict each other, or the chain went back: trading must stop."""


class BrokerError(PortError):
    """The broker did not confirm; the message may or may not have arrived."""


class MeterError(PortError):
    """The meter could not be read; its last registers still hold."""


class RadioError(PortError):
    """The radio or a device did not answer; what was asked may or may not have happened."""


class RadioRefusedError(PortError):
    """The radio understood and will not: nothing was changed. The sentence says what to do."""


class PinStoreError(PortError):
    """The PINs could not be read or written; a failed write may or may not have happened."""


class HistoryError(PortError):
    """The history could not be read or written; nothing that is paid depends on it."""


class Clock(Protocol):
    """Both clocks, and whether the wall clock may be believed."""

    def wall_ms(self) -> UnixMs:
        """Return the wall clock in milliseconds since 1970, UTC; it may jump."""
        ...

    def mono_ms(self) -> MonoMs:
        """Return the steady clock in milliseconds; only differences within one boot mean anything."""
        ...

    def trusted(self) -> bool:
        """True once the wall clock was set by the network or agrees with verified blocks."""
        ...

    def boot_id(self) -> str:
        """Return what is another after every boot of the machine."""
        ...


class Disk(Protocol):
    """The file system under the journal, and a reserve of room for when it is full."""

    def free_bytes(self) -> int:
        """Return how much this user may still write, the reserve not counted; 0: nobody can tell."""
        ...

    def writable(self) -> bool:
        """Return False once the file system is read-only, as it becomes with a dying card."""
        ...

    def release(self) -> bool:
        """Give the reserve up; False: there was none."""
        ...

    def keep_reserve(self) -> bool:
        """Make sure that the reserve is there; False: there is no room for it."""
        ...


class Journal(Protocol):
    """The durable record of events. One writer, one process, one connection."""

    def append(self, entries: Sequence[bytes]) -> int:
        """Store the entries in order; return the last sequence number once they are on disk."""
        ...

    def read(self, after: int) -> Iterator[tuple[int, bytes]]:
        """Yield (sequence, entry) for every entry with a sequence above `after`, in order."""
        ...

    def save_snapshot(self, sequence: int, state: bytes) -> None:
        """Replace the snapshot, durably and atomically; drop entries it makes superfluous."""
        ...

    def load_snapshot(self) -> tuple[int, bytes] | None:
        """Return (sequence the state includes, state), or None in a new journal."""
        ...

    def close(self) -> None: ...


class History(Protocol):
    """The days of a home, bounded. One writer; any thread may call, one call at a time is done."""

    def put(self, rows: Rows) -> None:
        """Put rows in; the same row twice changes nothing, a newer one replaces; HistoryError."""
        ...

    def energy(self, from_ms: int, to_ms: int) -> tuple[EnergyRow, ...]:
        """Return the intervals that began in [from_ms, to_ms), oldest first; HistoryError."""
        ...

    def days(self, first: str, last: str) -> tuple[DayRow, ...]:
        """Return the known days from `first` to `last`, both included, oldest first."""
        ...

    def prices(self, from_cycle: int | None, limit: int) -> tuple[PriceRow, ...]:
        """Return prices from a cycle on (None: the newest), oldest first; HistoryError."""
        ...

    def set_aside(self) -> int:
        """Return how often the store was damaged and begun anew since it was opened."""
        ...

    def close(self) -> None: ...


class PinStore(Protocol):
    """Where the home's PINs are kept, hashed. One writer."""

    def load(self) -> PinBook:
        """Return what is kept; PinStoreError: it is damaged, which is not the same as empty."""
        ...

    def save(self, book: PinBook) -> None:
        """Return once the whole book is on the disk; PinStoreError."""
        ...


class Meters(Protocol):
    """The meters of one home."""

    def readings(self) -> AsyncIterator[MeterReading]:
        """Yield each new reading in meter order, until MeterError. Cancelling leaves no task."""
        ...


class Radio(Protocol):
    """The meters and relays on the far side of the ZigBee link; also the Meters port.

    Implementations convert units and signs; nothing outside drivers/ ever sees a raw
    attribute. Every method may be cancelled and leaves no task behind.
    """

    def running(self) -> AbstractAsyncContextManager["Radio"]:
        """Keep the radio running while the context is open: it is rebuilt after every loss.

        A network is never formed by itself; what is missing shows in `state()`.
        """
        ...

    def use(self, meters: Sequence[MeterUse]) -> None:
        """Read exactly these meter functions from now on; the same twice changes nothing."""
        ...

    def readings(self) -> AsyncIterator[MeterReading]:
        """Yield each new reading of the meters in use, `meter` being the function's key.

        MeterError when the radio is down. Cancelling leaves no task.
        """
        ...

    def state(self) -> RadioState:
        """Return how the radio and its network are, at once."""
        ...

    def devices(self) -> tuple[RadioDevice, ...]:
        """Every device of the network, known or not, ordered by address."""
        ...

    def progress(self) -> AsyncIterator[JoinProgress]:
        """Yield what happens to joining devices from now on; bounded, the newest is dropped."""
        ...

    async def changed(self) -> None:
        """Return once `state()` or `devices()` differs from when it was called."""
        ...

    async def permit_code(self, code: InstallCode, seconds: int) -> None:
        """Let exactly this device in, with its own key; RadioError, RadioRefusedError."""
        ...

    async def permit_open(self, seconds: int, via: str) -> None:
        """Let anyone in through one router (its ieee; the stick's own for itself), 1 to 60 s."""
        ...

    async def permit_stop(self) -> None:
        """Let nobody in any more; RadioError."""
        ...

    async def remove(self, ieee: str) -> None:
        """Ask the device to leave and forget it, even when it does not answer; RadioError."""
        ...

    async def interview(self, ieee: str) -> None:
        """Ask the device again what it is; RadioError."""
        ...

    async def configure(self, ieee: str) -> tuple[str, ...]:
        """Bind and configure its reports again; return what it did not accept, as sentences."""
        ...

    async def switch(self, key: str, *, on: bool, lease_s: int | None) -> RelayPosition:
        """Switch a relay once (never repeated by the radio) and return what it then says.

        With a lease the relay goes off by itself after `lease_s` (1 to 6 000). UNKNOWN: it did
        not answer; it may be in either position.
        """
        ...

    async def position(self, key: str) -> RelayPosition:
        """Ask a relay for its position; UNKNOWN: it did not answer."""
        ...

    async def form(self, channel: int | None) -> None:
        """Form a new network on a stick without one; RadioRefusedError when it has one."""
        ...

    async def backup(self) -> bytes:
        """Return network and device database as one document, keys in clear; RadioError."""
        ...

    async def restore(self, backup: bytes) -> None:
        """Put a backup (ours or another program's) on a stick; RadioRefusedError says why not."""
        ...


class Chain(Protocol):
    """The consortium chain as the light client believes it: verified answers only."""

    async def next_head(self) -> VerifiedHead:
        """Return the next final head after the one returned before; ChainError, ChainHalted."""
        ...

    def catching_up(self) -> str:
        """Return how far a long way to the newest block has come, as a sentence; empty: not on one."""
        ...

    async def account(self, address: Address, head: VerifiedHead) -> VerifiedAccount:
        """Return the account proven at `head`; ChainError when no upstream could prove it."""
        ...

    async def storage(
        self, address: Address, slots: Sequence[int], head: VerifiedHead
    ) -> tuple[int, ...]:
        """Return the proven word of each slot at `head` (0: proven absent), in order; ChainError."""
        ...

    async def broadcast(self, raw_transaction: bytes) -> None:
        """Hand the same signed bytes to every upstream; return when one took (or knew) them.

        ChainError: none did, with the reasons; it may still have arrived.
        """
        ...


NOBODY = Address("0x" + "00" * 20)


class LocalCall(msgspec.Struct, frozen=True):
    """A question to a contract, as its code answers it; nothing of it is ever sent."""

    to: Address
    data: bytes
    sender: Address = NOBODY
    """Whom the code takes for its caller: anybody, no key is needed."""


class CallReturn(msgspec.Struct, frozen=True):
    """What the code did when it was run over proven state."""

    output: bytes
    """The returned bytes; after a revert its reason as the contract encoded it."""
    failure: str = ""
    """Why it came to nothing ("reverted", "out of gas", ...); empty: it returned."""
    logs: tuple[Log, ...] = ()
    gas_used: int = 0


class Execution(Protocol):
    """A contract's own code, run here over proven state: what a node's eth_call only claims."""

    async def call(self, calls: Sequence[LocalCall], head: VerifiedHead) -> tuple[CallReturn, ...]:
        """Return what each call gives on the state of `head`, in order, none seeing another.

        Every account, code and word that was read is proven. ChainError: something was not
        proven, or a bound was reached; ChainHalted. May be cancelled; leaves nothing running.
        """
        ...


class UsedNonce(msgspec.Struct, frozen=True):
    """The one transaction that used an account's nonce, and what it did; all of it proven."""

    block: int
    name: bytes
    """The transaction's hash."""
    to: Address | None
    """None: it created a contract."""
    data: bytes
    succeeded: bool
    """What the receipt says. A contract may refuse and yet succeed: read the logs."""
    logs: tuple[Log, ...] = ()


class SentCall(msgspec.Struct, frozen=True):
    """A transaction that was sent to a contract, by whom and with what; proven, done or not."""

    block: int
    sender: Address
    data: bytes


class Receipts(Protocol):
    """What became of transactions, by proof."""

    async def used_nonce(
        self, sender: Address, nonce: int, names: Sequence[bytes], head: VerifiedHead
    ) -> UsedNonce | None:
        """Return the transaction at or below `head` that used this nonce of the sender.

        `names`: hashes it may have (each repetition with a higher fee has its own); they only
        make finding it cheap. None: the nonce is unused at `head`, which is proven. ChainError:
        it is used, and no node showed the block in which, or nothing could be proven; ChainHalted.
        """
        ...

    async def sent_to(
        self, contract: Address, first: int, last: int, head: VerifiedHead
    ) -> tuple[SentCall, ...]:
        """Return all transactions of blocks `first` to `last` sent to the contract, in order.

        None is missing; what another contract passed on to it is not among them. ChainError.
        """
        ...


class BatteryState(msgspec.Struct, frozen=True):
    """What a battery says of itself; its meter, not this, is what energy is reported from."""

    at_ms: int
    charge_permille: int
    """State of charge in thousandths of the capacity, 0 to 1 000."""
    power_w: int | None = None
    """Into the battery; negative is out of it."""


class Battery(Protocol):
    """A battery that can be asked for its charge, and to deliver."""

    def states(self) -> AsyncIterator[BatteryState]:
        """Yield its state now and then, until MeterError. Cancelling leaves no task."""
        ...

    async def discharge(self, power_w: int, until_ms: int) -> None:
        """Deliver `power_w` until `until_ms` and then fall back by itself; 0: fall back now.

        A later call replaces an earlier one. MeterError: it did not answer; it may have obeyed.
        """
        ...


class Signer(Protocol):
    """A secp256k1 key that never leaves its driver."""

    @property
    def address(self) -> Address: ...

    def sign_digest(self, digest: bytes) -> bytes:
        """Return r‖s‖v (65 bytes, low s, v 0 or 1) over a 32-byte digest; same input, same bytes."""
        ...


class Message(msgspec.Struct, frozen=True):
    """One message from the broker."""

    topic: str
    payload: bytes
    retained: bool = False


class LinkUp(msgspec.Struct, frozen=True):
    """The broker accepted the connection; subscriptions are in place again."""


class LinkDown(msgspec.Struct, frozen=True):
    """The connection is gone; the driver goes on trying."""

    reason: str


class Broker(Protocol):
    """One connection, one identity, to one MQTT broker; it reconnects by itself."""

    def connected(self) -> AbstractAsyncContextManager["Broker"]:
        """Run the connection while the context is open."""
        ...

    async def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish with QoS 1; return once the broker has acknowledged it; BrokerError."""
        ...

    def inbox(self) -> AsyncIterator[Message | LinkUp | LinkDown]:
        """Yield what comes in, in order. Bounded: a flood drops the newest and is counted."""
        ...
