pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The way to everything that is not needed every day.
Item {
    id: page

    required property Screen screen

    GridLayout {
        anchors.fill: parent
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.touchGap
        rowSpacing: Theme.touchGap
        uniformCellWidths: true

        Repeater {
            model: [
                { "page": "alerts", "text": qsTr("Alerts") },
                { "page": "devices", "text": qsTr("Meters and devices") },
                ...(page.screen.storage.there ? [{ "page": "storage", "text": qsTr("Battery and stored energy") }] : []),
                { "page": "settings", "text": qsTr("This screen") },
                { "page": "installer", "text": qsTr("Installer") }
            ]
            delegate: Button {
                required property var modelData
                objectName: "more-" + modelData.page
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.maximumHeight: 150
                text: modelData.text
                textSize: Theme.title
                badge: modelData.page === "alerts" ? page.screen.status.badge : ""
                onClicked: page.screen.go(modelData.page)
            }
        }
    }
}
