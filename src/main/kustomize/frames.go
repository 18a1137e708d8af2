package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const maxFrameBytes = 256 << 20

// errProtocol marks faults of the other side that end the worker.
var errProtocol = errors.New("protocol error")

// frames reads and writes length-prefixed frames: a JSON header and raw bytes.
type frames struct {
	in  *bufio.Reader
	out *bufio.Writer
}

func newFrames(in io.Reader, out io.Writer) *frames {
	return &frames{in: bufio.NewReaderSize(in, 64<<10), out: bufio.NewWriterSize(out, 64<<10)}
}

// read decodes the header of the next frame into header and returns its body. io.EOF means that
// the other side closed the pipe between two frames.
func (f *frames) read(header any) ([]byte, error) {
	var sizes [8]byte
	if _, err := io.ReadFull(f.in, sizes[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("%w: a frame ends within its lengths", errProtocol)
	}
	frame := binary.BigEndian.Uint32(sizes[:4])
	head := binary.BigEndian.Uint32(sizes[4:])
	if frame > maxFrameBytes || frame < 4 || head > frame-4 {
		return nil, fmt.Errorf("%w: a frame of %d bytes with a header of %d", errProtocol, frame, head)
	}
	// Grown as bytes arrive, so that a wrong length alone costs no memory.
	content, err := io.ReadAll(io.LimitReader(f.in, int64(frame-4)))
	if err != nil || len(content) != int(frame-4) {
		return nil, fmt.Errorf("%w: a frame of %d bytes ends early", errProtocol, frame)
	}
	if err := json.Unmarshal(content[:head], header); err != nil {
		return nil, fmt.Errorf("%w: a header is not the JSON object that was expected", errProtocol)
	}
	return content[head:], nil
}

// write sends one frame; the body is the parts one after the other.
func (f *frames) write(header any, body ...[]byte) error {
	head, err := json.Marshal(header)
	if err != nil {
		return err
	}
	total := 4 + len(head)
	for _, part := range body {
		total += len(part)
	}
	if total > maxFrameBytes {
		return fmt.Errorf("a frame of %d bytes is more than %d", total, maxFrameBytes)
	}
	var sizes [8]byte
	binary.BigEndian.PutUint32(sizes[:4], uint32(total))
	binary.BigEndian.PutUint32(sizes[4:], uint32(len(head)))
	for _, part := range append([][]byte{sizes[:], head}, body...) {
		if _, err := f.out.Write(part); err != nil {
			return err
		}
	}
	return f.out.Flush()
}
