package sla

// #include "native.h"
import "C"

import (
	"math"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// SessionOptions says what a session follows. The zero value follows leads, without a roster.
type SessionOptions struct {
	Record string // The kind of record; empty: the policy's first, leads.
	Roster []Person
	// Facts this much behind the clock are refused; 0: none are.
	Lateness time.Duration
	// A subject with nothing open, about which nothing was said for this long and the lateness, is forgotten. Needs a
	// Lateness. 0: none is.
	Retention time.Duration
}

// Receipt says what became of an event.
type Receipt int32

// What can become of an event.
const (
	Taken       Receipt = C.SLA_TAKEN
	Repeated    Receipt = C.SLA_REPEATED    // It was there before; it counts once.
	Conflicting Receipt = C.SLA_CONFLICTING // Its ID was there, with something else; the first one counts.
	Malformed   Receipt = C.SLA_MALFORMED   // The policy cannot read it; left out.
	TooLate     Receipt = C.SLA_TOO_LATE    // Further behind the clock than the options allow; left out.
)

func (r Receipt) String() string {
	switch r {
	case Taken:
		return "taken"
	case Repeated:
		return "repeated"
	case Conflicting:
		return "conflicting"
	case Malformed:
		return "malformed"
	case TooLate:
		return "too late"
	}
	return "receipt " + decimal(int64(r))
}

// Session takes events as they happen and says, whenever its clock is moved, what that changed.
type Session struct {
	mu      sync.Mutex
	ptr     *C.sla_session
	record  string
	scratch scratch
	failure *C.sla_error // In C memory: no allocation for each event.
}

// NewSession begins a session without events, whose clock does not stand anywhere yet. It keeps the policy's library
// loaded also after the policy is closed.
func (p *Policy) NewSession(options SessionOptions) (*Session, error) {
	return p.session("new session", options, func(ptr *C.sla_policy, o *C.sla_session_options, out **C.sla_session,
		failure *C.sla_error) C.sla_status {
		return C.sla_session_new(ptr, o, out, failure)
	})
}

// Restore goes on where a snapshot was taken. Any bytes are safe; [ErrCorrupt] says that they are no snapshot,
// [ErrIncompatible] that they are one of another policy, version or record.
func (p *Policy) Restore(snapshot []byte, options SessionOptions) (*Session, error) {
	return p.session("restore", options, func(ptr *C.sla_policy, o *C.sla_session_options, out **C.sla_session,
		failure *C.sla_error) C.sla_status {
		bytes := C.CBytes(snapshot)
		defer C.free(bytes)
		return C.sla_session_restore(ptr, o, (*C.uint8_t)(bytes), C.size_t(len(snapshot)), out, failure)
	})
}

type begin func(*C.sla_policy, *C.sla_session_options, **C.sla_session, *C.sla_error) C.sla_status

func (p *Policy) session(op string, options SessionOptions, begin begin) (*Session, error) {
	var session *Session
	err := p.use(func(ptr *C.sla_policy) error {
		index, err := record(ptr, op, options.Record)
		if err != nil {
			return err
		}
		raw := C.sla_session_options{struct_size: C.uint32_t(unsafe.Sizeof(C.sla_session_options{})), record: index,
			lateness: C.int64_t(options.Lateness.Microseconds()), retention: C.int64_t(options.Retention.Microseconds())}
		if len(options.Roster) > 0 {
			stream, err := rosterStream(op, options.Roster)
			if err != nil {
				return err
			}
			defer stream.free()
			raw.roster = stream.raw
		}
		failure := newFailure()
		var made *C.sla_session
		if err := check(op, begin(ptr, &raw, &made, &failure), &failure); err != nil {
			return err
		}
		session = &Session{ptr: made, record: options.Record}
		session.failure = (*C.sla_error)(C.calloc(1, C.size_t(unsafe.Sizeof(failure))))
		session.failure.struct_size = failure.struct_size
		runtime.SetFinalizer(session, (*Session).Close)
		return nil
	})
	return session, err
}

// Close ends the session. Closing again does nothing.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr == nil {
		return nil
	}
	C.sla_session_free(s.ptr)
	C.free(unsafe.Pointer(s.failure))
	s.scratch.free()
	s.ptr, s.failure = nil, nil
	runtime.SetFinalizer(s, nil)
	return nil
}

// Event takes an event, in any order of time; what it changes is said by the next Advance. An event later than the
// clock is kept until then. What is left out for good is an error as well, so that nobody overlooks it: [Malformed] comes
// with [ErrBadData], [TooLate] with [ErrRefused]; the session goes on.
func (s *Session) Event(event Event) (Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr == nil {
		return Malformed, ErrClosed
	}
	if event.Record != "" && event.Record != s.record {
		return Malformed, invalid("event", "the session does not follow the record %q", event.Record)
	}
	if event.Time.IsZero() {
		return Malformed, invalid("event", "%q of %q has no time", event.Name, event.Subject)
	}
	var receipt C.int32_t
	status := C.sla_session_event(s.ptr, s.scratch.lay(&event), &receipt, s.failure)
	if err := check("event", status, s.failure); err != nil {
		return Malformed, err
	}
	switch receipt {
	case C.SLA_MALFORMED:
		return Malformed, s.leftOut(ErrBadData)
	case C.SLA_TOO_LATE:
		return TooLate, s.leftOut(ErrRefused)
	}
	return Receipt(receipt), nil
}

// leftOut is about an event that libsla refused though the call succeeded; its error then says why.
func (s *Session) leftOut(code Code) error {
	return &Error{Code: code, Op: "event", Message: C.GoString(&s.failure.message[0])}
}

// Advance moves the clock and says what changed: first the corrections, then what went on. [ErrRefused]: `to` is before
// the last instant; nothing has changed then.
func (s *Session) Advance(to time.Time) ([]Change, error) {
	var changes []Change
	err := s.use(func() error {
		if to.IsZero() {
			return invalid("advance", "the zero time is no instant to move the clock to")
		}
		var raw C.sla_changes
		status := C.sla_session_advance(s.ptr, C.int64_t(to.UnixMicro()), &raw, s.failure)
		if err := check("advance", status, s.failure); err != nil {
			return err
		}
		if raw.count > 0 {
			changes = make([]Change, int(raw.count))
		}
		for i := range changes {
			changes[i] = changeOf(item(raw.items, raw.item_size, i))
		}
		return nil
	})
	return changes, err
}

// Rows gives all verdicts as of the last Advance, in the policy's order; none before the first.
func (s *Session) Rows() ([]Verdict, error) {
	var rows []Verdict
	err := s.use(func() error {
		var raw C.sla_verdicts
		if err := check("rows", C.sla_session_rows(s.ptr, &raw, s.failure), s.failure); err != nil {
			return err
		}
		rows = make([]Verdict, int(raw.count))
		for i := range rows {
			rows[i] = verdictOf(item(raw.items, raw.item_size, i))
		}
		return nil
	})
	return rows, err
}

// Due says what is open on a subject as of the last Advance, and when that can change. A subject that is not known has
// nothing due.
func (s *Session) Due(subject string) (Dues, error) {
	var dues Dues
	err := s.use(func() error {
		s.scratch.reserve(uintptr(len(subject)) + 1)
		w := writer{at: s.scratch.memory}
		var raw C.sla_dues
		status := C.sla_session_due(s.ptr, w.text(subject), &raw, s.failure)
		if err := check("due", status, s.failure); err != nil {
			return err
		}
		dues.NextChange = timeOf(int64(raw.next_change))
		dues.Items = make([]Due, int(raw.count))
		for i := range dues.Items {
			dues.Items[i] = dueOf(item(raw.items, raw.item_size, i))
		}
		return nil
	})
	return dues, err
}

// NextChange is the earliest instant after the last Advance at which time alone changes something, of all subjects;
// zero: none. So long the caller may sleep when no event arrives.
func (s *Session) NextChange() (time.Time, error) {
	next := C.int64_t(noTime)
	err := s.use(func() error {
		return check("next change", C.sla_session_next_change(s.ptr, &next, s.failure), s.failure)
	})
	return timeOf(int64(next)), err
}

// Now is the instant of the last Advance; zero before the first.
func (s *Session) Now() (time.Time, error) {
	now := noTime
	err := s.use(func() error {
		now = int64(C.sla_session_now(s.ptr))
		return nil
	})
	return timeOf(now), err
}

// FactCount says how many facts the session has taken.
func (s *Session) FactCount() (uint64, error) {
	var count uint64
	err := s.use(func() error {
		count = uint64(C.sla_session_fact_count(s.ptr))
		return nil
	})
	return count, err
}

// Snapshot gives everything that the session knows and has said, as bytes with a version and a checksum, for
// [Policy.Restore].
func (s *Session) Snapshot() ([]byte, error) {
	var snapshot []byte
	err := s.use(func() error {
		var data *C.uint8_t
		var size C.size_t
		if err := check("snapshot", C.sla_session_snapshot(s.ptr, &data, &size, s.failure), s.failure); err != nil {
			return err
		}
		if uint64(size) > math.MaxInt {
			return &Error{Code: ErrOutOfMemory, Op: "snapshot"}
		}
		snapshot = append(make([]byte, 0, int(size)), unsafe.Slice((*byte)(data), int(size))...)
		return nil
	})
	return snapshot, err
}

func (s *Session) use(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ptr == nil {
		return ErrClosed
	}
	return f()
}
