pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick
import gridhearth

// The items that draw charts, lent to the page that is shown and never taken down: Qt for Python
// keeps what it made of a class written in Python when QML deletes it, 6 KiB for each.
Item {
    id: charts

    // An array whose content changes tells no binding, and none shall follow it.
    readonly property var free: []

    function lend(place: Item): Chart {
        const chart = (free.length > 0 ? free.pop() : maker.createObject(charts)) as Chart
        chart.parent = place
        return chart
    }
    function back(chart: Chart) {
        chart.parent = charts
        chart.clear()
        free.push(chart)
    }

    Component {
        id: maker
        Chart {
            anchors.fill: parent
        }
    }
}
