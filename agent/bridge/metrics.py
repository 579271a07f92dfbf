"""Measurements as Prometheus reads them: families of samples and their text. Pure.

Text format 0.0.4 of Prometheus (exposition formats). Written here and not by prometheus_client:
importing that costs 5.2 MiB of memory (0.26.0, Python 3.11), its families are the same tuples, and
its numbers are floats where ours are exact. The tests read our text with that library's parser.

Names carry units; labels take their values from fixed lists only, so that no outside can grow them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from agent.api.sections import Snapshot
from agent.api.words import decimal
from agent.bridge.house import ORDER_STAGES, amount, grid_register
from agent.units import MICRO

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

CHAIN_STAGES = ("unsynced", "syncing", "live", "stale", "halted")
RADIO_STAGES = ("starting", "up", "degraded", "down", "no-network", "other-network")
STATUSES = ("green", "red", "unknown")

Kind = Literal["gauge", "counter"]


class Sample(msgspec.Struct, frozen=True):
    """One line: labels in order, and a number as an integer or an exact decimal text."""

    value: int | str
    labels: tuple[tuple[str, str], ...] = ()


class Family(msgspec.Struct, frozen=True):
    """One measurement with everything its labels tell apart."""

    name: str
    kind: Kind
    help: str
    samples: tuple[Sample, ...]


class LinkFacts(msgspec.Struct, frozen=True):
    """One MQTT connection since the start of the process."""

    up: bool
    connections: int
    dropped: int
    oversize: int


class ProcessFacts(msgspec.Struct, frozen=True):
    """The daemon as the kernel sees it."""

    resident_bytes: int
    cpu_ms: int
    open_files: int
    started_s: int


class MetricFacts(msgspec.Struct, frozen=True):
    """What the snapshot does not say."""

    now_ms: int
    version: str
    clock_trusted: bool
    orders: Mapping[str, int]
    """Orders remembered, by stage."""
    trades: int
    endorsed: int
    reports_signed: int
    """Cycles with a signed report, within the correction window."""
    reports_unsigned: int
    reports_refused: int
    receipts: int
    junk: int
    """Messages of the operator's broker that were not sound."""
    replayed: int
    journal_bytes: int
    journal_entries: int
    """Sequence of the newest entry."""
    process: ProcessFacts
    links: Mapping[str, LinkFacts]
    house_commands: Mapping[str, int] | None = None
    """None: there is no house link."""


def families(snapshot: Snapshot, facts: MetricFacts) -> Iterator[Family]:
    """Yield every measurement; those that are not known now have no sample."""
    yield _one("gridhearth_build_info", "Version of the agent.", 1, version=facts.version)
    yield from _market(snapshot, facts)
    yield from _reports(snapshot, facts)
    yield from _chain(snapshot, facts)
    yield from _home(snapshot)
    yield from _money(snapshot)
    yield from _radio(snapshot)
    yield from _links(facts)
    yield _one("gridhearth_alerts", "Alerts that hold now.", len(snapshot.alerts))
    yield _one("gridhearth_journal_bytes", "Size of the journal's files.", facts.journal_bytes)
    yield _one(
        "gridhearth_journal_entries_total",
        "Sequence of the journal's newest entry.",
        facts.journal_entries,
        "counter",
    )
    yield _one(
        "gridhearth_journal_replayed_entries",
        "Entries replayed at this start.",
        facts.replayed,
    )
    yield from _process(facts.process)


def exposition(found: Iterable[Family]) -> str:
    """Return the text; a family without samples is left out."""
    lines = []
    for family in found:
        if not family.samples:
            continue
        lines.append(f"# HELP {family.name} {_escaped(family.help)}")
        lines.append(f"# TYPE {family.name} {family.kind}")
        for sample in family.samples:
            told = ",".join(f'{key}="{_quoted(value)}"' for key, value in sample.labels)
            lines.append(f"{family.name}{'{' + told + '}' if told else ''} {sample.value}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')


def _one(
    name: str, about: str, value: int | str | None, kind: Kind = "gauge", **labels: str
) -> Family:
    samples = () if value is None else (Sample(value, tuple(labels.items())),)
    return Family(name, kind, about, samples)


def _states(name: str, about: str, label: str, states: Iterable[str], now: str | None) -> Family:
    """One sample per possible state, 1 for the one that holds; none when there is no state."""
    samples = tuple(Sample(int(state == now), ((label, state),)) for state in states)
    return Family(name, "gauge", about, () if now is None else samples)


def _market(snapshot: Snapshot, facts: MetricFacts) -> Iterator[Family]:
    market = snapshot.market
    yield _one("gridhearth_cycle_number", "Market cycle of now.", market.cycle)
    yield _one(
        "gridhearth_cleared_cycle_number", "Newest cycle with a price.", market.last_price_cycle
    )
    price = market.last_price_micro_per_kwh
    yield _one(
        "gridhearth_price_per_kwh",
        "Price of the newest cleared cycle, per kWh.",
        None if price is None else amount(price),
        currency=snapshot.currency,
    )
    yield Family(
        "gridhearth_orders",
        "gauge",
        "Own orders remembered, by stage.",
        tuple(Sample(facts.orders.get(stage, 0), (("stage", stage),)) for stage in ORDER_STAGES),
    )
    yield _one("gridhearth_trades", "Trades of the orders remembered.", facts.trades)
    yield _one("gridhearth_endorsements", "Cycles endorsed and remembered.", facts.endorsed)


def _reports(snapshot: Snapshot, facts: MetricFacts) -> Iterator[Family]:
    yield _one(
        "gridhearth_reports_signed",
        "Cycles of the correction window with a signed delivery report.",
        facts.reports_signed,
    )
    yield _one(
        "gridhearth_reports_waiting",
        "Delivery reports without a receipt.",
        snapshot.broker.waiting_reports,
    )
    yield _one(
        "gridhearth_reports_unsigned", "Reports waiting for a signature.", facts.reports_unsigned
    )
    yield _one(
        "gridhearth_reports_receipted",
        "Cycles of the correction window whose reports somebody has taken over.",
        facts.receipts,
    )
    yield _one(
        "gridhearth_registers_refused_total",
        "Boundary registers that could not be reported.",
        facts.reports_refused,
        "counter",
    )


def _chain(snapshot: Snapshot, facts: MetricFacts) -> Iterator[Family]:
    chain = snapshot.chain
    yield _states(
        "gridhearth_chain_stage", "How the chain is followed.", "stage", CHAIN_STAGES, chain.state
    )
    yield _one("gridhearth_chain_height_blocks", "Number of the newest block.", chain.height)
    age_ms = None if chain.at_ms is None else facts.now_ms - chain.at_ms
    yield _one(
        "gridhearth_chain_age_seconds",
        "Age of the newest proven block.",
        None if age_ms is None else decimal(age_ms, 1_000, 3),
    )
    yield _one(
        "gridhearth_clock_trusted",
        "1 once the wall clock may be believed.",
        int(facts.clock_trusted),
    )


def _home(snapshot: Snapshot) -> Iterator[Family]:
    home = snapshot.home
    yield _states("gridhearth_surplus_status", "Surplus status.", "status", STATUSES, home.status)
    yield _one(
        "gridhearth_import_watthours_total",
        "Register drawn from the grid.",
        grid_register(snapshot, "import"),
        "counter",
    )
    yield _one(
        "gridhearth_export_watthours_total",
        "Register given to the grid.",
        grid_register(snapshot, "export"),
        "counter",
    )
    yield _one("gridhearth_grid_power_watts", "Positive is from the grid.", home.import_power_w)
    yield _one("gridhearth_generation_watts", "Made by the panels.", home.generation_w)
    yield _one("gridhearth_usage_watts", "Used in the home.", home.usage_w)
    out_w = None if home.storage_w is None else -home.storage_w
    yield _one("gridhearth_battery_watts", "Positive is out of the battery.", out_w)


def _money(snapshot: Snapshot) -> Iterator[Family]:
    money, currency = snapshot.money, snapshot.currency
    balance = None if money.balance_micro is None else amount(money.balance_micro)
    yield _one("gridhearth_balance", "The account as proven.", balance, currency=currency)
    for name, micro in (
        ("earned", money.earned_micro),
        ("spent", money.spent_micro),
        ("penalty", money.penalty_micro),
    ):
        yield _one(
            f"gridhearth_{name}_total",
            f"Sum settled: {name}.",
            decimal(micro, MICRO, 6),
            "counter",
            currency=currency,
        )


def _radio(snapshot: Snapshot) -> Iterator[Family]:
    radio = snapshot.radio
    yield _states(
        "gridhearth_radio_stage",
        "How the radio is.",
        "stage",
        RADIO_STAGES,
        None if radio is None else radio.stage,
    )
    if radio is None:
        return
    here = {line.ieee: line.available for line in snapshot.devices if line.ieee}
    counts = {"true": sum(here.values()), "false": len(here) - sum(here.values())}
    yield Family(
        "gridhearth_radio_devices",
        "gauge",
        "Devices of the radio network.",
        tuple(Sample(count, (("available", word),)) for word, count in counts.items()),
    )


def _links(facts: MetricFacts) -> Iterator[Family]:
    def each(name: str, kind: Kind, about: str, field: str) -> Family:
        return Family(
            f"gridhearth_mqtt_{name}",
            kind,
            about,
            tuple(
                Sample(int(getattr(one, field)), (("link", link),))
                for link, one in facts.links.items()
            ),
        )

    yield each("up", "gauge", "1 while the broker is connected.", "up")
    yield each("connections_total", "counter", "Connections that came up.", "connections")
    yield each("dropped_messages_total", "counter", "Messages that found no room.", "dropped")
    yield each("oversize_packets_total", "counter", "Packets refused for their size.", "oversize")
    yield _one(
        "gridhearth_junk_messages_total",
        "Messages of the operator's broker that were not sound.",
        facts.junk,
        "counter",
    )
    if facts.house_commands is not None:
        yield Family(
            "gridhearth_house_commands_total",
            "counter",
            "Commands of the house's broker, by what became of them.",
            tuple(
                Sample(count, (("result", result),))
                for result, count in facts.house_commands.items()
            ),
        )


def _process(process: ProcessFacts) -> Iterator[Family]:
    yield _one(
        "process_resident_memory_bytes", "Resident memory of the daemon.", process.resident_bytes
    )
    yield _one(
        "process_cpu_seconds_total",
        "Processor time of the daemon, user and system.",
        decimal(process.cpu_ms, 1_000, 3),
        "counter",
    )
    yield _one("process_open_fds", "Open files of the daemon.", process.open_files)
    yield _one("process_start_time_seconds", "Start of the daemon.", process.started_s)
