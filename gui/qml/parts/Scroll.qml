import QtQuick
import theme

// More than fits: a column that is moved by the finger, with a bar that shows where one is.
// Declare the content inside; it gets the width (less the bar's) and as much height as it needs.
Item {
    id: scroll

    default property alias content: column.data
    property alias spacing: column.spacing
    property alias contentY: flick.contentY
    readonly property alias contentHeight: flick.contentHeight
    readonly property bool overflows: flick.contentHeight > flick.height + 1

    implicitHeight: column.implicitHeight
    implicitWidth: 300
    clip: true

    Flickable {
        id: flick
        anchors.fill: parent
        anchors.rightMargin: 14
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: scroll.overflows
        flickableDirection: Flickable.VerticalFlick
        Column {
            id: column
            width: flick.width
            spacing: Theme.gap
        }
    }
    Rectangle {
        visible: scroll.overflows
        anchors.right: parent.right
        width: 8
        radius: 4
        color: Theme.line
        y: flick.contentHeight > 0 ? flick.contentY / flick.contentHeight * scroll.height : 0
        height: flick.contentHeight > 0
            ? Math.max(30, flick.height / flick.contentHeight * scroll.height) : 0
    }
}
