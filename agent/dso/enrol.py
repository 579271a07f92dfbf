"""Setting a market up: its deployment, its members, their money. What is done is not repeated."""

from collections.abc import Iterable, Mapping

import msgspec

from agent.dso.sending import Request
from agent.dso.settings import MarketPlan, MemberPlan, TermsPlan, WelfarePlan, terms_of, welfare_of
from agent.hashing import keccak256
from agent.ledger import market_contract as market
from agent.ledger import rlp
from agent.ledger.market_contract import Call, Member
from agent.units import Address


class Enrolled(msgspec.Struct, frozen=True):
    """A member as verified storage shows it."""

    member: Member
    report_key: Address
    meter: bytes


def deployment(
    creation: bytes, operator: Address, plan: MarketPlan, terms: TermsPlan, welfare: WelfarePlan
) -> Request:
    """Return the transaction that creates a market."""
    data = market.deployment(
        creation,
        genesis_s=plan.genesis_s,
        cycle_s=plan.cycle_s,
        operator=operator,
        terms=terms_of(terms),
        welfare=welfare_of(welfare),
        deadline_cycles=plan.deadline_cycles,
        correction_s=plan.correction_s,
    )
    return Request(None, data, market.gas_limit(Call.DEPLOY), (f"deploy {plan.genesis_s}",))


def contract_address(creator: Address, nonce: int) -> Address:
    """Return where a creating transaction puts its contract (Yellow Paper, section 7)."""
    made = keccak256(rlp.encode([bytes.fromhex(creator[2:]), rlp.integer(nonce)]))
    return Address("0x" + made[12:].hex())


def enrolments(
    contract: Address, wanted: Iterable[MemberPlan], known: Mapping[Address, Enrolled]
) -> tuple[Request, ...]:
    """Return one transaction for every member that is not yet enrolled exactly as wanted."""
    return tuple(
        Request(
            contract,
            market.call_enrol(
                Address(plan.address),
                Address(plan.report_key),
                bytes.fromhex(plan.meter[2:]),
                plan.vertex,
                plan.limit_wh,
                plan.allowance_micro,
                endorser=plan.endorser,
            ),
            market.gas_limit(Call.ENROL),
            (f"enrol {plan.address}",),
        )
        for plan in wanted
        if not _same(plan, known.get(Address(plan.address)))
    )


def credit(contract: Address, member: Address, micro: int) -> Request:
    """Return the transaction that adds money to a member's account; each one adds again."""
    data = market.call_credit(member, micro)
    return Request(contract, data, market.gas_limit(Call.CREDIT), (f"credit {member} {micro}",))


def _same(plan: MemberPlan, known: Enrolled | None) -> bool:
    return known is not None and (
        known.member.enrolled,
        known.member.endorser,
        known.member.vertex,
        known.member.limit_wh,
        known.member.allowance_micro,
        known.report_key,
        "0x" + known.meter.hex(),
    ) == (
        True,
        plan.endorser,
        plan.vertex,
        plan.limit_wh,
        plan.allowance_micro,
        plan.report_key,
        plan.meter,
    )
