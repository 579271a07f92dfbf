"""The part of Qt that the screen draws with, from PySide6's own wheel: 110 MB of 250.

Why not Debian's: its binding needs libclang, its Qt needs Mesa, both need LLVM, and a bare Debian
grows by 500 MB, most of which nothing runs. The price is that Qt's security fixes come with our
releases; the screen opens no network and reads only the agent's socket and its own files.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from agent.packaging.absent_gl import stand_ins, wanted_of
from agent.packaging.entries import Entry, PackageError
from agent.packaging.wheels import unpack

HOME = "/opt/gridhearth/qt"
SITE = f"{HOME}/site"
STAND_INS = f"{HOME}/gl"
MODULES = "Core|Gui|Network|OpenGL|Qml|Quick"
"""QtOpenGL because QtQuick does not load without it; QtNetwork for the agent's socket."""
LIBRARIES = (
    f"{MODULES}|DBus|QmlMeta|QmlModels|QmlWorkerScript|QuickLayouts|QuickTemplates2|WaylandClient"
)
PLATFORMS = "linuxfb|offscreen|wayland"
KEPT = re.compile(
    "|".join(
        (
            r"shiboken6/[^/]+\.(?:py|so[.\d]*)",
            r"PySide6/[^/]+\.py",
            r"PySide6/support/[^/]+\.py",
            rf"PySide6/Qt(?:{MODULES})\.abi3\.so",
            r"PySide6/libpyside6(?:qml)?\.abi3\.so[.\d]*",
            r"PySide6/Qt/lib/libicu(?:data|i18n|uc)\.so\.\d+",
            rf"PySide6/Qt/lib/libQt6(?:{LIBRARIES})\.so\.6",
            rf"PySide6/Qt/plugins/platforms/libq(?:{PLATFORMS})\.so",
            r"PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell\.so",
            r"PySide6/Qt/plugins/generic/libqevdev(?:touch|mouse)plugin\.so",
            r"PySide6/Qt/qml/QtQuick/(?:qmldir|libqtquick2plugin\.so)",
            r"PySide6/Qt/qml/QtQuick/(?:Layouts|Templates)/(?:qmldir|lib[^/]+\.so)",
            r"[^/]+\.dist-info/.+",
        )
    )
)
NEEDS = (
    "libbrotli1",
    "libc6 (>= 2.39)",
    "libdbus-1-3",
    "libdrm2",
    "libfontconfig1",
    "libfreetype6",
    "libgcc-s1",
    "libglib2.0-0t64",
    "libgssapi-krb5-2",
    "libstdc++6 (>= 13)",
    "libwayland-client0",
    "libwayland-cursor0",
    "libx11-6",
    "libxkbcommon0",
    "libzstd1",
    "zlib1g",
)
"""What the kept libraries are linked to, of Debian; without libgl1 and libegl1 (absent_gl)."""
REQUIRED = ("Qt/lib/libQt6Quick.so.6", "Qt/plugins/platforms/libqlinuxfb.so", "QtQuick.abi3.so")


def entries(wheels: Iterable[Path], arch: str) -> Iterator[Entry]:
    """Yield Qt's files and the stand-ins. PackageError: the wheels hold another Qt than we know."""
    kept = [one for wheel in wheels for one in unpack(wheel, SITE) if KEPT.fullmatch(_place(one))]
    places = {_place(one) for one in kept}
    missing = [place for place in REQUIRED if f"PySide6/{place}" not in places]
    if missing:
        raise PackageError(*(f"Qt's wheel has no {place}." for place in missing))
    wanted: set[str] = set()
    for one in kept:
        if ".so" in _place(one):
            wanted |= wanted_of(one.content)
    yield from kept
    for name, library in stand_ins(wanted, arch).items():
        yield Entry(f"{STAND_INS}/{name}", library)


def _place(entry: Entry) -> str:
    return entry.path.removeprefix(f"{SITE}/")
