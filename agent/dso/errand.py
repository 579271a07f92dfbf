"""Does a list of transactions once and waits until the chain has them: set-up by hand."""

from collections.abc import Sequence

from agent.dso.chain_reader import MarketReader
from agent.dso.enrol import Enrolled
from agent.dso.sending import Request, Sender
from agent.ledger import market_contract as market
from agent.ledger.verify import VerifiedHead
from agent.ports import Chain, ChainError
from agent.units import Address


async def run_errand(chain: Chain, sender: Sender, requests: Sequence[Request]) -> list[int]:
    """Send the requests in order; return their nonces once the proven nonce has passed them all.

    What an interrupted run has sent is confirmed and not sent again. ChainError: a fee cap below
    the base fee, or no node.
    """
    before = sender.under_way  # whatever became of it, it is not sent a second time
    waiting = [wanted for wanted in requests if not before & set(wanted.names)]
    head = await chain.next_head()
    await sender.confirm(head)
    nonces: list[int] = []
    while waiting or sender.under_way:
        while waiting and sender.free > 0:
            nonce = await sender.send(waiting[0], head)
            if nonce is None:
                raise ChainError(sender.trouble)
            nonces.append(nonce)
            waiting.pop(0)
        head = await chain.next_head()
        await sender.confirm(head)
        await sender.repeat(head)
    return nonces


async def enrolled(
    reader: MarketReader, members: Sequence[Address], head: VerifiedHead
) -> dict[Address, Enrolled]:
    """Return those of the members that are enrolled, as proven at `head`."""
    found = {}
    slots = (market.member_slot, market.report_key_slot, market.meter_slot)
    words = await reader.words([slot(member) for member in members for slot in slots], head)
    for place, member in enumerate(members):
        known, key, meter = words[3 * place : 3 * place + 3]
        if known:
            found[member] = Enrolled(
                market.Member.unpack(known), market.address_of(key), meter.to_bytes(32, "big")
            )
    return found
