"""What a home reads at the end: complete sentences that add up."""

import io

from rich.console import Console

from agent.demo.result import (
    CycleResult,
    DemoParameters,
    DemoResult,
    HomeResult,
    StreetTotals,
    StreetTrade,
    decode,
    encode,
    home_trades,
    money_balances,
    sum_trades,
)
from agent.demo.statements import statement, statements, summary_table
from tests.demo.street import TRADE, settled

BILL = settled(
    6,
    side="buy",
    agreed_wh=100,
    metered_wh=130,
    energy_micro=26_156,
    network_charge_micro=36,
    penalty_micro=1_500,
    amount_micro=-27_692,
)
HOME = HomeResult(24, 53, 3_500, "0x12", 20_051_564, 0, (TRADE,), (settled(), BILL))
IDLE = HomeResult(2, 6, 0, "0x13")


def test_a_home_that_sold_and_bought_reads_both() -> None:
    assert statement(HOME) == (
        "Home 24 (vertex 53, 3.5 kWp of panels):\n"
        "  cycle 5: sold 0.412 kWh at 0.2012 per kWh (to p-91ab 0.412 over 121 m)\n"
        "    delivered 0.398 kWh (0.014 less than agreed): energy 0.080077, "
        "paid network 0.000121, penalty 0.000700, income 0.079256\n"
        "  cycle 6: bought 0.100 kWh at 0.2012 per kWh\n"
        "    used 0.130 kWh (0.030 more than agreed): energy 0.026156, "
        "paid network 0.000036, penalty 0.001500, bill 0.027692\n"
        "  total of 2 cycles: sold 0.398 kWh, bought 0.130 kWh, network 0.000157, "
        "penalty 0.002200, earned 0.079256, paid 0.027692, "
        "account changed by +0.051564 to 20.051564\n"
    )


def test_a_sale_that_cost_money_is_called_a_bill() -> None:
    silent = settled(metered_wh=0, energy_micro=0, penalty_micro=20_600, amount_micro=-20_721)
    told = statement(HomeResult(1, 4, 2_000, "0x", statements=(silent,)))
    assert "bill 0.020721" in told
    assert "income" not in told


def test_silence_correction_and_doubt_are_named() -> None:
    lines = (
        settled(1, status="default"),
        settled(2, status="corrected"),
        settled(3, verified=False),
    )
    told = statement(HomeResult(1, 4, 0, "0x", statements=lines)).splitlines()
    assert "no report came" in told[2]
    assert "corrected by a later report" in told[4]
    assert "NOT verified" in told[6]


def test_all_homes_in_order_even_those_without_a_trade() -> None:
    told = statements([HOME, IDLE])
    assert told.startswith("Home 2 (vertex 6): nothing was settled.\n\nHome 24 ")


def test_the_table_sums_every_home() -> None:
    console = Console(file=io.StringIO(), width=120, no_color=True)
    with console.capture() as capture:
        console.print(summary_table([HOME, IDLE]))
    rows = capture.get().splitlines()
    all_homes = next(row for row in rows if " all " in row)
    for value in ("0.398", "0.130", "0.000157", "0.002200", "0.079256", "0.027692"):
        assert value in all_homes


def result(**changes: object) -> DemoResult:
    trade = StreetTrade(6, 24, 2, 412, 121_300, 201_201)
    cycle = CycleResult(6, "result", 40, 1, False, 201_201, 5, (trade, trade))
    values: dict[str, object] = {
        "parameters": DemoParameters(7, 55, "2026-06-21", 660, 30, 3, 4, "GBP", 2, 50_000),
        "cycles": (cycle,),
        "homes": (HOME, IDLE),
        "totals": StreetTotals(*sum_trades((cycle,))),
        "invariants": (money_balances(10, (4, -2, 8)),),
        "first_trade_s": 31.5,
        "duration_s": 120.0,
        "peak_memory_bytes": 2**28,
    }
    return DemoResult(**(values | changes))  # type: ignore[arg-type]


def test_the_record_survives_json() -> None:
    assert decode(encode(result())) == result()


def test_each_trades_value_is_floored_before_it_is_summed() -> None:
    assert sum_trades(result().cycles) == (2, 824, 2 * 82_894)
    assert len(home_trades(result().cycles, 24)) == 2
    assert home_trades(result().cycles, 3) == ()


def test_a_run_is_well_only_when_it_traded_and_everything_held() -> None:
    assert result().ok
    assert not result(first_trade_s=None).ok
    assert not result(troubles=("home 3 stopped",)).ok
    lost = money_balances(10, (4, 5))
    assert lost.detail == "2 accounts held 9, credited were 10"
    assert not result(invariants=(lost,)).ok
