import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// Program and activity; the words on the buttons are caption enough.
GridLayout {
    id: choices

    required property TradeModel trade

    function may(wish: string): bool { return trade.enabled.indexOf(wish) >= 0 }

    columns: Theme.portrait ? 1 : 2
    columnSpacing: Theme.touchGap
    rowSpacing: 6
    uniformCellWidths: true

    Choice {
        objectName: "program"
        Layout.fillWidth: true
        open: choices.may("program")
        current: choices.trade.program
        choices: [
            { "key": "in", "text": qsTr("Opt in") },
            { "key": "out", "text": qsTr("Opt out") }
        ]
        onChosen: key => choices.trade.choose_program(key)
    }
    Choice {
        objectName: "activity"
        Layout.fillWidth: true
        open: choices.may("activity")
        current: choices.trade.activity
        choices: [
            { "key": "none", "text": qsTr("None") },
            { "key": "sell", "text": qsTr("Sell") },
            { "key": "buy", "text": qsTr("Buy") }
        ]
        onChosen: key => choices.trade.choose_activity(key)
    }
}
