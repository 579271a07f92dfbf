"""A box joins a market from nothing: its own keys, one code, a real chain, a real broker."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from agent.cli import main
from agent.commands.operator_invite import SUFFIX
from agent.ports import LinkUp
from agent.settings import BrokerLink
from agent.settings.merge import FilesRefused
from agent.shell.settings_files import load_settings
from drivers import join_files
from drivers.join_files import JoinError, JoinFolder
from drivers.keystore import read_key_file
from drivers.mqtt_paho import TlsFiles
from drivers.simulated.broker_mosquitto import Installed, end, free_port, start
from drivers.simulated.devchain.genesis import account_key
from drivers.simulated.devchain.server import running_devchain
from tests.dso.test_operator_command import SETTINGS as OPERATOR_SETTINGS
from tests.dso.test_operator_command import gridhearth
from tests.dso.world import HOMES, METERS, REPORT_KEYS, key_address
from tests.mosquitto.test_broker_config import link

METER = "0x" + "00" * 31 + "07"
HOME_SETTINGS = """
[home]
name = "home-07"
meter = "{meter}"
[chain]
network = "{place}/network.toml"
upstreams = ["{url}"]
contract = "{contract}"
order_key = {{ type = "file", path = "{place}/join/order.key" }}
report_key = {{ type = "file", path = "{place}/join/report.key" }}
[operator]
address = "{operator}"
[meters]
driver = "simulated-feeder"
load = 7
"""


async def test_a_box_joins_from_nothing_and_reaches_the_real_broker(
    tmp_path: Path, mosquitto: Installed
) -> None:
    key = tmp_path / "operator.key"
    key.write_text(account_key(1, 0).to_hex().rjust(64, "0"))
    key.chmod(0o600)
    port = free_port()
    words = {
        "home": tmp_path,
        "contract": "",
        "genesis_s": int(time.time()),
        "member": HOMES[0].address,
        "report_key": key_address(REPORT_KEYS[0]),
        "meter": METERS[0].hex(),
        "port": port,
    }
    config, home = tmp_path / "operator.toml", tmp_path / "gridhearth.toml"
    broker_files = tmp_path / "market"
    async with running_devchain(network_file=tmp_path / "network.toml") as node:
        words["url"] = node.url
        config.write_text(OPERATOR_SETTINGS.format(**words).replace("127.0.0.1", "localhost"))

        async def run(*command: str, code: int = 0) -> str:
            found, out, err = await gridhearth(*command)
            assert found == code, out + err
            return out + err

        async def operate(*command: str, code: int = 0) -> str:
            return await run("operator", *command, "--config", str(config), code=code)

        contract = (await operate("deploy")).strip().splitlines()[-1]
        words["contract"] = f'contract = "{contract}"'
        config.write_text(OPERATOR_SETTINGS.format(**words).replace("127.0.0.1", "localhost"))
        invite = ("invite", "--name", "home-07", "--vertex", "9")
        limits = ("--limit-wh", "4600", "--allowance-micro", "16000000")
        code = (await operate(*invite, *limits)).splitlines()[0]
        home.write_text(
            HOME_SETTINGS.format(
                meter=METER,
                place=tmp_path,
                url=node.url,
                contract=contract,
                operator=read_key_file(key).address,
            )
        )
        at_home = ("--config", str(home), "--directory", str(tmp_path / "join"))
        assert "gridhearth join request" in await run("join", "status", *at_home, code=1)
        shown = await run("join", "request", "--code", code, *at_home)
        request = tmp_path / "request.txt"
        request.write_text(shown.split("\n\n")[0])
        answer = tmp_path / "answer.txt"
        enrol = ("enrol", "--request", str(request), "--dir", str(broker_files))
        # nobody compared the numbers: nothing happens
        assert "not compared" in await operate(*enrol, "--answer", str(answer), code=1)
        admitted = await operate(*enrol, "--answer", str(answer), "--compared")
        compared = next(line for line in shown.splitlines() if line.startswith("Compare"))
        assert compared in admitted
        accepted = await run("join", "accept", str(answer), *at_home)
        assert "vertex 9" in accepted
        assert "let this box in" in await run("join", "status", *at_home)
        # the answer is lost and given again: the same box, the same code
        await operate(*enrol, "--answer", str(answer), "--compared")
        # another box with the same code
        other = ("--config", str(home), "--directory", str(tmp_path / "thief"))
        stolen = await run("join", "request", "--code", code, *other)
        request.write_text(stolen.split("\n\n")[0])
        told = await operate(*enrol, "--answer", str(answer), "--compared", code=1)
        assert "used before" in told
        assert "used by" in await operate("invite")
        # a third box, which the operator does not want: it learns why, and its code is worth nothing
        code = (await operate("invite", "--name", "home-08", *invite[3:], *limits)).splitlines()[0]
        third = (*other[:2], "--directory", str(tmp_path / "third"))
        shown = await run("join", "request", "--code", code, *third)
        request.write_text(shown.split("\n\n")[0])
        reason = "Its meter's plate shows another number."
        await operate(*enrol, "--answer", str(answer), "--refuse", " ", code=1)
        turned = await operate(*enrol, "--answer", str(answer), "--refuse", reason)
        assert "lets nobody in any more" in turned
        assert reason in await run("join", "accept", str(answer), *third, code=3)
        assert reason in await run("join", "status", *third, code=3)
        assert "refused before" in await operate(
            *enrol, "--answer", str(answer), "--compared", code=1
        )
        assert "refused 0x" in await operate("invite")
        where = ("--dir", str(broker_files), "--host", "localhost", "--bind", "127.0.0.1")
        await operate("broker-config", *where, "--port", str(port), "--data", str(tmp_path))
    settings = load_settings(home).settings
    assert settings.broker.port == port
    assert settings.broker.tls is not None
    await _reaches(mosquitto, broker_files / "broker", settings.broker)
    by_operator = {path.parent.name for path in (broker_files / "members").rglob("*.key")}
    assert by_operator == {HOMES[0].address.removeprefix("0x")}  # of the settings file; not ours
    invitations = tmp_path / ("operator.db" + SUFFIX)
    assert invitations.stat().st_mode & 0o777 == 0o600


async def _reaches(mosquitto: Installed, made: Path, joined: BrokerLink) -> None:
    config = made / "mosquitto.conf"
    config.write_text(config.read_text() + "user root\n")  # the temporary directory is root's
    process = await start(mosquitto, config, joined.port, made / "log")
    try:
        files = TlsFiles(**msgspec.to_builtins(joined.tls))
        assert await link(joined.port, files) == LinkUp()
    finally:
        await end(process)


class _Cut(BaseException):
    """The power is gone."""


CERTIFICATES = dict.fromkeys(("broker-ca.crt", "broker.crt", "broker-revoked.crl"), b"-----BEGIN X")


def _join(folder: JoinFolder, settings: Path) -> None:
    folder.make()
    if folder.request() is None:
        folder.keep_request("GRIDHEARTH-JOIN-1.ABC")
    folder.keep_answer(CERTIFICATES, settings, "[broker]\n")


@pytest.mark.parametrize("half_written", [False, True])
def test_power_cuts_at_every_step_leave_a_box_that_has_joined_or_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, half_written: bool
) -> None:
    """Never between: a key that was once complete is never another one, settings come last."""
    deeds = _count(tmp_path / "calm", monkeypatch)
    assert deeds > 20
    for number in range(deeds):
        place = tmp_path / f"cut-{number}-{half_written}"
        folder, settings = JoinFolder(place / "join"), place / "gridhearth.d" / "50-broker.toml"
        with monkeypatch.context() as patch:
            _cut_at(patch, number, half_written=half_written)
            with pytest.raises(_Cut):
                _join(folder, settings)
        if settings.exists():  # switched on: everything it names is there
            assert all((folder.directory / name).read_bytes() for name in CERTIFICATES)
            assert folder.broker_key()
        before = _keys(folder)
        _join(folder, settings)
        after = _keys(folder)
        assert before.items() <= after.items()
        assert len(after) == 3
        assert settings.read_text() == "[broker]\n"


def test_a_key_written_in_place_is_caught_by_the_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: without the name beside, a cut leaves an empty key for ever."""

    def in_place(folder: JoinFolder, name: str, create: Callable[[Path], object]) -> None:
        if not (folder.directory / name).exists():
            create(folder.directory / name)

    monkeypatch.setattr(JoinFolder, "_once", in_place)
    broken = 0
    for number in range(8):
        folder = JoinFolder(tmp_path / str(number) / "join")
        with monkeypatch.context() as patch:
            _cut_at(patch, number, half_written=True)
            with pytest.raises(_Cut):
                folder.make()
        try:
            folder.make()
            folder.order_key(), folder.report_key()
        except JoinError:
            broken += 1
    assert broken > 0


def _keys(folder: JoinFolder) -> dict[str, bytes]:
    names = (join_files.ORDER_KEY, join_files.REPORT_KEY, join_files.BROKER_KEY)
    found = {name: folder.directory / name for name in names}
    return {name: path.read_bytes() for name, path in found.items() if path.exists()}


def _count(place: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    with monkeypatch.context() as patch:
        deeds = _cut_at(patch, 10**6, half_written=False)
        _join(JoinFolder(place / "join"), place / "gridhearth.d" / "50-broker.toml")
    return len(deeds)


def _cut_at(patch: pytest.MonkeyPatch, number: int, *, half_written: bool) -> list[str]:
    """End the run at its deed of this number: before it, or (a file's opening) just after it."""
    import os

    deeds: list[str] = []

    def wrapped(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def deed(*arguments: object, **named: object) -> object:
            deeds.append(name)
            if len(deeds) - 1 != number:
                return real(*arguments, **named)
            if half_written and name == "open":
                os.close(real(*arguments, **named))  # type: ignore[arg-type]
            raise _Cut

        return deed

    for name in ("open", "fsync"):
        patch.setattr(os, name, wrapped(name, getattr(os, name)))
    for name in ("replace", "mkdir", "unlink"):
        patch.setattr(Path, name, wrapped(name, getattr(Path, name)))
    return deeds


def test_a_wrong_code_an_answer_for_another_and_no_request_are_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "gridhearth.toml"
    operator = "0x" + "bb" * 20
    home.write_text(
        HOME_SETTINGS.format(
            meter=METER,
            place=tmp_path,
            url="http://127.0.0.1:1",
            contract="0x" + "aa" * 20,
            operator=operator,
        )
    )
    at_home = ["--config", str(home), "--directory", str(tmp_path / "join")]
    assert main(["join", "request", "--code", "7K2Q-7K2Q-7K2Q-7K2Q", *at_home]) == 2
    assert "mistyped" in capsys.readouterr().err
    assert main(["join", "accept", str(tmp_path / "none"), *at_home]) == 2
    assert "has not asked yet" in capsys.readouterr().err
    assert main(["join", "status", *at_home]) == 1
    home.write_text(home.read_text().replace("aa" * 20, "not an address"))
    with pytest.raises(FilesRefused):
        load_settings(home)
    assert main(["join", "status", *at_home]) == 2
    assert "contract" in capsys.readouterr().err
