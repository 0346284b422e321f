"""DuckDB answers the question in SQL: duckdb_peer.py COLUMNS AS_OF ORDER THREADS."""

import sys

import duckdb
import numpy as np
from serving import columns, days, serve

OPENS = 9 * 3600


def business(time):
    """Seconds of opening time before an instant, through the calendar table of its day."""
    return (f"(c_{time}.before + least(greatest(({time} % 86400)::INTEGER - {OPENS}, 0), c_{time}.length))")


def status(start, stop, seconds):
    return (f"CASE WHEN {stop} IS NULL THEN CASE WHEN bnow - {business(start)} > {seconds} THEN 3 ELSE 0 END "
            f"WHEN {business(stop)} - {business(start)} <= {seconds} THEN 2 ELSE 4 END")


def judged(source, number, clause, start, stop):
    """Lead, clause and status of what has a first start and perhaps a next stop."""
    return (f"SELECT lead, {number} AS clause, {status(start, stop, clause.seconds)} AS status, {start} AS began, "
            f"{stop} AS ended, coalesce({business(stop)}, bnow) - {business(start)} AS elapsed "
            f"FROM {source} JOIN cal c_{start} ON c_{start}.day = {start} // 86400 "
            f"LEFT JOIN cal c_{stop} ON c_{stop}.day = {stop} // 86400, now")


def asof(clauses):
    parts = []
    for i, c in enumerate(clauses):
        pairs = (f"(SELECT m.lead, m.m, d.time AS d FROM (SELECT lead, min(time) AS m FROM ev "
                 f"WHERE kind = {c.start} AND time <= as_of() GROUP BY lead) m ASOF LEFT JOIN (SELECT lead, time FROM ev "
                 f"WHERE kind = {c.stop} AND time <= as_of()) d ON m.lead = d.lead AND m.m <= d.time)")
        parts.append(judged(pairs, i, c, "m", "d"))
    return " UNION ALL ".join(parts)


def join(clauses):
    """First starts of all clauses in one aggregation, next stops in another over a join with them."""
    starts = sorted({c.start for c in clauses})
    stops = sorted({c.stop for c in clauses})
    first = ", ".join(f"min(time) FILTER (kind = {s}) AS m{s}" for s in starts)
    carried = ", ".join(f"any_value(f.m{s}) AS m{s}" for s in starts)
    then = ", ".join(f"min(e.time) FILTER (e.kind = {c.stop} AND e.time >= f.m{c.start}) AS d{i}"
                     for i, c in enumerate(clauses))
    kinds = ", ".join(str(s) for s in starts)
    others = ", ".join(str(s) for s in stops)
    pairs = (f"WITH f AS (SELECT lead, {first} FROM ev WHERE kind IN ({kinds}) AND time <= as_of() GROUP BY lead), "
             f"p AS MATERIALIZED (SELECT f.lead, {carried}, {then} FROM f LEFT JOIN (SELECT * FROM ev WHERE kind IN "
             f"({others}) AND time <= as_of()) e ON e.lead = f.lead GROUP BY f.lead) ")
    return pairs + " UNION ALL ".join(
        judged("p", i, c, f"m{c.start}", f"d{i}") for i, c in enumerate(clauses))


def lists(clauses):
    """All times of each kind that matters as lists by lead, in one aggregation; no join with events."""
    kinds = sorted({c.start for c in clauses} | {c.stop for c in clauses})
    starts = {c.start for c in clauses}
    taken = ", ".join([f"min(time) FILTER (kind = {k}) AS m{k}" for k in sorted(starts)] +
                      [f"list(time) FILTER (kind = {k}) AS l{k}" for k in sorted({c.stop for c in clauses})])
    found = ", ".join(f"list_min(list_filter(l{c.stop}, lambda x: x >= m{c.start})) AS d{i}"
                      for i, c in enumerate(clauses))
    pairs = (f"WITH g AS (SELECT lead, {taken} FROM ev WHERE kind IN ({', '.join(map(str, kinds))}) "
             f"AND time <= as_of() GROUP BY lead), p AS MATERIALIZED (SELECT *, {found} FROM g) ")
    return pairs + " UNION ALL ".join(
        judged("p", i, c, f"m{c.start}", f"d{i}") for i, c in enumerate(clauses))


FORMS = {"asof": asof, "join": join, "lists": lists}


class Duckdb:
    def __init__(self, folder, as_of, order, threads):
        self.db = duckdb.connect(":memory:", config={"threads": threads})
        lead, time, kind = columns(folder, order)
        cal = np.array(days(time, as_of), dtype=np.int64)
        day, before, length = cal[:, 0], cal[:, 1], cal[:, 2]
        self.db.register("source", {"lead": lead, "time": time, "kind": kind})
        self.db.execute("CREATE TABLE ev AS SELECT * FROM source")
        self.db.unregister("source")
        self.db.register("source", {"day": day, "before": before, "length": length})
        self.db.execute("CREATE TABLE cal AS SELECT day::UINTEGER AS day, before, length::INTEGER AS length FROM source")
        self.db.execute(f"CREATE MACRO as_of() AS {as_of}")
        self.db.execute(f"CREATE TABLE now AS SELECT before + least(greatest({as_of} % 86400 - {OPENS}, 0), length) "
                        f"AS bnow FROM cal WHERE day = {as_of} // 86400")

    def version(self):
        return duckdb.__version__

    def forms(self, clauses):
        return list(FORMS)

    def counts(self, form, clauses):
        found = self.db.execute(f"SELECT clause, status, count(*) FROM ({FORMS[form](clauses)}) "
                                "WHERE status IS NOT NULL GROUP BY ALL ORDER BY ALL")
        return [list(row) for row in found.fetchall()]

    def verdicts(self, form, clauses):
        self.db.execute(f"CREATE OR REPLACE TABLE verdicts AS {FORMS[form](clauses)}")
        return self.db.execute("SELECT count(*) FROM verdicts").fetchone()[0]

    def rows(self, form, clauses):
        table = self.db.execute(f"SELECT lead, clause, status FROM ({FORMS[form](clauses)})").fetchnumpy()
        return table["lead"], table["clause"], table["status"]


if __name__ == "__main__":
    serve(Duckdb(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
