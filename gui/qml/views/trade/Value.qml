import QtQuick
import theme
import parts

// A stepper with its caption above and what is wrong with it below.
Column {
    id: value

    property string caption
    property string text
    property string problem
    property bool open: true
    // Somebody else decides it: shown, with nothing to press.
    property bool decided: false
    signal less()
    signal more()

    spacing: 1
    Caption {
        width: parent.width
        objectName: value.objectName + "-caption"
        text: value.caption
        faded: !value.open && !value.decided
    }
    Rectangle {
        width: parent.width
        height: Theme.target
        visible: value.decided
        radius: Theme.radius
        color: Theme.card
        border.color: Theme.line
        border.width: 1
        Label {
            objectName: value.objectName + "-decided"
            anchors.fill: parent
            anchors.margins: 4
            text: value.text
            size: Theme.title
            strong: true
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.small
        }
    }
    Stepper {
        visible: !value.decided
        objectName: value.objectName + "-stepper"
        width: parent.width
        size: Theme.target
        text: value.text
        enabled: value.open
        onLess: value.less()
        onMore: value.more()
    }
    Wrong {
        objectName: value.objectName + "-problem"
        width: parent.width
        text: value.problem
    }
}
