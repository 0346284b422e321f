package sla

// #include "native.h"
import "C"

import (
	"math"
	"time"
)

const noTime = int64(C.SLA_NO_TIME)

// microsOf is the instant as sla.h counts it; the zero time is none.
func microsOf(t time.Time) int64 {
	if t.IsZero() {
		return noTime
	}
	return t.UnixMicro()
}

func timeOf(micros int64) time.Time {
	if micros == noTime {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// durationOf keeps within what a time.Duration can say, some 292 years.
func durationOf(micros int64) time.Duration {
	const most = math.MaxInt64 / int64(time.Microsecond)
	switch {
	case micros > most:
		return math.MaxInt64
	case micros < -most:
		return math.MinInt64
	}
	return time.Duration(micros) * time.Microsecond
}
