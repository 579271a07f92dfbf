"""What a home may never have done, judged from outside: the chain, the broker, the lines.

Each function returns complaints, one sentence each; none means innocent. The judge knows
nothing of the agent's own state: it could be another program that is judged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from agent.bridge.report import Report, ReportDomain, report_digest
from agent.ledger.transaction import Signed
from agent.market.cycle import CycleTimes, Phase
from agent.units import Address
from drivers.simulated.feeder_meter import profile, register_wh
from drivers.simulated.profiles import read_load_w, read_pv_tenthousandths
from drivers.simulated.street import HomePlan
from tests.whole.chain_facts import ChainFacts, Executed, OrderFact, ordered_cycle

MINUTES_PER_CYCLE = 15


def nonces(sent: Iterable[Signed]) -> list[str]:
    """One nonce, one purpose, for ever: a dearer attempt must ask for the same."""
    purposes: dict[tuple[Address, int], set[object]] = defaultdict(set)
    for one in sent:
        asked = one.transaction
        purposes[one.sender, asked.nonce].add((asked.to, asked.value_wei, asked.data))
    return [
        f"{sender} signed nonce {nonce} for {len(found)} different purposes"
        for (sender, nonce), found in purposes.items()
        if len(found) > 1
    ]


def orders_once(
    executed: Iterable[Executed], member: Address, deliberate: Counter[int]
) -> list[str]:
    """An order per cycle, and one more for each time a person changed it in that cycle."""
    per_cycle: dict[int, list[bytes]] = defaultdict(list)
    for one in executed:
        cycle = ordered_cycle(one.data)
        if one.sender == member and cycle is not None:
            per_cycle[cycle].append(one.data)
    complaints = []
    for cycle, found in per_cycle.items():
        twice = [data for data, count in Counter(found).items() if count > 1]
        if twice:
            complaints.append(f"{member} sent the same order of cycle {cycle} twice")
        if len(found) > 1 + deliberate[cycle]:
            complaints.append(
                f"{member} sent {len(found)} orders in cycle {cycle},"
                f" asked for were {1 + deliberate[cycle]}"
            )
    return complaints


def late_orders(sent: Iterable[tuple[float, Signed]], times: CycleTimes) -> list[str]:
    """No order leaves the home for the first time after its gate has closed."""
    first: dict[bytes, float] = {}
    for at_s, one in sent:
        first.setdefault(one.transaction.data, at_s)
    complaints = []
    for data, at_s in first.items():
        cycle = ordered_cycle(data)
        if cycle is None:
            continue
        gate_s = times.phase_end_ms(cycle, Phase.QUOTATION) / 1_000
        if at_s >= gate_s:
            complaints.append(f"an order of cycle {cycle} left {at_s - gate_s:.1f} s late")
    return complaints


def reports_once(domain: ReportDomain, reports: Iterable[Report]) -> list[str]:
    """One report per cycle and revision, however often it is sent."""
    digests: dict[tuple[Address, int, int], set[bytes]] = defaultdict(set)
    for report in reports:
        name = (report.member, report.cycle, report.revision)
        digests[name].add(report_digest(domain, report))
    return [
        f"{member} signed {len(found)} different reports of cycle {cycle}, revision {revision}"
        for (member, cycle, revision), found in digests.items()
        if len(found) > 1
    ]


def exact_registers(plan: HomePlan, start_minute: int, cycle: int) -> tuple[int, int]:
    """Return what the simulated meter shows at the end of a cycle: (import, export) in Wh."""
    day = profile(read_load_w(plan.load), read_pv_tenthousandths(plan.day), plan.pv_w_peak)
    minute = start_minute + MINUTES_PER_CYCLE * (cycle + 1)
    return register_wh(day.imported, minute), register_wh(day.exported, minute)


def energy(
    plan: HomePlan, start_minute: int, reports: Sequence[Report], cycles: range
) -> list[str]:
    """Every cycle has a report, and each says exactly what the meter showed."""
    complaints = [
        f"{plan.name}: no report of cycle {cycle} ever came"
        for cycle in cycles
        if not any(report.cycle == cycle for report in reports)
    ]
    for report in reports:
        exact = exact_registers(plan, start_minute, report.cycle)
        if (report.import_wh, report.export_wh) != exact:
            complaints.append(
                f"{plan.name}: cycle {report.cycle} was reported as"
                f" {report.import_wh}/{report.export_wh} Wh, the meter showed {exact}"
            )
    return complaints


def chain_energy(
    plan: HomePlan, start_minute: int, member: Address, facts: ChainFacts
) -> list[str]:
    """What the contract holds is what the meter showed."""
    return [
        f"{plan.name}: the chain has {found.import_wh}/{found.export_wh} Wh for cycle {cycle}"
        for (who, cycle), found in facts.registers.items()
        if who == member
        and (found.import_wh, found.export_wh) != exact_registers(plan, start_minute, cycle)
    ]


def money(
    balances: Mapping[Address, int],
    orders: Iterable[OrderFact],
    credited_micro: int,
    operator: Address,
) -> list[str]:
    """Money is conserved, and every account is its credit and each settlement once."""
    total = sum(balances.values())
    members = [address for address in balances if address != operator]
    complaints = []
    if total != credited_micro * len(members):
        complaints.append(
            f"all accounts hold {total}, credited were {credited_micro * len(members)}"
        )
    posted: Counter[Address] = Counter()
    for order in orders:
        posted[order.member] += order.amount_micro
    complaints += [
        f"{member} holds {balances[member]}, its settlements make it {credited_micro + posted[member]}"
        for member in members
        if balances[member] != credited_micro + posted[member]
    ]
    return complaints
