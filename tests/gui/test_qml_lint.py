"""qmllint finds nothing in our pages: no unknown name, no unqualified access, no missing import."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gui
from tests.gui.qmltypes import write_qmltypes

QML = Path(gui.__file__).parent / "qml"
LINT = Path(sys.executable).with_name("pyside6-qmllint")


def lint(files: list[Path], types: Path) -> subprocess.CompletedProcess[str]:
    assert LINT.exists() or shutil.which("pyside6-qmllint"), "part of PySide6-Essentials"
    return subprocess.run(
        [
            str(LINT) if LINT.exists() else "pyside6-qmllint",
            *("-I", str(QML), "-I", str(types)),
            *("--max-warnings", "0", "--unqualified", "warning"),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


def test_qmllint_finds_nothing(tmp_path: Path) -> None:
    write_qmltypes(tmp_path)
    done = lint(sorted(QML.rglob("*.qml")), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "slip", ["screen.home.wrod", "nothing", "Theme.colour"], ids=["property", "name", "theme"]
)
def test_qmllint_would_find_a_slip(tmp_path: Path, slip: str) -> None:
    write_qmltypes(tmp_path)
    page = tmp_path / "Slip.qml"
    page.write_text(
        "import QtQuick\nimport gridhearth\nimport theme\n"
        f"Text {{ id: t; required property Screen screen; text: {slip.replace('screen', 't.screen')} + Theme.small }}\n"
    )
    assert lint([page], tmp_path).returncode != 0
