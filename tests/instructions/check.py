#!/usr/bin/env python3
"""How many instructions generated code takes per event, against the bounds in bounds.json.

A count needs no quiet machine, so this guards in CI what a stopwatch cannot. With --refresh the
bounds become what is counted now: look at the difference before committing it."""

import argparse
import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys

BOUNDS = pathlib.Path(__file__).with_name("bounds.json")
SLACK = 1.03
SKIPPED = 77


def per_event(program, clauses):
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=/dev/null",
         program, str(clauses)], capture_output=True, text=True, timeout=120)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    events = re.search(r"(\d+) events", done.stdout)
    if done.returncode != 0 or not counted or not events:
        sys.exit(f"{clauses} clauses: nothing was counted\n{done.stdout}{done.stderr}")
    return int(counted[1]) / int(events[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--refresh", action="store_true")
    options = parser.parse_args()
    if platform.machine() != "x86_64" or shutil.which("valgrind") is None:
        print("skipped: counts are for x86-64 and taken by valgrind (scripts/setup installs it)")
        return SKIPPED
    bounds = json.loads(BOUNDS.read_text())
    now = {clauses: round(per_event(options.program, clauses), 2) for clauses in bounds}
    if options.refresh:
        BOUNDS.write_text(json.dumps(now, indent=2) + "\n")
    failed = 0
    for clauses, bound in bounds.items():
        verdict = "more than" if now[clauses] > bound * SLACK else "within"
        print(f"{clauses} clauses: {now[clauses]} instructions an event, {verdict} {bound} + 3 %")
        failed += verdict != "within" and not options.refresh
    return 1 if failed else 0


sys.exit(main())
