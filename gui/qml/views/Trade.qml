pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "trade" as Flow

// The whole flow on one page: choices and values scroll, the four buttons never do.
Item {
    id: page

    required property Screen screen
    readonly property TradeModel trade: screen.trade

    GridLayout {
        anchors.fill: parent
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.touchGap
        rowSpacing: Theme.touchGap

        Scroll {
            id: scroll
            objectName: "trade-scroll"
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 4

            Flow.Message {
                objectName: "message"
                width: parent.width
                text: page.trade.message
                detail: page.trade.message_detail
                tone: page.trade.message_tone
                faded: page.trade.faded
                onClicked: page.screen.go("information")
            }
            Flow.Choices {
                width: parent.width
                trade: page.trade
            }
            Flow.Amounts {
                width: parent.width
                trade: page.trade
            }
            Flow.Prices {
                width: parent.width
                trade: page.trade
            }
            Flow.Partners {
                width: parent.width
                trade: page.trade
            }
            Label {
                objectName: "penalty"
                width: parent.width
                visible: text !== ""
                text: page.trade.penalty
                size: Theme.small
                soft: true
                faded: page.trade.faded
                wrapMode: Text.WordWrap
            }
            Flow.Street {
                objectName: "street"
                width: parent.width
                trade: page.trade
            }
        }
        Flow.Buttons {
            Layout.fillWidth: Theme.portrait
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: Theme.portrait ? -1 : 178
            room: page.height
            trade: page.trade
            onAsked: confirm.open()
        }
    }
    Flow.ConfirmSheet {
        id: confirm
        objectName: "confirm"
        trade: page.trade
    }
}
