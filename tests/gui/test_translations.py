"""Every sentence in every language, compiled and current; the daemon's sentences too."""

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication

from gui.daemon_words import KNOWN
from gui.glance import Refusal
from gui.models.settings import LANGUAGES as OFFERED
from gui.sentences import Interpreter, is_known, snapshot_told, told
from gui.texts import Reader
from gui.translations.__main__ import LANGUAGES, catalogue, release, update
from gui.window import Language
from tests.gui.walk import speak

ROOT = Path(__file__).resolve().parents[2]
TOLD_IN_PARTS = ROOT / "tests" / "data" / "gui" / "told-in-parts.txt"
PLACE = re.compile(r"%\d")

SPEAKING = (
    *(f"core/{name}" for name in ("alerts", "radio_alerts", "order_preview", "orders", "trading")),
    *(f"core/{name}" for name in ("book", "metering", "devices", "relays", "day", "device_lines")),
    *(f"roles/{name}" for name in ("household", "household_information", "household_rules")),
    *(f"shell/{name}" for name in ("pin_desk", "radio_desk", "live_checks", "street_books")),
    *(f"devices/{name}" for name in ("live_check", "live_check_verdict", "relay")),
    *("metering/surplus", "metering/home", "roles/household_state", "shell/commissioning"),
    *(f"provisioning/{name}" for name in ("checklist", "findings", "joining")),
    *("shell/acceptance", "shell/waiting", "shell/storage_desk", "devices/install_code"),
    *(f"core/{name}" for name in ("clock", "disk", "starts", "settings_fallback", "commissioning")),
    *(f"core/{name}" for name in ("storage_deeds", "storage_lines", "storage_reports")),
    *(f"core/{name}" for name in ("storage_calls", "storage_given", "storage_preview")),
    *("roles/storage_unit", "roles/storage_words", "roles/storage_backing", "core/restoring"),
)
"""Modules of agent whose sentences reach the screen."""

DRIVERS = tuple(
    f"zigbee_{name}"
    for name in (
        *("board", "care", "catalog", "join", "link", "meters", "power"),
        *("radio", "relay", "reporting", "scale", "tuya", "values"),
    )
)
"""Modules of drivers whose sentences an installer reads beside a device or the stick."""


@pytest.fixture
def language(application: QGuiApplication) -> Iterator[Language]:
    found = Language(application)
    yield found
    found.use("en")


def messages(file: Path) -> Iterator[tuple[str, str, str | None]]:
    """Yield context, source and translation; None: there is none yet."""
    own = ElementTree.parse(file)  # noqa: S314 - a file of this repository
    for context in own.getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            found = message.find("translation")
            assert found is not None
            done = found.get("type") is None and found.text
            yield name, message.findtext("source") or "", found.text if done else None


def test_the_languages_offered_are_those_that_are_spoken() -> None:
    assert {code for code, _name in OFFERED} == {"en", *LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_is_missing_and_every_place_is_kept(code: str) -> None:
    wrong = [
        (context, source, words)
        for context, source, words in messages(catalogue(code))
        if words is None or set(PLACE.findall(words)) != set(PLACE.findall(source))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_and_its_translation_end_alike(code: str) -> None:
    """A full stop that is lost makes two sentences one; one too many cuts a title in two."""
    ends = ".:…?;"  # a Greek question ends in a semicolon
    wrong = [
        (source, words)
        for _context, source, words in messages(catalogue(code))
        if words and (source[-1] in ends) != (words[-1] in ends)
    ]
    assert wrong == []


def test_the_catalogues_hold_what_the_sources_say(tmp_path: Path) -> None:
    """`python -m gui.translations` after a sentence was changed."""
    copies = [Path(shutil.copy(catalogue(code), tmp_path)) for code in LANGUAGES]
    update(copies)
    for copy, code in zip(copies, LANGUAGES, strict=True):
        assert list(messages(copy)) == list(messages(catalogue(code))), code


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_shipped_is_what_the_catalogue_says(code: str, tmp_path: Path) -> None:
    new = tmp_path / "new.qm"
    release(catalogue(code), new)
    assert new.read_bytes() == catalogue(code).with_suffix(".qm").read_bytes()


def test_the_language_changes_while_the_screen_runs(
    stage: Callable[..., Any], language: Language
) -> None:
    shown = stage("afternoon")
    spoken = {}
    for code in ("en", "de", "es", "el", "tr", "en"):
        speak(shown, language, code)
        spoken[code] = (shown.find("bar-more").property("text"), shown.texts())
    assert {code: bar for code, (bar, _texts) in spoken.items()} == {
        "en": "More",
        "de": "Mehr",
        "es": "Más",
        "el": "Άλλα",
        "tr": "Diğer",
    }
    assert "Überschuss" in spoken["de"][1]
    assert any("+1,24" in text for text in spoken["de"][1]), "numbers are of the language too"
    assert any("+1.24" in text for text in spoken["en"][1])


def test_what_the_daemon_says_is_told_in_the_readers_language(
    language: Language, glance: Callable[..., Any]
) -> None:
    language.use("de")
    reader = Reader("de")
    uses = "Your home uses 1.24 kW more than it makes (makes 0.20 kW, uses 1.44 kW)."
    assert told(uses, reader) == (
        "Ihr Haus braucht 1,24 kW mehr, als es erzeugt (erzeugt 0,20 kW, braucht 1,44 kW)."
    )
    two = "Selling needs a surplus. Meter roof has been silent for 12 min."
    assert told(two, reader) == (
        "Verkaufen braucht einen Überschuss. Der Zähler roof schweigt seit 12 min."
    )
    carried = "The market's chain cannot be followed: no new block for 30 s."
    assert told(carried, reader).endswith("seit 30 s kein neuer Block.")
    assert told("Something nobody foresaw.", reader) == "Something nobody foresaw."
    assert told(uses, Reader("en")) == uses
    snapshot = glance("unknown").snapshot
    spoken = snapshot_told(snapshot, reader)
    assert spoken.home.reason != snapshot.home.reason
    assert spoken.alerts[0].do.startswith("Prüfen Sie den Zähler")
    for kept in ("revision", "member", "market", "trades", "statements"):
        assert getattr(spoken, kept) == getattr(snapshot, kept)


def test_a_refusal_and_an_answer_are_told_too(language: Language) -> None:
    class Refusing:
        def call(self, _method: str, _params: object, answered: Any, refused: Any) -> None:
            answered({"sentence": "The PIN is right.", "key": "The PIN is right."})
            refused(Refusal("Press Start first.", "not_ready"))

    language.use("es")
    heard: list[Any] = []
    Interpreter(Refusing(), lambda: Reader("es")).call("x", {}, heard.append, heard.append)
    assert heard[0] == {"sentence": "El PIN es correcto.", "key": "The PIN is right."}
    assert heard[1] == Refusal("Pulse primero Empezar.", "not_ready")


def test_no_pattern_hides_another() -> None:
    """A sentence is found by its own pattern, not by a shorter one that fits it too."""
    for known in KNOWN:
        assert is_known(PLACE.sub("7", known)), known


def sentences(file: Path) -> Iterator[str]:
    """Yield what looks like a whole sentence in a module, with 7 for everything that changes."""
    tree = ast.parse(file.read_text("utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(node.value)  # docstrings
        elif isinstance(node, ast.Raise):
            skipped.update(ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
    for node in ast.walk(tree):
        if node in skipped:
            continue
        match node:
            case ast.JoinedStr():
                parts = [
                    str(part.value) if isinstance(part, ast.Constant) else "7"
                    for part in node.values
                ]
                text = "".join(parts)
            case ast.Constant(value=str(text)):
                pass
            case _:
                continue
        if re.fullmatch(r"[A-Z7].* .*[.:]", text, re.DOTALL) and not text.isupper():
            yield text


def test_every_sentence_of_the_daemon_is_known_in_every_language() -> None:
    """A new sentence of the daemon fails here: add it to gui/daemon_words.py.

    One whose words are put together there ("No {surplus or need} is expected") has a pattern for
    each of its forms; the list holds an example of them.
    """
    files = [ROOT / "agent" / f"{name}.py" for name in SPEAKING]
    files += [ROOT / "drivers" / f"{name}.py" for name in DRIVERS]
    found = {text for file in files for text in sentences(file)}
    assert len(found) > 120, "the modules that speak were not found"
    listed = dict(line.split("\t") for line in TOLD_IN_PARTS.read_text("utf-8").splitlines())
    assert {text for text in found if not is_known(text)} == set(listed)
    assert [example for example in listed.values() if not is_known(example)] == []
    for skeleton, example in listed.items():
        parts = [re.escape(part) for part in skeleton.removesuffix(":").split("7")]
        assert re.match(".*".join(parts), example), (skeleton, example)


def test_no_english_is_left_in_a_sentence_that_was_put_together(language: Language) -> None:
    listed = [line.split("\t")[1] for line in TOLD_IN_PARTS.read_text("utf-8").splitlines()]
    english = re.compile(r"\b(the|is|was|your|of|with|between|meter|not|sell|buy)\b", re.IGNORECASE)
    for code in ("de", "es", "el", "tr"):
        language.use(code)
        spoken = [told(example, Reader(code)) for example in listed]
        assert [text for text in spoken if english.search(text)] == [], code
