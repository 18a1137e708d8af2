package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestRemoteFormsAreRefusedByFieldWithoutEchoingThem(t *testing.T) {
	for _, form := range []string{
		"https://user:hunter2@example.com/base", "http://example.com/hunter2.yaml", "HTTPS://example.com/hunter2",
		"git::https://example.com/hunter2//x", "git@github.com:org/hunter2", "ssh://git@example.com/hunter2",
		"git@example.com:hunter2.git", "file:///srv/hunter2", "github.com/org/hunter2", "GitHub.com/org/hunter2?ref=main",
		"github.com:org/hunter2", "org-12@github.com:org/hunter2", "example.com/hunter2?ref=--upload-pack=touch",
		"../hunter2?version=v1", "ssh://example.com/hunter2", "git+ssh://x/hunter2", "s3::hunter2", "example.com:org/hunter2.git",
	} {
		for field, line := range map[string]string{
			"resources[0]":                   "resources: ['%s']",
			"bases[0]":                       "bases: ['%s']",
			"components[0]":                  "components: ['%s']",
			"crds[0]":                        "crds: ['%s']",
			"configurations[0]":              "configurations: ['%s']",
			"generators[0]":                  "generators: ['%s']",
			"transformers[0]":                "transformers: ['%s']",
			"validators[0]":                  "validators: ['%s']",
			"openapi.path":                   "openapi: {path: '%s'}",
			"patches[0].path":                "patches: [{path: '%s'}]",
			"patchesStrategicMerge[0]":       "patchesStrategicMerge: ['%s']",
			"patchesJson6902[0].path":        "patchesJson6902: [{path: '%s', target: {kind: x, name: x, version: v1}}]",
			"replacements[0].path":           "replacements: [{path: '%s'}]",
			"configMapGenerator[0].files[0]": "configMapGenerator: [{name: x, files: ['%s']}]",
			"configMapGenerator[0].envs[0]":  "configMapGenerator: [{name: x, envs: ['%s']}]",
			"configMapGenerator[0].env":      "configMapGenerator: [{name: x, env: '%s'}]",
			"secretGenerator[0].files[0]":    "secretGenerator: [{name: x, files: ['k=%s']}]",
			"secretGenerator[0].envs[0]":     "secretGenerator: [{name: x, envs: ['%s']}]",
		} {
			if strings.Contains(form, "=") && strings.Contains(field, "files") {
				continue // "=" separates key and path there: what is left of it is not the form
			}
			r := rendered(memory{overlay: "namePrefix: x-\n" + fmt.Sprintf(line, form) + "\n"}, "o")
			p := mustFail(t, r, problem{Reason: "RemoteRefused", File: overlay, Line: 2, Field: field})
			if strings.Contains(p.Message+p.Remedy, "hunter2") || p.Remedy == "" {
				t.Errorf("%s: %q %q", form, p.Message, p.Remedy)
			}
		}
	}
}

func TestRemoteFormsAreFoundBehindAliasesMergeKeysAndCase(t *testing.T) {
	for _, text := range []string{
		"nameSuffix: &u https://example.com/x\nresources: [*u]\n",
		"Resources: ['https://example.com/x']\n",
		"configMapGenerator:\n- &g {name: a, files: ['https://example.com/x']}\n- <<: *g\n",
		"resources: [x.yaml]\nresources: ['https://example.com/x']\n",
		"{\"resources\": [\"https://example.com/x\"]}",
	} {
		r := rendered(memory{overlay: text, "o/x.yaml": configMap}, "o")
		if r.Status != "error" || r.Error.Reason != "RemoteRefused" {
			t.Errorf("%s: %+v", text, r.Error)
		}
	}
}

func TestRemoteFormsAreRefusedInBasesAndPlugins(t *testing.T) {
	files := memory{
		overlay:                   "resources: [../b]\n",
		"b/kustomization.yaml":    "generators: [g.yaml]\n",
		"b/g.yaml":                "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\nfiles:\n- https://example.com/x\n",
		"i/kustomization.yaml":    "transformers:\n- |-\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: x}\n  path: https://example.com/x\n",
		"case/kustomization.yaml": "generators: [g.yaml]\n",
		"case/g.yaml":             "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\nFiles: ['k=https://example.com/x']\n",
		"deep/kustomization.yaml": "generators: [../gens]\n",
		"gens/kustomization.yaml": "resources: [g.yaml]\n",
		"gens/g.yaml":             "apiVersion: builtin\nkind: SecretGenerator\nmetadata: {name: x}\nenvs: ['https://example.com/x']\n",
	}
	mustFail(t, rendered(files, "o"), problem{Reason: "RemoteRefused", File: "b/g.yaml", Line: 1, Field: "files"})
	mustFail(t, rendered(files, "i"), problem{Reason: "RemoteRefused", File: "i/kustomization.yaml", Line: 2, Field: "transformers[0].path"})
	mustFail(t, rendered(files, "case"), problem{Reason: "RemoteRefused", File: "case/g.yaml", Line: 1, Field: "files"})
	mustFail(t, rendered(files, "deep"), problem{Reason: "RemoteRefused", File: "gens/g.yaml", Line: 1, Field: "envs"})
}

func TestPathsDoNotLeaveTheTree(t *testing.T) {
	for _, path := range []string{"../../..", "../../x.yaml", "../../../../../../etc", "/etc/passwd", "/tree/x.yaml", "../../tree/x.yaml"} {
		mustFail(t, rendered(memory{overlay: "resources:\n- " + path + "\n", "x.yaml": configMap}, "o"),
			problem{Reason: "PathLeavesTree", File: overlay, Line: 2, Field: "resources[0]"})
		mustFail(t, rendered(memory{overlay: "secretGenerator:\n- name: s\n  files: [a=" + path + "]\n"}, "o"),
			problem{Reason: "PathLeavesTree", File: overlay, Line: 3, Field: "secretGenerator[0].files[0]"})
	}
}

func TestPathsOfPluginsDoNotLeaveTheTree(t *testing.T) {
	r := rendered(memory{overlay: "generators: [g.yaml]\n",
		"o/g.yaml": "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\nfiles: [/etc/passwd]\n"}, "o")
	mustFail(t, r, problem{Reason: "PathLeavesTree"})
}

func TestSymbolicLinks(t *testing.T) {
	files := memory{
		"in/kustomization.yaml":   "resources: [link.yaml, dir/c.yaml, ../base-link]\n",
		"in/link.yaml":            "-> real/b.yaml",
		"in/dir":                  "-> real/deeper",
		"in/real/b.yaml":          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n",
		"in/real/deeper/c.yaml":   configMap,
		"base-link":               "-> base",
		"base/kustomization.yaml": "resources: [d.yaml]\n",
		"base/d.yaml":             "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\n",

		"up/kustomization.yaml":   "resources: [evil.yaml]\n",
		"up/evil.yaml":            "-> ../../../etc/passwd",
		"abs/kustomization.yaml":  "configMapGenerator: [{name: x, files: [evil]}]\n",
		"abs/evil":                "-> /etc/passwd",
		"loop/kustomization.yaml": "resources: [a.yaml]\n",
		"loop/a.yaml":             "-> b.yaml",
		"loop/b.yaml":             "-> a.yaml",
		"side/kustomization.yaml": "resources: [other.yaml]\n",
		"side/other.yaml":         "-> ../base/d.yaml",
		"to-in":                   "-> in",
	}
	r := mustRender(t, files, "in")
	if strings.Count(string(r.yaml), "kind: ConfigMap") != 3 {
		t.Errorf("%s", r.yaml)
	}
	through := mustRender(t, files, "to-in")
	if string(through.yaml) != string(r.yaml) {
		t.Errorf("through a link: %s", through.yaml)
	}
	links := 0
	for _, e := range r.Closure {
		if e.Kind == kindSymlink && e.ID != "" {
			links++
		}
	}
	if links != 3 {
		t.Errorf("closure: %+v", r.Closure)
	}
	mustFail(t, rendered(files, "up"), problem{Reason: "SymlinkLeavesTree", File: "up/evil.yaml"})
	mustFail(t, rendered(files, "abs"), problem{Reason: "SymlinkLeavesTree", File: "abs/evil"})
	mustFail(t, rendered(files, "loop"), problem{Reason: "SymlinkLoop", File: "loop/a.yaml"})
	mustFail(t, rendered(files, "side"), problem{Reason: "PathNotAllowed", File: "side/kustomization.yaml", Line: 1, Field: "resources[0]"})
}

func TestSubmodulesAreRefused(t *testing.T) {
	mustFail(t, rendered(memory{overlay: "resources: [../sub/base]\n", "sub@": ""}, "o"),
		problem{Reason: "SubmoduleRefused", File: "sub/base"})
}

func TestHelmAndPluginsAreRefused(t *testing.T) {
	for text, want := range map[string]problem{
		"namePrefix: a\nhelmCharts: [{name: x, repo: 'https://x'}]\n":                                                 {Reason: "HelmRefused", Line: 2, Field: "helmCharts"},
		"helmGlobals: {chartHome: c}\n":                                                                               {Reason: "HelmRefused", Line: 1, Field: "helmGlobals"},
		"helmChartInflationGenerator: [{chartName: x}]\n":                                                             {Reason: "HelmRefused", Line: 1, Field: "helmChartInflationGenerator"},
		"generators: [\"apiVersion: builtin\\nkind: HelmChartInflationGenerator\\nmetadata: {name: x}\\nname: x\"]\n": {Reason: "HelmRefused", Line: 1, Field: "generators[0]"},
		"transformers: [\"apiVersion: team/v1\\nkind: Sed\\nmetadata: {name: x}\"]\n":                                 {Reason: "PluginRefused", Line: 1, Field: "transformers[0]"},
		"validators: [\"apiVersion: builtin\\nkind: LabelTransformer\\nmetadata: {name: x, annotations: {config.kubernetes.io/function: 'exec: {path: ./x}'}}\"]\n": {Reason: "PluginRefused", Line: 1, Field: "validators[0]"},
	} {
		want.File = overlay
		mustFail(t, rendered(memory{overlay: text}, "o"), want)
	}
	for name, function := range map[string]string{
		"container": "container: {image: evil}", "exec": "exec: {path: ./evil.sh}", "starlark": "starlark: {path: evil.star}",
	} {
		r := rendered(memory{overlay: "transformers: [t.yaml]\n",
			"o/t.yaml": "# " + name + "\napiVersion: team/v1\nkind: X\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: |\n      " + function + "\n"}, "o")
		mustFail(t, r, problem{Reason: "PluginRefused", File: "o/t.yaml", Line: 2})
	}
}
