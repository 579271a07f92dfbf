import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import theme

// One line of a list: words, more words below, an amount at the end, a mark after it.
// Pressable when `pressable`; then it is as high as a target.
T.AbstractButton {
    id: line

    property string detail
    property string amount
    property string mark
    property bool pressable: false
    property bool faded: false
    // "", fault or good: the colour of the mark.
    property string tone

    implicitHeight: Math.max(pressable ? Theme.target : 40, row.implicitHeight + 10)
    implicitWidth: 300
    focusPolicy: Qt.NoFocus
    enabled: pressable

    background: Rectangle {
        color: line.down ? Theme.cardPressed : "transparent"
        radius: Theme.radius
    }
    contentItem: RowLayout {
        id: row
        spacing: 10
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.leftMargin: 6
            Label {
                Layout.fillWidth: true
                text: line.text
                faded: line.faded
                wrapMode: Text.WordWrap
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: line.detail
                size: Theme.small
                soft: !line.faded
                faded: line.faded
                wrapMode: Text.WordWrap
            }
        }
        Label {
            visible: text !== ""
            text: line.amount
            strong: true
            faded: line.faded
        }
        Label {
            Layout.rightMargin: 6
            visible: text !== ""
            text: line.mark
            color: line.tone === "fault" ? Theme.palette.fault
                : line.tone === "good" ? Theme.good : Theme.soft
        }
    }
}
