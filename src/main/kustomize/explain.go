package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	absent        = regexp.MustCompile(`absent<([^>]*)>`)
	noKustomize   = regexp.MustCompile(`unable to find one of .* in directory '([^']*)'`)
	several       = regexp.MustCompile(`Found multiple kustomization files under: (\S+)`)
	duplicate     = regexp.MustCompile(`already registered id: ([^\s"]+)`)
	notAllowed    = regexp.MustCompile(`security; file '([^']*)' is not in or below '([^']*)'`)
	mustBeFile    = regexp.MustCompile(`'([^']*)' must resolve to a file`)
	targetPath    = regexp.MustCompile(`target for path '([^']*)'|kustomization file under ([^:\s]+):`)
	objectID      = regexp.MustCompile(`[A-Za-z0-9]+\.v[0-9a-z]+\.[A-Za-z0-9.\[\]-]*/[A-Za-z0-9.-]+\.[A-Za-z0-9.\[\]-]+`)
	mountedInText = regexp.MustCompile(mount + `(/|\b)`)
)

// explain turns kustomize's error into a problem: of what the scanner saw coming if it saw it, else
// by the text, which is all that kustomize gives.
func explain(err error, s *scanner, dir string) *problem {
	said := err.Error()
	switch {
	case strings.Contains(said, errNoNetwork.Error()), strings.Contains(said, "no 'git' program"):
		return place{}.problem("RemoteRefused", "Copy the files into the repository (vendor them).",
			"something remote is referred to; a render has no network and no git")
	case len(s.suspects) > 0:
		return s.suspects[len(s.suspects)-1]
	}
	for _, known := range []func(string, *scanner, string) *problem{
		explainDirectory, explainFile, explainObject, explainByWords,
	} {
		if p := known(said, s, dir); p != nil {
			return p
		}
	}
	return place{file: nearestKustomization(said, s, dir)}.problem("RenderFailed",
		"Run kustomize build on the directory for its full report.", "%s", cleaned(said, s))
}

func explainDirectory(said string, s *scanner, _ string) *problem {
	if found := last(noKustomize, said); found != nil {
		missing, _ := toTree(found[1])
		at := s.referrer(missing)
		return at.problem("NoKustomization",
			"Add a kustomization.yaml there, or list the files one by one.",
			"the directory %s has no kustomization", shown(missing))
	}
	if found := last(several, said); found != nil {
		dir, _ := toTree(found[1])
		return place{file: dir}.problem("SeveralKustomizations", "Keep one of the files.",
			"the directory %s has more than one kustomization", shown(dir))
	}
	return nil
}

func explainFile(said string, s *scanner, dir string) *problem {
	if found := last(notAllowed, said); found != nil {
		file, _ := toTree(found[1])
		from, _ := toTree(found[2])
		return s.referrer(file).problem("PathNotAllowed",
			"Move the file into the kustomization's directory, or make its directory a base with a kustomization.",
			"kustomize loads no single file from outside of the kustomization's directory: %s is not below %s",
			file, shown(from))
	}
	if strings.Contains(said, "cycle detected") {
		return place{file: nearestKustomization(said, s, dir)}.problem("CycleDetected",
			"Remove the reference that leads back.", "a base includes itself, or a directory above it")
	}
	if found := last(absent, said); found != nil {
		return s.referrer(found[1]).problem("FileNotFound",
			"Add the file, or correct the reference.", "%s does not exist", shown(found[1]))
	}
	if found := last(mustBeFile, said); found != nil {
		file, _ := toTree(found[1])
		return s.referrer(file).problem("FileNotFound",
			"Name a file.", "%s is a directory where a file is expected", shown(file))
	}
	return nil
}

func explainObject(said string, s *scanner, dir string) *problem {
	if found := last(duplicate, said); found != nil {
		kind, name := kindAndName(found[1])
		at, also := s.twice(kind, name)
		if at.file == "" {
			at.file = nearestKustomization(said, s, dir)
		}
		return at.problem("DuplicateObject", "Keep one of them, or give one another name or namespace.",
			"%s %s is declared twice%s", kind, name, also)
	}
	return nil
}

// byWords are kustomize's phrases, the more specific before the more general.
var byWords = []struct{ phrase, reason, remedy string }{
	{"kustomization.yaml is empty", "InvalidKustomization", "List at least one resource."},
	{"kind should be ", "InvalidKustomization", "Correct kind and apiVersion."},
	{"apiVersion for ", "InvalidKustomization", "Correct kind and apiVersion."},
	{"expected kind ", "InvalidKustomization", "List components under components, other directories under resources."},
	{"external plugins disabled", "PluginRefused", "Use kustomize's built-in fields."},
	{"unable to find patch target", "PatchTargetNotFound", "Correct kind, name or namespace in the patch."},
	{"failed to find unique target for patch", "PatchTargetNotFound", "Correct kind, name or namespace in the patch."},
	{"no resource matches strategic merge patch", "PatchTargetNotFound", "Correct kind, name or namespace in the patch."},
	{"no matches for Id", "PatchTargetNotFound", "Correct kind, name or namespace in the patch."},
	{"nothing selected by", "PatchTargetNotFound", "Correct the replacement's source."},
	{"multiple matches for selector", "ReplacementFailed", "Select one source object."},
	{"replacement", "ReplacementFailed", "Correct the replacement's source or targets."},
	{"unable to find field", "ReplacementFailed", "Correct the field path, or set options.create."},
	{"fieldPath", "ReplacementFailed", "Correct the field path."},
	{"matches for var", "ReplacementFailed", "Correct the variable's objref."},
	{"var '", "ReplacementFailed", "Correct the variable."},
	{"unable to parse SM or JSON patch", "PatchFailed", "Correct the patch."},
	{"illegally qualifies as both", "PatchFailed", "Split the patch."},
	{"JSON patch", "PatchFailed", "Correct the patch."},
	{"json patch", "PatchFailed", "Correct the patch."},
	{"remove operation does not apply", "PatchFailed", "Correct the path of the patch."},
	{"replace operation does not apply", "PatchFailed", "Correct the path of the patch."},
	{"add operation does not apply", "PatchFailed", "Correct the path of the patch."},
	{"testing path", "PatchFailed", "Correct the test operation of the patch."},
	{"patch", "PatchFailed", "Correct the patch."},
	{"illegally repeats the key", "GeneratorFailed", "Keep one of the keys."},
	{"behavior must be merge or replace", "GeneratorFailed", "Set behavior: merge or replace, or change the name."},
	{"cannot merge or replace", "GeneratorFailed", "Drop the behavior, or correct the name."},
	{"invalid literal source", "GeneratorFailed", "Write literals as key=value."},
	{"literal sources", "GeneratorFailed", "Write literals as key=value."},
	{"file sources", "GeneratorFailed", "Write files as path or key=path."},
	{"env source", "GeneratorFailed", "Write lines of env files as key=value."},
	{"must have a name", "GeneratorFailed", "Give the generator a name."},
	{"ID conflict", "DuplicateObject", "Keep one of the objects, or give one another name."},
	{"missing metadata.name", "InvalidObject", "Give every object a name."},
	{"Object 'Kind' is missing", "InvalidObject", "Give every object a kind."},
	{"missing Resource metadata", "InvalidObject", "Give every object apiVersion, kind and metadata.name."},
	{"trouble configuring builtin", "InvalidKustomization", "Correct the field."},
}

func explainByWords(said string, s *scanner, dir string) *problem {
	for _, known := range byWords {
		if strings.Contains(said, known.phrase) {
			at := place{file: nearestKustomization(said, s, dir)}
			return at.problem(known.reason, known.remedy, "%s", cleaned(said, s))
		}
	}
	return nil
}

// referrer is the place that refers to a path, with the path as the file when nobody does.
func (s *scanner) referrer(inTree string) place {
	if places := s.refs[inTree]; len(places) > 0 {
		return places[len(places)-1]
	}
	return place{file: inTree}
}

// twice finds the second declaration of an object and tells where the first is.
func (s *scanner) twice(kind, name string) (second place, also string) {
	var first place
	for _, d := range s.declared {
		if d.kind != kind || d.name != name {
			continue
		}
		at := place{file: d.origin.File, line: d.origin.Line}
		if first.file != "" {
			return at, fmt.Sprintf(", also in %s line %d", first.file, first.line)
		}
		first = at
	}
	return first, ""
}

// nearestKustomization is the file of the innermost kustomization that the error names, or the one
// of the directory that is rendered.
func nearestKustomization(said string, s *scanner, dir string) string {
	if found := last(targetPath, said); found != nil {
		if inner, ok := toTree(found[1] + found[2]); ok {
			dir = inner
		}
	} else if found := last(recursed, said); found != nil {
		if inner, ok := toTree(found[1]); ok {
			dir = inner
		}
	}
	if k, known := s.kustomizations[dir]; known {
		return k.path
	}
	return dir
}

var recursed = regexp.MustCompile(`recursed accumulation of path '([^']*)'`)

// kindAndName reads kustomize's notation of an id: Kind.version.group/name.namespace
func kindAndName(id string) (kind, name string) {
	gvk, rest, _ := strings.Cut(id, "/")
	kind, _, _ = strings.Cut(gvk, ".")
	if dot := strings.LastIndex(rest, "."); dot >= 0 {
		rest = rest[:dot]
	}
	return kind, rest
}

func last(pattern *regexp.Regexp, in string) []string {
	all := pattern.FindAllStringSubmatch(in, -1)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}
