package main

import (
	"reflect"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

var (
	unknownField = regexp.MustCompile(`unknown field "([^"]+)"`)
	wrongType    = regexp.MustCompile(`cannot unmarshal (\w+) into Go (?:struct field (\S+)|value) of type (\S+)`)
)

// wrongKustomization puts a decoder's complaint into the words of the file.
func wrongKustomization(at place, root *node, err error) *problem {
	if found := unknownField.FindStringSubmatch(err.Error()); found != nil {
		at.field, at.line = found[1], findKey(root, found[1])
		remedy := "Remove the field, or correct its name."
		if near := nearest(found[1], kustomizationFields()); near != "" {
			remedy = "Did you mean " + near + "?"
		}
		return at.problem("UnknownField", remedy, "kustomize knows no field %s here", found[1])
	}
	if found := wrongType.FindStringSubmatch(err.Error()); found != nil {
		_, path, _ := strings.Cut(found[2], ".")
		at.field, at.line = path, lineOf(root, path)
		if at.line == 0 {
			at.line = findKey(root, path[strings.LastIndex(path, ".")+1:])
		}
		return at.problem("InvalidKustomization", "Correct the value.",
			"the value is %s where kustomize expects %s", plainKind(found[1]), plainType(found[3]))
	}
	at.line, _ = parserComplaint(err)
	return at.problem("InvalidKustomization", "Correct the file.", "the file is not a kustomization")
}

func plainKind(jsonKind string) string {
	switch jsonKind {
	case "object":
		return "a mapping"
	case "array":
		return "a list"
	case "bool":
		return "true or false"
	}
	return "a " + jsonKind
}

func plainType(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "map["), strings.HasPrefix(goType, "types."):
		return "a mapping"
	case strings.HasPrefix(goType, "int"):
		return "a number"
	case goType == "bool":
		return "true or false"
	}
	return "a " + goType
}

func kustomizationFields() []string {
	var names []string
	k := reflect.TypeFor[types.Kustomization]()
	for i := range k.NumField() {
		name, _, _ := strings.Cut(k.Field(i).Tag.Get("json"), ",")
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// nearest is the known name with the fewest edits, if that is a third of the name at most.
func nearest(name string, known []string) string {
	best, fewest := "", len(name)/3+1
	for _, candidate := range known {
		if d := edits(strings.ToLower(name), strings.ToLower(candidate)); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// deprecated warns of fields that kustomize will drop.
func (s *kustomizationScan) deprecated(k *types.Kustomization) {
	for _, d := range []struct {
		field, instead string
		used           bool
	}{
		{"bases", "resources", k.Bases != nil},
		{"commonLabels", "labels", k.CommonLabels != nil},
		{"imageTags", "images", k.ImageTags != nil},
		{"patchesJson6902", "patches", k.PatchesJson6902 != nil},
		{"patchesStrategicMerge", "patches", k.PatchesStrategicMerge != nil},
		{"vars", "replacements", k.Vars != nil},
	} {
		if d.used {
			s.scanner.warnings = append(s.scanner.warnings, *s.at(d.field).problem("DeprecatedField", "",
				"%s is deprecated in kustomize; use %s", d.field, d.instead))
		}
	}
}
