package main

import (
	"log"
	"runtime/debug"
	"time"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
)

// engineOptions are those of `kustomize build` without flags.
func engineOptions() *krusty.Options {
	return &krusty.Options{
		Reorder:          krusty.ReorderOptionUnspecified, // legacy order, unless sortOptions says otherwise
		LoadRestrictions: types.LoadRestrictionsRootOnly,
		PluginConfig:     types.DisabledPluginConfig(),
	}
}

func runEngine(files filesys.FileSystem, dir string) (resmap.ResMap, error) {
	return krusty.MakeKustomizer(engineOptions()).Run(files, fromTree(dir))
}

// render does one request. It panics with lost when the daemon goes away.
func render(r request, from source) (answer result) {
	began := time.Now()
	job := newJob(r, from)
	defer func() {
		if fault := recover(); fault != nil {
			answer = job.panicked(fault)
		}
		if job.scanner.custom {
			// kustomize keeps a custom schema for all later renders of the process.
			openapi.ResetOpenAPI()
		}
		answer.Micros.Total = time.Since(began).Microseconds()
	}()
	return job.run()
}

// job is one render under way.
type job struct {
	request request
	caps    limits
	tree    *tree
	scanner *scanner
	files   *fileSystem
	plain   bool
	micros  micros
}

func newJob(r request, from source) *job {
	caps := r.Limits.withDefaults()
	t, s := newTree(from, caps), newScanner(caps)
	return &job{
		request: r, caps: caps, tree: t, scanner: s,
		files: &fileSystem{tree: t, scanner: s, made: map[string][]byte{}},
	}
}

func (j *job) run() result {
	if trouble := j.prepare(); trouble != nil {
		return j.failed(trouble)
	}
	began := time.Now()
	objects, err := runEngine(j.files, j.request.Path)
	j.micros.Engine = time.Since(began).Microseconds()
	switch {
	case j.tree.refused != nil:
		return j.failed(j.tree.refused)
	case j.scanner.refused != nil:
		return j.failed(j.scanner.refused)
	case err != nil:
		return j.failed(explain(err, j.scanner, j.request.Path))
	case objects.Size() > j.caps.Objects:
		return j.failed(tooManyObjects(j.request.Path, j.caps.Objects))
	}
	began = time.Now()
	done := j.result("ok")
	trouble := j.write(&done, objects)
	if trouble != nil {
		return j.failed(trouble)
	}
	done.Objects = j.scanner.origins(objects)
	done.Micros.Writing = time.Since(began).Microseconds()
	return done
}

// panicked answers for a fault of the engine. What it has left behind is unknown, so the worker ends
// after the answer.
func (j *job) panicked(fault any) result {
	if gone, ok := fault.(lost); ok {
		panic(gone)
	}
	// The value of the fault may quote a file; its type and the stack do not.
	log.Printf("render %q panicked: %T\n%s", j.request.Render, fault, debug.Stack())
	trouble := place{file: j.request.Path}.problem("WorkerPanicked",
		"Report this as a bug, with the overlay if you can share it.",
		"kustomize failed unexpectedly; the worker starts anew")
	if j.scanner.custom {
		trouble = j.scanner.schemaAt.problem("InvalidKustomization",
			"Correct the schema, or leave openapi out.", "kustomize cannot work with the OpenAPI schema")
	}
	answer := j.failed(trouble)
	answer.Exiting = true
	return answer
}

func (j *job) result(status string) result {
	schema := "default"
	if j.scanner.custom {
		schema = "custom"
	}
	return result{
		Type: "result", Render: j.request.Render, Status: status, Plain: j.plain, Schema: schema,
		Objects: []origin{}, Closure: j.tree.closureList(),
		Warnings: append([]problem{}, j.scanner.warnings...), Micros: j.micros,
	}
}

func (j *job) failed(p *problem) result {
	r := j.result("error")
	r.Error = p
	return r
}
