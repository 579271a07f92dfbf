import QtQuick
import theme

// A plate with a border; what is declared inside lies on it, `padding` from its edges.
Rectangle {
    id: card

    default property alias content: inside.data
    property int padding: 10

    color: Theme.card
    border.color: Theme.line
    border.width: 1
    radius: Theme.radius
    implicitWidth: inside.childrenRect.width + 2 * padding
    implicitHeight: inside.childrenRect.height + 2 * padding

    Item {
        id: inside
        anchors.fill: parent
        anchors.margins: card.padding
    }
}
