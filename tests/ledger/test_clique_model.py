"""Random votes, epochs and seals against a model as slow and plain as EIP-225's own words."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.ledger.clique import Clique
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Invalid
from tests.ledger.clique_chain import ADD, NOBODY, PERIOD_S, Sealed, genesis, trust, unsealed
from tests.ledger.sealed_chain import Validator, validators

POOL = validators(7)


@dataclass
class Model:
    """Keeps every block and every vote, and recounts them."""

    epoch: int
    signers: set[bytes]
    sealed_by: list[bytes] = field(default_factory=list)
    ballots: dict[tuple[bytes, bytes], bool] = field(default_factory=dict)

    def may_seal(self, signer: bytes) -> bool:
        limit = len(self.signers) // 2 + 1
        last = self.sealed_by[-(limit - 1) :] if limit > 1 else []
        return signer in self.signers and signer not in last

    def turn(self) -> bytes:
        return sorted(self.signers)[(len(self.sealed_by) + 1) % len(self.signers)]

    def count(self, signer: bytes, about: bytes, add: bool) -> None:
        self.sealed_by.append(signer)
        if len(self.sealed_by) % self.epoch == 0:
            self.ballots.clear()
        self.ballots.pop((signer, about), None)
        if add != (about in self.signers):
            self.ballots[signer, about] = add
        favour = [add for (_, of), add in self.ballots.items() if of == about]
        if 2 * len(favour) <= len(self.signers):
            return
        if favour[0]:
            self.signers.add(about)
        else:
            self.signers.remove(about)
            self.ballots = {key: v for key, v in self.ballots.items() if key[0] != about}
        self.ballots = {key: v for key, v in self.ballots.items() if key[1] != about}


moves = st.tuples(
    st.integers(0, 6),  # who seals
    st.integers(0, 3),  # 0: whoever it is, else one who may
    st.integers(-4, 6),  # about whom; negative: no vote
    st.booleans(),
    st.integers(0, 19),  # 0: a lie
)


def block_of(
    model: Model, parent: Sealed, signer: Validator, about: bytes, add: bool, *, lie: bool
) -> tuple[Sealed, bool]:
    """Return the next block and whether the model says it is right."""
    number = len(model.sealed_by) + 1
    named = sorted((one for one in POOL if one.raw in model.signers), key=lambda one: one.raw)
    right = model.may_seal(signer.raw) and not lie
    difficulty = 2 if model.turn() == signer.raw else 1
    listed: list[Validator] = []
    if number % model.epoch == 0:
        listed = named[:-1] if lie else named
    elif lie:
        difficulty = 3 - difficulty
    made = unsealed(
        number,
        parent.hash,
        difficulty=difficulty,
        coinbase=about,
        nonce=ADD if add else bytes(8),
        listed=listed,
    )
    return made.sealed_by(signer), right


def addresses(raws: set[bytes]) -> list[str]:
    return sorted("0x" + raw.hex() for raw in raws)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 6), st.integers(3, 12), st.lists(moves, min_size=1, max_size=40))
def test_engine_and_model_agree_on_every_block(
    count: int, epoch: int, plan: list[tuple[int, int, int, bool, int]]
) -> None:
    model = Model(epoch, {one.raw for one in POOL[:count]})
    engine = Clique(PERIOD_S, epoch)
    parent = genesis(POOL[:count])
    state: TrustPoint = trust(parent, POOL[:count])
    for who, freely, about, add, luck in plan:
        if not model.signers:
            break
        allowed = [one for one in POOL if model.may_seal(one.raw)]
        signer = POOL[who] if freely == 0 or not allowed else allowed[who % len(allowed)]
        at_epoch = (len(model.sealed_by) + 1) % epoch == 0
        subject = NOBODY if about < 0 or at_epoch else POOL[about].raw
        adds = add and subject != NOBODY
        made, right = block_of(model, parent, signer, subject, adds, lie=luck == 0)
        applied = engine.apply(state, made.header)
        assert (not isinstance(applied, Invalid)) == right, applied
        if isinstance(applied, Invalid):
            continue
        model.count(signer.raw, subject, adds)
        parent, state = made, applied.point
        assert list(state.validators) == addresses(model.signers)
        assert len(state.votes) == len(model.ballots)
