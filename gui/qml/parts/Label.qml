import QtQuick
import theme

// Text of the theme. `size`: Theme.small (18, the least there is), body, title, value.
// Wraps where the layout gives it a width; set `elide` only on names, never on amounts.
Text {
    property int size: Theme.body
    property bool strong: false
    property bool soft: false
    // Greyed: too old to trust, or not to be pressed.
    property bool faded: false

    color: faded ? Theme.faded : soft ? Theme.soft : Theme.text
    font.family: Theme.family
    font.pixelSize: size
    font.bold: strong
    minimumPixelSize: Theme.small
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
