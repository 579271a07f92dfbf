"""The extraData of Besu's two BFT engines: RLP[vanity, [validators], vote, round, [seals]].

Besu: QbftExtraDataCodec, IbftExtraDataCodec, Vote and BftBlockHashing. The block hash is taken
without the round and the seals, the digest that validators sign without the seals: QBFT leaves
them empty, IBFT 2.0 leaves them out.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from drivers.simulated.devchain import rlp_codec

Codec = Literal["qbft", "ibft2"]
Part = Literal["whole", "signed", "named"]


@dataclass(frozen=True, slots=True)
class ExtraData:
    """The decoded extraData; `vote` is empty or [address, ff to add].

    A vote to drop is coded as an empty string by QBFT and as one zero byte by IBFT 2.0.
    """

    vanity: bytes
    validators: tuple[bytes, ...]
    vote: tuple[bytes, ...]
    round_number: int
    seals: tuple[bytes, ...]

    def encoded(self, codec: Codec = "qbft", part: Part = "whole") -> bytes:
        """Return what the header holds, what validators sign, or what names the block."""
        if codec == "ibft2":
            return rlp_codec.encode(self._ibft2(part))
        bare = self if part == "whole" else replace(self, seals=())
        bare = replace(bare, round_number=0) if part == "named" else bare
        head = [bare.vanity, list(bare.validators), list(bare.vote)]
        return rlp_codec.encode([*head, bare.round_number, list(bare.seals)])

    def _ibft2(self, part: Part) -> list[Any]:
        vote: Any = list(self.vote) if self.vote else b""
        parts: list[Any] = [self.vanity, list(self.validators), vote]
        if part != "named":
            parts.append(self.round_number.to_bytes(4, "big"))
        if part == "whole":
            parts.append(list(self.seals))
        return parts


def decode_extra_data(encoded: bytes) -> ExtraData:
    """Return the parts of an extraData of either engine; an exception when it is none."""
    vanity, validators, vote, round_bytes, seals = rlp_codec.decode(encoded)
    return ExtraData(
        vanity, tuple(validators), tuple(vote), int.from_bytes(round_bytes, "big"), tuple(seals)
    )


def vote_of(codec: Codec, candidate: bytes, *, add: bool) -> tuple[bytes, bytes]:
    """Return a vote as `ExtraData` holds it."""
    drop = b"" if codec == "qbft" else b"\0"
    return candidate, b"\xff" if add else drop
