"""What a cost depends on: the length of a target, the length of a history, the number of tiers, threads."""

import os

from ..context import POLICIES, Differ, scratch
from ..measure import flatness, growth, take_turns
from ..worker import WorkerFailed

HOURS = (1, 4, 24, 7 * 24, 30 * 24, 90 * 24)
PER_LEAD = (10, 20, 40)
TIERS = (1, 10, 100, 1000, 10_000)


def targets(context):
    text = (POLICIES / "one_clause.sla").read_text()
    with scratch() as folder:
        workers = {}
        try:
            for hours in HOURS:
                policy = folder / f"hours_{hours}.sla"
                policy.write_text(text.replace("within 4 business hours", f"within {hours} hours"))
                workers[hours] = context.engines(policy)
            results = take_turns({hours: lambda w=w: w.ask("jit") for hours, w in workers.items()}, context.repetitions)
        finally:
            for worker in workers.values():
                worker.close()
    costs = [results[hours]["cpu"]["median"] for hours in HOURS]
    context.gate("targets of 1 hour to 90 days: dearest against cheapest", flatness(costs))
    context.table("Length of the target", ["target", "CPU ms"],
                  [[f"{h} h" if h < 24 else f"{h // 24} d", c * 1e3] for h, c in zip(HOURS, costs, strict=True)],
                  "One clause; nothing but the number of hours changes.")


def histories(context):
    rows, sizes, costs = [], [], []
    workers = {}
    try:
        for per_lead in PER_LEAD:
            workers[per_lead] = context.engines("four_clauses", max(context.leads // 4, 100), per_lead, 2 * per_lead)
        results = take_turns({n: lambda w=w: w.ask("jit") for n, w in workers.items()}, context.repetitions)
        for per_lead, worker in workers.items():
            sizes.append(worker.ask("about")["events"])
            costs.append(results[per_lead]["cpu"]["median"])
            rows.append([per_lead, sizes[-1], costs[-1] * 1e3, costs[-1] / sizes[-1] * 1e9])
    finally:
        for worker in workers.values():
            worker.close()
    context.gate("history doubles twice: an event against one of the shortest", growth(sizes, costs))
    context.table("Length of the history", ["events a lead", "events", "CPU ms", "ns an event"], rows,
                  "Four clauses, the same number of leads.")


def tiers_policy(tiers):
    """A deadline whose target depends on two fields, through so many guards and an `otherwise`."""
    text = (POLICIES / "one_clause.sla").read_text()
    guards = "".join(f"    fit = {i // 100 % 100} and score = {i % 100}  {1 + i % 40} business hours\n"
                     for i in range(tiers))
    text = text.replace("event inquiry", "lead {\n  fit    integer\n  score  integer\n}\n\nevent inquiry", 1)
    return text.replace("within 4 business hours", "within {\n" + guards + "    otherwise  50 business hours\n  }")


def tiers(context):
    rows = []
    leads = max(context.leads // 20, 100)
    with scratch() as folder:
        for count in TIERS if context.size_name != "smoke" else TIERS[:3]:
            policy = folder / f"tiers_{count}.sla"
            policy.write_text(tiers_policy(count))
            try:
                # Code for more tiers than this allows is not worth waiting for; the report says so.
                with context.engines(policy, leads, start_within=60) as worker:
                    if count <= 100 and not worker.ask("agree")["same"]:
                        raise Differ(f"compiled code and reference differ with {count} tiers")
                    events = worker.ask("about")["events"]
                    times = take_turns({"compiled": lambda w=worker: w.ask("jit")}, context.repetitions)["compiled"]
            except WorkerFailed as why:
                context.miss(f"{count:,} tiers", f"making the history and the machine code: {why}")
                continue
            rows.append([count, times["cpu"]["median"] * 1e3, times["cpu"]["median"] / events * 1e9])
    context.table("Number of tiers", ["tiers", "CPU ms", "ns an event"], rows,
                  f"One clause, {leads:,} leads; each tier has a guard over two fields. Tiers are tried from the top, as "
                  "the language says.")


def threads(context):
    rows = []
    counts = sorted({1, 2, os.cpu_count() or 1} & set(range(1, (os.cpu_count() or 1) + 1)))
    with context.engines("sixteen_clauses") as worker:
        results = take_turns({n: lambda n=n: worker.ask(f"jit {n}") for n in counts}, context.repetitions)
    base = results[1]["wall"]["median"]
    for n in counts:
        rows.append([n, results[n]["wall"]["median"] * 1e3, results[n]["cpu"]["median"] * 1e3,
                     base / results[n]["wall"]["median"]])
    context.table("Threads", ["threads", "wall ms", "CPU ms", "times as fast"], rows, "Sixteen clauses.")


def run(context):
    targets(context)
    histories(context)
    tiers(context)
    threads(context)
