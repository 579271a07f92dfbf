"""The guard itself: what Qt says, and what a slot raises, is heard. Else every test here is deaf."""

from typing import Any

from PySide6.QtCore import QByteArray, QTimer, QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtTest import QTest


def test_a_warning_of_qml_is_heard(stage: Any, no_qt_message: list[str]) -> None:
    shown = stage("afternoon")
    component = QQmlComponent(shown.engine)
    source = b"import QtQuick\nItem { property var gone: null; property string text: gone.word }"
    component.setData(QByteArray(source), QUrl("file:///slip.qml"))
    made = component.create()
    assert any("Cannot read property" in message for message in no_qt_message)
    no_qt_message.clear()
    made.deleteLater()


def test_an_exception_in_a_slot_is_heard(application: Any, no_qt_message: list[str]) -> None:
    def slip() -> None:
        raise RuntimeError("our own mistake")

    QTimer.singleShot(0, application, slip)
    try:
        QTest.qWait(20)
    except RuntimeError as raised:  # newer bindings hand it to whoever runs the loop
        no_qt_message.append(str(raised))
    assert any("our own mistake" in message for message in no_qt_message)
    no_qt_message.clear()
