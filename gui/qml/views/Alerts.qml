pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "alerts"

// What is wrong and what to do about it; calm when nothing is.
Item {
    id: page

    required property Screen screen
    readonly property AlertsModel alerts: screen.alerts

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        PageHead {
            Layout.fillWidth: true
            Layout.fillHeight: false
            title: page.alerts.mood === "calm" || Theme.portrait ? qsTr("Alerts") : page.alerts.headline
            onBack: page.screen.back()
        }
        Item {
            objectName: "calm"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.alerts.mood === "calm"
            Column {
                anchors.centerIn: parent
                width: parent.width - 40
                spacing: 14
                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: 116
                    height: 116
                    radius: 58
                    color: Theme.surplus
                    Label {
                        anchors.centerIn: parent
                        text: "\u2713"
                        size: 68
                        strong: true
                        color: Theme.surplusInk
                    }
                }
                Label {
                    width: parent.width
                    text: page.alerts.headline
                    size: Theme.value
                    strong: true
                    horizontalAlignment: Text.AlignHCenter
                }
                Label {
                    width: parent.width
                    text: page.alerts.detail
                    soft: true
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.WordWrap
                }
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: 6
            visible: Theme.portrait && page.alerts.mood !== "calm"
            text: page.alerts.headline
            strong: true
            wrapMode: Text.WordWrap
        }
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: 6
            visible: page.alerts.mood !== "calm" && text !== "" && page.alerts.rungs.length === 0
            text: page.alerts.detail
            size: Theme.small
            soft: true
            wrapMode: Text.WordWrap
        }
        Scroll {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.alerts.mood !== "calm"
            spacing: Theme.gap
            Ladder {
                width: (parent as Item).width
                visible: page.alerts.rungs.length > 0
                alerts: page.alerts
            }
            Repeater {
                model: page.alerts.alerts
                delegate: Rectangle {
                    id: alert
                    required property var row
                    objectName: "alert-" + row.key
                    width: parent ? (parent as Item).width : 0
                    height: words.implicitHeight + 24
                    radius: Theme.radius
                    color: Theme.card
                    border.color: Theme.line
                    border.width: 1
                    Rectangle {
                        width: 10
                        height: parent.height
                        radius: 5
                        color: page.alerts.mood === "fault" ? Theme.fault : Theme.unknown
                    }
                    ColumnLayout {
                        id: words
                        anchors.left: parent.left
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.leftMargin: 24
                        anchors.rightMargin: 14
                        spacing: 4
                        Label {
                            Layout.fillWidth: true
                            text: alert.row.what
                            strong: true
                            faded: page.alerts.mood === "unknown"
                            wrapMode: Text.WordWrap
                        }
                        Label {
                            Layout.fillWidth: true
                            text: "\u2192 " + alert.row.todo
                            faded: page.alerts.mood === "unknown"
                            wrapMode: Text.WordWrap
                        }
                        Label {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: alert.row.since
                            size: Theme.small
                            soft: true
                        }
                    }
                }
            }
        }
    }
}
