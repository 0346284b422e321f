package sla

// #cgo pkg-config: sla
// #include "native.h"
import "C"

import (
	"encoding/json"
	"runtime"
	"strings"
	"sync"
	"unsafe"
)

// Policy is an opened policy. It never changes; any number of goroutines may use it at once.
type Policy struct {
	// Readers use `ptr`; Close, the one writer, waits for them.
	mu  sync.RWMutex
	ptr *C.sla_policy
}

// Info says which policy it is, and what built it.
type Info struct {
	Title        string
	Version      int64  // As the agreement says.
	SemanticHash string // 64 hexadecimal digits, equal exactly when agreements mean the same.
	TZDB         string // Of the time-zone rules inside: "2025b".
	Compiler     string // The version of sla that built it.
	Target       string // "x86_64-pc-linux-gnu".
	Records      int    // Kinds of records, leads first.
	Clauses      int    // Of all records.
}

// Open loads a policy library. A path without a slash is looked up as the system's loader does. Open only what you
// trust, and replace a file by renaming another over it. Fails with [ErrUnreadable], [ErrIncompatible] or [ErrCorrupt].
func Open(path string) (*Policy, error) {
	if version := uint32(C.sla_abi_version()); version != C.SLA_ABI_VERSION {
		return nil, &Error{Code: ErrIncompatible, Op: "open", Message: "libsla.so has another interface (version " +
			decimal(int64(version)) + ") than this package was compiled with (" + decimal(C.SLA_ABI_VERSION) +
			"); build the program against the header of the library that it runs with"}
	}
	if strings.IndexByte(path, 0) >= 0 {
		return nil, invalid("open", "the path %q has a zero byte in it", path)
	}
	text := C.CString(path)
	defer C.free(unsafe.Pointer(text))
	failure := newFailure()
	var opened *C.sla_policy
	if err := check("open", C.sla_policy_open(text, &opened, &failure), &failure); err != nil {
		return nil, err
	}
	return own(opened), nil
}

// Version is that of libsla.so.
func Version() string { return C.GoString(C.sla_version()) }

func own(ptr *C.sla_policy) *Policy {
	policy := &Policy{ptr: ptr}
	runtime.SetFinalizer(policy, (*Policy).Close)
	return policy
}

// Close lets go of the policy. The library is unloaded when the sessions and outcomes made from it are closed too.
// Closing again does nothing.
func (p *Policy) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	C.sla_policy_release(p.ptr)
	p.ptr = nil
	runtime.SetFinalizer(p, nil)
	return nil
}

// use calls f with the policy, which is not closed meanwhile.
func (p *Policy) use(f func(*C.sla_policy) error) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.ptr == nil {
		return ErrClosed
	}
	return f(p.ptr)
}

// share gives a policy of its own over the same library.
func (p *Policy) share() (*Policy, error) {
	var shared *Policy
	err := p.use(func(ptr *C.sla_policy) error {
		shared = own(C.sla_policy_retain(ptr))
		return nil
	})
	return shared, err
}

// Info says which policy it is.
func (p *Policy) Info() (Info, error) {
	var info Info
	err := p.use(func(ptr *C.sla_policy) error {
		failure := newFailure()
		raw := C.sla_policy_info{struct_size: C.uint32_t(unsafe.Sizeof(C.sla_policy_info{}))}
		if err := check("info", C.sla_policy_get_info(ptr, &raw, &failure), &failure); err != nil {
			return err
		}
		info = Info{
			Title: C.GoString(raw.title), Version: int64(raw.version), SemanticHash: C.GoString(raw.semantic_hash),
			TZDB: C.GoString(raw.tzdb_version), Compiler: C.GoString(raw.sla_version), Target: C.GoString(raw.target),
			Records: int(raw.record_count), Clauses: int(raw.clause_count),
		}
		return nil
	})
	return info, err
}

// Describe gives the policy as JSON: title, version, parties, zone, term, calendars, and by record its states, events,
// fields and clauses.
func (p *Policy) Describe() (json.RawMessage, error) {
	var text json.RawMessage
	err := p.use(func(ptr *C.sla_policy) error {
		text = json.RawMessage(C.GoString(C.sla_policy_describe(ptr)))
		return nil
	})
	return text, err
}

// record is the index of a kind of record; the empty name is the first one.
func record(ptr *C.sla_policy, op, name string) (C.int32_t, error) {
	if name == "" {
		return 0, nil
	}
	text := C.CString(name)
	defer C.free(unsafe.Pointer(text))
	index := C.sla_policy_record(ptr, C.sla_text{data: text, size: C.size_t(len(name))})
	if index < 0 {
		return 0, invalid(op, "the policy has no record %q", name)
	}
	return index, nil
}
