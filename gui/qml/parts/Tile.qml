import QtQuick
import QtQuick.Layouts
import theme

// One number with its name above and what it is counted in, or more about it, below.
Rectangle {
    id: tile

    property string title
    property string value
    property string detail
    property bool stale: false

    color: Theme.card
    border.color: Theme.line
    border.width: 1
    radius: Theme.radius
    implicitWidth: 150
    // More where a language needs two lines: the number between them is never squeezed. Measured
    // by the width alone: a height that the layout decides would ask for itself.
    readonly property int captionHeight: captionWidth.advanceWidth > width - 12 ? 44 : 22
    readonly property int moreHeight: detail === "" ? 0
        : Theme.portrait || moreWidth.advanceWidth > width - 12 ? 44 : 22
    implicitHeight: Math.max(Theme.portrait ? 128 : 92, captionHeight + 36 + moreHeight + 10)

    TextMetrics {
        id: captionWidth
        font.family: Theme.family
        font.pixelSize: Theme.small
        text: tile.title
    }
    TextMetrics {
        id: moreWidth
        font.family: Theme.family
        font.pixelSize: Theme.small
        text: tile.detail
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 5
        spacing: 0

        Label {
            Layout.fillWidth: true
            Layout.fillHeight: false
            text: tile.title
            size: Theme.small
            soft: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
        }
        Label {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 36
            text: tile.value
            size: Theme.value
            strong: true
            faded: tile.stale
            horizontalAlignment: Text.AlignHCenter
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.small
        }
        Label {
            Layout.fillWidth: true
            Layout.fillHeight: false
            // Two lines where there is room, so that the numbers of neighbours stand level.
            Layout.minimumHeight: Theme.portrait ? 44 : 0
            verticalAlignment: Text.AlignTop
            visible: text !== ""
            text: tile.detail
            size: Theme.small
            soft: !tile.stale
            faded: tile.stale
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WordWrap
            maximumLineCount: 2
        }
    }
}
