package main

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// kustomization looks at one kustomization before kustomize does. The fields are read with
// kustomize's own decoder, so that the scan sees exactly what the build will; the YAML nodes serve
// for line numbers and for the guard.
func (s *scanner) kustomization(path string, content []byte) *problem {
	at := place{file: path}
	documents, malformed, trouble := s.guard.parse(at, content)
	if trouble != nil {
		return trouble
	}
	if malformed != nil {
		line, words := parserComplaint(malformed)
		at.line = line
		return at.problem("InvalidKustomization", "Correct the file.", "not well-formed YAML: %s", s.cleaned(words))
	}
	scan := &kustomizationScan{scanner: s, file: path, dir: parent(path)}
	if len(documents) > 0 {
		scan.root = root(documents[0])
	}
	s.kustomizations[scan.dir] = kustomization{path, scan.root}
	var k types.Kustomization
	if err := k.Unmarshal(content); err != nil {
		return wrongKustomization(at, scan.root, err)
	}
	return scan.fields(&k)
}

// kustomizationScan walks the fields of one kustomization and stops at the first that is refused.
type kustomizationScan struct {
	scanner *scanner
	file    string
	dir     string
	root    *node
	trouble *problem
}

func (s *kustomizationScan) at(field string) place {
	return place{file: s.file, line: lineOf(s.root, field), field: field}
}

func (s *kustomizationScan) fields(k *types.Kustomization) *problem {
	s.helm(k)
	s.operands(k)
	s.patches("patches", k.Patches)
	s.patches("patchesJson6902", k.PatchesJson6902)
	for i, p := range k.PatchesStrategicMerge {
		s.pathOrInline(fmt.Sprintf("patchesStrategicMerge[%d]", i), string(p), roleYAML)
	}
	for i, r := range k.Replacements {
		s.optional(fmt.Sprintf("replacements[%d].path", i), r.Path, roleYAML)
	}
	s.replacements()
	s.plugins("generators", k.Generators)
	s.plugins("transformers", k.Transformers)
	s.plugins("validators", k.Validators)
	for i, g := range k.ConfigMapGenerator {
		s.generator(fmt.Sprintf("configMapGenerator[%d]", i), g.KvPairSources, roleData)
	}
	for i, g := range k.SecretGenerator {
		s.generator(fmt.Sprintf("secretGenerator[%d]", i), g.KvPairSources, roleData)
	}
	s.schema(k)
	s.generated(k)
	s.deprecated(k)
	return s.trouble
}

func (s *kustomizationScan) helm(k *types.Kustomization) {
	for field, used := range map[string]bool{
		"helmCharts": k.HelmCharts != nil, "helmGlobals": k.HelmGlobals != nil,
		"helmChartInflationGenerator": k.HelmChartInflationGenerator != nil,
	} {
		if used {
			s.refuse(helmRefused(s.at(field)))
		}
	}
}

func helmRefused(at place) *problem {
	return at.problem("HelmRefused",
		"Render the chart once (helm template) and commit its manifests as resources.",
		"Helm charts are not rendered in a kustomization")
}

func (s *kustomizationScan) operands(k *types.Kustomization) {
	as := roleResource
	if s.scanner.pluginDirs[s.dir] {
		as |= rolePlugin
	}
	s.paths("resources", k.Resources, as)
	s.paths("bases", k.Bases, as)
	s.paths("components", k.Components, 0)
	s.paths("crds", k.Crds, roleYAML)
	s.paths("configurations", k.Configurations, roleYAML)
}

func (s *kustomizationScan) paths(field string, references []string, as role) {
	for i, reference := range references {
		s.reference(fmt.Sprintf("%s[%d]", field, i), reference, as)
	}
}

func (s *kustomizationScan) patches(field string, patches []types.Patch) {
	for i, patch := range patches {
		s.optional(fmt.Sprintf("%s[%d].path", field, i), patch.Path, roleYAML)
		s.inline(fmt.Sprintf("%s[%d].patch", field, i), patch.Patch, roleYAML)
	}
}

// replacements remembers the paths of inline replacements and variables for messages.
func (s *kustomizationScan) replacements() {
	for _, name := range []string{"replacements", "vars"} {
		if _, list := field(s.root, name); list != nil {
			s.scanner.structuresBelow(place{file: s.file}, list)
		}
	}
}

func (s *kustomizationScan) plugins(field string, references []string) {
	for i, reference := range references {
		s.pathOrInline(fmt.Sprintf("%s[%d]", field, i), reference, rolePlugin)
	}
}

func (s *kustomizationScan) generator(field string, from types.KvPairSources, as role) {
	for i, file := range from.FileSources {
		if _, path, keyed := strings.Cut(file, "="); keyed {
			file = path
		}
		s.reference(fmt.Sprintf("%s.files[%d]", field, i), file, as)
	}
	for i, file := range from.EnvSources {
		s.reference(fmt.Sprintf("%s.envs[%d]", field, i), file, as)
	}
	s.optional(field+".env", from.EnvSource, as)
}

func (s *kustomizationScan) schema(k *types.Kustomization) {
	if len(k.OpenAPI) > 0 {
		s.scanner.custom, s.scanner.schemaAt = true, s.at("openapi")
	}
	s.optional("openapi.path", k.OpenAPI["path"], roleYAML)
}

func (s *kustomizationScan) optional(field, reference string, as role) {
	if reference != "" {
		s.reference(field, reference, as)
	}
}

// pathOrInline is for fields that take a path or a document. Kustomize tries both; a path is on one
// line and has no YAML mapping in it.
func (s *kustomizationScan) pathOrInline(field, value string, as role) {
	if strings.ContainsAny(value, "\n{") || strings.Contains(value, ": ") {
		s.inline(field, value, as)
		return
	}
	s.reference(field, value, as)
}

// inline guards a document that is written into a field as a string.
func (s *kustomizationScan) inline(field, value string, as role) {
	if value == "" || s.trouble != nil {
		return
	}
	at := s.at(field)
	at.line = max(at.line, 1) // spot() takes line 0 for a file of its own
	documents, malformed, trouble := s.scanner.guard.parse(at, []byte(value))
	if trouble != nil {
		s.refuse(trouble)
		return
	}
	if malformed != nil {
		_, words := parserComplaint(malformed)
		s.scanner.suspects = append(s.scanner.suspects, at.problem("InvalidYaml", "Correct the field.",
			"not well-formed YAML: %s", s.scanner.cleaned(words)))
	}
	for _, document := range documents {
		content := root(document)
		if as&roleYAML != 0 {
			s.scanner.structures(at, content)
		}
		if as&rolePlugin != 0 {
			s.refuse(s.scanner.plugin(at, s.dir, content))
		}
	}
}

func (s *kustomizationScan) reference(field, reference string, as role) {
	if s.trouble == nil {
		s.refuse(s.scanner.reference(s.at(field), s.dir, reference, as))
	}
}

func (s *kustomizationScan) refuse(p *problem) {
	if s.trouble == nil {
		s.trouble = p
	}
}
