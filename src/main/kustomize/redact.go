package main

import (
	"regexp"
	"strings"
)

const (
	maxMessage = 400
	hidden     = "[hidden]"
	// minSecret spares words that are too short to be secrets and would garble the message.
	minSecret = 6
)

var (
	quoted   = regexp.MustCompile("`[^`]*`?")
	nested   = regexp.MustCompile(`accumulati(?:on err='|ng resources(?: from '[^']*')?: )`)
	dumped   = regexp.MustCompile(`(?:map\[|&\{|\{|\[\{)[^\n]*`)
	blanks   = regexp.MustCompile(`\s+`)
	wordlike = regexp.MustCompile(`[^\s'"=:,;]{4,}`)
)

// cleaned makes one line of kustomize's own text that holds no content of a file: kustomize quotes
// whole patches and configurations in its errors. What is left is checked against all secrets that
// the render has read.
func cleaned(said string, s *scanner) string {
	ids := objectID.FindAllString(said, 3)
	said = quoted.ReplaceAllString(said, "…")
	said, _, _ = strings.Cut(strings.TrimSpace(said), "\n")
	said = nested.ReplaceAllString(said, "")
	said = dumped.ReplaceAllString(said, "…")
	said = mountedInText.ReplaceAllString(said, "")
	said = strings.TrimSpace(blanks.ReplaceAllString(said, " "))
	for _, id := range ids {
		if !strings.Contains(said, id) {
			said += " (" + id + ")"
		}
	}
	said = s.withoutSecrets(said)
	if len(said) > maxMessage {
		said = strings.ToValidUTF8(said[:maxMessage], "") + "…"
	}
	return said
}

// withoutSecrets blanks every word that is a secret value, or a part of one.
func (s *scanner) withoutSecrets(said string) string {
	secrets := s.secretText()
	if secrets == "" {
		return said
	}
	for line := range strings.Lines(secrets) {
		for _, value := range append(wordlike.FindAllString(line, -1), strings.TrimSpace(line)) {
			if len(value) >= minSecret {
				said = strings.ReplaceAll(said, value, hidden)
			}
		}
	}
	return wordlike.ReplaceAllStringFunc(said, func(word string) string {
		if strings.Contains(secrets, word) {
			return hidden
		}
		return word
	})
}

// secretText is all that the files of the render keep secret, in one string.
func (s *scanner) secretText() string {
	var all strings.Builder
	for _, literal := range s.literals {
		_, value, _ := strings.Cut(literal, "=")
		all.WriteString(value + "\n")
	}
	for _, secret := range s.secrets {
		for _, name := range []string{"data", "stringData"} {
			_, values := field(secret, name)
			collect(&all, values)
		}
	}
	for _, content := range s.secretFiles {
		all.Write(content)
	}
	return all.String()
}

func collect(into *strings.Builder, value *node) {
	if value == nil {
		return
	}
	for i := 1; i < len(value.Content); i += 2 {
		into.WriteString(follow(value.Content[i]).Value + "\n")
	}
}
