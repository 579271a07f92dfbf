"""Before a node is asked for heads: is it of our chain, and can it prove state?"""

from agent.ledger.network import Network
from agent.ledger.verdict import Fault, Invalid
from agent.ledger.verify import engine_of, verify_block_hash
from drivers.chain_upstream import Question, Refused, Upstream, read_quantity

NO_SUCH_METHOD = -32601  # JSON-RPC 2.0, section 5.1
NOBODY = "0x" + "00" * 20


def header_question(number: int) -> Question:
    """Ask for a block by its number: a tag would let the node choose."""
    return Question("eth_getBlockByNumber", (hex(number), False))


async def fits(upstream: Upstream, network: Network) -> bool:
    """Return whether the node is one of our chain and offers proofs; why not is its trouble.

    UpstreamError when it does not answer.
    """
    chain_id, genesis, tip = await upstream.ask(
        Question("eth_chainId"), header_question(0), Question("eth_blockNumber")
    )
    found, tip_number = read_quantity(chain_id), read_quantity(tip)
    if found != network.chain_id:
        said = "no chain id" if found is None else f"chain id {found}"
        return _unfit(upstream, f"{said} instead of {network.chain_id}")
    if isinstance(genesis, Refused) or tip_number is None:
        return _unfit(upstream, "it did not show its first block or its height")
    verdict = verify_block_hash(engine_of(network.engine), genesis, network.genesis_hash)
    if isinstance(verdict, Invalid):
        return _unfit(upstream, f"another chain's first block: {verdict.reason}")
    (proof,) = await upstream.ask(Question("eth_getProof", (NOBODY, (), hex(tip_number))))
    if isinstance(proof, Refused) and proof.code == NO_SUCH_METHOD:
        upstream.fail("it does not offer eth_getProof, without which nothing can be proven")
        return False
    return True


def _unfit(upstream: Upstream, reason: str) -> bool:
    upstream.reject(Invalid(Fault.MISMATCH, reason))
    return False
