"""What an image we build holds beside Debian's packages and ours: a few texts, and what is left out.

The boot partition looks like a stock one of Raspberry Pi OS (Trixie): config.txt, cmdline.txt and
cloud-init's NoCloud files, so `gridhearth image customise` writes onto both alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.packaging.image_layout import Layout

BOOT = "boot/firmware"
INSTALLED_FILE = "gridhearth-installed.txt"
"""On the boot partition: our package is in the image already, and which."""
HOSTNAME = "gridhearth"
MIRROR = "http://deb.debian.org/debian"
SECURITY = "http://deb.debian.org/debian-security"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"

BASE = (
    "adduser",
    "apt",
    "avahi-daemon",  # NAME.local
    "ca-certificates",
    "cloud-guest-utils",  # the root partition grows to the card's size
    "cloud-init",
    "dbus",
    "dosfstools",
    "e2fsprogs",
    "fdisk",
    "initramfs-tools",
    "iproute2",
    "iputils-ping",
    "kmod",
    "less",
    "libpam-systemd",
    "nano",
    "netplan.io",
    "openssh-server",
    "python3",
    "rfkill",
    "sudo",
    "systemd",
    "systemd-resolved",
    "systemd-sysv",
    "systemd-timesyncd",
    "udev",
    "wireless-regdb",
    "wpasupplicant",
    "zstd",
)
OF_ARCH = {
    "amd64": ("linux-image-amd64",),
    "arm64": ("linux-image-arm64", "raspi-firmware", "firmware-brcm80211"),
}
COMPONENTS = {"amd64": ("main",), "arm64": ("main", "non-free-firmware")}
"""What a Pi's chips are loaded with is no free software: it is in a part of the archive of its own."""
CONSOLES = {"amd64": "tty0 ttyS0,115200", "arm64": "tty0 ttyS1,115200"}

EMPTIED = (
    "boot/firmware",
    "dev",
    "proc",
    "run",
    "sys",
    "tmp",
    "var/cache/apt",
    "var/lib/apt/lists",
    "var/lib/cloud",
    "var/log",
    "var/tmp",
)
"""Folders whose content is not taken along; a partition or the first boot fills them."""
REMOVED = (
    "etc/apt/apt.conf.d/99mmdebstrap",
    "etc/apt/sources.list",
    "etc/apt/sources.list.d/0000debian.sources",
    "etc/dpkg/dpkg.cfg.d/99mmdebstrap",
    "etc/ssh/ssh_host_*",
    "etc/.pwd.lock",
    "etc/.resolv.conf.*.bak",  # systemd-resolved keeps the building machine's
    "root/.bash_history",
    "root/.cache",
    "root/.ssh",
    "usr/sbin/policy-rc.d",
    "var/cache/debconf/*-old",
    "var/cache/ldconfig/aux-cache",
    "var/lib/dbus/machine-id",
    "var/lib/dpkg/*-old",
    "var/lib/systemd/credential.secret",
    "var/lib/systemd/random-seed",
    "var/lib/systemd/timesync/clock",
)
"""What would make two cards one machine, or tell of the machine that built them."""
HARMLESS = ("gridhearth-update.timer",)
"""What of ours may be enabled in an image; everything else waits for the home's settings."""
STOCK_INSTANCE = "gridhearth-image"


@dataclass(frozen=True)
class Text:
    """One file of the root file system."""

    path: str
    """Relative to the root."""
    text: str
    mode: int = 0o644


def included(arch: str, depends: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return the Debian packages of an image: the base, what our packages need, what was asked for."""
    found = {*BASE, *OF_ARCH[arch], *more}
    for field in depends:
        for clause in field.split(","):
            names = [one.strip().split(" ")[0].split(":")[0] for one in clause.split("|")]
            # The first of alternatives, unless another one is there anyway. Ours come by hand.
            if names[0] and not names[0].startswith("gridhearth") and not {*names} & found:
                found.add(names[0])
    return tuple(sorted(found))


def sources(suite: str, arch: str, mirror: str = MIRROR) -> tuple[str, ...]:
    """Return apt's lines: the release, its updates, its security fixes."""
    parts = " ".join(COMPONENTS[arch])
    return (
        f"deb {mirror} {suite} {parts}",
        f"deb {mirror} {suite}-updates {parts}",
        f"deb {SECURITY} {suite}-security {parts}",
    )


def kernel_line(plan: Layout, arch: str) -> str:
    """Return cmdline.txt, as Debian's raspi-firmware writes it from `raspi_firmware`."""
    consoles = " ".join(f"console={one}" for one in CONSOLES[arch].split())
    return f"{consoles} root={plan.name(2)} rw fsck.repair=yes net.ifnames=0 rootwait"


def raspi_firmware(plan: Layout, arch: str) -> str:
    """Return /etc/default/raspi-firmware: what each new kernel's config.txt and cmdline.txt say.

    No memory is set aside for cameras (CMA): on a Pi 4 Debian's default of 64 MB lies where the
    kernel cannot have it.
    """
    return (
        "# Written by gridhearth image build. The boot partition's config.txt and cmdline.txt are\n"
        "# made from this whenever a kernel is installed.\n"
        f"ROOTPART={plan.name(2)}\nCONSOLES='{CONSOLES[arch]}'\nCMA=0\n"
    )


def root_texts(plan: Layout, suite: str, arch: str) -> tuple[Text, ...]:
    """Return the files of the root file system that are ours."""
    found = [
        Text("etc/fstab", _fstab(plan)),
        Text("etc/hostname", f"{HOSTNAME}\n"),
        Text("etc/hosts", f"127.0.0.1 localhost\n127.0.1.1 {HOSTNAME}\n::1 localhost\n"),
        # Empty, not missing: on a missing one systemd enables everything that can be enabled.
        Text("etc/machine-id", "", 0o444),
        Text("etc/apt/sources.list.d/debian.sources", _deb822(suite, arch)),
        Text("etc/cloud/cloud.cfg.d/99-gridhearth-image.cfg", CLOUD),
        Text("etc/systemd/system/cloud-init-local.service.d/gridhearth-image.conf", CLOUD_AFTER),
        Text("etc/systemd/resolved.conf.d/gridhearth-image.conf", RESOLVED),
        Text("usr/lib/systemd/system-preset/10-gridhearth-image.preset", PRESET),
    ]
    if "raspi-firmware" in OF_ARCH[arch]:
        found.append(Text("etc/default/raspi-firmware", raspi_firmware(plan, arch)))
    return tuple(found)


def boot_texts(plan: Layout, arch: str, packages: Mapping[str, str]) -> dict[str, str]:
    """Return the boot partition's texts; `packages` are ours, name to version.

    config.txt and cmdline.txt are for a machine on which no firmware package writes them.
    """
    told = "".join(f"{name} {version}\n" for name, version in sorted(packages.items()))
    return {
        "cmdline.txt": kernel_line(plan, arch) + "\n",
        "config.txt": f"# For {arch}; no Raspberry Pi reads this.\n",
        "user-data": "#cloud-config\n# gridhearth image customise writes here.\n",
        "meta-data": f"dsmode: local\ninstance_id: {STOCK_INSTANCE}\ninstance-id: {STOCK_INSTANCE}\n",
        "network-config": NETWORK,
        **({INSTALLED_FILE: told} if packages else {}),
    }


INITRD_CONF = "etc/initramfs-tools/conf.d/gridhearth-image"
INITRD = "FSTYPE=ext4"
"""initramfs.conf(5): while an image is made no / is mounted to look at, and without a type no fsck
is put into the initrd."""


def _fstab(plan: Layout) -> str:
    return (
        f"{plan.name(2)} / ext4 defaults,noatime,errors=remount-ro 0 1\n"
        # A damaged or slow boot partition is no reason for a home to stay dark.
        f"{plan.name(1)} /{BOOT} vfat defaults,flush,nofail,x-systemd.device-timeout=5min 0 2\n"
    )


def _deb822(suite: str, arch: str) -> str:
    parts = " ".join(COMPONENTS[arch])
    return "\n".join(
        f"Types: deb\nURIs: {where}\nSuites: {suites}\nComponents: {parts}\nSigned-By: {KEYRING}\n"
        for where, suites in (
            (MIRROR, f"{suite} {suite}-updates"),
            (SECURITY, f"{suite}-security"),
        )
    )


CLOUD = f"""\
# The seed lies on the boot partition, as on Raspberry Pi OS.
datasource_list: [NoCloud, None]
datasource:
  NoCloud:
    seedfrom: file:///{BOOT}/
"""
CLOUD_AFTER = f"""\
[Unit]
RequiresMountsFor=/{BOOT}
"""
RESOLVED = """\
# Names are looked up at the router; who is near is avahi's work. Nothing else answers the house.
[Resolve]
LLMNR=no
MulticastDNS=no
"""
PRESET = "disable gridhearth*\n"
NETWORK = """\
network:
  version: 2
  ethernets:
    eth0: {dhcp4: true, dhcp6: true, optional: true}
"""
