"""The battery and the storage market in words: amounts, costs, what a report came to."""

from agent.api.storage import ReportLine, SessionLine, StorageSection, UnitLine
from agent.storage.amounts import ATTO, AttoText, atto
from gui import texts
from gui.models.history_rows import filled
from gui.texts import NOTHING, SPACE, Reader, translate

ENT = "ENT"
EURO = "eEuro"
CELLS = 10
"""The picture of the battery has so many."""
RESTING_W = 20
"""Less than this is what the battery's own electronics take."""


def tokens(amount: AttoText | None, unit: str, reader: Reader) -> str:
    """Return an amount of ENT or eEuro with at most three decimals, "9.5 ENT"; a dash: not known."""
    if amount is None:
        return NOTHING
    return texts.kilowatt_hours(atto(amount) // (ATTO // 1_000), reader) + SPACE + unit


def per_kwh(amount: int, reader: Reader) -> str:
    """Return 10⁻¹⁸ ENT per kWh as "1.05 ENT"."""
    return tokens(str(amount), ENT, reader)


def percent(amount: AttoText, reader: Reader) -> str:
    """Return a share of one as "20 %"."""
    return texts.number(atto(amount), ATTO // 100, 0, reader) + SPACE + "%"


def stored_wh(unit: UnitLine) -> int | None:
    """Return what is in the battery: as it says itself, else as the contract does."""
    if unit.charge_permille is not None:
        return unit.capacity_wh * unit.charge_permille // 1_000
    return unit.energy_wh


def cells(unit: UnitLine) -> tuple[bool, ...]:
    """Return which cells of the picture are full; half a cell counts as one."""
    held = stored_wh(unit)
    full = 0 if held is None or not unit.capacity_wh else held * CELLS * 2 // unit.capacity_wh
    return tuple(2 * place + 1 <= full for place in range(CELLS))


def flow(unit: UnitLine, reader: Reader) -> str:
    """Return what the battery does now."""
    if unit.power_w is None:
        return translate("storage", "Not known what it does now")
    amount = texts.power(abs(unit.power_w), reader)
    if abs(unit.power_w) < RESTING_W:
        return translate("storage", "Resting")
    if unit.power_w > 0:
        return filled(translate("storage", "Charging with %1"), amount)
    return filled(translate("storage", "Giving %1"), amount)


def report_words(report: ReportLine, now_ms: int, reader: Reader) -> tuple[str, str]:
    """Return a report as a line and the sentence that says what became of it."""
    amount = texts.energy(report.energy_wh, reader)
    match report.kind:
        case "produced":
            what = filled(translate("storage", "%1 into the battery"), amount)
        case "consumed":
            what = filled(translate("storage", "%1 out of the battery"), amount)
        case "actual":
            what = filled(translate("storage", "%1 in the battery"), amount)
    when = texts.age(report.at_ms, now_ms, reader)
    return f"{what} · {stage_word(report.stage)}", dated(when, report.sentence)


def dated(when: str, sentence: str) -> str:
    """Return a sentence with its age before it."""
    return f"{when} · {sentence}" if sentence else when


def stage_word(stage: str) -> str:
    """Return how far a report or a call is."""
    match stage:
        case "signing" | "waiting":
            return translate("storage", "waits")
        case "sent":
            return translate("storage", "sent")
        case "in the chain":
            return translate("storage", "in a block")
        case "accepted":
            return translate("storage", "accepted")
        case "refused":
            return translate("storage", "refused")
        case "reverted" | "missed":
            return translate("storage", "had no effect")
        case _:
            return stage


def party(address: str) -> str:
    """Return an address as people compare them: its beginning and its end."""
    return f"{address[:6]}…{address[-4:]}"


def session_words(session: SessionLine, now_ms: int, reader: Reader) -> tuple[str, str, str]:
    """Return a session as a line, what is below it, and the energy left."""
    whose = (
        translate("storage", "Your session")
        if session.mine
        else filled(translate("storage", "Session of %1"), party(session.consumer))
    )
    until = texts.moment(session.expires_s * 1_000, now_ms, reader)
    below = filled(translate("storage", "until %1"), until)
    below += " · " + filled(translate("storage", "%1 locked"), tokens(session.locked, ENT, reader))
    return whose, below, texts.energy(session.energy_wh, reader)


def costs(section: StorageSection, reader: Reader) -> tuple[str, str]:
    """Return what one kWh into and out of a battery brings and costs now, in ENT."""
    if section.mint_cost is None or section.burn_cost is None:
        return NOTHING, NOTHING
    return (
        per_kwh(ATTO - atto(section.mint_cost), reader),
        per_kwh(ATTO + atto(section.burn_cost), reader),
    )
