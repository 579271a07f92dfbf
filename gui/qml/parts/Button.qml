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
    readonly property bool chosen: kind === "chosen"
    // A longer language: the check mark moves out of the line into the corner.
    readonly property bool narrow: chosen && measured.advanceWidth > width - 6

    implicitWidth: Math.max(size, whole.advanceWidth + 28)
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
        TextMetrics {
            id: whole
            font.family: Theme.family
            font.bold: button.blue
            font.pixelSize: button.textSize
            text: (button.chosen ? "\u2713 " : "") + button.text + (button.busy ? " \u2026" : "")
        }
        TextMetrics {
            id: measured
            font.family: Theme.family
            font.bold: true
            font.pixelSize: Math.min(Theme.small, button.textSize)
            text: "\u2713 " + button.text
        }
        Label {
            visible: button.narrow
            x: 4
            y: 0
            text: "\u2713"
            size: Theme.small
            strong: true
            color: Theme.actionInk
        }
        Label {
            id: label
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - 4)
            text: (button.chosen && !button.narrow ? "\u2713 " : "") + button.text + (button.busy ? " \u2026" : "")
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
