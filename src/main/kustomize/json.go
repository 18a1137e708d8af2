package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	k8syaml "sigs.k8s.io/yaml"
)

// jsonWriter writes objects as JSON straight from kustomize's nodes, which is ten times faster than
// by way of YAML. Its values must be those that Kubernetes' reader takes from kustomize's YAML.
// So it writes only what is beyond doubt itself (plain strings, small integers, booleans) and leaves
// every other scalar, and every object with an odd key, to the libraries.
type jsonWriter struct {
	out bytes.Buffer
	// scalars remembers what the libraries made of a scalar.
	scalars map[scalar][]byte
	// flow is the depth of flow collections ([…] and {…}) around the node: encoders quote there what
	// they leave plain elsewhere.
	flow int
}

type scalar struct {
	value, tag string
	style      yaml.Style
	flow       bool
}

// errOdd says that an object needs the libraries as a whole.
var errOdd = fmt.Errorf("an odd key")

// array is all objects so far.
func (w *jsonWriter) array() []byte {
	if w.out.Len() == 0 {
		w.out.WriteByte('[')
	}
	w.out.WriteByte(']')
	return w.out.Bytes()
}

// object appends one object.
func (w *jsonWriter) object(r *kyaml.RNode, asYAML func() ([]byte, error)) error {
	if w.out.Len() == 0 {
		w.out.WriteByte('[')
	} else {
		w.out.WriteByte(',')
	}
	start := w.out.Len()
	w.flow = 0
	err := w.node(r.YNode())
	if err != errOdd {
		return err
	}
	w.out.Truncate(start)
	text, err := asYAML()
	if err != nil {
		return err
	}
	content, err := k8syaml.YAMLToJSON(text)
	if err != nil {
		return err
	}
	w.out.Write(content)
	return nil
}

func (w *jsonWriter) node(n *yaml.Node) error {
	if n.Anchor != "" {
		return errOdd
	}
	if n.Style&yaml.FlowStyle != 0 {
		w.flow++
		defer func() { w.flow-- }()
	}
	switch n.Kind {
	case yaml.MappingNode:
		return w.mapping(n)
	case yaml.SequenceNode:
		return w.sequence(n)
	case yaml.ScalarNode:
		return w.scalar(n)
	default:
		return errOdd
	}
}

func (w *jsonWriter) mapping(n *yaml.Node) error {
	if n.Tag != "" && n.Tag != kyaml.NodeTagMap {
		return errOdd
	}
	order := make([]int, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; key.Kind != yaml.ScalarNode || !isString(key) {
			return errOdd
		}
		order = append(order, i)
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(n.Content[a].Value, n.Content[b].Value) })
	w.out.WriteByte('{')
	for position, i := range order {
		if position > 0 {
			if n.Content[order[position-1]].Value == n.Content[i].Value {
				return errOdd
			}
			w.out.WriteByte(',')
		}
		w.string(n.Content[i].Value)
		w.out.WriteByte(':')
		if err := w.node(n.Content[i+1]); err != nil {
			return err
		}
	}
	w.out.WriteByte('}')
	return nil
}

func (w *jsonWriter) sequence(n *yaml.Node) error {
	if n.Tag != "" && n.Tag != kyaml.NodeTagSeq {
		return errOdd
	}
	w.out.WriteByte('[')
	for i, item := range n.Content {
		if i > 0 {
			w.out.WriteByte(',')
		}
		if err := w.node(item); err != nil {
			return err
		}
	}
	w.out.WriteByte(']')
	return nil
}

// smallInteger has the same digits in YAML and JSON and fits 64 bits.
var smallInteger = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)

func (w *jsonWriter) scalar(n *yaml.Node) error {
	switch {
	case isString(n):
		w.string(n.Value)
	case n.Style == 0 && n.Tag == kyaml.NodeTagInt && smallInteger.MatchString(n.Value),
		n.Style == 0 && n.Tag == kyaml.NodeTagBool && (n.Value == "true" || n.Value == "false"):
		w.out.WriteString(n.Value)
	default:
		content, err := w.byLibraries(n)
		if err != nil {
			return err
		}
		w.out.Write(content)
	}
	return nil
}

// byLibraries sends one scalar the way that kustomize and then Kubernetes would: node, YAML 1.2, JSON,
// YAML 1.1, JSON. What encoders make of line breaks depends on the indentation, so those are left to
// a pass over the whole object.
func (w *jsonWriter) byLibraries(n *yaml.Node) ([]byte, error) {
	if strings.Contains(n.Value, "\n") || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return nil, errOdd
	}
	key := scalar{n.Value, n.Tag, n.Style, w.flow > 0}
	if known, ok := w.scalars[key]; ok {
		return known, nil
	}
	bare := &yaml.Node{Kind: yaml.ScalarNode, Tag: n.Tag, Value: n.Value, Style: n.Style}
	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: kyaml.NodeTagString, Value: "v"}
	holding := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{name, bare}}
	if w.flow > 0 {
		holding.Style = yaml.FlowStyle
	}
	asJSON, err := kyaml.NewRNode(holding).MarshalJSON()
	if err != nil {
		return nil, err
	}
	asYAML, err := k8syaml.JSONToYAML(asJSON)
	if err != nil {
		return nil, err
	}
	read, err := k8syaml.YAMLToJSON(asYAML)
	if err != nil {
		return nil, err
	}
	var holder map[string]json.RawMessage
	if err := json.Unmarshal(read, &holder); err != nil {
		return nil, err
	}
	w.scalars[key] = holder["v"]
	return holder["v"], nil
}

// bareWord is text that no reader takes for anything but a string, unless it is one of literals.
var (
	bareWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)
	literals = regexp.MustCompile(`(?i)^(true|false|null|yes|no|on|off|y|n)$`)
)

// isString tells that a scalar is, without doubt, the string of its value: it was quoted, or has the
// string tag, for which the encoder adds quotes where a reader could take it for something else, or
// is a bare word (kustomize makes nodes without tags).
func isString(n *yaml.Node) bool {
	if n.Tag == "" && n.Anchor == "" && n.Style == 0 {
		return bareWord.MatchString(n.Value) && !literals.MatchString(n.Value)
	}
	if n.Tag != kyaml.NodeTagString || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || !utf8.ValidString(n.Value) {
		return false
	}
	for i, r := range n.Value {
		switch {
		case r == '\n':
			if !plainBreak(n.Value, i) || n.Style&yaml.FoldedStyle != 0 {
				return false
			}
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r >= 0xfffe:
			return false
		}
	}
	return true
}

// plainBreak tells that a line break follows text and is followed by text at the left margin, or ends
// the value. YAML encoders have their difficulties with all others.
func plainBreak(value string, at int) bool {
	if at == 0 || value[0] == ' ' || value[at-1] == '\n' || value[at-1] == ' ' {
		return false
	}
	return at == len(value)-1 || value[at+1] != ' ' || !strings.HasPrefix(value, " ")
}

const hexDigits = "0123456789abcdef"

// string writes a JSON string; control characters and the JSON syntax are escaped, nothing else.
func (w *jsonWriter) string(s string) {
	w.out.WriteByte('"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.out.WriteString(s[from:i])
		from = i + 1
		switch c {
		case '"', '\\':
			w.out.WriteByte('\\')
			w.out.WriteByte(c)
		case '\n':
			w.out.WriteString(`\n`)
		default:
			w.out.WriteString(`\u00`)
			w.out.WriteByte(hexDigits[c>>4])
			w.out.WriteByte(hexDigits[c&15])
		}
	}
	w.out.WriteString(s[from:])
	w.out.WriteByte('"')
}
