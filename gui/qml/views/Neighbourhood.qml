pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import gridhearth
import theme
import parts

// The street: a map of who traded with whom, the offers of a round, the prices of many.
Item {
    id: page

    required property Screen screen
    readonly property NeighbourhoodModel street: screen.neighbourhood

    Component.onCompleted: street.enter()
    Component.onDestruction: street.leave()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: false
            spacing: Theme.touchGap
            Segment {
                objectName: "view"
                Layout.fillWidth: true
                Layout.preferredWidth: 10
                choices: [
                    { "key": "map", "text": qsTr("Map") },
                    { "key": "offers", "text": qsTr("Offers") },
                    { "key": "prices", "text": qsTr("Prices") }
                ]
                current: page.street.view
                onChosen: key => page.street.choose(key)
            }
            Label {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: Theme.portrait ? 3 : 6
                visible: text !== "" && !Theme.portrait
                text: page.street.title
                strong: true
                horizontalAlignment: Text.AlignHCenter
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 15
            }
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            Card {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 10
                padding: 8
                Item {
                    id: area
                    anchors.fill: parent
                    ChartView {
                        id: chart
                        objectName: "street-chart"
                        // A map keeps its shape.
                        readonly property real room: Math.min(area.width, (area.height - 34) * page.street.aspect)
                        readonly property bool shaped: page.street.aspect > 0
                        anchors.centerIn: parent
                        width: area.width
                        height: shaped ? Math.min(area.height, Math.max(room / page.street.aspect + 34, 200)) : area.height
                        picture: page.street.chart
                        explanation: page.street.explanation
                        faded: page.street.faded
                    }
                    Repeater {
                        model: chart.empty ? [] : page.street.spots
                        delegate: Rectangle {
                            id: spot
                            required property var modelData
                            x: Math.max(0, Math.min(chart.width - width, chart.x + chart.plotX + spot.modelData.x * chart.plotWidth - width / 2))
                            y: Math.max(0, chart.y + chart.plotY + spot.modelData.y * chart.plotHeight - height - 10)
                            width: amount.implicitWidth + 10
                            height: amount.implicitHeight + 2
                            radius: 6
                            color: Theme.background
                            border.color: Theme.line
                            border.width: 1
                            Label {
                                id: amount
                                anchors.centerIn: parent
                                text: spot.modelData.text
                                size: Theme.small
                                strong: true
                                faded: page.street.faded
                            }
                        }
                    }
                    Label {
                        visible: text !== "" && !chart.empty
                        anchors.right: parent.right
                        anchors.bottom: parent.bottom
                        anchors.bottomMargin: 26
                        anchors.rightMargin: 12
                        text: page.street.x_title
                        size: Theme.small
                        soft: true
                    }
                }
            }
            Card {
                Layout.fillWidth: true
                Layout.fillHeight: !Theme.portrait
                Layout.preferredHeight: Theme.portrait ? 230 : -1
                Layout.preferredWidth: Theme.portrait ? -1 : Math.round(page.width * 0.34)
                Layout.maximumWidth: Theme.portrait ? 100000 : Math.round(page.width * 0.34)
                visible: !chart.empty
                padding: 8
                Scroll {
                    anchors.fill: parent
                    spacing: 8
                    Label {
                        visible: Theme.portrait && text !== ""
                        width: (parent as Item).width
                        text: page.street.title
                        strong: true
                    }
                    Repeater {
                        model: page.street.sentences
                        delegate: Label {
                            required property string modelData
                            width: (parent as Item).width
                            leftPadding: 6
                            text: modelData
                            size: 20
                            faded: page.street.faded
                            wrapMode: Text.WordWrap
                        }
                    }
                    Repeater {
                        model: page.street.lines
                        delegate: Line {
                            required property var modelData
                            width: (parent as Item).width
                            text: modelData.text
                            detail: modelData.detail
                            faded: page.street.faded
                        }
                    }
                }
            }
        }
    }
}
