#!/bin/sh
# gridhearth, from the slot in use. The slot is chosen once, by its real name: a process started
# before an update must not load half of its modules from the next version.
home=${GRIDHEARTH_HOME:-/opt/gridhearth}
links="current proven a b"
case "${GRIDHEARTH_SLOT:-}" in
    "") ;;
    proven | package) links=$GRIDHEARTH_SLOT ;; # the updater runs from what it can trust
esac
slot=
for link in $links; do
    found=$(readlink -f "$home/$link") || continue
    if [ -f "$found/COMPLETE" ] || [ "$link" = package ]; then
        slot=$found
        break
    fi
done
if [ -z "$slot" ]; then
    echo "gridhearth: no whole version is installed in $home; install the package again:" >&2
    echo "  sudo apt-get install --reinstall gridhearth" >&2
    exit 1
fi
# Nothing from the folder it is called in, nor from the user's own packages.
site=$slot/site
if [ "${1:-}" = screen ] && [ -d "$home/qt/site" ]; then
    site=$site:$home/qt/site
    # Qt is linked to OpenGL though it paints in software here: where there is none, a stand-in is.
    found=
    for one in /usr/lib/*-linux-gnu/libGL.so.1 /usr/lib/*-linux-gnu/libEGL.so.1; do
        [ -e "$one" ] && found=$found+
    done
    [ "$found" = ++ ] || export LD_LIBRARY_PATH="$home/qt/gl"
fi
export PYTHONPATH="$site" PYTHONSAFEPATH=1 PYTHONNOUSERSITE=1
exec "${GRIDHEARTH_PYTHON:-/usr/bin/python3}" -m agent "$@"
