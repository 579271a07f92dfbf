import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import theme

// A choice between yes and no with its words; it shows what `checked` says and asks for the
// other by `asked(wanted)`: whoever owns the value changes it, or does not.
T.AbstractButton {
    id: toggle

    property string detail
    signal asked(bool wanted)

    checkable: false
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 8)
    implicitWidth: 300
    focusPolicy: Qt.NoFocus
    onClicked: asked(!checked)

    contentItem: RowLayout {
        spacing: 12
        ColumnLayout {
            id: words
            spacing: 0
            Layout.fillWidth: true
            Label {
                Layout.fillWidth: true
                text: toggle.text
                faded: !toggle.enabled
                wrapMode: Text.WordWrap
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: toggle.detail
                size: Theme.small
                soft: true
                wrapMode: Text.WordWrap
            }
        }
        Rectangle {
            Layout.preferredWidth: 76
            Layout.preferredHeight: 40
            radius: 20
            color: !toggle.enabled ? "transparent" : toggle.checked ? Theme.action : Theme.card
            border.color: toggle.down ? Theme.text : Theme.line
            border.width: 1
            Rectangle {
                x: toggle.checked ? parent.width - width - 4 : 4
                anchors.verticalCenter: parent.verticalCenter
                width: 32
                height: 32
                radius: 16
                color: toggle.enabled ? Theme.text : Theme.faded
                Label {
                    anchors.centerIn: parent
                    text: toggle.checked ? "\u2713" : ""
                    size: Theme.small
                    color: Theme.background
                }
            }
        }
    }
}
