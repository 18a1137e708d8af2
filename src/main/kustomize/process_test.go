package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var buildOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "kustomize-worker-test-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "kustomize-worker")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return binary, nil
})

// process is the packaged worker with the daemon's end of the pipes.
type process struct {
	t      testing.TB
	cmd    *exec.Cmd
	pipe   *frames
	stdin  io.WriteCloser
	hello  hello
	stderr *bytes.Buffer
}

func started(t testing.TB, args ...string) *process {
	t.Helper()
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = []string{}
	cmd.Dir = t.TempDir()
	p := &process{t: t, cmd: cmd, stderr: &bytes.Buffer{}}
	cmd.Stderr = p.stderr
	p.stdin, err = cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.stdin.Close(); cmd.Process.Kill(); cmd.Wait() })
	p.pipe = newFrames(stdout, p.stdin)
	if _, err := p.pipe.read(&p.hello); err != nil {
		t.Fatal(err, p.stderr.String())
	}
	return p
}

type resultFrame struct {
	result
	yaml, json string
}

// render plays the daemon for one render. io.EOF: the worker died.
func (p *process) render(files source, r request) (resultFrame, error) {
	r.Type = typeRender
	if err := p.pipe.write(r); err != nil {
		return resultFrame{}, err
	}
	for {
		var raw json.RawMessage
		body, err := p.pipe.read(&raw)
		if err != nil {
			return resultFrame{}, err
		}
		var q question
		if err := json.Unmarshal(raw, &q); err != nil {
			p.t.Fatal(err)
		}
		switch q.Type {
		case "get":
			a, _ := files.get(q.Path, q.MaxBytes)
			err = p.pipe.write(a, a.body)
		case "list":
			a, _ := files.list(q.Path)
			err = p.pipe.write(a)
		case "result":
			var done resultFrame
			if err := json.Unmarshal(raw, &done.result); err != nil {
				p.t.Fatal(err)
			}
			done.yaml, done.json = string(body[:done.YAMLBytes]), string(body[done.YAMLBytes:])
			return done, nil
		default:
			p.t.Fatalf("unknown frame %s", raw)
		}
		if err != nil {
			return resultFrame{}, err
		}
	}
}

func (p *process) exit() int {
	done := make(chan struct{})
	go func() { p.cmd.Wait(); close(done) }()
	select {
	case <-done:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(20 * time.Second):
		p.t.Fatal("the worker does not end")
		return -1
	}
}

func TestTheWorkerGreetsRendersAndLeaves(t *testing.T) {
	p := started(t)
	if p.hello.Protocol != 1 || p.hello.EngineVersion != "v0.21.2" || p.hello.Box.Missing == nil {
		t.Errorf("hello: %+v", p.hello)
	}
	files := loaded(t, filepath.Join(cases, "base-and-overlay"))
	for _, outputs := range [][]string{{"yaml"}, {"json"}, {"yaml", "json"}} {
		done, err := p.render(files, request{Render: "1", Path: "overlay", Outputs: outputs})
		if err != nil {
			t.Fatal(err, p.stderr)
		}
		if done.Status != "ok" || len(done.yaml) != done.YAMLBytes || len(done.json) != done.JSONBytes {
			t.Errorf("result: %+v", done.result)
		}
		wantYAML := outputs[0] == "yaml"
		if wantYAML != (done.yaml == files["expected.yaml"]) {
			t.Errorf("%v: %s", outputs, done.yaml)
		}
		if done.Render != "1" || done.Schema != "default" || len(done.Closure) == 0 || len(done.Objects) != 3 {
			t.Errorf("result: %+v", done.result)
		}
	}
	p.stdin.Close()
	if code := p.exit(); code != exitClosed {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

func TestFilesOfTheTreeAreAskedForOnce(t *testing.T) {
	p := started(t)
	counting := &counting{memory: loaded(t, filepath.Join(cases, "nested-bases")), asked: map[string]int{}}
	if done, err := p.render(counting, request{Render: "1", Path: "overlay"}); err != nil || done.Status != "ok" {
		t.Fatal(err, done.Error)
	}
	for path, times := range counting.asked {
		if times != 1 {
			t.Errorf("%s was asked for %d times", path, times)
		}
	}
}

type counting struct {
	memory
	asked map[string]int
}

func (c *counting) get(inTree string, maxBytes int64) (answer, error) {
	c.asked[inTree]++
	return c.memory.get(inTree, maxBytes)
}

func TestBrokenProtocolEndsTheWorker(t *testing.T) {
	for name, talk := range map[string]func(p *process){
		"length":   func(p *process) { p.stdin.Write([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}) },
		"header":   func(p *process) { p.stdin.Write([]byte{0, 0, 0, 6, 0, 0, 0, 9, 'x', 'y'}) },
		"json":     func(p *process) { p.stdin.Write([]byte{0, 0, 0, 6, 0, 0, 0, 2, 'x', 'y'}) },
		"type":     func(p *process) { p.pipe.write(map[string]string{"type": "dance"}) },
		"path":     func(p *process) { p.pipe.write(request{Type: typeRender, Path: "../x"}) },
		"absolute": func(p *process) { p.pipe.write(request{Type: typeRender, Path: "/etc"}) },
		"output":   func(p *process) { p.pipe.write(request{Type: typeRender, Outputs: []string{"toml"}}) },
		"answer": func(p *process) {
			p.pipe.write(request{Type: typeRender, Path: "a"})
			p.pipe.write(answer{Type: typeFile, Path: "b", Kind: kindAbsent})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := started(t)
			talk(p)
			if code := p.exit(); code != exitProtocol || !strings.Contains(p.stderr.String(), "protocol error") {
				t.Errorf("exit code %d: %s", code, p.stderr)
			}
		})
	}
}

func TestClosingThePipeInTheMiddleOfARenderEndsTheWorker(t *testing.T) {
	p := started(t)
	p.pipe.write(request{Type: typeRender, Path: "a"})
	p.stdin.Close()
	if code := p.exit(); code != exitClosed {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
}

func TestAnAnswerOfFailedEndsTheRenderOnly(t *testing.T) {
	p := started(t)
	done, err := p.render(failing{}, request{Render: "1", Path: "a"})
	if err != nil || done.Error == nil || done.Error.Reason != "SourceFailed" || done.Error.Message != "object 12 is missing" {
		t.Fatalf("%v %+v", err, done.Error)
	}
	if done, err := p.render(loaded(t, filepath.Join(cases, "labels")), request{Path: "overlay"}); err != nil || done.Status != "ok" {
		t.Fatal(err, done.Error)
	}
}

type failing struct{}

func (failing) get(inTree string, _ int64) (answer, error) {
	return answer{Type: typeFailed, Path: inTree, Message: "object 12 is missing"}, nil
}

func (failing) list(inTree string) (answer, error) { return failing{}.get(inTree, 0) }
