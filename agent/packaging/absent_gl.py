"""Stand-ins for libGL and libEGL, so that a screen which paints by itself needs no Mesa.

Qt's libraries are linked to both and use neither while they paint in software. Debian's come with
Mesa and LLVM, 200 MB that nothing would run. A stand-in is an ELF library (System V ABI, chapters
4 and 5) whose every function returns 0, which says "there is no display" where anybody asks. The
loader finds it only where Debian's own is missing (config/packaging/gridhearth.sh).
"""

import struct
from collections.abc import Iterable

from agent.packaging.entries import PackageError

LIBRARIES = {"libGL.so.1": ("gl",), "libEGL.so.1": ("egl",)}
"""What each one's functions begin with."""
RETURN_0 = {
    "amd64": (62, b"\x31\xc0\xc3"),  # xor eax, eax; ret
    "arm64": (183, bytes.fromhex("000080d2c0035fd6")),  # mov x0, 0; ret
}
PAGE = 0x10000
"""The largest page a kernel for these processors uses."""
HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SEGMENT = struct.Struct("<IIQQQQQQ")
SECTION = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")
DYNAMIC_SYMBOLS = 11
LOAD, DYNAMIC, STACK = 1, 2, 0x6474E551
EXECUTE, WRITE, READ = 1, 2, 4
GLOBAL_FUNCTION = 0x12


def wanted_of(library: bytes) -> set[str]:
    """Return the names an ELF library takes from others. PackageError: it is none, or damaged."""
    try:
        head = HEADER.unpack_from(library)
        if library[:5] != b"\x7fELF\x02":
            raise PackageError("This is no 64-bit ELF library.")
        place, size, count = head[6], head[11], head[12]
        sections = [SECTION.unpack_from(library, place + at * size) for at in range(count)]
        found: set[str] = set()
        for section in sections:
            if section[1] != DYNAMIC_SYMBOLS:
                continue
            names = sections[section[6]][4]
            for at in range(section[4], section[4] + section[5], SYMBOL.size):
                name, _, _, where, _, _ = SYMBOL.unpack_from(library, at)
                if where == 0:
                    end = library.index(b"\0", names + name)
                    found.add(library[names + name : end].decode("ascii"))
    except (struct.error, IndexError, ValueError) as broken:
        raise PackageError(f"An ELF library is damaged: {broken}.") from broken
    return found - {""}


def stand_ins(wanted: Iterable[str], arch: str) -> dict[str, bytes]:
    """Return both libraries by name, with the functions of `wanted` that are theirs."""
    names = sorted(set(wanted))
    return {
        library: _library(library, [one for one in names if one.startswith(heads)], arch)
        for library, heads in LIBRARIES.items()
    }


def _library(soname: str, names: list[str], arch: str) -> bytes:
    machine, code = RETURN_0[arch]
    strings = b"\0" + b"".join(one.encode("ascii") + b"\0" for one in (soname, *names))
    code_at = HEADER.size + 4 * SEGMENT.size
    symbols_at = code_at + 16
    hash_at = symbols_at + (len(names) + 1) * SYMBOL.size
    # One bucket: the loader walks the chain 1, 2, ... and compares names.
    chain = [0, *range(2, len(names) + 1), 0] if names else [0]
    table = [1, len(names) + 1, 1 if names else 0, *chain]
    strings_at = hash_at + 4 * len(table)
    read_bytes = strings_at + len(strings)
    dynamic_at = -(-read_bytes // 16) * 16
    dynamic = struct.pack(
        "<14Q",
        *(14, 1),  # its name, the first string
        *(4, hash_at),
        *(5, strings_at),
        *(6, symbols_at),
        *(10, len(strings)),
        *(11, SYMBOL.size),
        *(0, 0),
    )
    ident = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    head = HEADER.pack(ident, 3, machine, 1, 0, HEADER.size, 0, 0, 64, 56, 4, 64, 0, 0)
    moved = dynamic_at + PAGE  # the loader writes into it: on a page of its own
    segments = [
        (LOAD, READ | EXECUTE, 0, 0, 0, read_bytes, read_bytes, PAGE),
        (LOAD, READ | WRITE, dynamic_at, moved, moved, len(dynamic), len(dynamic), PAGE),
        (DYNAMIC, READ | WRITE, dynamic_at, moved, moved, len(dynamic), len(dynamic), 8),
        (STACK, READ | WRITE, 0, 0, 0, 0, 0, 16),
    ]
    symbols, name_at = [SYMBOL.pack(0, 0, 0, 0, 0, 0)], 1 + len(soname) + 1
    for name in names:
        symbols.append(SYMBOL.pack(name_at, GLOBAL_FUNCTION, 0, 1, code_at, len(code)))
        name_at += len(name) + 1
    body = head + b"".join(SEGMENT.pack(*one) for one in segments) + code.ljust(16, b"\0")
    body += b"".join(symbols) + struct.pack(f"<{len(table)}I", *table) + strings
    return body.ljust(dynamic_at, b"\0") + dynamic
