"""The guide of `gridhearth commission`: does the next open step, with the commands that exist.

Nothing is remembered here. After every deed all steps are looked at anew, so that the guide may be
ended anywhere; a step that has to wait (the operator, a relay's shortest time) is put behind the
others, not waited for.
"""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Callable

from agent.api.commission import ChecklistView, StepLine
from agent.commands.commission import look, show, show_step
from agent.commands.home_calls import FAILED, socket_of

Words = list[str]
Ask = Callable[[str], str]

HELP = "Enter: do it   NUMBER: another step   l: list   p: pair a device   q: end"
USUAL_LOAD_W = "2000"


class _Ended(Exception):  # noqa: N818 - it reads as what happened
    """The person has had enough for now."""


def guide(arguments: argparse.Namespace) -> int:
    """Go through the open steps until all are done or the person ends it; the exit code."""
    view = look(arguments)
    show(view)
    later: set[str] = set()
    try:
        while not view.ready:
            step = chosen(view, later)
            if step is None:
                later.clear()
                continue
            picked = _choice(view, step)
            if picked is None:
                later.add(step.key)
                view = look(arguments)
                continue
            for words in words_of(picked, _ask):
                done = _do(words, arguments)
                if done:
                    break
            before, view = view, look(arguments)
            same = _step(before, picked.key) == _step(view, picked.key)
            later = later | {picked.key} if same else later - {picked.key}
    except (_Ended, EOFError):
        print("Ended here; begin again with: gridhearth commission")
        return FAILED
    print("Everything is done.")
    return 0


def chosen(view: ChecklistView, later: set[str]) -> StepLine | None:
    """Return the first open step that does not wait for something; None: all of them wait."""
    left = [one for one in view.steps if one.state in ("to do", "trouble")]
    return next((one for one in left if one.key not in later), None)


def _step(view: ChecklistView, key: str) -> StepLine | None:
    return next((one for one in view.steps if one.key == key), None)


def _choice(view: ChecklistView, step: StepLine) -> StepLine | None:
    """Return the step to do now; None: look again, this one later."""
    from rich.console import Console

    print()
    show_step(Console(highlight=False), view.steps.index(step) + 1, step)
    while True:
        typed = _ask(f"{HELP}\n> ").strip().lower()
        if typed == "q":
            raise _Ended
        if typed == "":
            return step
        if typed == "l":
            show(view)
            return None
        if typed == "p":
            return _step(view, "devices")
        if typed.isdigit() and 1 <= int(typed) <= len(view.steps):
            return view.steps[int(typed) - 1]


def words_of(step: StepLine, ask: Ask) -> list[Words]:
    """Return the commands that do a step, asking for what they need; none: only look again."""
    match step.key:
        case "request":
            code = ask("The operator's one-time code (empty: the one that came with the card): ")
            given = ["--code", code.strip()] if code.strip() else []
            return [["join", "request", "--qr", *given]]
        case "joined" if step.command.endswith("FILE"):
            answer = ask("The operator's answer, a file (empty: look where the settings say): ")
            return [["join", "accept", *([answer.strip()] if answer.strip() else [])], ["restart"]]
        case "radio" if step.command.endswith("form"):
            backup = ask("A backup's file name to restore (empty: form a new network): ").strip()
            return [["radio", "restore", "--file", backup] if backup else ["radio", "form"]]
        case "devices":
            return _pair(ask)
        case "roles":
            return _assign(ask)
        case "checks" if step.command:
            return _check(step, ask)
        case "handover" if step.command:
            return _handover(ask)
        case _:
            return _unasked(step)


def _unasked(step: StepLine) -> list[Words]:
    """Return the command of a step that needs no answer of anybody's."""
    words = shlex.split(step.command)
    if words[:1] == ["systemctl"]:
        return [["restart"]]
    if step.key in ("agent", "relays", "pin", "backup") and words[:1] == ["gridhearth"]:
        return [words[1:]]
    return []


def _pair(ask: Ask) -> list[Words]:
    code = ask("Install code, or the text of the QR code, on the device (empty: none): ").strip()
    if not code:
        return []
    words = ["pair", "--qr" if "$" in code or ":" in code else "--code", code]
    if words[1] == "--code":
        words += ["--ieee", ask("The device's address, printed beside it: ").strip()]
    role = ask("What is it for (grid, generation, storage, relay; empty: nothing yet)? ").strip()
    if not role:
        return [words]
    words += ["--role", role]
    name = ask("What does the household call it (empty: nothing)? ").strip()
    return [words + (["--name", name] if name else [])]


def _assign(ask: Ask) -> list[Words]:
    device = ask("Which device (name, address or key; gridhearth devices lists them)? ").strip()
    role = ask("What is it for (grid, generation, storage, relay)? ").strip()
    return (
        [["devices", "list"]] if not device or not role else [["devices", "assign", device, role]]
    )


def _check(step: StepLine, ask: Ask) -> list[Words]:
    words = shlex.split(step.command)[1:]
    if words[1] == "assign":  # the clamp sits the other way round, and the check has shown it
        return [words]
    load = ask(f"Power of the load that you switch on, in watts (empty: {USUAL_LOAD_W}): ").strip()
    return [[*words[:3], "--load-w", load or USUAL_LOAD_W]]


def _handover(ask: Ask) -> list[Words]:
    installer = ask("Your name: ").strip()
    customer = ask("The customer's name: ").strip()
    if not installer or not customer:
        return []
    hand = ["commission", "handover", "--installer", installer, "--customer", customer]
    files = ["--html", "acceptance.html", "--json", "acceptance.json"]
    return [hand, ["commission", "report", *files]]


def _do(words: Words, arguments: argparse.Namespace) -> int:
    """Run one command as if it had been typed; its exit code."""
    if words == ["restart"]:
        return _restart(arguments.restart)
    print(f"$ gridhearth {shlex.join(words)}")
    parser = argparse.ArgumentParser(prog="gridhearth")
    import importlib

    from agent.commands.known import KNOWN

    module = importlib.import_module(KNOWN[words[0]].module)
    module.add(parser.add_subparsers(dest="command", required=True))
    try:
        given = parser.parse_args([*words, *_where(words, arguments)])
    except SystemExit as wrong:
        return wrong.code if isinstance(wrong.code, int) else FAILED
    return int(given.func(given))


def _where(words: Words, arguments: argparse.Namespace) -> Words:
    """The same settings and socket as the guide's own."""
    if words[0] == "join":
        return ["--config", str(arguments.config), "--directory", str(arguments.directory)]
    return ["--socket", str(socket_of(arguments))]


def _restart(command: str) -> int:
    print(f"$ {command}")
    try:
        return subprocess.run(shlex.split(command), check=False).returncode  # noqa: S603 - as typed
    except OSError as failed:
        print(f"{command}: {failed.strerror}", file=sys.stderr)
        return FAILED


def _ask(question: str) -> str:
    print(question, end="", flush=True)
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.rstrip("\n")
