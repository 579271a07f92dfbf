"""How a box becomes a member: what it asks, what the operator answers; both signed, neither secret.

The keys are made on the box and never leave it. The request carries their public halves and is
signed with both chain keys; the operator's one-time code is not in it, only a proof of knowing it
for exactly this request, so that a photograph of the request is of no use to anybody. The answer
carries the broker's certificates and is signed with the operator's chain key, which the box knows
beforehand. So both may travel by any way: a QR code, a mail, a web server nobody trusts. A refusal
is signed in the same way: nobody else can turn a box away, and the reason is the operator's own.
"""

import base64
import binascii

import msgspec

from agent.hashing import keccak256
from agent.ledger import rlp
from agent.provisioning.code import read_code
from agent.recovery import recover_address
from agent.units import Address

REQUEST_PREFIX, APPROVAL_PREFIX = "GRIDHEARTH-JOIN-1.", "GRIDHEARTH-WELCOME-1."
REFUSAL_PREFIX = "GRIDHEARTH-REFUSED-1."
_REQUEST_PURPOSE, _APPROVAL_PURPOSE = b"gridhearth join request 1", b"gridhearth welcome 1"
_REFUSAL_PURPOSE = b"gridhearth refusal 1"
_CODE_PURPOSE = b"gridhearth one-time code 1"
MAX_REQUEST_TEXT = 1_200
"""A QR code of version 25 holds as many letters (ISO/IEC 18004, level L)."""
MAX_APPROVAL_TEXT = 32_768
MAX_PEM_BYTES = 8_192
MAX_REASON = 300
"""Letters of a refusal's reason: it has to fit on a screen."""
GROUPS = 6


class Wrong(msgspec.Struct, frozen=True):
    """It is not what it should be; the sentence says what to do."""

    sentence: str


class JoinRequest(msgspec.Struct, frozen=True):
    """What a box asks to be enrolled with."""

    chain_id: int
    contract: Address
    member: Address
    """The order key's address."""
    report_key: Address
    meter: bytes
    """The settlement meter's name, 32 bytes."""
    broker_key: bytes
    """Public key for the broker's certificate: a P-256 point, 65 bytes uncompressed (SEC 1, 2.3.3)."""
    proof: bytes
    """Of knowing the one-time code for exactly this request, 32 bytes."""


class Approval(msgspec.Struct, frozen=True):
    """What the operator answers: the member is enrolled, and this is how it reaches the broker."""

    chain_id: int
    contract: Address
    member: Address
    vertex: int
    broker_host: str
    broker_port: int
    ca: bytes
    certificate: bytes
    revoked: bytes
    """PEM, each."""
    for_request: bytes
    """Digest of the request that this answers, 32 bytes."""


class Refusal(msgspec.Struct, frozen=True):
    """What the operator answers instead: the box is not let in, and why."""

    chain_id: int
    contract: Address
    member: Address
    reason: str
    """The operator's words, one line of 1 to `MAX_REASON` characters."""
    for_request: bytes
    """Digest of the request that this answers, 32 bytes."""


def code_proof(code: str, body: bytes) -> bytes:
    """Return the proof of knowing a code for a request's body."""
    letters = read_code(code).replace("-", "").encode()
    return keccak256(_CODE_PURPOSE + letters + keccak256(body))


def request_body(asked: JoinRequest) -> bytes:
    """Return what the proof is about: everything but the proof."""
    return rlp.encode(
        [
            rlp.integer(asked.chain_id),
            _bytes(asked.contract),
            _bytes(asked.member),
            _bytes(asked.report_key),
            asked.meter,
            asked.broker_key,
        ]
    )


def request_digest(asked: JoinRequest) -> bytes:
    """Return what both keys sign."""
    return keccak256(_REQUEST_PURPOSE + keccak256(request_body(asked)) + asked.proof)


def encode_request(asked: JoinRequest, by_order_key: bytes, by_report_key: bytes) -> str:
    """Return the request with its signatures (r‖s‖v), as letters that a QR code packs well."""
    packed = rlp.encode([request_body(asked), asked.proof, by_order_key, by_report_key])
    return REQUEST_PREFIX + _letters(packed)


def read_request(text: str) -> JoinRequest | Wrong:
    """Return a request whose both signatures are right; never raises for what comes from outside."""
    packed = _packed(text, REQUEST_PREFIX, MAX_REQUEST_TEXT)
    if isinstance(packed, Wrong):
        return packed
    try:
        body, proof, by_order, by_report = (rlp.read_bytes(one) for one in rlp.decode_list(packed))
        chain_id, contract, member, report_key, meter, broker_key = rlp.decode_list(body)
        asked = JoinRequest(
            rlp.read_integer(chain_id),
            _address(rlp.read_bytes(contract, 20)),
            _address(rlp.read_bytes(member, 20)),
            _address(rlp.read_bytes(report_key, 20)),
            rlp.read_bytes(meter, 32),
            rlp.read_bytes(broker_key, 65),
            rlp.read_bytes(proof, 32),
        )
    except (ValueError, TypeError):
        return Wrong("The request is damaged. Let the box show it again.")
    digest = request_digest(asked)
    if recover_address(digest, by_order) != asked.member:
        return Wrong("The request is not signed by the order key it names. Do not enrol it.")
    if recover_address(digest, by_report) != asked.report_key:
        return Wrong("The request is not signed by the report key it names. Do not enrol it.")
    if asked.member == asked.report_key:
        return Wrong("The request names one key for orders and reports. Make the keys anew.")
    return asked


def approval_digest(given: Approval) -> bytes:
    """Return what the operator's key signs."""
    return keccak256(_APPROVAL_PURPOSE + keccak256(_approval_body(given)))


def encode_approval(given: Approval, signature: bytes) -> str:
    """Return the answer with the operator's signature."""
    return APPROVAL_PREFIX + _letters(rlp.encode([_approval_body(given), signature]))


def read_approval(text: str, operator: Address, asked: JoinRequest) -> Approval | Wrong:
    """Return the operator's answer to this very request, or what is wrong with it."""
    packed = _packed(text, APPROVAL_PREFIX, MAX_APPROVAL_TEXT)
    if isinstance(packed, Wrong):
        return packed
    try:
        body, signature = (rlp.read_bytes(one) for one in rlp.decode_list(packed))
        parts = rlp.decode_list(body)
        chain_id, contract, member, vertex, host, port, ca, certificate, revoked, answered = parts
        given = Approval(
            rlp.read_integer(chain_id),
            _address(rlp.read_bytes(contract, 20)),
            _address(rlp.read_bytes(member, 20)),
            rlp.read_integer(vertex, 32),
            rlp.read_bytes(host).decode("ascii"),
            rlp.read_integer(port, 16),
            _pem(rlp.read_bytes(ca)),
            _pem(rlp.read_bytes(certificate)),
            _pem(rlp.read_bytes(revoked)),
            rlp.read_bytes(answered, 32),
        )
    except (ValueError, TypeError):
        return Wrong("The answer is damaged. Ask the operator for it again.")
    if recover_address(approval_digest(given), signature) != operator:
        return Wrong("The answer is not signed by the market's operator. Do not use it.")
    if given.for_request != request_digest(asked):
        return Wrong("The answer is for another request. Ask the operator for the one to this.")
    return _of_this_member("answer", given, asked) or given


def refusal_digest(given: Refusal) -> bytes:
    """Return what the operator's key signs. ValueError: a reason that cannot be shown."""
    if given.reason != readable_reason(given.reason):
        raise ValueError("the reason is not fit to be shown")
    return keccak256(_REFUSAL_PURPOSE + keccak256(_refusal_body(given)))


def encode_refusal(given: Refusal, signature: bytes) -> str:
    """Return the refusal with the operator's signature."""
    return REFUSAL_PREFIX + _letters(rlp.encode([_refusal_body(given), signature]))


def readable_reason(text: str) -> str:
    """Return a reason as it may be shown: one line, nothing that moves a cursor. ValueError."""
    words = " ".join(text.split())
    if not words or len(words) > MAX_REASON or not words.isprintable():
        raise ValueError(f"a reason has 1 to {MAX_REASON} characters on one line, not {text!r:.60}")
    return words


def read_answer(text: str, operator: Address, asked: JoinRequest) -> Approval | Refusal | Wrong:
    """Return the operator's answer to this very request, of either kind, or what is wrong."""
    if "".join(text.split()).upper().startswith(REFUSAL_PREFIX):
        return _read_refusal(text, operator, asked)
    return read_approval(text, operator, asked)


def _read_refusal(text: str, operator: Address, asked: JoinRequest) -> Refusal | Wrong:
    packed = _packed(text, REFUSAL_PREFIX, MAX_APPROVAL_TEXT)
    if isinstance(packed, Wrong):
        return packed
    try:
        body, signature = (rlp.read_bytes(one) for one in rlp.decode_list(packed))
        chain_id, contract, member, reason, answered = rlp.decode_list(body)
        given = Refusal(
            rlp.read_integer(chain_id),
            _address(rlp.read_bytes(contract, 20)),
            _address(rlp.read_bytes(member, 20)),
            rlp.read_bytes(reason).decode("utf-8"),
            rlp.read_bytes(answered, 32),
        )
        digest = refusal_digest(given)
    except (ValueError, TypeError):
        return Wrong("The answer is damaged. Ask the operator for it again.")
    if recover_address(digest, signature) != operator:
        return Wrong("The refusal is not signed by the market's operator. It counts for nothing.")
    if given.for_request != request_digest(asked):
        return Wrong("The refusal is for another request, an earlier one perhaps. It is not used.")
    return _of_this_member("refusal", given, asked) or given


def _of_this_member(what: str, given: Approval | Refusal, asked: JoinRequest) -> Wrong | None:
    named = (given.chain_id, given.contract, given.member)
    if named == (asked.chain_id, asked.contract, asked.member):
        return None
    return Wrong(f"The {what} names another market or member than it was asked for.")


def comparison(asked: JoinRequest) -> str:
    """Return the number that box and operator both show: six groups of five digits.

    Alike on both sides means that nobody exchanged the keys on the way. 99 bits.
    """
    digest = int.from_bytes(keccak256(b"compare" + request_digest(asked)), "big")
    return " ".join(f"{digest // 100_000**place % 100_000:05d}" for place in range(GROUPS))


def _approval_body(given: Approval) -> bytes:
    return rlp.encode(
        [
            rlp.integer(given.chain_id),
            _bytes(given.contract),
            _bytes(given.member),
            rlp.integer(given.vertex),
            given.broker_host.encode("ascii"),
            rlp.integer(given.broker_port),
            given.ca,
            given.certificate,
            given.revoked,
            given.for_request,
        ]
    )


def _refusal_body(given: Refusal) -> bytes:
    return rlp.encode(
        [
            rlp.integer(given.chain_id),
            _bytes(given.contract),
            _bytes(given.member),
            given.reason.encode("utf-8"),
            given.for_request,
        ]
    )


def _packed(text: str, prefix: str, longest: int) -> bytes | Wrong:
    """The bytes in a text that may have been wrapped by a mail program."""
    if len(text) > longest * 2:
        return Wrong("It is too long to be one.")
    joined = "".join(text.split()).upper()
    if not joined.startswith(prefix) or len(joined) > longest:
        return Wrong(f"It does not begin with {prefix} or is too long. Copy all of it.")
    letters = joined.removeprefix(prefix)
    try:
        return base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        return Wrong("It is damaged or not complete. Copy all of it.")


def _letters(packed: bytes) -> str:
    return base64.b32encode(packed).decode("ascii").rstrip("=")


def _pem(content: bytes) -> bytes:
    if len(content) > MAX_PEM_BYTES or not content.startswith(b"-----BEGIN "):
        raise ValueError("no PEM")
    return content


def _bytes(address: Address) -> bytes:
    return bytes.fromhex(address[2:])


def _address(content: bytes) -> Address:
    return Address("0x" + content.hex())
