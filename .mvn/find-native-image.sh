#!/bin/sh
# Called by Maven with -Pnative: stops at once, and says what is missing, where no native-image of version 25 is found.
# The places are those where Quarkus looks: GRAALVM_HOME, JAVA_HOME, the PATH.
set -eu

for candidate in ${GRAALVM_HOME:+"$GRAALVM_HOME/bin/native-image"} ${JAVA_HOME:+"$JAVA_HOME/bin/native-image"} \
  "$(command -v native-image || true)"; do
  if [ -x "$candidate" ]; then
    version=$("$candidate" --version 2>/dev/null | sed -n '1s/^native-image \([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 25 ]; then
      echo "native-image $version: $candidate"
      exit 0
    fi
    echo "[ERROR] $candidate is of version ${version:-unknown}; version 25 or newer is needed." >&2
  fi
done

echo "[ERROR] A native program needs native-image 25 or newer, and none was found in GRAALVM_HOME, in JAVA_HOME or on the PATH." >&2
echo "[ERROR] Install Mandrel 25 or GraalVM for JDK 25 and set GRAALVM_HOME to it, or build without -Pnative for the JVM." >&2
exit 1
