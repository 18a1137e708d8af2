package main

import (
	"regexp"
	"slices"
	"strings"
)

// phrase is one of kustomize's, and what it means in plain words. Kustomize's own text is not passed
// on: it quotes whole patches and values.
type phrase struct{ theirs, reason, ours, remedy string }

// phrases, the more specific before the more general.
var phrases = []phrase{
	{"kustomization.yaml is empty", "InvalidKustomization", "the kustomization is empty", "List at least one resource."},
	{"kind should be ", "InvalidKustomization", "kind is not Kustomization or Component", "Correct kind and apiVersion."},
	{"apiVersion for ", "InvalidKustomization", "apiVersion does not fit the kind", "Use kustomize.config.k8s.io/v1beta1, or v1alpha1 for a Component."},
	{"expected kind != 'Component'", "InvalidKustomization", "a Component is used as a base", "List it under components."},
	{"expected kind 'Component'", "InvalidKustomization", "something that is no Component is listed under components", "List it under resources."},
	{"is ambiguous: resolves to", "InvalidKustomization", "two list entries have run together", "Correct the indentation of the list."},
	{"external plugins disabled", "PluginRefused", "a plugin is not built in", "Use kustomize's built-in fields."},
	{"unable to load builtin", "PluginRefused", "a plugin is not built in", "Correct the plugin's kind."},
	{"unable to find patch target", "PatchTargetNotFound", "a patch is for an object that is not there", "Correct kind, name or namespace in the patch."},
	{"failed to find unique target for patch", "PatchTargetNotFound", "a patch is for an object that is not there", "Correct kind, name or namespace in the patch."},
	{"no resource matches strategic merge patch", "PatchTargetNotFound", "a patch is for an object that is not there", "Correct kind, name or namespace in the patch."},
	{"no matches for Id", "PatchTargetNotFound", "a patch is for an object that is not there", "Correct kind, name or namespace in the patch."},
	{"nothing selected by", "PatchTargetNotFound", "the source of a replacement is not there", "Correct the replacement's source."},
	{"multiple matches for selector", "ReplacementFailed", "the source of a replacement fits several objects", "Select one source object."},
	{"is missing for replacement source", "ReplacementFailed", "the source object of a replacement does not have the field", "Correct the source's fieldPath."},
	{"in replacement target", "ReplacementFailed", "the target object of a replacement does not have the field", "Correct the fieldPaths, or set options.create."},
	{"options.index", "ReplacementFailed", "options.index is outside of the parts of the value", "Correct options.delimiter and options.index."},
	{"delimiter option", "ReplacementFailed", "options.delimiter is for single values only", "Correct the fieldPath."},
	{"replacement", "ReplacementFailed", "a replacement cannot be done", "Correct the replacement's source or targets."},
	{"unable to find field", "ReplacementFailed", "a field is not there", "Correct the field path, or set options.create."},
	{"matches for var", "ReplacementFailed", "the object of a variable is not there, or not the only one", "Correct the variable's objref."},
	{"field specified in var", "ReplacementFailed", "the object of a variable does not have the field", "Correct the variable's fieldref."},
	{"cannot be mapped to a field", "ReplacementFailed", "the object of a variable does not have the field", "Correct the variable's fieldref."},
	{"unable to parse SM or JSON patch", "PatchFailed", "a patch is neither a strategic merge patch nor a JSON patch", "Give it apiVersion, kind and metadata.name, or make it a list of operations."},
	{"illegally qualifies as both", "PatchFailed", "a patch can be read as both a strategic merge patch and a JSON patch", "Split the patch."},
	{"must specify a target for", "PatchFailed", "a JSON patch has no target", "Add target with kind and name to the patch."},
	{"must specify one of patch and path", "PatchFailed", "a patch has neither path nor patch", "Give one of the two."},
	{"patch and path can't be set", "PatchFailed", "a patch has both path and patch", "Keep one of the two."},
	{"testing ", "PatchFailed", "the test operation of a JSON patch fails", "Correct the test, or the object."},
	{"operation does not apply", "PatchFailed", "a JSON patch does not fit the object: its path is not there", "Correct the path of the patch."},
	{"illegally repeats the key", "GeneratorFailed", "a generator makes the same key twice", "Keep one of the keys."},
	{"behavior must be merge or replace", "GeneratorFailed", "a generator makes an object that is there already", "Set behavior: merge or replace, or change the name."},
	{"cannot merge or replace", "GeneratorFailed", "a generator is to merge with or replace an object that is not there", "Drop the behavior, or correct the name."},
	{"literal source", "GeneratorFailed", "a literal of a generator is not key=value", "Write literals as key=value."},
	{"file sources", "GeneratorFailed", "a file of a generator is not path or key=path", "Write files as path or key=path."},
	{"env source", "GeneratorFailed", "a line of an env file is not key=value", "Write lines of env files as key=value."},
	{"valid environment variable name", "GeneratorFailed", "a key of an env file is not a name", "Correct the env file."},
	{"must have a name", "GeneratorFailed", "a generator has no name", "Give the generator a name."},
	{"ID conflict", "DuplicateObject", "the namespace makes two objects the same", "Keep one of the objects, or give one another name."},
	{"missing metadata.name", "InvalidObject", "an object has no name", "Give every object a name."},
	{"Object 'Kind' is missing", "InvalidObject", "an object has no kind", "Give every object a kind."},
	{"missing Resource metadata", "InvalidObject", "an object has no metadata", "Give every object apiVersion, kind and metadata.name."},
	{"patch", "PatchFailed", "a patch cannot be applied", "Correct the patch."},
	{"trouble configuring builtin", "InvalidKustomization", "kustomize does not accept a field", "Correct the field."},
}

var (
	pathsInText = regexp.MustCompile(mount + `(/[^\s':"]*)?|from '[^']*'`)
	objectID    = regexp.MustCompile(`([A-Z][A-Za-z0-9]+)\.[A-Za-z0-9.\[\]-]*/([a-z0-9][a-z0-9.-]*)\.(\[noNs\]|[a-z0-9-]+)`)
	dumpedID    = regexp.MustCompile(`Kind:"([A-Za-z]+)"[^}]*}, Name:"([^"]*)"`)
)

func explainByWords(said string, s *scanner, dir string) *problem {
	words := pathsInText.ReplaceAllString(said, "")
	for _, known := range phrases {
		if !strings.Contains(words, known.theirs) {
			continue
		}
		about, at := s.about(words)
		if at.file == "" {
			at.file = nearestKustomization(said, s, dir)
		}
		message := known.ours
		if about != "" {
			message += " (" + about + ")"
		}
		return at.problem(known.reason, known.remedy, "%s", message)
	}
	return nil
}

// about lists the objects and the paths that an error is about, and the place where they stand. Only
// what a file has in a structural place, such as the path of a patch, is taken out of the text.
func (s *scanner) about(words string) (string, place) {
	var about []string
	var at place
	ids := append(objectID.FindAllStringSubmatch(words, -1), dumpedID.FindAllStringSubmatch(words, -1)...)
	for _, found := range ids {
		object := found[1] + " " + found[2]
		if !slices.Contains(about, object) {
			about = append(about, object)
		}
		if at.file == "" {
			at = s.whereIs(found[1], found[2])
		}
	}
	longest := ""
	for path, where := range s.structure {
		if len(path) > len(longest) && strings.Contains(words, path) {
			longest = path
			if at.file == "" {
				at = where
			}
		}
	}
	if longest != "" {
		about = append(about, longest)
		at = s.structure[longest]
	}
	return strings.Join(about, ", "), at
}

// whereIs is the patch for an object, or its declaration.
func (s *scanner) whereIs(kind, name string) place {
	if patch, known := s.patches[kind+" "+name]; known {
		return patch
	}
	for _, d := range s.declared {
		if d.kind == kind && d.name == name {
			return place{file: d.origin.File, line: d.origin.Line}
		}
	}
	return place{}
}

// structural are the fields of patches and replacements whose values are paths within objects.
var structural = []string{"path", "from", "fieldPath", "fieldPaths", "fieldpath"}

// structures remembers those paths, and the objects that patches are for. It keeps out of values.
func (s *scanner) structures(at place, content *node) {
	if content == nil {
		return
	}
	if kind, name := text(content, "kind"), text(content, "metadata", "name"); kind != "" && name != "" {
		s.patches[kind+" "+name] = s.lineIn(at, content)
	}
	s.structuresBelow(at, content)
}

func (s *scanner) structuresBelow(at place, n *node) {
	for i := range n.Content {
		if n.Kind == mappingNode {
			if i%2 == 0 {
				continue
			}
			key := n.Content[i-1].Value
			if slices.Contains([]string{"value", "data", "stringData", "literals", "patch"}, key) {
				continue
			}
			if slices.Contains(structural, key) {
				s.structuralValue(at, n.Content[i])
			}
		}
		s.structuresBelow(at, n.Content[i])
	}
}

func (s *scanner) structuralValue(at place, value *node) {
	for _, one := range append(slices.Clone(items(value)), value) {
		if _, known := s.structure[one.Value]; len(one.Value) > 2 && !known {
			s.structure[one.Value] = s.lineIn(at, one)
		}
	}
}

// lineIn is the node's line in a file, and the field's line for a document inside of a field.
func (s *scanner) lineIn(at place, n *node) place {
	if at.line == 0 {
		at.line = n.Line
	}
	return at
}
