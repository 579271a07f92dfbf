import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The countdown and the four buttons: the agent decides which may be pressed.
GridLayout {
    id: buttons

    required property TradeModel trade
    // Set Values was pressed: the question comes first.
    signal asked()
    // The page's height: with little of it the countdown gives way to the buttons.
    property real room: 0

    function may(wish: string): bool { return trade.enabled.indexOf(wish) >= 0 }

    columns: Theme.portrait ? 2 : 1
    columnSpacing: Theme.touchGap
    rowSpacing: Theme.touchGap
    uniformCellWidths: true

    Card {
        objectName: "countdown"
        visible: Theme.portrait || buttons.room >= 4 * (Theme.tradeTarget + Theme.touchGap) + 58
        Layout.columnSpan: Theme.portrait ? 2 : 1
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 58
        Layout.preferredHeight: 58
        Layout.maximumHeight: Theme.portrait ? 58 : 110
        padding: 6
        GridLayout {
            anchors.fill: parent
            columns: Theme.portrait ? 2 : 1
            rowSpacing: 0
            Label {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: buttons.trade.round_title
                size: Theme.small
                soft: true
                faded: buttons.trade.faded
            }
            Label {
                objectName: "countdown-value"
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: buttons.trade.round_value
                size: Theme.value
                strong: true
                faded: buttons.trade.faded
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.body
            }
        }
    }
    Button {
        objectName: "start"
        Layout.fillWidth: true
        size: Theme.tradeTarget
        text: qsTr("Start")
        textSize: 20
        kind: "primary"
        busy: buttons.trade.busy === "start"
        enabled: buttons.may("start") && !busy
        onClicked: buttons.trade.start()
    }
    Button {
        objectName: "reset"
        Layout.fillWidth: true
        size: Theme.tradeTarget
        text: qsTr("Reset")
        textSize: 20
        busy: buttons.trade.busy === "reset"
        enabled: buttons.may("reset") && !busy
        onClicked: buttons.trade.reset()
    }
    Button {
        objectName: "set-values"
        Layout.fillWidth: true
        size: Theme.tradeTarget
        text: qsTr("Set Values")
        textSize: 20
        kind: "primary"
        busy: buttons.trade.busy === "set_values"
        enabled: buttons.may("set-values") && !busy
        onClicked: buttons.asked()
    }
    Button {
        objectName: "update-values"
        Layout.fillWidth: true
        size: Theme.tradeTarget
        text: qsTr("Update Values")
        textSize: 20
        kind: "primary"
        busy: buttons.trade.busy === "update_values"
        enabled: buttons.may("update-values") && !busy
        onClicked: buttons.trade.update_values()
    }
}
