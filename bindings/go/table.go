package sla

// #include "native.h"
import "C"

import (
	"fmt"
	"strings"
	"time"
	"unsafe"
)

// Table is a table of an outcome, column by column.
type Table struct {
	Columns []Column
	Rows    int
}

// Column is one column. Of Texts, Integers, Numbers and Times the one that fits its type is not nil (of a table without
// rows, empty). A null is the empty text, 0 or the zero time.
type Column struct {
	Name     string
	Texts    []string
	Integers []int64
	Numbers  []float64
	Times    []time.Time
}

// Column finds a column by name, or nil.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

func (t *Table) texts(name string) func(int) string {
	if column := t.Column(name); column != nil && column.Texts != nil {
		return func(row int) string { return column.Texts[row] }
	}
	return func(int) string { return "" }
}

func (t *Table) integers(name string) func(int) int64 {
	if column := t.Column(name); column != nil && column.Integers != nil {
		return func(row int) int64 { return column.Integers[row] }
	}
	return func(int) int64 { return 0 }
}

func (t *Table) times(name string) func(int) time.Time {
	if column := t.Column(name); column != nil && column.Times != nil {
		return func(row int) time.Time { return column.Times[row] }
	}
	return func(int) time.Time { return time.Time{} }
}

// readTable reads a stream to its end.
func readTable(op string, stream *C.struct_ArrowArrayStream) (*Table, error) {
	schema := (*C.struct_ArrowSchema)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_ArrowSchema{}))))
	defer C.free(unsafe.Pointer(schema))
	if C.go_get_schema(stream, schema) != 0 {
		return nil, streamError(op, stream)
	}
	defer C.go_release_schema(schema)

	table := &Table{Columns: make([]Column, int(schema.n_children))}
	formats := make([]string, len(table.Columns))
	for i, child := range unsafe.Slice(schema.children, len(table.Columns)) {
		formats[i] = C.GoString(child.format)
		table.Columns[i].Name = C.GoString(child.name)
		if child.dictionary != nil {
			formats[i] = "dictionary of " + C.GoString(child.dictionary.format)
		}
	}
	array := (*C.struct_ArrowArray)(C.calloc(1, C.size_t(unsafe.Sizeof(C.struct_ArrowArray{}))))
	defer C.free(unsafe.Pointer(array))
	for {
		if C.go_get_next(stream, array) != 0 {
			return nil, streamError(op, stream)
		}
		if array.release == nil {
			break
		}
		err := table.add(op, formats, array)
		C.go_release_array(array)
		if err != nil {
			return nil, err
		}
	}
	if table.Rows == 0 { // Also an empty column has its type.
		for i := range table.Columns {
			if err := table.Columns[i].add(formats[i], nil, 0, 0); err != nil {
				return nil, &Error{Code: ErrIncompatible, Op: op, Message: err.Error()}
			}
		}
	}
	return table, nil
}

func streamError(op string, stream *C.struct_ArrowArrayStream) error {
	failed := &Error{Code: ErrInternal, Op: op}
	if text := C.go_last_error(stream); text != nil {
		failed.Message = C.GoString(text)
	}
	return failed
}

func (t *Table) add(op string, formats []string, array *C.struct_ArrowArray) error {
	rows, first := int(array.length), int(array.offset)
	for i, child := range unsafe.Slice(array.children, len(t.Columns)) {
		if err := t.Columns[i].add(formats[i], child, first+int(child.offset), rows); err != nil {
			return &Error{Code: ErrIncompatible, Op: op, Message: err.Error()}
		}
	}
	t.Rows += rows
	return nil
}

// add appends the rows [first, first + rows) of an array; nil is one without rows.
func (c *Column) add(format string, array *C.struct_ArrowArray, first, rows int) error {
	switch {
	case format == "u":
		c.Texts = appendTexts[int32](c.Texts, array, first, rows)
	case format == "U":
		c.Texts = appendTexts[int64](c.Texts, array, first, rows)
	case format == "l" || format == "L":
		c.Integers = appendValues(c.Integers, array, first, rows, func(v int64) int64 { return v })
	case format == "i":
		c.Integers = appendValues(c.Integers, array, first, rows, func(v int32) int64 { return int64(v) })
	case format == "I":
		c.Integers = appendValues(c.Integers, array, first, rows, func(v uint32) int64 { return int64(v) })
	case format == "g":
		c.Numbers = appendValues(c.Numbers, array, first, rows, func(v float64) float64 { return v })
	case strings.HasPrefix(format, "tsu:"):
		c.Times = appendValues(c.Times, array, first, rows, func(v int64) time.Time { return time.UnixMicro(v).UTC() })
	default:
		return fmt.Errorf("column %q has the Arrow type %q, which this package does not read", c.Name, format)
	}
	return nil
}

// valid says which rows are not null.
func valid(array *C.struct_ArrowArray) func(int) bool {
	buffers := unsafe.Slice(array.buffers, int(array.n_buffers))
	if array.null_count == 0 || buffers[0] == nil {
		return func(int) bool { return true }
	}
	bits := buffers[0]
	return func(row int) bool { return *(*byte)(unsafe.Add(bits, row/8))>>(row%8)&1 != 0 }
}

func appendValues[Raw, Value any](to []Value, array *C.struct_ArrowArray, first, rows int, of func(Raw) Value) []Value {
	if to == nil {
		to = make([]Value, 0, rows)
	}
	if rows == 0 {
		return to
	}
	isValid := valid(array)
	raw := unsafe.Slice((*Raw)(unsafe.Slice(array.buffers, 2)[1]), first+rows)
	for row := first; row < first+rows; row++ {
		var value Value
		if isValid(row) {
			value = of(raw[row])
		}
		to = append(to, value)
	}
	return to
}

func appendTexts[Offset int32 | int64](to []string, array *C.struct_ArrowArray, first, rows int) []string {
	if to == nil {
		to = make([]string, 0, rows)
	}
	if rows == 0 {
		return to
	}
	isValid := valid(array)
	buffers := unsafe.Slice(array.buffers, 3)
	offsets := unsafe.Slice((*Offset)(buffers[1]), first+rows+1)
	begin, end := offsets[first], offsets[first+rows]
	// One Go string for all of them: an allocation a column, not one a cell.
	var all string
	if end > begin {
		all = string(unsafe.Slice((*byte)(unsafe.Add(buffers[2], int(begin))), int(end-begin)))
	}
	for row := first; row < first+rows; row++ {
		text := ""
		if isValid(row) {
			text = all[offsets[row]-begin : offsets[row+1]-begin]
		}
		to = append(to, text)
	}
	return to
}
