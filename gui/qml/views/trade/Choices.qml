import QtQuick
import QtQuick.Layouts
import gridhearth
import theme

// Program and activity; the words on the buttons are caption enough.
GridLayout {
    id: both

    required property TradeModel trade

    function may(wish: string): bool { return trade.enabled.indexOf(wish) >= 0 }

    columns: Theme.portrait ? 1 : 2
    columnSpacing: Theme.touchGap
    rowSpacing: 6
    uniformCellWidths: true

    Choice {
        objectName: "program"
        Layout.fillWidth: true
        open: both.may("program")
        faded: both.trade.faded
        current: both.trade.program
        choices: [
            { "key": "in", "text": qsTr("Opt in") },
            { "key": "out", "text": qsTr("Opt out") }
        ]
        onChosen: key => both.trade.choose_program(key)
    }
    Choice {
        objectName: "activity"
        Layout.fillWidth: true
        open: both.may("activity")
        faded: both.trade.faded
        current: both.trade.activity
        choices: [
            { "key": "none", "text": qsTr("None") },
            { "key": "sell", "text": qsTr("Sell") },
            { "key": "buy", "text": qsTr("Buy") }
        ]
        onChosen: key => both.trade.choose_activity(key)
    }
}
