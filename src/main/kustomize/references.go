package main

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

type node = yaml.Node

const mappingNode = yaml.MappingNode

// reference checks a path that a field names, and remembers what it is used for. The value never
// goes into the message: a URL may carry a password.
func (s *scanner) reference(at place, dir, reference string, as role) *problem {
	if isRemote(reference) {
		return at.problem("RemoteRefused",
			"Copy the files into the repository (vendor them) and refer to them by a relative path.",
			"%s names something remote; a render has no network and no git", at.field)
	}
	target, inside := within(dir, reference)
	if !inside {
		return at.problem("PathLeavesTree",
			"Refer to files inside of the repository only, by relative paths.",
			"%s names a path that is absolute or leads out of the repository", at.field)
	}
	s.roles[target] |= as
	s.refs[target] = append(s.refs[target], at)
	if _, known := s.listers[target]; !known {
		s.listers[target] = dir
	}
	if as&rolePlugin != 0 {
		s.pluginDirs[target] = true
	}
	return nil
}

// plugin checks the configuration of a generator, transformer or validator.
func (s *scanner) plugin(at place, dir string, content *yaml.Node) *problem {
	if content == nil || content.Kind != yaml.MappingNode {
		return nil
	}
	kind := text(content, "kind")
	if at.line == 0 {
		at.line = content.Line
	}
	switch {
	case kind == "HelmChartInflationGenerator":
		return helmRefused(at)
	case text(content, "apiVersion") != "builtin" || functionAnnotated(content):
		return at.problem("PluginRefused",
			"Use kustomize's built-in fields, or run the plugin beforehand and commit what it makes.",
			"only plugins that are built into kustomize are run; exec, container, Starlark and Go plugins are not")
	}
	return s.pluginPaths(at, dir, content)
}

func functionAnnotated(content *yaml.Node) bool {
	_, metadata := field(content, "metadata")
	_, annotations := field(metadata, "annotations")
	for _, name := range []string{"config.kubernetes.io/function", "config.k8s.io/function"} {
		if key, _ := field(annotations, name); key != nil {
			return true
		}
	}
	return false
}

// pluginFields are the fields of built-in plugins that name files, in lower case: kustomize does not
// look at case.
var pluginFields = map[string]role{
	"path": roleYAML, "paths": roleYAML, "valuesfile": roleYAML,
	"files": roleData, "envs": roleData, "env": roleData,
}

// pluginPaths checks the path-like fields of a built-in plugin, wherever they stand in it.
func (s *scanner) pluginPaths(at place, dir string, mapping *yaml.Node) *problem {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		name := strings.ToLower(mapping.Content[i].Value)
		inner := at
		inner.field = strings.TrimPrefix(at.field+"."+name, ".")
		if trouble := s.pluginField(inner, dir, name, follow(mapping.Content[i+1])); trouble != nil {
			return trouble
		}
	}
	return nil
}

func (s *scanner) pluginField(at place, dir, name string, value *yaml.Node) *problem {
	switch value.Kind {
	case yaml.MappingNode:
		return s.pluginPaths(at, dir, value)
	case yaml.SequenceNode:
		for _, one := range value.Content {
			if trouble := s.pluginField(at, dir, name, follow(one)); trouble != nil {
				return trouble
			}
		}
		return nil
	}
	as, isPath := pluginFields[name]
	switch {
	case name == "patch" || name == "patches" || name == "jsonop":
		_, _, trouble := s.guard.parse(at, []byte(value.Value))
		return trouble
	case isPath && isRemote(afterKey(name, value.Value)):
		return s.reference(at, dir, afterKey(name, value.Value), as)
	case isPath:
		// Some of these are paths in an object, not files; what leaves the tree is refused on reading.
		if _, inside := within(dir, afterKey(name, value.Value)); inside {
			return s.reference(at, dir, afterKey(name, value.Value), as)
		}
	}
	return nil
}

func afterKey(name, value string) string {
	if _, path, keyed := strings.Cut(value, "="); keyed && name == "files" {
		return path
	}
	return value
}
