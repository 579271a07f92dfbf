"""The real flasher uploads to a simulated stick: whole, and with the power cut in the middle.

Its own patience (three tries of two seconds) makes this long; GRIDHEARTH_UPLOAD_CUTS says how many
places the power is cut at.
"""

import os
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.packaging import flasher
from agent.packaging.firmware import Probed
from agent.packaging.flasher import FlashFailed
from drivers.simulated.gecko_bootloader import BLOCK_BYTES, GeckoBootloader, plugged_in
from tests.packaging.test_stick_firmware import FILE, flash, gbl

CUTS = int(os.environ.get("GRIDHEARTH_UPLOAD_CUTS", "12"))
IN_BOOTLOADER = Probed("bootloader", "2.4.2", 115_200)
ANSWERED_LATE = re.compile("FailedToEnterBootloaderError|TimeoutError")


def uploaded(path: str, file: Path, progress: Callable[[int, int], None]) -> None:
    """Upload; once more where the stick's side of this test had no processor for two seconds.

    Nothing was sent then. Without this, a cut that is still to come would be met by the upload
    that should repair it.
    """
    for _ in range(5):
        try:
            return flasher.upload(path, IN_BOOTLOADER, file, progress)
        except FlashFailed as failed:
            if not ANSWERED_LATE.search(str(failed)):
                raise
    raise AssertionError("this machine is too busy for a stick's answers within two seconds")


@pytest.mark.timeout(3_600)
def test_an_upload_cut_at_any_block_is_repaired_by_the_next_one(tmp_path: Path) -> None:
    file = tmp_path / "ncp.gbl"
    file.write_bytes(FILE)
    last = -(-len(FILE) // BLOCK_BYTES)
    draw = random.Random(1)
    for _ in range(CUTS):
        at = draw.randint(1, last)
        stick = GeckoBootloader(cut_after_blocks=at, spoil_blocks=frozenset({2}))
        with plugged_in(stick) as path:
            with pytest.raises(FlashFailed, match="waits in its bootloader"):
                uploaded(path, file, lambda *_: None)
            assert (stick.dark, stick.application) == (True, None), "the power was not cut"
            stick.power_cycle()
            assert not stick.running
            seen: list[tuple[int, int]] = []
            uploaded(path, file, lambda *now: seen.append(now))  # noqa: B023 - called before the loop goes on
        assert (stick.application or b"").startswith(FILE)
        assert stick.line_received(b"3") == b"", "the application should run, not the bootloader"
        assert seen[-1][0] == seen[-1][1]
    sys.stdout.write(f"{CUTS} uploads cut in {last} blocks: each repaired by the next one\n")


def test_a_stick_that_refuses_the_file_at_its_end_is_said_to_have_refused(tmp_path: Path) -> None:
    """The negative control: the bootloader's own check of what arrived must be seen."""
    file = tmp_path / "ncp.gbl"
    file.write_bytes(FILE)

    class Spoiled(GeckoBootloader):
        def _ended(self) -> bytes:
            self.received[200] ^= 1
            return super()._ended()

    with plugged_in(Spoiled()) as path, pytest.raises(FlashFailed, match="UploadError"):
        uploaded(path, file, lambda *_: None)


def test_the_whole_command_repairs_a_stick(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No coordinator answers behind the bootloader here, and the command says what answers."""
    file = tmp_path / "ncp.gbl"
    file.write_bytes(gbl())
    stick = GeckoBootloader()
    with plugged_in(stick) as path:
        assert flash(path, file, "--without-backup", "--yes") == 1
    said = capsys.readouterr()
    assert "an upload was cut off before" in said.out
    assert "100 %" in said.out
    assert stick.running
    assert "Nothing that we know answers" in said.err
