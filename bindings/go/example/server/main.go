// Command server answers "what is due on this lead, and when can that change?" over HTTP.
//
//	server -policy policy.so -listen :8080
//
//	POST /events          one event, or a list of them, as JSON: {"lead": "L-1", "event": "inquiry", "time": "...",
//	                      "owner": "Ann", "id": "e1", "fields": {"score": "50"}}
//	GET  /leads/{id}/due  what is open on a lead as of now
//	POST /reload          opens the policy library anew and goes on with it, or with the old one if it cannot be opened
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	sla "sla/bindings/go"
)

type service struct {
	path string
	now  func() time.Time

	mu      sync.Mutex
	policy  *sla.PolicyHandle
	session *sla.Session
	events  []sla.Event // A new policy judges what the old one has heard; a real service keeps them in a database.
}

func newService(path string, now func() time.Time) (*service, error) {
	policy, err := sla.OpenHandle(path)
	if err != nil {
		return nil, err
	}
	s := &service{path: path, now: now, policy: policy}
	if s.session, err = s.begin(); err != nil {
		policy.Close()
		return nil, err
	}
	return s, nil
}

// begin makes a session of the policy of now that has heard all events.
func (s *service) begin() (*sla.Session, error) {
	policy, err := s.policy.Policy()
	if err != nil {
		return nil, err
	}
	defer policy.Close()
	session, err := policy.NewSession(sla.SessionOptions{})
	if err != nil {
		return nil, err
	}
	for _, event := range s.events {
		// What the new policy does not know any more is none of its business.
		if _, err := session.Event(event); err != nil && !errors.Is(err, sla.ErrBadData) {
			session.Close()
			return nil, err
		}
	}
	return session, nil
}

func (s *service) close() {
	s.session.Close()
	s.policy.Close()
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lead := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/leads/"), "/due")
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/events":
		s.takeEvents(w, r)
	case r.Method == http.MethodPost && r.URL.Path == "/reload":
		s.reload(w)
	case r.Method == http.MethodGet && r.URL.Path == "/leads/"+lead+"/due" && lead != "":
		s.due(w, lead)
	default:
		answer(w, http.StatusNotFound, map[string]string{"error": "there is POST /events, GET /leads/{id}/due, POST /reload"})
	}
}

type wireEvent struct {
	Lead, Event, Owner, Team, Actor, ID string
	Time                                time.Time
	Fields                              map[string]string
}

func (s *service) takeEvents(w http.ResponseWriter, r *http.Request) {
	var body json.RawMessage
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&body); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	var told []wireEvent
	if err := json.Unmarshal(body, &told); err != nil {
		told = make([]wireEvent, 1)
		if err := json.Unmarshal(body, &told[0]); err != nil {
			fail(w, http.StatusBadRequest, err)
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	receipts := make([]string, 0, len(told))
	for _, one := range told {
		event := sla.Event{Subject: one.Lead, Name: one.Event, Time: one.Time, Owner: one.Owner, Team: one.Team,
			Actor: one.Actor, ID: one.ID}
		for name, cell := range one.Fields {
			event.Fields = append(event.Fields, sla.Text(name, cell))
		}
		receipt, err := s.session.Event(event)
		if err != nil {
			answer(w, http.StatusUnprocessableEntity, map[string]any{"error": err.Error(), "receipts": receipts})
			return
		}
		if receipt == sla.Taken {
			s.events = append(s.events, event)
		}
		receipts = append(receipts, receipt.String())
	}
	answer(w, http.StatusOK, map[string]any{"receipts": receipts})
}

type wireDue struct {
	Clause  string     `json:"clause"`
	Status  string     `json:"status"`
	Owner   string     `json:"owner,omitempty"`
	Due     *time.Time `json:"due"`
	Seconds *float64   `json:"seconds_left"`
}

func (s *service) due(w http.ResponseWriter, lead string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.session.Advance(s.now()); err != nil && !errors.Is(err, sla.ErrRefused) { // Clocks may be set back.
		fail(w, http.StatusInternalServerError, err)
		return
	}
	dues, err := s.session.Due(lead)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	open := make([]wireDue, len(dues.Items))
	for i, item := range dues.Items {
		open[i] = wireDue{Clause: item.Clause, Status: item.Status, Owner: item.Owner}
		if !item.Due.IsZero() {
			due, left := item.Due, item.Left.Seconds()
			open[i].Due, open[i].Seconds = &due, &left
		}
	}
	body := map[string]any{"lead": lead, "due": open, "next_change": nil}
	if !dues.NextChange.IsZero() {
		body["next_change"] = dues.NextChange
	}
	answer(w, http.StatusOK, body)
}

func (s *service) reload(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.policy.Swap(s.path); err != nil {
		fail(w, http.StatusConflict, err)
		return
	}
	session, err := s.begin()
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	s.session.Close()
	s.session = session
	answer(w, http.StatusOK, map[string]any{"events": len(s.events)})
}

func fail(w http.ResponseWriter, status int, err error) {
	answer(w, status, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Print(err)
	}
}

func main() {
	path := flag.String("policy", "policy.so", "the policy library")
	listen := flag.String("listen", ":8080", "where to listen")
	flag.Parse()
	s, err := newService(*path, time.Now)
	if err != nil {
		log.Fatal(err)
	}
	defer s.close()
	server := http.Server{Addr: *listen, Handler: s, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
