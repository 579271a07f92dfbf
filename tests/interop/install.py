"""Foreign nodes for the tests: what package-lock.json pins, installed once outside the checkout.

Run `python tests/interop/install.py` to install them beforehand (about 155 MB and half a minute).
GRIDHEARTH_INTEROP names another directory than ~/.cache/gridhearth/interop. Only the standard
library is used, so that a bare machine can run this before anything else is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PINS = ("package.json", "package-lock.json")
INSTALL_WITHIN_S = 600
ETHEREUMJS = Path("@ethereumjs/client/dist/esm/bin/cli.js")


class UnavailableError(Exception):
    """The foreign nodes are not on this machine and could not be brought here."""


def cache_directory() -> Path:
    """Return where the foreign nodes of exactly these pins live, whether they do yet or not."""
    named = os.environ.get("GRIDHEARTH_INTEROP")
    base = Path(named) if named else Path.home() / ".cache" / "gridhearth" / "interop"
    pins = b"".join((HERE / name).read_bytes() for name in PINS)
    return base / hashlib.sha256(pins).hexdigest()[:12]


def node_modules() -> Path:
    """Return the installed packages' directory, installing them first where they are not.

    No script of any package is run. UnavailableError: node or npm are missing, or npm failed.
    """
    target = cache_directory()
    modules = target / "node_modules"
    if modules.is_dir():
        return modules
    missing = [program for program in ("node", "npm") if shutil.which(program) is None]
    if missing:
        raise UnavailableError(f"{' and '.join(missing)} not found on this machine")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".install-") as staging:
        _npm_ci(Path(staging))
        try:
            Path(staging, "node_modules").rename(_made(target) / "node_modules")
        except OSError:  # another run was faster
            if not modules.is_dir():
                raise
    return modules


def _made(directory: Path) -> Path:
    directory.mkdir(exist_ok=True)
    return directory


def _npm_ci(staging: Path) -> None:
    for name in PINS:
        shutil.copy(HERE / name, staging / name)
    try:
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
            cwd=staging,
            capture_output=True,
            text=True,
            timeout=INSTALL_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise UnavailableError(f"npm did not finish: {failed}") from failed
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise UnavailableError(f"npm ci failed with {done.returncode}: {last}")


def anvil_program(modules: Path) -> Path:
    """Return this platform's anvil; UnavailableError where none is published or pinned."""
    found = sorted(modules.glob("@foundry-rs/anvil-*/bin/anvil"))
    if not found:
        raise UnavailableError("the pinned packages hold no anvil for this platform")
    return found[0]


def ethereumjs_program(modules: Path) -> Path:
    """Return the script that starts the Clique node."""
    return modules / ETHEREUMJS


if __name__ == "__main__":
    try:
        print(node_modules())  # noqa: T201 - this is a command
    except UnavailableError as unavailable:
        sys.exit(f"{unavailable}")
