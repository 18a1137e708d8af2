package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheClosureHoldsWhatWasReadAndWhatWasLookedFor(t *testing.T) {
	files := loaded(t, filepath.Join(cases, "base-and-overlay"))
	got := rendered(files, "overlay").Closure
	var lines []string
	for _, e := range got {
		lines = append(lines, fmt.Sprintf("%s %s %v %v", e.Path, e.Kind, e.ID != "", e.Listed))
	}
	want := []string{
		"base dir false false",
		"base/Kustomization absent false false",
		"base/configmap.yaml file true false",
		"base/deployment.yaml file true false",
		"base/kustomization.yaml file true false",
		"base/kustomization.yml absent false false",
		"base/service.yaml file true false",
		"overlay dir false false",
		"overlay/Kustomization absent false false",
		"overlay/kustomization.yaml file true false",
		"overlay/kustomization.yml absent false false",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
}

// What is in the closure decides: whatever else changes, the output stays; and if the output changes,
// something in the closure has changed.
func TestTheClosureIsAllThatTheOutputDependsOn(t *testing.T) {
	for _, name := range []string{"components", "generators", "nested-bases", "plain-directory", "openapi", "patches-deprecated-fields"} {
		t.Run(name, func(t *testing.T) {
			files := loaded(t, filepath.Join(cases, name))
			before := mustRender(t, files, "overlay")
			for _, path := range append(slices.Sorted(maps.Keys(files)), "overlay/kustomization.yml", "overlay/new.yaml", "overlay/deep/new.json", "new", "base/new.yaml") {
				changed := memory{}
				for other, content := range files {
					changed[other] = content
				}
				changed[path] += "\n# changed\n"
				after := rendered(changed, "overlay")
				sameOutput := after.Status == "ok" && string(after.yaml) == string(before.yaml)
				if !sameOutput && holds(before.Closure, changed) {
					t.Errorf("a change of %s changes the output, but not the closure", path)
				}
				if inClosure := slices.ContainsFunc(before.Closure, func(e closureEntry) bool { return e.Path == path }); inClosure && holds(before.Closure, changed) {
					t.Errorf("a change of %s does not change the closure that names it", path)
				}
			}
		})
	}
}

// holds tells whether all entries are the same in the files, as the daemon would check it.
func holds(closure []closureEntry, files memory) bool {
	for _, e := range closure {
		a, _ := files.get(e.Path, 1<<40)
		if a.Kind != e.Kind || e.Kind == kindFile && a.ID != e.ID {
			return false
		}
		if e.Listed && e.ID != listingID(files, e.Path) {
			return false
		}
	}
	return true
}

func TestAnErrorHasItsClosure(t *testing.T) {
	r := rendered(memory{overlay: "resources: [gone.yaml]\n"}, "o")
	if !slices.ContainsFunc(r.Closure, func(e closureEntry) bool { return e.Path == "o/gone.yaml" && e.Kind == kindAbsent }) {
		t.Errorf("%+v", r.Closure)
	}
}

func TestOriginsNameTheFileOfEveryObject(t *testing.T) {
	for name, want := range map[string][]origin{
		"nested-bases": {
			// Two kustomizations have a hand in the second: that is not certain.
			{"base/configmap.yaml", 1, "base"}, {}, {"base/configmap.yaml", 1, "base"},
			{"base/service.yaml", 1, "base"}, {"base/service.yaml", 1, "base"}, {"base/deployment.yaml", 1, "base"}, {"base/deployment.yaml", 1, "base"},
		},
		"kind-list": {{"overlay/list.yaml", 4, "overlay"}, {"overlay/list.yaml", 16, "overlay"}, {"overlay/list.yaml", 8, "overlay"}},
		"labels":    {{"base/configmap.yaml", 1, "base"}, {"base/service.yaml", 1, "base"}, {"base/deployment.yaml", 1, "base"}},
	} {
		if got := mustRender(t, loaded(t, filepath.Join(cases, name)), "overlay").Objects; !slices.Equal(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestPlainDirectories(t *testing.T) {
	thing := func(name string) string { return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n" }
	files := memory{
		"p/b.yaml": thing("b"), "p/a.yml": thing("a"), "p/.x.yaml": "}", "p/x.txt": "}", "p/d/c.json": `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}`,
		"p/.git/y.yaml": "}", "p/l.yaml": "-> d/real", "p/d/real": thing("linked"), "p/dl": "-> d",
		"v/values.yaml": "replicas: 3\n", "v/ok.yaml": thing("ok"), "n/sub@": "", "n/a.yaml": thing("a"),
	}
	delete(files, "p/dl")
	r := mustRender(t, files, "p")
	if got := strings.Count(string(r.yaml), "kind: ConfigMap"); got != 4 || !r.Plain {
		t.Errorf("%d objects, plain %v:\n%s", got, r.Plain, r.yaml)
	}
	if r.Objects[0].Kustomization != "p" || r.Objects[0].File != "p/a.yml" {
		t.Errorf("%+v", r.Objects)
	}
	for _, e := range r.Closure {
		if e.Path == "p" && (!e.Listed || e.ID == "") {
			t.Errorf("%+v", e)
		}
	}
	mustFail(t, rendered(files, "v"), problem{Reason: "InvalidObject", File: "v/values.yaml", Line: 1, Field: "apiVersion"})
	mustFail(t, rendered(files, "n"), problem{Reason: "SubmoduleRefused", File: "n/sub"})
	ours := memory{
		"p/a.yaml": thing("a"), "p/application.yaml": "# Of Sluice\napiVersion: sluice.dev/v1alpha1\nkind: Application\n",
		"p/q/application.yaml": "{\"apiVersion\": \"sluice.dev/v1alpha1\"}",
		"p/r/application.yaml": thing("of-another-tool"), "p/s/other.yaml": thing("other"),
		"o/application.yaml": "apiVersion: \"sluice.dev/v1alpha1\"\n",
	}
	r = mustRender(t, ours, "p")
	if got := strings.Count(string(r.yaml), "kind: ConfigMap"); got != 3 || !strings.Contains(string(r.yaml), "of-another-tool") {
		t.Errorf("%d objects:\n%s", got, r.yaml)
	}
	if !slices.ContainsFunc(r.Closure, func(e closureEntry) bool { return e.Path == "p/application.yaml" && e.ID != "" }) {
		t.Errorf("what is left out is decided by a file that is not in %+v", r.Closure)
	}
	mustFail(t, rendered(ours, "o"), problem{Reason: "NoKustomization", File: "o"})
	loop := memory{"p/a.yaml": thing("a"), "p/self": "-> ."}
	mustFail(t, rendered(loop, "p"), problem{Reason: "SymlinkLoop", File: "p"})
}
