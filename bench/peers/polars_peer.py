"""polars answers the question: polars_peer.py COLUMNS AS_OF ORDER THREADS (POLARS_MAX_THREADS says the same)."""

import sys

import numpy as np
import polars as pl
from serving import columns, days, serve

OPENS = 9 * 3600


class Polars:
    def __init__(self, folder, as_of, order, threads):
        if pl.thread_pool_size() != threads:
            raise SystemExit(f"polars runs on {pl.thread_pool_size()} threads, not on {threads}")
        lead, time, kind = columns(folder, order)
        self.events = pl.DataFrame({"lead": lead, "time": time, "kind": kind})
        self.as_of = as_of
        table = days(time, as_of)
        self.first_day = table[0][0]
        self.before = pl.Series("before", [before for _, before, _ in table], dtype=pl.Int64)
        self.length = pl.Series("length", [length for _, _, length in table], dtype=pl.Int64)
        day = as_of // 86400 - self.first_day
        self.now = self.before[day] + min(max(as_of % 86400 - OPENS, 0), self.length[day])

    def version(self):
        return pl.__version__

    def forms(self, clauses):
        return ["join", "asof"]

    def business(self, name):
        day = pl.col(name) // 86400 - self.first_day
        since = (pl.col(name) % 86400).cast(pl.Int64) - OPENS
        return pl.lit(self.before).gather(day) + pl.min_horizontal(
            pl.max_horizontal(since, pl.lit(0, dtype=pl.Int64)), pl.lit(self.length).gather(day))

    def status(self, clause):
        begun = self.business("start")
        return (pl.when(pl.col("stop").is_null())
                .then(pl.when(self.now - begun > clause.seconds).then(3).otherwise(0))
                .when(self.business("stop") - begun <= clause.seconds).then(2).otherwise(4).cast(pl.UInt8))

    def pairs(self, form, clause):
        seen = self.events.lazy().filter(pl.col("time") <= self.as_of)
        start = seen.filter(pl.col("kind") == clause.start).group_by("lead").agg(pl.col("time").min().alias("start"))
        stop = seen.filter(pl.col("kind") == clause.stop).select("lead", pl.col("time").alias("stop"))
        if form == "asof":
            return start.sort("start").join_asof(stop.sort("stop"), left_on="start", right_on="stop", by="lead",
                                                 strategy="forward", coalesce=False, check_sortedness=False)
        then = (stop.join(start, on="lead").filter(pl.col("stop") >= pl.col("start"))
                .group_by("lead").agg(pl.col("stop").min()))
        return start.join(then, on="lead", how="left")

    def judged(self, form, clauses):
        return [self.pairs(form, c).select(
            "lead", self.status(c).alias("status"), "start", "stop",
            (self.business("stop").fill_null(self.now) - self.business("start")).alias("elapsed")) for c in clauses]

    def counts(self, form, clauses):
        queries = [q.group_by("status").agg(pl.len()) for q in self.judged(form, clauses)]
        # One call, so that what the clauses have in common is computed once.
        return [[i, status, count] for i, table in enumerate(pl.collect_all(queries))
                for status, count in sorted(table.rows())]

    def verdicts(self, form, clauses):
        return sum(table.height for table in pl.collect_all(self.judged(form, clauses)))

    def rows(self, form, clauses):
        tables = pl.collect_all(self.judged(form, clauses))
        return (np.concatenate([t["lead"].to_numpy() for t in tables]),
                np.concatenate([np.full(t.height, i) for i, t in enumerate(tables)]),
                np.concatenate([t["status"].to_numpy() for t in tables]))


if __name__ == "__main__":
    serve(Polars(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
