import QtQuick
import QtQuick.Layouts
import theme

// A question or form over everything else. Declare its content inside; it takes the width of the
// sheet. `open()` and `close()`; pressing beside it closes it unless `firm`; `closed()` tells.
Item {
    id: sheet

    default property alias content: inside.data
    property string title
    property bool opened: false
    property bool firm: false
    property int sheetWidth: 560
    signal closed()

    function open() { opened = true }
    function close() {
        if (opened) {
            opened = false
            closed()
        }
    }

    parent: Theme.overlay
    anchors.fill: parent
    visible: opened
    z: 10

    Rectangle {
        anchors.fill: parent
        color: "#000000"
        opacity: 0.65
    }
    MouseArea {
        anchors.fill: parent
        onClicked: if (!sheet.firm) sheet.close()
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(sheet.sheetWidth, parent.width - 2 * Theme.edge)
        height: Math.min(parent.height - 2 * Theme.edge, column.implicitHeight + 28)
        radius: Theme.radius
        color: Theme.card
        border.color: Theme.line
        border.width: 1
        MouseArea { anchors.fill: parent }
        ColumnLayout {
            id: column
            anchors.fill: parent
            anchors.margins: 14
            spacing: Theme.touchGap
            RowLayout {
                Layout.fillHeight: false
                visible: sheet.title !== "" || !sheet.firm
                Label {
                    Layout.fillWidth: true
                    text: sheet.title
                    size: Theme.title
                    strong: true
                    wrapMode: Text.WordWrap
                    maximumLineCount: 3
                }
                Button {
                    objectName: "sheet-close"
                    visible: !sheet.firm
                    text: "\u2715"
                    onClicked: sheet.close()
                }
            }
            ColumnLayout {
                id: inside
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: Theme.touchGap
            }
        }
    }
}
