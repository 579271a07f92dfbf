"""A drop-in changes what it names, nothing else, and every value knows where it stands."""

from pathlib import Path

import pytest

from agent.api.check import Refused
from agent.settings import AssignedMeters, read_settings
from agent.settings.merge import FilesRefused, Place, SettingsText, read_merged
from agent.settings.pages import example
from agent.shell.settings_files import (
    MOST_BYTES,
    MOST_FILES,
    SettingsUnreadableError,
    load_settings,
)

MAIN = SettingsText("main.toml", example())


def found(*texts: SettingsText) -> list[str]:
    with pytest.raises(FilesRefused) as refused:
        read_merged(texts)
    return [str(finding) for finding in refused.value.findings]


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_the_later_file_wins_key_by_key_and_both_places_are_known() -> None:
    first = SettingsText("10.toml", "[limits]\nenergy_wh = 1000\norders_per_cycle = 2\n")
    second = SettingsText("20.toml", "\n[limits]\nenergy_wh = 2000\n")
    effective = read_merged([MAIN, first, second])
    limits = effective.settings.limits
    assert (limits.energy_wh, limits.orders_per_cycle) == (2_000, 2)
    assert limits.distance_m == read_settings(MAIN.text).limits.distance_m
    assert effective.places["limits", "energy_wh"] == (Place("10.toml", 2), Place("20.toml", 3))
    assert ("limits", "distance_m") not in effective.places


def test_an_inner_table_is_replaced_as_a_whole() -> None:
    more = SettingsText("1.toml", '[chain.order_key]\ntype = "file"\npath = "/k"\n')
    settings = read_merged([MAIN, more]).settings
    assert str(settings.chain.order_key) == "KeyFile(path='/k')"


def test_another_driver_does_not_inherit_the_keys_of_the_one_before() -> None:
    more = SettingsText("1.toml", '[meters]\ndriver = "assigned"\n[radio]\npath = "/dev/x"\n')
    assert read_merged([MAIN, more]).settings.meters == AssignedMeters()
    same = SettingsText("1.toml", "[meters]\nload = 7\n")
    assert "load=7" in str(read_merged([MAIN, same]).settings.meters)


def test_every_problem_of_every_file_is_named_with_its_line() -> None:
    main = SettingsText("main.toml", MAIN.text.replace("load = 1", "load = 99"))
    more = SettingsText("1.toml", "[limits]\nenergy_wh = 0\n\n[hoem]\na = 1\n")
    deep = SettingsText("2.toml", "[chain.order_key]\ntype = 'file'\n\npath = 5\n")
    assert found(main, more, deep) == [
        "1.toml:4: hoem: is not known; allowed: one of "
        + found(main, more)[0].partition("one of ")[2],
        "2.toml:4: chain.order_key.path: 5 is not allowed; allowed: a path.",
        f"main.toml:{line_of(main.text, 'load')}: meters.load: 99 is not allowed;"
        " allowed: a whole number from 1 to 55.",
        "1.toml:2: limits.energy_wh: 0 is not allowed; allowed: a whole number from 1 to 1000000.",
    ]


def test_more_problems_than_a_message_may_have_are_all_told() -> None:
    text = "[limits]\n" + "".join(f"wrong_{n} = 1\n" for n in range(50))
    assert len([one for one in found(MAIN, SettingsText("1.toml", text)) if "wrong_" in one]) == 50


def test_what_is_missing_points_to_its_table_or_to_the_main_file() -> None:
    text = MAIN.text.replace("[home]\n", "[home]\n#").replace('\nname = "home-01"', "\n")
    assert found(SettingsText("main.toml", text))[0].startswith(
        f"main.toml:{line_of(text, '[home]')}: home.name: is missing"
    )
    assert found(SettingsText("empty.toml", ""))[0].startswith("empty.toml: home: is missing")


def test_every_file_that_is_not_toml_is_named() -> None:
    told = found(SettingsText("a.toml", "[home"), MAIN, SettingsText("b.toml", "x = 1 2"))
    assert [one.partition(":")[0] for one in told] == ["a.toml", "b.toml"]


@pytest.mark.parametrize("schema", ["2", "0", "true", '"1"', "1.0", "[]"])
def test_a_file_of_another_schema_is_refused_with_what_to_do(schema: str) -> None:
    text = MAIN.text.replace("schema = 1", f"schema = {schema}")
    (told,) = found(SettingsText("main.toml", text), SettingsText("1.toml", "[limits]\n"))
    assert told.startswith(f"main.toml:{line_of(text, 'schema')}: schema: ")
    assert "install that version, or put the older file back" in told


def test_drop_ins_are_read_by_name_and_other_files_are_not(tmp_path: Path) -> None:
    main = tmp_path / "gridhearth.toml"
    main.write_text(MAIN.text)
    folder = tmp_path / "gridhearth.d"
    folder.mkdir()
    for name, value in (("9.toml", 9), ("10.toml", 10), (".hid.toml", 7), ("8.toml~", 8)):
        (folder / name).write_text(f"[limits]\nenergy_wh = {value}\n")
    effective = load_settings(main)
    assert effective.settings.limits.energy_wh == 9  # by name: "10" before "9"
    assert [Path(p.file).name for p in effective.places["limits", "energy_wh"]] == [
        "10.toml",
        "9.toml",
    ]


def test_what_cannot_be_read_is_said_and_bounded(tmp_path: Path) -> None:
    main = tmp_path / "gridhearth.toml"
    with pytest.raises(SettingsUnreadableError, match="could not be read: No such file"):
        load_settings(main)
    main.write_bytes(b"\xff")
    with pytest.raises(SettingsUnreadableError, match="not text in UTF-8"):
        load_settings(main)
    main.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(SettingsUnreadableError, match="longer than"):
        load_settings(main)
    main.write_bytes(bytes(4_096))  # what a power cut may leave
    with pytest.raises(Refused):
        load_settings(main)
    (tmp_path / "gridhearth.d").mkdir()
    for n in range(MOST_FILES + 1):
        (tmp_path / "gridhearth.d" / f"{n}.toml").touch()
    with pytest.raises(SettingsUnreadableError, match="allowed: 64"):
        load_settings(main)
