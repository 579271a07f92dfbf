"""A virtual stick with meters in a process of its own, so that the driver's processor time is its own.

    python -m tests.nightly.radio_stick LINK MEMORY COUNT

Told by lines on its input, each answered by one line: `join FIRST LAST`, `power WATTS`, `speed X`
(how much faster than ours the devices' clock runs from now on), `truth` (every register in Wh).
"""

import asyncio
import sys
import time
from pathlib import Path

from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import grid_meter

FIRST_IEEE = 0x00124B00_0000_1000
FIRST_WH = 1_000
FASTEST = 100.0
MWMS_PER_WH = 3_600_000_000


class Pace:
    """The devices' clock."""

    def __init__(self) -> None:
        self._rate, self._since_s, self._since_ms = 1.0, time.monotonic(), 0.0

    def now_ms(self) -> int:
        return int(self._since_ms + 1_000 * self._rate * (time.monotonic() - self._since_s))

    def run_at(self, rate: float) -> None:
        self._since_ms, self._since_s, self._rate = self.now_ms(), time.monotonic(), rate


async def main(link: Path, memory: Path, count: int) -> None:
    pace = Pace()
    # `speed` only says how long the simulation sleeps: the fastest its clock will ever run.
    net = VirtualNetwork(ezsp=13, nvm=memory, now_ms=pace.now_ms, speed=FASTEST)
    nodes = [grid_meter(FIRST_IEEE + n, f"m{n}", import_wh=FIRST_WH) for n in range(count)]
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async with net.serve_pty(link) as path:
        print(path, flush=True)  # noqa: T201
        while order := (await orders.readline()).decode().split():
            answer = "done"
            match order:
                case ["join", first, last]:
                    let_in = [net.join(node) for node in nodes[int(first) : int(last)]]
                    answer = "done" if all(let_in) else "refused"
                case ["power", watts]:
                    for node in nodes:
                        node.power_w = int(watts)
                case ["speed", rate]:
                    pace.run_at(float(rate))
                case ["truth"]:
                    for node in nodes:
                        node.advance(pace.now_ms())
                    registers = [n.energy.imported_mwms(n.now_ms) // MWMS_PER_WH for n in nodes]
                    answer = " ".join(str(FIRST_WH + wh) for wh in registers)
            net.wake()
            print(answer, flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
