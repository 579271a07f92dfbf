"""`gridhearth ledger proof`: an eth_getProof answer against the state root of a block."""

import argparse
from collections.abc import Mapping, Sequence

import msgspec

from agent.commands.ledger_block import read_block, verdict
from agent.commands.ledger_files import UnreadableError, read_answer, read_table
from agent.ledger.hexadecimal import HexError, read_address, read_quantity
from agent.ledger.trust import TrustPoint
from agent.ledger.verdict import Invalid, Untrusted
from agent.ledger.verify import (
    ABSENT_ACCOUNT,
    VerifiedAccount,
    VerifiedHead,
    head_of,
    verify_account,
    verify_storage,
)
from agent.units import Address

MAX_SLOTS = 1_024

_Raws = Mapping[str, msgspec.Raw]


class _Key(msgspec.Struct, frozen=True):
    key: str


class _Slot(msgspec.Struct, frozen=True):
    slot: str
    word: str | None
    valid: bool
    reason: str


def judge_proof(arguments: argparse.Namespace) -> tuple[dict[str, object], list[str]]:
    """Return what was found, for programs and for people; UnreadableError."""
    block = read_block(arguments.header, arguments.engine)
    table = read_table(arguments.proof, read_answer(arguments.proof))
    proofs = _proofs(table)
    address = _address(arguments.address, table)
    header = block.header
    head = head_of(header, TrustPoint(header.number, block.hash, header.time_s, ()))
    account = verify_account(_with_proofs(table, []), address, head)
    slots: list[_Slot] = []
    reasons, shown = [block.misnamed], None
    if isinstance(account, Invalid):
        reasons.append(f"account: {account.reason}")
    else:
        shown = _account_facts(account.value)
        slots = [_slot(table, proof, address, head) for proof in proofs]
        reasons += [f"slot {one.slot}: {one.reason}" for one in slots if not one.valid]
    name = "0x" + block.hash.hex()
    facts = {
        "number": header.number,
        "hash": name,
        "address": address,
        "account": shown,
        "slots": msgspec.to_builtins(slots),
        **verdict(reasons),
    }
    lines = [f"block       {header.number}", f"hash        {name}", f"account     {address}"]
    lines += [f"{key:<12}{value}" for key, value in (shown or {}).items()]
    lines += [f"slot        {one.slot} = {one.word or 'not proven'}" for one in slots]
    return facts, lines


def _with_proofs(table: _Raws, proofs: Sequence[msgspec.Raw]) -> Untrusted:
    return Untrusted(msgspec.json.encode({**table, "storageProof": proofs}))


def _proofs(table: _Raws) -> list[msgspec.Raw]:
    try:
        shown = table.get("storageProof", msgspec.Raw(b"null"))
        proofs = msgspec.json.decode(shown, type=list[msgspec.Raw] | None) or []
    except msgspec.DecodeError as wrong:
        raise UnreadableError(f"storageProof: {wrong}.") from wrong
    if len(proofs) > MAX_SLOTS:
        raise UnreadableError(f"storageProof: more than {MAX_SLOTS} slots.")
    return proofs


def _address(given: str | None, table: _Raws) -> Address:
    where = "--address" if given is not None else "the proof's address (or give --address)"
    try:
        text = given
        if text is None:
            text = msgspec.json.decode(table.get("address", msgspec.Raw(b'""')), type=str)
        return read_address(text)
    except (msgspec.DecodeError, UnicodeDecodeError, HexError) as wrong:
        raise UnreadableError(f"{where}: no address ({wrong}).") from wrong


def _account_facts(account: VerifiedAccount) -> dict[str, object]:
    return {
        "exists": account != ABSENT_ACCOUNT,
        "nonce": account.nonce,
        "balance_wei": account.balance_wei,
        "code_hash": "0x" + account.code_hash.hex(),
        "storage": "0x" + account.storage_root.hex(),
    }


def _slot(table: _Raws, proof: msgspec.Raw, address: Address, head: VerifiedHead) -> _Slot:
    """Judge one slot by itself, so that a false proof does not hide the true ones."""
    try:
        key = msgspec.json.decode(proof, type=_Key).key
        slot = read_quantity(key)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, HexError) as wrong:
        return _Slot("?", None, valid=False, reason=f"no slot ({wrong})")
    proven = verify_storage(_with_proofs(table, [proof]), address, (slot,), head)
    if isinstance(proven, Invalid):
        return _Slot(hex(slot), None, valid=False, reason=proven.reason)
    return _Slot(hex(slot), hex(proven.value.words[0]), valid=True, reason="")
