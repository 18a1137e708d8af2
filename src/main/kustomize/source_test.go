package main

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// memory is a source of files for tests. A value that starts with "-> " is a symbolic link; a name
// that ends with "@" is a submodule.
type memory map[string]string

func (m memory) get(inTree string, maxBytes int64) (answer, error) {
	a := answer{Type: typeFile, Path: inTree, Kind: kindAbsent}
	at := ""
	for _, segment := range strings.Split(inTree, "/") {
		at = path.Join(at, segment)
		if target, link := strings.CutPrefix(m[at], "-> "); link {
			a.Kind, a.At, a.Target, a.ID = kindSymlink, at, target, idOf(m[at])
			return a, nil
		}
		if _, gitlink := m[at+"@"]; gitlink {
			a.Kind = kindSubmodule
			return a, nil
		}
	}
	if content, ok := m[inTree]; ok {
		if a.Kind, a.ID, a.body = kindFile, idOf(content), []byte(content); int64(len(content)) > maxBytes {
			a.Kind, a.Size, a.body = kindLarge, int64(len(content)), nil
		}
		return a, nil
	}
	if len(m.names(inTree)) > 0 || inTree == "" {
		a.Kind, a.ID = kindDir, listingID(m, inTree)
	}
	return a, nil
}

func (m memory) list(inTree string) (answer, error) {
	a := answer{Type: typeEntries, Path: inTree, ID: listingID(m, inTree)}
	for name, kind := range m.names(inTree) {
		a.Entries = append(a.Entries, entry{Name: name, Kind: kind})
	}
	return a, nil
}

func (m memory) names(dir string) map[string]string {
	found := map[string]string{}
	for file, content := range m {
		if !isBelow(file, dir) {
			continue
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(file, dir), "/")
		name, _, deeper := strings.Cut(rest, "/")
		switch {
		case deeper:
			found[name] = kindDir
		case strings.HasSuffix(name, "@"):
			found[strings.TrimSuffix(name, "@")] = kindSubmodule
		case strings.HasPrefix(content, "-> "):
			found[name] = kindSymlink
		default:
			found[name] = kindFile
		}
	}
	return found
}

// listingID changes with the names in a directory.
func listingID(m memory, dir string) string {
	names := m.names(dir)
	return idOf(strings.Join(slices.Sorted(maps.Keys(names)), "/"))
}

func idOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:8])
}

// loaded reads a directory of examples into memory.
func loaded(t testing.TB, dir string) memory {
	t.Helper()
	m := memory{}
	err := filepath.WalkDir(dir, func(at string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(at)
		name, _ := filepath.Rel(dir, at)
		m[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// rendered runs one render of the directory with both outputs.
func rendered(files source, dir string) result {
	return renderedWithin(files, dir, limits{})
}

func renderedWithin(files source, dir string, caps limits) result {
	return render(request{Type: typeRender, Render: "test", Path: dir,
		Outputs: []string{outputYAML, outputJSON}, Limits: caps}, files)
}

func mustRender(t *testing.T, files source, dir string) result {
	t.Helper()
	r := rendered(files, dir)
	if r.Status != "ok" {
		t.Fatalf("the render failed: %+v", *r.Error)
	}
	return r
}

// mustFail checks the reason, file, line and field of an error: "Reason file:line field".
func mustFail(t *testing.T, r result, want problem) *problem {
	t.Helper()
	if r.Status != "error" {
		t.Fatalf("rendered, expected %s", want.Reason)
	}
	got := *r.Error
	if got.Message == "" || strings.Contains(got.Message, "\n") || strings.Contains(got.Message, mount+"/") {
		t.Errorf("not a message for people: %q", got.Message)
	}
	got.Message, got.Remedy = "", ""
	if got != want {
		t.Errorf("got  %+v\nwant %+v\nmessage: %s", got, want, r.Error.Message)
	}
	return r.Error
}
