package sla

import (
	"testing"
	"time"
)

// Events of 1,000 leads, one second apart; the clock is moved once for every 1,000.
const benchSubjects = 1000

func benchEvents(b *testing.B, count int) ([]Event, *Policy, *Session) {
	v := readVector(b, example)
	policy := v.open(b)
	s, err := policy.NewSession(SessionOptions{Lateness: time.Hour, Retention: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	begin := v.firstEvents()[0].Time
	var names []string // Logs have events that the policy does not know.
	for _, event := range v.firstEvents()[:benchSubjects] {
		if _, err := policy.EventCode("", event.Name); err == nil {
			names = append(names, event.Name)
		}
	}
	events := make([]Event, count)
	for i := range events {
		events[i] = Event{
			Subject: "L-" + decimal(int64(i%benchSubjects)), Name: names[i%len(names)], Owner: "Ann",
			Time: begin.Add(time.Duration(i) * time.Second),
		}
	}
	return events, policy, s
}

func BenchmarkEvent(b *testing.B) {
	events, _, s := benchEvents(b, b.N)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range events {
		if _, err := s.Event(events[i]); err != nil {
			b.Fatal(err)
		}
		if i%benchSubjects == benchSubjects-1 {
			if _, err := s.Advance(events[i].Time); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkFastEvents(b *testing.B) {
	events, policy, s := benchEvents(b, b.N)
	numbers := make([]FastEvent, len(events))
	for i := range events {
		numbers[i] = numbersOf(b, policy, s, events[i])
	}
	b.ResetTimer()
	for first := 0; first < len(numbers); first += benchSubjects {
		last := first + benchSubjects
		if last > len(numbers) {
			last = len(numbers)
		}
		if _, err := s.FastEvents(numbers[first:last]); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Advance(events[last-1].Time); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	events, _, s := benchEvents(b, 10*benchSubjects)
	for i := range events {
		if _, err := s.Event(events[i]); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := s.Advance(events[len(events)-1].Time); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := s.Due(events[i%benchSubjects].Subject); err != nil {
			b.Fatal(err)
		}
	}
}

// The way into the library and back, with nothing done there.
func BenchmarkCrossing(b *testing.B) {
	_, _, s := benchEvents(b, 1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if _, err := s.Now(); err != nil {
			b.Fatal(err)
		}
	}
}
