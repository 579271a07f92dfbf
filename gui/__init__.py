"""The touchscreen. It shows; the daemon decides."""

import ctypes
import sys


def keep_constants() -> None:
    """Make True, False and None outlive what PySide6 6.12 does to them; nothing from 3.12 on.

    Built for the stable ABI of Pythons in which they are immortal, it gives back a reference of
    True at every signal and one of None at every turn of the loop, without having taken one. On
    Python 3.11 that ends the screen within minutes ("bool_dealloc: deallocating True or False").
    """
    if sys.version_info < (3, 12):
        for constant in (True, False, None):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40


keep_constants()
