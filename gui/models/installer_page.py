"""What the installer's page shows, from where it stands and what the agent tells. Pure."""

from dataclasses import dataclass, field, replace

from agent.api.commission import JoinRequestView, StepLine
from agent.api.joining import JoiningView
from agent.api.pins import PinState
from agent.api.sections import DeviceLine, Snapshot
from gui import texts
from gui.glance import Glance
from gui.models.device_words import name_of
from gui.models.history_rows import filled
from gui.models.installer_agent import agent_rows, identity_words, joined
from gui.models.installer_handover import Report, report_rows, report_words
from gui.models.installer_pads import Pad, keys_of, ready, text_of, title_of
from gui.models.installer_parts import MARKS, Row, StepKey
from gui.models.installer_shown import Asking, Shown
from gui.models.installer_steps import (
    Done,
    check_rows,
    network_rows,
    next_open,
    pairing_rows,
    relay_rows,
    role_rows,
    steps_of,
)
from gui.models.installer_words import checking, joining, words_of
from gui.models.ready_names import ready_names
from gui.texts import translate

KETTLE_W = 2_000
USUAL_FUSE_A, USUAL_PHASES = 63, 3
PAIRING_SHOWN = 3
"""Steps of pairing above the devices of the network; all of them while one may join."""


@dataclass
class At:
    """Where the page stands: what was pressed and typed, and what the agent answered."""

    open: bool = False
    """The installer's PIN was right, or whoever runs the screen is an installer."""
    busy: bool = False
    pins: PinState | None = None
    rest: tuple[StepLine, ...] = ()
    """The agent's checklist."""
    request: JoinRequestView = field(default_factory=JoinRequestView)
    joining: JoiningView = field(default_factory=JoiningView)
    pad: Pad | None = None
    report: Report | None = None
    step: StepKey = "radio"
    done: Done = field(default_factory=Done)
    load_w: int = KETTLE_W
    fuse_a: int = USUAL_FUSE_A
    phases: int = USUAL_PHASES
    naming: DeviceLine | None = None
    note: str = ""
    note_wrong: bool = False
    asking: Asking | None = None


def closed(at: At, glance: Glance) -> Shown:
    """Return the page before its PIN was entered."""
    return Shown(closed_words=_closed_words(at, glance), may_open=_may_open(at))


def opened(at: At, glance: Glance, snapshot: Snapshot) -> Shown:
    """Return the page behind the PIN, at its step."""
    steps = steps_of(snapshot, at.done, at.rest, glance.reader)
    step = next((one for one in steps if one.key == at.step), steps[0])
    sentences, actions = words_of(step, glance, snapshot)
    asking, naming = at.asking, at.naming
    checks = step.key == "check" and not checking(snapshot.check)
    ahead = next_open(steps, step.key)
    words = translate("installer", "Next: %1")
    page = Shown(
        open=True,
        steps=tuple({"key": one.key, "text": one.title, "mark": MARKS[one.state]} for one in steps),
        step=step.key,
        title=step.title,
        state=step.state,
        sentences=(step.words, *sentences),
        actions=tuple(actions),
        load=texts.power(at.load_w, glance.reader) if checks else "",
        fuse=f"{at.fuse_a}{texts.SPACE}A" if checks else "",
        phases=str(at.phases) if checks else "",
        next_key="" if ahead is None else ahead.key,
        next_words="" if ahead is None else filled(words, ahead.title),
        next_title="" if ahead is None else ahead.title,
        next_now=step.state == "done",
        names=() if naming is None else ready_names(naming, snapshot.devices),
        naming="" if naming is None else name_of(naming),
        note=at.note,
        note_wrong=at.note_wrong,
        busy=at.busy,
        confirm="" if asking is None else asking.sentence,
        confirm_yes="" if asking is None else asking.yes,
    )
    return _with_pad(_with_pictures(page, at, glance), at, glance)


def step_rows(at: At, glance: Glance) -> tuple[Row, ...]:
    """Return the rows of the step that is shown."""
    match at.step:
        case "pair":
            if joining(glance):
                return pairing_rows(glance)
            return (*pairing_rows(glance)[:PAIRING_SHOWN], *network_rows(glance))
        case "roles":
            return role_rows(glance)
        case "check":
            snapshot = glance.snapshot
            going = snapshot is not None and checking(snapshot.check)
            return () if going else check_rows(glance, at.done)
        case "relays":
            return relay_rows(glance, at.done)
        case "handover" if at.report is not None:
            return report_rows(at.report, glance)
        case step:
            return agent_rows(step, at.rest, glance)


def _may_open(at: At) -> bool:
    return at.pins is not None and any(pin.whose == "installer" and pin.set for pin in at.pins.pins)


def _closed_words(at: At, glance: Glance) -> str:
    if not glance.live:
        return translate("installer", "The agent does not answer.")
    if at.pins is None and glance.may("pin.state"):
        return translate("installer", "Asking the agent …")
    if _may_open(at):
        return translate(
            "installer",
            "This is for whoever installs meters and relays. The household's own pages need"
            " nothing from here.",
        )
    return translate(
        "installer",
        "No installer's PIN is set, so this screen may not install anything. An installer sets"
        " one at the agent's command line: gridhearth pin set --installer.",
    )


def _with_pictures(page: Shown, at: At, glance: Glance) -> Shown:
    """Put in who this box is, or the report that was written."""
    if page.step == "identity":
        member, who = joined(at.rest), at.request
        words = identity_words(who, at.joining, member=member)
        picture = who.text if who.text and not member else who.member
        return replace(page, sentences=(*page.sentences, *words), request=picture)
    if page.step == "handover" and at.report is not None:
        words = report_words(at.report, glance)
        return replace(page, sentences=(*page.sentences, *words), report=at.report.short)
    return page


def _with_pad(page: Shown, at: At, glance: Glance) -> Shown:
    pad = at.pad
    if pad is None:
        return page
    return replace(
        page,
        pad_title=title_of(pad.kind),
        pad_typed=text_of(pad, glance.reader),
        pad_wrong=pad.wrong,
        pad_keys=keys_of(pad.kind, glance.reader),
        pad_letters=pad.kind in ("installer", "customer"),
        pad_ready=ready(pad),
    )
