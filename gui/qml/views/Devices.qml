pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// Every meter and relay: what it is for, what it says and when, and what is wrong with it.
Item {
    id: page

    required property Screen screen
    readonly property DevicesModel devices: screen.devices

    Component.onCompleted: devices.enter()
    Component.onDestruction: devices.leave()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        PageHead {
            Layout.fillWidth: true
            Layout.fillHeight: false
            title: Theme.portrait ? qsTr("Devices") : qsTr("Meters and devices")
            detail: Theme.portrait ? "" : page.devices.radio
            onBack: page.screen.back()
        }
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: 6
            visible: Theme.portrait && text !== ""
            text: page.devices.radio
            size: Theme.small
            soft: true
        }
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: 6
            visible: text !== ""
            text: page.devices.radio_trouble
            size: Theme.small
            color: Theme.palette.fault
            wrapMode: Text.WordWrap
        }
        Label {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: text !== ""
            text: page.devices.empty
            soft: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
        }
        Scroll {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.devices.empty === ""
            Repeater {
                model: page.devices.devices
                delegate: Rectangle {
                    id: device
                    required property var row
                    objectName: "device-" + row.key
                    width: parent ? (parent as Item).width : 0
                    height: inside.implicitHeight + 20
                    radius: Theme.radius
                    color: Theme.card
                    border.color: Theme.line
                    border.width: 1
                    ColumnLayout {
                        id: inside
                        anchors.left: parent.left
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.leftMargin: 14
                        anchors.rightMargin: 14
                        spacing: 2
                        RowLayout {
                            spacing: 12
                            Label {
                                Layout.fillWidth: true
                                text: device.row.name
                                strong: true
                                // A name is never cut: it is what tells two meters apart.
                                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                            }
                            Label {
                                text: device.row.value
                                size: Theme.title
                                strong: true
                                faded: device.row.faded
                            }
                        }
                        RowLayout {
                            spacing: 12
                            Label {
                                Layout.fillWidth: true
                                text: device.row.role + (device.row.health !== "" ? " \u00B7 " + device.row.health : "")
                                size: Theme.small
                                soft: true
                                wrapMode: Text.WordWrap
                            }
                            Label {
                                text: device.row.age
                                size: Theme.small
                                soft: !device.row.faded
                                faded: device.row.faded
                            }
                        }
                        Label {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: device.row.trouble !== "" ? "\u26A0 " + device.row.trouble : ""
                            size: Theme.small
                            color: Theme.palette.fault
                            wrapMode: Text.WordWrap
                        }
                        Label {
                            objectName: "sentence"
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: device.row.sentence
                            size: Theme.small
                            soft: true
                            wrapMode: Text.WordWrap
                        }
                        Segment {
                            objectName: "mode-" + device.row.device
                            Layout.fillWidth: true
                            Layout.topMargin: 4
                            visible: device.row.relay
                            enabled: device.row.may_switch
                            choices: [
                                { "key": "on", "text": qsTr("On") },
                                { "key": "off", "text": qsTr("Off") },
                                { "key": "surplus", "text": qsTr("Surplus") }
                            ]
                            current: device.row.mode
                            onChosen: key => page.devices.switch(device.row.device, key)
                        }
                    }
                }
            }
        }
    }
}
