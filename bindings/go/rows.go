package sla

// #include "native.h"
import "C"

import (
	"time"
	"unsafe"
)

// Verdict is one row of what was judged: an obligation (one clause, one subject, one cycle), or the result of a period.
// Zero times and empty texts stand for "none".
type Verdict struct {
	Clause  string
	Subject string // Of a period's result: its group, or "all".
	Cycle   uint64 // From 1.
	Tier    string
	Status  string // "running", "paused", "met", "breached", "met late", "cancelled", "excused", or a period's verdict.
	Start   time.Time
	Due     time.Time
	Breach  time.Time
	Stop    time.Time
	// What the clock has used by then, in working time and on the wall.
	ElapsedBusiness time.Duration
	ElapsedWall     time.Duration
	Owner           string
	Team            string
	Version         int64  // Of the agreement.
	Record          string // Empty where the policy has but one kind.
}

// Action is something that a step says: a reminder, an escalation, a task.
type Action struct {
	Key       string // The same facts give the same key.
	Kind      string // "remind", "notify", "escalate", "create task", "award", "deduct".
	State     string // "sent", "scheduled", "withdrawn".
	Clause    string
	Subject   string
	When      string // "at 75%".
	To        string // "Ann (sales_manager); Bob".
	Channel   string
	Message   string
	At        time.Time // When the step happens.
	DeliverAt time.Time // The same, or the opening that it waits for.
	Points    int64     // Of award and deduct (then negative).
	// Which step it is. Only in an outcome's table.
	Cycle             string
	Run, Step, Effect int64
	Version           int64
}

// Point is one award or deduction.
type Point struct {
	Key, Clause, Subject, Cycle string
	Run, Step, Effect           int64
	At, CountsAt                time.Time
	Points                      int64
	To, Owner, Team             string
	Version                     int64
}

// ChangeKind says what became different.
type ChangeKind int32

// The kinds of changes.
const (
	Changed   ChangeKind = C.SLA_CHANGE_CHANGED   // Was became Is.
	Added     ChangeKind = C.SLA_CHANGE_ADDED     // Is is new.
	Withdrawn ChangeKind = C.SLA_CHANGE_WITHDRAWN // Was is no more.
	Acted     ChangeKind = C.SLA_CHANGE_ACTION    // Action is due, or was taken back.
)

// Change is what one step of a session's clock made different.
type Change struct {
	Kind       ChangeKind
	Correction bool // What was said was wrong for its own instant, because of what arrived later.
	Was, Is    *Verdict
	Action     *Action
}

// Due is one obligation that is open on a subject.
type Due struct {
	Clause string
	Tier   string
	Status string // "running", "paused", or "breached" while it can still be met late.
	Owner  string
	Team   string
	Cycle  uint64
	Start  time.Time
	Due    time.Time // Zero: never. While paused: as it would be if it went on now. Likewise Breach.
	Breach time.Time
	Left   time.Duration // On the wall clock until Due, negative after it; 0 where Due is zero.
	// The next instant at which this can change by time alone; zero: none.
	NextChange time.Time
}

// Dues is what is open on a subject, soonest due first.
type Dues struct {
	Items      []Due
	NextChange time.Time // The earliest of all items; zero: none.
}

func textOf(text C.sla_text) string { return C.GoStringN(text.data, C.int(text.size)) }

// item is the i-th of a list, whose items may be larger than this package knows.
func item[T any](items *T, size C.size_t, i int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(items), uintptr(i)*uintptr(size)))
}

func verdictOf(raw *C.sla_verdict) Verdict {
	return Verdict{
		Clause: textOf(raw.clause), Subject: textOf(raw.subject), Cycle: uint64(raw.cycle), Tier: textOf(raw.tier),
		Status: textOf(raw.status_name), Start: timeOf(int64(raw.start)), Due: timeOf(int64(raw.due)),
		Breach: timeOf(int64(raw.breach)), Stop: timeOf(int64(raw.stop)),
		ElapsedBusiness: durationOf(int64(raw.elapsed_business)), ElapsedWall: durationOf(int64(raw.elapsed_wall)),
		Owner: textOf(raw.owner), Team: textOf(raw.team), Version: int64(raw.version), Record: textOf(raw.record),
	}
}

func actionOf(raw *C.sla_action) *Action {
	return &Action{
		Key: textOf(raw.key), Kind: textOf(raw.kind), State: textOf(raw.state), Clause: textOf(raw.clause),
		Subject: textOf(raw.subject), When: textOf(raw.when), To: textOf(raw.to), Channel: textOf(raw.channel),
		Message: textOf(raw.message), At: timeOf(int64(raw.at)), DeliverAt: timeOf(int64(raw.deliver_at)),
		Points: int64(raw.points),
	}
}

func changeOf(raw *C.sla_change) Change {
	change := Change{Kind: ChangeKind(raw.kind), Correction: raw.correction != 0}
	if raw.was != nil {
		was := verdictOf(raw.was)
		change.Was = &was
	}
	if raw.is != nil {
		is := verdictOf(raw.is)
		change.Is = &is
	}
	if raw.action != nil {
		change.Action = actionOf(raw.action)
	}
	return change
}

func dueOf(raw *C.sla_due) Due {
	due := Due{
		Clause: textOf(raw.clause), Tier: textOf(raw.tier), Status: textOf(raw.status_name), Owner: textOf(raw.owner),
		Team: textOf(raw.team), Cycle: uint64(raw.cycle), Start: timeOf(int64(raw.start)), Due: timeOf(int64(raw.due)),
		Breach: timeOf(int64(raw.breach)), NextChange: timeOf(int64(raw.next_change)),
	}
	if int64(raw.left) != noTime {
		due.Left = durationOf(int64(raw.left))
	}
	return due
}
