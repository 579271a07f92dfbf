import QtQuick
import QtQuick.Layouts
import theme

// A value between a minus and a plus; holding one repeats. `text` is the value as words; the
// owner changes it when `less()` or `more()` is asked for.
Item {
    id: stepper

    property string text
    property bool lessEnabled: true
    property bool moreEnabled: true
    property int size: Theme.tradeTarget
    signal less()
    signal more()

    implicitWidth: 260
    implicitHeight: size

    RowLayout {
        anchors.fill: parent
        spacing: 4
        Button {
            objectName: "less"
            Layout.preferredWidth: stepper.size
            Layout.fillHeight: true
            text: "\u2212"
            textSize: 30
            enabled: stepper.enabled && stepper.lessEnabled
            autoRepeat: true
            autoRepeatDelay: 500
            autoRepeatInterval: 120
            onClicked: stepper.less()
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            radius: Theme.radius
            color: Theme.card
            border.color: Theme.line
            border.width: 1
            Label {
                anchors.fill: parent
                anchors.margins: 4
                text: stepper.text
                size: Theme.title
                strong: true
                faded: !stepper.enabled
                horizontalAlignment: Text.AlignHCenter
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.small
            }
        }
        Button {
            objectName: "more"
            Layout.preferredWidth: stepper.size
            Layout.fillHeight: true
            text: "+"
            textSize: 30
            enabled: stepper.enabled && stepper.moreEnabled
            autoRepeat: true
            autoRepeatDelay: 500
            autoRepeatInterval: 120
            onClicked: stepper.more()
        }
    }
}
