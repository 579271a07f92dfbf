import QtQuick
import QtQuick.Layouts
import theme

// The name of a page below another one, and the way back.
RowLayout {
    id: head

    property string title
    property string detail
    signal back()

    spacing: 12
    Button {
        objectName: "back"
        text: Theme.mirrored ? "\u203A" : "\u2039"
        textSize: 34
        onClicked: head.back()
    }
    Label {
        Layout.fillWidth: true
        text: head.title
        size: Theme.title
        strong: true
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.small
        elide: Text.ElideRight
    }
    Label {
        visible: text !== ""
        text: head.detail
        size: Theme.small
        soft: true
    }
}
