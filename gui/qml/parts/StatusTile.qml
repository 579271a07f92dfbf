import QtQuick
import QtQuick.Layouts
import theme

// Surplus, using more, or unknown: by word, shape, sign and lightness, never by colour alone.
// `tone`: green, red, unknown or stale.
Rectangle {
    id: tile

    property string tone: "unknown"
    property string word
    property string amount
    property string unit
    property string detail
    property string reason
    property string age
    property bool low: false

    readonly property color ink: tone === "green" ? Theme.surplusInk
        : tone === "red" ? Theme.deficitInk : Theme.unknownInk
    readonly property string shape: tone === "green" ? "\u25B2" : tone === "red" ? "\u25BC" : "?"

    color: tone === "green" ? Theme.surplus : tone === "red" ? Theme.deficit : Theme.unknown
    radius: Theme.radius
    border.color: Theme.line
    border.width: tone === "green" || tone === "red" ? 0 : 1
    implicitWidth: 320
    implicitHeight: 300

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 12
        spacing: 2

        Item { Layout.fillHeight: true; Layout.preferredHeight: 1 }
        RowLayout {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillHeight: false
            Layout.maximumWidth: parent.width
            spacing: 12
            Label { text: tile.shape; size: 44; strong: true; color: tile.ink }
            Label {
                Layout.fillWidth: true
                text: tile.word
                size: Theme.value
                strong: true
                color: tile.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.body
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.preferredHeight: tile.low ? 72 : 88
            visible: text !== ""
            text: tile.amount
            size: Theme.status
            strong: true
            color: tile.ink
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.value
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tile.unit
            size: Theme.title
            color: tile.ink
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tile.detail
            size: Theme.body
            color: tile.ink
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.small
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tile.reason
            size: Theme.small
            color: tile.ink
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            maximumLineCount: 4
            elide: Text.ElideRight
        }
        Item { Layout.fillHeight: true; Layout.preferredHeight: 1 }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tile.age
            size: Theme.small
            color: tile.ink
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
