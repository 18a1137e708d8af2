#!/bin/sh
# Measures the diff, the fingerprint and ledgers with JMH; takes about five minutes. What the tests read is what is measured.
#
#   .mvn/jmh.sh [JMH OPTION ...]       default: -f 1 -wi 3 -i 5 -w 2 -r 2 -prof gc
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=.mvn/find-jdk.sh
. "$home/.mvn/find-jdk.sh"
cd "$home"
out=$home/target/jmh
rm -rf "$out"
mkdir -p "$out/classes"
./mvnw -q -B -Pjmh test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$out/classpath" \
  -Dspotless.check.skip=true
path=$home/target/test-classes:$home/target/classes:$(cat "$out/classpath")
find src/jmh/java -name '*.java' >"$out/sources"
"$JAVA_HOME/bin/javac" -proc:full -nowarn -d "$out/classes" -cp "$path" "@$out/sources"
[ $# -gt 0 ] || set -- -f 1 -wi 3 -i 5 -w 2 -r 2 -prof gc
exec "$JAVA_HOME/bin/java" -cp "$out/classes:$path" org.openjdk.jmh.Main "$@"
