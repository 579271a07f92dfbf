pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// One step: how it stands, what to press, what came of it, and the devices it is about.
Card {
    id: work

    required property InstallerModel installer
    readonly property string step: installer.step
    readonly property string picture: installer.request || installer.report

    padding: 10
    onStepChanged: scroll.contentY = 0

    component Deeds: Flow {
        spacing: Theme.touchGap
        Repeater {
            model: work.installer.actions
            delegate: Button {
                required property var modelData
                objectName: "act-" + modelData.key
                text: modelData.text
                kind: modelData.primary ? "primary" : "plain"
                busy: work.installer.busy
                onClicked: work.installer.act(modelData.key)
            }
        }
    }

    Scroll {
        id: scroll
        objectName: "work"
        anchors.fill: parent
        spacing: Theme.gap

        Label {
            objectName: "head"
            width: (parent as Item).width
            text: work.installer.sentences.length > 0 ? work.installer.sentences[0] : ""
            size: 20
            strong: true
            color: work.installer.state === "trouble" ? Theme.palette.fault
                : work.installer.state === "done" ? Theme.good : Theme.text
            wrapMode: Text.Wrap
        }
        // Beside a code there is much to read: what can be done stands above it.
        Deeds {
            width: (parent as Item).width
            visible: work.picture !== "" && work.installer.actions.length > 0
        }
        RowLayout {
            width: (parent as Item).width
            visible: work.picture !== "" || work.installer.sentences.length > 1 || work.installer.note !== ""
            spacing: 12
            ColumnLayout {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignTop
                spacing: Theme.gap
                Repeater {
                    model: work.installer.sentences.slice(1)
                    delegate: Label {
                        required property string modelData
                        Layout.fillWidth: true
                        text: modelData
                        size: work.picture !== "" ? Theme.small : 20
                        wrapMode: Text.Wrap
                    }
                }
                Label {
                    objectName: "note"
                    Layout.fillWidth: true
                    visible: work.installer.note !== ""
                    text: (work.installer.note_wrong ? "\u26A0 " : "\u2713 ") + work.installer.note
                    size: 20
                    color: work.installer.note_wrong ? Theme.palette.fault : Theme.good
                    wrapMode: Text.WordWrap
                }
            }
            Code {
                objectName: "picture"
                Layout.preferredWidth: 300
                Layout.preferredHeight: 300
                Layout.alignment: Qt.AlignTop
                visible: !Theme.portrait && work.picture !== ""
                text: work.picture
            }
        }
        Code {
            objectName: "picture-below"
            anchors.horizontalCenter: (parent as Item).horizontalCenter
            width: Math.min((parent as Item).width, 320)
            height: width
            visible: Theme.portrait && work.picture !== ""
            text: work.picture
        }
        Deeds {
            width: (parent as Item).width
            visible: work.picture === "" && work.installer.actions.length > 0
        }
        RowLayout {
            width: (parent as Item).width
            visible: work.installer.load !== ""
            spacing: 12
            Label {
                Layout.fillWidth: true
                text: qsTr("The load")
            }
            Stepper {
                objectName: "load"
                Layout.preferredWidth: 260
                size: Theme.target
                text: work.installer.load
                onLess: work.installer.change_load(-1)
                onMore: work.installer.change_load(1)
            }
        }
        RowLayout {
            width: (parent as Item).width
            visible: work.installer.fuse !== ""
            spacing: 12
            Label {
                Layout.fillWidth: true
                text: qsTr("The home's fuse")
                wrapMode: Text.WordWrap
            }
            Stepper {
                objectName: "fuse"
                Layout.preferredWidth: 260
                size: Theme.target
                text: work.installer.fuse
                onLess: work.installer.change_fuse(-1)
                onMore: work.installer.change_fuse(1)
            }
        }
        RowLayout {
            width: (parent as Item).width
            visible: work.installer.phases !== ""
            spacing: 12
            Label {
                Layout.fillWidth: true
                text: qsTr("Phases")
            }
            Segment {
                objectName: "phases"
                Layout.preferredWidth: 260
                Layout.fillWidth: false
                choices: [{ "key": "1", "text": "1" }, { "key": "3", "text": "3" }]
                current: work.installer.phases
                onChosen: key => work.installer.choose_phases(key)
            }
        }
        Repeater {
            model: work.installer.lines
            delegate: ColumnLayout {
                id: line
                required property var row
                objectName: "line-" + row.key
                width: (parent as Item).width
                spacing: 4
                Rectangle {
                    Layout.fillWidth: true
                    Layout.preferredHeight: 1
                    color: Theme.grid
                }
                RowLayout {
                    spacing: 10
                    Label {
                        Layout.fillWidth: true
                        text: line.row.text
                        strong: true
                        color: line.row.tone === "fault" ? Theme.palette.fault : Theme.text
                        wrapMode: Text.WordWrap
                    }
                    Label {
                        visible: text !== ""
                        text: line.row.amount
                        size: 20
                    }
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    text: line.row.detail
                    size: Theme.small
                    soft: true
                    wrapMode: Text.WordWrap
                }
                Flow {
                    Layout.fillWidth: true
                    spacing: 8
                    Repeater {
                        model: line.row.actions
                        delegate: Button {
                            required property var modelData
                            objectName: "act-" + line.row.device + "-" + modelData.key
                            text: modelData.text
                            textSize: 20
                            kind: modelData.chosen ? "chosen" : "plain"
                            enabled: !work.installer.busy
                            onClicked: work.installer.act_on(line.row.device, modelData.key)
                        }
                    }
                }
            }
        }
    }
}
