// Package sla runs built policies inside Go programs: service-level agreements between sales and marketing that
// `sla build agreement.sla --emit so -o policy.so` has made into a library.
//
//	policy, err := sla.Open("policy.so")
//	...
//	defer policy.Close()
//	session, err := policy.NewSession(sla.SessionOptions{})
//	...
//	defer session.Close()
//	_, err = session.Event(sla.Event{Subject: "L-1", Name: "inquiry", Time: time.Now()})
//	changes, err := session.Advance(time.Now())
//	due, err := session.Due("L-1")
//
// [Policy.Evaluate] judges a whole history at once; a [Session] follows events as they happen; a [PolicyHandle]
// exchanges the policy while others use it.
//
// Everything here may be used by any number of goroutines at once. A Policy and a PolicyHandle let them in together, a
// Session and an Outcome one after the other. What methods return is Go's own memory and stays valid.
//
// Policies, sessions and outcomes hold memory that the garbage collector does not see: Close them. A finalizer closes
// what was forgotten, at some time. After Close, methods return [ErrClosed].
//
// Times are instants to the microsecond (what is finer is cut off), of the years 1900 to 2200; the zero time.Time
// stands for "none". Texts are UTF-8.
package sla
