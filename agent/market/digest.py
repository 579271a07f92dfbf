"""A result as the contract's words, and the digest that endorsers compare.

`keccak256(abi.encode(uint256 cycle, uint256 feeder_version, uint256 price, uint256 case,
uint256 capped, uint256[] trades, uint256[] reasons))`, encoded as the Solidity contract ABI
specification says: five static words, two offsets, then each array as its length and words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.hashing import keccak256
from agent.market.auction import AuctionResult, Reason, Trade

REASONS_PER_WORD = 32
_WORD_BYTES = 32
_HEAD_WORDS = 7


@dataclass(frozen=True, slots=True)
class ResultWords:
    """The arguments of the contract's `submit_result`, and their digest with the cycle."""

    price_micro_per_kwh: int
    case: int
    capped: int
    trades: tuple[int, ...]
    reasons: tuple[int, ...]
    digest: bytes


def result_words(
    cycle: int,
    feeder_version: int,
    result: AuctionResult,
    index_of: Mapping[int, int],
    order_count: int,
) -> ResultWords:
    """Return the canonical words of a result.

    `index_of` leads from an order's id to its index in the contract; the indexes are those from
    0 to `order_count - 1`, each once. Trades ascend by (buyer index, seller index).
    ValueError: other indexes, an order without index, or a value that does not fit its field.
    """
    if sorted(index_of.values()) != list(range(order_count)):
        raise ValueError(f"the order indexes were not those from 0 to {order_count - 1}")
    reason_of = {trade.buyer_id: Reason.TRADED for trade in result.trades}
    reason_of |= {trade.seller_id: Reason.TRADED for trade in result.trades}
    reason_of |= result.left_out
    if reason_of.keys() != index_of.keys():
        raise ValueError("the result and the index named different orders")
    reasons = [Reason.TRADED] * order_count
    for order_id, reason in reason_of.items():
        reasons[index_of[order_id]] = reason
    trades = tuple(_trade_word(*fields) for fields in sorted(_indexed(result.trades, index_of)))
    words = reason_words(reasons)
    price, case, capped = result.price_micro_per_kwh, result.case, int(result.capped)
    digest = result_digest(
        cycle,
        feeder_version,
        price_micro_per_kwh=price,
        case=case,
        capped=capped,
        trades=trades,
        reasons=words,
    )
    return ResultWords(price, case, capped, trades, words, digest)


def reason_words(reasons: Sequence[int]) -> tuple[int, ...]:
    """Return the reasons packed 32 to a word: index 32 k + j in byte j (lowest first) of word k."""
    return tuple(
        int.from_bytes(bytes(reasons[start : start + REASONS_PER_WORD]), "little")
        for start in range(0, len(reasons), REASONS_PER_WORD)
    )


def result_digest(
    cycle: int,
    feeder_version: int,
    *,
    price_micro_per_kwh: int,
    case: int,
    capped: int,
    trades: Sequence[int],
    reasons: Sequence[int],
) -> bytes:
    """Return the 32-byte digest over a result's words. ValueError: a word outside uint256."""
    static = (cycle, feeder_version, price_micro_per_kwh, case, capped)
    offset = _HEAD_WORDS * _WORD_BYTES
    offsets = (offset, offset + (1 + len(trades)) * _WORD_BYTES)
    words = (*static, *offsets, len(trades), *trades, len(reasons), *reasons)
    if not all(0 <= word < 1 << 256 for word in words):
        raise ValueError("a word of the result was outside uint256")
    return keccak256(b"".join(word.to_bytes(_WORD_BYTES, "big") for word in words))


def _indexed(
    trades: Sequence[Trade], index_of: Mapping[int, int]
) -> list[tuple[int, int, int, int]]:
    return [
        (index_of[one.buyer_id], index_of[one.seller_id], one.energy_wh, one.distance_mm)
        for one in trades
    ]


def _trade_word(buyer_index: int, seller_index: int, energy_wh: int, distance_mm: int) -> int:
    """Return buyer_index:16, seller_index:16, energy_wh:64, distance_mm:64, lowest bits first."""
    fields = ((buyer_index, 16), (seller_index, 16), (energy_wh, 64), (distance_mm, 64))
    word, shift = 0, 0
    for value, bits in fields:
        if not 0 <= value < 1 << bits:
            raise ValueError(f"{value} did not fit {bits} bits of a trade word")
        word |= value << shift
        shift += bits
    return word
