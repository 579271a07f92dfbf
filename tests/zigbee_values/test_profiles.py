"""The shipped meter profiles load, each known trap has its profile, and bad files say all."""

import re
from pathlib import Path

import pytest

from agent.api.check import Refused
from drivers.zigbee_profiles import (
    ELECTRICAL,
    GENERIC,
    METERING,
    How,
    MeterProfile,
    load_profiles,
    meter_endpoints,
    profile_for,
    read_profile,
    shipped_profiles,
    wanted_attributes,
)

TRAPS = [
    ("frient A/S", "EMIZB-132", None, "frient-emizb-132"),
    ("frient A/S", "EMIZB-141", None, "frient-emizb-141"),
    ("frient A/S", "EMIZB-151", None, "frient-emizb-151"),
    ("Develco Products A/S", "ZHEMI101", None, "develco-zhemi101"),
    ("LiXee", "ZLinky_TIC", None, "lixee-zlinky-tic"),
    ("ubisys", "S1 (5501)", None, "ubisys-s1"),
    ("ubisys", "S2-R (5602)", None, "ubisys-s2"),
    ("_TZ3000_w0qqde0g", "TS011F", None, "tuya-plug"),
    ("_TZ3000_g5xawfcq", "TS0121", None, "tuya-plug"),
    ("_TZE200_nslr42tt", "TS0601", None, "tuya-three-phase"),
    ("_TZE204_81yrt3lo", "TS0601", None, "tuya-pj-1203a"),
    ("BITUO TECHNIK", "SPM01X", None, "bituo-spm01x"),
    ("innr", "SP 240", 0x191B3684, "innr-plug-old"),
    ("innr", "SP 240", 0x191B3685, "innr-plug-new"),
    ("innr", "SP 240", None, "innr-plug-unknown"),
    ("Schneider Electric", "SOCKET/OUTLET/1", None, "schneider-socket"),
    ("SONOFF", "S60ZBTPF", 0x1002, "sonoff-s60zbtpf-old"),
    ("SONOFF", "S60ZBTPF", 0x2003, "sonoff-s60zbtpf"),
    ("SONOFF", "S60ZBTPF", None, "sonoff-s60zbtpf"),
    (" Legrand\0\0\0", " Contactor\0\0\0\0", None, "legrand-contactor"),
    ("LUMI", "lumi.plug.mmeu01", None, "aqara-plug"),
    ("EDP-WITHUS", "REDY", None, "edp-redy"),
    ("Bitron Home", "902010/25", None, "bitron-plug"),
    ("Computime", "SP600", None, "salus-sp600"),
    ("OSRAM", "Plug 01", None, "osram-plug"),
    ("Some other maker", "TS0601", None, ""),
    ("_TZE200_unknown", "TS0601", None, ""),
]


@pytest.mark.parametrize(("maker", "model", "firmware", "name"), TRAPS)
def test_each_trap_has_its_profile(maker: str, model: str, firmware: int | None, name: str) -> None:
    assert profile_for(maker, model, firmware).name == name


def test_every_shipped_profile_is_in_the_list_of_traps() -> None:
    assert {profile.name for profile in shipped_profiles()} == {t[3] for t in TRAPS} - {""}


def test_every_shipped_profile_names_the_origin_of_its_facts() -> None:
    directory = Path(__file__).parents[2] / "config" / "meters"
    origin = re.compile(r"^# .*(zhaquirks/|src/devices/|converters/|[a-z]#[0-9]+)", re.MULTILINE)
    without = [
        file.name for file in directory.glob("*.toml") if not origin.search(file.read_text("utf-8"))
    ]
    assert without == []


def test_what_must_never_be_a_relay() -> None:
    spm01x = profile_for("BITUO TECHNIK", "SPM01X")
    assert not spm01x.relay
    assert "resets" in spm01x.relay_reason


def test_mirrored_endpoints_are_read_once() -> None:
    assert meter_endpoints(profile_for("frient A/S", "EMIZB-151"), [2, 64, 65, 66, 67]) == (2,)
    assert meter_endpoints(GENERIC, [3, 1]) == (1, 3)
    assert meter_endpoints(profile_for("LUMI", "lumi.plug.mmeu01"), []) == (21,)
    assert meter_endpoints(profile_for("_TZE204_81yrt3lo", "TS0601"), []) == (1,)


def test_what_is_asked_for_follows_the_profile() -> None:
    linky = profile_for("LiXee", "ZLinky_TIC")
    wanted = {
        (w.cluster, w.attribute): w for w in wanted_attributes(linky, 1, [METERING, ELECTRICAL])
    }
    assert wanted[METERING, 0x0000].how is How.POLL
    assert wanted[METERING, 0x0000].every_s == 60
    assert wanted[METERING, 0x0302].how is How.ONCE
    assert (ELECTRICAL, 0x050F) in wanted
    spm01x = profile_for("BITUO TECHNIK", "SPM01X")
    asked = {w.attribute for w in wanted_attributes(spm01x, 1, [ELECTRICAL])}
    assert 0x050B in asked
    assert not asked & {0x0304, 0x090B, 0x0A0B}
    assert wanted_attributes(GENERIC, 1, [0x0006]) == ()


MINIMAL = '[[match]]\nmodel = ["X"]\n'

WRONG = [
    ("title = 3\n" + MINIMAL, ["title"]),
    (
        'nonsense = 1\nphases = 4\n[[match]]\nmodel = ["X"]\nmodle = 2\n',
        ["nonsense", "match[0].modle", "phases"],
    ),
    ("title = 'x'\n", ["match"]),
    ("relay = false\n" + MINIMAL, ["relay_reason"]),
    (MINIMAL + "firmware_from = 5\nfirmware_below = 5\n", ["match[0].firmware_below"]),
    (MINIMAL + "firmware_from = 5\nfirmware_unknown = true\n", ["match[0].firmware_unknown"]),
    (MINIMAL + "[scale.energy]\ndivisor = 0\n", ["scale.energy.divisor"]),
    (MINIMAL + "[scale.energy]\nforce = true\nextra_divisor = 2\n", ["scale.energy.extra_divisor"]),
    (MINIMAL + 2 * "[[attribute]]\ncluster = 1\nattribute = 2\n", ["attribute[1]"]),
    (MINIMAL + 2 * '[[tuya]]\npoint = 1\nquantity = "power"\n', ["tuya[1]"]),
    (MINIMAL + '[[tuya]]\npoint = 1\nquantity = "heat"\n', ["tuya[0].quantity"]),
    ("name = 'x'\n" + MINIMAL, ["name"]),
    ("[[", ["some"]),
]


@pytest.mark.parametrize(("text", "fields"), WRONG)
def test_a_bad_file_is_refused_with_every_problem(text: str, fields: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read_profile("some", text)
    assert [problem.field for problem in refused.value.problems] == fields


def test_the_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("phases = 9\n" + MINIMAL)
    (tmp_path / "b.toml").write_text("colour = 'red'\n" + MINIMAL)
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "notes.md").write_text("not a profile")
    with pytest.raises(Refused) as refused:
        load_profiles(tmp_path)
    assert [p.field for p in refused.value.problems] == [
        "a.toml: phases",
        "b.toml: colour",
        "c.toml",
    ]


def test_two_profiles_for_one_device_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MINIMAL)
    (tmp_path / "b.toml").write_text(MINIMAL)
    with pytest.raises(Refused, match="already in a"):
        load_profiles(tmp_path)


def test_a_whole_name_beats_a_beginning_and_a_range_beats_both() -> None:
    def one(name: str, text: str) -> MeterProfile:
        return read_profile(name, f'[[match]]\nmodel = ["X"]\n{text}\n')

    profiles = [
        one("any", ""),
        one("begins", 'manufacturer = ["_TZ*"]'),
        one("whole", 'manufacturer = ["_TZ1"]'),
        one("ranged", 'manufacturer = ["_TZ*"]\nfirmware_below = 10'),
    ]
    assert profile_for("other", "X", None, profiles).name == "any"
    assert profile_for("_TZ2", "X", None, profiles).name == "begins"
    assert profile_for("_TZ1", "X", 10, profiles).name == "whole"
    assert profile_for("_TZ1", "X", 9, profiles).name == "ranged"
    assert profile_for("_TZ1", "Y", 9, profiles) is GENERIC
