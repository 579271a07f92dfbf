"""The live check of a meter, fed each second with what the radio shows of it."""

from collections.abc import Awaitable, Callable

import msgspec

from agent.api.device_params import CheckStart
from agent.api.methods import WishAnswer
from agent.core.events import Commissioned
from agent.core.overlay import Overlay, function_of
from agent.devices.device import FunctionKind, LiveMeter
from agent.devices.live_check import CheckStage, CheckState, begin, check_step, instruction
from agent.devices.live_check_verdict import CheckTask
from agent.devices.tested import MeterTest
from agent.ports import Clock
from agent.shell.liveness import Liveness

EVERY_S = 1.0


class LiveChecks:
    """One check at a time; its state is a part of what screens see."""

    def __init__(
        self,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]],
        shown: Callable[[], Overlay],
        show: Callable[[Overlay], None],
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._shown = shown
        self._show = show
        self._inverted = False
        self._by = ""

    def begin(self, asked: CheckStart, caller: str = "") -> WishAnswer:
        """Begin the live check of a meter, in place of one under way."""
        if function_of(self._shown(), asked.key, FunctionKind.METER) is None:
            return WishAnswer(False, (), f"The radio shows no meter {asked.key}.")
        task = CheckTask(asked.key, asked.role, asked.load_w, asked.fuse_a, asked.phases)
        try:
            check = begin(task, self._clock.wall_ms())
        except ValueError as wrong:
            return WishAnswer(False, (), str(wrong))
        self._inverted, self._by = asked.invert, caller
        self._show(msgspec.structs.replace(self._shown(), check=check))
        return WishAnswer(True, (), instruction(check))

    def loaded(self) -> WishAnswer:
        """The installer says that the load is on."""
        check = self._shown().check
        if check is None or check.stage is not CheckStage.SWITCH_ON:
            return WishAnswer(False, (), "No live check is waiting for a load.")
        after = check_step(check, self._clock.wall_ms(), loaded=True)
        self._show(msgspec.structs.replace(self._shown(), check=after))
        return WishAnswer(True, (), instruction(after))

    def stop(self) -> WishAnswer:
        """Forget the live check."""
        self._show(msgspec.structs.replace(self._shown(), check=None))
        return WishAnswer(True, (), "There is no live check now.")

    async def run(
        self, liveness: Liveness, post: Callable[[Commissioned], Awaitable[None]]
    ) -> None:
        """Feed the check until cancelled; what came of it goes to the journal."""
        with liveness.task("live check") as pulse:
            while True:
                await self._feed(post)
                with pulse.idle():
                    await self._sleep(EVERY_S)

    async def _feed(self, post: Callable[[Commissioned], Awaitable[None]]) -> None:
        shown = self._shown()
        check = shown.check
        if check is None or check.stage is CheckStage.DONE:
            return
        function = function_of(shown, check.task.meter, FunctionKind.METER)
        live = None if function is None else function.live
        if live is not None and self._inverted:
            live = _turned(live)
        after = check_step(check, self._clock.wall_ms(), live)
        tested = _tested(after, inverted=self._inverted, by=self._by)
        self._show(msgspec.structs.replace(shown, check=after))
        if tested is not None:
            await post(Commissioned(tested.at_ms, 0, tested))


def _tested(check: CheckState, *, inverted: bool, by: str) -> MeterTest | None:
    verdict = check.verdict
    if check.stage is not CheckStage.DONE or verdict is None:
        return None
    return MeterTest(
        key=check.task.meter,
        role=check.task.role,
        invert=inverted,
        load_w=check.task.load_w,
        moved_w=verdict.moved_w,
        passed=verdict.passed,
        findings=tuple(finding.value for finding in verdict.findings),
        at_ms=check.seen_ms,
        by=by,
    )


def _turned(live: LiveMeter) -> LiveMeter:
    """What the meter would say with the clamp the other way round."""
    power_w = None if live.power_w is None else -live.power_w
    return msgspec.structs.replace(
        live, power_w=power_w, import_wh=live.export_wh, export_wh=live.import_wh
    )
