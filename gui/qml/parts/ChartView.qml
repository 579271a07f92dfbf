pragma ComponentBehavior: Bound
import QtQuick
import gridhearth
import theme

// A chart with its labels. `picture` is a gui.charts.picture.Picture; without one, or with one
// that has nothing to show, `explanation` stands in its place.
Item {
    id: view

    property var picture: null
    property string explanation
    property bool faded: false
    readonly property bool empty: chart.empty
    // On a low chart only each so many values of the axis have room beside each other.
    readonly property int everyY: Math.max(1, Math.ceil(22 * (chart.yLabels.length - 1) / Math.max(1, chart.height)))
    // Where the plot itself is, for what is laid over it.
    readonly property real plotX: chart.x
    readonly property real plotY: chart.y
    readonly property real plotWidth: chart.width
    readonly property real plotHeight: chart.height

    implicitWidth: 300
    implicitHeight: 160
    // Time runs from left to right and numbers stand at the left, in every language.
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Label {
        anchors.fill: parent
        visible: chart.empty
        text: view.explanation
        size: Theme.small
        soft: true
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
    }
    Flow {
        id: keys
        visible: !chart.empty && chart.legend.length > 0
        x: chart.x
        width: view.width - chart.x
        spacing: 16
        Repeater {
            model: chart.legend
            delegate: Label {
                required property var modelData
                text: modelData.mark + " " + modelData.text
                size: Theme.small
                strong: true
                color: view.faded ? Theme.faded : Theme.palette[modelData.colour]
            }
        }
    }
    Chart {
        id: chart
        picture: view.picture
        colours: Theme.palette
        faded: view.faded
        fadedColour: Theme.faded
        anchors.fill: parent
        anchors.leftMargin: chart.yLabels.length > 0 ? chart.yRoom : 4
        anchors.rightMargin: 10
        anchors.topMargin: keys.visible ? keys.height + 6 : 10
        anchors.bottomMargin: chart.xLabels.length > 0 ? 26 : 4
    }
    Repeater {
        model: chart.empty ? [] : chart.yLabels
        delegate: Label {
            required property var modelData
            required property int index
            visible: index % view.everyY === 0
            text: modelData.text
            size: Theme.small
            soft: true
            width: chart.x - 6
            horizontalAlignment: Text.AlignRight
            y: chart.y + (1 - modelData.at) * chart.height - height / 2
        }
    }
    Repeater {
        model: chart.empty ? [] : chart.xLabels
        delegate: Label {
            required property var modelData
            text: modelData.text
            size: Theme.small
            soft: true
            x: Math.max(0, Math.min(view.width - width, chart.x + modelData.at * chart.width - width / 2))
            y: chart.y + chart.height + 5
        }
    }
}
