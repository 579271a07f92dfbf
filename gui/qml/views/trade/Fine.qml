import QtQuick
import QtQuick.Layouts
import theme
import parts

// A caption and a stepper.
RowLayout {
    id: fine

    property string caption
    property string text
    signal less()
    signal more()

    spacing: 8
    Label {
        text: fine.caption
        size: Theme.small
        soft: true
        faded: !fine.enabled
        visible: !Theme.portrait
    }
    Stepper {
        objectName: fine.objectName + "-stepper"
        Layout.fillWidth: true
        size: Theme.target
        text: fine.text
        enabled: fine.enabled
        onLess: fine.less()
        onMore: fine.more()
    }
}
