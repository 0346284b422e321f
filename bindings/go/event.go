package sla

// #include "native.h"
import "C"

import (
	"strconv"
	"time"
	"unsafe"
)

// Fact says what an [Event] states.
type Fact int32

// What an event can be.
const (
	Happened   Fact = C.SLA_FACT_EVENT      // Something happened to Subject.
	Retraction Fact = C.SLA_FACT_RETRACTION // The event or merge with ID is taken back.
	Merge      Fact = C.SLA_FACT_MERGE      // Subject is a duplicate of Into.
)

// Event is one thing that happened to one subject, in the agreement's own words (docs/reference/data.md).
type Event struct {
	Fact    Fact
	Record  string // The kind of record of Subject; empty: the policy's first, leads.
	Subject string // "L-00042"
	Name    string // A state, a touch or an event, or "assigned", "held", "resumed", "changed".
	Time    time.Time
	Owner   string // Empty: the event does not say. Likewise Team and Actor.
	Team    string
	Actor   string
	ID      string // Makes a repetition known. Empty: none, and a repetition counts again.
	Into    string // Of a merge: the subject that stays.
	// Sequence orders events of one instant in a session; then by ID, then by arrival. Evaluate takes the order of
	// the events.
	Sequence int64
	Fields   []Field
}

// Field is the value of a field that an event says. [Text], [Integer], [YesNo], [Instant] and [Unknown] make one.
type Field struct {
	Name    string
	Text    string // As a cell of a log would say it: "1,234.50", "3 days".
	Unknown bool   // The field becomes unknown. Only in sessions: a log has no word for it.
}

// Text is a value as a cell of a log would say it.
func Text(field, cell string) Field { return Field{Name: field, Text: cell} }

// Integer is a whole number.
func Integer(field string, value int64) Field { return Field{Name: field, Text: decimal(value)} }

// YesNo is a yes or a no.
func YesNo(field string, value bool) Field {
	if value {
		return Field{Name: field, Text: "yes"}
	}
	return Field{Name: field, Text: "no"}
}

// Instant is a point in time.
func Instant(field string, value time.Time) Field {
	return Field{Name: field, Text: value.UTC().Format("2006-01-02T15:04:05.999999Z07:00")}
}

// Unknown makes a field unknown.
func Unknown(field string) Field { return Field{Name: field, Unknown: true} }

func decimal(value int64) string { return strconv.FormatInt(value, 10) }

// scratch is C memory that an event is laid out in: the struct, its values, their texts. Go memory that points to Go
// memory may not be handed to C, and pinning needs a newer Go than 1.19.
type scratch struct {
	memory unsafe.Pointer
	size   uintptr
}

func (s *scratch) reserve(size uintptr) {
	if size <= s.size {
		return
	}
	s.free()
	s.size = size + size/2
	s.memory = C.malloc(C.size_t(s.size)) // Never nil: cgo's malloc ends the program instead.
}

func (s *scratch) free() {
	C.free(s.memory)
	s.memory, s.size = nil, 0
}

// writer lays out texts behind one another.
type writer struct {
	at unsafe.Pointer
}

func (w *writer) text(text string) C.sla_text {
	if text == "" {
		return C.sla_text{}
	}
	copy(unsafe.Slice((*byte)(w.at), len(text)), text)
	made := C.sla_text{data: (*C.char)(w.at), size: C.size_t(len(text))}
	w.at = unsafe.Add(w.at, len(text))
	return made
}

// lay puts the event into the memory, which keeps it until the next call.
func (s *scratch) lay(event *Event) *C.sla_event {
	const head, each = unsafe.Sizeof(C.sla_event{}), unsafe.Sizeof(C.sla_value{})
	texts := len(event.Subject) + len(event.Name) + len(event.Owner) + len(event.Team) + len(event.Actor) +
		len(event.ID) + len(event.Into)
	for i := range event.Fields {
		texts += len(event.Fields[i].Name) + len(event.Fields[i].Text)
	}
	count := len(event.Fields)
	s.reserve(head + each*uintptr(count) + uintptr(texts))

	first := unsafe.Add(s.memory, head)
	w := writer{at: unsafe.Add(first, each*uintptr(count))}
	made := (*C.sla_event)(s.memory)
	*made = C.sla_event{
		struct_size: C.uint32_t(head), kind: C.int32_t(event.Fact), subject: w.text(event.Subject),
		subject_id: C.SLA_NO_ID, code: -1, event: w.text(event.Name), time: C.int64_t(event.Time.UnixMicro()),
		owner: w.text(event.Owner), team: w.text(event.Team), actor: w.text(event.Actor), id: w.text(event.ID),
		into: w.text(event.Into), sequence: C.int64_t(event.Sequence), value_count: C.size_t(count),
	}
	if count > 0 {
		made.values = (*C.sla_value)(first)
	}
	values := unsafe.Slice((*C.sla_value)(first), count)
	for i := range values {
		field := &event.Fields[i]
		kind := C.int32_t(C.SLA_VALUE_TEXT)
		if field.Unknown {
			kind = C.SLA_VALUE_UNKNOWN
		}
		values[i] = C.sla_value{name: w.text(field.Name), field: -1, kind: kind, text: w.text(field.Text)}
	}
	return made
}
