package main

import (
	"runtime"
	"runtime/debug"
	_ "unsafe" // for the link name below

	_ "sigs.k8s.io/kustomize/api/provenance"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// cliVersion is the release of the kustomize command that is built from the same library;
// src/test/kustomize compares the output of both.
const cliVersion = "v5.8.2"

// libraryVersion is the variable that a release of the command sets with the linker. It shows in the
// label of buildMetadata: [managedByLabel], so without it the output would not be the command's.
//
//go:linkname libraryVersion sigs.k8s.io/kustomize/api/provenance.version
var libraryVersion string

func init() { libraryVersion = "kustomize/" + cliVersion }

const engineModule = "sigs.k8s.io/kustomize/api"

func greeting(box walls) hello {
	return hello{
		Type: "hello", Protocol: protocolVersion, Engine: "kustomize",
		EngineVersion: moduleVersion(engineModule), CliVersion: cliVersion,
		Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, Box: box,
	}
}

// moduleVersion is the version of a module that this program was built with.
func moduleVersion(path string) string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, module := range build.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return "unknown"
}

// warmUp renders something small, so that the OpenAPI schema is parsed before the first request.
func warmUp() {
	files := filesys.MakeFsInMemory()
	for name, content := range map[string]string{
		"kustomization.yaml": "resources: [d.yaml]\npatches: [{path: p.yaml}]\n",
		"d.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n" +
			"spec: {template: {spec: {containers: [{name: c, image: i}]}}}\n",
		"p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n" +
			"spec: {template: {spec: {containers: [{name: c, tty: true}]}}}\n",
	} {
		if err := files.WriteFile(fromTree(name), []byte(content)); err != nil {
			panic(err) // memory does not fail to write
		}
	}
	if _, err := runEngine(files, ""); err != nil {
		panic(err) // the engine is broken if it cannot render this
	}
}
