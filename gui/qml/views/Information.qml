pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "trade" as Flow

// What was chosen, the order's way, the trades, what the meter said of them: in this order.
Item {
    id: page

    required property Screen screen
    readonly property InformationModel info: screen.information

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            spacing: Theme.touchGap
            PageHead {
                Layout.fillWidth: true
                title: qsTr("Information")
                detail: Theme.portrait ? "" : page.info.age
                onBack: page.screen.back()
            }
            Button {
                objectName: "older"
                text: (Theme.portrait ? "" : Theme.mirrored ? "\u203A " : "\u2039 ") + qsTr("Earlier")
                textSize: Theme.small
                enabled: page.info.has_older
                onClicked: page.info.older()
            }
            Button {
                objectName: "newer"
                text: qsTr("Later") + (Theme.portrait ? "" : Theme.mirrored ? " \u2039" : " \u203A")
                textSize: Theme.small
                enabled: page.info.has_newer
                onClicked: page.info.newer()
            }
        }
        Scroll {
            objectName: "information-scroll"
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            Flow.Facts {
                objectName: "problems"
                width: parent.width
                visible: page.info.problems.length > 0
                title: qsTr("To be corrected")
                lines: page.info.problems
                faded: page.info.faded
            }
            Flow.Way {
                objectName: "way"
                width: parent.width
                info: page.info
            }
            Flow.Facts {
                objectName: "choices"
                width: parent.width
                title: qsTr("Your choice")
                sentences: page.info.choices
                faded: page.info.faded
                visible: !page.info.has_newer
            }
            Flow.Facts {
                objectName: "trades"
                width: parent.width
                visible: page.info.has_order
                title: qsTr("Trades")
                lines: page.info.trades
                note: page.info.trades_note
                faded: page.info.faded
            }
            Flow.Facts {
                objectName: "settled"
                width: parent.width
                visible: page.info.has_order && (page.info.settled.length > 0 || note !== "")
                title: qsTr("Settlement")
                lines: page.info.settled
                note: page.info.settled_note
                mark: page.info.proof
                tone: page.info.proof_tone
                faded: page.info.faded
            }
        }
    }
}
