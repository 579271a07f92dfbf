pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The question before an order: what it does to the account, and what else it does.
Sheet {
    id: sheet

    required property TradeModel trade

    title: trade.confirm_title
    sheetWidth: 640
    // The choices may change under the sheet: it never confirms what may not be done any more.
    readonly property bool may: trade.enabled.indexOf("set-values") >= 0
    onMayChanged: if (!may) close()

    Scroll {
        Layout.fillWidth: true
        Layout.fillHeight: true
        spacing: 4
        Repeater {
            model: sheet.trade.confirm_effects
            delegate: Label {
                required property string modelData
                objectName: "effect"
                width: parent ? parent.width : 0
                text: modelData
                wrapMode: Text.WordWrap
            }
        }
        Repeater {
            model: sheet.trade.confirm_notes
            delegate: Label {
                required property string modelData
                objectName: "note"
                width: parent ? parent.width : 0
                text: "\u2022 " + modelData
                size: Theme.small
                soft: true
                wrapMode: Text.WordWrap
            }
        }
        Repeater {
            model: sheet.trade.confirm_warnings
            delegate: Label {
                required property string modelData
                objectName: "warning"
                width: parent ? parent.width : 0
                text: "\u26A0 " + modelData
                size: Theme.small
                color: Theme.palette.fault
                wrapMode: Text.WordWrap
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        Layout.fillHeight: false
        spacing: Theme.touchGap
        Button {
            objectName: "confirm-no"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            size: Theme.tradeTarget
            text: qsTr("Not now")
            onClicked: sheet.close()
        }
        Button {
            objectName: "confirm-yes"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            size: Theme.tradeTarget
            kind: "primary"
            text: sheet.trade.confirm_do
            onClicked: {
                sheet.close()
                sheet.trade.set_values()
            }
        }
    }
}
