package sla

// #include "native.h"
import "C"

import (
	"context"
	"encoding/json"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// Options says how a history is judged.
type Options struct {
	AsOf    time.Time // Needed.
	Roster  []Person
	Threads int  // 0: as many as the machine has; at most 256.
	Strict  bool // Findings about the data that are problems make it fail with [ErrBadData].
}

// Outcome is what was judged: tables and texts.
type Outcome struct {
	mu  sync.Mutex
	ptr *C.sla_outcome
}

// Evaluate judges a whole history as of an instant. What is wrong with single events becomes findings. The context is
// asked between the stages (events handed over, roster, judging); a stage that has begun is finished.
func (p *Policy) Evaluate(ctx context.Context, events []Event, options Options) (*Outcome, error) {
	if options.AsOf.IsZero() {
		return nil, invalid("evaluate", "Options.AsOf is not set; say as of which instant to judge")
	}
	history, err := p.NewHistory(options)
	if err != nil {
		return nil, err
	}
	defer history.Close()
	order, byRecord, err := sortOut(events)
	if err != nil {
		return nil, err
	}
	for _, name := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		stream, err := eventStream("evaluate", name, byRecord[name])
		if err != nil {
			return nil, err
		}
		err = history.AddArrow(name, unsafe.Pointer(stream.raw))
		stream.free()
		if err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return history.Judge(options.AsOf)
}

// sortOut gives the records in the order of their first event, and the events of each.
func sortOut(events []Event) ([]string, map[string][]*Event, error) {
	var order []string
	byRecord := map[string][]*Event{}
	for i := range events {
		event := &events[i]
		if event.Time.IsZero() {
			return nil, nil, invalid("evaluate", "event %d (%q of %q) has no time", i, event.Name, event.Subject)
		}
		if _, known := byRecord[event.Record]; !known {
			order = append(order, event.Record)
		}
		byRecord[event.Record] = append(byRecord[event.Record], event)
	}
	return order, byRecord, nil
}

// History collects events as Arrow streams, to be judged together. Evaluate does the same with Go's own structs.
type History struct {
	mu     sync.Mutex
	ptr    *C.sla_history
	policy *Policy
}

// NewHistory begins an empty history. Of the options, AsOf is not looked at.
func (p *Policy) NewHistory(options Options) (*History, error) {
	shared, err := p.share()
	if err != nil {
		return nil, err
	}
	history := &History{policy: shared}
	raw := C.sla_history_options{
		struct_size: C.uint32_t(unsafe.Sizeof(C.sla_history_options{})), threads: C.int32_t(options.Threads),
	}
	if options.Strict {
		raw.strict = 1
	}
	failure := newFailure()
	if err := check("new history", C.sla_history_new(shared.ptr, &raw, &history.ptr, &failure), &failure); err != nil {
		shared.Close()
		return nil, err
	}
	runtime.SetFinalizer(history, (*History).Close)
	if len(options.Roster) > 0 {
		err := history.setRoster(options.Roster)
		if err != nil {
			history.Close()
			return nil, err
		}
	}
	return history, nil
}

func (h *History) setRoster(people []Person) error {
	stream, err := rosterStream("roster", people)
	if err != nil {
		return err
	}
	defer stream.free()
	return h.SetRosterArrow(unsafe.Pointer(stream.raw))
}

// AddArrow reads events of a kind of record (empty: leads) from an ArrowArrayStream of the C stream interface to its
// end and releases it; the struct itself stays the caller's. Columns are found by name, as in a log without a source
// block.
func (h *History) AddArrow(recordName string, arrayStream unsafe.Pointer) error {
	return h.use(func(failure *C.sla_error) error {
		index, err := record(h.policy.ptr, "add events", recordName)
		if err != nil {
			C.go_release_stream((*C.struct_ArrowArrayStream)(arrayStream))
			return err
		}
		return check("add events", C.sla_history_add_events(h.ptr, index,
			(*C.struct_ArrowArrayStream)(arrayStream), failure), failure)
	})
}

// SetRosterArrow reads a roster from an ArrowArrayStream and releases it. The last one counts.
func (h *History) SetRosterArrow(arrayStream unsafe.Pointer) error {
	return h.use(func(failure *C.sla_error) error {
		return check("roster", C.sla_history_set_roster(h.ptr, (*C.struct_ArrowArrayStream)(arrayStream), failure),
			failure)
	})
}

// Judge judges everything as of an instant, once.
func (h *History) Judge(asOf time.Time) (*Outcome, error) {
	outcome := &Outcome{}
	err := h.use(func(failure *C.sla_error) error {
		return check("judge", C.sla_history_judge(h.ptr, C.int64_t(asOf.UnixMicro()), &outcome.ptr, failure), failure)
	})
	if err != nil {
		return nil, err
	}
	runtime.SetFinalizer(outcome, (*Outcome).Close)
	return outcome, nil
}

// Close lets go of the history. Closing again does nothing.
func (h *History) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ptr == nil {
		return nil
	}
	C.sla_history_free(h.ptr)
	h.ptr = nil
	runtime.SetFinalizer(h, nil)
	return h.policy.Close()
}

func (h *History) use(f func(*C.sla_error) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ptr == nil {
		return ErrClosed
	}
	failure := newFailure()
	return f(&failure)
}

// Verdicts gives one row for each obligation and each result of a period, in the policy's order.
func (o *Outcome) Verdicts() ([]Verdict, error) {
	t, err := o.table("verdicts", C.SLA_TABLE_VERDICTS)
	if err != nil {
		return nil, err
	}
	clause, subject, cycle, tier, status := t.texts("clause"), t.texts("subject"), t.integers("cycle"), t.texts("tier"),
		t.texts("status")
	start, due, breach, stop := t.times("start"), t.times("due"), t.times("breach"), t.times("stop")
	business, wall := t.integers("elapsed_business_us"), t.integers("elapsed_wall_us")
	owner, team, version, kind := t.texts("owner"), t.texts("team"), t.integers("version"), t.texts("record")
	rows := make([]Verdict, t.Rows)
	for i := range rows {
		rows[i] = Verdict{
			Clause: clause(i), Subject: subject(i), Cycle: uint64(cycle(i)), Tier: tier(i), Status: status(i),
			Start: start(i), Due: due(i), Breach: breach(i), Stop: stop(i), ElapsedBusiness: durationOf(business(i)),
			ElapsedWall: durationOf(wall(i)), Owner: owner(i), Team: team(i), Version: version(i), Record: kind(i),
		}
	}
	return rows, nil
}

// Actions gives the reminders, escalations and tasks.
func (o *Outcome) Actions() ([]Action, error) {
	t, err := o.table("actions", C.SLA_TABLE_ACTIONS)
	if err != nil {
		return nil, err
	}
	key, clause, subject, cycle := t.texts("key"), t.texts("clause"), t.texts("subject"), t.texts("cycle")
	run, step, effect := t.integers("run"), t.integers("step"), t.integers("effect")
	kind, when, state, at, deliver := t.texts("kind"), t.texts("when"), t.texts("state"), t.times("at"),
		t.times("deliver_at")
	to, channel, message, version := t.texts("to"), t.texts("channel"), t.texts("message"), t.integers("version")
	rows := make([]Action, t.Rows)
	for i := range rows {
		rows[i] = Action{
			Key: key(i), Kind: kind(i), State: state(i), Clause: clause(i), Subject: subject(i), When: when(i),
			To: to(i), Channel: channel(i), Message: message(i), At: at(i), DeliverAt: deliver(i), Cycle: cycle(i),
			Run: run(i), Step: step(i), Effect: effect(i), Version: version(i),
		}
	}
	return rows, nil
}

// Points gives the awards and deductions.
func (o *Outcome) Points() ([]Point, error) {
	t, err := o.table("points", C.SLA_TABLE_POINTS)
	if err != nil {
		return nil, err
	}
	key, clause, subject, cycle := t.texts("key"), t.texts("clause"), t.texts("subject"), t.texts("cycle")
	run, step, effect := t.integers("run"), t.integers("step"), t.integers("effect")
	at, counts, points := t.times("at"), t.times("counts_at"), t.integers("points")
	to, owner, team, version := t.texts("to"), t.texts("owner"), t.texts("team"), t.integers("version")
	rows := make([]Point, t.Rows)
	for i := range rows {
		rows[i] = Point{
			Key: key(i), Clause: clause(i), Subject: subject(i), Cycle: cycle(i), Run: run(i), Step: step(i),
			Effect: effect(i), At: at(i), CountsAt: counts(i), Points: points(i), To: to(i), Owner: owner(i),
			Team: team(i), Version: version(i),
		}
	}
	return rows, nil
}

// Periods gives one row for each clause, period and group: counts, percentage, verdict.
func (o *Outcome) Periods() (*Table, error) { return o.table("periods", C.SLA_TABLE_PERIODS) }

// The tables of an outcome, for [Outcome.Arrow].
const (
	VerdictTable = C.SLA_TABLE_VERDICTS
	ActionTable  = C.SLA_TABLE_ACTIONS
	PointTable   = C.SLA_TABLE_POINTS
	PeriodTable  = C.SLA_TABLE_PERIODS
)

// Arrow gives a table as a stream of the C stream interface: `arrayStream` is an empty ArrowArrayStream of the caller,
// who releases it. It may outlive the outcome.
func (o *Outcome) Arrow(table int, arrayStream unsafe.Pointer) error {
	return o.use(func(failure *C.sla_error) error {
		return check("table", C.sla_outcome_table(o.ptr, C.int32_t(table), (*C.struct_ArrowArrayStream)(arrayStream),
			failure), failure)
	})
}

func (o *Outcome) table(op string, which int) (*Table, error) {
	raw := (*C.struct_ArrowArrayStream)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_ArrowArrayStream{}))))
	defer stream{raw: raw}.free()
	if err := o.Arrow(which, unsafe.Pointer(raw)); err != nil {
		return nil, err
	}
	return readTable(op, raw)
}

// Summary is what `sla run --format json` says: clauses with counts, periods and verdicts.
func (o *Outcome) Summary() (json.RawMessage, error) { return o.json("summary", C.SLA_JSON_SUMMARY) }

// Findings says what was noticed about the data: kinds, counts and examples.
func (o *Outcome) Findings() (json.RawMessage, error) { return o.json("findings", C.SLA_JSON_FINDINGS) }

func (o *Outcome) json(op string, what C.int32_t) (json.RawMessage, error) {
	var text json.RawMessage
	err := o.use(func(failure *C.sla_error) error {
		var raw C.sla_text
		if err := check(op, C.sla_outcome_json(o.ptr, what, &raw, failure), failure); err != nil {
			return err
		}
		text = json.RawMessage(textOf(raw))
		return nil
	})
	return text, err
}

// Close lets go of the outcome. Closing again does nothing.
func (o *Outcome) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ptr == nil {
		return nil
	}
	C.sla_outcome_free(o.ptr)
	o.ptr = nil
	runtime.SetFinalizer(o, nil)
	return nil
}

func (o *Outcome) use(f func(*C.sla_error) error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ptr == nil {
		return ErrClosed
	}
	failure := newFailure()
	return f(&failure)
}
