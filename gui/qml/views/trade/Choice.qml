import QtQuick
import parts

// A choice with its caption above.
Column {
    id: choice

    property string caption
    property var choices: []
    property string current
    property bool open: true
    // The agent is away: what was chosen is shown, and must not look alive.
    property bool faded: false
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
        opacity: choice.faded ? 0.5 : 1
        onChosen: key => choice.chosen(key)
    }
}
