import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import theme
import parts

// The one thing that matters most now; pressing it shows everything (the Information page).
T.AbstractButton {
    id: message

    property string detail
    // fault (amber), good, wait or empty.
    property string tone
    property bool faded: false
    readonly property bool bad: tone === "fault"

    implicitHeight: Math.max(Theme.target, words.implicitHeight + 8)
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        radius: Theme.radius
        color: message.down ? Theme.cardPressed : Theme.card
        border.color: message.bad ? Theme.palette.fault : Theme.line
        border.width: message.bad ? 2 : 1
    }
    contentItem: RowLayout {
        spacing: 10
        Label {
            Layout.leftMargin: 12
            visible: text !== ""
            text: message.tone === "fault" ? "\u26A0" : message.tone === "good" ? "\u2713"
                : message.tone === "wait" ? "\u2026" : ""
            color: message.faded ? Theme.faded : message.bad ? Theme.palette.fault
                : message.tone === "good" ? Theme.good : Theme.soft
        }
        ColumnLayout {
            id: words
            spacing: 0
            Layout.fillWidth: true
            Layout.leftMargin: message.tone === "" ? 12 : 0
            Label {
                objectName: "message-text"
                Layout.fillWidth: true
                text: message.text
                size: message.detail !== "" ? Theme.small : Theme.body
                strong: message.detail !== ""
                faded: message.faded
                wrapMode: Text.WordWrap
            }
            Label {
                objectName: "message-detail"
                Layout.fillWidth: true
                visible: text !== ""
                text: message.detail
                size: Theme.small
                soft: true
                faded: message.faded
                wrapMode: Text.WordWrap
            }
        }
        Label {
            Layout.rightMargin: 12
            text: Theme.mirrored ? "\u2039" : "\u203A"
            size: Theme.value
            soft: true
        }
    }
}
