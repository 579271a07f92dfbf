import QtQuick
import QtQuick.Layouts
import gridhearth
import theme

// Who decides the amount (settlement choice), and the amount.
GridLayout {
    id: amounts

    required property TradeModel trade

    function may(wish: string): bool { return trade.enabled.indexOf(wish) >= 0 }

    columns: Theme.portrait ? 1 : 2
    columnSpacing: Theme.touchGap
    rowSpacing: 6
    uniformCellWidths: true

    Choice {
        objectName: "settlement"
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        caption: qsTr("Settlement: who decides")
        open: amounts.may("settlement")
        faded: amounts.trade.faded
        current: amounts.trade.settlement
        choices: [
            { "key": "manual", "text": qsTr("Manual") },
            { "key": "automatic", "text": qsTr("Automatic") }
        ]
        onChosen: key => amounts.trade.choose_settlement(key)
    }
    Value {
        objectName: "amount"
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        caption: amounts.trade.amount_note !== "" ? amounts.trade.amount_note : qsTr("Amount of energy")
        text: amounts.trade.amount
        problem: amounts.trade.amount_problem
        open: amounts.may("amount")
        decided: amounts.trade.automatic && !amounts.trade.faded
        onLess: amounts.trade.nudge_amount(-1)
        onMore: amounts.trade.nudge_amount(1)
    }
}
