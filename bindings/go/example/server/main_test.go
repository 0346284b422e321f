package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func call(t *testing.T, s *service, method, path, body string) (int, map[string]any) {
	t.Helper()
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	var answered map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answered); err != nil {
		t.Fatal(err)
	}
	return recorder.Code, answered
}

func TestService(t *testing.T) {
	vectors := os.Getenv("SLA_VECTORS")
	if vectors == "" {
		t.Skip("SLA_VECTORS is not set: tests/vectors/make writes the folder that it should name")
	}
	folder := filepath.Join(vectors, "speed-to-lead")
	log, err := os.ReadFile(filepath.Join(folder, "events.lead.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var first map[string]string
	if err := json.NewDecoder(strings.NewReader(string(log))).Decode(&first); err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, first["ts"])
	if err != nil {
		t.Fatal(err)
	}
	s, err := newService(filepath.Join(folder, "policy.so"), func() time.Time { return at.Add(time.Second) })
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()

	event := map[string]any{"lead": first["lead_id"], "event": first["event"], "time": at, "id": "e1"}
	fields := map[string]string{}
	for name, cell := range first {
		switch name {
		case "lead_id", "event", "ts", "event_id", "owner", "team", "actor":
		default:
			fields[name] = cell
		}
	}
	event["fields"] = fields
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	if code, said := call(t, s, "POST", "/events", string(text)); code != http.StatusOK {
		t.Fatal(code, said)
	}
	path := "/leads/" + first["lead_id"] + "/due"
	code, before := call(t, s, "GET", path, "")
	if code != http.StatusOK || len(before["due"].([]any)) == 0 || before["next_change"] == nil {
		t.Fatal(code, before)
	}
	if code, said := call(t, s, "POST", "/reload", ""); code != http.StatusOK || said["events"] != 1.0 {
		t.Error(code, said)
	}
	_, after := call(t, s, "GET", path, "")
	one, _ := json.Marshal(before)
	other, _ := json.Marshal(after)
	if string(one) != string(other) {
		t.Errorf("before the reload %s, after it %s", one, other)
	}
	s.path += ".absent"
	if code, _ := call(t, s, "POST", "/reload", ""); code != http.StatusConflict {
		t.Error(code)
	}
	if code, _ := call(t, s, "GET", path, ""); code != http.StatusOK {
		t.Error("the old policy is gone", code)
	}
	for _, wrong := range [][2]string{{"/events", "{"}, {"/events", `{"lead": "L-1", "event": "no such event", "time": "2026-03-02T00:00:00Z"}`}} {
		if code, said := call(t, s, "POST", wrong[0], wrong[1]); code/100 != 4 {
			t.Error(code, said)
		}
	}
	if code, _ := call(t, s, "GET", "/leads//due", ""); code != http.StatusNotFound {
		t.Error(code)
	}
}
