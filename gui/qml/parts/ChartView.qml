pragma ComponentBehavior: Bound
import QtQuick
import theme

// A chart with its labels. `picture` is a gui.charts.picture.Picture; without one, or with one
// that has nothing to show, `explanation` stands in its place.
Item {
    id: view

    property var picture: null
    property string explanation
    property bool faded: false
    readonly property bool empty: plot.empty
    // On a low chart only each so many values of the axis have room beside each other.
    readonly property int everyY: Math.max(1, Math.ceil(22 * (plot.yLabels.length - 1) / Math.max(1, plot.height)))
    // Where the plot itself is, for what is laid over it.
    readonly property real plotX: plot.x
    readonly property real plotY: plot.y
    readonly property real plotWidth: plot.width
    readonly property real plotHeight: plot.height

    implicitWidth: 300
    implicitHeight: 160
    // Time runs from left to right and numbers stand at the left, in every language.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Label {
        anchors.fill: parent
        visible: plot.empty
        text: view.explanation
        size: Theme.small
        soft: true
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
    }
    Flow {
        id: keys
        visible: !plot.empty && plot.legend.length > 0
        x: plot.x
        width: view.width - plot.x
        spacing: 16
        Repeater {
            model: plot.legend
            delegate: Label {
                required property var modelData
                text: modelData.mark + " " + modelData.text
                size: Theme.small
                strong: true
                color: view.faded ? Theme.faded : Theme.palette[modelData.colour]
            }
        }
    }
    Plot {
        id: plot
        picture: view.picture
        faded: view.faded
        anchors.fill: parent
        anchors.leftMargin: plot.yLabels.length > 0 ? plot.yRoom : 4
        anchors.rightMargin: 10
        anchors.topMargin: keys.visible ? keys.height + 6 : 10
        anchors.bottomMargin: plot.xLabels.length > 0 ? 26 : 4
    }
    Repeater {
        model: plot.empty ? [] : plot.yLabels
        delegate: Label {
            required property var modelData
            required property int index
            visible: index % view.everyY === 0
            text: modelData.text
            size: Theme.small
            soft: true
            width: plot.x - 6
            horizontalAlignment: Text.AlignRight
            y: plot.y + (1 - modelData.at) * plot.height - height / 2
        }
    }
    Repeater {
        model: plot.empty ? [] : plot.xLabels
        delegate: Label {
            required property var modelData
            text: modelData.text
            size: Theme.small
            soft: true
            x: Math.max(0, Math.min(view.width - width, plot.x + modelData.at * plot.width - width / 2))
            y: plot.y + plot.height + 5
        }
    }
}
