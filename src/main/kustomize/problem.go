package main

import "fmt"

// problem is why a render ended, or a warning. Its texts are for people and never hold the content
// of a file: what a user committed by mistake must not travel into logs and pull requests.
type problem struct {
	Reason  string `json:"reason"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

func (p *problem) Error() string { return p.Reason + ": " + p.Message }

// place is a spot in a file; the zero value means that it is not known.
type place struct {
	file  string
	line  int
	field string
}

func (at place) problem(reason, remedy, format string, args ...any) *problem {
	return &problem{
		Reason: reason, File: at.file, Line: at.line, Field: at.field,
		Message: fmt.Sprintf(format, args...), Remedy: remedy,
	}
}
