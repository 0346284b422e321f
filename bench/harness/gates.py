"""The gates of the project: what has to be reached, and whether it is."""

# name: (direction, gate, stretch or None, unit). "most": the value may be at most the gate.
GATES = {
    "one clause: time against hand-written C++": ("most", 1.3, 1.05, "x"),
    "one clause: events a second": ("least", 100e6, 200e6, "events/s"),
    "sixteen clauses: events a second": ("least", 35e6, 50e6, "events/s"),
    "sixteen clauses: state of a subject": ("most", 64, None, "B"),
    "stream with timers: events a second": ("least", 10e6, 20e6, "events/s"),
    "stream with timers: median of one event": ("most", 100, None, "ns"),
    "one clause: against DuckDB": ("least", 8, 20, "x"),
    "one clause: against ClickHouse": ("least", 8, 20, "x"),
    "four clauses: against DuckDB": ("least", 15, 40, "x"),
    "four clauses: against ClickHouse": ("least", 15, 40, "x"),
    "targets of 1 hour to 90 days: dearest against cheapest": ("most", 1.1, None, "x"),
    "history doubles twice: an event against one of the shortest": ("most", 1.25, None, "x"),
    "CSV to verdicts: against DuckDB reading it": ("most", 1.2, None, "x"),
    "Parquet to verdicts: against DuckDB reading it": ("most", 1.2, None, "x"),
    "sla check of 300 lines, cold": ("most", 20, 10, "ms"),
    "compile sixteen clauses, cold": ("most", 50, 20, "ms"),
    "compile sixteen clauses, from cache": ("most", 2, None, "ms"),
    "compile 1,000 clauses: clause against one of 125": ("most", 1.5, None, "x"),
    "analysis of sixteen clauses over a year": ("most", 1000, 300, "ms"),
}


def holds(direction, value, gate):
    if direction not in ("most", "least"):
        raise ValueError(f"a gate is `most` or `least`, not `{direction}`")
    return value <= gate if direction == "most" else value >= gate


def judge(name, value, note=None):
    """One entry of the array `gates`. A value of None was not measured: it holds nothing, and `note` says why."""
    direction, gate, stretch, unit = GATES[name]
    entry = {"name": name, "value": value, "gate": gate, "bound": f"at {direction}", "unit": unit,
             "held": value is not None and holds(direction, value, gate)}
    if stretch is not None:
        entry["stretch"] = stretch
        entry["stretch_held"] = value is not None and holds(direction, value, stretch)
    if note:
        entry["note"] = note
    return entry


def judge_all(measured, notes=None):
    """Every gate, in the order of the list. What was not measured is there too, and not held."""
    unknown = set(measured) - set(GATES)
    if unknown:
        raise KeyError(f"no such gate: {', '.join(sorted(unknown))}")
    notes = notes or {}
    return [judge(name, measured.get(name),
                  notes.get(name) or (None if name in measured else "not measured in this run"))
            for name in GATES]
