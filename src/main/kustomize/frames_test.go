package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFramesAreAsTheReadmeSays(t *testing.T) {
	var pipe bytes.Buffer
	f := newFrames(&pipe, &pipe)
	if err := f.write(map[string]string{"a": "b"}, []byte("body"), nil, []byte("!")); err != nil {
		t.Fatal(err)
	}
	want := "\x00\x00\x00\x12" + "\x00\x00\x00\x09" + `{"a":"b"}` + "body!"
	if pipe.String() != want {
		t.Fatalf("%q", pipe.String())
	}
	var header struct{ A string }
	body, err := f.read(&header)
	if err != nil || header.A != "b" || string(body) != "body!" {
		t.Errorf("%v %+v %q", err, header, body)
	}
	if _, err := f.read(&header); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

func TestTornFramesAreProtocolErrors(t *testing.T) {
	whole := "\x00\x00\x00\x12" + "\x00\x00\x00\x09" + `{"a":"b"}` + "body!"
	for cut := 1; cut < len(whole); cut++ {
		f := newFrames(strings.NewReader(whole[:cut]), io.Discard)
		var header map[string]string
		if _, err := f.read(&header); !errors.Is(err, errProtocol) {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x12\x00\x00\x00\x09{\"a\":\"b\"}body!"))
	f.Add([]byte("\xff\xff\xff\xff\x00\x00\x00\x09"))
	f.Fuzz(func(t *testing.T, content []byte) {
		pipe := newFrames(bytes.NewReader(content), io.Discard)
		for {
			var header map[string]any
			if _, err := pipe.read(&header); err != nil {
				return
			}
		}
	})
}
