import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// Asks for the PIN before something changes. It never holds the digits; the model does, briefly.
Sheet {
    id: sheet

    required property PinModel pin
    readonly property bool wide: !Theme.portrait

    objectName: "pin-sheet"
    opened: pin.open
    firm: true
    sheetWidth: wide ? 640 : 420

    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: sheet.wide ? 2 : 1
        columnSpacing: 20
        rowSpacing: 6
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: sheet.wide
            spacing: 8
            Label {
                objectName: "pin-title"
                Layout.fillWidth: true
                text: sheet.pin.title
                size: Theme.title
                strong: true
                wrapMode: Text.WordWrap
            }
            Label {
                objectName: "pin-sentence"
                Layout.fillWidth: true
                Layout.fillHeight: sheet.wide
                Layout.minimumHeight: sheet.wide ? 0 : 44
                text: sheet.pin.sentence
                size: Theme.small
                verticalAlignment: Text.AlignTop
                color: sheet.pin.wrong ? Theme.palette.fault : Theme.soft
                wrapMode: Text.WordWrap
            }
            Button {
                objectName: "pin-cancel"
                visible: sheet.wide
                Layout.fillWidth: true
                size: Theme.tradeTarget
                text: qsTr("Cancel")
                onClicked: sheet.pin.cancel()
            }
        }
        PinPad {
            objectName: "pin-pad"
            Layout.alignment: Qt.AlignHCenter
            Layout.preferredWidth: sheet.wide ? 300 : 380
            Layout.preferredHeight: implicitHeight
            entered: sheet.pin.typed.length
            most: 8
            busy: sheet.pin.busy || sheet.pin.waits
            onDigit: key => sheet.pin.digit(key)
            onErase: sheet.pin.erase()
            onEnter: sheet.pin.enter()
        }
        Button {
            objectName: "pin-cancel-below"
            visible: !sheet.wide
            Layout.fillWidth: true
            size: Theme.tradeTarget
            text: qsTr("Cancel")
            onClicked: sheet.pin.cancel()
        }
    }
}
