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
