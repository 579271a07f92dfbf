"""The pages for operators and installers name commands, settings and sentences that exist."""

import re
import tomllib
from pathlib import Path

import pytest

from agent.commands.completion import all_pages
from agent.dso.settings import read_operator_settings
from agent.settings import read_settings

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("operate.md", "join.md", "backup.md")
COMMAND = re.compile(r"gridhearth ((?:[a-z]+(?:-[a-z]+)* ?)+)((?:[^\n`|&]|&&)*)")


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def commands(text: str) -> list[tuple[str, ...]]:
    """Every command a page names, as far as it is one; options follow as words with --."""
    text = text.replace("sudo -u gridhearth ", "")
    shown = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    shown += "\n".join(re.findall(r"`((?:sudo )?(?:-u \w+ )?gridhearth [^`]+)`", text))
    return [
        (*found[0].split(), *re.findall(r"--[a-z-]+", found[1])) for found in COMMAND.findall(shown)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_a_page_exists_with_its_options(name: str) -> None:
    pages = {page.words: page for page in all_pages()}
    found = commands(text_of(name))
    assert len(found) >= 5
    for words in found:
        plain = tuple(word for word in words if not word.startswith("--"))
        path = next(
            (
                ("gridhearth", *plain[:count])
                for count in (3, 2, 1)
                if ("gridhearth", *plain[:count]) in pages
            ),
            None,
        )
        assert path is not None, words
        told = pages[path].parser.format_help()
        for option in (word for word in words if word.startswith("--")):
            assert option in told, f"{' '.join(path)}: {option}"


def test_the_search_for_commands_sees_a_slip() -> None:
    assert ("operator", "enroll", "--requst") in commands("`gridhearth operator enroll --requst X`")


def test_the_operators_settings_on_the_page_are_right() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", text_of("operate.md"), re.DOTALL)
    assert len(blocks) == 2
    settings = read_operator_settings("\n".join(blocks))
    assert settings.market is not None
    assert settings.members[0].allowance_micro == 0


def test_the_homes_settings_on_the_page_are_keys_of_the_settings() -> None:
    example = (DOCS.parent / "config" / "gridhearth.example.toml").read_text("utf-8")
    given = tomllib.loads(example)
    for block in re.findall(r"```toml\n(.*?)```", text_of("join.md"), re.DOTALL):
        for table, values in tomllib.loads(block).items():
            given[table] |= values
    lines = [
        f"[{table}]\n" + "\n".join(_lines(values))
        for table, values in given.items()
        if isinstance(values, dict)
    ]
    settings = read_settings("schema = 1\n" + "\n".join(lines))
    assert settings.operator.request_url == "https://operator.example/requests/{member}.txt"


def _lines(values: dict[str, object]) -> list[str]:
    found = []
    for key, value in values.items():
        if isinstance(value, dict):
            inner = ", ".join(f'{name} = "{one}"' for name, one in value.items())
            found.append(f"{key} = {{ {inner} }}")
        else:
            found.append(
                f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
            )
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md")))
def test_every_link_to_a_page_leads_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([\w-]+\.md)?(?:#([\w-]+))?\)", text_of(name)):
        page = target or name
        assert (DOCS / page).is_file(), f"{name}: {page}"
        if anchor:
            titles = re.findall(r"(?m)^#+ (.*)$", text_of(page))
            known = {
                re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles
            }
            assert anchor in known, f"{name}: {page}#{anchor}"


def test_the_readme_leads_to_every_page_it_names() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    for page in set(re.findall(r"docs/([\w-]+\.md)", readme)):
        assert (DOCS / page).is_file(), page
    assert "docs/operate.md" in readme
