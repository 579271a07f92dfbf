import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import gridhearth
import theme
import parts

// Surplus now? Trading? At what price? What did it earn today? Answered without a touch.
Item {
    id: page

    required property Screen screen
    readonly property HomeModel home: screen.home
    // Whoever wants no guest to read amounts touches to see them, for half a minute.
    readonly property bool covered: screen.settings.private && !uncovered.running

    Timer {
        id: uncovered
        interval: 30000
    }

    GridLayout {
        anchors.fill: parent
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        StatusTile {
            objectName: "status"
            Layout.fillHeight: true
            Layout.fillWidth: Theme.portrait
            Layout.rowSpan: Theme.portrait ? 1 : 2
            Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.4)
            Layout.preferredHeight: Theme.portrait ? 240 : -1
            Layout.maximumHeight: Theme.portrait ? 240 : 100000
            low: page.height < 330
            tone: page.home.tone
            word: page.home.word
            amount: page.home.amount
            unit: page.home.unit
            detail: page.home.detail
            reason: page.home.reason
            age: page.home.age
        }
        Card {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 100
            padding: 8
            ChartView {
                objectName: "day"
                anchors.fill: parent
                picture: page.home.day
                explanation: page.home.day_explanation
                faded: page.home.faded
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            spacing: Theme.gap
            Tile {
                objectName: "price"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 10
                title: qsTr("Price")
                value: page.home.price_value
                detail: page.home.price_detail
                stale: page.home.faded
            }
            Tile {
                objectName: "money"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 10
                title: page.home.money_title
                value: page.covered ? "\u2022\u2022\u2022" : page.home.money_value
                detail: page.covered ? qsTr("touch to see") : page.home.money_detail
                stale: page.home.faded
                T.AbstractButton {
                    objectName: "uncover"
                    anchors.fill: parent
                    visible: page.screen.settings.private
                    focusPolicy: Qt.NoFocus
                    onClicked: uncovered.restart()
                }
            }
            Tile {
                objectName: "round"
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 10
                title: page.home.round_title
                value: page.home.round_value
                detail: page.home.round_detail
                stale: page.home.faded
            }
        }
        T.AbstractButton {
            id: last
            objectName: "last-trade"
            Layout.fillWidth: true
            Layout.fillHeight: false
            Layout.columnSpan: Theme.portrait ? 1 : 2
            Layout.preferredHeight: Theme.portrait ? 72 : Theme.target
            focusPolicy: Qt.NoFocus
            onClicked: page.screen.go("information")

            background: Rectangle {
                color: last.down ? Theme.cardPressed : Theme.card
                border.color: Theme.line
                border.width: 1
                radius: Theme.radius
            }
            contentItem: RowLayout {
                spacing: 12
                Label {
                    objectName: "trade"
                    Layout.leftMargin: 12
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    text: page.covered ? qsTr("The last trade is covered.") : page.home.trade_text
                    size: Theme.small
                    faded: page.home.faded
                    wrapMode: Text.WordWrap
                }
                Label {
                    Layout.maximumWidth: Theme.portrait ? 160 : 300
                    visible: text !== ""
                    text: page.home.trade_mark
                    size: Theme.small
                    strong: true
                    wrapMode: Text.WordWrap
                    horizontalAlignment: Text.AlignRight
                    color: page.home.faded ? Theme.faded : Theme.good
                }
                Label {
                    Layout.rightMargin: 12
                    text: Theme.mirrored ? "\u2039" : "\u203A"
                    size: Theme.title
                    soft: true
                }
            }
        }
    }
}
