package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// fileSystem is the tree as kustomize wants to see it: read-only, and every file passes the scanner
// before kustomize gets to see a byte of it.
type fileSystem struct {
	tree    *tree
	scanner *scanner
	// made are files that exist for kustomize only: the kustomization of a plain directory.
	made  map[string][]byte
	reads int
}

var _ filesys.FileSystem = (*fileSystem)(nil)

var errReadOnly = errors.New("the tree is read-only")

// notThere carries the path in a form that survives kustomize's wrapping of errors in text; explain
// finds it there.
type notThere struct{ inTree string }

func (e notThere) Error() string { return "absent<" + e.inTree + ">" }
func (e notThere) Unwrap() error { return fs.ErrNotExist }

// outside answers for a path that kustomize reached by climbing out of the tree.
func (f *fileSystem) outside() error {
	return f.tree.refuse(place{}.problem("PathLeavesTree",
		"Refer to files inside of the repository only, by relative paths.",
		"a path leads out of the repository"))
}

// CleanedAbs follows links; kustomize decides by its answer whether the file may be loaded.
func (f *fileSystem) CleanedAbs(abs string) (filesys.ConfirmedDir, string, error) {
	asked, inside := toTree(abs)
	if !inside {
		return "", "", f.outside()
	}
	if _, own := f.made[asked]; own {
		return filesys.ConfirmedDir(fromTree(parent(asked))), path.Base(asked), nil
	}
	real, a, trouble := f.tree.look(asked)
	if trouble != nil {
		return "", "", trouble
	}
	f.scanner.same(asked, real)
	switch a.Kind {
	case kindDir:
		return filesys.ConfirmedDir(fromTree(real)), "", nil
	case kindFile:
		return filesys.ConfirmedDir(fromTree(parent(real))), path.Base(real), nil
	default:
		return "", "", notThere{asked}
	}
}

// ReadFile returns the bytes of a file after the scanner has passed them.
func (f *fileSystem) ReadFile(abs string) ([]byte, error) {
	asked, inside := toTree(abs)
	if !inside {
		return nil, f.outside()
	}
	f.reads++
	if f.reads > f.tree.limits.Reads {
		return nil, f.tree.refuse(place{file: asked}.problem("TooManyReads",
			"Look for a base that is included several times by the bases above it.",
			"files are read more than %d times in this render", f.tree.limits.Reads))
	}
	if content, own := f.made[asked]; own {
		return content, f.scanner.pass(asked, content)
	}
	real, a, trouble := f.tree.look(asked)
	if trouble != nil {
		return nil, trouble
	}
	if a.Kind != kindFile {
		return nil, notThere{asked}
	}
	f.scanner.same(asked, real)
	if err := f.scanner.pass(real, a.body); err != nil {
		return nil, err
	}
	// A copy: kustomize must not be able to change what the next read returns.
	return append([]byte(nil), a.body...), nil
}

func (f *fileSystem) kind(abs string) string {
	asked, inside := toTree(abs)
	if !inside {
		return kindAbsent
	}
	if _, own := f.made[asked]; own {
		return kindFile
	}
	_, a, trouble := f.tree.look(asked)
	if trouble != nil {
		return kindAbsent
	}
	return a.Kind
}

// IsDir tells whether a directory is at the path.
func (f *fileSystem) IsDir(abs string) bool { return f.kind(abs) == kindDir }

// Exists tells whether anything is at the path.
func (f *fileSystem) Exists(abs string) bool { return f.kind(abs) != kindAbsent }

// The rest is not used by a build. It fails rather than pretends.

func (f *fileSystem) Open(string) (filesys.File, error)    { return nil, errReadOnly }
func (f *fileSystem) ReadDir(string) ([]string, error)     { return nil, errReadOnly }
func (f *fileSystem) Glob(string) ([]string, error)        { return nil, errReadOnly }
func (f *fileSystem) Walk(string, filepath.WalkFunc) error { return errReadOnly }
func (f *fileSystem) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (f *fileSystem) Mkdir(string) error                   { return errReadOnly }
func (f *fileSystem) MkdirAll(string) error                { return errReadOnly }
func (f *fileSystem) RemoveAll(string) error               { return nil }
func (f *fileSystem) WriteFile(string, []byte) error       { return errReadOnly }
