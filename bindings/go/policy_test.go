package sla

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const example = "speed-to-lead"

func TestWhatCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	noLibrary := filepath.Join(folder, "policy.so")
	if err := os.WriteFile(noLibrary, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(folder, "absent.so"), noLibrary} {
		_, err := Open(path)
		var failure *Error
		if !errors.Is(err, ErrUnreadable) || !errors.As(err, &failure) || failure.Op != "open" ||
			!strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := Open("with\x00zero"); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestInfo(t *testing.T) {
	v := readVector(t, example)
	info, err := v.open(t).Info()
	if err != nil {
		t.Fatal(err)
	}
	if info.Title == "" || info.Version < 1 || len(info.SemanticHash) != 64 || info.Records != 1 || info.Clauses < 1 ||
		info.Compiler != Version() || !strings.HasSuffix(info.Target, "linux-gnu") || len(info.TZDB) < 5 {
		t.Errorf("%+v", info)
	}
	described, err := v.open(t).Describe()
	if err != nil || !json.Valid(described) || !strings.Contains(string(described), info.Title) {
		t.Errorf("%v: %s", err, described)
	}
}

func session(t *testing.T, options SessionOptions) (*Session, vector) {
	t.Helper()
	v := readVector(t, example)
	made, err := v.open(t).NewSession(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { made.Close() })
	return made, v
}

func TestWhatASessionSaysOfEvents(t *testing.T) {
	s, v := session(t, SessionOptions{})
	first := v.firstEvents()[0]
	for _, expected := range []Receipt{Taken, Repeated} {
		if receipt, err := s.Event(first); err != nil || receipt != expected {
			t.Errorf("%v, %v; expected %v", receipt, err, expected)
		}
	}
	other := first
	other.Time = other.Time.Add(time.Second)
	if receipt, err := s.Event(other); err != nil || receipt != Conflicting {
		t.Errorf("%v, %v", receipt, err)
	}
	for _, wrong := range []Event{
		{Subject: "L-1", Name: "no such event", Time: first.Time},
		{Subject: "", Name: first.Name, Time: first.Time},
		{Subject: "L-1", Name: first.Name, Time: time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Subject: "L-1", Name: first.Name, Time: first.Time, Fields: []Field{Text("no such field", "1")}},
	} {
		if receipt, err := s.Event(wrong); receipt != Malformed || !errors.Is(err, ErrBadData) {
			t.Errorf("%+v: %v, %v", wrong, receipt, err)
		}
	}
	if _, err := s.Event(Event{Subject: "L-1", Name: first.Name}); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
	if count, err := s.FactCount(); err != nil || count != 1 {
		t.Errorf("%d facts, %v", count, err)
	}
}

func TestTheClockDoesNotGoBack(t *testing.T) {
	s, v := session(t, SessionOptions{})
	if now, err := s.Now(); err != nil || !now.IsZero() {
		t.Errorf("%v, %v", now, err)
	}
	if _, err := s.Advance(v.asOf); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(v.asOf.Add(-time.Second)); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if now, err := s.Now(); err != nil || !now.Equal(v.asOf) {
		t.Errorf("%v, %v", now, err)
	}
}

func TestDueAndWhenItCanChange(t *testing.T) {
	s, v := session(t, SessionOptions{Roster: readVector(t, example).roster})
	first := v.firstEvents()[0]
	take(t, s, first)
	changes, err := s.Advance(first.Time)
	if err != nil {
		t.Fatal(err)
	}
	dues, err := s.Due(first.Subject)
	if err != nil || len(dues.Items) == 0 {
		t.Fatalf("%+v, %v", dues, err)
	}
	added := 0
	for _, change := range changes {
		if change.Kind == Added && change.Is.Subject == first.Subject && change.Is.Status == "running" {
			added++
		}
	}
	if added != len(dues.Items) {
		t.Errorf("%d obligations were added, %d are due", added, len(dues.Items))
	}
	due := dues.Items[0]
	if due.Status != "running" || !due.Start.Equal(first.Time) || due.Left != due.Due.Sub(first.Time) {
		t.Errorf("%+v", due)
	}
	next, err := s.NextChange()
	if err != nil || !next.Equal(dues.NextChange) || !next.After(first.Time) {
		t.Errorf("%v of all, %v of the subject, %v", next, dues.NextChange, err)
	}
	if nobody, err := s.Due("nobody"); err != nil || len(nobody.Items) != 0 || !nobody.NextChange.IsZero() {
		t.Errorf("%+v, %v", nobody, err)
	}
	// Past the breach, it is said that it was breached.
	changes, err = s.Advance(due.Breach.Add(time.Second))
	breached := false
	for _, change := range changes {
		breached = breached || change.Is != nil && change.Is.Clause == due.Clause && change.Is.Status == "breached"
	}
	if err != nil || !breached {
		t.Errorf("%+v, %v", changes, err)
	}
}

func TestEventsByNumbersAreEvents(t *testing.T) {
	byName, v := session(t, SessionOptions{})
	byNumber, _ := session(t, SessionOptions{})
	policy := v.open(t)
	fast := 0
	for _, event := range v.firstEvents()[:500] {
		event.ID, event.Actor, event.Team = "", "", ""
		take(t, byName, event)
		if len(event.Fields) > 0 {
			take(t, byNumber, event)
			continue
		}
		numbers := numbersOf(t, policy, byNumber, event)
		if taken, err := byNumber.FastEvents([]FastEvent{numbers}); err != nil || taken != 1 {
			t.Fatalf("%d, %v", taken, err)
		}
		fast++
	}
	if fast < 100 {
		t.Fatalf("only %d events by numbers", fast)
	}
	var rows [2][]string
	for i, s := range []*Session{byName, byNumber} {
		if _, err := s.Advance(v.asOf); err != nil {
			t.Fatal(err)
		}
		verdicts, err := s.Rows()
		if err != nil || len(verdicts) == 0 {
			t.Fatal(len(verdicts), err)
		}
		rows[i] = lines(t, rowsOf(verdicts, verdictRow))
	}
	same(t, "rows", rows[0], rows[1])
	known := numbersOf(t, policy, byNumber, v.firstEvents()[0])
	unknown := known
	unknown.Subject = 1 << 30
	if taken, err := byNumber.FastEvents([]FastEvent{known, unknown}); taken != 1 || !errors.Is(err, ErrInvalidArgument) {
		t.Errorf("%d, %v", taken, err)
	}
	if _, err := policy.EventCode("", "no such event"); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
}

func numbersOf(t testing.TB, policy *Policy, s *Session, event Event) FastEvent {
	t.Helper()
	code, err := policy.EventCode("", event.Name)
	if err != nil {
		t.Fatal(err)
	}
	subject, err := s.SubjectID(event.Subject)
	if err != nil {
		t.Fatal(err)
	}
	owner := NoID
	if event.Owner != "" {
		if owner, err = s.OwnerID(event.Owner); err != nil {
			t.Fatal(err)
		}
	}
	return FastEvent{Micros: Micros(event.Time), Subject: subject, Owner: owner, Team: NoID, Actor: NoID, Code: code}
}

func TestDamagedSnapshots(t *testing.T) {
	s, v := session(t, SessionOptions{})
	for _, event := range v.firstEvents()[:100] {
		take(t, s, event)
	}
	if _, err := s.Advance(v.asOf); err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	policy := v.open(t)
	damaged := append([]byte(nil), snapshot...)
	damaged[len(damaged)/2] ^= 1
	for _, bytes := range [][]byte{nil, damaged, snapshot[:len(snapshot)/2]} {
		if _, err := policy.Restore(bytes, SessionOptions{}); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d bytes: %v", len(bytes), err)
		}
	}
	_, err = readVector(t, "both-sides").open(t).Restore(snapshot, SessionOptions{})
	if !errors.Is(err, ErrIncompatible) && !errors.Is(err, ErrCorrupt) {
		t.Error(err)
	}
}

func TestEventsThatALogCannotSay(t *testing.T) {
	v := readVector(t, example)
	policy := v.open(t)
	event := v.firstEvents()[0]
	for _, wrong := range []struct {
		events  []Event
		options Options
	}{
		{[]Event{event}, Options{}},
		{[]Event{{Subject: "L-1", Name: "x"}}, Options{AsOf: v.asOf}},
		{[]Event{{Subject: "L-1", Name: "x", Time: v.asOf, Fields: []Field{Unknown("score")}}}, Options{AsOf: v.asOf}},
		{[]Event{{Subject: "L-1", Name: "x", Time: v.asOf, Fields: []Field{Text("ts", "1")}}}, Options{AsOf: v.asOf}},
		{[]Event{{Record: "unheard_of", Subject: "L-1", Name: "x", Time: v.asOf}}, Options{AsOf: v.asOf}},
	} {
		if _, err := policy.Evaluate(context.Background(), wrong.events, wrong.options); !errors.Is(err, ErrInvalidArgument) {
			t.Errorf("%+v: %v", wrong.events, err)
		}
	}
	// An unheard-of event is a finding; with Strict, a failure.
	strange := []Event{{Subject: "L-1", Name: "unheard_of", Time: event.Time}}
	outcome, err := policy.Evaluate(context.Background(), strange, Options{AsOf: v.asOf})
	if err != nil {
		t.Fatal(err)
	}
	defer outcome.Close()
	if findings, err := outcome.Findings(); err != nil || !strings.Contains(string(findings), "unheard_of") {
		t.Errorf("%s, %v", findings, err)
	}
	if _, err := policy.Evaluate(context.Background(), strange, Options{AsOf: v.asOf, Strict: true}); !errors.Is(err, ErrBadData) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := policy.Evaluate(ctx, v.events, Options{AsOf: v.asOf}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWhatIsClosedSaysSo(t *testing.T) {
	v := readVector(t, example)
	policy := v.open(t)
	s, err := policy.NewSession(SessionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	policy.Close()
	if err := policy.Close(); err != nil {
		t.Error(err)
	}
	if _, err := policy.Info(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	// The session goes on without the policy.
	take(t, s, v.firstEvents()[0])
	if _, err := s.Advance(v.asOf); err != nil {
		t.Error(err)
	}
	s.Close()
	if _, err := s.Event(v.firstEvents()[0]); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if _, err := s.Rows(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// Goroutines judge all the time while the policy is exchanged under them; each gets the rows of one of the two.
func TestExchangeWhileInUse(t *testing.T) {
	one, other := readVector(t, example), readVector(t, "both-sides")
	target := filepath.Join(t.TempDir(), "policy.so")
	deploy := func(v vector) {
		library, err := os.ReadFile(filepath.Join(v.folder, "policy.so"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target+".new", library, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(target+".new", target); err != nil {
			t.Fatal(err)
		}
	}
	deploy(one)
	handle, err := OpenHandle(target)
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]bool{}
	for _, v := range []vector{one, other} {
		info, err := v.open(t).Info()
		if err != nil {
			t.Fatal(err)
		}
		titles[info.Title] = true
	}
	var workers sync.WaitGroup
	var lock sync.Mutex
	seen := map[string]int{}
	stop := make(chan struct{})
	for i := 0; i < 4; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for {
				select {
				case <-stop:
					return
				default:
				}
				title, err := useOnce(handle, one.asOf)
				lock.Lock()
				seen[title]++
				lock.Unlock()
				if err != nil || !titles[title] {
					t.Errorf("%q: %v", title, err)
					return
				}
			}
		}()
	}
	for i := 0; i < 40; i++ {
		deploy([]vector{other, one}[i%2])
		if err := handle.Swap(target); err != nil {
			t.Error(err)
		}
		if err := handle.Swap(target + ".absent"); !errors.Is(err, ErrUnreadable) {
			t.Error(err)
		}
		runtime.Gosched()
		time.Sleep(time.Millisecond)
	}
	close(stop)
	workers.Wait()
	if len(seen) != 2 {
		t.Errorf("not both were seen: %v", seen)
	}
	handle.Close()
	if _, err := handle.Policy(); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if err := handle.Swap(target); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

func useOnce(handle *PolicyHandle, asOf time.Time) (string, error) {
	policy, err := handle.Policy()
	if err != nil {
		return "", err
	}
	defer policy.Close()
	info, err := policy.Info()
	if err != nil {
		return "", err
	}
	s, err := policy.NewSession(SessionOptions{})
	if err != nil {
		return "", err
	}
	defer s.Close()
	if _, err := s.Event(Event{Subject: "L-1", Name: "assigned", Owner: "Ann", Time: asOf}); err != nil {
		return "", err
	}
	_, err = s.Advance(asOf)
	return info.Title, err
}

// One session, several goroutines: they wait for each other.
func TestASessionIsShared(t *testing.T) {
	s, v := session(t, SessionOptions{})
	events := v.firstEvents()[:400]
	var workers sync.WaitGroup
	for part := 0; part < 4; part++ {
		workers.Add(1)
		go func(part int) {
			defer workers.Done()
			for i := part; i < len(events); i += 4 {
				if _, err := s.Event(events[i]); err != nil && !errors.Is(err, ErrBadData) {
					t.Error(err)
				}
				if _, err := s.Due(events[i].Subject); err != nil {
					t.Error(err)
				}
			}
		}(part)
	}
	workers.Wait()
	if _, err := s.Advance(v.asOf); err != nil {
		t.Error(err)
	}
}

// Nothing is closed: the finalizers do it, and nothing of it is used any more.
func TestForgottenOnesAreClosed(t *testing.T) {
	v := readVector(t, example)
	for i := 0; i < 50; i++ {
		policy, err := Open(filepath.Join(v.folder, "policy.so"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := policy.NewSession(SessionOptions{}); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
	}
}
