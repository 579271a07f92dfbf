"""The steps that only the agent can judge: box, identity, other meters, market, PIN, handover. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from agent.api.commission import JoinRequestView, StepLine
from agent.api.joining import JoiningView
from gui.glance import Glance
from gui.models.history_rows import filled
from gui.models.installer_parts import Row, State, Step, StepKey, row
from gui.sentences import told
from gui.texts import Reader, translate

LINES: Mapping[StepKey, tuple[str, ...]] = MappingProxyType(
    {
        "box": ("box", "time", "settings", "agent"),
        "identity": ("request", "joined"),
        "meters": ("serial", "storage"),
        "market": ("chain", "broker"),
        "pin": ("pin",),
        "handover": ("handover",),
    }
)
"""Which lines of the agent's checklist are on which page; the others have a page from the snapshot."""
OPEN = ("to do", "trouble")


def agent_step(key: StepKey, lines: Sequence[StepLine], reader: Reader) -> Step | None:
    """Return how a page's lines stand together; None: the agent says nothing of them."""
    mine = of_page(key, lines)
    if not mine:
        return None
    left = [one for one in mine if one.state in OPEN]
    state: State = "done"
    if left:
        state = "trouble" if any(one.state == "trouble" for one in left) else "todo"
    if len(mine) == 1:
        return Step(key, title_of(key), state, words_of_line(mine[0], reader))
    return Step(
        key, title_of(key), state, _whole(told(left[0].words, reader)) if left else _well(key)
    )


def of_page(key: StepKey, lines: Sequence[StepLine]) -> tuple[StepLine, ...]:
    """Return the lines of the agent's checklist that are on this page."""
    return tuple(one for one in lines if one.key in LINES.get(key, ()))


def title_of(key: StepKey) -> str:
    """Return the word in the list."""
    titles = {
        "box": translate("installer", "Box"),
        "identity": translate("installer", "Identity"),
        "meters": translate("installer", "Meters"),
        "market": translate("installer", "Market"),
        "pin": translate("installer", "PIN"),
        "handover": translate("installer", "Handover"),
    }
    return titles[key]


def _well(key: StepKey) -> str:
    match key:
        case "box":
            return translate("installer", "The box is as it should be.")
        case "identity":
            return translate("installer", "This home is a member of the market.")
        case "meters":
            return translate("installer", "Nothing is missing here.")
        case _:
            return translate("installer", "Everything works.")


def agent_rows(key: StepKey, lines: Sequence[StepLine], glance: Glance) -> tuple[Row, ...]:
    """Return the page's lines, each with how it stands and what to do; of one the head says it."""
    mine = of_page(key, lines)
    return step_rows(mine, glance.reader) if len(mine) > 1 else ()


def step_rows(lines: Sequence[StepLine], reader: Reader) -> tuple[Row, ...]:
    """Return lines of the checklist as rows."""
    states = {
        "done": translate("installer", "✓ done"),
        "not needed": translate("installer", "– not needed"),
        "to do": translate("installer", "○ to do"),
        "trouble": translate("installer", "⚠ trouble"),
    }
    return tuple(
        row(
            f"line-{one.key}",
            told(one.title, reader),
            words_of_line(one, reader),
            states[one.state],
            tone="fault" if one.state == "trouble" else "",
        )
        for one in lines
    )


def words_of_line(line: StepLine, reader: Reader) -> str:
    """Return how a line stands and, while it is open, what to do, in the reader's language."""
    parts = (line.words, line.do) if line.state in OPEN else (line.words,)
    return " ".join(_whole(told(part, reader)) for part in parts if part)


def _whole(text: str) -> str:
    """Return a text as a sentence: what a link says of itself begins small and has no end."""
    ended = text if text[-1] in ".!?;:" else f"{text}."
    return ended[0].upper() + ended[1:]


def joined(lines: Sequence[StepLine]) -> bool:
    """Return whether the agent says that the chain proves the membership."""
    return any(one.key == "joined" and one.state == "done" for one in lines)


def identity_words(who: JoinRequestView, joining: JoiningView, *, member: bool) -> tuple[str, ...]:
    """Return how joining stands, who this box is, and the number to compare."""
    waits = () if member else tuple(part for part in (joining.words, joining.do) if part)
    return (*waits, *_who(who, member=member))


def _who(who: JoinRequestView, *, member: bool) -> tuple[str, ...]:
    if not who.member:
        return ()
    found = []
    if who.text and not member:
        compare = translate("installer", "The operator scans this, and must see the number %1.")
        found.append(filled(compare, who.comparison))
    address = translate("installer", "This home's address: %1")
    found.append(filled(address, in_fours(who.member)))
    if who.report_key:
        report = translate("installer", "Its report key: %1")
        found.append(filled(report, in_fours(who.report_key)))
    return tuple(found)


def in_fours(address: str) -> str:
    """Return an address as two people compare it: 0x and ten groups of four."""
    digits = address.removeprefix("0x")
    return "0x " + " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
