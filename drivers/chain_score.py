"""What a node has been worth so far: the order in which nodes are asked, and who rests.

A score decides about speed and load, never about belief: the best-scored node's answers are
verified like anybody's, and the worst-scored node is asked when the others fail.
"""

from dataclasses import dataclass

REST_FIRST_S = 1.0
REST_MOST_S = 60.0  # a repaired node is noticed within a minute
FALSE_STEPS = 3  # a false answer is no accident of the network: it costs like three silences
EXPLORE_EVERY_S = 30.0
SLOW_S = 2.0  # as slow as this is as bad as answering every other time
_LEARN = 0.125
_LEARN_FALSE = 0.5


@dataclass(slots=True)
class Score:
    """A node's account. Times are seconds of a steady clock, handed in."""

    recent: float = 0.5
    """Running mean: 1 an answer that was verified, 0 none, -1 a false one."""
    latency_s: float = 0.0
    misses: int = 0
    rest_until_s: float = 0.0
    asked_at_s: float = float("-inf")

    def heard(self, seconds: float) -> None:
        """Note how long an answer took, whatever it is worth."""
        self.latency_s += 0.25 * (seconds - self.latency_s)

    def truthful(self) -> None:
        """Note a true answer about heads: it may be asked without a pause again."""
        self.misses = 0
        self.rest_until_s = 0.0

    def useful(self) -> None:
        """Note a value it proved."""
        self.truthful()
        self.recent += _LEARN * (1 - self.recent)

    def missing(self, now_s: float) -> None:
        """Note that it gave no answer: it rests, longer each time."""
        self.recent += _LEARN * (0 - self.recent)
        self._rest(now_s, 1)

    def declined(self) -> None:
        """Note that it answered and could not."""
        self.recent += _LEARN * (0 - self.recent)

    def false(self, now_s: float) -> None:
        """Note an answer that broke a rule or its proof."""
        self.recent += _LEARN_FALSE * (-1 - self.recent)
        self._rest(now_s, FALSE_STEPS)

    def _rest(self, now_s: float, steps: int) -> None:
        self.misses = min(self.misses + steps, 16)
        self.rest_until_s = now_s + min(REST_FIRST_S * 2 ** (self.misses - 1), REST_MOST_S)

    def resting_s(self, now_s: float) -> float:
        """Return how many more seconds it rests; 0: it does not."""
        return max(0.0, self.rest_until_s - now_s)

    def worth(self) -> float:
        """Return the number nodes are ordered by: the greater the earlier."""
        return self.recent - min(self.latency_s, SLOW_S) / SLOW_S / 2

    def due(self, now_s: float) -> bool:
        """Return whether it is time to see if it has become better than it was."""
        return now_s - self.asked_at_s >= EXPLORE_EVERY_S and self.resting_s(now_s) == 0
