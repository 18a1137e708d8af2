package main

// The headers of the frames; README.md is their contract.

const protocolVersion = 1

// Types of frames that the daemon sends.
const (
	typeRender  = "render"
	typeFile    = "file"
	typeEntries = "entries"
	typeFailed  = "failed"
)

// Kinds of things at a path.
const (
	kindFile      = "file"
	kindLarge     = "large"
	kindDir       = "dir"
	kindSymlink   = "symlink"
	kindSubmodule = "submodule"
	kindAbsent    = "absent"
)

const (
	outputYAML = "yaml"
	outputJSON = "json"
)

// request is the header of a render frame.
type request struct {
	Type    string   `json:"type"`
	Render  string   `json:"render"`
	Path    string   `json:"path"`
	Outputs []string `json:"outputs"`
	Limits  limits   `json:"limits"`
}

// question asks the daemon about one path.
type question struct {
	Type     string `json:"type"`
	Render   string `json:"render"`
	Path     string `json:"path"`
	MaxBytes int64  `json:"maxBytes,omitempty"`
}

// answer is what the daemon says about one path: a file, entries or failed frame.
type answer struct {
	Type    string  `json:"type"`
	Path    string  `json:"path"`
	Kind    string  `json:"kind"`
	ID      string  `json:"id"`
	Size    int64   `json:"size"`
	At      string  `json:"at"`
	Target  string  `json:"target"`
	Message string  `json:"message"`
	Entries []entry `json:"entries"`

	body []byte
}

// entry is one name in a directory.
type entry struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// hello is the first frame of the worker.
type hello struct {
	Type          string `json:"type"`
	Protocol      int    `json:"protocol"`
	Engine        string `json:"engine"`
	EngineVersion string `json:"engineVersion"`
	CliVersion    string `json:"cliVersion"`
	Go            string `json:"go"`
	OS            string `json:"os"`
	Arch          string `json:"arch"`
	Box           walls  `json:"box"`
}

// walls says what shuts the worker in.
type walls struct {
	Seccomp     bool     `json:"seccomp"`
	MemoryBytes int64    `json:"memoryBytes"`
	Missing     []string `json:"missing"`
}

// result is the header of the worker's last frame of a render.
type result struct {
	Type      string         `json:"type"`
	Render    string         `json:"render"`
	Status    string         `json:"status"`
	Error     *problem       `json:"error,omitempty"`
	Exiting   bool           `json:"exiting,omitempty"`
	Plain     bool           `json:"plain,omitempty"`
	Schema    string         `json:"schema,omitempty"`
	YAMLBytes int            `json:"yamlBytes"`
	JSONBytes int            `json:"jsonBytes"`
	Objects   []origin       `json:"objects"`
	Closure   []closureEntry `json:"closure"`
	Warnings  []problem      `json:"warnings"`
	Micros    micros         `json:"micros"`

	yaml, json []byte
}

// origin says where an object of the output was declared; empty fields are not certain.
type origin struct {
	File          string `json:"file,omitempty"`
	Line          int    `json:"line,omitempty"`
	Kustomization string `json:"kustomization,omitempty"`
}

// closureEntry is one thing in the tree that the result depends on.
type closureEntry struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`
	ID     string `json:"id,omitempty"`
	Listed bool   `json:"listed,omitempty"`
}

// micros are wall times in microseconds.
type micros struct {
	Total   int64 `json:"total"`
	Waiting int64 `json:"waiting"`
	Engine  int64 `json:"engine"`
	Writing int64 `json:"writing"`
}
