"""`gridhearth market`: documents in, documents out, every problem at once."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from agent.commands import market
from tests.market.orders import DATA, orders_of, worked_cases


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    market.add(parser.add_subparsers(required=True))
    options = parser.parse_args(["market", *words])
    return options.func(options)


@pytest.fixture
def appendix_b(tmp_path: Path) -> Path:
    reach = json.loads((DATA / "appendix_b.json").read_text())["distance_m"]
    document = {
        "parameters": {
            "charge_micro_per_m": 2000,
            "penalty_micro_per_kwh": 150_000,
            "welfare": {"a": "0.005", "b": "6", "c": "1", "omega": "14", "alpha": "0.07"},
        },
        "orders": [
            {
                "id": order.id,
                "member": order.member,
                "vertex": order.vertex,
                "side": order.side.name.lower(),
                "energy_wh": order.energy_wh,
                "low_micro_per_kwh": order.low_micro_per_kwh,
                "high_micro_per_kwh": order.high_micro_per_kwh,
                "distance_m": order.distance_m,
            }
            for order in orders_of(worked_cases()[0], reach)
        ],
    }
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(document))
    return path


def test_clear_answers_appendix_b(appendix_b, capsys) -> None:
    assert run("clear", str(appendix_b), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in ("case", "price_micro_per_kwh", "capped")} == {
        "case": 3,
        "price_micro_per_kwh": 16_500_000,
        "capped": False,
    }
    assert found["sellers"] == ["4", "20", "45", "24"]
    assert found["buyers"] == ["9", "39", "12"]
    assert found["supply_wh"] == {"4": 69_250, "20": 39_250, "45": 13_250, "24": 24_250}
    assert found["trades"][0] == {
        "buyer": "39",
        "seller": "4",
        "energy_wh": 16_000,
        "distance_mm": 121_331,
        "charge_micro_each": 121_331,
    }
    assert found["left_out"]["16"] == "supply"
    assert found["left_out"]["3"] == "price"


def test_clear_by_mcafee_from_standard_input(appendix_b, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(appendix_b.read_bytes())))
    assert run("clear", "-", "--mechanism", "mcafee", "--json") == 0
    assert json.loads(capsys.readouterr().out)["supply_wh"]["24"] == 22_000


def test_tables_for_people_show_whole_amounts(appendix_b, capsys) -> None:
    assert run("clear", str(appendix_b)) == 0
    shown = capsys.readouterr().out
    for expected in ("case 3, price 16.500000", "53.250 kWh", "121.3 m", "0.121331", "supply"):
        assert expected in shown


def changed(path: Path, change: dict[str, Any], order: int | None = None) -> None:
    document = json.loads(path.read_text())
    target = document if order is None else document["orders"][order]
    for key, value in change.items():
        if value is ...:
            del target[key]
        else:
            target[key] = value
    path.write_text(json.dumps(document))


BROKEN = {
    "float energy": ({"energy_wh": 1.0}, "orders[3].energy_wh was 1.0, not an integer"),
    "true as id": ({"id": True}, "orders[3].id was true, not an integer"),
    "text as number": ({"vertex": "4"}, 'orders[3].vertex was "4", not an integer'),
    "no energy": ({"energy_wh": 0}, "orders[3].energy_wh was 0, allowed is 1 to"),
    "negative price": (
        {"low_micro_per_kwh": -1},
        "orders[3].low_micro_per_kwh was -1, allowed is 0 to",
    ),
    "missing": ({"distance_m": ...}, "orders[3].distance_m is missing"),
    "null": ({"member": None}, "orders[3].member was null, not a string with content"),
    "nameless": ({"member": ""}, 'orders[3].member was "", not a string with content'),
    "unknown key": ({"price": 3}, 'orders[3] had the unknown key "price"'),
    "other side": ({"side": "SELL"}, 'orders[3].side was "SELL", allowed is "sell" or "buy"'),
    "low above high": (
        {"low_micro_per_kwh": 9, "high_micro_per_kwh": 8},
        "orders[3].low_micro_per_kwh 9 was above high_micro_per_kwh 8",
    ),
    "unknown vertex": ({"vertex": 117}, "orders[3].vertex 117 is not on the feeder"),
    "member twice": ({"member": "24"}, 'orders[3].member "24" was given before in orders[1]'),
    "id twice": ({"id": 2}, "orders[3].id 2 was given before in orders[1]"),
    "beyond 64 bits": ({"energy_wh": 2**64}, "orders[3].energy_wh was 18446744073709551616"),
}


@pytest.mark.parametrize(("change", "problem"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_order_is_refused(appendix_b, capsys, change, problem) -> None:
    changed(appendix_b, change, order=3)
    assert run("clear", str(appendix_b), "--json") == 2
    said = capsys.readouterr()
    assert said.out == ""
    (only,) = json.loads(said.err)["problems"]
    assert only.startswith(problem)


WELFARE = {"a": "0.005", "b": "6", "c": "1", "omega": "14", "alpha": "0.07"}
BROKEN_TERMS = {
    "none": (..., "parameters is missing"),
    "null": (None, "parameters was null, not an object"),
    "no welfare": (
        {"charge_micro_per_m": 0, "penalty_micro_per_kwh": 0},
        "parameters.welfare is missing",
    ),
    "float welfare": (
        {"charge_micro_per_m": 0, "penalty_micro_per_kwh": 0, "welfare": WELFARE | {"a": 0.005}},
        "parameters.welfare.a was 0.005, not a string with content",
    ),
    "seven places": (
        {
            "charge_micro_per_m": 0,
            "penalty_micro_per_kwh": 0,
            "welfare": WELFARE | {"a": "0.0000001"},
        },
        "parameters.welfare.a was '0.0000001', allowed is a decimal",
    ),
    "negative": (
        {"charge_micro_per_m": 0, "penalty_micro_per_kwh": -1, "welfare": WELFARE},
        "parameters.penalty_micro_per_kwh was -1",
    ),
}


@pytest.mark.parametrize(("terms", "problem"), BROKEN_TERMS.values(), ids=BROKEN_TERMS.keys())
def test_broken_terms_are_refused(appendix_b, capsys, terms, problem) -> None:
    changed(appendix_b, {"parameters": terms})
    assert run("clear", str(appendix_b), "--json") == 2
    (only,) = json.loads(capsys.readouterr().err)["problems"]
    assert only.startswith(problem)


def test_one_error_lists_every_problem(appendix_b, capsys) -> None:
    changed(appendix_b, {"energy_wh": 1.5, "vertex": 500, "member": "24"}, order=3)
    changed(appendix_b, {"parameters": {"charge_micro_per_m": "x"}, "extra": 1})
    assert run("clear", str(appendix_b)) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1 + 7
    for key in ("energy_wh", "vertex", "member", "charge_micro_per_m", "welfare", "extra"):
        assert key in said


@pytest.mark.parametrize(
    "text",
    ["", "[1, 2", "NaN", "[]", '"orders"', '{"orders": 1, "orders": 2}', "[" * 50_000, "9" * 9999],
    ids=["empty", "cut", "nan", "list", "text", "key twice", "deep", "long number"],
)
def test_what_is_no_document_is_refused(tmp_path, capsys, text) -> None:
    path = tmp_path / "orders.json"
    path.write_text(text)
    for command in ("clear", "settle"):
        assert run(command, str(path), "--json") == 2
        assert json.loads(capsys.readouterr().err)["problems"]


def test_unreadable_file_and_feeder_are_told_together(tmp_path, capsys) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe")
    for path in ("latin", "missing", "."):
        assert run("clear", str(tmp_path / path), "--feeder", "nowhere", "--json") == 2
        problems = json.loads(capsys.readouterr().err)["problems"]
        assert ["could not be read" in one for one in problems] == [True] * 3


def test_distance(capsys) -> None:
    assert run("distance", "39", "4", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"from": 39, "to": 4, "distance_mm": 121_331}
    assert run("distance", "39", "4", "--within-m", "121", "--json") == 0
    assert json.loads(capsys.readouterr().out)["within"] is False
    assert run("distance", "12", "--within-m", "10", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "from": 12,
        "vertices": [{"vertex": 5, "distance_mm": 6_444}],
    }
    assert run("distance", "12", "--within-m", "10") == 0
    assert "6.444 m" in capsys.readouterr().out


def test_distance_refuses_strange_vertices_together(capsys) -> None:
    assert run("distance", "117", "118", "--within-m", "-1", "--json") == 2
    assert len(json.loads(capsys.readouterr().err)["problems"]) == 3


def delivered() -> dict[str, Any]:
    return {
        "price_micro_per_kwh": 16_500_000,
        "penalty_micro_per_kwh": 150_000,
        "charge_micro_per_m": 2000,
        "members": [
            {"member": "12", "limit_wh": 80_000, "metered_wh": 60_000},
            {"member": "4", "limit_wh": 90_000, "metered_wh": None},
            {"member": "20", "limit_wh": 90_000, "metered_wh": 6_750},
        ],
        "trades": [
            {"buyer": "12", "seller": "4", "energy_wh": 53_250, "distance_mm": 36_049},
            {
                "buyer": "12",
                "seller": "20",
                "energy_wh": 6_750,
                "distance_mm": 79_914,
                "charge_micro_each": 79_914,
            },
        ],
    }


def test_settle(tmp_path, capsys) -> None:
    path = tmp_path / "input.json"
    path.write_text(json.dumps(delivered()))
    assert run("settle", str(path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    amounts = {one["member"]: (one["amount_micro"], one["status"]) for one in found["settlements"]}
    assert amounts == {
        "12": (-990_115_963, "final"),
        "4": (-8_023_549, "default"),
        "20": (111_295_086, "final"),
    }
    assert found["operator_micro"] == 990_115_963 + 8_023_549 - 111_295_086
    assert found["sum_micro"] == 0
    assert run("settle", str(path)) == 0
    assert "-990.115963" in capsys.readouterr().out


def test_settle_refuses_every_problem_at_once(tmp_path, capsys) -> None:
    document = delivered()
    document["members"][1]["member"] = "12"
    document["members"][2]["metered_wh"] = -1
    document["trades"][1]["charge_micro_each"] = 1
    document["trades"].append({"buyer": "20", "seller": "12", "energy_wh": 1, "distance_mm": 0})
    document["price_micro_per_kwh"] = 1.5
    path = tmp_path / "input.json"
    path.write_text(json.dumps(document))
    assert run("settle", str(path), "--json") == 2
    text = "\n".join(json.loads(capsys.readouterr().err)["problems"])
    for expected in (
        "members[1].member '12' was given before",
        "members[2].metered_wh was -1",
        "trades[0].seller '4' is not among the members",
        "trades[1].charge_micro_each does not follow",
        "member '12' both bought and sold",
        "price_micro_per_kwh was 1.5, not an integer",
    ):
        assert expected in text
