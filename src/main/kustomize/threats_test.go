package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const overlay = "o/kustomization.yaml"

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"

func bomb(levels int) string {
	text := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < levels; i++ {
		text += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return text
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
}

func TestAliasBombsAreRefusedBeforeTheyGoOff(t *testing.T) {
	resource := memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": configMap + bomb(9)}
	mustFail(t, rendered(resource, "o"), problem{Reason: "YamlAliasBomb", File: "o/b.yaml", Line: 9})

	self := memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": configMap + "data: &d\n  a: *d\n"}
	mustFail(t, rendered(self, "o"), problem{Reason: "YamlAliasBomb", File: "o/b.yaml", Line: 5})

	for field, text := range map[string]string{
		"patches[0].patch":         "patches:\n- target: {kind: ConfigMap}\n  patch: |\n",
		"patchesStrategicMerge[0]": "patchesStrategicMerge:\n- |\n",
		"patchesJson6902[0].patch": "patchesJson6902:\n- target: {kind: ConfigMap, name: c, version: v1}\n  patch: |\n",
		"generators[0]":            "generators:\n- |\n",
		"transformers[0]":          "transformers:\n- |\n",
	} {
		for _, inner := range []string{configMap + bomb(9), configMap + "data: &d\n  a: *d\n"} {
			files := memory{overlay: text + indented(inner) + "resources: [b.yaml]\n", "o/b.yaml": configMap}
			line := strings.Count(text, "\n")
			mustFail(t, rendered(files, "o"), problem{Reason: "YamlAliasBomb", File: overlay, Line: line, Field: field})
		}
	}

	inKustomization := memory{overlay: bomb(9) + "resources: [b.yaml]\n"}
	mustFail(t, rendered(inKustomization, "o"), problem{Reason: "YamlAliasBomb", File: overlay, Line: 6})

	inPatchFile := memory{overlay: "resources: [b.yaml]\npatches: [{path: p.yaml}]\n", "o/b.yaml": configMap, "o/p.yaml": configMap + bomb(9)}
	mustFail(t, rendered(inPatchFile, "o"), problem{Reason: "YamlAliasBomb", File: "o/p.yaml", Line: 9})

	// Read by a plugin under a name that the scanner has no role for.
	byPlugin := memory{overlay: "resources: [b.yaml]\ntransformers: [t.yaml]\n", "o/b.yaml": configMap,
		"o/t.yaml": "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\nPath: p.yaml\n", "o/p.yaml": configMap + bomb(9)}
	if r := rendered(byPlugin, "o"); r.Status != "error" || r.Error.Reason != "YamlAliasBomb" {
		t.Errorf("%+v", r.Error)
	}

	longStrings := memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": configMap + "data:\n  a: &a " + strings.Repeat("x", 1<<20) +
		"\n" + strings.Repeat("  b: *a\n", 100)}
	mustFail(t, rendered(longStrings, "o"), problem{Reason: "YamlAliasBomb", File: "o/b.yaml", Line: 12})
}

func TestABombThatIsOnlyDataIsLeftAlone(t *testing.T) {
	r := mustRender(t, memory{overlay: "configMapGenerator: [{name: x, files: [b.yaml]}]\n", "o/b.yaml": bomb(9)}, "o")
	if !strings.Contains(string(r.yaml), "a8: &a8") {
		t.Errorf("%s", r.yaml)
	}
}

func TestDeepYamlIsRefused(t *testing.T) {
	deep := configMap + "data: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "\n"
	mustFail(t, rendered(memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": deep}, "o"),
		problem{Reason: "YamlTooDeep", File: "o/b.yaml", Line: 4})
}

func TestAMillionKeysAreRefused(t *testing.T) {
	var text strings.Builder
	text.WriteString(configMap + "data:\n")
	for i := range 1000000 {
		fmt.Fprintf(&text, " k%d: a\n", i)
	}
	began := time.Now()
	mustFail(t, rendered(memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": text.String()}, "o"),
		problem{Reason: "YamlTooLarge", File: "o/b.yaml"})
	flow := configMap + "data: {" + strings.Repeat("a: a,", 1000000) + "}\n"
	mustFail(t, rendered(memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": flow}, "o"),
		problem{Reason: "YamlTooLarge", File: "o/b.yaml"})
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestDoublingBasesAreStopped(t *testing.T) {
	files := memory{"b0/kustomization.yaml": "resources: [c.yaml]\n", "b0/c.yaml": configMap}
	for i := 1; i <= 14; i++ {
		for side, prefix := range map[string]string{"l": "x-", "r": "y-"} {
			files[fmt.Sprintf("b%d%s/kustomization.yaml", i, side)] = fmt.Sprintf("resources: [../b%d]\nnamePrefix: %s\n", i-1, prefix)
		}
		files[fmt.Sprintf("b%d/kustomization.yaml", i)] = fmt.Sprintf("resources: [../b%dl, ../b%dr]\n", i, i)
	}
	caps := limits{Objects: 200, Reads: 20000}
	mustFail(t, renderedWithin(files, "b14", caps), problem{Reason: "TooManyObjects", File: "b0/c.yaml"})
	mustFail(t, renderedWithin(files, "b14", limits{Objects: 1 << 20, Reads: 500}), problem{Reason: "TooManyReads", File: "b2/kustomization.yaml"})
	if r := renderedWithin(files, "b5", caps); r.Status != "ok" || len(r.Objects) != 32 {
		t.Errorf("%+v", r.Error)
	}
}

func TestCaps(t *testing.T) {
	big := memory{overlay: "configMapGenerator: [{name: x, files: [big]}]\n", "o/big": strings.Repeat("x", 16<<20)}
	mustFail(t, rendered(big, "o"), problem{Reason: "InputTooLarge", File: "o/big"})
	mustFail(t, renderedWithin(big, "o", limits{InputBytes: 64 << 20, OutputBytes: 8 << 20}), problem{Reason: "OutputTooLarge", File: "o"})
	p := started(t)
	done, err := p.render(big, request{Path: "o", Outputs: []string{"yaml", "json"}, Limits: limits{InputBytes: 64 << 20, OutputBytes: 64 << 20}})
	if err != nil || done.Status != "ok" || len(done.json) < 16<<20 {
		t.Errorf("%v %+v", err, done.Error)
	}
	two := memory{overlay: "configMapGenerator: [{name: x, files: [a, b]}]\n", "o/a": strings.Repeat("x", 600), "o/b": strings.Repeat("x", 600)}
	mustFail(t, renderedWithin(two, "o", limits{InputBytes: 1000}), problem{Reason: "InputTooLarge", File: "o/b"})
	mustFail(t, renderedWithin(two, "o", limits{Files: 5}), problem{Reason: "TooManyFiles", File: "o/b"})

	var documents strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&documents, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\n", i)
	}
	began := time.Now()
	mustFail(t, renderedWithin(memory{overlay: "resources: [d.yaml]\n", "o/d.yaml": documents.String()}, "o", limits{Objects: 1000}),
		problem{Reason: "TooManyObjects", File: "o/d.yaml"})
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the documents were counted after %s", took)
	}
	list := "apiVersion: v1\nkind: List\nitems:\n" + strings.Repeat("- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n", 20)
	mustFail(t, renderedWithin(memory{overlay: "resources: [d.yaml]\n", "o/d.yaml": list}, "o", limits{Objects: 10}),
		problem{Reason: "TooManyObjects", File: "o/d.yaml"})
}

func TestACustomSchemaDoesNotLeakIntoLaterRenders(t *testing.T) {
	custom, after := loaded(t, filepath.Join(cases, "openapi")), loaded(t, filepath.Join(cases, "after-openapi"))
	if custom["expected.yaml"] == after["expected.yaml"] {
		t.Fatal("the cases do not tell the schemas apart")
	}
	for range 2 {
		for _, files := range []memory{custom, after} {
			if r := mustRender(t, files, "overlay"); string(r.yaml) != files["expected.yaml"] {
				t.Errorf("%s", r.yaml)
			}
		}
	}
	if r := mustRender(t, custom, "overlay"); r.Schema != "custom" {
		t.Errorf("schema is %s", r.Schema)
	}
	// A base's schema counts when the overlay names none, and must go as well.
	custom["top/kustomization.yaml"] = "resources: [../overlay]\n"
	mustRender(t, custom, "top")
	if r := mustRender(t, after, "overlay"); string(r.yaml) != after["expected.yaml"] {
		t.Errorf("%s", r.yaml)
	}
}

func TestASchemaThatKustomizePanicsOverIsAnsweredAndTheWorkerLeaves(t *testing.T) {
	for name, schema := range map[string]string{
		"types": `{"definitions": {"x": {"type": "object", "x-kubernetes-group-version-kind": [{"group": 1, "version": 2, "kind": 3}]}}}`,
		"text":  "not JSON",
	} {
		t.Run(name, func(t *testing.T) {
			files := memory{
				overlay:    "resources: [c.yaml]\nopenapi: {path: s.json}\n",
				"o/c.yaml": "apiVersion: x/v1\nkind: X\nmetadata: {name: c}\n", "o/s.json": schema,
			}
			p := started(t)
			done, err := p.render(files, request{Render: "9", Path: "o"})
			if err != nil {
				t.Fatal(err, p.stderr)
			}
			mustFail(t, done.result, problem{Reason: "InvalidKustomization", File: overlay, Line: 2, Field: "openapi"})
			if !done.Exiting || len(done.Closure) == 0 {
				t.Errorf("%+v", done.result)
			}
			if code := p.exit(); code != exitFailed {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

type panicking struct{ memory }

func (panicking) get(string, int64) (answer, error) { panic("secret") }

func TestAnyPanicIsAnswered(t *testing.T) {
	r := rendered(panicking{}, "o")
	if p := mustFail(t, r, problem{Reason: "WorkerPanicked", File: "o"}); !r.Exiting || strings.Contains(p.Message, "secret") {
		t.Errorf("%+v", r)
	}
}

func TestOutOfMemoryEndsTheWorkerAlone(t *testing.T) {
	p := started(t, "-memory", "268435456")
	caps := limits{AliasNodes: 1 << 40, YAMLLines: 1 << 40}
	began := time.Now()
	_, err := p.render(memory{overlay: "resources: [b.yaml]\n", "o/b.yaml": configMap + bomb(12)}, request{Path: "o", Limits: caps})
	if err == nil {
		t.Fatal("the bomb did not go off")
	}
	if code := p.exit(); code != 2 || !strings.Contains(p.stderr.String(), "memory") {
		t.Errorf("exit code %d after %s: %.300s", code, time.Since(began), p.stderr)
	}
	t.Logf("out of memory after %s", time.Since(began))
}
