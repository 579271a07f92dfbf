pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// How much the agent does: four rungs that go down, the present one filled; why, and what to do.
Card {
    id: ladder

    required property AlertsModel alerts
    readonly property int step: Theme.portrait ? 0 : 14

    objectName: "ladder"
    implicitHeight: inside.implicitHeight + 2 * padding
    padding: 12

    ColumnLayout {
        id: inside
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        spacing: 6

        GridLayout {
            Layout.fillWidth: true
            columns: Theme.portrait ? 1 : 4
            columnSpacing: 6
            rowSpacing: 4
            uniformCellWidths: true
            Repeater {
                model: ladder.alerts.rungs
                delegate: Item {
                    id: rung
                    required property var modelData
                    required property int index
                    objectName: "rung-" + modelData.key
                    Layout.fillWidth: true
                    Layout.preferredHeight: plate.height + 3 * ladder.step
                    Rectangle {
                        id: plate
                        y: rung.index * ladder.step
                        width: parent.width
                        height: words.implicitHeight + 14
                        radius: 8
                        color: rung.modelData.here ? Theme.fault : "transparent"
                        border.color: rung.modelData.here ? Theme.fault : Theme.line
                        border.width: rung.modelData.here ? 3 : 1
                        ColumnLayout {
                            id: words
                            anchors.left: parent.left
                            anchors.right: parent.right
                            anchors.verticalCenter: parent.verticalCenter
                            anchors.margins: 8
                            spacing: 0
                            Label {
                                Layout.fillWidth: true
                                text: (rung.modelData.here ? "\u25B6 " : "") + rung.modelData.title
                                size: 20
                                strong: rung.modelData.here
                                color: rung.modelData.here ? Theme.faultInk : Theme.text
                                wrapMode: Text.WordWrap
                            }
                            Label {
                                Layout.fillWidth: true
                                text: rung.modelData.words
                                size: Theme.small
                                color: rung.modelData.here ? Theme.faultInk : Theme.soft
                                wrapMode: Text.WordWrap
                            }
                        }
                    }
                }
            }
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: ladder.alerts.because
            strong: true
            size: 20
            wrapMode: Text.WordWrap
        }
        Label {
            Layout.fillWidth: true
            visible: ladder.alerts.todo !== ""
            text: "\u2192 " + ladder.alerts.todo
            size: 20
            wrapMode: Text.WordWrap
        }
    }
}
