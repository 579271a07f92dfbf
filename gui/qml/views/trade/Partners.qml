import QtQuick
import QtQuick.Layouts
import gridhearth
import theme

// How near the partners should be, and whether the order is repeated.
GridLayout {
    id: partners

    required property TradeModel trade

    function may(wish: string): bool { return trade.enabled.indexOf(wish) >= 0 }

    columns: Theme.portrait ? 1 : 2
    columnSpacing: Theme.touchGap
    rowSpacing: 6
    uniformCellWidths: true

    Choice {
        objectName: "repeat"
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        caption: qsTr("Repeat every round")
        open: partners.may("repeat")
        faded: partners.trade.faded
        current: !open ? "" : partners.trade.repeat ? "yes" : "no"
        choices: [
            { "key": "no", "text": qsTr("No") },
            { "key": "yes", "text": qsTr("Yes") }
        ]
        onChosen: key => partners.trade.choose_repeat(key === "yes")
    }
    Value {
        objectName: "distance"
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        caption: partners.trade.distance_note !== "" ? partners.trade.distance_note : qsTr("Preferably within")
        text: partners.trade.distance
        problem: partners.trade.distance_problem
        open: partners.may("distance")
        onLess: partners.trade.nudge_distance(-1)
        onMore: partners.trade.nudge_distance(1)
    }
}
