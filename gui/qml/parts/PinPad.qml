pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import theme

// Ten digits, erase and enter. What was typed stays with the owner: `entered` is only how many
// digits there are, shown as dots; the pad never holds the PIN.
Item {
    id: pad

    property int entered: 0
    property int least: 4
    property int most: 6
    property bool busy: false
    signal digit(string key)
    signal erase()
    signal enter()

    implicitWidth: 3 * Theme.pinTarget + 2 * Theme.touchGap
    implicitHeight: 44 + 4 * (Theme.pinTarget + Theme.touchGap)

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.touchGap
        Label {
            Layout.fillWidth: true
            Layout.preferredHeight: 44 - Theme.touchGap
            horizontalAlignment: Text.AlignHCenter
            text: "\u25CF".repeat(pad.entered) + "\u25CB".repeat(Math.max(0, pad.least - pad.entered))
            size: Theme.title
            font.letterSpacing: 8
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            layoutDirection: Qt.LeftToRight
            columns: 3
            rowSpacing: Theme.touchGap
            columnSpacing: Theme.touchGap
            uniformCellWidths: true
            uniformCellHeights: true
            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "\u232B", "0", "\u2713"]
                delegate: Button {
                    required property string modelData
                    readonly property bool isErase: modelData === "\u232B"
                    readonly property bool isEnter: modelData === "\u2713"
                    objectName: isErase ? "pin-erase" : isEnter ? "pin-enter" : "pin-" + modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    size: Theme.pinTarget
                    textSize: 30
                    text: modelData
                    kind: isEnter ? "primary" : "plain"
                    enabled: pad.enabled && !pad.busy
                        && (isErase ? pad.entered > 0
                            : isEnter ? pad.entered >= pad.least : pad.entered < pad.most)
                    onClicked: isErase ? pad.erase() : isEnter ? pad.enter() : pad.digit(modelData)
                }
            }
        }
    }
}
