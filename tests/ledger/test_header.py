import json
from pathlib import Path

import msgspec
import pytest
import rlp as other
from eth_hash.auto import keccak

from agent.ledger import header

DATA = Path(__file__).parents[1] / "data" / "ledger"
MAINNET = json.loads((DATA / "mainnet_block.json").read_text())


def besu_headers() -> list[bytes]:
    """Header RLP of each block in the concatenated block RLP."""
    left = bytes.fromhex((DATA / "besu_clique_london_blocks.hex").read_text().strip())
    found = []
    while left:
        block, _, end = other.codec.consume_item(left, 0)
        found.append(other.encode(block[0]))
        left = left[end:]
    return found


def test_mainnet_header_of_twenty_fields_hashes_to_its_known_hash() -> None:
    read = header.from_json(MAINNET)
    assert header.plain_hash(read).hex() == MAINNET["hash"][2:]
    assert header.from_rlp(header.encode(read)) == read


def test_besu_headers_survive_the_codec_and_name_each_other() -> None:
    headers = besu_headers()
    assert len(headers) == 5
    hashes = [header.plain_hash(header.from_rlp(raw)) for raw in headers]
    assert hashes == [keccak(raw) for raw in headers]
    parents = [header.from_rlp(raw).parent_hash for raw in headers]
    assert [a for a, b in zip(hashes, parents[1:], strict=False) if a == b] == hashes[:-1]


def test_header_is_immutable_and_serialisable() -> None:
    read = header.from_json(MAINNET)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(read), type=header.Header) == read
    with pytest.raises(AttributeError):
        read.number = 1  # type: ignore[misc]


def test_every_bad_field_is_named_at_once() -> None:
    bad = {**MAINNET, "number": "0x", "miner": "0x12", "mixHash": None, "gasUsed": 7}
    with pytest.raises(header.HeaderError) as refused:
        header.from_json(bad)
    for name in ("number", "miner", "mixHash", "gasUsed"):
        assert name in str(refused.value)


def test_gap_in_the_optional_tail_refused() -> None:
    with pytest.raises(header.HeaderError, match="blobGasUsed present without withdrawalsRoot"):
        header.from_json({**MAINNET, "withdrawalsRoot": None})


@pytest.mark.parametrize("number", ["0x_1", "0x-1", "+1", "0x 1", "0x" + "1" * 65, "0x٣", 1, True])
def test_odd_spellings_of_numbers_refused(number: object) -> None:
    with pytest.raises(header.HeaderError):
        header.from_json({**MAINNET, "number": number})


def test_every_bit_of_a_header_is_in_its_hash() -> None:
    raw = besu_headers()[1]
    good = keccak(raw)
    for place in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        try:
            read = header.from_rlp(bytes(flipped))
        except header.HeaderError:
            continue
        assert header.plain_hash(read) != good
