"""Parameters of JSON-RPC calls, read with an error sentence for whatever is wrong with them."""

import re
from collections.abc import Callable, Sequence
from typing import Any

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
SERVER_ERROR = -32000

Method = Callable[[list[Any]], Any]
"""From a call's positional parameters to its result; RpcError."""

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,64}")
_DATA = re.compile(r"0x(?:[0-9a-fA-F]{2})*")


class RpcError(Exception):
    """A call could not be answered; number, sentence and perhaps data for the caller."""

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.data = data


def invalid(message: str) -> RpcError:
    return RpcError(INVALID_PARAMS, message)


class Params:
    """The positional parameters of one call."""

    def __init__(self, values: Sequence[Any], most: int) -> None:
        if len(values) > most:
            raise invalid(f"{len(values)} parameters, at most {most} are known")
        self._values = values

    def value(self, index: int) -> Any:
        """Return a parameter as it came; a missing one is null."""
        return self._values[index] if index < len(self._values) else None

    def address(self, index: int) -> bytes:
        return address(self.value(index), f"parameter {index}")

    def data(self, index: int) -> bytes:
        return data(self.value(index), f"parameter {index}")

    def hash(self, index: int) -> bytes:
        return sized(self.value(index), 32, f"parameter {index}")

    def quantity(self, index: int) -> int:
        return quantity(self.value(index), f"parameter {index}")

    def flag(self, index: int) -> bool:
        value = self.value(index)
        if not isinstance(value, bool | None):
            raise invalid(f"parameter {index}: not true or false")
        return bool(value)


def quantity(value: Any, where: str) -> int:
    """Return an integer below 2^256 from 0x and hexadecimal digits; leading zeros are taken."""
    if isinstance(value, str) and _QUANTITY.fullmatch(value):
        return int(value, 16)
    raise invalid(f"{where}: not a hexadecimal quantity")


def data(value: Any, where: str) -> bytes:
    if isinstance(value, str) and _DATA.fullmatch(value):
        return bytes.fromhex(value[2:])
    raise invalid(f"{where}: not 0x and hexadecimal bytes")


def sized(value: Any, length: int, where: str) -> bytes:
    read = data(value, where)
    if len(read) != length:
        raise invalid(f"{where}: {len(read)} bytes instead of {length}")
    return read


def address(value: Any, where: str) -> bytes:
    return sized(value, 20, where)


def table(value: Any, where: str) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise invalid(f"{where}: not an object")
