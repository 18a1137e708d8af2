package main

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// root is the content of a document, aliases followed; nil for an empty one.
func root(document *yaml.Node) *yaml.Node {
	if document != nil && document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		document = document.Content[0]
	}
	return follow(document)
}

func follow(node *yaml.Node) *yaml.Node {
	for node != nil && node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}

// field finds a key of a mapping without regard to case, as kustomize does; merge keys included.
func field(mapping *yaml.Node, name string) (key, value *yaml.Node) {
	mapping = follow(mapping)
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if strings.EqualFold(mapping.Content[i].Value, name) {
			return mapping.Content[i], follow(mapping.Content[i+1])
		}
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Tag != "!!merge" {
			continue
		}
		merged := follow(mapping.Content[i+1])
		if key, value := field(merged, name); key != nil {
			return key, value
		}
		for _, one := range items(merged) {
			if key, value := field(one, name); key != nil {
				return key, value
			}
		}
	}
	return nil, nil
}

// items are the elements of a sequence; none for anything else.
func items(node *yaml.Node) []*yaml.Node {
	node = follow(node)
	if node == nil || node.Kind != yaml.SequenceNode {
		return nil
	}
	return node.Content
}

// text is the value of a scalar field, empty where there is none.
func text(mapping *yaml.Node, path ...string) string {
	node := mapping
	for _, name := range path {
		_, node = field(node, name)
	}
	if node == nil || node.Kind != yaml.ScalarNode {
		return ""
	}
	return node.Value
}

var step = regexp.MustCompile(`([^.\[\]]+)|\[(\d+)\]`)

// lineOf finds the line of a field such as patches[0].path, or of the nearest parent that is there.
func lineOf(node *yaml.Node, path string) int {
	line := 0
	for _, part := range step.FindAllStringSubmatch(path, -1) {
		if part[2] != "" {
			index, _ := strconv.Atoi(part[2])
			elements := items(node)
			if index >= len(elements) {
				return line
			}
			line, node = elements[index].Line, follow(elements[index])
			continue
		}
		key, value := field(node, part[1])
		if key == nil {
			return line
		}
		line, node = key.Line, value
	}
	return line
}

// findKey is the line of the first key of that name anywhere below node, 0 if there is none.
func findKey(node *yaml.Node, name string) int {
	if node == nil || node.Kind == yaml.AliasNode {
		return 0
	}
	if node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == name {
				return node.Content[i].Line
			}
		}
	}
	for _, child := range node.Content {
		if line := findKey(child, name); line > 0 {
			return line
		}
	}
	return 0
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// parserComplaint takes the line and the words out of an error of the YAML library. The library's
// words name tokens and anchors, never values.
func parserComplaint(err error) (line int, words string) {
	words = strings.TrimPrefix(err.Error(), "yaml: ")
	if found := yamlLine.FindStringSubmatchIndex(words); found != nil {
		line, _ = strconv.Atoi(words[found[2]:found[3]])
		words = words[found[1]:]
	}
	words, _, _ = strings.Cut(words, "\n")
	return line, words
}
