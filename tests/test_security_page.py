"""docs/security.md names a test for every attack, and every test it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")
ATTACKS = PAGE[PAGE.index("## How could someone attack this?") : PAGE.index("## What remains")]
ROWS = [
    line
    for line in ATTACKS.splitlines()
    if line.startswith("|") and not line.startswith(("| attack |", "|---"))
]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of a file's tests, read from its source: nothing is imported."""
    found = ROOT / path
    if not found.exists():
        return frozenset()
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = ast.parse(found.read_text("utf-8")).body
    return frozenset(node.name for node in nodes if isinstance(node, kinds))


def missing(text: str) -> list[str]:
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in names_in(path)]


def test_every_named_test_exists() -> None:
    assert len(NAMED.findall(PAGE)) > 100
    assert missing(PAGE) == []


def test_a_test_that_does_not_exist_is_noticed() -> None:
    assert missing("`tests/test_security_page.py::test_of_nothing`") != []
    assert missing("`tests/no_such_file.py::test_every_named_test_exists`") != []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_every_attack_has_its_test(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells)
    words = cells[2].split()
    assert all(NAMED.fullmatch(word) for word in words), "only node ids stand in the last column"
    assert len(set(words)) == len(words)


def test_links_of_the_page_lead_somewhere() -> None:
    pages = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert [page for page in pages if not (ROOT / "docs" / page).exists()] == []
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings
