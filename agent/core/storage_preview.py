"""What a session costs at the rates that were proven last, by the contract's own rules."""

from agent.api.storage import StoragePreview, StoragePreviewParams
from agent.core.state import State
from agent.core.storage_facts import StorageSeen
from agent.roles.storage_words import format_amount
from agent.roles.words import format_kwh
from agent.storage import rules
from agent.storage.amounts import atto, atto_text


def session_ent(seen: StorageSeen, energy_wh: int) -> int:
    """Return the fewest ENT (10^-18) whose session holds this energy now."""
    return rules.session_ent(_totals(seen), _parameters(seen), energy_wh)


def session_energy_wh(seen: StorageSeen, ent: int) -> int:
    """Return the energy that a session of so many ENT (10^-18) holds now, rounded down."""
    return rules.session_energy_wh(_totals(seen), _parameters(seen), ent)


def _totals(seen: StorageSeen) -> rules.Totals:
    return rules.Totals(seen.total_energy_wh, atto(seen.total_ent), atto(seen.burn_cost))


def _parameters(seen: StorageSeen) -> rules.Parameters:
    known = seen.parameters
    return rules.Parameters(
        mint_cap=atto(known.mint_cap),
        burn_cap=atto(known.burn_cap),
        slope=atto(known.slope),
        validity_s=known.validity_s,
        owner_share=atto(known.owner_share),
    )


def preview(state: State, asked: StoragePreviewParams) -> StoragePreview:
    """Answer what a session costs now; nothing is locked."""
    seen = state.storage.seen
    if seen is None:
        said = "The storage contract has not been read yet."
        return StoragePreview(asked.energy_wh, asked.ent, None, None, None, said)
    if (asked.energy_wh is None) == (asked.ent is None):
        said = "Say either how much energy or how much ENT, not both."
        return StoragePreview(None, None, seen.burn_cost, seen.ent_available, None, said)
    if asked.ent is not None:
        ent = atto(asked.ent)
        energy_wh = session_energy_wh(seen, ent)
    else:
        energy_wh = asked.energy_wh or 0
        ent = session_ent(seen, energy_wh)
    enough = ent <= atto(seen.ent_available)
    hours, rest = divmod(seen.parameters.validity_s, 3_600)
    lasts = f"{hours} h" if not rest else f"{seen.parameters.validity_s} s"
    said = (
        f"{format_kwh(energy_wh)} for {format_amount(atto_text(ent))} ENT at a cost of"
        f" {format_amount(seen.burn_cost)} ENT per kWh; a session lasts {lasts}, and what it does"
        " not burn comes back."
    )
    if not enough:
        said += f" Only {format_amount(seen.ent_available)} ENT are available."
    return StoragePreview(
        energy_wh, atto_text(ent), seen.burn_cost, seen.ent_available, enough, said
    )
