package main

import (
	"path"
	"strings"
	"unicode/utf8"
)

// mount is where kustomize sees the root of the tree. A path that climbs out of the tree ends above
// or beside it, and is noticed.
const mount = "/tree"

// toTree turns kustomize's absolute path into one relative to the tree's root; false: it lies outside.
func toTree(abs string) (string, bool) {
	abs = path.Clean("/" + abs)
	if abs == mount {
		return "", true
	}
	return strings.CutPrefix(abs, mount+"/")
}

// fromTree is the inverse of toTree.
func fromTree(inTree string) string { return path.Join(mount, inTree) }

// within resolves a relative reference found in dir; false: it is absolute or leaves the tree.
func within(dir, reference string) (string, bool) {
	if path.IsAbs(reference) {
		return "", false
	}
	joined := path.Join(dir, reference)
	if joined == ".." || strings.HasPrefix(joined, "../") {
		return "", false
	}
	if joined == "." {
		return "", true
	}
	return joined, true
}

// askable tells whether a clean path may be put to the daemon; Git knows no others, so a path that
// is not askable is simply not there.
func askable(inTree string) bool {
	return len(inTree) <= 4096 && utf8.ValidString(inTree) && !strings.ContainsAny(inTree, "\x00\\")
}

func isBelow(inTree, dir string) bool {
	return dir == "" && inTree != "" || strings.HasPrefix(inTree, dir+"/")
}

func parent(inTree string) string {
	dir := path.Dir(inTree)
	if dir == "." {
		return ""
	}
	return dir
}

// shown names a path for people.
func shown(inTree string) string {
	if inTree == "" {
		return "."
	}
	return inTree
}

func base(inTree string) string { return path.Base(inTree) }
