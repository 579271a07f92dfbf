pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts
import "settings"

// The screen itself: PIN, language, light, night, privacy, what it is.
Item {
    id: page

    required property Screen screen
    readonly property SettingsModel settings: screen.settings

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        PageHead {
            Layout.fillWidth: true
            Layout.fillHeight: false
            title: qsTr("This screen")
            onBack: page.screen.back()
        }
        Scroll {
            objectName: "settings"
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.touchGap

            Group {
                title: qsTr("Language")
                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.portrait ? 2 : 5
                    columnSpacing: Theme.touchGap
                    rowSpacing: Theme.touchGap
                    uniformCellWidths: true
                    Repeater {
                        model: page.settings.languages
                        delegate: Button {
                            required property var modelData
                            objectName: "language-" + modelData.key
                            Layout.fillWidth: true
                            Layout.preferredWidth: 10
                            text: modelData.text
                            textSize: 20
                            kind: modelData.key === page.settings.language ? "chosen" : "plain"
                            onClicked: page.settings.speak(modelData.key)
                        }
                    }
                }
            }
            Group {
                title: qsTr("PIN")
                words: page.screen.pin.is_set
                    ? qsTr("A PIN is asked for before anything is changed. Looking needs none.")
                    : qsTr("Without a PIN everybody who stands here may sell and buy. Looking never needs one.")
                GridLayout {
                    Layout.fillWidth: true
                    columns: Theme.portrait ? 1 : 2
                    columnSpacing: Theme.touchGap
                    rowSpacing: Theme.touchGap
                    uniformCellWidths: true
                    Button {
                        objectName: "change-pin"
                        Layout.fillWidth: Theme.portrait || page.screen.pin.is_set
                        Layout.minimumWidth: 300
                        text: page.screen.pin.is_set ? qsTr("Change the PIN") : qsTr("Set a PIN")
                        enabled: page.screen.status.live
                        onClicked: page.screen.pin.change()
                    }
                    Button {
                        objectName: "remove-pin"
                        Layout.fillWidth: true
                        Layout.minimumWidth: 300
                        visible: page.screen.pin.is_set
                        text: qsTr("Remove the PIN")
                        enabled: page.screen.status.live
                        onClicked: page.screen.pin.remove()
                    }
                }
            }
            Group {
                title: qsTr("Light")
                words: qsTr("A panel lasts about two years at full light day and night, much longer when it dims.")
                Step {
                    Layout.fillWidth: true
                    stepperName: "brightness"
                    name: qsTr("Brightness")
                    text: page.settings.brightness
                    lessEnabled: page.settings.darker
                    moreEnabled: page.settings.brighter
                    onLess: page.settings.brighten(-1)
                    onMore: page.settings.brighten(1)
                }
                Step {
                    Layout.fillWidth: true
                    stepperName: "dim"
                    name: qsTr("Dims when untouched for")
                    text: page.settings.dim
                    lessEnabled: page.settings.sooner
                    moreEnabled: page.settings.later
                    onLess: page.settings.dim_later(-1)
                    onMore: page.settings.dim_later(1)
                }
                Toggle {
                    objectName: "dark"
                    Layout.fillWidth: true
                    text: qsTr("Dark colours")
                    checked: page.settings.dark
                    onAsked: wanted => page.settings.turn("dark", wanted)
                }
                Toggle {
                    objectName: "wake"
                    Layout.fillWidth: true
                    text: qsTr("A new alert wakes the screen")
                    checked: page.settings.wake_on_alert
                    onAsked: wanted => page.settings.turn("wake_on_alert", wanted)
                }
            }
            Group {
                Toggle {
                    objectName: "night"
                    Layout.fillWidth: true
                    text: qsTr("Dark at night")
                    detail: page.settings.night_words
                    checked: page.settings.night
                    onAsked: wanted => page.settings.turn("night", wanted)
                }
                Step {
                    Layout.fillWidth: true
                    visible: page.settings.night
                    stepperName: "night-from"
                    name: qsTr("The night begins at")
                    text: page.settings.night_from
                    onLess: page.settings.move_night("from", -1)
                    onMore: page.settings.move_night("from", 1)
                }
                Step {
                    Layout.fillWidth: true
                    visible: page.settings.night
                    stepperName: "night-to"
                    name: qsTr("It ends at")
                    text: page.settings.night_to
                    onLess: page.settings.move_night("to", -1)
                    onMore: page.settings.move_night("to", 1)
                }
            }
            Group {
                Toggle {
                    objectName: "private"
                    Layout.fillWidth: true
                    text: qsTr("Hide amounts of money")
                    detail: qsTr("The first page shows dots instead; a touch shows the amounts for half a minute.")
                    checked: page.settings.private
                    onAsked: wanted => page.settings.turn("private", wanted)
                }
            }
            Group {
                title: qsTr("About")
                Repeater {
                    model: page.settings.about
                    delegate: ColumnLayout {
                        id: about
                        required property var modelData
                        Layout.fillWidth: true
                        spacing: 0
                        Label {
                            Layout.fillWidth: true
                            text: about.modelData.name
                            size: Theme.small
                            soft: true
                        }
                        Label {
                            Layout.fillWidth: true
                            text: about.modelData.value
                            size: 20
                            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        }
                    }
                }
            }
            Button {
                objectName: "to-installer"
                width: (parent as Item).width
                text: qsTr("For the installer")
                onClicked: page.screen.go("installer")
            }
        }
    }
}
