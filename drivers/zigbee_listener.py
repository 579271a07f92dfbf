"""What zigpy reports of devices, passed on so that a mistake of ours is not swallowed on the way."""

from collections.abc import Callable

from zigpy.device import ZigbeeDevice

from drivers.zigbee_app import ours
from drivers.zigbee_join import Joins


class Listener:
    """zigpy calls the methods `device_…` by their names."""

    def __init__(self, joins: Joins, failed: Callable[[Exception], None]) -> None:
        self._joins = joins
        self._failed = failed

    def device_joined(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_joined(device)

    def device_initialized(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_initialized(device)

    def device_reinterviewed(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_reinterviewed(device)

    def device_init_failure(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_init_failure(device)

    def device_reinterview_failure(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_reinterview_failure(device)

    def device_left(self, device: ZigbeeDevice) -> None:
        with ours(self._failed):
            self._joins.device_left(device)
