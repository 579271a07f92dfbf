import QtQuick
import theme
import parts

// What is wrong with the field above.
Label {
    visible: text !== ""
    size: Theme.small
    color: Theme.palette.fault
    wrapMode: Text.WordWrap
}
