package main

import (
	"regexp"
	"strings"
)

const (
	maxMessage = 400
	// minWord spares words that are too short to tell anything.
	minWord = 4
)

var (
	nested = regexp.MustCompile(`accumulati(?:on err='|ng resources(?: from '[^']*')?: )`)
	blanks = regexp.MustCompile(`\s+`)
	word   = regexp.MustCompile("[^\\s'\"`=:,;()\\[\\]{}]+")
	common = regexp.MustCompile(`^(kustomize|kustomization|resources?|unable|trouble|failed|invalid|missing|expected|` +
		`cannot|couldn.t|must|should|have|specify|found|find|file|files|field|with|from|under|that|this|value|` +
		`target|name|kind|namespace|object|data|yaml|json|type|error|line|apiVersion|unsupported|decode|` +
		`mapping|values|allowed|context|content|node|character|indicator|token|start|document|block|scalar|` +
		`sequence|entry|indentation|space|unknown|anchor|referenced|already|defined)$`)
)

// cleaned makes one line of somebody else's error text that holds no content of a file: every word
// that stands in a file of the render is left out, but for the most common ones.
func (s *scanner) cleaned(said string) string {
	said = nested.ReplaceAllString(strings.TrimSpace(said), "")
	said, _, _ = strings.Cut(said, "\n")
	said = strings.ReplaceAll(said, mount+"/", "")
	said = word.ReplaceAllStringFunc(said, func(w string) string {
		_, path := s.refs[w]
		if len(w) < minWord || path || common.MatchString(w) || !s.inAFile(w) {
			return w
		}
		return "…"
	})
	said = strings.TrimSpace(blanks.ReplaceAllString(said, " "))
	if len(said) > maxMessage {
		said = strings.ToValidUTF8(said[:maxMessage], "") + "…"
	}
	return said
}

// inAFile tells whether a file that was read contains the word.
func (s *scanner) inAFile(w string) bool {
	for _, content := range s.contents {
		if strings.Contains(string(content), w) {
			return true
		}
	}
	return false
}
