"""The development chain and a foreign node, given the same transactions, make the same bytes."""

import json

from agent.ledger.clique import Clique, seal_hash
from agent.ledger.header import plain_hash
from agent.ledger.logs import LogFilter, collect, link, log_plan
from agent.ledger.receipts import verify_receipts
from agent.ledger.secp import recover
from agent.ledger.transaction_json import encode_json
from agent.ledger.verdict import Untrusted, Verified
from agent.units import Address
from drivers.simulated.devchain.chain import DevChain
from drivers.simulated.devchain.clique_seal import SEAL_BYTES, CliqueSeal
from drivers.simulated.devchain.genesis import WEI_PER_ETHER, Genesis
from drivers.simulated.devchain.sealing import SealFields
from tests.interop import recording
from tests.interop.clique_node import (
    CHAIN_ID,
    EPOCH_BLOCKS,
    GAS_LIMIT,
    GENESIS_S,
    NEWCOMER,
    PERIOD_S,
    SIGNERS,
)
from tests.interop.recording import headers, recorded


def _bytes(address: Address) -> bytes:
    return bytes.fromhex(address[2:])


class Imitation(CliqueSeal):
    """Our sealing, with the foreign node's choice of who seals and votes; the rest is ours."""

    def fields(self, number: int, parent_hash: bytes) -> SealFields:
        told = headers()[number]
        vanity = told.extra_data[:32]
        if number == 0:
            ours = super().fields(number, parent_hash)
            return SealFields(
                ours.proposer,
                ours.coinbase,
                ours.difficulty,
                vanity + ours.extra_data[32:],
                ours.mix_hash,
                ours.nonce,
            )
        signer = recover(seal_hash(told), told.extra_data[-SEAL_BYTES:])
        assert signer is not None
        snapshot = self.snapshot(parent_hash)
        assert _bytes(signer) in snapshot.may_seal(number)
        ours = self.fields_by(number, snapshot, _bytes(signer))
        return SealFields(
            ours.proposer,
            _bytes(told.coinbase),
            ours.difficulty,
            vanity + ours.extra_data[32:],
            ours.mix_hash,
            told.nonce,
        )


def test_both_make_the_same_blocks_from_the_same_transactions() -> None:
    """State, receipts, blooms, base fees, turns, votes, epochs and seals (RFC 6979): all hashed."""
    engine = Imitation(
        [key for _, key in SIGNERS],
        epoch=EPOCH_BLOCKS,
        period_s=PERIOD_S,
        spare_keys=[NEWCOMER[1]],
    )
    genesis = Genesis(
        timestamp_s=GENESIS_S,
        alloc_wei={_bytes(one): 1_000 * WEI_PER_ETHER for one in recording.FUNDED},
        chain_id=CHAIN_ID,
        gas_limit=GAS_LIMIT,
    )
    chain = DevChain(genesis, [], engine=engine)
    assert chain.genesis.hash == plain_hash(headers()[0])
    for block, told in zip(recorded()["blocks"][1:], headers()[1:], strict=True):
        for transaction in block["transactions"]:
            chain.submit(encode_json(transaction))
        chain.seal_block(told.time_s)
        assert chain.head.hash == plain_hash(told), f"block {told.number} differs"
    assert chain.head.header.number == recording.HEIGHT


def test_no_log_of_the_foreign_chain_is_missed() -> None:
    """Blooms alone tell which blocks' receipts are needed; those give every log."""
    row = headers()[1:]
    linked = link(Clique(PERIOD_S, EPOCH_BLOCKS), row, plain_hash(row[-1]))
    assert isinstance(linked, Verified)
    plan = log_plan(linked.value, LogFilter(addresses=(Address(recorded()["contract"]),)))
    steps = {recorded()["steps"][step]: step for step in recorded()["steps"]}
    assert {block.header.number for block in plan.needed} == set(steps)
    receipts = {}
    for number, step in steps.items():
        answer = json.dumps(recorded()["receipts"][step]).encode()
        verdict = verify_receipts(headers()[number], Untrusted(answer))
        assert isinstance(verdict, Verified)
        receipts[number] = verdict.value
    found = collect(plan, receipts)
    assert isinstance(found, Verified)
    told = [
        (int(log["blockNumber"], 16), int(log["logIndex"], 16), log["data"])
        for step in recorded()["receipts"].values()
        for receipt in step
        for log in receipt["logs"]
    ]
    assert told
    ours = [(one.number, one.log_index, "0x" + one.log.data.hex()) for one in found.value]
    assert ours == told
