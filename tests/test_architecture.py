"""ARCHITECTURE.md's map is the tree, and the readme's links lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MAP = MAP[MAP.index("## Map") : MAP.index("## Trust")]
PRESCRIBED = ("agent", "gui", "drivers", "config", "systemd", "tests", "docs")


def _named(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]+", text))


def _packages(top: str) -> list[Path]:
    return sorted(
        path for path in (ROOT / top).iterdir() if path.is_dir() and (path / "__init__.py").exists()
    )


@pytest.mark.parametrize("path", _packages("agent") + _packages("drivers"), ids=lambda p: p.name)
def test_every_package_is_on_the_map(path: Path) -> None:
    assert path.name in _named(MAP)


def test_the_top_level_is_as_prescribed() -> None:
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert folders - {"build", "dist", "demo-output", "__pycache__"} == set(PRESCRIBED)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links or page != "README.md"
    missing = [link for link in links if not (ROOT / link).exists()]
    assert missing == []
