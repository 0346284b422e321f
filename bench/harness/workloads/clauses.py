"""One, four and sixteen clauses over a history in memory: our engines, and column stores asked the same."""

import contextlib
import functools
import os

from ..context import DEPS, POLICIES, Differ, scratch
from ..measure import ratio, take_turns
from ..worker import Worker, WorkerFailed

PEERS = {"duckdb": "DuckDB", "clickhouse": "ClickHouse", "polars": "polars"}
ANSWERS = {"verdicts": "rows", "count": "counts only"}
SIZES = {"one_clause": "one clause", "four_clauses": "four clauses"}
# Forms are chosen over this many leads: the slow ones would take hours over the whole.
SMALL_LEADS = 100_000
SMALL_WITHIN, FULL_WITHIN = 60, 300  # Seconds.


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


def verified(peer, name, form, policy, ours, folder, within):
    """Whether a form says what we say. An answer that is another stops the workload; none in time only the form."""
    path, theirs = POLICIES / f"{policy}.sla", folder / "theirs.u32"
    peer.ask(f"rows {form} {path} {theirs}", within)
    if not same_rows(ours, theirs):
        raise Differ(f"{name}, form {form}, gives other rows than we do for {policy}")
    counts = peer.ask(f"count {form} {path}", within)["said"]
    if sorted(counts) != counts_of(ours):
        raise Differ(f"{name}, form {form}, gives other counts than we do for {policy}")


def best_forms(context, start, title, policy, ours, folder):
    """The fastest of a peer's forms of the question, for counts and for rows, over the small history. All of them must
    give what we give; one that takes longer than a minute is out, and the report says so."""
    path = POLICIES / f"{policy}.sla"
    costs = {"count": {}, "verdicts": {}}
    peer = start()
    try:
        for form in peer.ask(f"forms {path}")["forms"]:
            try:
                verified(peer, title, form, policy, ours, folder, SMALL_WITHIN)
                for answer, cost in costs.items():
                    cost[form] = min(peer.ask(f"{answer} {form} {path}", SMALL_WITHIN)["cpu"] for _ in range(2))
            except WorkerFailed as why:
                context.miss(f"{title}, form {form}, {SIZES[policy]}", f"over a small history: {why}")
                peer.close()
                peer = start()
    finally:
        peer.close()
    return {answer: min(cost, key=cost.get) for answer, cost in costs.items() if cost}


def chosen_forms(context, order):
    """By peer and policy, the forms to measure with."""
    forms = {}
    leads = min(context.leads, SMALL_LEADS)
    with scratch() as folder, contextlib.ExitStack() as stack:
        engines = {policy: stack.enter_context(context.engines(policy, leads)) for policy in SIZES}
        for policy, worker in engines.items():
            worker.ask(f"rows {folder / policy}.u32")
        as_of = engines["one_clause"].ask(f"export {folder}")["as_of"]
        for name, title in PEERS.items():
            if not context.has(name):
                continue
            start = functools.partial(peer_worker, name, folder, as_of, order, 1)
            try:
                for policy in SIZES:
                    ours = folder / f"{policy}.u32"
                    forms[name, policy] = best_forms(context, start, title, policy, ours, folder)
            except WorkerFailed as why:
                context.miss(title, f"did not start: {why}")
    return forms


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
    forms = chosen_forms(context, order)
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
        start = functools.partial(peer_worker, folder=folder, as_of=as_of, order=order, threads=threads)
        for name in dict.fromkeys(peer for peer, _ in forms):
            workers[name] = start(name)
        for policy, label in SIZES.items():
            asked = {name: forms[name, policy] for name in PEERS if forms.get((name, policy))}
            compare(context, folder, policy, label, order, threads, workers, start, asked, events, rows)
    finally:
        for worker in workers.values():
            worker.close()


def compare(context, folder, policy, label, order, threads, workers, start, asked, events, rows):
    engines = workers[policy]

    def compiled():
        answer = engines.ask(f"jit {threads}")
        if order == "lead":
            return answer
        group = engines.ask("group")
        return {kind: answer[kind] + group[kind] for kind in ("wall", "cpu")}

    contenders = {"compiled": compiled}
    for name, forms in asked.items():
        try:
            for form in dict.fromkeys(forms.values()):
                verified(workers[name], PEERS[name], form, policy, folder / f"{policy}.u32", folder, FULL_WITHIN)
        except WorkerFailed as why:
            context.miss(f"{PEERS[name]}, {label}, by {order}", f"over the whole history: {why}")
            workers[name].close()
            workers[name] = start(name)
            continue
        for answer, form in forms.items():
            question = f"{answer} {form} {POLICIES / policy}.sla"
            contenders[f"{PEERS[name]}, {ANSWERS[answer]} ({form})"] = lambda p=workers[name], q=question: p.ask(q)
    results = take_turns(contenders, context.repetitions)
    measured(context, rows, f"{label}, by {order}, {threads} thread{'s' * (threads > 1)}", results, events)
    if order == "lead" and threads == 1:
        for title in ("DuckDB", "ClickHouse"):
            if any(found.startswith(title) for found in results):
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
