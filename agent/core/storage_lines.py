"""The storage market as a screen may see it, and what is wrong with it, in words."""

from agent.api.sections import Alert
from agent.api.storage import (
    DEEDS_SHOWN,
    SESSIONS_SHOWN,
    DeedLine,
    ParametersLine,
    ReportLine,
    SessionLine,
    StorageSection,
    UnitLine,
)
from agent.core.constants import Constants, UnitConstants
from agent.core.state import State
from agent.core.storage_backing import backing_of
from agent.core.storage_facts import StorageSeen, UnitSession
from agent.core.storage_reports import charge_problem, described, due_ms, open_out
from agent.core.storage_state import Deed, Report, StorageState, open_in_wh
from agent.metering.home import power_of
from agent.metering.plausibility import BELIEVED, Outcome
from agent.roles.storage_unit import total_wh
from agent.roles.words import format_kwh


def storage_section(state: State, now_ms: int) -> StorageSection | None:
    """Return the section; None: this home takes no part in a storage market."""
    constants = state.constants
    market = None if constants is None else constants.storage
    if constants is None or market is None:
        return None
    storage, seen, unit = state.storage, state.storage.seen, market.unit
    deeds = tuple(_deed_line(state, deed) for deed in reversed(storage.deeds[-DEEDS_SHOWN:]))
    section = StorageSection(
        contract=market.contract,
        dialect=market.dialect,
        me=constants.member,
        unit=None if unit is None else _unit_line(state, constants, unit, now_ms),
        deeds=deeds,
        warnings=tuple(alert.what for alert in storage_alerts(state, now_ms)),
    )
    return section if seen is None else _with_seen(section, seen)


def _with_seen(section: StorageSection, seen: StorageSeen) -> StorageSection:
    parameters = seen.parameters
    return StorageSection(
        contract=section.contract,
        dialect=section.dialect,
        me=section.me,
        unit=section.unit,
        block=seen.block,
        at_ms=seen.at_ms,
        mint_cost=seen.mint_cost,
        burn_cost=seen.burn_cost,
        parameters=ParametersLine(
            parameters.mint_cap,
            parameters.burn_cap,
            parameters.slope,
            parameters.validity_s,
            parameters.owner_share,
        ),
        total_energy_wh=seen.total_energy_wh,
        total_ent=seen.total_ent,
        ent_available=seen.ent_available,
        ent_locked=seen.ent_locked,
        euro_available=seen.euro_available,
        euro_locked=seen.euro_locked,
        voter=seen.voter,
        my_sessions=_session_lines(seen.my_sessions, section.me),
        unit_sessions=_session_lines(seen.unit_sessions, section.me),
        unit_sessions_more=max(len(seen.unit_sessions) - SESSIONS_SHOWN, 0)
        + seen.unit_sessions_more,
        deeds=section.deeds,
        warnings=section.warnings,
    )


def _session_lines(sessions: tuple[UnitSession, ...], me: str) -> tuple[SessionLine, ...]:
    return tuple(
        SessionLine(
            one.ident,
            one.unit,
            one.consumer,
            one.energy_wh,
            one.locked,
            one.opened_s,
            one.expires_s,
            one.consumer == me,
        )
        for one in sessions[:SESSIONS_SHOWN]
    )


def _deed_line(state: State, deed: Deed) -> DeedLine:
    verified = state.nonces.verified
    passed = deed.nonce is not None and verified is not None and verified > deed.nonce
    match deed.stage:
        case "queued":
            stage, said = "waiting", "It waits for the call before it, or for the chain."
        case "sent":
            stage = "in the chain" if passed else "sent"
            said = "Its outcome is being proven." if passed else "It is on its way."
        case "accepted":
            stage, said = "accepted", "The contract accepted it."
        case "refused":
            stage, said = (
                "refused",
                f"The contract refused it: {deed.reason or 'without a reason'}.",
            )
        case "reverted" | "missed":
            stage, said = deed.stage, f"{deed.reason.capitalize()}."
    return DeedLine(deed.what, deed.at_ms, stage, said)


def _unit_line(state: State, constants: Constants, unit: UnitConstants, now_ms: int) -> UnitLine:
    storage = state.storage
    seen, counted, battery = storage.seen, storage.counted, storage.battery
    under = storage.under_way
    out_wh, uncovered = open_out(storage, constants.member, now_ms)
    power = power_of(state.meters, unit.meter)
    power_w = None if power is None else power.power_w
    if power_w is None and battery is not None:
        power_w = battery.power_w
    under_in = under.wh if under is not None and under.kind == "produced" else 0
    under_out = 0 if under is None else total_wh(under.taken)
    cover = storage.cover
    return UnitLine(
        address=unit.address,
        registered=None if seen is None else seen.registered,
        owner="" if seen is None else seen.unit_owner,
        energy_wh=None if seen is None else seen.unit_energy_wh,
        capacity_wh=unit.capacity_wh,
        reserve_wh=unit.reserve_wh,
        charge_permille=None if battery is None else battery.charge_permille,
        charge_at_ms=None if battery is None else battery.at_ms,
        power_w=power_w,
        in_wh=0 if counted is None else counted.in_wh,
        out_wh=0 if counted is None else counted.out_wh,
        open_in_wh=open_in_wh(storage) + under_in,
        open_out_wh=out_wh + under_out,
        uncovered_wh=uncovered,
        accepted_in_wh=storage.accepted_in_wh,
        accepted_out_wh=storage.accepted_out_wh,
        written_off_wh=storage.written_off_wh,
        under_way=None if under is None else _under_way(storage, under),
        last=_last(storage),
        next_report_ms=due_ms(storage, unit) if storage.shares_in or out_wh > uncovered else None,
        next_actual_ms=None if battery is None else storage.actual_ms + unit.actual_every_s * 1_000,
        refused=storage.refused,
        reverted=storage.reverted,
        wei=storage.wei,
        sentence=_sentence(storage, uncovered),
        backing_wh=backing_of(state, constants, now_ms),
        discharge_w=None if cover is None or now_ms >= cover.until_ms else cover.power_w,
    )


def _under_way(storage: StorageState, report: Report) -> ReportLine:
    verified = storage.nonces.verified
    if verified is not None and verified > report.nonce:
        stage, said = "in the chain", "its outcome is being proven"
    elif report.hashes:
        stage, said = "sent", "is on its way"
    else:
        stage, said = "signing", "is being signed"
    what = described(report)
    said = f"{what}: {said}." if stage == "in the chain" else f"{what} {said}."
    return ReportLine(report.kind, report.party, report.wh, report.at_ms, stage, said)


def _last(storage: StorageState) -> ReportLine | None:
    ended = storage.ended
    if ended is None:
        return None
    return ReportLine(ended.kind, ended.party, ended.wh, ended.at_ms, ended.outcome, ended.sentence)


def _sentence(storage: StorageState, uncovered: int) -> str:
    if storage.problem:
        return "Nothing is reported: the storage contract is not what the settings say."
    if storage.counted is None:
        return "The unit's meter has not reported yet."
    if storage.seen is None:
        return "The storage contract has not been read yet."
    if not storage.seen.registered:
        return "The unit is not registered: what it counts stays open until the voters register it."
    if storage.under_way is not None:
        return "A report is under way."
    left = open_in_wh(storage) + total_wh(storage.portions_out) - uncovered
    if uncovered:
        return f"{format_kwh(uncovered)} left the battery without a session."
    return f"{format_kwh(left)} are still to be reported." if left else "Everything is reported."


# What is wrong.


def storage_alerts(state: State, now_ms: int) -> list[Alert]:
    """Return what is wrong with the storage unit, the gravest first."""
    constants = state.constants
    market = None if constants is None else constants.storage
    if constants is None or market is None:
        return []
    unit, storage = market.unit, state.storage
    wrong = _contract(storage, market.contract)
    if unit is None:
        return wrong
    return [
        *wrong,
        *_key(storage, now_ms),
        *_standing(storage, now_ms),
        *_refusals(storage),
        *_meter(state, unit, now_ms),
        *_charge(storage, unit),
        *_uncovered(storage, unit, constants.member, now_ms),
    ]


def _contract(storage: StorageState, contract: str) -> list[Alert]:
    if not storage.problem:
        return []
    often = "" if storage.problems == 1 else f" This was found {storage.problems} times."
    what = f"The storage contract {contract} is not what the settings say: {storage.problem}."
    what += f" Nothing is done there; the auction goes on.{often}"
    do = "Compare contract, dialect and code_hash under [storage] with what the storage market's"
    do += " voters publish, correct them, and start the agent again."
    return [Alert("storage-contract", storage.problem_ms, what, do)]


def _key(storage: StorageState, now_ms: int) -> list[Alert]:
    if not storage.nonces.foreign:
        return []
    what = (
        "Somebody else has sent a transaction with the storage unit's key. Reporting has stopped."
    )
    return [
        Alert("unit-key-used", now_ms, what, "Call your installer: the unit needs another key.")
    ]


def _standing(storage: StorageState, now_ms: int) -> list[Alert]:
    seen = storage.seen
    found = []
    if seen is not None and not seen.registered:
        what = "The storage unit is not registered, or was removed by a vote; nothing is lost:"
        what += " what it counts stays open."
        do = "Ask the voters of the storage market to register it."
        found.append(Alert("unit-unregistered", seen.at_ms, what, do))
    if storage.wei == "0":
        what = "The storage unit's chain account cannot pay for transactions."
        found.append(Alert("unit-no-fees", now_ms, what, "Ask the market's operator to fund it."))
    return found


def _refusals(storage: StorageState) -> list[Alert]:
    names = {"produced": "into the battery", "consumed": "out of the battery", "actual": "in it"}
    return [
        Alert(
            f"unit-{pause.kind}",
            pause.until_ms,
            f"A report of energy {names[pause.kind]} was not accepted {pause.failures} time(s):"
            f" {pause.reason}.",
            "Nothing: its energy stays open, and it is tried again by itself. If it goes on, ask"
            " the voters of the storage market.",
        )
        for pause in storage.pauses
    ]


METER_WORDS = {
    Outcome.BACKWARDS: "ran backwards (was it reset, or exchanged?)",
    Outcome.IMPLAUSIBLE: "jumped further than the battery can have moved",
    Outcome.IMPOSSIBLE: "is none that a meter can have",
    Outcome.CONFLICT: "said two things at once",
}


def _meter(state: State, unit: UnitConstants, now_ms: int) -> list[Alert]:
    track = next((one for one in state.meters.tracks if one.meter == unit.meter), None)
    if track is None or not track.entries or track.entries[-1].outcome in BELIEVED:
        return []
    why = METER_WORDS.get(track.entries[-1].outcome, "is not believed")
    return [
        Alert(
            "unit-meter",
            min(track.entries[-1].at_ms, now_ms),
            f"The register of the storage unit's meter {why}. Nothing is reported from it.",
            "If the meter was exchanged or reset, your installer confirms it"
            " (device.assign with replace); otherwise the energy comes back by itself.",
        )
    ]


def _charge(storage: StorageState, unit: UnitConstants) -> list[Alert]:
    problem, battery = charge_problem(storage, unit), storage.battery
    if not problem or battery is None:
        return []
    do = "Compare the battery's display; if it is right, press Report now to take its word."
    return [Alert("unit-charge", battery.at_ms, f"{problem}. It is not reported.", do)]


def _uncovered(storage: StorageState, unit: UnitConstants, owner: str, now_ms: int) -> list[Alert]:
    _, alone = open_out(storage, owner, now_ms)
    if alone < unit.report_wh or storage.seen is None:
        return []
    what = f"{format_kwh(alone)} left the battery without a session."
    do = "If you used it yourself, start a session of that energy at your own unit; it is then"
    do += " reported. Otherwise the next report of the actual energy takes it off the unit."
    since = storage.portions_out[0].from_ms
    return [Alert("unit-uncovered", since, what, do)]
