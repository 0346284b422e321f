"""Engines for rules, policies and patterns of events, on the part of an agreement that each can express.

cel-go, OPA and Cedar have neither time nor state: they choose the tier of one event, given its fields. Esper has
timers and state but no business time: it finds leads without an answer within hours of the wall. What they find is
compared with what we find before any time is shown.
"""

import json
import re

from ..context import DEPS, POLICIES, Differ, scratch
from ..measure import take_turns
from ..worker import Worker, WorkerFailed

GUARD = re.compile(r"fit >= (\d+) and score >= (\d+)")
POLICY_ENGINES = {"cel": "cel-go", "opa": "OPA", "cedar": "Cedar (Go)"}


def ours(path):
    import numpy
    return numpy.fromfile(path, dtype=numpy.uint32).reshape(-1, 4)


def choices(context, folder, rows):
    import numpy
    policy = POLICIES / "ten_tiers.sla"
    leads = max(context.leads // 20, 1000)
    guards = [[int(fit), int(score)] for fit, score in GUARD.findall(policy.read_text())]
    with context.engines(policy, leads) as engines:
        if not engines.ask("agree")["same"]:
            raise Differ("compiled code and reference differ for ten_tiers")
        engines.ask(f"export {folder}")
        engines.ask(f"rows {folder}/ours.u32")
        expected = ours(folder / "ours.u32")
        with Worker([DEPS / "policies-go", folder, json.dumps(guards)]) as peer:
            contenders = {"compiled": lambda: engines.ask("jit")}
            for name in POLICY_ENGINES:
                peer.ask(f"rows {name} {leads} {folder}/theirs.u32")
                tiers = numpy.fromfile(folder / "theirs.u32", dtype=numpy.uint32)
                if not (tiers[expected[:, 0]] == expected[:, 3]).all():
                    raise Differ(f"{POLICY_ENGINES[name]} chooses other tiers than we do")
                contenders[name] = lambda name=name: peer.ask(f"run {name} {leads}")
            results = take_turns(contenders, context.repetitions)
    cost = results["compiled"]["cpu"]["median"] / leads * 1e9
    rows.append(["sla, compiled", "the whole clause over a lead's ten events: tier, due, met or not", cost, 1.0])
    for name, title in POLICY_ENGINES.items():
        each = results[name]["cpu"]["median"] / leads * 1e9
        rows.append([title, "which of ten tiers a lead is in: one call", each, each / cost])


def patterns(context, folder, rows):
    import numpy
    leads = max(context.leads // 10, 1000)
    with context.engines("four_hours", leads) as engines:
        as_of = engines.ask(f"export {folder}")["as_of"]
        engines.ask(f"rows {folder}/ours.u32")
        events = engines.ask("about")["events"]
        found = ours(folder / "ours.u32")
        late = numpy.sort(found[found[:, 2] >= 3][:, 0])
        home = DEPS / "esper"
        with Worker(["java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", f"{home}/esper-peer.jar:{home}/lib/*", "EsperPeer",
                     folder, as_of]) as peer:
            peer.ask(f"rows {folder}/theirs.u32")
            theirs = numpy.sort(numpy.fromfile(folder / "theirs.u32", dtype=numpy.uint32))
            if len(late) != len(theirs) or not (late == theirs).all():
                raise Differ(f"Esper finds {len(theirs)} late leads, we find {len(late)}, or others")
            results = take_turns({"compiled": lambda: engines.ask("jit"), "esper": lambda: peer.ask("run")},
                                 max(context.repetitions // 2, 1), warm_up=2)
    cost = results["compiled"]["cpu"]["median"] / events * 1e9
    each = results["esper"]["cpu"]["median"] / events * 1e9
    rows.append(["sla, compiled", "the whole clause, an event: due, met, late or running", cost, 1.0])
    rows.append(["Esper", "no answer within four hours of the wall, an event: timers, in order of time", each,
                 each / cost])


def run(context):
    rows = []
    with scratch() as folder:
        for peer, part in (("policies-go", choices), ("esper", patterns)):
            if not context.has(peer):
                continue
            try:
                part(context, folder, rows)
            except WorkerFailed as why:
                context.miss(peer, str(why))
    context.miss("Flink CEP", "not part of this comparison: it runs in a cluster of its own, also when embedded; Esper stands "
                              "for engines that match patterns of events")
    context.table("Rules, policies and patterns, an event at a time",
                  ["engine", "what it answers", "CPU ns", "against ours"], rows,
                  "cel-go, OPA and Cedar see one event at a time: no clock, no calendar, no memory; whoever uses them for "
                  "an agreement writes those around them. Esper has timers and memory, but no business hours, no pauses "
                  "and no percentages. The leads found late and the tiers chosen are the same as ours.")
