package main

import (
	"fmt"
	"time"
)

// source answers what is in the tree. The daemon is one, over the pipe; tests bring their own.
type source interface {
	// get tells what is at a clean path; a file larger than maxBytes comes without its bytes.
	get(path string, maxBytes int64) (answer, error)
	// list tells the names in a directory.
	list(path string) (answer, error)
}

// peer is the daemon at the other end of the pipe, during one render.
type peer struct {
	frames  *frames
	render  string
	waiting time.Duration
}

func (p *peer) get(path string, maxBytes int64) (answer, error) {
	return p.ask(question{Type: "get", Render: p.render, Path: path, MaxBytes: maxBytes})
}

func (p *peer) list(path string) (answer, error) {
	return p.ask(question{Type: "list", Render: p.render, Path: path})
}

func (p *peer) ask(q question) (answer, error) {
	began := time.Now()
	defer func() { p.waiting += time.Since(began) }()
	if err := p.frames.write(q); err != nil {
		return answer{}, err
	}
	var a answer
	body, err := p.frames.read(&a)
	if err != nil {
		return answer{}, err
	}
	a.body = body
	return a, p.check(q, a)
}

func (p *peer) check(q question, a answer) error {
	switch {
	case a.Path != q.Path:
		return fmt.Errorf("%w: asked for %q, answered for %q", errProtocol, q.Path, a.Path)
	case a.Type == typeFailed, a.Type == typeEntries && q.Type == "list":
		return nil
	case a.Type != typeFile:
		return fmt.Errorf("%w: a %s is no answer to a %s", errProtocol, a.Type, q.Type)
	}
	switch a.Kind {
	case kindFile, kindLarge, kindDir, kindSubmodule, kindAbsent:
		return nil
	case kindSymlink:
		if a.At != q.Path && !isBelow(q.Path, a.At) {
			return fmt.Errorf("%w: the link %q is not on the way to %q", errProtocol, a.At, q.Path)
		}
		return nil
	default:
		return fmt.Errorf("%w: unknown kind %q", errProtocol, a.Kind)
	}
}
