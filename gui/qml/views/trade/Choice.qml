import QtQuick
import parts

// A choice with its caption above.
Column {
    id: choice

    property string caption
    property var choices: []
    property string current
    property bool open: true
    signal chosen(string key)

    spacing: 1
    Caption {
        width: parent.width
        visible: text !== ""
        text: choice.caption
        faded: !choice.open
    }
    Segment {
        width: parent.width
        choices: choice.choices
        current: choice.current
        enabled: choice.open
        onChosen: key => choice.chosen(key)
    }
}
