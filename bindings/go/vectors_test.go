package sla

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"
)

// vector is one of tests/vectors: a built policy, events, roster, and what `sla run` says.
type vector struct {
	name   string
	folder string
	asOf   time.Time
	first  string // The record whose subjects a session follows.
	many   bool   // Of several records.
	events []Event
	roster []Person
}

func vectorsFolder(t testing.TB) string {
	folder := os.Getenv("SLA_VECTORS")
	if folder == "" {
		t.Skip("SLA_VECTORS is not set: tests/vectors/make writes the folder that it should name")
	}
	return folder
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func readRows(t testing.TB, path string) []map[string]any {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var rows []map[string]any
	decoder := json.NewDecoder(bufio.NewReader(file))
	decoder.UseNumber()
	for decoder.More() {
		var row map[string]any
		if err := decoder.Decode(&row); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		rows = append(rows, row)
	}
	return rows
}

func readVector(t testing.TB, name string) vector {
	t.Helper()
	v := vector{name: name, folder: filepath.Join(vectorsFolder(t), name)}
	var said struct {
		AsOf   time.Time `json:"as_of"`
		Events []struct{ Record, NDJSON string }
		Roster string
	}
	readJSON(t, filepath.Join(v.folder, "vector.json"), &said)
	v.asOf, v.first, v.many = said.AsOf, said.Events[0].Record, len(said.Events) > 1
	for _, log := range said.Events {
		for _, row := range readRows(t, filepath.Join(v.folder, log.NDJSON)) {
			if event, ok := eventOf(log.Record, row); ok {
				v.events = append(v.events, event)
			}
		}
	}
	for _, row := range readRows(t, filepath.Join(v.folder, said.Roster)) {
		person := Person{}
		for name, cell := range row {
			person[name] = cell.(string)
		}
		v.roster = append(v.roster, person)
	}
	return v
}

// eventOf is false for a row whose time is none ("yesterday"), which every reader leaves out.
func eventOf(record string, row map[string]any) (Event, bool) {
	event := Event{Record: record}
	names := make([]string, 0, len(row))
	for name := range row {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		cell := row[name].(string)
		switch name {
		case record + "_id":
			event.Subject = cell
		case "ts":
			instant, err := time.Parse(time.RFC3339Nano, cell)
			if err != nil {
				return event, false
			}
			event.Time = instant
		case "event":
			event.Name = cell
		case "owner":
			event.Owner = cell
		case "team":
			event.Team = cell
		case "actor":
			event.Actor = cell
		case "event_id":
			event.ID = cell
		default:
			event.Fields = append(event.Fields, Text(name, cell))
		}
	}
	return event, true
}

func (v vector) open(t testing.TB) *Policy {
	t.Helper()
	policy, err := Open(filepath.Join(v.folder, "policy.so"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { policy.Close() })
	return policy
}

// lines are rows as the expected files have them, keys in alphabetical order.
func lines(t testing.TB, rows []map[string]any) []string {
	t.Helper()
	made := make([]string, len(rows))
	for i, row := range rows {
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		made[i] = string(text)
	}
	return made
}

func same(t *testing.T, what string, expected, found []string) {
	t.Helper()
	for i := range expected {
		if i >= len(found) {
			break
		}
		if expected[i] != found[i] {
			t.Fatalf("%s, row %d:\nexpected %s\nfound    %s", what, i, expected[i], found[i])
		}
	}
	if len(expected) != len(found) {
		t.Fatalf("%s: expected %d rows, found %d", what, len(expected), len(found))
	}
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func instant(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.Format("2006-01-02T15:04:05.999999Z07:00")
}

func verdictRow(v Verdict) map[string]any {
	row := map[string]any{
		"clause": v.Clause, "subject": text(v.Subject), "cycle": v.Cycle, "tier": text(v.Tier), "status": v.Status,
		"start": instant(v.Start), "due": instant(v.Due), "breach": instant(v.Breach), "stop": instant(v.Stop),
		"elapsed_business_us": v.ElapsedBusiness.Microseconds(), "elapsed_wall_us": v.ElapsedWall.Microseconds(),
		"owner": text(v.Owner), "team": text(v.Team), "version": v.Version,
	}
	if v.Record != "" {
		row["record"] = v.Record
	}
	return row
}

func actionRow(a Action) map[string]any {
	return map[string]any{
		"key": a.Key, "clause": a.Clause, "subject": text(a.Subject), "cycle": text(a.Cycle), "run": a.Run,
		"step": a.Step, "effect": a.Effect, "kind": a.Kind, "when": text(a.When), "state": a.State,
		"at": instant(a.At), "deliver_at": instant(a.DeliverAt), "to": text(a.To), "channel": text(a.Channel),
		"message": text(a.Message), "version": a.Version,
	}
}

func pointRow(p Point) map[string]any {
	return map[string]any{
		"key": p.Key, "clause": p.Clause, "subject": text(p.Subject), "cycle": text(p.Cycle), "run": p.Run,
		"step": p.Step, "effect": p.Effect, "at": instant(p.At), "counts_at": instant(p.CountsAt), "points": p.Points,
		"to": text(p.To), "owner": text(p.Owner), "team": text(p.Team), "version": p.Version,
	}
}

func rowsOf[T any](items []T, row func(T) map[string]any) []map[string]any {
	rows := make([]map[string]any, len(items))
	for i, item := range items {
		rows[i] = row(item)
	}
	return rows
}

func forEachVector(t *testing.T, test func(*testing.T, vector)) {
	var names []string
	readJSON(t, filepath.Join(vectorsFolder(t), "vectors.json"), &names)
	if len(names) == 0 {
		t.Fatal("no vectors")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) { test(t, readVector(t, name)) })
	}
}

func TestHistoryGivesTheRowsOfSlaRun(t *testing.T) {
	forEachVector(t, func(t *testing.T, v vector) {
		outcome, err := v.open(t).Evaluate(context.Background(), v.events, Options{AsOf: v.asOf, Roster: v.roster})
		if err != nil {
			t.Fatal(err)
		}
		defer outcome.Close()
		verdicts, err := outcome.Verdicts()
		if err != nil {
			t.Fatal(err)
		}
		actions, err := outcome.Actions()
		if err != nil {
			t.Fatal(err)
		}
		points, err := outcome.Points()
		if err != nil {
			t.Fatal(err)
		}
		expected := func(table string) []string {
			return lines(t, readRows(t, filepath.Join(v.folder, "expected", table+".ndjson")))
		}
		same(t, "verdicts", expected("verdicts"), lines(t, rowsOf(verdicts, verdictRow)))
		same(t, "actions", expected("actions"), lines(t, rowsOf(actions, actionRow)))
		same(t, "points", expected("points"), lines(t, rowsOf(points, pointRow)))

		summary, err := outcome.Summary()
		if err != nil {
			t.Fatal(err)
		}
		var said struct {
			Clauses []struct{ Periods []json.RawMessage }
		}
		if err := json.Unmarshal(summary, &said); err != nil {
			t.Fatal(err)
		}
		count := 0
		for _, clause := range said.Clauses {
			count += len(clause.Periods)
		}
		periods, err := outcome.Periods()
		if err != nil {
			t.Fatal(err)
		}
		if len(said.Clauses) == 0 || periods.Rows != count {
			t.Fatalf("%d rows of periods, the summary has %d of %d clauses", periods.Rows, count, len(said.Clauses))
		}
	})
}

// firstEvents are those of the record that a session follows, by time.
func (v vector) firstEvents() []Event {
	var own []Event
	for _, event := range v.events {
		if event.Record == v.first {
			event.Record = ""
			own = append(own, event)
		}
	}
	sort.SliceStable(own, func(i, j int) bool { return own[i].Time.Before(own[j].Time) })
	return own
}

func (v vector) expectedOfFirst(t testing.TB) []string {
	var rows []map[string]any
	for _, row := range readRows(t, filepath.Join(v.folder, "expected", "verdicts.ndjson")) {
		if !v.many || row["record"] == v.first {
			delete(row, "record") // A session follows one kind and does not say it.
			rows = append(rows, row)
		}
	}
	return lines(t, rows)
}

// take gives an event to the session as a log's reader would: a value that cannot be read is left out, the event counts.
func take(t testing.TB, session *Session, event Event) {
	t.Helper()
	_, err := session.Event(event)
	for errors.Is(err, ErrBadData) && len(event.Fields) > 0 {
		kept := event.Fields[:0:0]
		for _, field := range event.Fields {
			if !strings.Contains(err.Error(), "`"+field.Name+"`") {
				kept = append(kept, field)
			}
		}
		if len(kept) == len(event.Fields) {
			break
		}
		event.Fields = kept
		_, err = session.Event(event)
	}
	if err != nil && !errors.Is(err, ErrBadData) {
		t.Fatal(err)
	}
}

// The clock goes along, and in the middle a snapshot is taken and gone on with.
func TestEventByEventGivesTheSameRows(t *testing.T) {
	forEachVector(t, func(t *testing.T, v vector) {
		policy := v.open(t)
		session, err := policy.NewSession(SessionOptions{Roster: v.roster})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { session.Close() }()
		events := v.firstEvents()
		stride := len(events)/6 + 1
		for i, event := range events {
			if event.Time.After(v.asOf) {
				break
			}
			take(t, session, event)
			if i%stride == 0 {
				if _, err := session.Advance(event.Time); err != nil {
					t.Fatal(err)
				}
			}
			if i == len(events)/2 {
				snapshot, err := session.Snapshot()
				if err != nil {
					t.Fatal(err)
				}
				session.Close()
				if session, err = policy.Restore(snapshot, SessionOptions{Roster: v.roster}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := session.Advance(v.asOf); err != nil {
			t.Fatal(err)
		}
		rows, err := session.Rows()
		if err != nil {
			t.Fatal(err)
		}
		// Subjects stand in the order in which they came, which is not that of the log.
		expected, found := v.expectedOfFirst(t), lines(t, rowsOf(rows, verdictRow))
		sort.Strings(expected)
		sort.Strings(found)
		same(t, "rows", expected, found)
	})
}
