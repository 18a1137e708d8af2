#!/bin/sh
# Trains the ahead-of-time cache of the packaged program: called by Maven after the program is packaged.
# The JVM runs the program once and keeps loaded and linked classes beside it; starts are then about twice as fast.
# A program without a cache is slower to start and otherwise the same, so nothing here fails a build.
#
#   train-aot.sh JAVA_HOME APP_FOLDER
set -eu
java=$1/bin/java
app=$2
cache=$app/app.aot
log=$app/../aot-training.log

warn() {
  echo "[WARNING] No ahead-of-time cache: $1. The program works, and starts more slowly."
  echo "[WARNING] What the training run printed is in target/aot-training.log."
}

rm -f "$cache"
started=$(date +%s)
if ! "$java" "@$(dirname -- "$0")/program.options" -XX:AOTCacheOutput="$cache" -Xlog:aot*=error,cds*=error --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "$app/quarkus-run.jar" dev.sluice.training.Training >"$log" 2>&1; then
  rm -f "$cache"
  warn "the training run failed"
elif [ ! -s "$cache" ]; then
  warn "this JVM wrote none"
else
  grep '^training: ' "$log" || true
  echo "Ahead-of-time cache: $(($(wc -c <"$cache") / 1048576)) MB, trained in $(($(date +%s) - started)) s."
fi
