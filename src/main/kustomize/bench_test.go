package main

import (
	"path/filepath"
	"testing"
)

// BenchmarkPackagedWorker is one render over the pipes, the questions for files included.
func BenchmarkPackagedWorker(b *testing.B) {
	for _, name := range []string{"nested-bases", "generators"} {
		files := loaded(b, filepath.Join(cases, name))
		b.Run(name, func(b *testing.B) {
			p := started(b)
			for b.Loop() {
				if done, err := p.render(files, request{Path: "overlay", Outputs: []string{outputJSON}}); err != nil || done.Status != "ok" {
					b.Fatal(err, done.Error)
				}
			}
		})
	}
}
