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

    required property Screen panel

    color: Theme.background
    title: qsTr("gridhearth")

    Binding {
        target: Theme
        property: "dark"
        value: window.panel.dark
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
        LayoutMirroring.enabled: Theme.mirrored
        LayoutMirroring.childrenInherit: true

        ColumnLayout {
            anchors.fill: parent
            anchors.margins: Theme.edge
            spacing: Theme.gap

            Banner {
                objectName: "banner"
                Layout.fillWidth: true
                Layout.fillHeight: false
                // The page of alerts says the same, and more of it.
                visible: window.panel.status.banner_tone !== ""
                    && !(window.panel.page === "alerts" && window.panel.status.banner_tone === "fault")
                tone: window.panel.status.banner_tone
                text: window.panel.status.banner
                detail: window.panel.status.banner_detail
                more: window.panel.status.banner_more
                enabled: window.panel.status.live && window.panel.page !== "alerts"
                onClicked: window.panel.go("alerts")
            }
            Loader {
                id: loader
                objectName: "page"
                Layout.fillWidth: true
                Layout.fillHeight: true
                readonly property string wanted: ({
                    "home": "Home", "trade": "Trade", "information": "Information",
                    "history": "History", "street": "Neighbourhood", "more": "More",
                    "devices": "Devices", "storage": "Storage", "alerts": "Alerts", "settings": "Settings",
                    "installer": "Installer"
                })[window.panel.page]
                function show() {
                    setSource(Qt.resolvedUrl("views/" + wanted + ".qml"), { "screen": window.panel })
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
                        kind: window.panel.bar_page === modelData.page ? "primary" : "plain"
                        badge: modelData.page === "more" ? window.panel.status.badge : ""
                        onClicked: window.panel.go(modelData.page)
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
            pin: window.panel.pin
        }
        Rectangle {
            objectName: "shade"
            anchors.fill: parent
            color: "#000000"
            opacity: window.panel.shade
            visible: opacity > 0
        }
    }
}
