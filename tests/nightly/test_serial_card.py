"""What a meter that speaks each second writes to the card in a day, through the real journal.

SERIAL_CARD_SECONDS (default 7 200) of such a meter are stepped and journaled one by one, as the
daemon does, and scaled to a day. Counted is what the process dirtied (write_bytes of
/proc/self/io), the write-ahead log included; the file system's own journal comes on top.
"""

import contextlib
import os
from pathlib import Path

import msgspec
import pytest

from agent.core.constants import GRID_METER
from agent.core.events import MeterRead, Started, Ticked
from agent.metering.reading import MeterRole
from agent.shell.run import Runner
from agent.units import MonoMs, UnixMs
from drivers.journal_sqlite import SqliteJournal
from drivers.serial_frame import MeterSaid
from drivers.serial_p1 import parse_p1
from drivers.serial_reading import Place, reading
from drivers.serial_thinning import Thinning
from drivers.simulated.serial_telegrams import p1_telegram
from tests.core.story import CONSTANTS, feeder
from tests.meters.line_rig import home

SECONDS = int(os.environ.get("SERIAL_CARD_SECONDS", "7200"))
DAY_S = 86_400
MOST_MIB = 300
CYCLE_S = 900


def written() -> int:
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes:"))


def mib_a_day(folder: Path, seconds: int, every_s: int) -> tuple[float, int]:
    """MiB a day, and the readings kept."""
    constants = msgspec.structs.replace(CONSTANTS, cycle_s=CYCLE_S, grid_meter=GRID_METER)
    origin_ms = constants.genesis_s * 1_000
    begins_ms = origin_ms + 5 * CYCLE_S * 1_000
    thinning = Thinning(every_s * 1_000, origin_ms=origin_ms, interval_ms=CYCLE_S * 1_000)
    place, kept = Place(GRID_METER, MeterRole.GRID), 0
    with contextlib.closing(SqliteJournal(folder / "journal.db")) as journal:
        runner = Runner(journal, feeder(), lambda _: None, lambda _: None)
        runner.recover()
        runner.take([Started(UnixMs(begins_ms), MonoMs(0), "boot", constants)])
        before = written()
        for second in range(seconds):
            at_ms = begins_ms + second * 1_000
            said = parse_p1(p1_telegram(home().at(second * 1_000)))
            assert isinstance(said, MeterSaid)
            runner.take([Ticked(UnixMs(at_ms), MonoMs(second * 1_000), trusted=True)])
            if thinning.wants(at_ms):
                kept += 1
                runner.take([MeterRead(UnixMs(at_ms), reading(said, place, at_ms))])
        grown = written() - before
    return grown / 2**20 * DAY_S / seconds, kept


@pytest.mark.timeout(3_600)
def test_a_meter_that_speaks_each_second_spares_the_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thinned").mkdir()
    (tmp_path / "whole").mkdir()
    thinned, kept = mib_a_day(tmp_path / "thinned", SECONDS, 10)
    short = max(600, SECONDS // 6)
    whole, _ = mib_a_day(tmp_path / "whole", short, 0)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n1 Hz meter: {thinned:.0f} MiB a day with a reading in ten seconds ({kept} in"
            f" {SECONDS} s), {whole:.0f} MiB with all of them"
        )
    assert 0 < thinned <= MOST_MIB
    assert whole > 2 * thinned  # what is measured is the writing, and the thinning is what spares
