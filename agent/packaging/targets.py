"""The machines we build for: Debian suite and architecture, their Python and C library."""

from dataclasses import dataclass

from agent.packaging.entries import PackageError

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}

GLIBC_TAGS = (5, 12, 17, 24, 26, 27, 28, 31, 34, 35, 36, 38, 39, 41)
"""Minor versions of glibc 2 that wheels are tagged with. pip does not derive the older tags a
machine can run from its newest one: each has to be named, or wheels "do not exist"."""


@dataclass(frozen=True)
class Target:
    """One suite on one architecture."""

    suite: str
    arch: str
    python: tuple[int, int]
    glibc_minor: int
    release: int
    """Debian's number, for the package's version."""

    @property
    def lock_name(self) -> str:
        """Return the lock file's name."""
        return f"lock-{self.python[0]}.{self.python[1]}-{self.arch}.txt"

    @property
    def screen_lock_name(self) -> str:
        """Return the name of the lock file of the screen's own libraries."""
        return self.lock_name.replace("lock-", "lock-screen-", 1)

    @property
    def python_range(self) -> tuple[str, str]:
        """Return the dependency on exactly this Python: compiled modules fit no other."""
        major, minor = self.python
        return f"python3 (>= {major}.{minor})", f"python3 (<< {major}.{minor + 1})"

    def pip_words(self) -> list[str]:
        """Return pip's options that choose wheels for this target on any machine."""
        machine, (major, minor) = MACHINES[self.arch], self.python
        tags = [f"manylinux_2_{one}_{machine}" for one in GLIBC_TAGS if one <= self.glibc_minor]
        tags += [f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}"]
        words = ["--only-binary=:all:", "--implementation=cp", f"--python-version={major}.{minor}"]
        words += [f"--abi={abi}" for abi in (f"cp{major}{minor}", "abi3", "none")]
        return words + [f"--platform={tag}" for tag in tags]


SUITES = {"trixie": ((3, 13), 41, 13), "bookworm": ((3, 11), 36, 12)}


def target(suite: str, arch: str) -> Target:
    """Return the target. PackageError: one we do not build for."""
    problems = []
    if suite not in SUITES:
        problems.append(f"There is no suite {suite!r}; allowed: {', '.join(SUITES)}.")
    if arch not in MACHINES:
        problems.append(f"There is no architecture {arch!r}; allowed: {', '.join(MACHINES)}.")
    if problems:
        raise PackageError(*problems)
    python, glibc_minor, release = SUITES[suite]
    return Target(suite, arch, python, glibc_minor, release)
