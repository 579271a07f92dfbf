pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import gridhearth
import theme
import parts
import "history"

// What was: bars of a day, week, month or year, their sums, trades, partners and penalties.
Item {
    id: page

    required property Screen screen
    readonly property HistoryModel history: screen.history

    Component.onCompleted: history.enter()
    Component.onDestruction: history.leave()

    GridLayout {
        anchors.fill: parent
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.touchGap
        rowSpacing: Theme.touchGap

        Segment {
            objectName: "span"
            Layout.fillWidth: true
            Layout.fillHeight: false
            Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.52)
            choices: [
                { "key": "day", "text": qsTr("Day") },
                { "key": "week", "text": qsTr("Week") },
                { "key": "month", "text": qsTr("Month") },
                { "key": "year", "text": qsTr("Year") }
            ]
            current: page.history.span
            onChosen: key => page.history.choose(key)
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.48)
            spacing: Theme.gap
            Button {
                objectName: "older"
                text: Theme.mirrored ? "\u203A" : "\u2039"
                textSize: 34
                onClicked: page.history.older()
            }
            Label {
                objectName: "period"
                Layout.fillWidth: true
                Layout.fillHeight: true
                text: page.history.title
                strong: true
                horizontalAlignment: Text.AlignHCenter
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 15
            }
            Button {
                objectName: "newer"
                text: Theme.mirrored ? "\u2039" : "\u203A"
                textSize: 34
                enabled: page.history.has_newer
                onClicked: page.history.newer()
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.58)
            Layout.preferredHeight: Theme.portrait ? 300 : -1
            spacing: Theme.gap
            Card {
                Layout.fillWidth: true
                Layout.fillHeight: true
                padding: 8
                ChartView {
                    id: bars
                    objectName: "bars"
                    anchors.fill: parent
                    picture: page.history.chart
                    explanation: page.history.explanation
                    faded: page.history.faded
                }
                // A touch of a bar opens what it stands for.
                T.AbstractButton {
                    objectName: "open-bar"
                    anchors.fill: parent
                    enabled: !bars.empty && page.history.span !== "day"
                    focusPolicy: Qt.NoFocus
                    onClicked: page.history.open_at((pressX - bars.plotX) / bars.plotWidth)
                }
            }
            Segment {
                objectName: "kind"
                Layout.fillWidth: true
                Layout.fillHeight: false
                choices: [
                    { "key": "energy", "text": qsTr("Energy") },
                    { "key": "money", "text": qsTr("Money") }
                ]
                current: page.history.kind
                onChosen: key => page.history.choose_kind(key)
            }
        }
        Words {
            objectName: "words"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.42)
            history: page.history
        }
    }
}
