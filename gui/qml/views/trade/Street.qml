import QtQuick
import gridhearth
import parts

// The street in small: this home, and the homes within the preferred distance bright.
Card {
    id: street

    required property TradeModel trade

    visible: !plot.empty
    height: 150
    padding: 8

    Plot {
        id: plot
        anchors.fill: parent
        picture: street.trade.street
        faded: street.trade.faded
    }
}
