"""Names for devices where nobody has a keyboard: rooms and machines, with a number where one is taken."""

from collections.abc import Collection, Sequence

from agent.api.sections import DeviceLine
from gui.texts import translate


def rooms() -> tuple[str, ...]:
    """Return the names to choose from, in the reader's language, the likeliest first."""
    return (
        translate("names", "House"),
        translate("names", "Roof"),
        translate("names", "Cellar"),
        translate("names", "Garage"),
        translate("names", "Kitchen"),
        translate("names", "Hall"),
        translate("names", "Living room"),
        translate("names", "Bedroom"),
        translate("names", "Bathroom"),
        translate("names", "Office"),
        translate("names", "Garden"),
        translate("names", "Shed"),
        translate("names", "Battery"),
        translate("names", "Hot water"),
        translate("names", "Heat pump"),
        translate("names", "Car"),
        translate("names", "Oven"),
        translate("names", "Washing machine"),
        translate("names", "Fridge"),
        translate("names", "Pump"),
    )


def ready_names(device: DeviceLine, devices: Sequence[DeviceLine]) -> tuple[dict[str, str], ...]:
    """Return the tiles: each name as nobody else has it.

    A device with several functions is one device, and its own name is free for itself.
    """
    taken = {line.name for line in devices if line.name and line.ieee != device.ieee}
    names = [_free(name, taken) for name in rooms()]
    return tuple({"key": name, "text": name} for name in names)


def _free(name: str, taken: Collection[str]) -> str:
    """Return "Garage", or "Garage 2" where a Garage is there already."""
    if name not in taken:
        return name
    return next(
        f"{name} {number}" for number in range(2, len(taken) + 3) if f"{name} {number}" not in taken
    )
