#!/bin/sh
# The touchscreen on its panel: in the compositor cage where that is installed, else straight onto
# the frame buffer, with the kernel's own touch events. It paints by itself; no GPU is asked for.
export QT_QUICK_BACKEND=software
if command -v cage >/dev/null 2>&1; then
    export QT_QPA_PLATFORM=wayland WLR_RENDERER=pixman
    exec cage -s -- /usr/bin/gridhearth screen
fi
export QT_QPA_PLATFORM=linuxfb QT_QPA_FB_HIDECURSOR=1 QT_QPA_FB_NO_LIBINPUT=1
exec /usr/bin/gridhearth screen
