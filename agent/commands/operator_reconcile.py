"""`gridhearth operator reconcile`: take delivery reports, settle, publish; or say what would be."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from agent.commands.operator_moments import moment
from agent.commands.operator_outside import (
    FAILED,
    UNSETTLED,
    Outside,
    Sight,
    add_settings,
    command,
    looking,
)

if TYPE_CHECKING:
    from agent.dso.operator import Operator
    from agent.dso.settings import OperatorSettings
    from agent.ports import Broker
    from agent.units import Address, CycleNo


def add_to_operator(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `reconcile` to the operator's sub-commands."""
    parser = commands.add_parser(
        "reconcile",
        help="take delivery reports, put them on the chain, settle",
        description="Runs until SIGTERM; may be stopped or killed at any instant. With --once the "
        "exit code is 3 when an order is unsettled past its deadline, 1 when it did not come to "
        "rest in time.",
    )
    parser.add_argument("--once", action="store_true", help="do what can be done now, then stop")
    parser.add_argument(
        "--collect", type=float, default=5.0, metavar="SECONDS", help="of mail before --once"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=120.0,
        metavar="SECONDS",
        help="how long --once waits for its transactions (default: %(default)g)",
    )
    parser.add_argument(
        "--since", type=moment, metavar="CYCLE|DATE", help="leave earlier orders alone"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say what would be sent and booked; send, publish and write nothing",
    )
    add_settings(parser)
    real, dry = command(_reconcile), looking(_dry_run)
    parser.set_defaults(func=lambda arguments: (dry if arguments.dry_run else real)(arguments))


async def _since(
    arguments: argparse.Namespace, outside: "Outside | Sight", operator: "Address"
) -> "CycleNo | None":
    from agent.dso.chain_reader import MarketReader
    from agent.units import CycleNo

    if arguments.since is None:
        return None
    if arguments.since.cycle is not None:
        return CycleNo(arguments.since.cycle)
    chain = outside.client.view()
    times = await MarketReader(chain, outside.contract).times(await chain.next_head(), operator)
    cycle: CycleNo = arguments.since.first_cycle(times)
    return cycle


async def _reconcile(arguments: argparse.Namespace, outside: Outside) -> int:
    from agent.commands.operator_standing import StandingFile
    from agent.dso.operator import Market, Operator
    from agent.dso.sending import FeeRules

    chain = outside.settings.chain
    operator = Operator(
        Market(
            outside.network.chain_id, outside.contract, FeeRules(chain.tip_wei, chain.fee_cap_wei)
        ),
        outside.client.view(),
        outside.signer,
        _broker(outside),
        outside.store,
        since=await _since(arguments, outside, outside.signer.address),
        show=StandingFile(Path(outside.settings.store)).write,
    )
    if not arguments.once:
        await operator.run()
        return 0
    rested = await operator.once(arguments.collect, arguments.patience)
    return _summary(operator, rested=rested)


def _summary(operator: "Operator", *, rested: bool) -> int:
    """Print what one pass came to; return the exit code."""
    from agent.dso.rehearsal_text import unsettled_line
    from agent.dso.standing import HARMLESS

    for name, count in sorted(operator.counts.items()):
        print(f"{name}: {count}")
    standing = operator.standing
    if standing is None:
        print("no final block could be looked at in time")
        return FAILED
    print(f"block {standing.block}: {len(standing.unsettled)} orders are not settled")
    for one in standing.unsettled:
        print(unsettled_line(one))
    for who, cycles in sorted(standing.gaps.items()):
        print(f"missing from {who}: cycles {', '.join(map(str, cycles))}")
    for member, reasons in sorted(standing.refused.items()):
        for reason, count in sorted(reasons.items()):
            if reason != HARMLESS:
                print(f"refused so far on the topic of {member}: {reason}: {count}")
    if standing.evidence:
        print(f"contradicting reports kept as evidence: {len(standing.evidence)}")
    if standing.overdue:
        print(f"{len(standing.overdue)} orders are unsettled past their deadline")
        return UNSETTLED
    if not rested:
        print(f"not done in time: {', '.join(standing.under_way) or 'more is to be done'}")
        return FAILED
    return 0


async def _dry_run(arguments: argparse.Namespace, sight: Sight) -> int:
    from agent.bridge.report import ReportDomain
    from agent.dso.rehearsal import look, rehearse
    from agent.dso.rehearsal_text import rehearsal_lines
    from agent.dso.sending import FeeRules
    from drivers.operator_store_sqlite import read_operator_store

    stored = read_operator_store(Path(sight.settings.store))
    operator = _address(sight.settings)
    known = await look(
        sight.client.view(),
        ReportDomain(sight.network.chain_id, sight.contract),
        operator,
        stored,
        await _since(arguments, sight, operator),
    )
    chain = sight.settings.chain
    for line in rehearsal_lines(known, rehearse(known), FeeRules(chain.tip_wei, chain.fee_cap_wei)):
        print(line)
    return 0


def _address(settings: "OperatorSettings") -> "Address":
    from drivers.keystore import read_key

    return read_key(settings.chain.key).address


def _broker(outside: Outside) -> "Broker":
    from agent.bridge.report import ReportDomain
    from agent.bridge.topics import operator_subscriptions
    from drivers.mqtt_paho import BrokerSettings, PahoBroker, TlsFiles

    link = outside.settings.broker
    tls = None
    if link.tls is not None:
        tls = TlsFiles(link.tls.ca, link.tls.certificate, link.tls.key, link.tls.crl)
    domain = ReportDomain(outside.network.chain_id, outside.contract)
    return PahoBroker(
        BrokerSettings(
            host=link.host,
            port=link.port,
            client_id=f"operator-{outside.signer.address[2:14]}",
            tls=tls,
            mqtt5=link.mqtt == "5",
            subscriptions=operator_subscriptions(domain),
        )
    )
