"""An export of bills as bytes: CSV for spreadsheets, JSON for programs; the same rows, the same bytes."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from agent.dso.bills import BalanceCheck, BillRow, BillTotals, decimal, totals
from agent.units import Address

COLUMNS = tuple(BillRow.__struct_fields__)


class Export(msgspec.Struct, frozen=True):
    """What is written."""

    chain_id: int
    contract: Address
    since: int
    until: int
    """The first cycle that is not in it."""
    rows: tuple[BillRow, ...]
    check: BalanceCheck | None = None


def csv_bytes(export: Export) -> bytes:
    """Return one header line, one line per row, an empty line, then the totals (RFC 4180).

    Of sellers and of buyers all columns are summed; of all together only what adds up.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in export.rows:
        writer.writerow(["" if value is None else value for value in msgspec.structs.astuple(row)])
    writer.writerow([])
    for name, side in (("total sell", "sell"), ("total buy", "buy"), ("total", None)):
        writer.writerow(_total_line(name, side, totals(export.rows, side)))
    return text.getvalue().encode()


def json_bytes(export: Export) -> bytes:
    """Return one object: rows, totals of both sides and of all, and the balance check."""
    check = export.check
    document: dict[str, Any] = {
        "kind": "gridhearth bills",
        "version": 1,
        "chain_id": export.chain_id,
        "contract": export.contract,
        "since_cycle": export.since,
        "until_cycle": export.until,
        "rows": [msgspec.structs.asdict(row) for row in export.rows],
        "totals": {
            name: msgspec.structs.asdict(totals(export.rows, side))
            for name, side in (("sell", "sell"), ("buy", "buy"), ("all", None))
        },
        "balances": None
        if check is None
        else {
            "operator_micro": check.operator_micro,
            "settled_micro": check.settled_micro,
            "difference_micro": check.difference_micro,
            "members": {
                member: {
                    "balance_micro": balance,
                    "settled_micro": settled,
                    "credited_less_paid_out_micro": balance - settled,
                }
                for member, (balance, settled) in check.members.items()
            },
        },
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _total_line(name: str, side: str | None, sums: BillTotals) -> Sequence[str | int]:
    values: dict[str, str | int] = {"cycle": name, "side": side or ""}
    values |= {
        "network_charge_micro": sums.network_charge_micro,
        "penalty_micro": sums.penalty_micro,
        "amount_micro": sums.amount_micro,
        "amount": decimal(sums.amount_micro),
    }
    if side is not None:
        values |= {
            "agreed_wh": sums.agreed_wh,
            "metered_wh": sums.metered_wh,
            "energy_micro": sums.energy_micro,
        }
    return [values.get(column, "") for column in COLUMNS]
