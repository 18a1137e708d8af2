# shellcheck shell=sh
# Sourced by ./mvnw and ./sluice: sets JAVA_HOME to a JDK 25 or newer, or stops and says what to install.
# The default java of many machines is older than the one this project needs, while a newer one lies beside it.

sluice_java_major() {
  # The release file is there in every JDK since 9 and is read far faster than a JVM starts.
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

sluice_is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ "$(sluice_java_major "$1")" -ge 25 ] 2>/dev/null
}

sluice_find_jdk() {
  for candidate in "${JAVA_HOME:-}" "${JDK_25:-}"; do
    [ -n "$candidate" ] && sluice_is_jdk "$candidate" && { JAVA_HOME=$candidate; return 0; }
  done
  if command -v java >/dev/null 2>&1; then
    candidate=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
    sluice_is_jdk "$candidate" && { JAVA_HOME=$candidate; return 0; }
  fi
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    sluice_is_jdk "$candidate" && { JAVA_HOME=$candidate; return 0; }
  done
  return 1
}

if sluice_find_jdk; then
  export JAVA_HOME
else
  echo "Sluice needs a JDK 25 or newer, and none was found in JAVA_HOME, on the PATH or in the usual places." >&2
  echo "Install one (for example Eclipse Temurin 25: the package temurin-25-jdk) or set JAVA_HOME to it, then run this again." >&2
  exit 3
fi
