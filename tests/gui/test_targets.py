"""What is pressed is as wide as a finger: 10 mm (52 units), the four trading buttons 12, PIN keys 15."""

import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPointingDevice

from tests.gui.stage import Stage
from tests.gui.walk import STATES, State, entered

LEAST = 52
TRADING = {"start": 62, "reset": 62, "set-values": 62, "update-values": 62}
PIN_KEYS = {*(f"pin-{digit}" for digit in range(10)), "pin-erase", "pin-enter"}
GAP = 4
"""Units that always lie between two targets; choices of one question stand closest."""
SIZES = ((800, 480), (450, 800))


def targets(stage: Stage) -> dict[str, QRectF]:
    """Return every target with its place on the window, the uppermost sheet's only if one is open."""
    found = {}
    for place, item in enumerate(stage.items()):
        pressed = item.inherits("QQuickAbstractButton") or item.objectName().endswith("-handle")
        if pressed and item.isEnabled():
            box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
            found[f"{item.objectName()}#{place}"] = box
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_target_is_as_wide_as_a_finger(state: State, touch_device: QPointingDevice) -> None:
    with entered(state, touch_device, size=SIZES[STATES.index(state) % 2]) as stage:
        found = targets(stage)
        assert found or state.name.startswith("never")
        for name, box in found.items():
            short = name.partition("#")[0]
            least = 78 if short in PIN_KEYS else TRADING.get(short, LEAST)
            assert min(box.width(), box.height()) >= least, (name, box)
        bar = [(name, box) for name, box in found.items() if name.startswith("bar-")]
        for (one, box), (other, beside) in itertools.combinations(bar, 2):
            assert not box.adjusted(-GAP, -GAP, GAP, GAP).intersects(beside), (one, other)
