package main

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/yaml"
)

// prepare looks whether the directory has a kustomization, and makes one up where it has none.
func (j *job) prepare() *problem {
	dir, a, trouble := j.tree.look(j.request.Path)
	if trouble != nil {
		return trouble
	}
	if a.Kind != kindDir {
		return place{file: j.request.Path}.problem("PathNotFound", "Correct the path of the overlay.",
			"there is no directory %s", shown(j.request.Path))
	}
	has, trouble := j.hasKustomization(dir)
	if trouble != nil || has {
		return trouble
	}
	found := &findings{job: j, root: dir}
	if trouble := found.collect(dir, 0); trouble != nil {
		return trouble
	}
	if len(found.resources) == 0 {
		return place{file: j.request.Path}.problem("NoKustomization",
			"Add a kustomization.yaml, or YAML files.",
			"the directory %s has neither a kustomization nor a YAML or JSON file", shown(dir))
	}
	content, err := yaml.Marshal(map[string]any{"resources": found.resources})
	if err != nil {
		panic(err) // a list of strings always has a YAML form
	}
	j.plain = true
	j.files.made[path.Join(dir, konfig.DefaultKustomizationFileName())] = content
	return nil
}

func (j *job) hasKustomization(dir string) (bool, *problem) {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		_, a, trouble := j.tree.look(path.Join(dir, name))
		if trouble != nil || a.Kind == kindFile {
			return a.Kind == kindFile, trouble
		}
	}
	return false, nil
}

// settings is what Sluice reads about an application. In a plain directory it may stand beside the
// manifests, and is none of them; another tool's kind in a file of that name is one.
const settings = "application.yaml"

var ofSluice = regexp.MustCompile(`(?m)^(\{\s*)?["']?apiVersion["']?\s*:\s*["']?sluice\.dev/`)

// findings are the resources of a plain directory: its YAML and JSON files, sorted, and those of its
// subdirectories; a subdirectory with a kustomization of its own is taken as a base.
type findings struct {
	job       *job
	root      string
	resources []string
}

func (f *findings) collect(dir string, depth int) *problem {
	if depth > f.job.caps.Depth {
		return f.job.tree.refuse(place{file: dir}.problem("SymlinkLoop", "Remove the loop.",
			"directories are nested deeper than %d levels", f.job.caps.Depth))
	}
	entries, trouble := f.job.tree.list(dir)
	if trouble != nil {
		return trouble
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name, ".") {
			continue
		}
		if trouble := f.take(path.Join(dir, e.Name), e.Kind, depth); trouble != nil {
			return trouble
		}
	}
	return nil
}

func (f *findings) take(at, kind string, depth int) *problem {
	real := at
	if kind == kindSymlink {
		target, a, trouble := f.job.tree.look(at)
		if trouble != nil {
			return trouble
		}
		real, kind = target, a.Kind
	}
	switch kind {
	case kindFile:
		if !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(at)) {
			return nil
		}
		if path.Base(at) == settings {
			_, a, trouble := f.job.tree.look(real)
			if trouble != nil || ofSluice.Match(a.body) {
				return trouble
			}
		}
		f.add(at)
		return nil
	case kindDir:
		has, trouble := f.job.hasKustomization(real)
		if has {
			f.add(at)
		}
		if trouble != nil || has {
			return trouble
		}
		return f.collect(real, depth+1)
	case kindSubmodule:
		_, _, trouble := f.job.tree.look(at)
		return trouble
	}
	return nil
}

func (f *findings) add(at string) {
	f.resources = append(f.resources, strings.TrimPrefix(strings.TrimPrefix(at, f.root), "/"))
}
