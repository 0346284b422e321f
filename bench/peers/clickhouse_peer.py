"""ClickHouse (chdb) answers the question in SQL: clickhouse_peer.py COLUMNS AS_OF ORDER THREADS.

The columns are in a MergeTree of the given order and in a Memory table; the forms say which one they read.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from chdb import session
from serving import columns, days, serve

OPENS = 9 * 3600


class Clickhouse:
    def __init__(self, folder, as_of, order, threads):
        self.as_of, self.order = as_of, order
        self.settings = f" SETTINGS max_threads={threads}"
        self.home = tempfile.TemporaryDirectory()
        self.session = session.Session(self.home.name + "/data")
        lead, time, kind = columns(folder, order)
        calendar = days(time, as_of)
        self.first_day = calendar[0][0]
        key = "(lead, time)" if order == "lead" else "time"
        self.run("CREATE DATABASE IF NOT EXISTS d")
        file = Path(self.home.name) / "ev.parquet"
        pq.write_table(pa.table({"lead": lead, "time": time, "kind": kind}), file)
        shape = "lead UInt32, time UInt32, kind UInt8"
        self.run(f"CREATE TABLE d.tree ({shape}) ENGINE=MergeTree ORDER BY {key}")
        self.run(f"CREATE TABLE d.memory ({shape}) ENGINE=Memory")
        for table in ("tree", "memory"):
            self.run(f"INSERT INTO d.{table} SELECT lead, time, kind FROM file('{file}', Parquet)")
        self.run("OPTIMIZE TABLE d.tree FINAL")
        file.unlink()
        self.before = "[" + ",".join(str(before) for _, before, _ in calendar) + "]"
        self.length = "[" + ",".join(str(length) for _, _, length in calendar) + "]"

    def run(self, sql, form="CSV"):
        return self.session.query(sql, form)

    def version(self):
        return str(self.run("SELECT version()", "TabSeparatedRaw")).strip()

    def forms(self, clauses):
        forms = ["arrays:tree", "arrays:memory"]
        if self.order == "lead":
            forms.append("arrays:tree:in_order")
        if len(clauses) == 1:
            forms += ["asof:tree", "asof:memory"]
        return forms

    def business(self, time):
        day = f"intDiv({time}, 86400) - {self.first_day - 1}"
        return (f"(before[{day}] + least(greatest(toInt64({time} % 86400) - {OPENS}, 0), length[{day}]))")

    def status(self, start, stop, seconds):
        begun = self.business(start)
        return (f"if({stop} = 0, if({self.business(f'toUInt32({self.as_of})')} - {begun} > {seconds}, 3, 0), "
                f"if({self.business(stop)} - {begun} <= {seconds}, 2, 4))")

    def judged(self, form, clauses):
        """lead, and the status of each clause: -1 where nothing started."""
        shape, table, *_ = form.split(":")
        pairs = self.asof(clauses[0], table) if shape == "asof" else self.arrays(clauses, table)
        now = self.business(f"toUInt32({self.as_of})")
        statuses = ", ".join(
            f"if(m{c.start} = 0, -1, {self.status(f'm{c.start}', f'd{i}', c.seconds)}) AS s{i}, m{c.start} AS began{i}, "
            f"d{i} AS ended{i}, if(d{i} = 0, {now}, {self.business(f'd{i}')}) - {self.business(f'm{c.start}')} AS e{i}"
            for i, c in enumerate(clauses))
        return (f"WITH CAST({self.before} AS Array(Int64)) AS before, CAST({self.length} AS Array(Int64)) AS length "
                f"SELECT lead, {statuses} FROM ({pairs})")

    def arrays(self, clauses, table):
        kinds = sorted({c.start for c in clauses} | {c.stop for c in clauses})
        starts = ", ".join(f"minIf(time, kind = {k}) AS m{k}" for k in sorted({c.start for c in clauses}))
        stops = ", ".join(f"arrayMin(arrayFilter(x -> x >= m{c.start}, groupArrayIf(time, kind = {c.stop}))) AS d{i}"
                          for i, c in enumerate(clauses))
        return (f"SELECT lead, {starts}, {stops} FROM d.{table} WHERE kind IN ({', '.join(map(str, kinds))}) "
                f"AND time <= {self.as_of} GROUP BY lead")

    def asof(self, c, table):
        return (f"SELECT m.lead AS lead, m.m AS m{c.start}, d.time AS d0 FROM (SELECT lead, min(time) AS m FROM d.{table} "
                f"WHERE kind = {c.start} AND time <= {self.as_of} GROUP BY lead) m ASOF LEFT JOIN (SELECT lead, time "
                f"FROM d.{table} WHERE kind = {c.stop} AND time <= {self.as_of}) d ON m.lead = d.lead AND m.m <= d.time")

    def with_settings(self, sql, form):
        return sql + self.settings + (", optimize_aggregation_in_order=1" if "in_order" in form else "")

    def counts(self, form, clauses):
        every = ", ".join(f"countIf(s{i} = {s})" for i in range(len(clauses)) for s in (0, 2, 3, 4))
        sql = self.with_settings(f"SELECT {every} FROM ({self.judged(form, clauses)})", form)
        numbers = [int(n) for n in str(self.run(sql, "CSV")).strip().split(",")]
        return [[i, s, numbers[4 * i + at]] for i in range(len(clauses)) for at, s in enumerate((0, 2, 3, 4))
                if numbers[4 * i + at] > 0]

    def verdicts(self, form, clauses):
        self.run("DROP TABLE IF EXISTS d.verdicts")
        self.run(self.with_settings(f"CREATE TABLE d.verdicts ENGINE=Memory AS {self.judged(form, clauses)}", form))
        return int(str(self.run("SELECT count() FROM d.verdicts")).strip())

    def rows(self, form, clauses):
        names = ", ".join(f"toInt8(s{i})" for i in range(len(clauses)))
        sql = self.with_settings(f"SELECT toInt64(lead), {names} FROM ({self.judged(form, clauses)})", form)
        width = np.dtype([("lead", "<i8")] + [(f"s{i}", "i1") for i in range(len(clauses))])
        table = np.frombuffer(self.run(sql, "RowBinary").bytes(), dtype=width)
        lead, clause, status = [], [], []
        for i in range(len(clauses)):
            started = table[f"s{i}"] >= 0
            lead.append(table["lead"][started])
            clause.append(np.full(int(started.sum()), i))
            status.append(table[f"s{i}"][started])
        return np.concatenate(lead), np.concatenate(clause), np.concatenate(status)


if __name__ == "__main__":
    serve(Clickhouse(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
