// Command kustomize-worker renders kustomizations for a daemon that starts it as a child process.
// README.md describes the conversation and the box that the worker shuts itself into.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
)

const (
	exitClosed   = 0
	exitFailed   = 1
	exitProtocol = 3
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("kustomize-worker: ")
	memory := flag.Int64("memory", 512<<20, "limit of the data segment in bytes")
	version := flag.Bool("version", false, "print the versions as JSON and exit")
	flag.Parse()
	if *version {
		line, err := json.Marshal(greeting(walls{Missing: []string{}}))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(line))
		return
	}
	warmUp()
	box, err := shutIn(*memory)
	if err != nil {
		log.Printf("cannot put up the box: %v", err)
		os.Exit(exitFailed)
	}
	os.Exit(serve(newFrames(os.Stdin, os.Stdout), greeting(box)))
}

// serve answers renders until the daemon closes the pipe.
func serve(pipe *frames, first hello) (exit int) {
	defer func() {
		if fault := recover(); fault != nil {
			gone, ok := fault.(lost)
			if !ok {
				panic(fault)
			}
			exit = parting(gone.err)
		}
	}()
	if err := pipe.write(first); err != nil {
		return parting(err)
	}
	for {
		var r request
		if _, err := pipe.read(&r); err != nil {
			return parting(err)
		}
		if err := wellFormed(r); err != nil {
			return parting(err)
		}
		daemon := &peer{frames: pipe, render: r.Render}
		done := render(r, daemon)
		done.Micros.Waiting = daemon.waiting.Microseconds()
		if err := pipe.write(done, done.yaml, done.json); err != nil {
			return parting(err)
		}
		if done.Exiting {
			return exitFailed
		}
	}
}

func wellFormed(r request) error {
	if r.Type != typeRender {
		return fmt.Errorf("%w: a %q frame instead of a render", errProtocol, r.Type)
	}
	if clean, inside := within("", r.Path); !inside || clean != r.Path || !askable(r.Path) {
		return fmt.Errorf("%w: the path of render %q is not clean", errProtocol, r.Render)
	}
	for _, output := range r.Outputs {
		if output != outputYAML && output != outputJSON {
			return fmt.Errorf("%w: unknown output %q", errProtocol, output)
		}
	}
	return nil
}

func parting(err error) int {
	if errors.Is(err, io.EOF) {
		return exitClosed
	}
	log.Print(err)
	if errors.Is(err, errProtocol) {
		return exitProtocol
	}
	return exitFailed
}
