#!/bin/sh
# Builds the kustomize worker into the program: called by Maven with the folder of the classes.
# Go's own cache makes this a matter of a second when nothing changed.
#
#   build-worker.sh CLASSES_FOLDER [OS/ARCH ...]      default: this machine's
set -eu
classes=$1
shift
cd "$(dirname "$0")/../src/main/kustomize"

if ! command -v go >/dev/null 2>&1; then
  echo "[WARNING] Go was not found: the program is built without its kustomize worker and will fall back to a"
  echo "[WARNING] kustomize command on the PATH, without the worker's box. Install Go 1.26 or newer to build the worker."
  exit 0
fi

[ $# -gt 0 ] || set -- "$(go env GOOS)/$(go env GOARCH)"
for platform in "$@"; do
  os=${platform%/*}
  arch=${platform#*/}
  target="$classes/worker/$os-$arch/kustomize-worker"
  mkdir -p "$(dirname "$target")"
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w" -o "$target" .
done
