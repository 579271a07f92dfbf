"""People and programs at a home's socket that do not mean well, or just press at once."""

import asyncio
import contextlib
import json
import os
import random
import sys
from typing import Any

import msgspec

from agent.api.methods import PlaceOrder
from agent.shell.link import CallFailed, LinkError
from tests.whole.homes import RealHome

VIEWERS = "games"
"""A group every Debian has and no program of ours is in."""
NOBODY = 65_534

# The interpreter may lie where only the superuser can read it: it is started as such, then falls.
PROBE = """
import grp, json, os, socket, sys
os.setgroups([])
os.setgid(grp.getgrnam(sys.argv[3]).gr_gid)
os.setuid(int(sys.argv[4]))
line = socket.socket(socket.AF_UNIX)
try:
    line.connect(sys.argv[1])
except OSError as refused:
    print(json.dumps([type(refused).__name__]))
    sys.exit()
said = []
answers = line.makefile("rb")
for number, (method, params) in enumerate(json.loads(sys.argv[2]), start=1):
    call = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    line.sendall(json.dumps(call).encode() + b"\\n")
    answer = json.loads(answers.readline() or b"null")
    said.append(answer and ("ok" if "result" in answer else answer["error"]["message"]))
print(json.dumps(said))
"""


class Crowd:
    """Everybody at the socket of one home, and what they were told."""

    def __init__(self, home: RealHome, seed: int) -> None:
        self.home = home
        self.groups = f'viewer_group = "{VIEWERS}"'
        self.viewer: list[Any] = []
        self.stranger: list[Any] = []
        self.pressed: tuple[PlaceOrder, PlaceOrder] | None = None
        self.answers: list[Any] = []
        self.flow_after: dict[str, Any] = {}
        self.shouts = 0
        self._chance = random.Random(seed + 2)

    async def look_on(self) -> None:
        """A viewer and a stranger try to look and to trade; only the superuser can play them."""
        if os.geteuid() != 0:
            return
        order = {"side": "sell", "low_micro_per_kwh": 0, "high_micro_per_kwh": 1}
        calls = [
            ("hello", {"api": 1, "client": "viewer"}),
            ("status.get", {}),
            ("order.place", order),
            ("flow.reset", {}),
        ]
        self.viewer = await self._probe(calls, VIEWERS)
        self.stranger = await self._probe(calls[:2], "nogroup")

    async def _probe(self, calls: list[tuple[str, object]], group: str) -> list[Any]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-c",
            PROBE,
            str(self.home.socket),
            json.dumps(calls),
            group,
            str(NOBODY),
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(20):
            out, _ = await process.communicate()
        told: list[Any] = json.loads(out)
        return told

    async def command_twice(self) -> None:
        """Two people press at the same moment, each for another order."""
        self.home.hands_off = True
        plan, seen = self.home.plan, self.home.now
        assert seen is not None
        selling = seen.flow.activity == "sell"
        first = PlaceOrder(
            side="sell" if selling else "buy",
            low_micro_per_kwh=plan.low_micro_per_kwh
            if selling
            else self.home.terms.lowest_micro_per_kwh,
            high_micro_per_kwh=plan.high_micro_per_kwh,
            distance_m=61,
            repeat=True,
        )
        second = msgspec.structs.replace(
            first,
            low_micro_per_kwh=first.low_micro_per_kwh + 1,
            high_micro_per_kwh=first.high_micro_per_kwh + 1,
            distance_m=62,
        )
        self.pressed = (first, second)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self.home.call("order.place", order)) for order in self.pressed
            ]
        self.answers = [task.result() for task in tasks]
        self.flow_after = (await self.home.call("status.get"))["flow"]
        self.home.hands_off = False

    async def shout(self) -> None:
        """Send garbage, half lines, floods and lies about the API until cancelled."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, LinkError, CallFailed):
                async with asyncio.timeout(2):
                    await self._shout_once()
            self.shouts += 1
            await asyncio.sleep(0.1)

    async def _shout_once(self) -> None:
        reader, writer = await asyncio.open_unix_connection(self.home.socket)
        try:
            writer.write(self._noise())
            await writer.drain()
            if self._chance.randrange(2):
                await reader.read(1_000)
        finally:
            writer.transport.abort()

    def _noise(self) -> bytes:
        hello = b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{"api":1,"client":"x"}}\n'
        order = b'{"jsonrpc":"2.0","id":2,"method":"order.place","params":%s}\n'
        match self._chance.randrange(6):
            case 0:
                return self._chance.randbytes(self._chance.randrange(1, 4_000))
            case 1:
                return b"[" * 100_000 + b"\n"
            case 2:
                return b"x" * 2_000_000
            case 3:
                return hello + order % b'{"side":"sell","low_micro_per_kwh":-1}' * 50
            case 4:
                return hello + b'{"jsonrpc":"2.0","id":3,"method":"status.watch"}\n' * 40
            case _:
                place = self._chance.randrange(len(hello))
                return hello[:place] + self._chance.randbytes(3) + hello[place:] + b"\n"
