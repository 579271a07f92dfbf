"""What every method's parameters are made from."""

import msgspec


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""
