"""A trace of a stick: recorded beside a host, free of keys, and played back to another host."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.cli import main
from agent.devices.device import RadioStage
from drivers.simulated.zigbee.ash import RST, data_frame, encode_frame
from drivers.simulated.zigbee.exchanges import read_exchanges
from drivers.simulated.zigbee.ezsp.codec import Field, encode, header
from drivers.simulated.zigbee.ezsp.tables import VERSIONS, tables
from drivers.simulated.zigbee.listening import Listener
from drivers.simulated.zigbee.ncp import CALLBACK, RESPONSE
from drivers.simulated.zigbee.network import VirtualNetwork
from drivers.simulated.zigbee.nodes.meters import meter_1p
from drivers.simulated.zigbee.recorder import Recorder, Stick
from drivers.simulated.zigbee.recording import Entry, Header, Recording, Tape, read_recording
from drivers.simulated.zigbee.redaction import Parsed, Redactor, parse
from drivers.simulated.zigbee.replay import ReplayStick
from tests.zigbee import radio_rig as rig
from tests.zigbee.conftest import WAIT_S, eventually

CANARY = b"CanaryKey-012345"
WELL_KNOWN = b"ZigBeeAlliance09"
BASIC, METERING = 0x0000, 0x0702
REGISTER_AND_SCALE = ["current_summ_delivered", "multiplier", "divisor", "unit_of_measure"]


only_18 = pytest.mark.parametrize("ezsp", [18])
"""Where the protocol's version makes no difference."""


@asynccontextmanager
async def recorded(
    stick: str, out: Path, *, redacted: bool = True, limit_bytes: int = 1 << 22
) -> AsyncIterator[str]:
    """A recorder between the block and `stick`; gives the path to open."""
    link, said = out.with_name("recorder"), asyncio.Event()
    with Tape(out, limit_bytes, redacted=redacted, made_ms=0) as tape:
        recorder = Recorder(Stick(stick), tape, redacted=redacted, say=lambda _: said.set())
        running = asyncio.create_task(recorder.run(link))
        try:
            async with asyncio.timeout(WAIT_S):
                await said.wait()
            yield str(link)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert not link.is_symlink()


def replay_of(trace: Path, speed: float = 50) -> ReplayStick:
    return ReplayStick(read_exchanges(read_recording(trace)), speed=speed)


def keys_of(net: VirtualNetwork) -> list[bytes]:
    """Return the keys of a virtual coordinator's memory that not everybody has."""
    network = net.ncp.nvm.network
    assert network is not None
    keys = {network.network_key, network.link_key}
    keys |= {link.key for link in net.ncp.nvm.link_keys.values()}
    return sorted(keys - {WELL_KNOWN})


def pan_of(net: VirtualNetwork) -> int:
    """Return the network's number."""
    network = net.ncp.nvm.network
    assert network is not None
    return network.pan


def holds(trace: Path, key: bytes) -> bool:
    """Whether a trace has a key in it, in any order of its bytes."""
    text = trace.read_text().lower()
    return key.hex() in text or key[::-1].hex() in text


# -- record, play back --------------------------------------------------------------------------


class Stored:
    """Hears which devices are known whole, and so in the database."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def device_initialized(self, device: Any) -> None:
        """A device is known."""
        self.addresses.append(str(device.ieee))


async def read_register(app: Any, ieee: int) -> dict[str, Any]:
    device = next(d for d in app.devices.values() if int(str(d.ieee).replace(":", ""), 16) == ieee)
    cluster = device.endpoints[1].in_clusters[METERING]
    success, failure = await cluster.read_attributes(REGISTER_AND_SCALE, allow_cache=False)
    assert not failure
    return {str(name): int(value) for name, value in success.items()}


async def test_another_host_reads_from_the_trace_what_the_first_read_from_the_stick(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, start_bellows: Any
) -> None:
    meter = meter_1p(import_wh=12_345)
    database, trace = tmp_path / "zigbee.db", tmp_path / "trace.jsonl"
    async with start_bellows(pty, database) as app:
        stored = Stored()
        app.add_listener(stored)
        await app.permit(60)
        assert virtual.join(meter)
        await eventually(lambda: stored.addresses)
    async with (
        recorded(pty, trace) as path,
        start_bellows(path, database, auto_form=False) as app,
    ):
        real = await read_register(app, meter.ieee)
        key = app.state.network_info.network_key.key.serialize()

    assert real[REGISTER_AND_SCALE[0]] == 12_345
    assert key in keys_of(virtual)
    assert not [key for key in keys_of(virtual) if holds(trace, key)]
    assert holds(trace, WELL_KNOWN)  # everybody's: it tells how joining was opened
    assert trace.stat().st_mode & 0o777 == 0o600

    replay = replay_of(trace)
    async with replay.serve_pty() as path:
        async with start_bellows(path, database, auto_form=False) as app:
            assert await read_register(app, meter.ieee) == real
            shown = app.state.network_info
            assert shown.network_key.key.serialize() != key
            assert shown.pan_id == pan_of(virtual)
        async with start_bellows(path, database, auto_form=False) as app:  # the trace begins anew
            assert await read_register(app, meter.ieee) == real
    report = replay.report()
    assert report.differences == ()
    assert report.as_recorded > 100
    assert report.lines()[0].startswith(f"{report.asked} commands")


@only_18
async def test_our_driver_measures_the_same_from_a_trace_without_keys(
    virtual: VirtualNetwork, pty: str, tmp_path: Path
) -> None:
    meter = meter_1p(import_wh=7_000)
    async with rig.formed(pty, tmp_path) as radio:
        await rig.pair(radio, virtual, meter)
    before = tmp_path / "before"
    before.mkdir()
    shutil.copy(tmp_path / "zigbee.db", before)  # not what it remembers of the network's key
    trace = tmp_path / "trace.jsonl"
    async with recorded(pty, trace) as path, rig.running(path, tmp_path) as radio:
        await rig.stage(radio, RadioStage.UP)
        rig.use(radio, meter)
        real, *_ = await rig.take(radio, 2)  # another home believes the second that agrees
    assert not any(holds(trace, key) for key in keys_of(virtual))
    replay = replay_of(trace)
    async with replay.serve_pty() as path, rig.running(path, before) as radio:
        await rig.stage(radio, RadioStage.UP)
        rig.use(radio, meter)
        (again,) = await rig.take(radio, 1)
    assert (again.import_wh, again.export_wh) == (real.import_wh, real.export_wh) == (7_000, 0)


@only_18
async def test_a_host_that_asks_for_something_else_is_told_and_noted(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, start_bellows: Any, ezsp: int
) -> None:
    import bellows.types as t

    trace = tmp_path / "trace.jsonl"
    async with start_bellows(pty):
        pass
    async with recorded(pty, trace) as path, start_bellows(path, auto_form=False):
        pass
    replay = replay_of(trace)
    async with replay.serve_pty() as path, start_bellows(path, auto_form=False) as app:
        with pytest.raises(Exception, match=r"getMfgToken|invalid|INVALID|Invalid"):
            await app._ezsp.getMfgToken(tokenId=t.EzspMfgTokenId.MFG_CTUNE)
        with pytest.raises(Exception, match=r"[Dd]eliver"):
            await app.get_device(nwk=0x0000).zdo.Mgmt_Lqi_req(77)
    sentences = [one.sentence for one in replay.report().differences]
    assert any(s.startswith("getMfgToken was never recorded with") for s in sentences), sentences
    assert any(s.startswith("sendUnicast") for s in sentences), sentences
    assert len(replay.report().lines()) == 1 + len(sentences) + bool(replay.report().never_asked)


def test_a_callback_comes_after_its_answer_with_the_number_answered_last() -> None:
    """bellows takes a frame with the number of a command under way for that one's answer."""
    known = tables(13)
    init, up = known.commands["networkInit"], known.callbacks["stackStatusHandler"]
    lines = [
        ("host", bytes((0, 0, 0, 4))),
        ("stick", bytes.fromhex("0080000d024074")),
        ("host", header(1, 0, init.identifier) + bytes(2)),
        ("stick", header(1, CALLBACK, up.identifier) + b"\x90"),  # before its answer, as it can be
        ("stick", header(1, RESPONSE, init.identifier) + b"\x00"),
    ]
    entries = tuple(
        Entry(at, side, "ezsp", frame=frame.hex())  # type: ignore[arg-type]
        for at, (side, frame) in enumerate(lines)
    )
    replay = ReplayStick(read_exchanges(Recording(Header("", 1, "replaced", 0), entries)))
    sent: list[bytes] = []
    replay._ash.send = lambda frame, *_, **__: sent.append(frame) or True  # type: ignore[method-assign,func-returns-value]
    replay._take(header(200, 0, init.identifier) + bytes(2))
    replay._take(bytes((201, 0, 0, 4)))
    replay._schedule.run(1 << 62)
    assert [frame[:2] for frame in sent] == [b"\xc8\x80", b"\xc9\x80", b"\xc9\x90"]
    assert sent[2][3:] == up.identifier.to_bytes(2, "little") + b"\x90"


@only_18
async def test_a_stick_that_is_pulled_out_is_recorded_on_when_it_is_back(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, start_bellows: Any
) -> None:
    trace = tmp_path / "trace.jsonl"
    async with recorded(pty, trace) as path:
        async with start_bellows(path):
            pass

        def terminal() -> Path | None:
            return Path(path).readlink() if Path(path).is_symlink() else None

        at_first = terminal()
        virtual.crash("disconnect")
        await eventually(lambda: terminal() not in {None, at_first})
        async with start_bellows(path, auto_form=False) as app:
            assert app.state.network_info.pan_id == pan_of(virtual)
    what = [entry.what for entry in read_recording(trace).entries]
    assert what.count("attached") == 2
    assert "lost" in what
    assert "rst" in what[what.index("lost") :]


# -- the two commands ------------------------------------------------------------------------


@asynccontextmanager
async def command(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """One process of `gridhearth`; killed at the end if it is still there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "agent", *words, stdout=PIPE, stderr=STDOUT
    )
    try:
        async with asyncio.timeout(WAIT_S):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> str:
    """Interrupt a process as Ctrl-C does; return the rest of what it says."""
    process.send_signal(signal.SIGINT)
    said, _ = await process.communicate()
    return said.decode()


class Line:
    """A host that knows nothing but how to open, send and wait for bytes."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.heard = b""
        asyncio.get_running_loop().add_reader(self._fd, self._read)

    def _read(self) -> None:
        self.heard += os.read(self._fd, 4096)

    async def say(self, data: bytes, until: bytes) -> None:
        os.write(self._fd, data)
        await eventually(lambda: until in self.heard, until.hex())

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._fd)
        os.close(self._fd)


RSTACK_LINE = bytes.fromhex("c1020b0a527e")


async def test_recording_and_playing_back_from_the_command_line(tmp_path: Path) -> None:
    net, trace = VirtualNetwork(ezsp=13), tmp_path / "trace.jsonl"
    async with net.serve_pty(tmp_path / "stick") as stick:
        link = tmp_path / "link"
        ask = ["--path", stick, "--listen", f"pty:{link}", "--out", str(trace)]
        async with command("radio", "record", *ask) as recorder:
            await eventually(link.is_symlink)
            line = Line(link)
            await line.say(encode_frame(bytes((RST,))), RSTACK_LINE)
            answer = data_frame(0, 1, bytes.fromhex("0080000d024074"))
            await line.say(data_frame(0, 0, bytes((0, 0, 0, 4))), answer)
            line.close()
            said = await ended(recorder)
            assert recorder.returncode == 0, said
            assert f"let the host open {link}" in said
            assert f"{trace}: " in said
    what = [entry.what for entry in read_recording(trace).entries]
    assert what[:5] == ["attached", "rst", "rstack", "ezsp", "ezsp"]

    again = tmp_path / "again"
    play = ["simulate", "zigbee", "--replay", str(trace), "--listen", f"pty:{again}"]
    async with command(*play) as replay:
        await eventually(again.is_symlink)
        line = Line(again)
        await line.say(encode_frame(bytes((RST,))), RSTACK_LINE)
        await line.say(data_frame(0, 0, bytes((0, 0, 0, 4))), answer)
        line.heard = b""
        await line.say(data_frame(1, 1, header(1, 0, 0x26)), b"\x7e")  # getEui64 was never asked
        line.close()
        said = await ended(replay)
    assert replay.returncode == 1, said
    assert "2 commands: 1 as recorded, 0 once more, 1 different." in said
    assert "Command 2: getEui64 was never recorded with these parameters; refused." in said


# -- keys ---------------------------------------------------------------------------------------


def _filled(layout: tuple[Field, ...]) -> dict[str, Any]:
    """Return a message with the canary wherever a key can be."""
    values: dict[str, Any] = {}
    for field in layout:
        if field.kind == "key" or field.kind in {"lv", "lv32"}:
            values[field.name] = CANARY
        elif field.kind.startswith("u16") and field.kind != "u16":
            values[field.name] = []
        else:
            values[field.name] = 0
    return values


def _secret_frames(version: int) -> list[tuple[str, bytes, Parsed, dict[str, Any]]]:
    """Return every frame with a key, and the token commands, with the canary in it."""
    frames = []
    tokens = {"getMfgToken": {"id": 0x0A}, "setMfgToken": {"id": 0x0A}}
    tokens |= {"getTokenData": {"token": 0x0A0A}, "setTokenData": {"token": 0x0A0A}}
    tokens |= {"getValue": {"id": 0x1C}, "setValue": {"id": 0x1C}}
    for name, command in tables(version).commands.items():
        asked = _filled(command.request) | tokens.get(name, {})
        for layout, values, is_request in (
            (command.request, asked, True),
            (command.response, _filled(command.response), False),
        ):
            if name not in tokens and not any(field.kind == "key" for field in layout):
                continue
            control = 0 if is_request else RESPONSE
            frame = header(7, control, command.identifier) + encode(layout, values, version)
            parsed = parse(frame, version, request=is_request, answer=not is_request)
            if CANARY in frame:
                frames.append((name, frame, parsed, asked))
    return frames


@pytest.mark.parametrize("version", VERSIONS)
def test_no_command_of_any_version_carries_a_key_into_the_trace(version: int) -> None:
    frames = _secret_frames(version)
    assert {"setInitialSecurityState"} <= {name for name, *_ in frames}
    assert len(frames) >= 8
    for name, frame, parsed, asked in frames:
        redactor = Redactor()
        kept = redactor.frame(frame + CANARY, parsed, asked)  # a field we do not know, at the end
        assert CANARY not in kept, name
        assert CANARY[8:] not in kept, name
        assert len(kept) == len(frame) + len(CANARY)
        assert kept[:5] == frame[:5]
        for cut in range(5, len(frame)):  # a frame that ends within the key
            is_request = frame[1] != RESPONSE
            part = parse(frame[:cut], version, request=is_request, answer=not is_request)
            assert CANARY[:6] not in Redactor().frame(frame[:cut], part, asked), (name, cut)


def test_a_key_that_is_known_is_found_where_no_key_belongs() -> None:
    redactor = Redactor()
    redactor.instead_of(CANARY)
    echo = tables(13).commands["echo"]
    for hidden in (CANARY, CANARY[::-1]):
        frame = header(1, 0, echo.identifier) + encode(echo.request, {"data": b"x" + hidden}, 13)
        kept = redactor.frame(frame, parse(frame, 13, request=True, answer=False), {})
        assert hidden not in kept
        assert len(kept) == len(frame)


def test_of_a_frame_nobody_knows_only_the_header_is_kept() -> None:
    frame = header(1, 0, 0x7777) + CANARY
    for version in (13, 15, None):  # of 15 we have no tables at all
        parsed = parse(frame, version, request=True, answer=False)
        assert Redactor().frame(frame, parsed, {}) == frame[:5] + bytes(16)


def test_one_key_is_replaced_alike_in_one_trace_and_otherwise_in_the_next() -> None:
    one, other = Redactor(), Redactor()
    assert one.instead_of(CANARY) == one.instead_of(CANARY) != other.instead_of(CANARY)
    assert one.instead_of(WELL_KNOWN) == WELL_KNOWN


def test_bytes_that_are_no_frame_are_counted_and_not_kept() -> None:
    """A damaged frame may hold half a key."""
    heard: list[Entry] = []
    listener = Listener(heard.append, Redactor())
    listener.heard("host", b"\x1a\x1a" + encode_frame(bytes((RST,))), 0)
    listener.heard("host", CANARY + b"\x7e" + CANARY + b"\x18rest\x7e", 1)
    assert [(entry.what, entry.size) for entry in heard] == [("rst", 0), ("noise", 16)] + [
        ("noise", size) for size in (21,)
    ]
    assert not any(entry.frame for entry in heard)


@pytest.mark.parametrize("cut", [1, 3, 50])
def test_frames_are_found_in_any_portions_and_repeats_are_marked(cut: int) -> None:
    heard: list[Entry] = []
    listener = Listener(heard.append, None)
    question = bytes((0, 0, 0, 4))
    line = encode_frame(bytes((RST,))) + data_frame(0, 0, question)
    line += data_frame(0, 0, question, again=True) + data_frame(1, 0, header(1, 0, 5), again=True)
    for at in range(0, len(line), cut):
        listener.heard("host", line[at : at + cut], at)
    assert [(e.what, e.frame) for e in heard] == [
        ("rst", ""), ("ezsp", "00000004"), ("again", "00000004"), ("ezsp", "0100010500"),
    ]  # fmt: skip


# -- the file -----------------------------------------------------------------------------------


@only_18
async def test_a_full_file_ends_the_recording_and_not_the_line(
    virtual: VirtualNetwork, pty: str, tmp_path: Path, start_bellows: Any
) -> None:
    trace = tmp_path / "trace.jsonl"
    async with (
        recorded(pty, trace, limit_bytes=4_000) as path,
        start_bellows(path) as app,
    ):
        assert app.state.network_info.pan_id == pan_of(virtual)
    assert trace.stat().st_size <= 4_000
    assert read_recording(trace).entries[-1].what == "full"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: "", "no trace"),
        (lambda text: text.replace("ezsp-trace", "novel"), "novel"),
        (lambda text: text + "{}\n", "line 3"),
        (lambda text: text + '{"us":1,"side":"host","what":"ezsp","frame":"0g"}\n', "line 3"),
        (lambda text: text, "which EZSP"),
    ],
)
def test_what_is_no_recording_is_refused_with_its_line(
    spoil: Callable[[str], str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trace = tmp_path / "trace.jsonl"
    with Tape(trace, 1 << 20, redacted=True, made_ms=0) as tape:
        tape.add(Entry(0, "recorder", "attached"))
    trace.write_text(spoil(trace.read_text()))
    assert main(["simulate", "zigbee", "--replay", str(trace)]) == 2
    assert words in capsys.readouterr().err


def test_a_line_cut_off_by_a_power_cut_costs_that_line_only(tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    with Tape(trace, 1 << 20, redacted=True, made_ms=0) as tape:
        tape.add(Entry(0, "recorder", "attached"))
        tape.add(Entry(5, "recorder", "lost"))
    trace.write_bytes(trace.read_bytes()[:-3])
    read = read_recording(trace)
    assert read.torn
    assert [entry.what for entry in read.entries] == ["attached"]


def test_no_file_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    ask = ["radio", "record", "--path", str(tmp_path / "stick"), "--out"]
    assert main([*ask, str(mine)]) == 1
    assert main([*ask, str(tmp_path / "new"), "--listen", f"pty:{mine}"]) == 2
    assert mine.read_text() == "mine"
    assert capsys.readouterr().err.count("was left as it") == 2
