"""The picture: well-formed whatever is written into it, complete, and within its frame."""

import xml.etree.ElementTree as ET

import pytest

from agent.demo.picture import Caption, draw
from agent.demo.result import StreetTrade
from tests.demo.street import real_street, some_trades

SVG = "{http://www.w3.org/2000/svg}"
STREET = real_street()
TRADES = some_trades(STREET)
CAPTION = Caption("A street", "2026-06-21 · seed 7", "GBP")


def parsed(trades: tuple[StreetTrade, ...] = TRADES, caption: Caption = CAPTION) -> ET.Element:
    return ET.fromstring(draw(STREET, trades, caption).encode())  # noqa: S314 - our own text


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter() if element.text]


def test_every_home_is_within_the_frame() -> None:
    root = parsed()
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    numbers = {str(home.number) for home in STREET.homes}
    found = [t for t in root.iter(f"{SVG}text") if t.text in numbers]
    assert {t.text for t in found} == numbers
    for home in found:
        assert 20 < float(home.attrib["x"]) < width - 20
        assert 100 < float(home.attrib["y"]) < height - 90


def test_all_trades_of_a_pair_are_one_arc() -> None:
    pairs = {(trade.seller, trade.buyer) for trade in TRADES}
    arcs = [path for path in parsed().iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    assert len(arcs) == len(pairs)
    assert all(path.attrib["stroke"].startswith("url(#t") for path in arcs)


def test_the_total_and_the_prices_stand_in_the_caption() -> None:
    total = sum(trade.energy_wh for trade in TRADES)
    assert any(
        f"{total // 1000}.{total % 1000:03d} kWh in {len(TRADES)} trades at 0.2012 GBP/kWh" in text
        for text in texts(parsed())
    )


def test_text_cannot_break_out_of_the_document() -> None:
    evil = '</text><script>alert("x")</script>&\x00\x1b'
    root = parsed(caption=Caption(evil, evil, evil))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>" in text for text in texts(root))


def test_more_energy_is_a_thicker_arc() -> None:
    def trade(buyer: int, energy_wh: int) -> StreetTrade:
        return StreetTrade(1, seller, buyer, energy_wh, 10_000, 200_000)

    seller, little, much = (home.number for home in STREET.homes[:3])
    root = parsed((trade(little, 50), trade(much, 800)))
    arcs = {
        title.text: float(path.attrib["stroke-width"])
        for path in root.iter(f"{SVG}path")
        if (title := path.find(f"{SVG}title")) is not None
    }
    assert (
        arcs[f"home {seller} to home {much}: 0.800 kWh"]
        > arcs[f"home {seller} to home {little}: 0.050 kWh"]
    )


@pytest.mark.parametrize("homes", [4, 5, 12, 55])
def test_streets_of_every_size_without_a_trade(homes: int) -> None:
    root = ET.fromstring(draw(real_street(homes), (), CAPTION).encode())  # noqa: S314
    assert "0.000 kWh in 0 trades" in texts(root)


def test_a_trade_of_a_stranger_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown homes: 77"):
        draw(STREET, (StreetTrade(1, 77, 1, 5, 5, 5),), CAPTION)


def test_the_same_trades_give_the_same_bytes() -> None:
    assert draw(STREET, TRADES, CAPTION) == draw(STREET, TRADES, CAPTION)
