package main

import (
	"strings"
	"testing"
)

const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: c, image: i}]}}}\n"

func TestErrorsNameReasonFileLineAndField(t *testing.T) {
	base := memory{"b/kustomization.yaml": "resources:\n- c.yaml\n", "b/c.yaml": configMap, "o/c.yaml": configMap, "o/d.yaml": deployment,
		"o/secret.env": "PASSWORD=hunter2hunter2\n", "empty/README.md": "nothing here\n", "b2/x.yaml": configMap}
	in := func(line int, field, reason string) problem {
		return problem{Reason: reason, File: overlay, Line: line, Field: field}
	}
	for name, c := range map[string]struct {
		text string
		more memory
		want problem
		says string
	}{
		"unknown field":        {"resources: [c.yaml]\nresource: [c.yaml]\n", nil, in(2, "resource", "UnknownField"), "resource"},
		"unknown nested field": {"resources: [c.yaml]\nimages:\n- name: x\n  tag: y\n", nil, in(4, "tag", "UnknownField"), "tag"},
		"not YAML":             {"resources:\n  - a\n - b\n", nil, in(2, "", "InvalidKustomization"), "YAML"},
		"wrong type":           {"namePrefix: x\nresources: c.yaml\n", nil, in(2, "resources", "InvalidKustomization"), "a list"},
		"wrong element type":   {"resources: [c.yaml]\nreplicas:\n- name: x\n  count: many\n", nil, in(2, "replicas.count", "InvalidKustomization"), "a number"},
		"empty":                {"", nil, in(0, "", "InvalidKustomization"), "empty"},
		"wrong kind":           {"kind: Deployment\nresources: [c.yaml]\n", nil, in(0, "", "InvalidKustomization"), "kind"},
		"missing file":         {"resources:\n- c.yaml\n- gone.yaml\n", nil, in(3, "resources[1]", "FileNotFound"), "o/gone.yaml"},
		"missing base":         {"resources:\n- ../gone\n", nil, in(2, "resources[0]", "FileNotFound"), "gone"},
		"missing patch":        {"resources: [c.yaml]\npatches:\n- path: gone.yaml\n", nil, in(3, "patches[0].path", "FileNotFound"), "o/gone.yaml"},
		"missing component":    {"components: [../gone]\n", nil, in(1, "components[0]", "FileNotFound"), "gone"},
		"missing data file":    {"configMapGenerator:\n- name: x\n  files: [k=gone.txt]\n", nil, in(3, "configMapGenerator[0].files[0]", "FileNotFound"), "o/gone.txt"},
		"missing env file":     {"secretGenerator:\n- name: x\n  envs: [gone.env]\n", nil, in(3, "secretGenerator[0].envs[0]", "FileNotFound"), "o/gone.env"},
		"missing crd":          {"resources: [c.yaml]\ncrds: [gone.json]\n", nil, in(2, "crds[0]", "FileNotFound"), "o/gone.json"},
		"missing in a base": {"resources: [../x]\n", memory{"x/kustomization.yaml": "resources:\n- gone.yaml\n"},
			problem{Reason: "FileNotFound", File: "x/kustomization.yaml", Line: 2, Field: "resources[0]"}, "x/gone.yaml"},
		"base without kustomization": {"resources: [c.yaml]\nnamePrefix: a\nbases:\n- ../b2\n", nil, in(4, "bases[0]", "NoKustomization"), "b2"},
		"two kustomizations": {"resources: [../x]\n", memory{"x/kustomization.yaml": "resources: [c.yaml]\n", "x/Kustomization": "resources: [c.yaml]\n"},
			problem{Reason: "SeveralKustomizations", File: "x"}, "x"},
		"file of another directory": {"resources: [../b/c.yaml]\n", nil, in(1, "resources[0]", "PathNotAllowed"), "b/c.yaml"},
		"cycle":                     {"resources: [../x]\n", memory{"x/kustomization.yaml": "resources: [../o]\n"}, problem{Reason: "CycleDetected", File: "x/kustomization.yaml"}, "itself"},
		"resource not YAML":         {"resources: [x.yaml]\n", memory{"o/x.yaml": "a: b\n c: d\n"}, problem{Reason: "InvalidYaml", File: "o/x.yaml", Line: 2}, "YAML"},
		"second document not YAML":  {"resources: [x.yaml]\n", memory{"o/x.yaml": configMap + "---\na: [\n"}, problem{Reason: "InvalidYaml", File: "o/x.yaml", Line: 5}, "YAML"},
		"patch file not YAML":       {"resources: [c.yaml]\npatches: [{path: x.yaml}]\n", memory{"o/x.yaml": "a: b\n c: d\n"}, problem{Reason: "InvalidYaml", File: "o/x.yaml", Line: 2}, "YAML"},
		"inline patch not YAML":     {"resources: [c.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |\n    a: b\n     c: d\n", nil, in(4, "patches[0].patch", "InvalidYaml"), "YAML"},
		"resource without kind":     {"resources: [x.yaml]\n", memory{"o/x.yaml": configMap + "---\napiVersion: v1\nmetadata: {name: x}\n"}, problem{Reason: "InvalidObject", File: "o/x.yaml", Line: 5, Field: "kind"}, "kind"},
		"resource without name":     {"resources: [x.yaml]\n", memory{"o/x.yaml": "apiVersion: v1\nkind: ConfigMap\n"}, problem{Reason: "InvalidObject", File: "o/x.yaml", Line: 1, Field: "metadata.name"}, "metadata.name"},
		"resource is a list":        {"resources: [x.yaml]\n", memory{"o/x.yaml": "- a\n- b\n"}, problem{Reason: "InvalidObject", File: "o/x.yaml", Line: 1, Field: "apiVersion"}, "object"},
		"duplicate object":          {"resources: [c.yaml, x.yaml]\n", memory{"o/x.yaml": "# again\n" + configMap}, problem{Reason: "DuplicateObject", File: "o/x.yaml", Line: 2}, "ConfigMap c is declared twice, also in o/c.yaml line 1"},
		"patch without target":      {"resources: [c.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: other}\n", nil, in(3, "patches[0].patch", "PatchTargetNotFound"), "other"},
		"json patch does not fit":   {"resources: [c.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: '[{\"op\": \"replace\", \"path\": \"/data/x\", \"value\": \"y\"}]'\n", nil, in(4, "patches[0].patch", "PatchFailed"), "/data/x"},
		"json patch without target": {"resources: [c.yaml]\npatches:\n- patch: '[{\"op\": \"add\", \"path\": \"/x\", \"value\": 1}]'\n", nil, in(0, "", "PatchFailed"), "target"},
		"patch is nonsense":         {"resources: [c.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: 'topsecretword'\n", nil, in(0, "", "PatchFailed"), ""},
		"replacement source":        {"resources: [c.yaml]\nreplacements:\n- source: {kind: Service, name: x}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]\n", nil, in(0, "", "PatchTargetNotFound"), "Service"},
		"replacement field":         {"resources: [c.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: c, fieldPath: data.gone}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a]}]\n", nil, in(3, "", "ReplacementFailed"), "data.gone"},
		"replacement target field":  {"resources: [c.yaml, d.yaml]\nreplacements:\n- source: {kind: ConfigMap, name: c}\n  targets: [{select: {kind: Deployment}, fieldPaths: [spec.gone.x]}]\n", nil, in(4, "", "ReplacementFailed"), "spec.gone"},
		"merge into nothing":        {"configMapGenerator: [{name: x, behavior: merge, literals: [a=b]}]\n", nil, in(1, "", "GeneratorFailed"), "x"},
		"key twice":                 {"configMapGenerator: [{name: x, literals: [a=b, a=c]}]\n", nil, in(0, "", "GeneratorFailed"), ""},
		"literal without value":     {"configMapGenerator: [{name: x, literals: [nonsense]}]\n", nil, in(0, "", "GeneratorFailed"), "literal"},
		"component as base":         {"resources: [../x]\n", memory{"x/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: a\n"}, problem{Reason: "InvalidKustomization", File: "x/kustomization.yaml"}, "Component"},
		"keys that are numbers":     {"resources: [x.yaml]\n", memory{"o/x.yaml": configMap + "data:\n  1: a\n"}, problem{Reason: "InvalidObject", File: "o/x.yaml", Line: 1}, "ConfigMap c"},
		"keys twice":                {"resources: [x.yaml]\n", memory{"o/x.yaml": configMap + "data:\n  a: a\n  a: b\n"}, problem{Reason: "InvalidObject", File: "o/x.yaml", Line: 1}, "ConfigMap c"},
	} {
		t.Run(name, func(t *testing.T) {
			files := memory{overlay: c.text}
			for _, more := range []memory{base, c.more} {
				for path, content := range more {
					files[path] = content
				}
			}
			if name == "two kustomizations" {
				delete(files, "o/c.yaml")
			}
			p := mustFail(t, rendered(files, "o"), c.want)
			if !strings.Contains(p.Message, c.says) {
				t.Errorf("message: %q", p.Message)
			}
			if p.Remedy == "" || strings.Contains(p.Message, "topsecretword") {
				t.Errorf("%q %q", p.Message, p.Remedy)
			}
			t.Log(p.Message, "|", p.Remedy)
		})
	}
}

func TestTheDirectoryToRender(t *testing.T) {
	files := memory{"a/x.txt": "", "f": "file", "two/kustomization.yaml": "resources: [c.yaml]\n", "two/kustomization.yml": "resources: [c.yaml]\n"}
	mustFail(t, rendered(files, "gone"), problem{Reason: "PathNotFound", File: "gone"})
	mustFail(t, rendered(files, "f"), problem{Reason: "PathNotFound", File: "f"})
	mustFail(t, rendered(files, "a"), problem{Reason: "NoKustomization", File: "a"})
	mustFail(t, rendered(files, "two"), problem{Reason: "SeveralKustomizations", File: "two"})
	atRoot := memory{"kustomization.yaml": "resources: [c.yaml]\n", "c.yaml": configMap}
	mustRender(t, atRoot, "")
}

func TestSecretsDoNotGetIntoMessages(t *testing.T) {
	for name, files := range map[string]memory{
		"env file": {overlay: "secretGenerator: [{name: s, envs: [s.env]}]\n", "o/s.env": "hunter2hunter2\xff\n"},
		"literal":  {overlay: "secretGenerator: [{name: s, literals: [hunter2hunter2]}]\n"},
		"repeated": {overlay: "secretGenerator: [{name: s, literals: ['a=hunter2hunter2', 'a=hunter2hunter2']}]\n"},
		"Secret":   {overlay: "resources: [s.yaml]\n", "o/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {1: hunter2hunter2}\n"},
		"patch": {overlay: "resources: [c.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: gone}\n    data: {a: hunter2hunter2}\n",
			"o/c.yaml": configMap},
		"bad patch":  {overlay: "resources: [c.yaml]\npatches: [{patch: 'hunter2hunter2'}]\n", "o/c.yaml": configMap},
		"json patch": {overlay: "resources: [c.yaml]\npatches: [{target: {kind: ConfigMap}, patch: '[{\"op\": \"test\", \"path\": \"/data/a\", \"value\": \"hunter2hunter2\"}]'}]\n", "o/c.yaml": configMap},
		"json value": {overlay: "resources: [c.yaml]\npatches: [{target: {kind: ConfigMap}, patch: '[{\"op\": \"add\", \"path\": \"/data/a/b\", \"value\": {\"x\": \"hunter2hunter2\"}}]'}]\n", "o/c.yaml": configMap},
		"replacement": {overlay: "resources: [c.yaml]\nreplacements: [{source: {kind: ConfigMap, name: c, fieldPath: data.a, options: {delimiter: x, index: 9}}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.b]}]}]\n",
			"o/c.yaml": configMap + "data: {a: hunter2hunter2, b: c}\n"},
		"kustomization": {overlay: "secretGenerator:\n- name: s\n  literals: [a=hunter2hunter2\n"},
		"wrong value":   {overlay: "resources: {a: hunter2hunter2}\n"},
		"document":      {overlay: "resources: [s.yaml]\n", "o/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: hunter2hunter2\n"},
		"tabs":          {overlay: "resources: [s.yaml]\n", "o/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n\ta: hunter2hunter2\n"},
		"tag":           {overlay: "resources: [s.yaml]\n", "o/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: !!int hunter2hunter2, b: !!float hunter2hunter2}\n"},
		"config map":    {overlay: "resources: [s.yaml]\n", "o/s.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {a: !!int hunter2hunter2}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			r := rendered(files, "o")
			if r.Status != "error" {
				t.Fatal("kustomize renders it")
			}
			if all := r.Error.Message + r.Error.Remedy + r.Error.Field; strings.Contains(all, "hunter2hunter2") {
				t.Errorf("%+v", *r.Error)
			}
			t.Log(r.Error.Reason, r.Error.File, r.Error.Line, r.Error.Message)
		})
	}
}

func TestDeprecatedFieldsAreWarnedOf(t *testing.T) {
	r := mustRender(t, memory{overlay: "resources: [c.yaml]\n\ncommonLabels: {a: b}\n", "o/c.yaml": configMap}, "o")
	if len(r.Warnings) != 1 || r.Warnings[0].Line != 3 || r.Warnings[0].Field != "commonLabels" || r.Warnings[0].Reason != "DeprecatedField" {
		t.Errorf("%+v", r.Warnings)
	}
}

func TestNearestField(t *testing.T) {
	for wrong, right := range map[string]string{"resource": "resources", "pathces": "patches", "namePrefx": "namePrefix", "xyz": ""} {
		if got := nearest(wrong, kustomizationFields()); got != right {
			t.Errorf("%s: %s", wrong, got)
		}
	}
}
