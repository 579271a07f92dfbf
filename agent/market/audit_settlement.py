"""Auditing bills and incomes outside the chain: what `gridhearth market settle` reads and says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.market.auction import Trade, network_charge_micro
from agent.market.audit_fields import AuditError, Fields, parsed_json
from agent.market.order import UINT64_MAX
from agent.market.quotes import agreements
from agent.market.settlement import Settlement, operator_change_micro, settle

_TERMS = ("price_micro_per_kwh", "penalty_micro_per_kwh", "charge_micro_per_m")


@dataclass(frozen=True, slots=True)
class MeteredMember:
    """What a member's meter said of the delivery cycle; None: the member stayed silent."""

    member: str
    limit_wh: int
    metered_wh: int | None


@dataclass(frozen=True, slots=True)
class SettlementDocument:
    """Members are numbered by their place in `members`; the trades' ids are those numbers."""

    price_micro_per_kwh: int
    penalty_micro_per_kwh: int
    members: tuple[MeteredMember, ...]
    trades: tuple[Trade, ...]


def read_settlement(text: str) -> SettlementDocument:
    """Return the terms, members and trades of a JSON document; AuditError with every problem."""
    problems: list[str] = []
    document = Fields(parsed_json(text), "", (*_TERMS, "members", "trades"), problems)
    price, penalty, charge = (document.whole(name) for name in _TERMS)
    members = [
        _member(value, f"members[{at}]", problems)
        for at, value in enumerate(document.listed("members"))
    ]
    place: dict[str, int] = {}
    for at, member in enumerate(members):
        if member.member and place.setdefault(member.member, at) != at:
            problems.append(f"members[{at}].member {member.member!r} was given before")
    trades = [
        _trade(value, f"trades[{at}]", place, charge, problems)
        for at, value in enumerate(document.listed("trades"))
    ]
    both = {trade.buyer_id for trade in trades} & {trade.seller_id for trade in trades} - {-1}
    problems += [f"member {members[at].member!r} both bought and sold" for at in sorted(both)]
    if problems:
        raise AuditError(problems)
    return SettlementDocument(price, penalty, tuple(members), tuple(trades))


def settled(document: SettlementDocument) -> tuple[tuple[str, Settlement], ...]:
    """Return every trading member with its settlement, in the members' sequence."""
    return tuple(
        (
            document.members[at].member,
            settle(
                agreement,
                price_micro_per_kwh=document.price_micro_per_kwh,
                penalty_micro_per_kwh=document.penalty_micro_per_kwh,
                metered_wh=document.members[at].metered_wh,
                limit_wh=document.members[at].limit_wh,
            ),
        )
        for at, agreement in agreements(document.trades).items()
    )


def settlement_document(bills: Sequence[tuple[str, Settlement]]) -> dict[str, Any]:
    """Return settlements ready for JSON; `sum_micro` is over all accounts and always 0."""
    operator = operator_change_micro(bill for _, bill in bills)
    return {
        "settlements": [
            {
                "member": member,
                "side": bill.side.name.lower(),
                "agreed_wh": bill.agreed_wh,
                "metered_wh": bill.metered_wh,
                "energy_micro": bill.energy_micro,
                "network_charge_micro": bill.network_charge_micro,
                "penalty_micro": bill.penalty_micro,
                "amount_micro": bill.amount_micro,
                "status": bill.status.name.lower(),
            }
            for member, bill in bills
        ],
        "operator_micro": operator,
        "sum_micro": operator + sum(bill.amount_micro for _, bill in bills),
    }


def _member(value: Any, where: str, problems: list[str]) -> MeteredMember:
    fields = Fields(value, where, ("member", "limit_wh", "metered_wh"), problems)
    silent = fields.get("metered_wh") is None
    metered_wh = None if silent else fields.whole("metered_wh")
    return MeteredMember(fields.text("member"), fields.whole("limit_wh"), metered_wh)


def _trade(
    value: Any, where: str, place: dict[str, int], charge_micro_per_m: int, problems: list[str]
) -> Trade:
    """Return one trade; -1 stands for a member that is not named among the members."""
    keys = ["buyer", "seller", "energy_wh", "distance_mm"]
    stated = isinstance(value, dict) and "charge_micro_each" in value
    fields = Fields(value, where, [*keys, "charge_micro_each"] if stated else keys, problems)
    ends = [fields.text(name) for name in ("buyer", "seller")]
    for name, member in zip(("buyer", "seller"), ends, strict=True):
        if member and member not in place:
            fields.refuse(name, f"{member!r} is not among the members")
    distance_mm = fields.whole("distance_mm")
    charge = network_charge_micro(charge_micro_per_m, distance_mm)
    if stated and fields.whole("charge_micro_each") != charge and fields.sound:
        fields.refuse(
            "charge_micro_each", f"does not follow from the distance, which gives {charge}"
        )
    energy_wh = fields.whole("energy_wh", 1, UINT64_MAX)
    buyer, seller = (place.get(member, -1) for member in ends)
    return Trade(buyer, seller, energy_wh, distance_mm, charge)
