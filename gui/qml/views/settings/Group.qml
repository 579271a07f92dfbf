import QtQuick
import QtQuick.Layouts
import theme
import parts

// One plate of settings: a heading, words that explain, and what is declared inside.
Rectangle {
    id: group

    default property alias content: column.data
    property string title
    property string words

    width: parent ? (parent as Item).width : 0
    height: column.implicitHeight + 24
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: 1

    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: 14
        anchors.rightMargin: 14
        spacing: Theme.touchGap
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: group.title
            strong: true
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: group.words
            size: Theme.small
            soft: true
            wrapMode: Text.WordWrap
        }
    }
}
