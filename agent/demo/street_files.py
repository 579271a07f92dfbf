"""What the demonstration's processes read: keys, settings and the genesis, in one directory.

Every key follows from the seed and is public knowledge: development only.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from agent.hashing import keccak256
from agent.units import Address
from drivers.keystore import KeySigner
from drivers.mqtt_tls import TlsFiles
from drivers.simulated.feeder_meter import grid_meter
from drivers.simulated.street import HomePlan

ETHER_WEI = 10**18
OPERATOR_ETHER = 1_000
HOME_ETHER = 100
RELAY_WAIT_S = 5


class HomeKeys(NamedTuple):
    """A home's development keys and its settlement meter's name."""

    order: bytes
    report: bytes
    meter: str

    @property
    def member(self) -> Address:
        return KeySigner(self.order).address

    @property
    def report_address(self) -> Address:
        return KeySigner(self.report).address


def demo_key(seed: int, purpose: str, number: int) -> bytes:
    """Return a development key: keccak of its purpose. Anybody can compute it."""
    return keccak256(f"gridhearth demonstration 1|{seed}|{purpose}|{number}".encode())


def keys_of(seed: int, plan: HomePlan) -> HomeKeys:
    """Return a home's keys; the meter's name is its text, padded to 32 bytes."""
    return HomeKeys(
        order=demo_key(seed, "order", plan.load),
        report=demo_key(seed, "report", plan.load),
        meter="0x" + grid_meter(plan).encode().ljust(32, b"\0").hex(),
    )


def write_genesis(path: Path, rich: dict[Address, int]) -> None:
    """Write the chain's genesis: who owns how much of what pays for transactions."""
    lines = ["[alloc_wei]"]
    lines += [f'{address} = "{ether * ETHER_WEI}"' for address, ether in rich.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def write_key(path: Path, secret: bytes) -> None:
    """Write a key file as the daemon reads it, mode 0600."""
    path.touch(mode=0o600)
    path.write_text(secret.hex() + "\n", "ascii")


class HomeFile(msgspec.Struct, frozen=True):
    """What one home's settings file says."""

    name: str
    meter: str
    directory: str
    socket: str
    network: str
    upstreams: tuple[str, ...]
    contract: Address
    operator: Address
    broker_port: int
    load: int
    pv_w_peak: int
    day: str
    start_minute: int
    lowest_micro_per_kwh: int
    highest_micro_per_kwh: int
    limit_wh: int
    currency: str
    endorser: bool
    broker_tls: TlsFiles | None = None
    stick: str = ""
    """Its radio's port; empty: its meters are simulated in the daemon."""
    battery: str = ""
    """More lines of [meters]: its simulated battery."""
    storage: str = ""
    """Its tables of the storage market."""


def write_home(path: Path, home: HomeFile) -> None:
    """Write a home's settings file: the same format as a real home's."""
    text = f"""# One home of the demonstration. Its keys are public: no real value, ever.
[home]
name = {json.dumps(home.name)}
meter = {json.dumps(home.meter)}
currency = {json.dumps(home.currency)}
clock = "assume-trusted"

[journal]
path = {json.dumps(home.directory + "/journal.db")}

[api]
socket = {json.dumps(home.socket)}

[chain]
network = {json.dumps(home.network)}
upstreams = {json.dumps(list(home.upstreams))}
contract = {json.dumps(home.contract)}
order_key = {{ type = "file", path = {json.dumps(home.directory + "/order.key")} }}
report_key = {{ type = "file", path = {json.dumps(home.directory + "/report.key")} }}

{_broker_tables(home.broker_port, home.broker_tls)}
{_meter_tables(home)}
[limits]
price_floor_micro_per_kwh = {home.lowest_micro_per_kwh}
price_ceiling_micro_per_kwh = {home.highest_micro_per_kwh}
energy_wh = {home.limit_wh}
head_age_s = 10

[endorser]
enabled = {json.dumps(home.endorser)}

[operator]
address = {json.dumps(home.operator)}

{home.storage}"""
    path.write_text(text, "utf-8")


def _meter_tables(home: HomeFile) -> str:
    if home.stick:
        return f"""[meters]
driver = "assigned"

[radio]
path = {json.dumps(home.stick)}
database = {json.dumps(home.directory + "/zigbee.db")}
backup_directory = {json.dumps(home.directory + "/radio-backups")}
channel = 15
# A real relay waits minutes between two positions; a cycle of the demonstration takes seconds.
relay_min_on_s = {RELAY_WAIT_S}
relay_min_off_s = {RELAY_WAIT_S}
"""
    return f"""[meters]
driver = "simulated-feeder"
load = {home.load}
pv_w_peak = {home.pv_w_peak}
day = {json.dumps(home.day)}
start_minute = {home.start_minute}
{home.battery}"""


def write_operator(
    path: Path,
    *,
    directory: Path,
    network: str,
    upstreams: Iterable[str],
    contract: Address,
    broker_port: int,
    broker_tls: TlsFiles | None = None,
) -> None:
    """Write the operator's settings file: the same format as a real operator's."""
    text = f"""# The operator of the demonstration. Its key is public: no real value, ever.
store = {json.dumps(str(directory / "operator.db"))}

[chain]
network = {json.dumps(network)}
upstreams = {json.dumps(list(upstreams))}
contract = {json.dumps(contract)}
key = {{ type = "file", path = {json.dumps(str(directory / "operator.key"))} }}

{_broker_tables(broker_port, broker_tls)}"""
    path.write_text(text, "utf-8")


def _broker_tables(port: int, tls: TlsFiles | None) -> str:
    text = f'[broker]\nhost = "127.0.0.1"\nport = {port}\n'
    if tls is not None:
        text += 'mqtt = "5"\n\n[broker.tls]\n'
        files = msgspec.structs.asdict(tls)
        text += "".join(f"{name} = {json.dumps(path)}\n" for name, path in files.items() if path)
    return text


def my_home(plans: Iterable[HomePlan]) -> HomePlan:
    """Return the home a person drives: of those with panels the one that sells cheapest.

    It can sell and buy, and its orders trade in most cycles; an endorser only when all are.
    """
    plans = tuple(plans)
    return min(
        plans,
        key=lambda plan: (not plan.pv_w_peak, plan.endorser, plan.low_micro_per_kwh, plan.number),
    )
