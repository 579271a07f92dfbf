pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The history in words, below each other.
Card {
    id: words

    required property HistoryModel history

    padding: 8

    Scroll {
        anchors.fill: parent
        spacing: 2

        Repeater {
            model: words.history.totals
            delegate: RowLayout {
                id: total
                required property var modelData
                width: (parent as Item).width
                height: Math.max(34, name.implicitHeight + 4)
                spacing: 8
                Label {
                    id: name
                    Layout.fillWidth: true
                    Layout.leftMargin: 6
                    text: total.modelData.name
                    size: Theme.small
                    soft: !words.history.faded
                    faded: words.history.faded
                    wrapMode: Text.WordWrap
                }
                Label {
                    Layout.rightMargin: 6
                    text: total.modelData.amount
                    strong: true
                    size: total.modelData.strong ? Theme.body : 20
                    faded: words.history.faded
                }
            }
        }
        Heading { text: words.history.notes_title }
        Repeater {
            model: words.history.notes
            delegate: Line {
                required property var modelData
                width: (parent as Item).width
                text: modelData.time
                detail: modelData.text
                faded: words.history.faded
            }
        }
        Heading { text: words.history.partners_title }
        Repeater {
            model: words.history.partners
            delegate: Line {
                required property var modelData
                width: (parent as Item).width
                text: modelData.text
                detail: modelData.detail
                amount: modelData.amount
                faded: words.history.faded
            }
        }
        Heading { text: words.history.trades_title }
        Repeater {
            model: words.history.trades
            delegate: Line {
                required property var modelData
                width: (parent as Item).width
                text: modelData.time + "  " + modelData.amount
                detail: modelData.text + " · " + modelData.detail
                mark: modelData.mark
                tone: modelData.mark === "\u2713" ? "good" : "fault"
                faded: words.history.faded
            }
        }
        Heading { text: words.history.days_title }
        Repeater {
            model: words.history.days
            delegate: Line {
                required property var row
                objectName: "day-" + row.key
                width: (parent as Item).width
                text: row.text
                detail: row.detail
                amount: row.amount
                pressable: true
                faded: words.history.faded
                onClicked: words.history.open_line(row.key)
            }
        }
    }
    component Heading: Label {
        width: parent ? (parent as Item).width : 0
        height: visible ? 40 : 0
        visible: text !== ""
        leftPadding: 6
        topPadding: 8
        strong: true
    }
}
