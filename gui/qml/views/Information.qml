import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

Item {
    id: page

    required property Screen screen

    Label {
        anchors.fill: parent
        text: qsTr("This page is not there yet.")
        soft: true
        horizontalAlignment: Text.AlignHCenter
    }
}
