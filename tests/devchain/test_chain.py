"""Blocks, the pool and what it refuses."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from eth_utils.crypto import keccak

from drivers.simulated.devchain.chain import DevChain, StateUnavailableError
from drivers.simulated.devchain.execution import (
    Executed,
    Execution,
    Transaction,
    TransactionRefusedError,
)
from drivers.simulated.devchain.genesis import validator_keys
from drivers.simulated.devchain.header import Header, next_base_fee_wei
from drivers.simulated.devchain.qbft_seal import QbftSeal
from tests.devchain.samples import (
    ETHER,
    GENESIS_S,
    SEED,
    WRITER,
    Wallet,
    call_writer,
    creation_code,
    genesis,
)

Tick = Callable[[], Header]


def test_genesis_of_a_seed_never_changes(chain: DevChain) -> None:
    # Agents pin this hash: a change of keys, vanity, coding or state root would strand them.
    assert chain.genesis.hash.hex() == (
        "7e050f7d4f313da2d0143d0e64f97850d05cc66bd0218c22dafa7d36b1899a01"
    )


def test_same_calls_give_same_blocks(wallets: list[Wallet]) -> None:
    raws = [wallet.sign(value=5) for wallet in wallets]
    hashes = []
    for _ in range(2):
        chain = DevChain(genesis(), validator_keys(SEED, 4))
        for raw in raws:
            chain.submit(raw)
        chain.seal_block(GENESIS_S + 1)
        hashes.append(chain.head.header.keccak())
    assert hashes[0] == hashes[1]


def test_transfer_moves_value_and_burns_the_base_fee(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    sender = wallets[0]
    chain.submit(sender.sign(to=b"\x11" * 20, value=5))
    header = tick()
    paid_wei = 21_000 * (header.base_fee_wei + 1)
    assert chain.account(b"\x11" * 20).balance_wei == 5
    assert chain.account(sender.address).balance_wei == 1000 * ETHER - 5 - paid_wei
    assert chain.account(header.coinbase).balance_wei == 21_000
    assert chain.account(sender.address, 0).balance_wei == 1000 * ETHER


def test_time_never_stands_still(chain: DevChain) -> None:
    with pytest.raises(ValueError, match="is not after"):
        chain.seal_block(GENESIS_S)


def test_all_three_transaction_types(chain: DevChain, wallets: list[Wallet], tick: Tick) -> None:
    accesses = [{"address": "0x" + WRITER.hex(), "storageKeys": ["0x" + "00" * 31 + "01"]}]
    chain.submit(wallets[0].sign(gasPrice=50))
    chain.submit(wallets[1].sign(gasPrice=50, type=1, accessList=accesses, gas=30_000))
    chain.submit(wallets[2].sign())
    tick()
    done = chain.head.transactions
    assert {executed.type_number for executed in done} == {0, 1, 2}
    assert all(executed.succeeded for executed in done)
    assert [executed.receipt()[0] >= 0xC0 for executed in done] == [
        executed.type_number == 0 for executed in done
    ]


def test_highest_tip_first_but_nonces_in_order(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    low, high = wallets[0], wallets[1]
    first = chain.submit(low.sign(maxPriorityFeePerGas=1))
    second = chain.submit(low.sign(maxPriorityFeePerGas=900))
    middle = chain.submit(high.sign(maxPriorityFeePerGas=50))
    tick()
    assert [done.hash for done in chain.head.transactions] == [middle, first, second]


def test_gap_waits_until_it_is_filled(chain: DevChain, wallets: list[Wallet], tick: Tick) -> None:
    sender = wallets[0]
    chain.submit(sender.sign(nonce=1))
    tick()
    assert len(chain.head.transactions) == 0
    assert chain.mempool.next_nonce(sender.address) == 0
    chain.submit(sender.sign(nonce=0))
    assert chain.mempool.next_nonce(sender.address) == 2
    tick()
    assert len(chain.head.transactions) == 2
    assert len(chain.mempool) == 0


def test_replacement_needs_ten_percent_more(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    sender = wallets[0]
    chain.submit(sender.sign(nonce=0, maxFeePerGas=1000, maxPriorityFeePerGas=100))
    for cap, tip in ((1099, 110), (1100, 109)):
        raw = sender.sign(nonce=0, maxFeePerGas=cap, maxPriorityFeePerGas=tip)
        with pytest.raises(TransactionRefusedError, match="underpriced"):
            chain.submit(raw)
    better = chain.submit(sender.sign(nonce=0, maxFeePerGas=1100, maxPriorityFeePerGas=110))
    tick()
    assert [done.hash for done in chain.head.transactions] == [better]


def test_refusals(chain: DevChain, wallets: list[Wallet], tick: Tick) -> None:
    sender = wallets[0]
    known = sender.sign()
    chain.submit(known)
    refusals = {
        "already known": known,
        "wrong chain id": sender.sign(chainId=1),
        "nonce too high": sender.sign(nonce=66),
        "base fee": sender.sign(nonce=1, maxFeePerGas=6, maxPriorityFeePerGas=1),
        "insufficient funds": sender.sign(nonce=1, value=1000 * ETHER),
        "intrinsic gas": sender.sign(nonce=1, gas=20_999),
        "exceeds the block's": sender.sign(nonce=1, gas=60_000_001),
        "priority fee": sender.sign(nonce=1, maxFeePerGas=10, maxPriorityFeePerGas=11),
        "malformed": b"\x02\xc0",
        "0 bytes": b"",
        "canonical": known[:-1] if known[-1] == 0 else b"\x03" + known[1:],
    }
    refusals["malformed|canonical"] = refusals.pop("canonical")
    for reason, raw in refusals.items():
        with pytest.raises(TransactionRefusedError, match=reason):
            chain.submit(raw)
    tick()
    with pytest.raises(TransactionRefusedError, match="already known"):
        chain.submit(known)
    with pytest.raises(TransactionRefusedError, match="nonce too low"):
        chain.submit(sender.sign(nonce=0, value=1))


@pytest.mark.parametrize("position", range(0, 110, 5))
def test_flipped_transaction_is_refused_or_somebody_elses(
    chain: DevChain, wallets: list[Wallet], position: int
) -> None:
    raw = bytearray(wallets[0].sign())
    raw[position % len(raw)] ^= 1
    with pytest.raises(TransactionRefusedError):
        chain.submit(bytes(raw))


def test_sender_who_became_poor_is_dropped_with_a_reason(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    sender = wallets[0]
    chain.submit(sender.sign(value=900 * ETHER))
    second = chain.submit(sender.sign(value=900 * ETHER))
    third = chain.submit(sender.sign())
    tick()
    assert "balance" in chain.dropped[second]
    assert chain.mempool.get(third) is not None
    assert len(chain.head.transactions) == 1


def test_transaction_that_breaks_the_evm_does_not_break_the_chain(
    chain: DevChain, wallets: list[Wallet], tick: Tick, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, evil = chain.submit(wallets[0].sign()), chain.submit(wallets[1].sign())
    apply = Execution.apply

    def failing(execution: Execution, transaction: Transaction) -> Executed:
        done = apply(execution, transaction)
        if transaction.hash == evil:
            raise RecursionError
        return done

    monkeypatch.setattr(Execution, "apply", failing)
    tick()
    assert [done.hash for done in chain.head.transactions] == [good]
    assert "RecursionError" in chain.dropped[evil]
    assert len(chain.mempool) == 0
    assert chain.account(wallets[1].address).nonce == 0


def test_block_is_bounded_by_gas(wallets: list[Wallet]) -> None:
    chain = DevChain(replace(genesis(), gas_limit=50_000), validator_keys(SEED, 4))
    for wallet in wallets[:3]:
        chain.submit(wallet.sign(gas=25_000))
    header = chain.seal_block(GENESIS_S + 1)
    assert header.gas_used == 42_000
    assert (len(chain.head.transactions), len(chain.mempool)) == (2, 1)


def test_full_pool_does_not_stretch_the_block(wallets: list[Wallet]) -> None:
    seconds = iter(range(1000))
    chain = DevChain(
        genesis(), validator_keys(SEED, 4), lambda: float(next(seconds)), seal_budget_s=3
    )
    for wallet in wallets:
        chain.submit(wallet.sign())
    chain.seal_block(GENESIS_S + 1)
    assert 0 < len(chain.head.transactions) < 10
    assert len(chain.mempool) + len(chain.head.transactions) == 10


def test_base_fee_follows_eip_1559(chain: DevChain, wallets: list[Wallet], tick: Tick) -> None:
    for _ in range(2):
        tick()
    assert chain.head.header.base_fee_wei == 7  # empty blocks hold the smallest fee steady
    spinner = bytes.fromhex("5b600056")  # burns whatever gas it is given
    raw = wallets[0].sign(to=b"", data=spinner, gas=2_000_000)
    chain.submit(raw)
    header = tick()
    assert header.gas_used == 2_000_000
    assert not chain.head.transactions[0].succeeded
    assert next_base_fee_wei(header) == 7
    full = replace(header, gas_used=60_000_000)
    assert next_base_fee_wei(full) == 8
    assert next_base_fee_wei(replace(full, base_fee_wei=800)) == 900


def test_deployed_contract_writes_and_logs(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    sender = wallets[0]
    chain.submit(
        sender.sign(to=b"", data=creation_code(bytes.fromhex("602a60005500")), gas=200_000)
    )
    tick()
    created = chain.head.transactions[0].contract_address
    assert created is not None
    assert chain.code(created) == bytes.fromhex("602a60005500")
    chain.submit(sender.sign(to=created, gas=100_000))
    chain.submit(sender.sign(to=WRITER, gas=400_000, data=call_writer(5, 9)))
    tick()
    assert chain.storage_word(created, 0) == 42
    assert [chain.storage_word(WRITER, slot) for slot in (4, 5, 14, 15)] == [0, 9, 9, 0]
    (log,) = chain.head.transactions[1].logs
    assert log.address == WRITER
    assert log.topics == (sender.address.rjust(32, b"\0"),)
    assert any(chain.head.header.logs_bloom)


def test_state_of_past_blocks_stays_readable_until_it_is_dropped(wallets: list[Wallet]) -> None:
    chain = DevChain(genesis(), validator_keys(SEED, 4), keep_states=5, keep_blocks=20)
    sender = wallets[0]
    for number in range(1, 41):
        chain.submit(sender.sign(to=WRITER, gas=400_000, data=call_writer(0, number)))
        chain.seal_block(GENESIS_S + number)
        oldest = max(0, number - 5)
        for height in range(oldest, number + 1):
            assert chain.storage_word(WRITER, 0, height) == height
        assert chain.storage_word(WRITER, 2**255) == 12  # never written since the genesis
    with pytest.raises(StateUnavailableError):
        chain.account(WRITER, 34)
    assert chain.block(19) is None
    assert chain.block(21) is not None
    assert chain.block(0) is chain.genesis
    assert chain.block_by_hash(chain.head.hash) is chain.head


def test_memory_stays_steady(wallets: list[Wallet]) -> None:
    chain = DevChain(genesis(), validator_keys(SEED, 4), keep_states=8, keep_blocks=8)
    kept = []
    for number in range(1, 201):
        chain.submit(wallets[number % 10].sign(to=WRITER, gas=400_000, data=call_writer(0, number)))
        chain.seal_block(GENESIS_S + number)
        kept.append(chain.nodes_kept())
    assert max(kept[-50:]) <= max(kept[20:70])
    assert len(chain._store._places) <= 9
    assert len(chain._store._numbers) <= 10


def test_bloom_is_the_union_over_receipts(
    chain: DevChain, wallets: list[Wallet], tick: Tick
) -> None:
    for wallet in wallets[:3]:
        chain.submit(wallet.sign(to=WRITER, gas=400_000, data=call_writer(0, 1)))
    header = tick()
    union = 0
    for executed in chain.head.transactions:
        union |= int.from_bytes(executed.logs_bloom, "big")
    assert int.from_bytes(header.logs_bloom, "big") == union
    digest = keccak(WRITER)  # Yellow Paper (30): three bits from the first three pairs of bytes
    for pair in (0, 2, 4):
        bit = int.from_bytes(digest[pair : pair + 2], "big") & 2047
        assert union >> bit & 1


def test_validators_can_change(chain: DevChain, tick: Tick) -> None:
    engine = chain.engine
    assert isinstance(engine, QbftSeal)
    tick()
    before = engine.validators_in(chain.head.header)
    engine.replace_validators(validator_keys(SEED + 1, 7))
    tick()
    after = engine.validators_in(chain.head.header)
    assert (len(before), len(after)) == (4, 7)
    assert not set(before) & set(after)
