//go:build linux && (amd64 || arm64)

package main

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// platformWalls limits memory and installs the system call filter on all threads.
func platformWalls(memory int64) (walls, error) {
	data := unix.Rlimit{Cur: uint64(memory), Max: uint64(memory)}
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &data); err != nil {
		return walls{}, fmt.Errorf("RLIMIT_DATA: %w", err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return walls{}, fmt.Errorf("RLIMIT_CORE: %w", err)
	}
	box := walls{Seccomp: true, MemoryBytes: memory, Missing: []string{}}
	err := installFilter(systemCallFilter())
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) {
		// A kernel without filters, as some sandboxes show: the daemon is told, and tells.
		box.Seccomp = false
		box.Missing = append(box.Missing, "this kernel has no system call filter")
		return box, nil
	}
	return box, err
}

func installFilter(program []unix.SockFilter) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	filter := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&filter)))
	runtime.KeepAlive(program)
	if errno != 0 {
		return fmt.Errorf("seccomp: %w", errno)
	}
	if thread != 0 {
		return fmt.Errorf("seccomp: thread %d cannot take the filter", thread)
	}
	return nil
}

// Offsets of struct seccomp_data. Both platforms are little-endian: the low half comes first.
const (
	offsetNumber = 0
	offsetArch   = 4
	offsetArgs   = 16
)

// allowed are the system calls that the Go runtime needs to compute, to collect garbage and to use
// pipes that are open already. Everything else fails with EPERM: files, sockets, processes, tracing,
// and whatever future kernels add.
var allowed = []uint32{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_CLOSE, unix.SYS_LSEEK, unix.SYS_FSTAT,
	unix.SYS_FCNTL, unix.SYS_PPOLL, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT,
	unix.SYS_EVENTFD2, unix.SYS_FUTEX, unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_MINCORE, unix.SYS_BRK,
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
	unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_GETPID, unix.SYS_GETTID,
	unix.SYS_GETRANDOM, unix.SYS_MEMBARRIER, unix.SYS_RSEQ, unix.SYS_SET_ROBUST_LIST, unix.SYS_RESTART_SYSCALL,
	unix.SYS_SETITIMER, unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_DELETE,
	unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
}

// systemCallFilter is the program that the kernel runs on every system call.
func systemCallFilter() []unix.SockFilter {
	program := []unix.SockFilter{
		load(offsetArch),
		jump(unix.BPF_JEQ, auditArch, 1, 0), // a foreign calling convention has other numbers: end
		returns(unix.SECCOMP_RET_KILL_PROCESS),
		load(offsetNumber),
	}
	for _, number := range allowed {
		program = append(program, jump(unix.BPF_JEQ, number, 0, 1), returns(unix.SECCOMP_RET_ALLOW))
	}
	// Signals to threads of this process only; the runtime preempts goroutines by them.
	program = append(program, whenArgument(unix.SYS_TGKILL, 0, unix.BPF_JEQ, uint32(unix.Getpid()), true)...)
	// Threads yes, processes no.
	program = append(program, whenArgument(unix.SYS_CLONE, 0, unix.BPF_JSET, unix.CLONE_THREAD, true)...)
	// clone3 keeps its flags where a filter cannot see them; "not there" makes libraries use clone.
	program = append(program, jump(unix.BPF_JEQ, unix.SYS_CLONE3, 0, 1),
		returns(unix.SECCOMP_RET_ERRNO|uint32(unix.ENOSYS)))
	// Memory yes, code no.
	program = append(program, whenArgument(unix.SYS_MMAP, 2, unix.BPF_JSET, unix.PROT_EXEC, false)...)
	program = append(program, whenArgument(unix.SYS_MPROTECT, 2, unix.BPF_JSET, unix.PROT_EXEC, false)...)
	return append(program, returns(unix.SECCOMP_RET_ERRNO|uint32(unix.EPERM)))
}

// whenArgument allows a call if the test of its argument against k comes out as wanted, and fails it
// otherwise.
func whenArgument(number, argument uint32, test uint16, k uint32, wanted bool) []unix.SockFilter {
	yes, no := uint8(0), uint8(1)
	if !wanted {
		yes, no = 1, 0
	}
	return []unix.SockFilter{
		jump(unix.BPF_JEQ, number, 0, 4),
		load(offsetArgs + 8*argument),
		jump(test, k, yes, no),
		returns(unix.SECCOMP_RET_ALLOW),
		returns(unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)),
	}
}

func load(offset uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
}

func jump(test uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, Jt: yes, Jf: no, K: k}
}

func returns(action uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
}
