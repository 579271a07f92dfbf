pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "installer"

// The installer's checklist, behind the installer's own PIN.
Item {
    id: page

    required property Screen screen
    readonly property InstallerModel installer: screen.installer
    readonly property bool padOpen: screen.pin.open

    Component.onCompleted: installer.enter()
    Component.onDestruction: installer.leave()
    onPadOpenChanged: if (!padOpen) page.installer.look_again()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        RowLayout {
            Layout.fillHeight: false
            spacing: Theme.touchGap
            PageHead {
                Layout.fillWidth: true
                title: page.installer.open && !Theme.portrait
                    ? qsTr("Installer") + " \u00B7 " + page.installer.title : qsTr("Installer")
                onBack: page.screen.back()
            }
            Button {
                objectName: "next-step"
                visible: page.installer.next_key !== ""
                text: (Theme.portrait ? page.installer.next_title : page.installer.next_words) + (Theme.mirrored ? " \u2039" : " \u203A")
                kind: page.installer.next_now ? "primary" : "plain"
                onClicked: page.installer.choose(page.installer.next_key)
            }
        }
        ColumnLayout {
            objectName: "installer-closed"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: !page.installer.open
            spacing: 20
            Item { Layout.fillHeight: true }
            Label {
                Layout.fillWidth: true
                Layout.leftMargin: 20
                Layout.rightMargin: 20
                text: page.installer.closed_words
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.WordWrap
            }
            Button {
                objectName: "unlock-installer"
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: Math.min(page.width - 16, Math.max(320, implicitWidth))
                visible: page.installer.may_open
                size: Theme.tradeTarget
                kind: "primary"
                text: qsTr("Enter the installer's PIN")
                onClicked: page.screen.pin.unlock("installer")
            }
            Item { Layout.fillHeight: true }
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.installer.open
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.touchGap
            rowSpacing: Theme.touchGap

            Steps {
                Layout.fillWidth: Theme.portrait
                Layout.fillHeight: !Theme.portrait
                Layout.preferredWidth: Theme.portrait ? -1 : 200
                installer: page.installer
            }
            Work {
                Layout.fillWidth: true
                Layout.fillHeight: true
                installer: page.installer
            }
        }
    }
    Keys {
        installer: page.installer
    }
    Sheet {
        objectName: "installer-names"
        opened: page.installer.names.length > 0
        title: qsTr("A name for %1").arg(page.installer.naming)
        sheetWidth: 780
        firm: true
        Scroll {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: implicitHeight
            GridLayout {
                width: (parent as Item).width
                columns: Theme.portrait ? 2 : 4
                columnSpacing: Theme.touchGap
                rowSpacing: Theme.touchGap
                uniformCellWidths: true
                Repeater {
                    model: page.installer.names
                    delegate: Button {
                        required property var modelData
                        objectName: "name-" + modelData.key
                        Layout.fillWidth: true
                        Layout.preferredWidth: 10
                        text: modelData.text
                        textSize: 20
                        onClicked: page.installer.give_name(modelData.key)
                    }
                }
            }
        }
        RowLayout {
            Layout.fillHeight: false
            spacing: Theme.touchGap
            Button {
                objectName: "no-name"
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                text: qsTr("No name")
                onClicked: page.installer.give_name("")
            }
            Button {
                objectName: "keep-name"
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                text: qsTr("Cancel")
                onClicked: page.installer.keep_name()
            }
        }
    }
    Sheet {
        id: sheet
        objectName: "installer-confirm"
        firm: true
        opened: page.installer.confirm !== ""
        Label {
            Layout.fillWidth: true
            text: page.installer.confirm
            wrapMode: Text.WordWrap
        }
        RowLayout {
            Layout.fillHeight: false
            spacing: Theme.touchGap
            Button {
                objectName: "confirm-no"
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                size: Theme.tradeTarget
                text: qsTr("Cancel")
                onClicked: page.installer.no()
            }
            Button {
                objectName: "confirm-yes"
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                size: Theme.tradeTarget
                kind: "primary"
                text: page.installer.confirm_yes
                onClicked: page.installer.yes()
            }
        }
    }
}
