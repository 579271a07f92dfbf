pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// Keys for what is printed on a device, and for two names: nobody has a keyboard here.
Sheet {
    id: keys

    required property InstallerModel installer
    readonly property int columns: installer.pad_letters ? (Theme.portrait ? 7 : 11) : (Theme.portrait ? 4 : 8)
    readonly property int keyHeight: installer.pad_letters ? Theme.target : Theme.tradeTarget

    objectName: "installer-keys"
    firm: true
    opened: installer.pad_title !== ""
    title: installer.pad_title
    sheetWidth: 780

    Label {
        objectName: "pad-typed"
        Layout.fillWidth: true
        Layout.minimumHeight: 34
        text: keys.installer.pad_typed === "" ? "\u2026" : keys.installer.pad_typed
        strong: true
        soft: keys.installer.pad_typed === ""
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        text: keys.installer.pad_wrong === "" ? "" : "\u26A0 " + keys.installer.pad_wrong
        size: Theme.small
        color: Theme.palette.fault
        wrapMode: Text.WordWrap
        maximumLineCount: 3
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: false
        layoutDirection: Qt.LeftToRight
        columns: keys.columns
        columnSpacing: 4
        rowSpacing: 4
        uniformCellWidths: true
        Repeater {
            model: keys.installer.pad_keys
            delegate: Button {
                required property string modelData
                objectName: "key-" + modelData
                Layout.fillWidth: true
                Layout.preferredWidth: Theme.target
                size: Theme.target
                implicitHeight: keys.keyHeight
                text: modelData
                onClicked: keys.installer.pad_key(modelData)
            }
        }
    }
    RowLayout {
        Layout.fillHeight: false
        spacing: Theme.touchGap
        Button {
            objectName: "pad-cancel"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            text: qsTr("Cancel")
            onClicked: keys.installer.pad_close()
        }
        Button {
            objectName: "pad-space"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            visible: keys.installer.pad_letters
            text: "\u2423"
            onClicked: keys.installer.pad_key(" ")
        }
        Button {
            objectName: "pad-erase"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            text: "\u232B"
            onClicked: keys.installer.pad_erase()
        }
        Button {
            objectName: "pad-enter"
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            text: "\u2713"
            kind: "primary"
            enabled: keys.installer.pad_ready
            onClicked: keys.installer.pad_enter()
        }
    }
}
