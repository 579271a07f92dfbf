import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The range of prices: fine steps, a bar with two handles, the last prices behind it.
Column {
    id: prices

    required property TradeModel trade
    readonly property bool open: trade.enabled.indexOf("range") >= 0

    spacing: 0

    GridLayout {
        width: parent.width
        columns: 2
        columnSpacing: Theme.touchGap
        rowSpacing: 4
        uniformCellWidths: true

        Fine {
            objectName: "low"
            Layout.fillWidth: true
            caption: qsTr("from")
            text: prices.trade.low
            enabled: prices.open
            onLess: prices.trade.nudge_low(-1)
            onMore: prices.trade.nudge_low(1)
        }
        Fine {
            objectName: "high"
            Layout.fillWidth: true
            caption: qsTr("to")
            text: prices.trade.high
            enabled: prices.open
            onLess: prices.trade.nudge_high(-1)
            onMore: prices.trade.nudge_high(1)
        }
    }
    Item {
        width: parent.width
        height: 60
        Plot {
            id: chart
            x: 36
            width: parent.width - 72
            // The bar begins at the right where one reads from there.
            transform: Scale {
                origin.x: chart.width / 2
                xScale: Theme.mirrored ? -1 : 1
            }
            height: parent.height
            picture: prices.trade.prices
            faded: prices.trade.faded || !prices.open
            fadedColour: Theme.grid
        }
        RangeBar {
            objectName: "range"
            anchors.fill: parent
            enabled: prices.open
            steps: prices.trade.steps
            lowStep: prices.trade.low_step
            highStep: prices.trade.high_step
            onMoved: (low, high) => prices.trade.drag_range(low, high)
            onReleased: (low, high) => prices.trade.drop_range(low, high)
        }
    }
    RowLayout {
        width: parent.width
        height: Theme.portrait ? implicitHeight : 18
        Label {
            text: prices.trade.least_price
            size: Theme.small
            soft: true
            faded: !prices.open
        }
        Label {
            objectName: "prices-words"
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: prices.trade.prices_words
            size: Theme.small
            soft: true
            faded: !prices.open
            wrapMode: Text.WordWrap
        }
        Label {
            text: prices.trade.most_price
            size: Theme.small
            soft: true
            faded: !prices.open
        }
    }
    Wrong {
        objectName: "range-problem"
        width: parent.width
        text: prices.trade.range_problem
    }
}
