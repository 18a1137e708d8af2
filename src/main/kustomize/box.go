package main

import (
	"os"
	"runtime/debug"
)

const maxStackBytes = 64 << 20

// shutIn puts up the walls between kustomize and the machine. After it the process can compute and
// use the pipes it has, and, where the platform allows, nothing else.
func shutIn(memory int64) (walls, error) {
	cutNetwork()
	os.Clearenv()
	debug.SetMaxStack(maxStackBytes)
	// The soft limit makes the collector work harder before the hard one ends the process.
	debug.SetMemoryLimit(memory / 4 * 3)
	return platformWalls(memory)
}
