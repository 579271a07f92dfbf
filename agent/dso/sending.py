"""The operator's transactions: one nonce each, kept before they are sent, sent until confirmed.

Nonces come from the verified account, never from a node's word; a transaction is confirmed when
the proven account nonce has passed it. What it then did is read from storage, not from it.
"""

import msgspec

from agent.dso.plan import Action, PutReports, Release, Settle, Void, names
from agent.dso.store import OperatorStore, Pending
from agent.ledger import market_contract as market
from agent.ledger import transaction
from agent.ledger.market_contract import Call
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain, ChainError, Signer
from agent.units import Address

MOST_IN_FLIGHT = 4
"""Few enough that a wrong plan costs little, enough for a street's settlement in one phase."""

REPEAT_AFTER_BLOCKS = 3


class FeeRules(msgspec.Struct, frozen=True):
    """What the operator is willing to pay per unit of gas, in wei."""

    tip_wei: int
    cap_wei: int


class Request(msgspec.Struct, frozen=True):
    """A transaction to make: receiver (None creates a contract), call data, gas, and its names."""

    to: Address | None
    data: bytes
    gas: int
    names: tuple[str, ...] = ()


def request(contract: Address, action: Action) -> Request:
    """Return the transaction that does an action."""
    match action:
        case PutReports(reports):
            data = market.call_report(reports)
            gas = market.gas_limit(Call.REPORT, len(reports))
        case Settle(cycle, indexes):
            data = market.call_settle(cycle, indexes)
            gas = market.gas_limit(Call.SETTLE, len(indexes))
        case Release(cycle, indexes):
            data = market.call_release(cycle, indexes)
            gas = market.gas_limit(Call.RELEASE, len(indexes))
        case Void(cycle):
            data = market.call_void(cycle)
            gas = market.gas_limit(Call.VOID)
    return Request(contract, data, gas, names(action))


class Sender:
    """Sends one account's transactions in order, and sends them again until they are confirmed."""

    def __init__(
        self, chain: Chain, signer: Signer, store: OperatorStore, chain_id: int, fees: FeeRules
    ) -> None:
        self._chain = chain
        self._signer = signer
        self._store = store
        self._chain_id = chain_id
        self._fees = fees
        self._pending = {one.nonce: one for one in store.load().pending}
        self._sent_at: dict[int, int] = {}
        self._nonce = 0
        self.trouble = ""
        """Why the last transaction could not be sent, for the operator's eyes."""

    @property
    def under_way(self) -> frozenset[str]:
        """What was sent and is not confirmed (agent.dso.plan.names)."""
        return frozenset(name for one in self._pending.values() for name in one.names)

    @property
    def free(self) -> int:
        """How many more transactions may be sent now."""
        return MOST_IN_FLIGHT - len(self._pending)

    async def confirm(self, head: VerifiedHead) -> frozenset[str]:
        """Drop what the chain has done at `head`; return its names. ChainError."""
        account = await self._chain.account(self._signer.address, head)
        done = [nonce for nonce in self._pending if nonce < account.nonce]
        if done:
            self._store.confirm_below(account.nonce)
        self._nonce = account.nonce
        for nonce in done:
            self._sent_at.pop(nonce, None)
        return frozenset(name for nonce in done for name in self._pending.pop(nonce).names)

    async def send(self, wanted: Request, head: VerifiedHead) -> int | None:
        """Sign, keep, then send; return the nonce, None when the fee cap is below the base fee.

        Call `confirm` with the same head first. A transaction no node took stays kept and is sent
        again by `repeat`.
        """
        fees = transaction.first_fees(head.base_fee_wei, self._fees.tip_wei, self._fees.cap_wei)
        if fees is None:
            self.trouble = (
                f"the base fee of {head.base_fee_wei} wei is above the cap of {self._fees.cap_wei}"
            )
            return None
        nonce = max([self._nonce, *(one + 1 for one in self._pending)])
        pending = self._signed(wanted, nonce, fees)
        self._store.save_pending(pending)
        self._pending[nonce] = pending
        await self._broadcast(pending, head)
        return nonce

    async def repeat(self, head: VerifiedHead) -> None:
        """Send again what is not confirmed, the same bytes; with a higher fee only when needed."""
        for nonce, pending in sorted(self._pending.items()):
            if head.number - self._sent_at.get(nonce, -REPEAT_AFTER_BLOCKS) < REPEAT_AFTER_BLOCKS:
                continue
            await self._broadcast(self._affordable(pending, head), head)

    def _affordable(self, pending: Pending, head: VerifiedHead) -> Pending:
        """Return the transaction, with new fees when its own no longer cover the base fee."""
        made = transaction.decode(pending.raw).transaction
        if made.fees.max_fee_wei >= head.base_fee_wei:
            return pending
        fees = None
        if head.base_fee_wei <= self._fees.cap_wei:
            fees = transaction.bumped_fees(made.fees, head.base_fee_wei, self._fees.cap_wei)
        if fees is None:  # the fees may fall again; the bytes stay good
            return pending
        again = Request(made.to, made.data, made.gas_limit, pending.names)
        bumped = self._signed(again, pending.nonce, fees)
        self._store.save_pending(bumped)
        self._pending[pending.nonce] = bumped
        return bumped

    def _signed(self, wanted: Request, nonce: int, fees: transaction.Fees) -> Pending:
        made = transaction.Transaction(
            chain_id=self._chain_id,
            nonce=nonce,
            fees=fees,
            gas_limit=wanted.gas,
            to=wanted.to,
            data=wanted.data,
        )
        signature = self._signer.sign_digest(transaction.signing_digest(made))
        return Pending(nonce, wanted.names, transaction.serialise(made, signature))

    async def _broadcast(self, pending: Pending, head: VerifiedHead) -> None:
        try:
            await self._chain.broadcast(pending.raw)
        except ChainError as refused:
            self.trouble = str(refused)
        else:
            self._sent_at[pending.nonce] = head.number
            self.trouble = ""
