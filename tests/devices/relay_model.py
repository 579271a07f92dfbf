"""A relay behind a bad radio, and a run of the rules against it that keeps every rule in view."""

import random
from dataclasses import dataclass, field

from agent.devices.device import RelayPosition
from agent.devices.relay import (
    Action,
    Ask,
    RelayFacts,
    RelayMode,
    RelayRules,
    RelayState,
    Switch,
    relay_step,
)

ON, OFF, UNKNOWN = RelayPosition.ON, RelayPosition.OFF, RelayPosition.UNKNOWN


@dataclass
class Relay:
    """The true relay: position, its own lease timer, and how the radio loses things."""

    rng: random.Random
    lose: float
    position: RelayPosition = OFF
    changed_ms: int = -(10**9)
    lease_end_ms: int | None = None
    deaf: bool = False

    def run_to(self, now_ms: int) -> None:
        if self.lease_end_ms is not None and now_ms >= self.lease_end_ms:
            self._move(OFF, self.lease_end_ms)

    def command(self, command: Switch, now_ms: int) -> tuple[RelayPosition, bool]:
        """Return (what the radio then says, whether the relay moved)."""
        self.run_to(now_ms)
        if self.deaf or self.rng.random() < self.lose:
            return UNKNOWN, False
        moved = self._move(ON if command.on else OFF, now_ms)
        if command.on and command.lease_s is not None:
            self.lease_end_ms = now_ms + 1_000 * command.lease_s
        return (UNKNOWN if self.rng.random() < self.lose else self.position), moved

    def ask(self, now_ms: int) -> RelayPosition:
        self.run_to(now_ms)
        return UNKNOWN if self.deaf or self.rng.random() < self.lose else self.position

    def _move(self, position: RelayPosition, at_ms: int) -> bool:
        moved = position is not self.position
        if moved:
            self.position, self.changed_ms = position, at_ms
        if position is OFF:
            self.lease_end_ms = None
        return moved


@dataclass
class Run:
    """The rules at work; `violations` collects sentences."""

    relay: Relay
    rules: RelayRules
    state: RelayState = field(default_factory=RelayState)
    now_ms: int = 1_000_000
    due: tuple[int, RelayPosition] | None = None
    moves: dict[int, int] = field(default_factory=dict)
    commands: dict[int, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def step(
        self, pass_ms: int, mode: RelayMode, surplus: bool | None, delay_ms: int = 0
    ) -> Action:
        """Let time pass, feed the answer that is due, and carry out what the rules want."""
        self.now_ms += pass_ms
        self.relay.run_to(self.now_ms)
        answer = None
        if self.due is not None and self.now_ms >= self.due[0]:
            answer, self.due = self.due[1], None
        before = self.state
        facts = RelayFacts(mode, surplus, answer)
        self.state, action = relay_step(before, self.now_ms, facts, self.rules)
        if action is None:
            return None
        if self.due is not None:
            self.violations.append("Something was sent while an answer was still awaited.")
        match action:
            case Ask():
                said = self.relay.ask(self.now_ms)
            case _:
                said = self._carry_out(action)
        self.due = (self.now_ms + delay_ms, said)
        return action

    def _carry_out(self, command: Switch) -> RelayPosition:
        was, changed_ms = self.relay.position, self.relay.changed_ms
        self.relay.run_to(self.now_ms)
        said_ms = self.state.said_ms
        if said_ms is None or self.now_ms - said_ms > 10_000:
            self.violations.append("A command was sent without a fresh word of the relay.")
        said, moved = self.relay.command(command, self.now_ms)
        if not command.renewal:
            self.commands[command.decision] = self.commands.get(command.decision, 0) + 1
        if moved:
            self.moves[command.decision] = self.moves.get(command.decision, 0) + 1
            least_s = self.rules.min_on_s if was is ON else self.rules.min_off_s
            if self.now_ms - changed_ms < 1_000 * least_s:
                self.violations.append(
                    f"Switched {was} -> {self.relay.position} after"
                    f" {self.now_ms - changed_ms} ms of {least_s} s."
                )
        return said

    def finish(self) -> list[str]:
        """Return every violation, those of counting included."""
        twice = [d for d, count in self.moves.items() if count > 1]
        again = [d for d, count in self.commands.items() if count > 1]
        return (
            self.violations
            + [f"Decision {d} moved the relay twice." for d in twice]
            + [f"Decision {d} was sent twice." for d in again]
        )


def random_run(seed: int, steps: int, rules: RelayRules | None = None) -> Run:
    """Run a random history of modes, colours, losses, delays and deafness."""
    rng = random.Random(seed)
    if rules is None:
        rules = RelayRules(
            rng.choice([0, 10, 60, 300]),
            rng.choice([0, 10, 60, 300]),
            rng.choice([None, 60, 120, 600]),
        )
    relay = Relay(rng, rng.choice([0.0, 0.1, 0.4]), rng.choice([ON, OFF]))
    run = Run(relay, rules)
    mode, surplus = RelayMode.SURPLUS, None
    for _ in range(steps):
        if rng.random() < 0.15:
            surplus = rng.choice([True, True, False, None])
        if rng.random() < 0.05:
            mode = rng.choice(list(RelayMode))
        if rng.random() < 0.02:
            relay.deaf = not relay.deaf
        run.step(
            rng.choice([200, 1_000, 1_000, 3_000, 20_000]),
            mode,
            surplus,
            rng.choice([0, 300, 2_000, 15_000]),
        )
    return run
