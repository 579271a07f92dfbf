pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// An order and its way: queued, sent, in a block, final, and what came of it.
Rectangle {
    id: way

    required property InformationModel info
    readonly property int stations: info.way.length

    height: column.height + 20
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    Column {
        id: column
        x: 12
        y: 10
        width: parent.width - 24
        spacing: 6

        Flow {
            width: parent.width
            spacing: 12
            Label {
                objectName: "order-title"
                text: way.info.order_title
                strong: true
                faded: way.info.faded
                width: Math.min(implicitWidth, parent.width)
                wrapMode: Text.WordWrap
            }
            Label {
                visible: text !== ""
                text: way.info.order_detail
                size: Theme.small
                soft: true
                faded: way.info.faded
                height: 28
            }
        }
        GridLayout {
            width: parent.width
            visible: way.stations > 0
            columns: Theme.portrait ? 1 : Math.max(1, way.stations)
            columnSpacing: 0
            rowSpacing: 4
            uniformCellWidths: true
            Repeater {
                model: way.info.way
                delegate: Item {
                    id: station
                    required property var modelData
                    required property int index
                    readonly property bool done: modelData.mark === "done"
                    readonly property bool failed: modelData.mark === "failed"
                    readonly property bool active: modelData.mark === "now"
                    objectName: "station-" + index
                    Layout.fillWidth: true
                    Layout.preferredHeight: Theme.portrait ? 36 : 62
                    Rectangle {
                        visible: !Theme.portrait && station.index > 0
                        x: (Theme.mirrored ? parent.width / 2 : -parent.width / 2) + 18
                        y: 15
                        width: parent.width - 36
                        height: 4
                        radius: 2
                        color: station.done && !way.info.faded ? Theme.good : Theme.line
                    }
                    Rectangle {
                        id: spot
                        x: !Theme.portrait ? (parent.width - width) / 2 : Theme.mirrored ? parent.width - width : 0
                        y: 1
                        width: 32
                        height: 32
                        radius: 16
                        color: way.info.faded ? Theme.unknown : station.failed ? Theme.fault
                            : station.done ? Theme.surplus : station.active ? Theme.action : "transparent"
                        border.color: Theme.line
                        border.width: station.modelData.mark === "next" ? 2 : 0
                        Label {
                            anchors.centerIn: parent
                            text: station.failed ? "\u2715" : station.done ? "\u2713"
                                : station.active ? "\u2026" : ""
                            size: Theme.small
                            strong: true
                            color: way.info.faded ? Theme.faded : station.failed ? Theme.faultInk
                                : station.done ? Theme.surplusInk : Theme.actionInk
                        }
                    }
                    Label {
                        x: Theme.portrait && !Theme.mirrored ? 44 : 2
                        y: Theme.portrait ? 4 : 36
                        width: parent.width - (Theme.portrait ? 46 : 4)
                        horizontalAlignment: Theme.portrait ? Text.AlignLeft : Text.AlignHCenter
                        text: station.modelData.text
                        size: Theme.small
                        strong: station.active || station.failed
                        soft: !station.active && !station.failed && !station.done
                        faded: way.info.faded
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: 15
                    }
                }
            }
        }
        Label {
            objectName: "order-reason"
            width: parent.width
            visible: text !== ""
            text: way.info.order_reason
            size: Theme.small
            soft: true
            faded: way.info.faded
            wrapMode: Text.WordWrap
        }
    }
}
