pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// Draw from a battery: how much, what it costs now, and the sessions that are open.
Scroll {
    id: sessions

    required property StorageModel store

    GridLayout {
        width: parent ? (parent as Item).width : 0
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.touchGap
        rowSpacing: Theme.touchGap
        Stepper {
            objectName: "session-energy"
            Layout.fillWidth: true
            text: sessions.store.amount
            enabled: !sessions.store.faded
            onLess: sessions.store.nudge(-1)
            onMore: sessions.store.nudge(1)
        }
        Button {
            objectName: "session-start"
            Layout.fillWidth: Theme.portrait
            size: Theme.tradeTarget
            kind: "primary"
            text: qsTr("Start a session")
            enabled: sessions.store.may_start
            onClicked: sessions.store.start()
        }
    }
    Label {
        objectName: "session-told"
        width: parent ? (parent as Item).width : 0
        visible: text !== ""
        text: sessions.store.told
        size: Theme.small
        soft: true
        wrapMode: Text.WordWrap
    }
    Repeater {
        model: sessions.store.sessions
        delegate: Card {
            id: one
            required property var row
            width: parent ? (parent as Item).width : 0
            height: inside.implicitHeight + 2 * padding
            RowLayout {
                id: inside
                anchors.left: parent.left
                anchors.right: parent.right
                spacing: Theme.gap
                Line {
                    Layout.fillWidth: true
                    text: one.row.text
                    detail: one.row.detail
                    amount: one.row.amount
                    faded: sessions.store.faded
                }
                Button {
                    objectName: "stop-" + one.row.key
                    visible: one.row.mine
                    text: qsTr("Stop")
                    enabled: one.row.may_stop
                    onClicked: sessions.store.stop(one.row.unit)
                }
            }
        }
    }
}
