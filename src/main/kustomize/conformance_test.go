package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

const cases = "../../test/resources/render"

// The expected files come from the stock command, see src/test/kustomize.
func TestTheOutputIsThatOfTheStockCommand(t *testing.T) {
	names, err := os.ReadDir(cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name.Name(), func(t *testing.T) {
			dir := filepath.Join(cases, name.Name())
			r := mustRender(t, loaded(t, dir), "overlay")
			same(t, r.yaml, filepath.Join(dir, "expected.yaml"))
			same(t, onePerLine(t, r.json), filepath.Join(dir, "expected.json"))
			if r.Plain != (name.Name() == "plain-directory") {
				t.Errorf("plain is %v", r.Plain)
			}
		})
	}
}

func same(t *testing.T, got []byte, file string) {
	t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("differs from %s:\n%s", file, firstDifference(got, want))
	}
}

func firstDifference(got, want []byte) string {
	a, b := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			return "got  " + string(a[i]) + "\nwant " + string(b[i])
		}
	}
	return "one ends early"
}
