package sla

// #include "native.h"
import "C"

import (
	"time"
	"unsafe"
)

// NoID stands for nobody in a [FastEvent].
const NoID = uint32(C.SLA_NO_ID)

// FastEvent is an event by numbers: nothing is looked up, a repetition counts again, and it says no fields. Micros is
// what [Micros] makes of a time. Numbers of subjects, owners, actors and teams are those of the session; Code is that
// of Policy.EventCode.
type FastEvent struct {
	Micros   int64
	Sequence int64
	Subject  uint32
	Owner    uint32 // Or NoID; likewise Team and Actor.
	Team     uint32
	Actor    uint32
	Code     int32
	_        int32
}

// The slice is handed over as it is: two arrays of negative length if the layouts differ.
var (
	_ [unsafe.Sizeof(FastEvent{}) - unsafe.Sizeof(C.sla_fast_event{})]struct{}
	_ [unsafe.Sizeof(C.sla_fast_event{}) - unsafe.Sizeof(FastEvent{})]struct{}
	_ [unsafe.Offsetof(FastEvent{}.Code) - unsafe.Offsetof(C.sla_fast_event{}.code)]struct{}
	_ [unsafe.Offsetof(FastEvent{}.Actor) - unsafe.Offsetof(C.sla_fast_event{}.actor)]struct{}
)

// Micros is the instant as a FastEvent has it.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FastEvents takes events by numbers, in order, and says how many were taken. It stops at the first that is not:
// [ErrInvalidArgument] for a number that the session or the policy does not have, [ErrRefused] for one too late.
func (s *Session) FastEvents(events []FastEvent) (int, error) {
	taken := C.size_t(0)
	err := s.use(func() error {
		if len(events) == 0 {
			return nil
		}
		return check("fast events", C.sla_session_fast_events(s.ptr, (*C.sla_fast_event)(unsafe.Pointer(&events[0])),
			C.size_t(len(events)), &taken, s.failure), s.failure)
	})
	return int(taken), err
}

// SubjectID is the number of a subject in this session, made when it is new.
func (s *Session) SubjectID(name string) (uint32, error) {
	return s.id(name, func(text C.sla_text, out *C.uint32_t) error {
		return check("subject", C.sla_session_subject_id(s.ptr, text, out, s.failure), s.failure)
	})
}

// OwnerID is the number of an owner or actor in this session, made when it is new.
func (s *Session) OwnerID(name string) (uint32, error) {
	return s.id(name, func(text C.sla_text, out *C.uint32_t) error {
		return check("owner", C.sla_session_owner_id(s.ptr, text, out, s.failure), s.failure)
	})
}

// TeamID is the number of a team in this session, made when it is new.
func (s *Session) TeamID(name string) (uint32, error) {
	return s.id(name, func(text C.sla_text, out *C.uint32_t) error {
		return check("team", C.sla_session_team_id(s.ptr, text, out, s.failure), s.failure)
	})
}

func (s *Session) id(name string, find func(C.sla_text, *C.uint32_t) error) (uint32, error) {
	id := C.uint32_t(NoID)
	err := s.use(func() error {
		s.scratch.reserve(uintptr(len(name)) + 1)
		w := writer{at: s.scratch.memory}
		return find(w.text(name), &id)
	})
	return uint32(id), err
}

// EventCode is the number of an event of a kind of record (empty: leads), for FastEvent.Code.
func (p *Policy) EventCode(recordName, event string) (int32, error) {
	code := int32(-1)
	err := p.use(func(ptr *C.sla_policy) error {
		index, err := record(ptr, "event code", recordName)
		if err != nil {
			return err
		}
		text := C.CString(event)
		defer C.free(unsafe.Pointer(text))
		code = int32(C.sla_policy_event_code(ptr, index, C.sla_text{data: text, size: C.size_t(len(event))}))
		if code < 0 {
			return invalid("event code", "the policy has no event %q", event)
		}
		return nil
	})
	return code, err
}
