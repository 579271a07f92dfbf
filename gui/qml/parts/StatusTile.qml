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
            Layout.fillWidth: false
            Layout.maximumWidth: tile.width - 24
            spacing: 12
            Label {
                text: tile.shape
                size: 40
                strong: true
                color: tile.ink
            }
            Label {
                Layout.fillWidth: true
                Layout.maximumWidth: tile.width - 90
                text: tile.word
                size: Theme.value
                strong: true
                color: tile.ink
                wrapMode: Text.WordWrap
                maximumLineCount: 2
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.body
            }
        }
        RowLayout {
            Layout.alignment: Qt.AlignHCenter
            Layout.fillHeight: false
            Layout.fillWidth: false
            visible: tile.amount !== ""
            spacing: 8
            Label {
                id: number
                text: tile.amount
                // As large as fits: measured at 100, so that nothing depends on its own size.
                size: Math.max(Theme.value, Math.min(tile.low ? 68 : Theme.status,
                    Math.floor((tile.width - 24 - 8 - unit.implicitWidth) * 100 / metrics.advanceWidth)))
                strong: true
                color: tile.ink
                TextMetrics {
                    id: metrics
                    text: tile.amount
                    font.family: Theme.family
                    font.bold: true
                    font.pixelSize: 100
                }
            }
            Label {
                id: unit
                Layout.alignment: Qt.AlignBottom
                Layout.bottomMargin: Math.round(number.size * 0.14)
                text: tile.unit
                size: Theme.title
                color: tile.ink
            }
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
