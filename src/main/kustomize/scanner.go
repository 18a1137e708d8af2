package main

import (
	"slices"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/konfig"
)

// role says what a kustomization uses a file for.
type role uint8

const (
	// roleResource files hold objects of the output.
	roleResource role = 1 << iota
	// rolePlugin files configure generators, transformers and validators.
	rolePlugin
	// roleYAML files are other YAML: patches, replacements, configurations, schemas.
	roleYAML
	// roleData files are taken as they are into a ConfigMap or Secret.
	roleData
)

// scanner looks at every file before kustomize does. It refuses what is not allowed by the name of
// the field, and remembers what messages need: who refers to what, and which object is declared where.
type scanner struct {
	guard guard
	roles map[string]role
	// refs are the places that refer to a path; the path as written, links not followed.
	refs map[string][]place
	// listers are the directories of the kustomizations that refer to a path.
	listers map[string]string
	// kustomizations are those read, by directory.
	kustomizations map[string]kustomization
	// pluginDirs are directories whose resources configure plugins.
	pluginDirs map[string]bool
	documents  map[string]int
	passed     map[pass]*problem
	declared   []declaration
	// suspects are faults that kustomize will surely trip over, in its own words; kept for better ones.
	suspects []*problem
	warnings []problem
	// patches are the objects that patches are for, structure the paths in patches and replacements.
	patches   map[string]place
	structure map[string]place
	// contents are all files that were read, so that messages can be kept free of them.
	contents [][]byte
	objects  int
	// custom tells that a kustomization names an OpenAPI schema, at schemaAt.
	custom   bool
	schemaAt place
	refused  *problem
}

// pass is one look at one file in one role.
type pass struct {
	path string
	as   role
}

type kustomization struct {
	path string
	root *yaml.Node
}

func newScanner(caps limits) *scanner {
	return &scanner{
		guard: guard{limits: caps}, roles: map[string]role{}, refs: map[string][]place{},
		listers: map[string]string{}, kustomizations: map[string]kustomization{},
		pluginDirs: map[string]bool{}, patches: map[string]place{}, structure: map[string]place{},
		documents: map[string]int{}, passed: map[pass]*problem{},
	}
}

// same tells that the path asked for leads, over links, to the real one.
func (s *scanner) same(asked, real string) {
	if asked == real {
		return
	}
	s.roles[real] |= s.roles[asked]
	if _, known := s.listers[real]; !known {
		s.listers[real] = s.listers[asked]
	}
	if len(s.refs[real]) == 0 {
		s.refs[real] = s.refs[asked]
	}
}

// pass looks at a file that is about to be read. A file may be read many times; it is looked at once
// for each role, but its objects count every time, as they do in kustomize.
func (s *scanner) pass(path string, content []byte) error {
	as := s.roles[path]
	if slices.Contains(konfig.RecognizedKustomizationFileNames(), base(path)) && as&roleData == 0 {
		as = 0
	}
	look := pass{path, as}
	trouble, looked := s.passed[look]
	if !looked {
		trouble = s.look(path, as, content)
		s.passed[look] = trouble
	}
	if trouble == nil && as&roleResource != 0 {
		s.objects += s.documents[path]
		if s.objects > s.guard.limits.Objects {
			trouble = tooManyObjects(path, s.guard.limits.Objects)
		}
	}
	if trouble == nil {
		return nil
	}
	if s.refused == nil {
		s.refused = trouble
	}
	return trouble
}

func tooManyObjects(path string, limit int) *problem {
	return place{file: path}.problem("TooManyObjects",
		"Split the directory into several targets (kustomize slows down with the square of the objects), or raise the limit.",
		"the render has more than %d objects", limit)
}

func (s *scanner) look(path string, as role, content []byte) *problem {
	s.contents = append(s.contents, content)
	at := place{file: path}
	if slices.Contains(konfig.RecognizedKustomizationFileNames(), base(path)) {
		return s.kustomization(path, content)
	}
	if as == roleData {
		return nil // never read as YAML
	}
	documents, malformed, trouble := s.guard.parse(at, content)
	if trouble != nil {
		return trouble
	}
	if malformed != nil && as != 0 {
		line, words := parserComplaint(malformed)
		at.line = line
		s.suspects = append(s.suspects, at.problem("InvalidYaml", "Correct the file.",
			"not well-formed YAML: %s", s.cleaned(words)))
	}
	for _, document := range documents {
		if trouble := s.document(path, as, root(document)); trouble != nil {
			return trouble
		}
	}
	return nil
}

func (s *scanner) document(path string, as role, content *yaml.Node) *problem {
	if content == nil || content.Kind == 0 {
		return nil
	}
	if as&roleYAML != 0 {
		s.structures(place{file: path}, content)
	}
	if as&rolePlugin != 0 {
		if trouble := s.plugin(place{file: path}, s.listers[path], content); trouble != nil {
			return trouble
		}
	}
	if as&roleResource != 0 {
		s.documents[path] += s.declare(path, content)
	}
	return nil
}
