import QtQuick
import QtQuick.Templates as T
import theme

// Something to press. `kind`: plain, primary (blue) or chosen (blue with a check mark).
// Give trading buttons `size: Theme.tradeTarget` and PIN keys `size: Theme.pinTarget`.
// `badge`: a short text in an amber spot, such as a number of alerts.
T.AbstractButton {
    id: button

    property string kind: "plain"
    property int size: Theme.target
    property int textSize: Theme.body
    property string badge
    // Something asked for is under way: shows it, and cannot be pressed again.
    property bool busy: false

    readonly property bool blue: kind === "primary" || kind === "chosen"

    implicitWidth: Math.max(size, label.implicitWidth + 28)
    implicitHeight: size
    focusPolicy: Qt.NoFocus
    enabled: !busy

    background: Rectangle {
        radius: Theme.radius
        color: !button.enabled && !(button.kind === "chosen") ? "transparent"
            : button.blue ? (button.down ? Theme.actionPressed : Theme.action)
            : button.down ? Theme.cardPressed : Theme.card
        opacity: button.enabled ? 1 : 0.75
        border.color: button.down ? Theme.text : Theme.line
        border.width: button.blue && button.enabled && !button.down ? 0 : 1
    }
    contentItem: Item {
        Label {
            id: label
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - 8)
            text: (button.kind === "chosen" ? "\u2713 " : "") + button.text + (button.busy ? " \u2026" : "")
            size: button.textSize
            strong: button.blue
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Math.min(Theme.small, button.textSize)
            color: button.enabled ? (button.blue ? Theme.actionInk : Theme.text)
                : button.kind === "chosen" ? Theme.actionInk : Theme.faded
        }
        Rectangle {
            visible: button.badge !== ""
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: 3
            width: Math.max(26, count.implicitWidth + 12)
            height: 26
            radius: 13
            color: Theme.fault
            Label {
                id: count
                anchors.centerIn: parent
                text: button.badge
                size: Theme.small
                strong: true
                color: Theme.faultInk
            }
        }
    }
}
