"""Events one by one, with timers, reminders and breaches: session_bench, a Google Benchmark program."""

from .hand_written import google_benchmark


def run(context):
    if context.size_name == "smoke":
        return
    found = google_benchmark(context, "session_bench")
    if found is None:
        return
    rows, rates, medians = [], [], []
    for name, times in found.items():
        rate = times.get("events/s")
        rows.append([name.removeprefix("BM_"), times["real"] * 1e3, times["cpu"] * 1e3, rate,
                     times.get("median_ns"), times.get("p99_ns")])
        if rate:
            rates.append(rate)
        if times.get("median_ns"):
            medians.append(times["median_ns"])
    context.table("Events one by one", ["", "wall ms", "CPU ms", "events/s", "median ns", "99 % ns"], rows,
                  "Sessions that take events, advance the clock and hand out verdicts and actions.")
    if rates:
        context.gate("stream with timers: events a second", max(rates))
    if medians:
        context.gate("stream with timers: median of one event", min(medians))
