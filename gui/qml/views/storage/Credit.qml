pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// What one owns, what storing and drawing a kilowatt-hour comes to now, and what was asked lately.
Scroll {
    id: credit

    required property StorageModel store

    GridLayout {
        width: parent ? (parent as Item).width : 0
        columns: Theme.portrait ? 2 : 4
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Tile {
            Layout.fillWidth: true
            title: qsTr("Energy credit")
            value: credit.store.ent
            detail: credit.store.ent_detail
            stale: credit.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("Money credit")
            value: credit.store.euro
            detail: credit.store.euro_detail
            stale: credit.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("1 kWh in brings")
            value: credit.store.brings
            stale: credit.store.faded
        }
        Tile {
            Layout.fillWidth: true
            title: qsTr("1 kWh out takes")
            value: credit.store.takes
            stale: credit.store.faded
        }
    }
    Label {
        width: parent ? (parent as Item).width : 0
        visible: text !== ""
        text: credit.store.share
        size: Theme.small
        soft: true
        wrapMode: Text.WordWrap
    }
    Repeater {
        model: credit.store.deeds
        delegate: Line {
            required property var row
            width: parent ? (parent as Item).width : 0
            text: row.text
            detail: row.detail
            mark: row.mark
            tone: row.tone
            faded: credit.store.faded
        }
    }
}
