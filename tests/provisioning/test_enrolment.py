"""A box joins with a code: who photographs, alters, repeats or invents a request gains nothing."""

import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.hashing import keccak256
from agent.provisioning.code import ALPHABET, CodeWrong, make_code, read_code
from agent.provisioning.enrolment import (
    REQUEST_PREFIX,
    Approval,
    JoinRequest,
    Wrong,
    approval_digest,
    code_proof,
    comparison,
    encode_approval,
    encode_request,
    read_approval,
    read_request,
    request_body,
    request_digest,
)
from agent.provisioning.invitations import Invitation, Place, invite, match, use, withdraw
from agent.units import Address
from drivers.keystore import KeySigner

ORDER, REPORT, OPERATOR, THIEF = (KeySigner(keccak256(name)) for name in (b"o", b"r", b"dso", b"t"))
CONTRACT = Address("0x" + "cc" * 20)
CODE = make_code(0x1234567890ABCDEF123)
NOW_S = 1_795_000_000
PEM = b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"


def request(code: str = CODE, order: KeySigner = ORDER, report: KeySigner = REPORT) -> JoinRequest:
    bare = JoinRequest(
        chain_id=711,
        contract=CONTRACT,
        member=order.address,
        report_key=report.address,
        meter=bytes(31) + b"\x01",
        broker_key=b"\x04" + bytes(64),
        proof=bytes(32),
    )
    proof = code_proof(code, request_body(bare))
    proven: JoinRequest = msgspec.structs.replace(bare, proof=proof)
    return proven


def text_of(asked: JoinRequest, order: KeySigner = ORDER, report: KeySigner = REPORT) -> str:
    digest = request_digest(asked)
    return encode_request(asked, order.sign_digest(digest), report.sign_digest(digest))


def approval(asked: JoinRequest, **new: object) -> Approval:
    usual = Approval(
        asked.chain_id,
        asked.contract,
        asked.member,
        34,
        "broker.example",
        8883,
        PEM,
        PEM,
        PEM,
        request_digest(asked),
    )
    changed: Approval = msgspec.structs.replace(usual, **new)
    return changed


def answer(given_: Approval, by: KeySigner = OPERATOR) -> str:
    return encode_approval(given_, by.sign_digest(approval_digest(given_)))


def invitation(code: str = CODE, **new: object) -> Invitation:
    usual = Invitation(code, Place("home-01", 34, 4_600, 50_000_000), NOW_S + 3_600)
    changed: Invitation = msgspec.structs.replace(usual, **new)
    return changed


@given(st.integers(0, 2**75 - 1))
def test_a_code_survives_being_read_out_and_typed(bits: int) -> None:
    code = make_code(bits)
    assert read_code(code) == code
    assert read_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@given(st.integers(0, 2**75 - 1), st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed_before_anybody_is_asked(
    bits: int, place: int, letter: str
) -> None:
    letters = make_code(bits).replace("-", "")
    before = ALPHABET.index(letters[place])
    if (before - ALPHABET.index(letter)) % 31 == 0:
        return  # the same letter, or 0 for Z, which the sum cannot tell apart
    with pytest.raises(CodeWrong, match="mistyped"):
        read_code(letters[:place] + letter + letters[place + 1 :])


@given(st.integers(0, 2**75 - 1), st.integers(0, 13))
def test_two_swapped_letters_are_noticed(bits: int, place: int) -> None:
    letters = make_code(bits).replace("-", "")
    one, other = letters[place : place + 2]
    if (ALPHABET.index(one) - ALPHABET.index(other)) % 31 == 0:
        return
    with pytest.raises(CodeWrong, match="mistyped"):
        read_code(letters[:place] + other + one + letters[place + 2 :])


@pytest.mark.parametrize("typed", ["", "7K2Q", "U" * 16, "7K2Q-7K2Q-7K2Q-7K2Q-7"])
def test_what_is_no_code_says_why(typed: str) -> None:
    with pytest.raises(CodeWrong, match="The code"):
        read_code(typed)


def test_a_request_arrives_as_it_was_sent_also_when_a_mail_program_wrapped_it() -> None:
    asked = request()
    text = text_of(asked)
    wrapped = "\n  ".join(text[at : at + 60] for at in range(0, len(text), 60)).lower()
    assert read_request(text) == read_request(wrapped) == asked
    assert len(text) < 700  # a QR code that a phone reads from a 7-inch screen


def test_a_request_signed_by_another_is_refused() -> None:
    asked = request()
    by_thief = read_request(text_of(asked, order=THIEF))
    by_thief_too = read_request(text_of(asked, report=THIEF))
    assert isinstance(by_thief, Wrong)
    assert isinstance(by_thief_too, Wrong)
    assert "order key" in by_thief.sentence
    assert "report key" in by_thief_too.sentence


def test_one_key_for_orders_and_reports_is_refused() -> None:
    asked = request(report=ORDER)
    assert isinstance(read_request(text_of(asked, report=ORDER)), Wrong)


def test_whoever_photographs_the_request_cannot_join_with_keys_of_their_own() -> None:
    """The code is not in it: the proof is good for these keys alone."""
    seen = request()
    stolen = msgspec.structs.replace(request(order=THIEF), proof=seen.proof)
    assert CODE.replace("-", "") not in text_of(seen)
    found = match((invitation(),), stolen, NOW_S)
    assert isinstance(found, Wrong)
    assert "does not know any code" in found.sentence


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_of_a_request_passes(place: int, change: int) -> None:
    letters = text_of(request()).removeprefix(REQUEST_PREFIX)
    packed = bytearray(base64.b32decode(letters + "=" * (-len(letters) % 8)))
    packed[place % len(packed)] ^= change
    changed = REQUEST_PREFIX + base64.b32encode(bytes(packed)).decode().rstrip("=")
    assert isinstance(read_request(changed), Wrong)


@given(
    st.text(max_size=300)
    | st.binary(max_size=300).map(lambda raw: REQUEST_PREFIX + base64.b32encode(raw).decode())
)
def test_whatever_is_scanned_is_a_request_or_a_sentence(text: str) -> None:
    assert isinstance(read_request(text), JoinRequest | Wrong)
    assert isinstance(read_approval(text, OPERATOR.address, request()), Wrong)


def test_the_comparison_is_the_same_for_the_same_and_another_for_other_keys() -> None:
    assert comparison(request()) == comparison(request())
    assert comparison(request()) != comparison(request(order=THIEF))
    assert len(comparison(request()).split()) == 6


def test_an_answer_arrives_as_it_was_sent() -> None:
    asked = request()
    given_ = approval(asked)
    assert read_approval(answer(given_), OPERATOR.address, asked) == given_


def test_an_answer_by_anybody_but_the_operator_is_refused() -> None:
    asked = request()
    found = read_approval(answer(approval(asked), by=THIEF), OPERATOR.address, asked)
    assert isinstance(found, Wrong)
    assert "not signed by the market's operator" in found.sentence


@pytest.mark.parametrize(
    "new",
    [
        {"for_request": bytes(32)},
        {"member": THIEF.address},
        {"contract": Address("0x" + "dd" * 20)},
        {"chain_id": 712},
    ],
)
def test_an_answer_meant_for_another_box_is_refused(new: dict[str, object]) -> None:
    asked = request()
    given_ = approval(asked, **new)
    assert isinstance(read_approval(answer(given_), OPERATOR.address, asked), Wrong)


def test_a_code_lets_one_box_in_once_and_answers_the_same_box_again() -> None:
    known, asked = (invitation(),), request()
    found = match(known, asked, NOW_S)
    assert not isinstance(found, Wrong)
    used = use(known, found[0], asked)
    assert match(used, asked, NOW_S) == (0, used[0])
    assert use(used, 0, asked) == used
    second = match(used, request(order=THIEF), NOW_S)
    assert isinstance(second, Wrong)
    assert "used before" in second.sentence
    changed = match(used, request(report=THIEF), NOW_S)
    assert isinstance(changed, Wrong)


def test_a_code_that_expired_lets_nobody_in() -> None:
    found = match((invitation(expires_s=NOW_S),), request(), NOW_S)
    assert isinstance(found, Wrong)
    assert "expired" in found.sentence


def test_an_answer_that_got_lost_is_given_again_after_the_code_expired() -> None:
    used = use((invitation(),), 0, request())
    assert match(used, request(), NOW_S + 10**9) == (0, used[0])


def test_a_home_is_invited_once_at_a_time_and_the_invitation_can_be_withdrawn() -> None:
    known = invite((), invitation(), NOW_S)
    assert not isinstance(known, Wrong)
    other = invitation(make_code(7))
    assert isinstance(invite(known, other, NOW_S), Wrong)
    assert isinstance(invite(known, invitation(), NOW_S + 10**6), tuple)  # forgotten by then
    withdrawn = withdraw(known, "home-01")
    assert withdrawn == ()
    assert isinstance(withdraw((), "home-01"), Wrong)
    assert isinstance(withdraw(use(known, 0, request()), "home-01"), Wrong)
