package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resource"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	k8syaml "sigs.k8s.io/yaml"
)

// onePerLine writes the array as the expected files have it.
func onePerLine(t *testing.T, array []byte) []byte {
	t.Helper()
	var objects []json.RawMessage
	if err := json.Unmarshal(array, &objects); err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(objects))
	for i, object := range objects {
		lines[i] = canonical(t, object)
	}
	return []byte("[\n" + strings.Join(lines, ",\n") + "\n]\n")
}

// canonical undoes the escapes for HTML; numbers keep their digits.
func canonical(t *testing.T, content []byte) string {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, content)
	}
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(plain.String())
}

// walked and byLibrary are the two ways from an object to JSON that must agree.
func walked(r *resource.Resource) (string, error) {
	w := &jsonWriter{scalars: map[scalar][]byte{}}
	err := w.object(&r.RNode, r.AsYAML)
	return strings.TrimSuffix(strings.TrimPrefix(string(w.array()), "["), "]"), err
}

func byLibrary(r *resource.Resource) (string, error) {
	text, err := r.AsYAML()
	if err != nil {
		return "", err
	}
	content, err := k8syaml.YAMLToJSON(text)
	return string(content), err
}

func parsed(t *testing.T, text string) *resource.Resource {
	t.Helper()
	r, err := provider.NewDefaultDepProvider().GetResourceFactory().FromBytes([]byte(text))
	if err != nil {
		t.Fatal("kustomize does not read it: ", err)
	}
	return r
}

func agree(t *testing.T, r *resource.Resource, what string) {
	t.Helper()
	want, wantErr := byLibrary(r)
	got, gotErr := walked(r)
	if (wantErr == nil) != (gotErr == nil) {
		t.Fatalf("%s: the libraries say %v, the walker %v", what, wantErr, gotErr)
	}
	if wantErr != nil {
		return
	}
	// Key order and numbers are compared as bytes; escapes of strings by value.
	if a, b := canonical(t, []byte(got)), canonical(t, []byte(want)); a != b {
		t.Fatalf("%s:\nwalker    %s\nlibraries %s", what, a, b)
	}
}

const thing = "apiVersion: v1\nkind: Thing\nmetadata: {name: t}\n"

func TestOddScalarsAgree(t *testing.T) {
	for _, text := range []string{
		"1", "-1", "+1", "0", "-0", "007", "0o7", "0x1F", "0b11", "1_000", "1e3", "1E+3", ".5", "5.", "1.0", "-1.50",
		"9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e309", "-1e309",
		".inf", "-.Inf", ".nan", "true", "True", "yes", "on", "y", "null", "~", "", "2001-12-14", "2001-12-14T21:59:43Z",
		"2001-12-14t21:59:43.10-05:00", "12:30", "1:2:3", "!!str 1", "!!int 1", "!!float 1", "!!bool yes", "!!binary YQ==",
		"!custom x", "! 12", "\"1\"", "'on'", "a\tb", "\"a\\tb\"", "\"\\r\\n\"", "\"\\u0085\"", "\"\\u2028\"", "\"\\x7f\"", "\"\\0\"",
		"<<", "=", "\"=\"", "0.1e-6", "123456789.123456789", "1e21", "1e-7", "100000000000000000000",
		"[1, {a: ~}]", "{on: 1, no: 2}", "{1: a}", "{true: a}", "{~: a}", "{1.5: a}", "{? [a] : b}", "{a: 1, a: 2}",
		"{<<: {a: 1}, b: 2}", "{<<: [{a: 1}, {a: 2, c: 3}], b: 2}", "{\"<<\": 1}", "{b: 1, a: 2, B: 3, ä: 4, \"\": 5}",
		"|\n  a\n  b\n", "|-\n  a\n   b\n", "|+\n  a\n\n", ">\n  a\n  b\n\n  c\n", "|2\n    a\n", "|\n  a \n  b\n", "|\n\n  a\n",
		"&x {a: 1}", "[&x a, *x]", "\n  - a\n  - b", "\"<&>\"", "2001-1-1", "0777", "0o9", "08", "1__0", "_1", "0x", "1e", "+.5", "-.5e1",
	} {
		t.Run(text, func(t *testing.T) {
			agree(t, parsed(t, thing+"v: "+text+"\n"), text)
			agree(t, parsed(t, thing+"list:\n- "+text+"\n"), text)
			if !strings.Contains(text, "\n") && !strings.Contains(text, "\t\"") && text != "a\tb" {
				agree(t, parsed(t, thing+"data: {a: "+text+"}\n"), text)
			}
		})
	}
}

// Nodes that transformers make have tags and styles that no parser gives.
func TestSetScalarsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", "B", "0", "1", "9", ".", "-", "+", ":", "e", "x", "o", "_", " ", "\n", "\t", "'", "\"", "\\", "{", "]",
		",", "#", "&", "*", "!", "|", ">", "%", "@", "`", "~", "=", "<", "yes", "no", "null", "true", "2001-12-14", "T", "ä", "日", "😀",
		"\u2028", "\u0085", "\ufeff", "\r", "\x01"}
	for i := range 10000 {
		value := ""
		for range random.IntN(7) {
			value += alphabet[random.IntN(len(alphabet))]
		}
		r := parsed(t, thing+"data: {k: v}\n")
		styles := []string{"", "'", "\"", "|", ">"}
		style := styles[random.IntN(len(styles))]
		data, err := r.Pipe(lookup("data", "k"))
		if err != nil {
			t.Fatal(err)
		}
		node := data.YNode()
		node.Value, node.Tag, node.Style = value, []string{"!!str", ""}[random.IntN(2)], styleOf(style)
		agree(t, r, fmt.Sprintf("%d: %q in style %q", i, value, style))
	}
}

func lookup(path ...string) kyaml.PathGetter { return kyaml.PathGetter{Path: path} }

func styleOf(mark string) yaml.Style {
	return map[string]yaml.Style{
		"": 0, "'": yaml.SingleQuotedStyle, "\"": yaml.DoubleQuotedStyle, "|": yaml.LiteralStyle, ">": yaml.FoldedStyle,
	}[mark]
}
