#!/bin/sh
# Measures how long the packaged program takes to start, with and without its ahead-of-time cache, and prints the machine
# beside the numbers. Build first (./mvnw package).
#
#   .mvn/measure-start.sh [RUNS] [ARGUMENT ...]      default: 10 runs of "--help"
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=.mvn/find-jdk.sh
. "$home/.mvn/find-jdk.sh"
app=$home/target/quarkus-app
runs=${1:-10}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- --help
[ -s "$app/app.aot" ] || { echo "There is no $app/app.aot: run ./mvnw package first." >&2; exit 3; }

# One start: wall milliseconds.
start() {
  from=$(date +%s%N)
  "$JAVA_HOME/bin/java" "$@" >/dev/null
  echo $((($(date +%s%N) - from) / 1000000))
}

# One start of the whole training run: milliseconds until HTTP is up, as Quarkus says it.
ready() {
  "$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager "$@" 2>/dev/null |
    sed -n 's/.*started in \([0-9]*\)\.\([0-9]*\)s.*/\1\2/p'
}

series() {
  label=$1
  measure=$2
  shift 2
  "$measure" "$@" >/dev/null # the first start only warms the file cache
  run=0
  while [ "$run" -lt "$runs" ]; do
    "$measure" "$@"
    run=$((run + 1))
  done | sort -n | awk -v label="$label" '{t[NR] = $1} END {
    printf "%-28s %8d %8d %8d\n", label, t[1], t[int((NR + 1) / 2)], t[NR]}'
}

echo "date      $(date -u +%Y-%m-%dT%H:%MZ)"
echo "machine   $(uname -sm), $(getconf _NPROCESSORS_ONLN) CPUs, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
echo "load      $(uptime | sed 's/.*load average[s]*: //') (1, 5, 15 minutes)"
echo "java      $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
echo "cache     $(($(wc -c <"$app/app.aot") / 1048576)) MB"
echo "command   sluice $*, $runs starts"
echo
printf "%-28s %8s %8s %8s\n" "milliseconds" fastest median slowest
set -- "@$home/.mvn/program.options" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar "$app/quarkus-run.jar" "$@"
series "command, no cache" start "$@"
series "command, cache" start -XX:AOTCache="$app/app.aot" "$@"

# Rendering, the Kubernetes client and HTTP: what a daemon needs. The training run has them all, and needs no cluster.
set -- "@$home/.mvn/program.options" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$app/quarkus-run.jar" dev.sluice.training.Training
series "HTTP up, no cache" ready "$@"
series "HTTP up, cache" ready -XX:AOTCache="$app/app.aot" "$@"
