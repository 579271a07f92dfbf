import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import theme

// What is wrong, over the whole width. `tone`: fault (amber) or gone (grey). Pressing it asks
// for more; without anything to show, set `enabled: false`.
T.AbstractButton {
    id: banner

    property string tone: "fault"
    property string detail
    // A number of further banners behind this one, as text; empty: none.
    property string more

    implicitHeight: Math.max(Theme.target, words.implicitHeight + 12)
    implicitWidth: 400
    focusPolicy: Qt.NoFocus

    background: Rectangle {
        radius: Theme.radius
        color: banner.tone === "fault" ? (banner.down ? "#d99500" : Theme.fault) : Theme.unknown
        border.color: Theme.line
        border.width: banner.tone === "fault" ? 0 : 1
    }
    contentItem: RowLayout {
        spacing: 12
        Label {
            Layout.leftMargin: 14
            text: banner.tone === "fault" ? "\u26A0" : "\u2205"
            size: 28
            color: banner.tone === "fault" ? Theme.faultInk : Theme.unknownInk
        }
        ColumnLayout {
            id: words
            spacing: 0
            Layout.fillWidth: true
            Label {
                Layout.fillWidth: true
                text: banner.text
                strong: banner.detail !== ""
                size: banner.detail !== "" ? Theme.small : Theme.body
                color: banner.tone === "fault" ? Theme.faultInk : Theme.unknownInk
                wrapMode: Text.WordWrap
                maximumLineCount: Theme.portrait ? 3 : 2
                fontSizeMode: Text.Fit
                minimumPixelSize: Theme.small
                elide: Text.ElideRight
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: banner.detail
                size: Theme.small
                color: banner.tone === "fault" ? Theme.faultInk : Theme.unknownInk
                wrapMode: Text.WordWrap
                maximumLineCount: Theme.portrait ? 3 : 2
                elide: Text.ElideRight
            }
        }
        Label {
            Layout.rightMargin: 14
            visible: text !== ""
            text: banner.more
            strong: true
            color: banner.tone === "fault" ? Theme.faultInk : Theme.unknownInk
        }
    }
}
