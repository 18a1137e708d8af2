// Package conformance keeps the expected files of the render cases true to the stock kustomize command.
package conformance

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

const (
	cases   = "../resources/render"
	worker  = "../../main/kustomize"
	command = "sigs.k8s.io/kustomize/kustomize/v5"
)

var update = flag.Bool("update", false, "write the expected files anew")

func TestExpectedFilesAreWhatTheStockCommandPrints(t *testing.T) {
	kustomize := filepath.Join(t.TempDir(), "kustomize")
	run(t, "go", "build", "-o", kustomize, command)
	names, err := os.ReadDir(cases)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 25 {
		t.Fatalf("only %d cases", len(names))
	}
	for _, name := range names {
		t.Run(name.Name(), func(t *testing.T) {
			dir := filepath.Join(cases, name.Name())
			printed := run(t, kustomize, "build", withKustomization(t, filepath.Join(dir, "overlay")))
			expect(t, filepath.Join(dir, "expected.yaml"), printed)
			expect(t, filepath.Join(dir, "expected.json"), asJSON(t, printed))
		})
	}
}

func TestBothModulesPinTheSameLibrary(t *testing.T) {
	pin := regexp.MustCompile(`sigs.k8s.io/kustomize/(api|kyaml) (v\S+)`)
	versions := map[string]map[string]string{}
	for _, module := range []string{".", worker} {
		content, err := os.ReadFile(filepath.Join(module, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		versions[module] = map[string]string{}
		for _, found := range pin.FindAllStringSubmatch(string(content), -1) {
			versions[module][found[1]] = found[2]
		}
	}
	for _, name := range []string{"api", "kyaml"} {
		if versions["."][name] == "" || versions["."][name] != versions[worker][name] {
			t.Errorf("%s: the command is built from %q, the worker from %q", name, versions["."][name], versions[worker][name])
		}
	}
}

func TestTheWorkerNamesTheVersionOfTheCommand(t *testing.T) {
	version := strings.TrimSpace(string(run(t, "go", "list", "-m", "-f", "{{.Version}}", command)))
	content, err := os.ReadFile(filepath.Join(worker, "greeting.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(content), `const cliVersion = "`+version+`"`) {
		t.Errorf("greeting.go does not name %s", version)
	}
}

func expect(t *testing.T, file string, content []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	known, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(known, content) {
		t.Errorf("%s differs from what the stock command prints; run with -update and look at the change", file)
	}
}

// asJSON reads each document as Kubernetes would.
func asJSON(t *testing.T, printed []byte) []byte {
	t.Helper()
	var objects []string
	for document := range strings.SplitSeq(string(printed), "\n---\n") {
		content, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		// Without the escapes for HTML that Go's encoder puts in; numbers keep their digits.
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.UseNumber()
		var object any
		if err := decoder.Decode(&object); err != nil {
			t.Fatal(err)
		}
		var plain bytes.Buffer
		encoder := json.NewEncoder(&plain)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(object); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, strings.TrimSpace(plain.String()))
	}
	return []byte("[\n" + strings.Join(objects, ",\n") + "\n]\n")
}

// withKustomization copies a plain directory and adds the kustomization that stands for it.
func withKustomization(t *testing.T, dir string) string {
	t.Helper()
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return dir
		}
	}
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	content, err := yaml.Marshal(map[string]any{"resources": listed(t, copied)})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, "kustomization.yaml"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

func listed(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == "." {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") {
			return nil
		}
		if entry.IsDir() {
			if _, err := os.Stat(filepath.Join(dir, path, "kustomization.yaml")); err == nil {
				names = append(names, path)
				return fs.SkipDir
			}
			return nil
		}
		if entry.Name() == "application.yaml" && isSettings(t, filepath.Join(dir, path)) {
			return nil
		}
		if ext := filepath.Ext(path); ext == ".yaml" || ext == ".yml" || ext == ".json" {
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// isSettings tells what an application says to Sluice from a manifest.
func isSettings(t *testing.T, file string) bool {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(content, []byte("\napiVersion: sluice.dev/"))
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var errors bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errors.String())
	}
	return out
}
