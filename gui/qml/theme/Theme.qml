pragma Singleton
import QtQuick

// Colours, sizes and type of every view. One unit is one pixel at 132 dpi, so 52 units are 10 mm.
// Contrast of every pair used together is measured in tests/gui; do not add a colour in a view.
QtObject {
    // Set by Main.qml: the item that sheets lie on, and whether the window is taller than wide.
    property Item overlay: null
    property bool portrait: false
    property bool dark: true
    readonly property bool mirrored: Application.layoutDirection === Qt.RightToLeft

    readonly property color background: dark ? "#10151c" : "#eef1f4"
    readonly property color card: dark ? "#1b232c" : "#ffffff"
    readonly property color cardPressed: dark ? "#2a3642" : "#dfe5ea"
    readonly property color line: dark ? "#6c7b8c" : "#66727e"
    readonly property color text: dark ? "#f2f5f8" : "#10151c"
    readonly property color soft: dark ? "#b4c0cc" : "#47525d"
    // Of something that may not be pressed or is too old to trust.
    readonly property color faded: dark ? "#8b98a6" : "#66727e"

    readonly property color action: "#1769c2"
    readonly property color actionPressed: "#0f4f96"
    readonly property color actionInk: "#ffffff"

    // Green and red differ in lightness too, so they stay apart for every kind of eye.
    readonly property color surplus: "#8fe3ac"
    readonly property color surplusInk: "#04230f"
    readonly property color deficit: "#8f1010"
    readonly property color deficitInk: "#ffffff"
    readonly property color unknown: dark ? "#3a4550" : "#c9d0d7"
    readonly property color unknownInk: dark ? "#f2f5f8" : "#10151c"
    // Amber means a fault and nothing else does.
    readonly property color fault: "#ffb000"
    readonly property color faultInk: "#1d1400"
    readonly property color good: dark ? "#8fe3ac" : "#0b6b3a"

    readonly property color made: dark ? "#4fb3ff" : "#0a5fb0"
    readonly property color used: dark ? "#ff9d5c" : "#b04a00"
    readonly property color grid: dark ? "#46525f" : "#b9c2ca"

    // For gui.charts: what a layer's colour name means.
    readonly property var palette: ({
        "made": made, "used": used, "grid": grid, "line": line, "text": text, "soft": soft,
        "faded": faded, "surplus": good, "deficit": dark ? "#ff8a80" : "#8f1010",
        "fault": dark ? "#ffb000" : "#8a5a00", "action": dark ? "#4fb3ff" : "#1769c2"
    })

    readonly property string family: "DejaVu Sans"
    readonly property int small: 18
    readonly property int body: 22
    readonly property int title: 26
    readonly property int value: 34
    readonly property int status: 84

    readonly property int target: 52
    readonly property int tradeTarget: 62
    readonly property int pinTarget: 78
    // Between things that are only looked at, and between things that are pressed (2 mm).
    readonly property int gap: 8
    readonly property int touchGap: 11
    readonly property int radius: 10
    readonly property int edge: 8
}
