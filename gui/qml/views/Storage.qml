pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "storage" as Storage

// The battery and the market for what is stored: how full it is, what was reported, sessions.
Item {
    id: page

    required property Screen screen
    readonly property StorageModel store: screen.storage
    property string shown: store.battery ? "battery" : "sessions"

    Component.onCompleted: store.enter()
    Component.onDestruction: store.leave()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        PageHead {
            Layout.fillWidth: true
            Layout.fillHeight: false
            title: page.store.battery ? qsTr("Battery") : qsTr("Stored energy")
            onBack: page.screen.back()
        }
        Segment {
            objectName: "parts"
            Layout.fillWidth: true
            Layout.fillHeight: false
            visible: page.store.there
            current: page.shown
            choices: [
                ...(page.store.battery ? [{ "key": "battery", "text": qsTr("Battery") }] : []),
                { "key": "sessions", "text": qsTr("Sessions") },
                { "key": "money", "text": qsTr("Credit") }
            ]
            onChosen: key => page.shown = key
        }
        Label {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: text !== ""
            text: page.store.empty
            soft: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
        }
        Storage.Battery {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.store.there && page.shown === "battery"
            store: page.store
        }
        Storage.Sessions {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.store.there && page.shown === "sessions"
            store: page.store
        }
        Storage.Credit {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.store.there && page.shown === "money"
            store: page.store
        }
    }
}
