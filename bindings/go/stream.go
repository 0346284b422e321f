package sla

// #include "native.h"
import "C"

import (
	"math"
	"sort"
	"strings"
	"unsafe"
)

// Person is a row of the roster: owner, team, manager, zone, party, from, until and the policy's roles, each as a cell
// (docs/reference/data.md). What is not there or empty is not said.
type Person map[string]string

// stream is rows on their way to libsla, as Arrow's C interface has them.
type stream struct {
	raw *C.struct_ArrowArrayStream
}

func (s stream) free() {
	C.go_release_stream(s.raw)
	C.free(unsafe.Pointer(s.raw))
}

// source is what a stream is made from, one column after the other. Only the column of instants, if there is one, uses
// `instant`.
type source struct {
	op      string
	columns []string
	instant int // Its index, or -1.
	rows    int
	text    func(row, column int) string // Empty says nothing.
	micros  func(row int) int64
}

// batchRows keeps the offsets into a batch's text far below 2 GiB.
const batchRows = 1 << 16

func (s source) stream() (stream, error) {
	outOfMemory := &Error{Code: ErrOutOfMemory, Op: s.op}
	instants := make([]byte, len(s.columns))
	if s.instant >= 0 {
		instants[s.instant] = 1
	}
	for _, name := range s.columns {
		if strings.IndexByte(name, 0) >= 0 {
			return stream{}, invalid(s.op, "the column name %q has a zero byte in it", name)
		}
	}
	names := C.CString(strings.Join(s.columns, "\x00") + "\x00")
	defer C.free(unsafe.Pointer(names))
	made := C.go_stream_new(C.int32_t(len(s.columns)), names, (*C.uint8_t)(&instants[0]))
	if made == nil {
		return stream{}, outOfMemory
	}
	for first := 0; first < s.rows; first += batchRows {
		rows := s.rows - first
		if rows > batchRows {
			rows = batchRows
		}
		if err := s.fill(made, first, rows); err != nil {
			C.go_stream_free(made)
			return stream{}, err
		}
	}
	raw := (*C.struct_ArrowArrayStream)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_ArrowArrayStream{}))))
	C.go_stream_export(made, raw)
	return stream{raw: raw}, nil
}

func (s source) fill(made *C.go_stream, first, rows int) error {
	outOfMemory := &Error{Code: ErrOutOfMemory, Op: s.op}
	if C.go_stream_batch(made, C.int64_t(rows)) == 0 {
		return outOfMemory
	}
	offsets := make([]int32, rows+1)
	validity := make([]byte, (rows+7)/8)
	bytes := make([]byte, 0, rows*8)
	for column := range s.columns {
		if column == s.instant {
			values := make([]int64, rows)
			for row := range values {
				values[row] = s.micros(first + row)
			}
			if C.go_stream_instants(made, C.int32_t(column), (*C.int64_t)(&values[0])) == 0 {
				return outOfMemory
			}
			continue
		}
		bytes = bytes[:0]
		nulls := 0
		for row := 0; row < rows; row++ {
			text := s.text(first+row, column)
			if bit := byte(1) << (row % 8); text == "" {
				validity[row/8] &^= bit
				nulls++
			} else {
				validity[row/8] |= bit
			}
			bytes = append(bytes, text...)
			if len(bytes) > math.MaxInt32 {
				return invalid(s.op, "column %q: %d rows have more than 2 GiB of text", s.columns[column], rows)
			}
			offsets[row+1] = int32(len(bytes))
		}
		bytes = append(bytes, 0) // So that there is a first byte.
		if C.go_stream_text(made, C.int32_t(column), (*C.int32_t)(&offsets[0]), (*C.char)(unsafe.Pointer(&bytes[0])),
			(*C.uint8_t)(&validity[0]), C.int64_t(nulls)) == 0 {
			return outOfMemory
		}
	}
	return nil
}

// eventStream has the columns of a log without a source block. Columns that no event says anything in are left out.
func eventStream(op, record string, events []*Event) (stream, error) {
	if record == "" {
		record = "lead"
	}
	columns := []string{record + "_id", "ts", "event"}
	cells := []func(*Event) string{
		func(e *Event) string { return e.Subject }, nil, logWord,
	}
	for _, optional := range []struct {
		name string
		cell func(*Event) string
	}{
		{"owner", func(e *Event) string { return e.Owner }},
		{"team", func(e *Event) string { return e.Team }},
		{"actor", func(e *Event) string { return e.Actor }},
		{"event_id", func(e *Event) string { return e.ID }},
		{"into", func(e *Event) string { return e.Into }},
	} {
		for _, event := range events {
			if optional.cell(event) != "" {
				columns, cells = append(columns, optional.name), append(cells, optional.cell)
				break
			}
		}
	}
	fields, values, err := fieldColumns(op, columns, events)
	if err != nil {
		return stream{}, err
	}
	own := len(columns)
	return source{
		op: op, columns: append(columns, fields...), instant: 1, rows: len(events),
		text: func(row, column int) string {
			if column < own {
				return cells[column](events[row])
			}
			return values[column-own][row]
		},
		micros: func(row int) int64 { return events[row].Time.UnixMicro() },
	}.stream()
}

// logWord is the word that logs have for the event.
func logWord(event *Event) string {
	switch event.Fact {
	case Retraction:
		return "retracted"
	case Merge:
		return "merged"
	}
	return event.Name
}

func fieldColumns(op string, taken []string, events []*Event) ([]string, [][]string, error) {
	index := map[string]int{}
	for _, name := range taken {
		index[name] = -1
	}
	var names []string
	var values [][]string
	for row, event := range events {
		for i := range event.Fields {
			field := &event.Fields[i]
			column, known := index[field.Name]
			switch {
			case field.Unknown:
				return nil, nil, invalid(op, "event %d of %q makes %q unknown, for which a log has no word; a session "+
					"takes it", row, event.Subject, field.Name)
			case column < 0:
				return nil, nil, invalid(op, "event %d of %q gives a field the name of the column %q", row,
					event.Subject, field.Name)
			case !known:
				column = len(names)
				index[field.Name] = column
				names, values = append(names, field.Name), append(values, make([]string, len(events)))
			}
			values[column][row] = field.Text
		}
	}
	return names, values, nil
}

func rosterStream(op string, people []Person) (stream, error) {
	known := map[string]bool{}
	var columns []string
	for _, person := range people {
		for name := range person {
			if !known[name] {
				known[name] = true
				columns = append(columns, name)
			}
		}
	}
	if len(columns) == 0 {
		return stream{}, invalid(op, "the roster has no column")
	}
	sort.Strings(columns)
	return source{
		op: op, columns: columns, instant: -1, rows: len(people),
		text: func(row, column int) string { return people[row][columns[column]] },
	}.stream()
}
