pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The checklist: a column beside the work, or three and three above it where it is narrow.
Scroll {
    id: steps

    required property InstallerModel installer
    readonly property string step: installer.step
    readonly property int pitch: Theme.target + 5

    // Where they do not all fit, the one that is shown stands in the middle.
    function uncover() {
        const place = installer.steps.findIndex(one => one.key === step)
        const wanted = Theme.portrait ? 0 : (place + 0.5) * pitch - height / 2
        contentY = Math.max(0, Math.min(wanted, contentHeight - height))
    }

    onStepChanged: uncover()
    onHeightChanged: uncover()
    onContentHeightChanged: uncover()

    GridLayout {
        width: (parent as Item).width
        columns: Theme.portrait ? 3 : 1
        rowSpacing: 5
        columnSpacing: 5
        uniformCellWidths: true
        Repeater {
            model: steps.installer.steps
            delegate: Button {
                required property var modelData
                objectName: "step-" + modelData.key
                Layout.fillWidth: true
                text: modelData.mark + " " + modelData.text
                textSize: 20
                kind: modelData.key === steps.installer.step ? "primary" : "plain"
                onClicked: steps.installer.choose(modelData.key)
            }
        }
    }
}
