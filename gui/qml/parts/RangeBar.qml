import QtQuick
import QtQuick.Templates as T
import theme

// Two handles on a bar of `steps` equal steps, 0 at the left (at the right in right-to-left
// languages). `lowStep` and `highStep` are what is set; while a finger moves a handle
// `moved(low, high)` says where, and `released(low, high)` where it was let go.
T.RangeSlider {
    id: bar

    property int steps: 100
    property int lowStep: 0
    property int highStep: steps
    signal moved(int low, int high)
    signal released(int low, int high)

    from: 0
    to: steps
    stepSize: 1
    snapMode: T.RangeSlider.SnapAlways
    implicitWidth: 400
    implicitHeight: 60
    leftPadding: 6
    rightPadding: 6
    touchDragThreshold: 4
    focusPolicy: Qt.NoFocus

    // Values set from outside arrive here; a binding on first.value would not survive a drag.
    onLowStepChanged: bar.place()
    onHighStepChanged: bar.place()
    onStepsChanged: bar.place()
    Component.onCompleted: bar.place()
    function place() {
        if (!first.pressed && !second.pressed)
            setValues(lowStep, highStep)
    }

    first.onMoved: bar.moved(Math.round(first.value), Math.round(second.value))
    second.onMoved: bar.moved(Math.round(first.value), Math.round(second.value))
    first.onPressedChanged: if (!first.pressed) bar.letGo()
    second.onPressedChanged: if (!second.pressed) bar.letGo()
    function letGo() {
        const low = Math.round(first.value)
        const high = Math.round(second.value)
        if (low !== lowStep || high !== highStep)
            bar.released(low, high)
    }

    background: Item {
        x: bar.leftPadding
        y: bar.topPadding
        width: bar.availableWidth
        height: bar.availableHeight
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            height: 10
            radius: 5
            color: Theme.line
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            x: Math.min(bar.first.visualPosition, bar.second.visualPosition) * (parent.width - 60) + 30
            width: Math.abs(bar.second.visualPosition - bar.first.visualPosition) * (parent.width - 60)
            height: 10
            color: bar.enabled ? Theme.made : Theme.line
        }
    }
    first.handle: Item {
        objectName: "low-handle"
        x: bar.leftPadding + bar.first.visualPosition * (bar.availableWidth - width)
        y: bar.topPadding + (bar.availableHeight - height) / 2
        implicitWidth: 60
        implicitHeight: 60
        Rectangle {
            anchors.centerIn: parent
            width: 48
            height: 48
            radius: 24
            color: bar.enabled ? (bar.first.pressed ? Theme.made : "#ffffff") : Theme.unknown
            border.color: bar.enabled ? Theme.action : Theme.line
            border.width: 3
        }
    }
    second.handle: Item {
        objectName: "high-handle"
        x: bar.leftPadding + bar.second.visualPosition * (bar.availableWidth - width)
        y: bar.topPadding + (bar.availableHeight - height) / 2
        implicitWidth: 60
        implicitHeight: 60
        Rectangle {
            anchors.centerIn: parent
            width: 48
            height: 48
            radius: 24
            color: bar.enabled ? (bar.second.pressed ? Theme.made : "#ffffff") : Theme.unknown
            border.color: bar.enabled ? Theme.action : Theme.line
            border.width: 3
        }
    }
}
