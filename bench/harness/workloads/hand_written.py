"""Generated code against the hand-written loop of the same layout: one process, repetitions at random turns."""

import json
import subprocess
import tempfile

from ..context import Differ
from ..profiles import keep_callgrind


def google_benchmark(context, program, *arguments):
    """Medians of a Google Benchmark program, name -> {"real": s, "cpu": s, and its counters}, and all that it printed;
    (None, "") where it is not built."""
    path = context.build / "bin" / program
    if not path.exists():
        context.miss(program, "it is not built here")
        return None, ""
    repetitions = max(context.repetitions, 2)
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run(
            [str(path), *arguments, f"--benchmark_repetitions={repetitions}",
             "--benchmark_enable_random_interleaving=true",
             "--benchmark_min_time=" + ("0.2" if context.size_name == "full" else "0.01"),
             # What the program prints of its own stands between the lines of its measurements.
             f"--benchmark_out={report.name}", "--benchmark_out_format=json"],
            capture_output=True, text=True, timeout=900)
        said = (done.stdout + done.stderr).strip()
        if "DIFFER" in said:
            raise Differ(f"{program}: {said.splitlines()[0]}")
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with exit code {done.returncode}: {said[-300:]}")
        return medians(json.load(report)), said


UNIT = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
KNOWN = {"name", "run_name", "run_type", "family_index", "per_family_instance_index", "repetitions", "threads",
         "aggregate_name", "aggregate_unit", "iterations", "real_time", "cpu_time", "time_unit", "repetition_index"}


def medians(output):
    found, deviation = {}, {}
    for run in output["benchmarks"]:
        unit = UNIT[run.get("time_unit", "ns")]
        if run.get("aggregate_name") == "stddev":
            deviation[run["run_name"]] = run["cpu_time"] * unit
        if run.get("aggregate_name") != "median":
            continue
        counters = {k: v for k, v in run.items() if k not in KNOWN and isinstance(v, (int, float))}
        found[run["run_name"]] = {"real": run["real_time"] * unit, "cpu": run["cpu_time"] * unit, **counters}
    for name, value in deviation.items():
        if name in found:
            found[name]["stddev"] = value
    return found


def partner(name):
    """BM_compiled/16 is measured against BM_hand_written/16."""
    return name.replace("BM_compiled", "BM_hand_written") if name.startswith("BM_compiled") else None


def run(context):
    if context.size_name == "smoke":
        return  # Its size is fixed; what it compares, `clauses` compares too.
    found, _ = google_benchmark(context, "deadline_bench")
    if found is None:
        return
    rows = []
    for name, times in found.items():
        hand = found.get(partner(name) or "")
        rows.append([name.removeprefix("BM_"), times["real"] * 1e3, times["cpu"] * 1e3,
                     f"± {times.get('stddev', 0) * 1e3:.2f}", times.get("events/s"),
                     times["cpu"] / hand["cpu"] if hand else None])
    context.table("Generated code and a loop written by hand", ["", "wall ms", "CPU ms", "", "events/s",
                                                               "against hand-written"], rows,
                  "`deadline_bench`: same columns, same calendar table, same rows, compared before. 10 M events of 1 M "
                  "leads (the reference: a tenth), ± is the standard deviation.")
    compiled = found.get("BM_compiled") or found.get("BM_compiled/1")
    hand = found.get("BM_hand_written") or found.get("BM_hand_written/1")
    if compiled and hand:
        context.gate("one clause: time against hand-written C++", compiled["cpu"] / hand["cpu"])
        context.gate("one clause: events a second", compiled["events/s"])
        if compiled["cpu"] > 1.3 * hand["cpu"]:
            keep_callgrind("one-clause", [context.build / "bin/deadline_bench", "--benchmark_filter=BM_compiled",
                                          "--benchmark_min_time=0.01"])
