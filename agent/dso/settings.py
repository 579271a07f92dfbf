"""The operator's settings file: TOML in, one frozen OperatorSettings out, or every problem."""

import tomllib
from typing import Annotated

from msgspec import Meta

from agent.api.check import Refused, check, problem
from agent.api.sections import Problem
from agent.ledger.market_contract import Terms, Welfare
from agent.settings import BrokerLink, ChainAddress, Credential, FilePath, KeyFile, Table

MAX_MICRO = 2**53 - 1


class OperatorChain(Table, frozen=True):
    """The chain, the market on it, and what its operator pays."""

    network: Annotated[FilePath, Meta(description="The network file.")]
    upstreams: Annotated[tuple[str, ...], Meta(description="JSON-RPC nodes, never believed.")]
    key: Annotated[KeyFile | Credential, Meta(description="The operator's chain key.")]
    contract: (
        Annotated[ChainAddress, Meta(description="The market; not there before it is deployed.")]
        | None
    ) = None
    fee_cap_wei: Annotated[int, Meta(ge=0, le=10**15)] = 20_000_000_000
    tip_wei: Annotated[int, Meta(ge=0, le=10**15)] = 1_000_000


class MarketPlan(Table, frozen=True):
    """A market to deploy: its clock and deadlines, which never change."""

    genesis_s: Annotated[int, Meta(ge=0, le=2**40, description="Unix time cycle 0 begins.")]
    cycle_s: Annotated[int, Meta(ge=15, le=86_400, description="Length of a cycle.")] = 900
    deadline_cycles: Annotated[int, Meta(ge=1, le=1_000)] = 4
    correction_s: Annotated[int, Meta(ge=1, le=2**31)] = 604_800


class TermsPlan(Table, frozen=True):
    """What the operator charges."""

    charge_micro_per_m: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    penalty_micro_per_kwh: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    max_tariff_micro: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    feeder_version: Annotated[int, Meta(ge=0, le=2**32 - 1)] = 1


class WelfarePlan(Table, frozen=True):
    """Parameters of the welfare functions (thesis 2.8, 2.9), in millionths."""

    a: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    b: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    c: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    omega: Annotated[int, Meta(ge=0, le=MAX_MICRO)]
    alpha: Annotated[int, Meta(ge=0, le=MAX_MICRO)]


class MemberPlan(Table, frozen=True):
    """One home to enrol."""

    address: Annotated[ChainAddress, Meta(description="Its order key's address.")]
    report_key: Annotated[ChainAddress, Meta(description="Its report key's address.")]
    meter: Annotated[
        str,
        Meta(
            pattern="^0x[0-9a-f]{64}$",
            title="0x and 64 small hexadecimal digits",
            description="Name of its settlement meter.",
        ),
    ]
    vertex: Annotated[int, Meta(ge=0, le=2**32 - 1, description="Where it is on the feeder.")]
    limit_wh: Annotated[int, Meta(ge=1, le=10**9, description="What it can carry in a cycle.")]
    allowance_micro: Annotated[int, Meta(ge=0, le=MAX_MICRO, description="Most it can lose.")]
    endorser: Annotated[bool, Meta(description="Whether it computes results.")] = False


class OperatorSettings(Table, frozen=True):
    """Everything `gridhearth operator` needs."""

    chain: OperatorChain
    store: Annotated[FilePath, Meta(description="The operator's durable store.")]
    broker: BrokerLink = BrokerLink()
    market: MarketPlan | None = None
    terms: TermsPlan | None = None
    welfare: WelfarePlan | None = None
    members: tuple[MemberPlan, ...] = ()


def read_operator_settings(text: str) -> OperatorSettings:
    """Return the settings in a TOML text; Refused lists every problem with its key path."""
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Refused([Problem("file", "", "TOML", f"The file is not TOML: {wrong}.")]) from wrong
    settings = check(OperatorSettings, given)
    problems = []
    if not settings.chain.upstreams:
        problems.append(problem("chain.upstreams", "[]", "one address or more", "is empty"))
    for name in ("address", "report_key", "meter"):
        values = [getattr(member, name) for member in settings.members]
        problems += [
            problem(f"members.{name}", value, "one home each", f"{value} was given twice")
            for value in sorted({value for value in values if values.count(value) > 1})
        ]
    if problems:
        raise Refused(problems)
    return settings


def terms_of(plan: TermsPlan) -> Terms:
    """Return the contract's terms."""
    return Terms(
        plan.charge_micro_per_m,
        plan.penalty_micro_per_kwh,
        plan.feeder_version,
        plan.max_tariff_micro,
    )


def welfare_of(plan: WelfarePlan) -> Welfare:
    """Return the contract's welfare parameters."""
    return Welfare(plan.a, plan.b, plan.c, plan.omega, plan.alpha)
