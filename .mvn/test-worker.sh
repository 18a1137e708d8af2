#!/bin/sh
# Tests the kustomize worker: its own tests, and its output against the stock kustomize command of the same version.
set -eu
cd "$(dirname "$0")/.."

if ! command -v go >/dev/null 2>&1; then
  echo "Go was not found, so the kustomize worker cannot be tested. Install Go 1.26 or newer." >&2
  exit 1
fi
for module in src/main/kustomize src/test/kustomize; do
  (
    cd "$module"
    unformatted=$(gofmt -l .)
    if [ -n "$unformatted" ]; then
      echo "Not formatted, run gofmt -w in $module: $unformatted" >&2
      exit 1
    fi
    go vet ./...
    go test ./...
  )
done
