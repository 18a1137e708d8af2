package main

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
)

// declaration is an object as a file, or a generator, declares it.
type declaration struct {
	kind, name string
	origin     origin
}

// declare remembers the objects of one document and returns how many there are.
func (s *scanner) declare(path string, content *yaml.Node) int {
	kind := text(content, "kind")
	if _, list := field(content, "items"); strings.HasSuffix(kind, "List") && list != nil {
		for _, item := range items(list) {
			s.declareOne(path, follow(item))
		}
		return len(items(list))
	}
	s.declareOne(path, content)
	return 1
}

func (s *scanner) declareOne(path string, content *yaml.Node) {
	kind, name := text(content, "kind"), text(content, "metadata", "name")
	if missing := missingField(content, kind, name); missing != "" {
		at := place{file: path, line: content.Line, field: missing}
		s.suspects = append(s.suspects, at.problem("InvalidObject",
			"Correct the document, or do not list this file as a resource.",
			"the document is not a Kubernetes object: it has no %s", missing))
		return
	}
	s.declared = append(s.declared, declaration{kind, name, origin{path, content.Line, s.listers[path]}})
}

func missingField(content *yaml.Node, kind, name string) string {
	switch {
	case text(content, "apiVersion") == "":
		return "apiVersion"
	case kind == "":
		return "kind"
	case name == "" && text(content, "metadata", "generateName") == "":
		return "metadata.name"
	}
	return ""
}

// generated remembers the objects that a kustomization's generators make.
func (s *kustomizationScan) generated(k *types.Kustomization) {
	for i, g := range k.ConfigMapGenerator {
		s.generates("ConfigMap", g.Name, fmt.Sprintf("configMapGenerator[%d]", i))
	}
	for i, g := range k.SecretGenerator {
		s.generates("Secret", g.Name, fmt.Sprintf("secretGenerator[%d]", i))
	}
}

func (s *kustomizationScan) generates(kind, name, field string) {
	s.scanner.declared = append(s.scanner.declared,
		declaration{kind, name, origin{s.file, lineOf(s.root, field), s.dir}})
}

// origins finds where the objects of the output were declared. Kustomize could track it itself, with
// annotations, but those can change what patches and replacements do; a guess by kind and name cannot.
func (s *scanner) origins(m resmap.ResMap) []origin {
	byKind := map[string][]declaration{}
	for _, d := range s.declared {
		byKind[d.kind] = append(byKind[d.kind], d)
	}
	found := make([]origin, 0, m.Size())
	for _, r := range m.Resources() {
		found = append(found, originOf(r, byKind[r.GetKind()]))
	}
	return found
}

// originOf takes the declaration whose name is the object's, or the longest one that the object's
// name extends by prefixes, suffixes and hashes.
func originOf(r *resource.Resource, candidates []declaration) origin {
	best, length, certain := origin{}, 0, false
	for _, d := range candidates {
		if len(d.name) < length || !strings.Contains(r.GetName(), d.name) {
			continue
		}
		certain = len(d.name) > length || certain && d.origin.File == best.File && d.origin.Line == best.Line
		best, length = d.origin, len(d.name)
	}
	if !certain {
		return origin{}
	}
	return best
}
