"""`gridhearth operator`: set a market up, and reconcile its members' delivery reports."""

import argparse
import sys

from agent.commands import (
    operator_bills,
    operator_broker,
    operator_events,
    operator_evidence,
    operator_invite,
    operator_join,
    operator_reconcile,
    operator_summary,
)
from agent.commands.operator_outside import (
    DEFAULT_CONFIG,
    FAILED,
    Outside,
    StartError,
    add_settings,
    command,
)

MAX_MICRO = 2**53 - 1


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the `operator` commands to the command line's subparsers."""
    operator = subparsers.add_parser("operator", help="set up and run a market")
    commands = operator.add_subparsers(dest="operator_command", required=True, metavar="COMMAND")
    operator_reconcile.add_to_operator(commands)
    deploy = commands.add_parser("deploy", help="create the market of the settings file")
    deploy.set_defaults(func=command(_deploy))
    enrol = commands.add_parser(
        "enrol", help="enrol (or change) the members of the settings file, or a box that asks"
    )
    operator_join.add_request(enrol)
    by_settings = command(_enrol)
    enrol.set_defaults(
        func=lambda given: (given.by_request if given.request is not None else by_settings)(given)
    )
    operator_invite.add_to_operator(commands)
    credit = commands.add_parser("credit", help="add money to a member's account")
    credit.add_argument("member", help="the member's chain address")
    credit.add_argument("micro", type=int, help="millionths of the currency")
    credit.set_defaults(func=command(_credit))
    for one in (deploy, enrol, credit):
        add_settings(one)
    operator_bills.add_to_operator(commands)
    operator_summary.add_to_operator(commands)
    operator_evidence.add_to_operator(commands)
    operator_events.add_to_operator(commands, DEFAULT_CONFIG)
    operator_broker.add_to_operator(commands, DEFAULT_CONFIG)


async def _deploy(_arguments: argparse.Namespace, outside: Outside) -> int:
    from agent.contracts.artifact import load_artifact
    from agent.dso.enrol import contract_address, deployment
    from agent.dso.errand import run_errand
    from agent.ledger.market_contract import CODE_HASH

    settings = outside.settings
    missing = [name for name in ("market", "terms", "welfare") if getattr(settings, name) is None]
    if settings.market is None or settings.terms is None or settings.welfare is None:
        raise StartError(f"the settings have no table {', '.join(missing)}")
    wanted = deployment(
        load_artifact().creation,
        outside.signer.address,
        settings.market,
        settings.terms,
        settings.welfare,
    )
    chain = outside.client.view()
    before = outside.store.load().pending  # of an interrupted run: confirmed, not sent again
    again = [one.nonce for one in before if set(one.names) & set(wanted.names)]
    nonces = await run_errand(chain, outside.sender(chain), [wanted])
    contract = contract_address(outside.signer.address, [*again, *nonces][-1])
    account = await chain.account(contract, await chain.next_head())
    if account.code_hash != CODE_HASH:
        raise StartError(f"there is no market at {contract}: the deployment failed")
    print(contract)
    return 0


async def _enrol(_arguments: argparse.Namespace, outside: Outside) -> int:
    from agent.dso.chain_reader import MarketReader
    from agent.dso.enrol import enrolments
    from agent.dso.errand import enrolled, run_errand
    from agent.units import Address

    plans = outside.settings.members
    members = [Address(plan.address) for plan in plans]
    chain = outside.client.view()
    reader = MarketReader(chain, outside.contract)
    head = await chain.next_head()
    await reader.times(head, outside.signer.address)
    requests = enrolments(outside.contract, plans, await enrolled(reader, members, head))
    await run_errand(chain, outside.sender(chain), requests)
    known = await enrolled(reader, members, await chain.next_head())
    left = enrolments(outside.contract, plans, known)
    for request in left:
        print(f"not done: {request.names[0]}", file=sys.stderr)
    print(f"{len(requests) - len(left)} enrolled or changed, {len(plans)} members")
    return FAILED if left else 0


async def _credit(arguments: argparse.Namespace, outside: Outside) -> int:
    from agent.dso.chain_reader import MarketReader
    from agent.dso.enrol import credit
    from agent.dso.errand import enrolled, run_errand
    from agent.ledger.market_contract import account_slot, signed
    from agent.units import Address

    member, micro = Address(arguments.member.lower()), arguments.micro
    if not 0 < micro <= MAX_MICRO:
        raise StartError(f"{micro} is no amount from 1 to {MAX_MICRO}")
    chain = outside.client.view()
    reader = MarketReader(chain, outside.contract)
    head = await chain.next_head()
    if member not in await enrolled(reader, [member], head):
        raise StartError(f"{member} is not enrolled")
    await run_errand(chain, outside.sender(chain), [credit(outside.contract, member, micro)])
    (word,) = await reader.words([account_slot(member)], await chain.next_head())
    print(f"balance_micro {signed(word)}")
    return 0
