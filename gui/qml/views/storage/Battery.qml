pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// How full it is, what it does, what its meter counted, and how the last report went.
Scroll {
    id: battery

    required property StorageModel store

    Card {
        width: parent ? (parent as Item).width : 0
        height: picture.implicitHeight + 2 * padding
        GridLayout {
            id: picture
            anchors.left: parent.left
            anchors.right: parent.right
            columns: Theme.portrait ? 1 : 2
            columnSpacing: 20
            rowSpacing: 8

            RowLayout {
                objectName: "cells"
                Layout.fillWidth: Theme.portrait
                Layout.preferredWidth: 300
                Layout.fillHeight: false
                spacing: 4
                Repeater {
                    model: battery.store.cells
                    delegate: Rectangle {
                        required property bool modelData
                        Layout.fillWidth: true
                        Layout.preferredHeight: 56
                        radius: 5
                        color: modelData ? (battery.store.faded ? Theme.unknown : Theme.surplus) : "transparent"
                        border.color: Theme.line
                        border.width: modelData ? 0 : 1
                    }
                }
                Rectangle {
                    Layout.preferredWidth: 8
                    Layout.preferredHeight: 26
                    radius: 3
                    color: Theme.line
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: false
                spacing: 0
                RowLayout {
                    spacing: 10
                    Label {
                        text: battery.store.energy
                        size: Theme.value
                        strong: true
                        faded: battery.store.faded
                    }
                    Label {
                        Layout.fillWidth: true
                        text: battery.store.capacity
                        soft: true
                    }
                }
                Label {
                    Layout.fillWidth: true
                    text: battery.store.flow + (battery.store.age !== "" ? " \u00B7 " + battery.store.age : "")
                    size: Theme.small
                    soft: true
                    wrapMode: Text.WordWrap
                }
            }
        }
    }
    Repeater {
        model: battery.store.warnings
        delegate: Label {
            required property string modelData
            width: parent ? (parent as Item).width : 0
            text: "\u26A0 " + modelData
            size: Theme.small
            color: Theme.palette.fault
            wrapMode: Text.WordWrap
        }
    }
    GridLayout {
        width: parent ? (parent as Item).width : 0
        columns: Theme.portrait ? 2 : 4
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Tile {
            Layout.fillWidth: true
            title: qsTr("Counted in")
            value: battery.store.counted_in
            stale: battery.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("Counted out")
            value: battery.store.counted_out
            stale: battery.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("Not yet reported")
            value: battery.store.open_energy
            stale: battery.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("In the chain's books")
            value: battery.store.booked
            stale: battery.store.faded
        }
    }
    RowLayout {
        width: parent ? (parent as Item).width : 0
        spacing: Theme.gap
        Line {
            Layout.fillWidth: true
            text: battery.store.report_line !== "" ? battery.store.report_line : qsTr("Nothing was reported yet")
            detail: battery.store.report_detail
            faded: battery.store.faded
        }
        Button {
            objectName: "report"
            text: qsTr("Report now")
            enabled: battery.store.may_report
            onClicked: battery.store.report()
        }
    }
    Label {
        width: parent ? (parent as Item).width : 0
        visible: text !== ""
        text: battery.store.open_detail
        size: Theme.small
        soft: true
        wrapMode: Text.WordWrap
    }
    Label {
        width: parent ? (parent as Item).width : 0
        visible: text !== ""
        text: battery.store.told
        size: Theme.small
        wrapMode: Text.WordWrap
    }
}
