package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	absent      = regexp.MustCompile(`absent<([^>]*)>`)
	noKustomize = regexp.MustCompile(`unable to find one of .* in directory '([^']*)'`)
	several     = regexp.MustCompile(`Found multiple kustomization files under: (\S+)`)
	duplicate   = regexp.MustCompile(`already registered id: ([^\s"]+)`)
	notAllowed  = regexp.MustCompile(`security; file '([^']*)' is not in or below '([^']*)'`)
	mustBeFile  = regexp.MustCompile(`'([^']*)' must resolve to a file`)
	innermost   = regexp.MustCompile(`(?:target for path|recursed accumulation of path|for path) '([^']*)'|kustomization file under ([^:\s]+):`)
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
		explainDirectory, explainFile, explainDuplicate, explainByWords, explainNotAFile,
	} {
		if p := known(said, s, dir); p != nil {
			return p
		}
	}
	return place{file: nearestKustomization(said, s, dir)}.problem("RenderFailed",
		"Run kustomize build on the directory for its full report.",
		"kustomize refuses, in its words, without what they quote: %s", s.cleaned(said))
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
	return nil
}

// explainNotAFile comes late: kustomize tries every resource as a file first and reports that, too.
func explainNotAFile(said string, s *scanner, _ string) *problem {
	if found := last(mustBeFile, said); found != nil {
		file, _ := toTree(found[1])
		return s.referrer(file).problem("FileNotFound",
			"Name a file.", "%s is a directory where a file is expected", shown(file))
	}
	return nil
}

func explainDuplicate(said string, s *scanner, dir string) *problem {
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
	if found := last(innermost, said); found != nil {
		if inner, ok := toTree(found[1] + found[2]); ok {
			dir = inner
		}
	}
	if k, known := s.kustomizations[dir]; known {
		return k.path
	}
	return dir
}

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
