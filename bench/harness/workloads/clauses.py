"""One, four and sixteen clauses over a history in memory: our engines, and column stores asked the same."""

import os
import sys

from ..context import DEPS, POLICIES, Differ, scratch
from ..measure import ratio, take_turns
from ..worker import Worker, WorkerFailed

PEERS = {"duckdb": "DuckDB", "clickhouse": "ClickHouse", "polars": "polars"}
ANSWERS = {"verdicts": "rows", "count": "counts only"}
SIZES = {"one_clause": "one clause", "four_clauses": "four clauses"}


def peer_worker(name, folder, as_of, order, threads):
    return Worker([DEPS / "venv/bin/python", POLICIES.parent / f"peers/{name}_peer.py", folder, as_of, order, threads],
                  env={"POLARS_MAX_THREADS": str(threads)})


def columns_of(path, width):
    import numpy  # Only where there are peers to compare with is it needed, and then it is there.

    rows = numpy.fromfile(path, dtype=numpy.uint32).reshape(-1, width)[:, :3].astype(numpy.uint64)
    return numpy.sort(rows[:, 0] << 32 | rows[:, 1] << 8 | rows[:, 2])


def same_rows(ours, theirs):
    """Whether two files of obligations say the same of every lead and clause."""
    left, right = columns_of(ours, 4), columns_of(theirs, 3)
    return len(left) == len(right) and bool((left == right).all())


def counts_of(ours):
    import numpy

    rows = numpy.fromfile(ours, dtype=numpy.uint32).reshape(-1, 4)
    found, counts = numpy.unique(rows[:, 1:3], axis=0, return_counts=True)
    return [[int(c), int(s), int(n)] for (c, s), n in zip(found, counts, strict=True)]


def best_form(peer, name, policy, ours, folder):
    """The fastest of the peer's forms of the question, for counts and for rows. All of them must give what we give."""
    path = POLICIES / f"{policy}.sla"
    costs = {"count": {}, "verdicts": {}}
    for form in peer.ask(f"forms {path}")["forms"]:
        theirs = folder / "theirs.u32"
        peer.ask(f"rows {form} {path} {theirs}")
        if not same_rows(ours, theirs):
            raise Differ(f"{name}, form {form}, gives other rows than we do for {policy}")
        counts = peer.ask(f"count {form} {path}")["said"]
        if sorted(counts) != counts_of(ours):
            raise Differ(f"{name}, form {form}, gives other counts than we do for {policy}")
        for answer, cost in costs.items():
            cost[form] = min(peer.ask(f"{answer} {form} {path}")["cpu"] for _ in range(2))
    return {answer: min(cost, key=cost.get) for answer, cost in costs.items()}


def check_engines(context, policy):
    """Compiled code against the reference on a part of the size, before anything is measured."""
    with context.engines(policy, context.reference_leads) as small:
        if not small.ask("agree")["same"]:
            raise Differ(f"compiled code and reference differ for {policy}")


def measured(context, rows, label, results, events):
    for name, times in results.items():
        base = results["compiled"]["cpu"]["median"]
        rows.append([label, name, times["wall"]["median"] * 1e3, times["cpu"]["median"] * 1e3,
                     f"± {times['cpu']['mad'] * 1e3:.2f}", events / times["cpu"]["median"],
                     times["cpu"]["median"] / base])


def against_peers(context, folder, order, threads, rows):
    workers = {}
    try:
        for policy in SIZES:
            workers[policy] = context.engines(policy)
            workers[policy].ask(f"rows {folder / policy}.u32")
        if order == "time":
            group = workers["one_clause"].ask("group")
            if group["rows"] == 0:
                raise Differ("columns ordered by time were not brought into the order of leads")
        as_of = workers["one_clause"].ask(f"export {folder}")["as_of"]
        events = workers["one_clause"].ask("about")["events"]
        peers = {}
        for name, title in PEERS.items():
            if not context.has(name):
                continue
            try:
                peers[title] = workers[name] = peer_worker(name, folder, as_of, order, threads)
            except WorkerFailed as why:
                context.miss(title, f"did not start: {why}")
        for policy, label in SIZES.items():
            compare(context, folder, policy, label, order, threads, workers[policy], peers, events, rows)
    finally:
        for worker in workers.values():
            worker.close()


def compare(context, folder, policy, label, order, threads, engines, peers, events, rows):
    def compiled():
        answer = engines.ask(f"jit {threads}")
        if order == "lead":
            return answer
        group = engines.ask("group")
        return {kind: answer[kind] + group[kind] for kind in ("wall", "cpu")}

    contenders = {"compiled": compiled}
    for title, peer in peers.items():
        forms = best_form(peer, title, policy, folder / f"{policy}.u32", folder)
        for answer, form in forms.items():
            question = f"{answer} {form} {POLICIES / policy}.sla"
            contenders[f"{title}, {ANSWERS[answer]} ({form})"] = lambda p=peer, q=question: p.ask(q)
    results = take_turns(contenders, context.repetitions)
    measured(context, rows, f"{label}, by {order}, {threads} thread{'s' * (threads > 1)}", results, events)
    if order == "lead" and threads == 1:
        for title in ("DuckDB", "ClickHouse"):
            if title in peers:
                times = {answer: ratio(results, next(n for n in results if n.startswith(f"{title}, {words}")), "compiled")
                         for answer, words in ANSWERS.items()}
                context.gate(f"{label}: against {title}", times["verdicts"],
                             f"rows against rows; {times['count']:.1f} x where it only counts and we write rows")


def run(context):
    for policy in (*SIZES, "sixteen_clauses"):
        check_engines(context, policy)
    rows = []
    with scratch() as folder:
        against_peers(context, folder, "lead", 1, rows)
        against_peers(context, folder, "time", 1, rows)
        if (cores := os.cpu_count() or 1) > 1 and context.size_name != "smoke":
            against_peers(context, folder, "lead", cores, rows)
    with context.engines("sixteen_clauses") as engines:
        about = engines.ask("about")
        events = about["events"]
        context.gate("sixteen clauses: state of a subject", about["state"] or None)
        results = take_turns({"compiled": lambda: engines.ask("jit")}, context.repetitions)
        measured(context, rows, "sixteen clauses, by lead, 1 thread", results, events)
        context.gate("sixteen clauses: events a second", events / results["compiled"]["cpu"]["median"])
    context.table(
        "Clauses over columns in memory", ["question", "engine", "wall ms", "CPU ms", "", "events/s", "against ours"],
        rows,
        "After the first event of one kind, does the next one of another come within so many business hours? Every "
        "lead's verdict is the same in all engines. Ours writes a row of 88 bytes for each (start, due, breach, stop, "
        "elapsed times, owner); `rows`: a peer writes lead, clause, status, start, stop and elapsed business time into "
        "a table in memory; `counts only`: it counts verdicts. `by time`: the columns are ordered by time, and ours "
        "includes bringing them into the order of leads. In brackets: the fastest of the forms that were tried.")
