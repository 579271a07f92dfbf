import QtQuick
import theme
import parts

// What stands above a field: its name, or what is known about it.
Label {
    size: Theme.small
    soft: true
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: 15
    elide: Text.ElideRight
    height: 20
}
