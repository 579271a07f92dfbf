pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import theme
import parts

// A titled card of lines (words, amount), or of sentences, with a mark of proof at its head.
Rectangle {
    id: facts

    property string title
    property string mark
    property string tone
    property string note
    property var lines: []
    property var sentences: []
    property bool faded: false

    height: column.height + 16
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    Column {
        id: column
        x: 12
        y: 8
        width: parent.width - 24
        spacing: 2

        Flow {
            width: parent.width
            spacing: 12
            Label {
                text: facts.title
                size: Theme.small
                soft: true
                height: 24
            }
            Label {
                objectName: "proof"
                visible: text !== ""
                text: facts.mark === "" ? "" : (facts.tone === "good" ? "\u2713 " : "\u26A0 ") + facts.mark
                size: Theme.small
                strong: true
                height: 24
                color: facts.faded ? Theme.faded
                    : facts.tone === "good" ? Theme.good : Theme.palette.fault
            }
        }
        Repeater {
            model: facts.sentences
            delegate: Label {
                required property string modelData
                width: parent ? parent.width : 0
                text: modelData
                size: Theme.small
                faded: facts.faded
                wrapMode: Text.WordWrap
            }
        }
        Repeater {
            model: facts.lines
            delegate: RowLayout {
                id: line
                required property var modelData
                width: parent ? parent.width : 0
                spacing: 12
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 0
                    Label {
                        Layout.fillWidth: true
                        text: line.modelData.text
                        faded: facts.faded
                        wrapMode: Text.WordWrap
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: line.modelData.detail
                        size: Theme.small
                        soft: true
                        faded: facts.faded
                        wrapMode: Text.WordWrap
                    }
                }
                Label {
                    text: line.modelData.amount
                    strong: true
                    faded: facts.faded
                }
            }
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: facts.note
            size: Theme.small
            soft: true
            faded: facts.faded
            wrapMode: Text.WordWrap
        }
    }
}
