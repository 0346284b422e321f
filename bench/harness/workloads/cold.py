"""What a command costs that starts, does one thing and ends: checking, and making machine code."""

import json
import os
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from ..context import POLICIES, scratch
from ..measure import summary
from ..profiles import keep_callgrind


def once(command, capture=False, within=900, done=(0,)):
    """Wall and CPU seconds of one process, started from nothing; what it printed, if it is captured. `done`: the exit
    codes of one that did what it was to do."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen([str(c) for c in command], stdout=out if capture else subprocess.DEVNULL,
                                   stderr=errors)
        killer = threading.Timer(within, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in done:
            errors.seek(0)
            raise RuntimeError(f"{Path(str(command[0])).name} ended with exit code {process.returncode}: "
                               f"{errors.read().decode(errors='replace')[-300:]}")
        out.seek(0)
        return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "stdout": out.read().decode()}


def instructions(command):
    """By valgrind, which no neighbour disturbs; None where there is no valgrind."""
    try:
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                               *[str(c) for c in command]], capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found[1]) if found else None


def check(context):
    command = [context.build / "bin/sla", "check", POLICIES / "three_hundred_lines.sla"]
    for _ in range(3):
        once(command)
    times = [once(command) for _ in range(context.cold)]
    wall, cpu = (summary([t[kind] for t in times]) for kind in ("wall", "cpu"))
    count = instructions(command) if context.size_name != "smoke" else None
    context.gate("sla check of 300 lines, cold", wall["median"] * 1e3,
                 f"CPU {cpu['median'] * 1e3:.1f} ms" + (f", {count / 1e6:.0f} M instructions" if count else ""))
    context.table("Cold start", ["command", "wall ms", "fastest", "CPU ms", "instructions"],
                  [["sla check, 337 lines, three files of holidays", wall["median"] * 1e3, wall["min"] * 1e3,
                    cpu["median"] * 1e3, count]],
                  "Whole processes from start to end.")
    if wall["median"] > 0.020:
        keep_callgrind("sla-check", command)


def compile_once(context, policy, env, within=120):
    done = subprocess.run([str(context.build / "bin/bench_engines"), "compile", str(policy)], capture_output=True,
                          text=True, env={**os.environ, **env}, timeout=within)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip()[:300])
    return json.loads(done.stdout)


def many_clauses(count):
    text = (POLICIES / "one_clause.sla").read_text()
    head, _ = text.split("clause c1")
    kinds = re.findall(r"^event (\w+)", head, re.M)
    return head + "\n".join(
        f"clause c{i} {{\n  sales must log a {kinds[(i + 1 + i // 8 % 7) % 8]} within {1 + i % 80} business hours of a "
        f"{kinds[i % 8]}\n}}" for i in range(count)) + "\n"


def compiling(context):
    policy = POLICIES / "sixteen_clauses.sla"
    rows = []
    with scratch() as folder:
        # Where compiled code is kept: a folder of our own, so that "cold" is.
        def cache(name):
            home = folder / name
            home.mkdir(exist_ok=True)
            return {"SLA_CACHE_DIR": str(home), "SLA_CACHE": "on"}

        runs = max(context.cold // 4, 2)
        cold = summary([compile_once(context, policy, cache(f"cold-{i}"))["first"]["wall"] for i in range(runs)])
        compile_once(context, policy, cache("warm"))
        warm = summary([compile_once(context, policy, cache("warm"))["first"]["wall"] for _ in range(runs)])
        context.gate("compile sixteen clauses, cold", cold["median"] * 1e3)
        kept = any((folder / "warm").rglob("*")) and any(f.is_file() for f in (folder / "warm").rglob("*"))
        if kept:
            context.gate("compile sixteen clauses, from cache", warm["median"] * 1e3)
        else:
            context.gate("compile sixteen clauses, from cache", None, "nothing was kept on disk")
        rows += [["16 clauses, cold", cold["median"] * 1e3, cold["min"] * 1e3, cold["median"] / 16 * 1e3],
                 ["16 clauses, from cache" if kept else "16 clauses, again (nothing is kept)", warm["median"] * 1e3,
                  warm["min"] * 1e3, None]]
        each = {}
        sizes = (125, 250, 500, 1000) if context.size_name != "smoke" else (4, 8)
        for count in sizes:
            many = folder / f"clauses_{count}.sla"
            many.write_text(many_clauses(count))
            try:
                took = compile_once(context, many, cache(f"many-{count}"))["first"]
            except subprocess.TimeoutExpired:
                context.notes["compile 1,000 clauses: clause against one of 125"] = f"{count} took over two minutes"
                break
            each[count] = took["cpu"] / count
            rows.append([f"{count} clauses, cold", took["wall"] * 1e3, None, each[count] * 1e3])
    if 1000 in each:
        context.gate("compile 1,000 clauses: clause against one of 125", each[1000] / each[125])
    context.table("Making machine code", ["policy", "wall ms", "fastest", "CPU ms a clause"], rows,
                  "From the agreement to code that can be called, in a process that has not done so before.")


def analysis(context):
    """All checks of a whole agreement over a year, as a process that starts from nothing."""
    command = [context.build / "bin/sla", "lint", POLICIES / "analysed_year.sla"]
    once(command, done=(0, 1))
    times = [once(command, done=(0, 1)) for _ in range(max(context.cold // 4, 2))]
    wall, cpu = (summary([t[kind] for t in times]) for kind in ("wall", "cpu"))
    context.gate("analysis of sixteen clauses over a year", wall["median"] * 1e3, f"CPU {cpu['median'] * 1e3:.0f} ms")
    context.table("The whole agreement", ["command", "wall ms", "fastest", "CPU ms"],
                  [["sla lint, sixteen clauses, a year with holidays", wall["median"] * 1e3, wall["min"] * 1e3,
                    cpu["median"] * 1e3]], "A whole process from start to end.")
    if wall["median"] > 1:
        keep_callgrind("sla-lint", command)


def run(context):
    check(context)
    analysis(context)
    compiling(context)
