package main

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// guard refuses YAML that would blow up in kustomize, before kustomize reads it: documents that are
// nested or aliased beyond reason. Parsing into nodes does not write aliases out, so looking is cheap.
type guard struct {
	limits limits
	// added counts the nodes that aliases add when written out, over the whole render.
	added int
}

// parse reads all documents of content. A nil problem and a non-nil error mean that the content is
// not well-formed; the error then comes from the YAML library.
func (g *guard) parse(at place, content []byte) ([]*yaml.Node, error, *problem) {
	lines := bytes.Count(content, []byte{'\n'}) + bytes.Count(content, []byte{','})
	if lines > g.limits.YAMLLines {
		return nil, nil, at.problem("YamlTooLarge",
			"Split the file, or raise the limit.",
			"the YAML has more than %d lines or entries", g.limits.YAMLLines)
	}
	var documents []*yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents, nil, nil
		}
		if err != nil {
			return documents, err, nil
		}
		if trouble := g.weigh(at, &document); trouble != nil {
			return nil, nil, trouble
		}
		documents = append(documents, &document)
	}
}

// weight is what a node amounts to with its aliases written out.
type weight struct{ nodes, depth int }

// stringUnit is how many bytes of a scalar count as one more node: aliases of long strings are bombs too.
const stringUnit = 64

// maxWeight is where weights stop growing: bombs overflow integers.
const maxWeight = 1 << 30

type weighing struct {
	guard  *guard
	at     place
	known  map[*yaml.Node]weight
	opened map[*yaml.Node]bool
}

func (g *guard) weigh(at place, document *yaml.Node) *problem {
	w := &weighing{g, at, map[*yaml.Node]weight{}, map[*yaml.Node]bool{}}
	_, trouble := w.of(document, 0)
	return trouble
}

func (w *weighing) of(node *yaml.Node, depth int) (weight, *problem) {
	if depth > w.guard.limits.Depth+1 { // the document node is one level
		return weight{}, w.tooDeep(node)
	}
	if node.Kind == yaml.AliasNode {
		return w.alias(node, depth)
	}
	total := weight{nodes: 1 + len(node.Value)/stringUnit}
	w.opened[node] = true
	for _, child := range node.Content {
		part, trouble := w.of(child, depth+1)
		if trouble != nil {
			return weight{}, trouble
		}
		total.nodes = min(total.nodes+part.nodes, maxWeight)
		total.depth = max(total.depth, part.depth+1)
	}
	delete(w.opened, node)
	if node.Anchor != "" {
		w.known[node] = total
	}
	return total, nil
}

func (w *weighing) alias(node *yaml.Node, depth int) (weight, *problem) {
	if w.opened[node.Alias] {
		return weight{}, w.spot(node).problem("YamlAliasBomb",
			"Remove the alias that refers to the block it is in.",
			"a YAML alias refers to the block that it stands in")
	}
	target := w.known[node.Alias]
	w.guard.added = min(w.guard.added+target.nodes, maxWeight)
	if w.guard.added > w.guard.limits.AliasNodes {
		return weight{}, w.spot(node).problem("YamlAliasBomb",
			"Write the repeated parts out, or use fewer aliases.",
			"YAML aliases blow the files of this render up by more than %d nodes", w.guard.limits.AliasNodes)
	}
	if depth+target.depth > w.guard.limits.Depth+1 {
		return weight{}, w.tooDeep(node)
	}
	return target, nil
}

func (w *weighing) tooDeep(node *yaml.Node) *problem {
	return w.spot(node).problem("YamlTooDeep", "Flatten the document.",
		"the YAML is nested deeper than %d levels", w.guard.limits.Depth)
}

// spot is the node's place; within an inline string it is the place of the string.
func (w *weighing) spot(node *yaml.Node) place {
	if w.at.line == 0 {
		return place{file: w.at.file, line: node.Line, field: w.at.field}
	}
	return w.at
}
