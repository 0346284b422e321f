"""A file to verdicts, end to end, against DuckDB merely reading the same file with the same threads."""

import json
import os
import re
import subprocess

from ..context import POLICIES, scratch
from ..measure import take_turns
from .cold import once

POLICY = POLICIES.parent / "northwind_year.sla"


def reading(make_log, path, threads):
    """Seconds of wall and CPU for DuckDB to read a file, as its own process says them."""
    out = once([make_log, "read", path, threads], capture=True)
    found = re.search(r"^([0-9.]+) s", out["stdout"], re.M)
    return {"wall": float(found[1]) if found else out["wall"], "cpu": out["cpu"]}


def stages(command):
    """What `sla run --timings` says of its stages; nothing where it does not know the flag."""
    done = subprocess.run([str(c) for c in command] + ["--timings", "--format", "json"], capture_output=True, text=True,
                          timeout=900)
    if done.returncode != 0:
        return {}
    try:
        return json.loads(done.stdout).get("timings", {})
    except json.JSONDecodeError:
        return {}


def run(context):
    make_log, sla = context.build / "bin/make_log", context.build / "bin/sla"
    if not make_log.exists() or not POLICY.exists():
        context.miss("logs as files", "make_log is not built here")
        return
    threads = os.cpu_count() or 1
    rows, parts = [], []
    with scratch() as folder:
        for kind, title in (("csv", "CSV"), ("parquet", "Parquet")):
            path = folder / f"log.{kind}"
            once([make_log, "write", context.file_events, "time", path])
            command = [sla, "run", POLICY, "--events", path, "--as-of", "2027-01-01"]
            results = take_turns({"sla run": lambda c=command: once(c),
                                  "DuckDB reads": lambda p=path: reading(make_log, p, threads)},
                                 max(context.repetitions // 2, 1))
            base = results["DuckDB reads"]["wall"]["median"]
            for name, times in results.items():
                rows.append([f"{title}, {path.stat().st_size / 1e6:.0f} MB", name, times["wall"]["median"],
                             times["cpu"]["median"], times["wall"]["median"] / base])
            context.gate(f"{title} to verdicts: against DuckDB reading it",
                         results["sla run"]["wall"]["median"] / base)
            parts += [[title, stage, seconds] for stage, seconds in stages(command).items()]
            path.unlink()
    context.table("Files to verdicts", ["file", "", "wall s", "CPU s", "against reading"], rows,
                  f"{context.file_events:,} events ordered by time, four clauses, {threads} threads for both.")
    if parts:
        context.table("Where the time of a file goes", ["file", "stage", "s"], parts, "As `sla run --timings` says.")
