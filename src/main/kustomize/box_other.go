//go:build !linux || !(amd64 || arm64)

package main

func platformWalls(int64) (walls, error) {
	return walls{Missing: []string{
		"no system call filter on this platform",
		"no hard memory limit on this platform, only the garbage collector's soft one",
	}}, nil
}
