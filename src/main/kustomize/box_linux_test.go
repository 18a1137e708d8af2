//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// probeBox makes the test program shut itself in and try the walls; TestMain hands over to it.
const probeBox = "-probe-box"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == probeBox {
		probe()
		return
	}
	os.Exit(m.Run())
}

func probe() {
	box, err := shutIn(256 << 20)
	fmt.Println("box", box.Seccomp, err)
	fmt.Println("env", len(os.Environ()), os.Getenv("PATH") == "")
	report := func(name string, err error) { fmt.Println(name, errors.Is(err, unix.EPERM), err) }
	_, err = os.Open("/etc/hostname")
	report("open", err)
	report("create", os.WriteFile("created", nil, 0o600))
	_, err = os.Stat("/")
	report("stat", err)
	report("mkdir", os.Mkdir("made", 0o700))
	report("remove", os.Remove("made"))
	_, err = unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	report("socket", err)
	_, err = net.Dial("tcp", "127.0.0.1:1")
	report("dial", err)
	report("exec", unix.Exec("/bin/true", []string{"true"}, nil))
	report("start", exec.Command("/bin/true").Run())
	_, _, errno := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
	report("fork", errno)
	_, _, errno = unix.RawSyscall(unix.SYS_CLONE3, 0, 0, 0)
	fmt.Println("clone3", errno == unix.ENOSYS, errno)
	_, _, errno = unix.RawSyscall(unix.SYS_PTRACE, 0, 0, 0)
	report("ptrace", errno)
	_, _, errno = unix.RawSyscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)
	report("io_uring", errno)
	report("kill", unix.Kill(os.Getppid(), 0))
	report("tgkill", unix.Tgkill(os.Getppid(), os.Getppid(), 0))
	report("prlimit", unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: 1 << 40, Max: 1 << 40}))
	_, err = unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE)
	report("code", err)
	_, err = unix.MemfdCreate("m", 0)
	report("memfd", err)
	_, err = http.Get("http://127.0.0.1:1/")
	fmt.Println("http", errors.Is(err, errNoNetwork), err)
	threads()
}

// threads opens a file on many threads at once: none may have escaped the filter.
func threads() {
	var all sync.WaitGroup
	var mutex sync.Mutex
	opened := 0
	for range 32 {
		all.Go(func() {
			runtime.LockOSThread()
			fd, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0)
			mutex.Lock()
			defer mutex.Unlock()
			if err == nil || fd >= 0 {
				opened++
			}
		})
	}
	all.Wait()
	fmt.Println("threads", opened == 0, opened)
}

func TestTheBoxRefusesFilesSocketsAndProcesses(t *testing.T) {
	cmd := exec.Command(os.Args[0], probeBox)
	cmd.Env = []string{"PATH=/bin", "SECRET=x"}
	cmd.Dir = t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if lines[0] != "box true <nil>" || lines[1] != "env 0 true" {
		t.Fatalf("no box:\n%s", out)
	}
	for _, line := range lines[2:] {
		if fields := strings.Fields(line); len(fields) < 2 || fields[1] != "true" {
			t.Errorf("not refused: %s", line)
		}
	}
	if len(lines) != 22 {
		t.Errorf("%d probes:\n%s", len(lines), out)
	}
	if left, _ := os.ReadDir(cmd.Dir); len(left) != 0 {
		t.Errorf("the box left %v behind", left)
	}
}

func TestThePackagedWorkerIsShutIn(t *testing.T) {
	p := started(t, "-memory", "400000000")
	if !p.hello.Box.Seccomp || p.hello.Box.MemoryBytes != 400000000 || len(p.hello.Box.Missing) != 0 {
		t.Errorf("hello: %+v", p.hello.Box)
	}
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/status", p.cmd.Process.Pid, task.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(status), "Seccomp:\t2\n") || !strings.Contains(string(status), "NoNewPrivs:\t1\n") {
			t.Errorf("thread %s is not filtered", task.Name())
		}
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(limits)), " "), "Max data size 400000000 400000000 bytes") {
		t.Errorf("limits:\n%s", limits)
	}
}
