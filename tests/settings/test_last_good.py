"""A slip of the pen does not end metering, and never makes the home trade as nobody decided."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.core.rungs import Rung
from agent.daemon_start import begin
from agent.settings.pages import example
from drivers.last_good_settings import NAME, LastGoodError, LastGoodSettings

EXAMPLE = example()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "gridhearth.toml"
    path.write_text(EXAMPLE)
    return path


@pytest.fixture
def state(tmp_path: Path, config: Path) -> Path:
    """A state directory in which the example has worked once."""
    state = tmp_path / "state"
    state.mkdir()
    begun = begin(config, state)
    assert begun is not None
    assert begun.guards == ()
    assert not (state / NAME).exists()  # not before it was ready with them
    begun.ready()
    assert (state / NAME).stat().st_mode & 0o777 == 0o600
    return state


@pytest.mark.parametrize(
    ("edit", "rung"),
    [
        (lambda text: text.replace("[house]", "[house]\nenabld = 1"), Rung.TRADE),
        (lambda text: text.replace("[limits]", "[limits]\nenergy_wh = 0"), Rung.REPORT_ONLY),
        (lambda text: text.replace("[limits]", "[limits"), Rung.REPORT_ONLY),
        (lambda text: text.replace("schema = 1", "schema = 2"), Rung.REPORT_ONLY),
        (lambda text: "\0" * 100, Rung.REPORT_ONLY),
    ],
    ids=["a typing mistake", "a limit", "no TOML", "a newer version's", "a power cut's"],
)
def test_refused_settings_start_with_the_last_that_worked(
    config: Path,
    state: Path,
    edit: Callable[[str], str],
    rung: Rung,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = begin(config, state)
    config.write_text(edit(EXAMPLE))
    begun = begin(config, state)
    assert good is not None
    assert begun is not None
    assert begun.settings == good.settings
    (guard,) = begun.guards
    assert (guard.name, guard.rung) == ("settings-refused", rung)
    assert "gridhearth config check" in guard.do
    assert guard.sentence in caplog.text
    before = (state / NAME).read_bytes()
    begun.ready()
    assert (state / NAME).read_bytes() == before
    assert begin(config, None) is None  # without a memory there is nothing to fall back on


def test_a_missing_file_meters_on_without_trading(config: Path, state: Path) -> None:
    config.unlink()
    begun = begin(config, state)
    assert begun is not None
    assert begun.guards[0].rung is Rung.REPORT_ONLY


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"0x00000000000000000000000000000000000000aa"', '"0xcc"', "chain"),
        ('name = "order-key"', 'name = "other key"', "chain"),
        ('"0x00000000000000000000000000000000000000bb"', '"0xdd"', "operator"),
        ("0x686f", "0x686g", "home.meter"),
        ('name = "home-01"', 'name = "home 02"', "home.name"),
    ],
)
def test_a_home_that_is_moved_does_not_trade_on_the_old_market(
    config: Path, state: Path, old: str, new: str, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert old in EXAMPLE
    config.write_text(EXAMPLE.replace(old, new))
    assert begin(config, state) is None
    assert f"have another {what}: they are not used" in caplog.text


def test_another_settings_file_has_no_part_in_it(config: Path, state: Path) -> None:
    other = config.with_name("other.toml")
    other.write_text("nonsense")
    assert begin(other, state) is None


def test_torn_altered_or_newer_memories_are_refused_never_used(config: Path, state: Path) -> None:
    """Every cut, and a flip in every byte: the same as what was kept, or refused."""
    store, file = LastGoodSettings(state), state / NAME
    kept, content = store.load(config), file.read_bytes()
    assert kept is not None
    variants = [content[:n] for n in range(0, len(content), 7)]
    variants += [b"", bytes(len(content)), content + b"x", b'{"format": 1}', b"[" * 10_000]
    variants += [
        content[:n] + bytes([content[n] ^ 1 << (n % 8)]) + content[n + 1 :]
        for n in range(len(content))
    ]
    refused = 0
    for variant in variants:
        file.write_bytes(variant)
        try:
            assert store.load(config) in (kept, None)  # None: the file's name was hit
        except LastGoodError:
            refused += 1
    assert refused > len(variants) * 0.8
    newer = json.loads(content) | {"format": 2, "more": 1}
    file.write_text(json.dumps(newer))
    with pytest.raises(LastGoodError, match="written by a newer version"):
        store.load(config)
    config.write_text("nonsense")
    assert begin(config, state) is None


def test_the_same_settings_are_written_once(config: Path, state: Path) -> None:
    written = (state / NAME).stat().st_mtime_ns, (state / NAME).stat().st_ino
    begun = begin(config, state)
    assert begun is not None
    begun.ready()
    assert ((state / NAME).stat().st_mtime_ns, (state / NAME).stat().st_ino) == written
