"""The first boot's script, run for real against stand-ins of its tools, cut off after every line."""

import os
import subprocess
from pathlib import Path

import pytest

from agent.commands.join import CODE_FILE
from agent.packaging.card import CardWrong
from agent.packaging.first_boot import BEGIN, CODE, SCRIPT, UNIT, Deeds, files, script
from agent.packaging.seed import read_card
from agent.provisioning.code import make_code
from tests.packaging.test_card import description  # noqa: F401 - a fixture

SECRET = make_code(4_711)
TOOLS = ("apt-get", "dpkg", "usermod", "systemctl")
FAKE = """#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
left=$(cat "$LEFT"); echo $((left - 1)) > "$LEFT"
[ "$left" -gt 0 ] || kill -KILL $PPID
"""


class Pi:
    """A directory in the place of /, tools that write down what they were asked, and a fuse."""

    def __init__(self, place: Path) -> None:
        self.root = place / "root"
        self.log, self.left = place / "log", place / "left"
        boot = self.root / "boot"
        self.bin = place / "bin"
        for folder in (boot, self.bin, self.root / "etc/systemd/system"):
            folder.mkdir(parents=True)
        (self.root / "usr/local/sbin").mkdir(parents=True)
        for name in TOOLS:
            self._tool(name, FAKE)
        real = "/usr/bin/install"
        # the users of a Pi are not here: ownership is only written down
        self._tool(
            "install",
            f'#!/bin/sh\necho "install $*" >> "$LOG"\nexec {real} -D -m "$3" "$8" "$9"\n',
        )
        self.code = boot / "gridhearth-code.txt"
        self.settings = boot / "settings.toml"
        self.code.write_text(SECRET + "\n")
        self.settings.write_text("schema = 1\n")
        deeds = Deeds(
            user="installer",
            installed=False,
            packages=(str(boot / "gridhearth one.deb"), str(boot / "gridhearth-screen.deb")),
            settings=str(self.settings),
            network=str(self.settings),
            code=str(self.code),
        )
        text = script(deeds)
        for path in ("/etc/", "/var/", "/usr/local/", "/usr/lib/"):
            text = text.replace(f" {path}", f" {self.root}{path}")
        self.script = self.root / SCRIPT[1:]
        self.script.write_text(text)
        (self.root / "etc/systemd/system" / UNIT).write_text("x")

    def _tool(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def boot(self, fuse: int = 10_000) -> int:
        """Run what is left of the first boot; the power fails at the tool of this number."""
        if not self.script.exists():
            return 0
        self.left.write_text(str(fuse))
        words = {"PATH": f"{self.bin}:{os.environ['PATH']}", "LOG": self.log, "LEFT": self.left}
        given = {**os.environ, **{name: str(value) for name, value in words.items()}}
        return subprocess.run(["/bin/sh", str(self.script)], env=given, check=False).returncode

    @property
    def told(self) -> list[str]:
        return self.log.read_text().splitlines()


def test_a_first_boot_installs_moves_the_code_and_takes_itself_away(tmp_path: Path) -> None:
    pi = Pi(tmp_path)
    assert pi.boot() == 0
    place = pi.root / CODE[1:]
    assert place.read_text() == SECRET + "\n"
    assert place.stat().st_mode & 0o777 == 0o400
    assert not pi.code.exists()
    assert not pi.script.exists()
    assert not (pi.root / "etc/systemd/system" / UNIT).exists()
    (owner,) = [line for line in pi.told if "one-time-code" in line]
    assert "-m 0400 -o gridhearth -g gridhearth" in owner
    order = [
        next(at for at, line in enumerate(pi.told) if word in line)
        for word in ("one.deb", "one-time-code", "gridhearth-join.service", "screen.deb", "disable")
    ]
    assert order == sorted(order), "the agent first: the screen's Qt needs the internet"


def test_the_power_may_fail_at_every_tool_and_the_code_is_in_one_place(tmp_path: Path) -> None:
    calm = Pi(tmp_path / "calm")
    calm.boot()
    tools = sum(line.partition(" ")[0] in TOOLS for line in calm.told)
    assert tools >= 7
    for fuse in range(tools):
        pi = Pi(tmp_path / str(fuse))
        assert pi.boot(fuse) != 0
        holders = [one for one in (pi.code, pi.root / CODE[1:]) if one.exists()]
        assert holders, "the code is lost"
        assert pi.boot() == 0
        assert (pi.root / CODE[1:]).read_text() == SECRET + "\n"
        assert not pi.code.exists()
        assert not pi.script.exists()


def test_the_places_are_those_the_agent_and_its_units_look_at() -> None:
    assert str(CODE_FILE) == CODE
    units = Path(__file__).parents[2] / "systemd"
    unit = (units / "gridhearth-join.service").read_text()
    assert f"ConditionPathExists=|{CODE}\n" in unit
    assert f"{CODE} 0400 gridhearth gridhearth" in (units / "tmpfiles-gridhearth.conf").read_text()
    assert BEGIN[-1] == UNIT
    assert {one["path"] for one in files(Deeds("x", False, (), "", "", ""))} == {
        SCRIPT,
        f"/etc/systemd/system/{UNIT}",
    }


def test_a_name_with_a_shell_command_in_it_stays_a_name(tmp_path: Path) -> None:
    evil = f"/boot/$(touch {tmp_path}/done); x.deb"
    text = script(Deeds("x", False, (evil,), "", "", ""))
    checked = subprocess.run(["/bin/sh", "-n"], input=text, text=True, check=False)
    assert checked.returncode == 0
    assert f"'{evil}'" in text


def test_settings_that_look_for_the_keys_elsewhere_are_refused(
    description: Path,  # noqa: F811
) -> None:
    home = description.parent / "home.toml"
    home.write_text(home.read_text().replace("/var/lib/gridhearth/join/order", "/etc/order"))
    with pytest.raises(CardWrong, match="order_key is not the file that joining by itself makes"):
        read_card(description)
