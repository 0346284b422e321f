package sla

// #include "native.h"
import "C"

import (
	"errors"
	"fmt"
	"unsafe"
)

// Code says what kind of failure an [Error] is. Codes are errors themselves, to be asked for with errors.Is:
//
//	if errors.Is(err, sla.ErrUnreadable) { ... }
type Code int32

// The codes of sla.h.
const (
	ErrInvalidArgument Code = C.SLA_INVALID_ARGUMENT // An argument that cannot be right.
	ErrOutOfMemory     Code = C.SLA_OUT_OF_MEMORY
	ErrUnreadable      Code = C.SLA_UNREADABLE   // The file is not there, or is no policy library.
	ErrIncompatible    Code = C.SLA_INCOMPATIBLE // Of another format, machine or policy.
	ErrCorrupt         Code = C.SLA_CORRUPT      // A checksum does not hold.
	ErrBadData         Code = C.SLA_BAD_DATA     // An event or a table that the policy cannot read.
	ErrRefused         Code = C.SLA_REFUSED      // Not now: the clock does not go back.
	ErrInternal        Code = C.SLA_INTERNAL     // A bug of ours.
)

// ErrClosed is returned by what was closed before.
var ErrClosed = errors.New("sla: closed already")

// Error says what kind of failure it is, while doing what, and in one English text what was wrong and what to do.
type Error struct {
	Code    Code
	Op      string // "open", "event", ...
	Message string
}

func (e *Error) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("sla: %s: %v", e.Op, e.Code)
	}
	return "sla: " + e.Op + ": " + e.Message
}

// Unwrap gives the code, so that errors.Is finds it.
func (e *Error) Unwrap() error { return e.Code }

func (c Code) Error() string {
	switch c {
	case ErrInvalidArgument:
		return "invalid argument"
	case ErrOutOfMemory:
		return "out of memory"
	case ErrUnreadable:
		return "unreadable"
	case ErrIncompatible:
		return "incompatible"
	case ErrCorrupt:
		return "corrupt"
	case ErrBadData:
		return "bad data"
	case ErrRefused:
		return "refused"
	case ErrInternal:
		return "internal error"
	}
	return fmt.Sprintf("status %d", int32(c))
}

func newFailure() C.sla_error {
	return C.sla_error{struct_size: C.uint32_t(unsafe.Sizeof(C.sla_error{}))}
}

func check(op string, status C.sla_status, failure *C.sla_error) error {
	if status == C.SLA_OK {
		return nil
	}
	return &Error{Code: Code(status), Op: op, Message: C.GoString(&failure.message[0])}
}

func invalid(op, format string, values ...any) error {
	return &Error{Code: ErrInvalidArgument, Op: op, Message: fmt.Sprintf(format, values...)}
}
