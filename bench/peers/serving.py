"""What the peers in Python have in common: the columns, and answering a line at a time."""

import json
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from harness.question import calendar, clauses_of  # noqa: E402


def columns(folder, order):
    """lead, time (seconds), kind of a history, ordered by lead (as exported) or by time."""
    folder = Path(folder)
    lead = np.fromfile(folder / "lead.u32", dtype=np.uint32)
    seconds = np.fromfile(folder / "time.u32", dtype=np.uint32)
    kind = np.fromfile(folder / "kind.u8", dtype=np.uint8)
    if order == "time":
        by_time = np.argsort(seconds, kind="stable")
        lead, seconds, kind = lead[by_time], seconds[by_time], kind[by_time]
    return lead, seconds, kind


def days(seconds, as_of):
    return list(calendar(int(seconds.min()) // 86400, max(int(seconds.max()), as_of) // 86400))


def write_rows(path, lead, clause, status):
    np.column_stack([np.asarray(lead, dtype=np.uint32), np.asarray(clause, dtype=np.uint32),
                     np.asarray(status, dtype=np.uint32)]).tofile(path)


def say(answer):
    print(json.dumps(answer), flush=True)


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    said = work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "said": said}


def serve(peer):
    """`forms POLICY` lists the forms of the question, `count FORM POLICY` answers it as counts by clause and
    status, `verdicts FORM POLICY` as a table in memory that has, for each obligation, its lead, clause, status, start,
    stop and elapsed business time; `rows FORM POLICY PATH` writes lead, clause and status of each for comparison."""
    say({"ready": True, "version": peer.version()})
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "forms":
            say({"forms": peer.forms(clauses_of(words[0]))})
        elif verb in ("count", "verdicts"):
            clauses = clauses_of(words[1])
            answer = peer.counts if verb == "count" else peer.verdicts
            say(timed(lambda: answer(words[0], clauses)))
        elif verb == "rows":
            write_rows(words[2], *peer.rows(words[0], clauses_of(words[1])))
            say({"written": words[2]})
        else:
            raise SystemExit(f"nobody knows how to {verb}")
