pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import theme

// One of a few choices, side by side. `choices`: [{key, text, enabled?}]; `current`: the chosen
// key. It asks by `chosen(key)`; whoever owns the value changes `current`, or does not.
Item {
    id: segment

    property var choices: []
    property string current
    property int size: Theme.target
    property bool upright: false
    signal chosen(string key)

    implicitHeight: row.implicitHeight
    implicitWidth: row.implicitWidth

    GridLayout {
        id: row
        anchors.fill: parent
        columns: segment.upright ? 1 : Math.max(1, segment.choices.length)
        columnSpacing: 4
        rowSpacing: 4
        uniformCellWidths: true

        Repeater {
            model: segment.choices
            delegate: Button {
                required property var modelData
                Layout.fillWidth: true
                Layout.fillHeight: true
                objectName: "choice-" + modelData.key
                text: modelData.text
                size: segment.size
                kind: modelData.key === segment.current ? "chosen" : "plain"
                enabled: segment.enabled && modelData.enabled !== false
                onClicked: segment.chosen(modelData.key)
            }
        }
    }
}
