package main

import (
	"path"
	"slices"
	"strings"
)

const maxLinks = 40

// lost is the panic value for a daemon that went away or broke the protocol in the middle of a
// render: kustomize's file system interface has no way to say so.
type lost struct{ err error }

// tree is what one render sees of the files: it asks the source once for each path, follows symbolic
// links inside the tree, keeps the limits and remembers everything asked for.
type tree struct {
	source  source
	limits  limits
	answers map[string]answer
	lists   map[string][]entry
	closure map[string]closureEntry
	bytes   int64
	// refused is the first thing that forbids the render. It counts even where kustomize goes on
	// after a failed read, as it does when it looks for the name of a kustomization.
	refused *problem
}

func newTree(from source, caps limits) *tree {
	return &tree{
		source: from, limits: caps,
		answers: map[string]answer{}, lists: map[string][]entry{}, closure: map[string]closureEntry{},
	}
}

// refuse keeps the first problem and returns the one given.
func (t *tree) refuse(p *problem) *problem {
	if t.refused == nil {
		t.refused = p
	}
	return p
}

// look follows links and returns the path where the thing really is.
func (t *tree) look(inTree string) (string, answer, *problem) {
	asked := inTree
	for range maxLinks {
		a, trouble := t.fetch(inTree)
		if trouble != nil || a.Kind != kindSymlink {
			return inTree, a, trouble
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(inTree, a.At), "/")
		target, inside := within(parent(a.At), a.Target)
		if !inside {
			return "", a, t.refuse(place{file: a.At}.problem("SymlinkLeavesTree",
				"Replace the symbolic link by the file itself, or point it at a path inside of the repository.",
				"the symbolic link %s points out of the tree", a.At))
		}
		// path.Join would fold a ".." of the rest over a link; the rest is clean and has none.
		inTree = strings.TrimPrefix(path.Join(target, rest), "./")
		if inTree == "." {
			inTree = ""
		}
	}
	return "", answer{}, t.refuse(place{file: asked}.problem("SymlinkLoop",
		"Remove the loop of symbolic links.",
		"more than %d symbolic links on the way to %s", maxLinks, asked))
}

// fetch asks for one clean path, once.
func (t *tree) fetch(inTree string) (answer, *problem) {
	if t.refused != nil {
		return answer{}, t.refused
	}
	if a, known := t.answers[inTree]; known {
		return a, nil
	}
	if !askable(inTree) {
		return answer{Kind: kindAbsent}, nil
	}
	if len(t.answers) >= t.limits.Files {
		return answer{}, t.refuse(place{file: inTree}.problem("TooManyFiles",
			"Split the directory into several targets, or raise the limit.",
			"the render asks for more than %d files", t.limits.Files))
	}
	a, err := t.source.get(inTree, t.limits.InputBytes-t.bytes)
	if err != nil {
		panic(lost{err})
	}
	if a.Type == typeFailed {
		return answer{}, t.refuse(sourceFailed(inTree, a))
	}
	t.answers[inTree] = a
	t.remember(inTree, a)
	return a, t.admit(inTree, a)
}

func sourceFailed(inTree string, a answer) *problem {
	return place{file: inTree}.problem("SourceFailed",
		"See the state of the repository; the render is tried again.", "%s", a.Message)
}

// remember writes the answer into the closure. That a directory exists does not depend on what is in
// it, so its id is left out.
func (t *tree) remember(inTree string, a answer) {
	switch a.Kind {
	case kindSymlink:
		t.closure[a.At] = closureEntry{Path: a.At, Kind: kindSymlink, ID: a.ID}
	case kindLarge:
		t.closure[inTree] = closureEntry{Path: inTree, Kind: kindFile, ID: a.ID}
	case kindDir:
		if !t.closure[inTree].Listed {
			t.closure[inTree] = closureEntry{Path: inTree, Kind: kindDir}
		}
	default:
		t.closure[inTree] = closureEntry{Path: inTree, Kind: a.Kind, ID: a.ID}
	}
}

func (t *tree) admit(inTree string, a answer) *problem {
	t.bytes += int64(len(a.body))
	switch {
	case a.Kind == kindSubmodule:
		return t.refuse(place{file: inTree}.problem("SubmoduleRefused",
			"Copy the files into the repository, or register the other repository on its own.",
			"%s leads into a Git submodule, which is not followed", inTree))
	case a.Kind == kindLarge || t.bytes > t.limits.InputBytes:
		return t.refuse(place{file: inTree}.problem("InputTooLarge",
			"Keep large files out of the overlay, or raise the limit.",
			"with %s the files of this render are larger than %d bytes", inTree, t.limits.InputBytes))
	}
	return nil
}

// list names what is in a directory, sorted.
func (t *tree) list(dir string) ([]entry, *problem) {
	if t.refused != nil {
		return nil, t.refused
	}
	if known, ok := t.lists[dir]; ok {
		return known, nil
	}
	a, err := t.source.list(dir)
	if err != nil {
		panic(lost{err})
	}
	if a.Type == typeFailed {
		return nil, t.refuse(sourceFailed(dir, a))
	}
	if a.Type != typeEntries {
		panic(lost{errProtocol})
	}
	slices.SortFunc(a.Entries, func(x, y entry) int { return strings.Compare(x.Name, y.Name) })
	t.lists[dir] = a.Entries
	t.closure[dir] = closureEntry{Path: dir, Kind: kindDir, ID: a.ID, Listed: true}
	return a.Entries, nil
}

// closureList is everything asked for, sorted by path.
func (t *tree) closureList() []closureEntry {
	all := make([]closureEntry, 0, len(t.closure))
	for _, e := range t.closure {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y closureEntry) int { return strings.Compare(x.Path, y.Path) })
	return all
}
