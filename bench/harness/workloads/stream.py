"""Events one by one, with timers, reminders and breaches: session_bench, a Google Benchmark program."""

import re

from .hand_written import google_benchmark

LATENCY = re.compile(r"^at (\d+) events/s, ([^:]+): p50 (\d+) ns, p99 (\d+) ns, p99.9 (\d+) ns", re.M)


def run(context):
    if context.size_name == "smoke":
        return  # Its size is fixed, and its tests compare what it says.
    found, printed = google_benchmark(context, "session_bench")
    if found is None:
        return
    rows = [[name.removeprefix("BM_"), times["real"] * 1e3, times["cpu"] * 1e3, times.get("events/s")]
            for name, times in found.items()]
    context.table("Events one by one", ["leads/events a turn", "wall ms", "CPU ms", "events/s"], rows,
                  "A session takes events, moves its clock and says what opened, was decided, breached or is to be done. "
                  "Compared with the reference before.")
    context.gate("stream with timers: events a second", max(times.get("events/s", 0) for times in found.values()))
    waits = [[f"{what}, at {int(rate):,} events/s", int(p50), int(p99), int(p999)]
             for rate, what, p50, p99, p999 in LATENCY.findall(printed)]
    if waits:
        context.gate("stream with timers: median of one event", waits[0][1],
                     "with its advance of the clock and two readings of the stopwatch")
        context.table("How long one event takes", ["", "median ns", "99 % ns", "99.9 % ns"], waits)
