"""What a card's first boot does: a unit that goes on after a power cut, until all of it is done.

cloud-init runs its own commands once per card and counts them as done when it begins them; cut off
in the minutes that a package takes, they would never be finished. So it only writes this unit down
and starts it. The unit is started again at each boot and by itself, may repeat each of its deeds,
and takes itself away after the last.
"""

import shlex
from dataclasses import dataclass
from typing import Any

UNIT = "gridhearth-first-boot.service"
SCRIPT = "/usr/local/sbin/gridhearth-first-boot"
BEGIN = ["systemctl", "enable", "--now", UNIT]
"""cloud-init waits for it, and whoever waits for cloud-init."""
GROUPS = "gridhearth-view,gridhearth-trade,gridhearth-install"
SCREEN = "/usr/lib/systemd/system/gridhearth-screen.service"
SETTINGS = "/etc/gridhearth/gridhearth.toml"
NETWORK = "/etc/gridhearth/network.toml"
CODE = "/var/lib/gridhearth/one-time-code"
"""For the agent's own user; gridhearth-join.service reads it, and shreds it after use."""

UNIT_TEXT = f"""[Unit]
Description=gridhearth: sets this card up; again and again until all is done
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/bin/sh {SCRIPT}
# What the screen's Qt stands on comes from the internet, which may come later.
Restart=on-failure
RestartSec=60s

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True)
class Deeds:
    """What this card wants; an empty name: nothing of the kind."""

    user: str
    installed: bool
    """The image has our packages already."""
    packages: tuple[str, ...]
    settings: str
    network: str
    code: str


def files(deeds: Deeds) -> list[dict[str, Any]]:
    """Return what cloud-init writes down: the script and its unit."""
    return [
        {"path": SCRIPT, "permissions": "0700", "content": script(deeds)},
        {"path": f"/etc/systemd/system/{UNIT}", "permissions": "0644", "content": UNIT_TEXT},
    ]


def script(deeds: Deeds) -> str:
    """Return the deeds as a shell script in which each may have been done before."""
    lines = [
        "#!/bin/sh",
        "# Written by gridhearth image customise. The power may fail anywhere: each line may be",
        "# done again, and the last takes all of this away.",
        "set -eu",
        "export DEBIAN_FRONTEND=noninteractive",
    ]
    screen = [name for name in deeds.packages if "screen" in name]
    agent = [name for name in deeds.packages if name not in screen]
    there = bool(agent) or deeds.installed
    if deeds.packages:
        lines.append("dpkg --configure -a # what a cut left half-done")
    if agent:
        lines.append(_line("apt-get", "install", "-y", *agent))
    if there:
        lines.append(_line("usermod", "-aG", GROUPS, deeds.user))
    lines += _carried(deeds, "gridhearth" if there else "root")
    if there and deeds.settings:
        lines.append("systemctl enable --now --no-block gridhearth.socket gridhearth.service")
        if deeds.code and deeds.network:
            lines.append("systemctl enable --now --no-block gridhearth-join.service")
    if screen:
        lines += [
            "# Only the screen needs more than the image has: fonts and libraries, from Debian.",
            "apt-get update",
            _line("apt-get", "install", "-y", *screen),
        ]
    if there and deeds.settings:
        lines += [
            f"if [ -e {SCREEN} ] && grep -qs '^connected' /sys/class/drm/card*-*/status; then",
            "    systemctl enable --now --no-block gridhearth-screen.service",
            "fi",
        ]
    lines += [
        f"systemctl disable {UNIT}",
        f"rm -f /etc/systemd/system/{UNIT} {SCRIPT}",
    ]
    return "\n".join(lines) + "\n"


def _carried(deeds: Deeds, group: str) -> list[str]:
    """Settings, network and code to their places; the code leaves the boot partition for good."""
    lines = []
    for source, place in ((deeds.settings, SETTINGS), (deeds.network, NETWORK)):
        if source:
            mode = ("-D", "-m", "0640", "-o", "root", "-g", group)
            lines.append(_line("install", *mode, source, place))
    if deeds.code:
        # Beside its place first, and the boot partition's copy only after the disk has ours.
        mode = ("-D", "-m", "0400", "-o", group, "-g", group)
        code = shlex.quote(deeds.code)
        lines += [
            f"if [ -s {code} ]; then",
            "    " + _line("install", *mode, deeds.code, CODE + ".new"),
            f"    mv {CODE}.new {CODE}",
            f"    sync {CODE} {CODE.rpartition('/')[0]}",
            f"    shred --iterations=1 --remove {code}",
            "fi",
        ]
    return lines


def _line(*words: str) -> str:
    return shlex.join(words)
