"""The payloads' tables: the one source of the checks and of docs/mqtt.md."""

from agent.bridge.report import FIRST_REVISION, WIRE_MAX
from agent.bridge.schema import AddressHex, Choice, Field, Fields, Flag, Hex, Items, Text, Whole

MOST_GAP_CYCLES = 96
"""A day of quarter hours: one request stays small, the next one asks for the rest."""

MOST_TRADES = 400
"""Of one order in one cycle: what fits into the largest payload."""

_MEMBER = Field("member", AddressHex(), "the member's chain address")
_METER = Field("meter", Hex(32), "the settlement meter's name in the contract")
_CYCLE = Field("cycle", Whole(0, 2**32 - 1), "market cycle, counted from the genesis")
_REVISION = Field(
    "revision", Whole(FIRST_REVISION, 2**32 - 1), "1, one more for every correction of the cycle"
)
_SIGNED_MONEY = Whole(-WIRE_MAX, WIRE_MAX)

REPORT = Fields(
    (
        Field(
            "report",
            Fields(
                (
                    _MEMBER,
                    _METER,
                    _CYCLE,
                    _REVISION,
                    Field("import_wh", Whole(), "register drawn from the grid, end of the cycle"),
                    Field("export_wh", Whole(), "register given to the grid, end of the cycle"),
                    Field("quality", Whole(0, 2), "0 measured, 1 estimated, 2 substitute"),
                    Field("meter_time_ms", Whole(), "when the meter was read, UTC since 1970"),
                    Field("previous_report", Hex(32), "digest of the report signed before"),
                )
            ),
            "EIP-712 type `Report`",
        ),
        Field("signature", Hex(65), "r‖s‖v of the report key, v 27 or 28, s in the lower half"),
    )
)

RECEIPT = Fields(
    (
        Field(
            "receipt",
            Fields(
                (
                    _MEMBER,
                    _METER,
                    _CYCLE,
                    _REVISION,
                    Field("report", Hex(32), "digest of the report"),
                )
            ),
            "EIP-712 type `Receipt`: this report and all signed before it are safe",
        ),
        Field("signature", Hex(65), "r‖s‖v of the operator's chain key, v 27 or 28"),
    )
)

GAP = Fields(
    (
        _MEMBER,
        Field("cycles", Items(Whole(0, 2**32 - 1), MOST_GAP_CYCLES), "send these reports again"),
    )
)

STATEMENT = Fields(
    (
        _MEMBER,
        Field("cycle", Whole(0, 2**32 - 1), "the cycle of the order"),
        Field("delivery_cycle", Whole(0, 2**32 - 1), "the cycle after it"),
        Field("side", Choice(("sell", "buy")), "which side the member was on"),
        Field("agreed_wh", Whole(), "sum of the trades"),
        Field("metered_wh", Whole(), "delivered by a seller, consumed by a buyer"),
        Field("price_micro_per_kwh", Whole(), "the cycle's price"),
        Field("energy_micro", Whole(), "price times metered energy, rounded down"),
        Field("network_charge_micro", Whole(), "this side's share for all its trades"),
        Field("penalty_micro", Whole(), "for the deviation from what was agreed"),
        Field("amount_micro", _SIGNED_MONEY, "negative: a bill; positive: an income"),
        Field("status", Choice(("final", "default", "corrected")), "default: reports were missing"),
        Field(
            "trades",
            Items(
                Fields(
                    (
                        Field("partner", AddressHex(), "who was on the other side"),
                        Field("energy_wh", Whole(), "of this trade"),
                        Field("distance_mm", Whole(), "along the network"),
                        Field("charge_micro", Whole(), "this side's share"),
                    )
                ),
                MOST_TRADES,
            ),
            "the trades behind it",
        ),
        Field(
            "proof",
            Fields(
                (
                    Field("block", Whole(), "the block whose state shows all of this"),
                    Field("contract", AddressHex(), "the market"),
                )
            ),
            "where to check it",
        ),
    )
)

STATUS = Fields(
    (
        Field("online", Flag(), "false in the last will"),
        Field("boot_id", Text(64), "which start of the home this is about"),
        Field("at_ms", Whole(), "when it was said, UTC since 1970"),
    )
)
