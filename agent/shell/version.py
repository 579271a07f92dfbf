"""Which gridhearth this is."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """Return the installed version, or that this runs from a source tree."""
    try:
        return version("gridhearth")
    except PackageNotFoundError:
        return "(source tree, not installed)"
