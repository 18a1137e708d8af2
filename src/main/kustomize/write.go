package main

import (
	"bytes"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
)

// outputs collects what was asked for, object by object, so that the limit is noticed on the way.
type outputs struct {
	asYAML, asJSON bool
	limit          int
	yaml           bytes.Buffer
	json           jsonWriter
}

// write fills the outputs of the result.
func (j *job) write(into *result, objects resmap.ResMap) *problem {
	out := &outputs{
		asYAML: slices.Contains(j.request.Outputs, outputYAML),
		asJSON: slices.Contains(j.request.Outputs, outputJSON),
		limit:  j.caps.OutputBytes,
		json:   jsonWriter{scalars: map[scalar][]byte{}},
	}
	for i, r := range objects.Resources() {
		fits, err := out.add(r)
		if err != nil {
			return j.unwritable(r, j.scanner.origins(objects)[i], err)
		}
		if !fits {
			return place{file: j.request.Path}.problem("OutputTooLarge",
				"Split the directory into several targets, or raise the limit.",
				"the output is larger than %d bytes", out.limit)
		}
	}
	if out.asYAML {
		into.yaml = out.yaml.Bytes()
	}
	if out.asJSON {
		into.json = out.json.array()
	}
	into.YAMLBytes, into.JSONBytes = len(into.yaml), len(into.json)
	return nil
}

// add writes one object; false: it does not fit under the limit.
func (o *outputs) add(r *resource.Resource) (fits bool, err error) {
	if textBytes(r.YNode(), o.limit) > o.limit {
		return false, nil // without writing it first
	}
	if o.asYAML {
		text, err := r.AsYAML()
		if err != nil {
			return false, err
		}
		if o.yaml.Len() > 0 {
			o.yaml.WriteString("---\n")
		}
		o.yaml.Write(text)
	}
	if o.asJSON {
		if err := o.json.object(&r.RNode, r.AsYAML); err != nil {
			return false, err
		}
	}
	return max(o.yaml.Len(), o.json.out.Len()) <= o.limit, nil
}

func (j *job) unwritable(r *resource.Resource, from origin, err error) *problem {
	at := place{file: from.File, line: from.Line}
	if at.file == "" {
		at.file = j.request.Path
	}
	_, words := parserComplaint(err)
	if strings.Contains(words, "unsupported type: map[interface") {
		words = "a key is not a string"
	}
	return at.problem("InvalidObject",
		"Correct the object: look for duplicate keys, keys that are no strings, and control characters.",
		"%s %s cannot be written: %s", r.GetKind(), r.GetName(), j.scanner.cleaned(words))
}

// textBytes is the length of all texts below a node, and so a lower bound of what writing it takes.
// It stops counting above enough.
func textBytes(n *node, enough int) int {
	total := len(n.Value)
	for _, child := range n.Content {
		if total > enough {
			break
		}
		total += textBytes(child, enough-total)
	}
	return total
}
