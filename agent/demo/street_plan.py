"""What the demonstration's street is before a process starts: asked for, planned, on the map."""

import tomllib
from importlib.resources import files
from pathlib import Path

import msgspec

from agent.demo.found_market import MarketTerms
from agent.demo.result import DemoParameters, StreetMap
from agent.demo.street_files import my_home
from agent.demo.street_map import street_map
from agent.feeders import load_feeder
from agent.market.welfare import WelfareParameters
from drivers.simulated.street import HomePlan, plan_street

FEEDER = "ieee-european-lv"
VALIDATORS = 4
CHAIN_ID = 1337
BLOCK_S = 1


class DemoSettings(msgspec.Struct, frozen=True):
    """What the command was asked for."""

    seed: int = 1
    homes: int = 55
    cycles: int = 6
    cycle_s: int = 20
    day: str = "2026-06-21"
    start_minute: int = 600
    hands_off: bool = False
    """Nobody gives my home its first instruction: it waits for a person."""
    storage: bool = False
    """My home has a battery in the storage market; its meters are simulated, not on a radio."""


class Street(msgspec.Struct, frozen=True):
    """Everything that is planned before a process starts."""

    settings: DemoSettings
    terms: MarketTerms
    plans: tuple[HomePlan, ...]
    mine: HomePlan
    map: StreetMap
    directory: Path

    @property
    def socket(self) -> Path:
        return self.directory / "api.sock"

    def parameters(self) -> DemoParameters:
        """What the result says it was run with."""
        asked = self.settings
        return DemoParameters(
            seed=asked.seed,
            homes=asked.homes,
            day=asked.day,
            start_minute=asked.start_minute,
            cycle_s=asked.cycle_s,
            cycles=asked.cycles,
            validators=VALIDATORS,
            currency=self.terms.currency,
            charge_micro_per_m=self.terms.charge_micro_per_m,
            penalty_micro_per_kwh=self.terms.penalty_micro_per_kwh,
        )


def read_terms() -> MarketTerms:
    """Read the demonstration's market (config/demo/market.toml)."""
    table = tomllib.loads(files("config").joinpath("demo/market.toml").read_text("utf-8"))
    return MarketTerms(
        currency=table["currency"],
        **table["terms"],
        **table["price"],
        **table["member"],
        welfare=WelfareParameters.from_decimals(**table["welfare"]),
    )


def plan(settings: DemoSettings, directory: Path) -> Street:
    """Plan the street; ValueError lists what cannot be."""
    plans = plan_street(settings.seed, settings.homes, settings.day)
    homes = [(p.number, p.vertex, p.pv_w_peak, p.endorser) for p in plans]
    return Street(
        settings=settings,
        terms=read_terms(),
        plans=plans,
        mine=my_home(plans),
        map=street_map(load_feeder(FEEDER), homes),
        directory=directory,
    )
