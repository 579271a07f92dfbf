import QtQuick
import QtQuick.Layouts
import theme
import parts

// A name and a stepper beside it, or below it where the screen is narrow.
GridLayout {
    id: step

    property string name
    property alias text: stepper.text
    property alias lessEnabled: stepper.lessEnabled
    property alias moreEnabled: stepper.moreEnabled
    property string stepperName
    signal less()
    signal more()

    columns: Theme.portrait ? 1 : 2
    columnSpacing: 12
    rowSpacing: 4
    Label {
        Layout.fillWidth: true
        text: step.name
        wrapMode: Text.WordWrap
    }
    Stepper {
        id: stepper
        objectName: step.stepperName
        Layout.fillWidth: Theme.portrait
        Layout.preferredWidth: 300
        size: Theme.target
        onLess: step.less()
        onMore: step.more()
    }
}
