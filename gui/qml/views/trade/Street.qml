import QtQuick
import gridhearth
import parts

// The street in small: this home, and the homes within the preferred distance bright.
Card {
    id: street

    required property TradeModel trade

    visible: trade.street !== null
    height: 150
    padding: 8

    Plot {
        anchors.fill: parent
        picture: street.trade.street
        faded: street.trade.faded
    }
}
