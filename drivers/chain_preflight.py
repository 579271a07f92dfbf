"""Before a node is asked for heads: is it of our chain, and can it prove state?"""

from agent.ledger.network import Network
from agent.ledger.verdict import Invalid
from agent.ledger.verify import engine_of, verify_block_hash
from drivers.chain_upstream import Question, Refused, Unfit, Upstream, read_quantity

NOT_OFFERED = (-32601, -32604)  # JSON-RPC 2.0, section 5.1; Besu's "method not enabled"
NOBODY = "0x" + "00" * 20


def header_question(number: int) -> Question:
    """Ask for a block by its number: a tag would let the node choose."""
    return Question("eth_getBlockByNumber", (hex(number), False))


async def fits(upstream: Upstream, network: Network) -> bool:
    """Return whether the node is one of our chain and proves state; why not is its trouble.

    A setting that is wrong is no attack: it is counted as `Unfit`, never as a false answer.
    UpstreamError when it does not answer.
    """
    chain_id, genesis, tip = await upstream.ask(
        Question("eth_chainId"), header_question(0), Question("eth_blockNumber")
    )
    found, tip_number = read_quantity(chain_id), read_quantity(tip)
    if found != network.chain_id:
        said = "no chain id" if found is None else f"chain id {found}"
        upstream.misfit(Unfit.OTHER_CHAIN, f"it serves {said} instead of {network.chain_id}")
        return False
    if isinstance(genesis, Refused) or tip_number is None:
        upstream.fail("it did not show its first block or its height")
        return False
    verdict = verify_block_hash(engine_of(network.engine), genesis, network.genesis_hash)
    if isinstance(verdict, Invalid):
        words = f"it serves another chain, whose first block is another: {verdict.reason}"
        upstream.misfit(Unfit.OTHER_GENESIS, words)
        return False
    (proof,) = await upstream.ask(Question("eth_getProof", (NOBODY, (), hex(tip_number))))
    if isinstance(proof, Refused):
        if proof.code in NOT_OFFERED:
            words = "it does not offer eth_getProof, without which nothing can be proven"
            upstream.misfit(Unfit.NO_PROOFS, words)
        else:
            words = f"it cannot prove the state of its newest block {tip_number}: {proof.words}"
            upstream.misfit(Unfit.PRUNED, words)
        return False
    upstream.unfit = None
    return True


def note_height(upstream: Upstream, network: Network, tip: int, believed: int) -> None:
    """Note whether the node is so far behind what we believe that its newest block is too old."""
    behind = believed - tip
    if behind * network.period_s > network.max_age_s:
        upstream.unfit = Unfit.BEHIND
        upstream.decline(f"it is {behind} blocks behind")
    elif upstream.unfit is Unfit.BEHIND:
        upstream.unfit = None
