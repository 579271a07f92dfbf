"""The operator's first hour: deploy the contract, enrol the street, credit every home."""

from collections.abc import Sequence

import msgspec

from agent.contracts.artifact import load_artifact
from agent.dso import enrol
from agent.dso.sending import FeeRules, Sender
from agent.dso.settings import MarketPlan, MemberPlan, TermsPlan, WelfarePlan
from agent.dso.store import OperatorStore
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedHead
from agent.market.welfare import WelfareParameters
from agent.ports import Chain, Signer
from agent.units import Address

WAVE = 48
"""Transactions on their way at one time; a node keeps 64 of one account."""
FEES = FeeRules(tip_wei=1_000_000, cap_wei=100_000_000_000)


class MarketTerms(msgspec.Struct, frozen=True):
    """What the operator decides: config/demo/market.toml explains each."""

    currency: str
    charge_micro_per_m: int
    penalty_micro_per_kwh: int
    max_tariff_micro: int
    lowest_micro_per_kwh: int
    highest_micro_per_kwh: int
    limit_wh: int
    allowance_micro: int
    start_credit_micro: int
    welfare: WelfareParameters


class FoundingError(Exception):
    """The market could not be set up; the sentence says what the chain did not do."""


async def found_market(
    chain: Chain,
    signer: Signer,
    store: OperatorStore,
    chain_id: int,
    plan: MarketPlan,
    terms: MarketTerms,
    homes: Sequence[MemberPlan],
) -> Address:
    """Set the market up and return its address, everything proven; FoundingError, ChainError."""
    head = await chain.next_head()
    sender = Sender(chain, signer, store, chain_id, FEES)
    first = (await chain.account(signer.address, head)).nonce
    contract = enrol.contract_address(signer.address, first)
    creation = bytes.fromhex(load_artifact().bytecode.removeprefix("0x"))
    waiting = [
        enrol.deployment(creation, signer.address, plan, _terms(terms), _welfare(terms)),
        *enrol.enrolments(contract, homes, {}),
        *(enrol.credit(contract, Address(h.address), terms.start_credit_micro) for h in homes),
    ]
    while waiting or sender.under_way:
        await sender.confirm(head)
        while waiting and len(sender.under_way) < WAVE:
            await sender.send(waiting.pop(0), head)
        await sender.repeat(head)
        head = await chain.next_head()
        await sender.confirm(head)
    await _prove(chain, contract, head, homes, terms)
    return contract


def _terms(terms: MarketTerms) -> TermsPlan:
    return TermsPlan(
        charge_micro_per_m=terms.charge_micro_per_m,
        penalty_micro_per_kwh=terms.penalty_micro_per_kwh,
        max_tariff_micro=terms.max_tariff_micro,
    )


def _welfare(terms: MarketTerms) -> WelfarePlan:
    w = terms.welfare
    return WelfarePlan(a=w.a, b=w.b, c=w.c, omega=w.omega, alpha=w.alpha)


async def _prove(
    chain: Chain,
    contract: Address,
    head: VerifiedHead,
    homes: Sequence[MemberPlan],
    terms: MarketTerms,
) -> None:
    """What was sent is not what was done: look."""
    account = await chain.account(contract, head)
    if account.code_hash != market.CODE_HASH:
        raise FoundingError(f"the contract at {contract} is not the market that was deployed")
    addresses = [Address(home.address) for home in homes]
    balances = await chain.storage(contract, [market.account_slot(a) for a in addresses], head)
    members = await chain.storage(contract, [market.member_slot(a) for a in addresses], head)
    poor = sum(word != terms.start_credit_micro for word in balances)
    strange = sum(not market.Member.unpack(word).enrolled for word in members)
    if poor or strange:
        raise FoundingError(f"{strange} homes were not enrolled and {poor} not credited")
