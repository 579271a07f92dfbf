"""Forming, backing up and restoring the network: only ever because a person asked for it."""

import asyncio
import base64
import contextlib
import json
import logging
import sqlite3
from pathlib import Path
from typing import Any

import zigpy.backups
import zigpy.exceptions
import zigpy.types as t

from agent.ports import Clock, RadioError, RadioRefusedError
from drivers.durable_file import sync_directory
from drivers.zigbee_app import Controller, asked, words
from drivers.zigbee_backup import (
    Document,
    copy_database,
    increment,
    place_database,
    read_document,
    write_document,
)
from drivers.zigbee_link import TAKE_OVER_MS, Link, read_mark
from drivers.zigbee_store import RadioStore

FORM_WITHIN_S = 120.0  # an energy scan of 16 channels, 256 children asked for, three resets
BACKUP_WITHIN_S = 90.0
CHANNELS = range(11, 27)

log = logging.getLogger(__name__)


class Network:
    """The stick's network, while the rest of the driver stands aside."""

    def __init__(self, link: Link, store: RadioStore, clock: Clock, database: Path) -> None:
        self._link = link
        self._store = store
        self._clock = clock
        self._database = database

    async def form(self, channel: int | None) -> None:
        """Form a new network; RadioRefusedError when the stick has one."""
        if channel is not None and channel not in CHANNELS:
            raise RadioRefusedError(f"Channel {channel} is none; 11 to 26 are.")
        async with self._link.stopped():
            async with self._link.opened() as controller:
                if await read_mark(controller) is not None:
                    raise RadioRefusedError(
                        "The stick has a network already; it is not thrown away. Restore a backup"
                        " onto it, or take another stick."
                    )
            self._set_aside("before-form")
            self._store.forget_devices()
            async with self._link.opened(channel=channel) as controller:
                async with asked("forming a network", FORM_WITHIN_S):
                    await controller.form_network()
                await self._remember(controller)

    async def backup(self) -> bytes:
        """Return network and devices as one document, keys in clear."""
        async with self._link.asking("the backup", BACKUP_WITHIN_S) as controller:
            taken = await controller.backups.create_backup(load_devices=True)
        network = json.loads(json.dumps(taken.as_open_coordinator_json()))  # plain numbers
        try:
            database = await asyncio.to_thread(copy_database, self._database)
        except sqlite3.Error as failed:
            raise RadioError(f"the device database could not be copied: {failed}") from failed
        return write_document(
            network,
            database,
            taken_ms=self._clock.wall_ms(),
            admitted=tuple(sorted(self._store.admitted())),
            registers={
                name: base64.b64encode(body).decode("ascii")
                for name, body in self._store.registers().items()
            },
        )

    async def restore(self, backup: bytes) -> None:
        """Put a backup on the stick; everything is checked before anything is changed."""
        document = read_document(backup)
        restored = _network_of(document)
        counter = int(restored.network_info.network_key.tx_counter)
        by = increment(counter, document.taken_ms, self._clock.wall_ms())
        link_counter = int(restored.network_info.tc_link_key.tx_counter)
        restored.network_info.tc_link_key.tx_counter = t.uint32_t(min(link_counter + by, 2**32 - 1))  # type: ignore[no-untyped-call]
        async with self._link.stopped():
            async with self._link.opened() as controller:
                await self._may_be_written(controller, restored)
                async with asked("restoring the network", FORM_WITHIN_S):
                    await controller.backups.restore_backup(
                        restored, counter_increment=by, allow_incomplete=True, create_new=False
                    )
                before = self._store.network()
                mark = await self._remember(controller)
            same = before is not None and mark.same_network(before)
            self._take_over(document, same=same)

    async def _may_be_written(
        self, controller: Controller, restored: zigpy.backups.NetworkBackup
    ) -> None:
        async with asked("looking at the stick", BACKUP_WITHIN_S):
            try:
                await controller.can_write_network_settings(
                    network_info=restored.network_info, node_info=restored.node_info
                )
            except (
                zigpy.exceptions.CannotWriteNetworkSettings,
                zigpy.exceptions.DestructiveWriteNetworkSettings,
            ) as refused:
                raise RadioRefusedError(f"Nothing was changed: {words(refused)}.") from None

    async def _remember(self, controller: Controller) -> Any:
        mark = await read_mark(controller)
        if mark is None:
            raise RadioError("the stick has no network even now; try again")
        self._store.remember_network(mark)
        return mark

    def _take_over(self, document: Document, *, same: bool) -> None:
        """Bring our own files in line with the network that is on the stick now."""
        now_ms = self._clock.wall_ms()
        if document.database is not None:
            place_database(self._database, document.database)
        elif not same:
            self._set_aside("before-restore")
        if not same:
            self._store.forget_devices()
        kept = self._store.registers()
        missing = {
            name: base64.b64decode(body)
            for name, body in document.registers.items()
            if name not in kept
        }
        if missing:
            self._store.save_registers(missing, durable=True)
        for ieee in document.admitted:
            self._store.admit(ieee, now_ms)
        if document.foreign:  # it may list no device at all (zigpy#1842)
            self._store.leave_open(now_ms + TAKE_OVER_MS)

    def _set_aside(self, why: str) -> None:
        """Keep the old device database under another name; it is another network's."""
        with contextlib.suppress(FileNotFoundError):
            for suffix in ("-wal", "-shm"):
                self._database.with_name(self._database.name + suffix).unlink(missing_ok=True)
            self._database.replace(self._database.with_name(f"{self._database.name}.{why}"))
            sync_directory(self._database.parent)


def _network_of(document: Document) -> zigpy.backups.NetworkBackup:
    """Return zigpy's form of a checked backup; RadioRefusedError where zigpy cannot read it."""
    try:
        return zigpy.backups.NetworkBackup.from_dict(document.network)
    except Exception as failed:  # noqa: BLE001 - any shape the checks let through; may hold keys
        raise RadioRefusedError(
            f"The backup is refused: its network could not be read ({type(failed).__name__})."
        ) from None
