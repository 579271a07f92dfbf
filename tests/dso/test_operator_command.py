"""`gridhearth operator` as people run it: processes, a real node, a real broker."""

import asyncio
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from agent.cli import main
from agent.commands.operator_reconcile import _broker
from agent.settings import BrokerLink, TlsFiles
from agent.units import Address
from drivers import mqtt_paho
from drivers.simulated.broker import running_broker
from drivers.simulated.devchain.genesis import account_key
from drivers.simulated.devchain.server import running_devchain
from tests.dso.world import HOMES, METERS, REPORT_KEYS, key_address

SETTINGS = """
store = "{home}/operator.db"

[chain]
network = "{home}/network.toml"
upstreams = ["{url}"]
key = {{ type = "file", path = "{home}/operator.key" }}
{contract}

[broker]
host = "127.0.0.1"
port = {port}

[market]
genesis_s = {genesis_s}
cycle_s = 60

[terms]
charge_micro_per_m = 2
penalty_micro_per_kwh = 50000
max_tariff_micro = 20000

[welfare]
a = 5000
b = 50000
c = 0
omega = 60000000
alpha = 6000000

[[members]]
address = "{member}"
report_key = "{report_key}"
meter = "0x{meter}"
vertex = 4
limit_wh = 4600
allowance_micro = 16000000
endorser = true
"""


async def gridhearth(*words: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import sys; from agent.cli import main; sys.exit(main())",
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_market_is_set_up_and_reconciled(tmp_path: Path) -> None:
    key = tmp_path / "operator.key"
    key.write_text(account_key(1, 0).to_hex().rjust(64, "0"))
    key.chmod(0o600)
    config = tmp_path / "operator.toml"
    words: dict[str, Any] = {
        "home": tmp_path,
        "contract": "",
        "genesis_s": int(time.time()),
        "member": HOMES[0].address,
        "report_key": key_address(REPORT_KEYS[0]),
        "meter": METERS[0].hex(),
    }
    network = tmp_path / "network.toml"
    async with running_devchain(network_file=network) as node, running_broker() as broker:
        words |= {"url": node.url, "port": broker.port}
        config.write_text(SETTINGS.format(**words))
        code, out, err = await gridhearth("operator", "deploy", "--config", str(config))
        assert code == 0, err
        words["contract"] = f'contract = "{out.strip()}"'
        config.write_text(SETTINGS.format(**words))
        for expected in (
            "1 enrolled or changed, 1 members\n",
            "0 enrolled or changed, 1 members\n",
        ):
            code, out, err = await gridhearth("operator", "enrol", "--config", str(config))
            assert (code, out) == (0, expected), err
        credit = ("operator", "credit", HOMES[0].address, "5000", "--config", str(config))
        code, out, err = await gridhearth(*credit)
        assert (code, out) == (0, "balance_micro 5000\n"), err
        once = ("operator", "reconcile", "--once", "--collect", "0.5", "--config", str(config))
        code, out, err = await gridhearth(*once)
        assert code == 0, err
        assert "0 orders are not settled" in out
        await look_at_it(config, tmp_path)


def contents(directory: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in directory.iterdir()}


async def look_at_it(config: Path, place: Path) -> None:
    """The commands that only look: they change no file of the operator's, and none that is there."""
    before = contents(place)
    bills, page = place / "bills.csv", place / "summary.html"
    looks = [
        ("reconcile", "--dry-run"),
        ("evidence", "--json"),
        ("bills", "--csv", str(bills)),
        ("summary", "--html", str(page)),
    ]
    told = await asyncio.gather(
        *(gridhearth("operator", *words, "--config", str(config)) for words in looks)
    )
    assert [code for code, _, _ in told] == [0, 0, 0, 0], told
    dry, evidence, billed, summed = (out for _, out, _ in told)
    assert "Nothing is to be put on the chain." in dry
    assert json.loads(evidence)["evidence"] == []
    assert "difference 0" in billed
    assert "difference 0" in summed
    assert bills.read_text().startswith("cycle,delivery_cycle,")
    assert page.read_text().startswith("<!doctype html>")
    made = {bills.name, page.name}
    after = {name: body for name, body in contents(place).items() if name not in made}
    assert after == before
    again = await gridhearth("operator", "bills", "--csv", str(bills), "--config", str(config))
    assert again[0] == 1
    assert "--force" in again[2]


def test_every_mistake_in_the_settings_is_named_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "operator.toml"
    config.write_text(
        'colour = "red"\n[chain]\nnetwork = "n"\nupstreams = []\nfee_cap_wei = -1\n'
        "[[members]]\nvertex = 1.5\n"
    )
    assert main(["operator", "reconcile", "--config", str(config)]) == 2
    said = capsys.readouterr().err
    for name in ("colour", "store", "chain.key", "fee_cap_wei", "members[0].vertex", "report_key"):
        assert name in said


def test_a_missing_settings_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["operator", "deploy", "--config", str(tmp_path / "none.toml")]) == 2
    assert "could not be read" in capsys.readouterr().err


def test_the_brokers_settings_all_reach_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """A revocation list that is set and not used would let a stolen certificate in."""
    tls = TlsFiles(ca="/ca", certificate="/cert", key="/key", crl="/crl")
    link = BrokerLink(host="broker", port=8883, tls=tls, mqtt="5")
    given: list[mqtt_paho.BrokerSettings] = []
    monkeypatch.setattr(mqtt_paho, "PahoBroker", given.append)
    _broker(
        SimpleNamespace(  # type: ignore[arg-type]
            settings=SimpleNamespace(broker=link),
            network=SimpleNamespace(chain_id=7),
            contract=Address("0x" + "c0" * 20),
            signer=SimpleNamespace(address=HOMES[0].address),
        )
    )
    (settings,) = given
    assert (settings.host, settings.port, settings.mqtt5) == ("broker", 8883, True)
    assert settings.tls == mqtt_paho.TlsFiles("/ca", "/cert", "/key", "/crl")
