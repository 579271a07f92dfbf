"""A box with a canary in every secret place, and a real daemon on it that started all the way.

Its journal says which market it belongs to, so no chain is needed to begin; chain, broker and
stick are away, as on a bad day, and every driver says so in its own words.
"""

import asyncio
import datetime
import os
import secrets
import sqlite3
import sys
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agent.core.events import Started
from agent.daemon_constants import constants_of, timed
from agent.feeders import load_feeder
from agent.networks import load_network
from agent.provisioning.code import RANDOM_BITS, make_code
from agent.settings import read_settings
from agent.shell.run import Runner
from drivers.journal_sqlite import SqliteJournal
from drivers.keystore import read_key_file
from tests.provisioning.joining_story import NETWORK

ROOT = Path(__file__).parents[2]
CYCLE_S = 900
CHAIN_KEYS = ("order key", "report key", "unit key")
LONGEST_PART = 12
"""So many letters of a secret in a row are a leak as well."""


class CanaryHome:
    """The box: `canaries` are its secrets, by name, as they are written."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.state, self.join = place / "state", place / "state" / "join"
        self.join.mkdir(parents=True)
        (self.state / "backups").mkdir()
        self.config, self.socket = place / "gridhearth.toml", place / "api.sock"
        self.metrics = place / "metrics.sock"
        self.log = place / "journal.log"
        self.log.touch()
        self.canaries: dict[str, str] = {}
        for name in ("order", "report"):
            self._file(self.join / f"{name}.key", f"{name} key", secrets.token_hex(32))
        self._file(place / "unit.key", "unit key", secrets.token_hex(32))
        for name in ("house password", "backup passphrase", "radio passphrase"):
            self._file(place / name.replace(" ", "."), name, f"canary{secrets.token_urlsafe(12)}")
        code = make_code(secrets.randbits(RANDOM_BITS))
        self._file(self.state / "one-time-code", "one-time code", code)
        self.pin = f"{secrets.randbelow(10**8):08d}"
        self.canaries["PIN"] = self.pin
        self._broker_files()
        self._radio_database()
        (place / "network.toml").write_text(NETWORK)
        self.config.write_text(self._settings())
        self._journal()

    def _file(self, path: Path, name: str, secret: str) -> None:
        path.write_text(secret + "\n")
        path.chmod(0o600)
        self.canaries[name] = secret

    def _broker_files(self) -> None:
        """A key with a certificate of its own; the broker itself is away."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "canary")])
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=900))
            .sign(key, hashes.SHA256())
        )
        for file in ("broker.crt", "broker-ca.crt"):
            (self.join / file).write_bytes(made.public_bytes(serialization.Encoding.PEM))
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()
        self._file(self.join / "broker.key", "broker key", pem)
        self.canaries["broker key"] = pem.splitlines()[2]  # the first line is alike in all of them

    def _radio_database(self) -> None:
        """Where zigpy keeps the network's key, and a backup of it as another program writes it."""
        key = secrets.token_hex(16)
        with sqlite3.connect(self.state / "zigbee.db") as database:
            database.execute("CREATE TABLE network_backups_v14 (backup_json TEXT)")
            database.execute(
                "INSERT INTO network_backups_v14 VALUES (?)", (f'{{"network_key": "{key}"}}',)
            )
        database.close()
        self.canaries["network key"] = key

    def _settings(self) -> str:
        p = self.place
        return f"""
[home]
name = "canary"
meter = "0x{"00" * 31}07"
[chain]
network = "{p}/network.toml"
upstreams = ["http://127.0.0.1:1"]
contract = "0x{"cc" * 20}"
order_key = {{ type = "file", path = "{self.join}/order.key" }}
report_key = {{ type = "file", path = "{self.join}/report.key" }}
[operator]
address = "0x{"bb" * 20}"
[meters]
driver = "assigned"
[radio]
path = "{p}/no-stick"
database = "{self.state}/zigbee.db"
backup_directory = "{self.state}/radio-backups"
backup_passphrase = {{ type = "file", path = "{p}/radio.passphrase" }}
[storage]
contract = "0x{"dd" * 20}"
[storage.unit]
key = {{ type = "file", path = "{p}/unit.key" }}
capacity_wh = 10000
[backup]
directory = "{self.state}/backups"
passphrase = {{ type = "file", path = "{p}/backup.passphrase" }}
[broker]
host = "localhost"
port = 1
tls = {{ ca = "{self.join}/broker-ca.crt", certificate = "{self.join}/broker.crt", \
key = "{self.join}/broker.key" }}
[house]
enabled = true
host = "127.0.0.1"
port = 1
username = "gridhearth"
password = {{ type = "file", path = "{p}/house.password" }}
[metrics]
socket = "{self.metrics}"
[api]
socket = "{self.socket}"
[journal]
path = "{self.state}/journal.db"
"""

    def _journal(self) -> None:
        """One start, long ago, that knows the market's times."""
        settings = read_settings(self.config.read_text())
        keys = [read_key_file(self.join / f"{name}.key").address for name in ("order", "report")]
        constants = constants_of(settings, load_network(self.place / "network.toml"), *keys)
        from agent.daemon_storage import unit_key, with_storage

        constants = timed(with_storage(constants, settings, unit_key(settings)), 1_700_000_000, 900)
        journal = SqliteJournal(self.state / "journal.db")
        runner = Runner(journal, load_feeder(constants.feeder), lambda _: None, lambda _: None)
        runner.take([Started(1_700_000_000_000, 1_000, "earlier boot", constants)])
        journal.close()

    def daemon(self, *, before: str = "") -> list[str]:
        """Return the command line of a daemon on this box; `before`: what is changed in it first."""
        words = ["daemon", "--config", str(self.config), "--state", str(self.state), "--verbose"]
        text = f"import sys\n{before}\nfrom agent.cli import main\nsys.exit(main({words!r}))"
        return [sys.executable, "-c", text]

    async def started(self, *, before: str = "") -> asyncio.subprocess.Process:
        """Start a daemon whose output goes to the log."""
        with self.log.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                *self.daemon(before=before),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.place,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )

    def leaks(self, text: str) -> list[str]:
        """Return the names of the secrets that a text lets out, whole or in part."""
        low = text.lower()
        found = []
        for name, secret in self.canaries.items():
            plain = secret.lower()
            parts = {plain}
            if len(plain) > 2 * LONGEST_PART:
                step = LONGEST_PART
                parts |= {plain[at : at + 2 * step] for at in range(0, len(plain) - 2 * step, step)}
            if any(part in low for part in parts):
                found.append(name)
            elif name in CHAIN_KEYS and str(int(plain, 16)) in text:
                found.append(f"{name}, as a number")
        return found


def json_text(value: object) -> str:
    """Return a value as the local interface writes it."""
    return msgspec.json.encode(value).decode()
