import QtQuick
import gridhearth
import theme

// A chart without labels: `picture` is a gui.charts.picture.Picture or null.
Item {
    id: plot

    property var picture: null
    property bool faded: false
    property color fadedColour: Theme.faded
    readonly property Chart chart: Charts.lend(plot)
    readonly property bool empty: chart.empty
    readonly property var xLabels: chart.xLabels
    readonly property var yLabels: chart.yLabels
    readonly property var legend: chart.legend
    readonly property int yRoom: chart.yRoom

    Component.onDestruction: Charts.back(chart)

    Binding {
        target: plot.chart
        property: "picture"
        value: plot.picture
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: plot.chart
        property: "colours"
        value: Theme.palette
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: plot.chart
        property: "faded"
        value: plot.faded
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: plot.chart
        property: "fadedColour"
        value: plot.fadedColour
        restoreMode: Binding.RestoreNone
    }
}
