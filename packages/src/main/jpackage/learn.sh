#!/bin/sh
# Writes app/peercade.aot: the loaded and linked classes of a window (JEP 514), with which those of the package open sooner.
# Takes options of the JVM. The class path is that of the package's launchers: main jar first, then by name.
set -eu
export LC_ALL=C
home=$(mktemp -d)
window=
trap 'rm -rf "$home"; kill $window 2>/dev/null || true' EXIT
classes=app/peercade.jar
for jar in app/*.jar; do
    [ "$jar" = app/peercade.jar ] || classes=$classes:$jar
done
# JavaFX's own headless screen, which asks no display; and nothing of the account of whoever builds.
env -i PATH="$PATH" DISPLAY=headless runtime/bin/java "$@" -XX:AOTCacheOutput=app/peercade.aot \
    -Dglass.platform=Headless -Dprism.order=sw -Duser.home="$home" "-Xlog:class+load:file=$home/loaded" \
    -cp "$classes" dev.peercade.cli.Main watch >"$home/log" 2>&1 &
window=$!
# Until it has loaded something, and then nothing new for a while.
before=
now=
while kill -0 $window && { [ -z "$now" ] || [ "$now" != "$before" ]; }; do
    sleep 4
    before=$now
    now=$(stat -c %s "$home/loaded") || now=
done
kill $window || true
wait $window || true
[ -f app/peercade.aot ] || { cat "$home/log" >&2; exit 1; }
