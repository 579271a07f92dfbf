pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "views/trade" as Trade

// The window: a banner when something is wrong, the page, the bar. Sheets lie on `overlay`.
Window {
    id: window

    required property Screen screen

    color: Theme.background
    title: qsTr("gridhearth")

    Binding {
        target: Theme
        property: "dark"
        value: window.screen.dark
    }
    Binding {
        target: Theme
        property: "portrait"
        value: window.height > window.width
    }
    Binding {
        target: Theme
        property: "overlay"
        value: overlay
    }

    Item {
        id: root
        anchors.fill: parent
        LayoutMirroring.enabled: Qt.application.layoutDirection === Qt.RightToLeft
        LayoutMirroring.childrenInherit: true

        ColumnLayout {
            anchors.fill: parent
            anchors.margins: Theme.edge
            spacing: Theme.gap

            Banner {
                objectName: "banner"
                Layout.fillWidth: true
                Layout.fillHeight: false
                visible: window.screen.status.banner_tone !== ""
                tone: window.screen.status.banner_tone
                text: window.screen.status.banner
                detail: window.screen.status.banner_detail
                more: window.screen.status.banner_more
                enabled: window.screen.status.live && window.screen.page !== "alerts"
                onClicked: window.screen.go("alerts")
            }
            Loader {
                id: loader
                objectName: "page"
                Layout.fillWidth: true
                Layout.fillHeight: true
                readonly property string wanted: ({
                    "home": "Home", "trade": "Trade", "information": "Information",
                    "history": "History", "street": "Neighbourhood", "more": "More",
                    "devices": "Devices", "alerts": "Alerts", "settings": "Settings",
                    "installer": "Installer"
                })[window.screen.page]
                function show() {
                    setSource(Qt.resolvedUrl("views/" + wanted + ".qml"), { "screen": window.screen })
                }
                onWantedChanged: show()
                Component.onCompleted: show()
            }
            RowLayout {
                id: bar
                Layout.fillWidth: true
                Layout.fillHeight: false
                spacing: Theme.touchGap
                Repeater {
                    model: [
                        { "page": "home", "text": qsTr("Home") },
                        { "page": "trade", "text": qsTr("Trade") },
                        { "page": "history", "text": qsTr("History") },
                        { "page": "street", "text": qsTr("Street") },
                        { "page": "more", "text": qsTr("More") }
                    ]
                    delegate: Button {
                        required property var modelData
                        objectName: "bar-" + modelData.page
                        Layout.fillWidth: true
                        Layout.preferredWidth: 10
                        size: 56
                        text: modelData.text
                        textSize: Theme.portrait ? Theme.small : Theme.body
                        kind: window.screen.bar_page === modelData.page ? "primary" : "plain"
                        badge: modelData.page === "more" ? window.screen.status.badge : ""
                        onClicked: window.screen.go(modelData.page)
                    }
                }
            }
        }
        Item {
            id: overlay
            anchors.fill: parent
        }
        Trade.PinSheet {
            z: 20
            pin: window.screen.pin
        }
        Rectangle {
            objectName: "shade"
            anchors.fill: parent
            color: "#000000"
            opacity: window.screen.shade
            visible: opacity > 0
        }
    }
}
