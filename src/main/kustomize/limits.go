package main

// limits are the caps of one render; 0 stands for the default.
type limits struct {
	InputBytes  int64 `json:"inputBytes"`
	Files       int   `json:"files"`
	Reads       int   `json:"reads"`
	OutputBytes int   `json:"outputBytes"`
	Objects     int   `json:"objects"`
	Depth       int   `json:"depth"`
	AliasNodes  int   `json:"aliasNodes"`
	YAMLLines   int   `json:"yamlLines"`
}

func (l limits) withDefaults() limits {
	return limits{
		InputBytes:  orElse(l.InputBytes, 16<<20),
		Files:       orElse(l.Files, 2000),
		Reads:       orElse(l.Reads, 20000),
		OutputBytes: orElse(l.OutputBytes, 32<<20),
		Objects:     orElse(l.Objects, 5000),
		Depth:       orElse(l.Depth, 100),
		AliasNodes:  orElse(l.AliasNodes, 100000),
		YAMLLines:   orElse(l.YAMLLines, 500000),
	}
}

func orElse[N int | int64](value, fallback N) N {
	if value <= 0 {
		return fallback
	}
	return value
}
