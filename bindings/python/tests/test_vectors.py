"""Every vector, as a whole and event by event, from every kind of table, gives the rows of `sla run`."""

import re
from datetime import datetime, timedelta

import pandas
import polars
import pyarrow
import pytest

from conftest import instant
from sla_policy import EventError, Policy


def written(value):
    """As `sla run` writes it."""
    if isinstance(value, datetime):
        text = value.strftime("%Y-%m-%dT%H:%M:%S")
        return text + (f".{value.microsecond:06}".rstrip("0") if value.microsecond else "") + "Z"
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return None if value == "" else value  # What a file leaves empty is an empty text in a table.


def same(expected, found):
    found = [{name: written(value) for name, value in row.items()} for row in found]
    for number, (one, other) in enumerate(zip(expected, found)):
        assert one == other, f"row {number}"
    assert len(expected) == len(found)


KINDS = {
    "dicts": lambda rows: rows,
    "pyarrow": pyarrow.Table.from_pylist,
    "polars": lambda rows: polars.DataFrame(rows, infer_schema_length=None),
    "pandas": pandas.DataFrame,
}


def all_columns(rows):
    """Table libraries look at the first row only."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_batch_gives_the_rows_of_sla_run(vector, kind):
    table = KINDS[kind]
    policy = Policy.load(vector.policy)
    events = {record: table(all_columns(rows)) for record, rows in vector.events.items()}
    outcome = policy.evaluate(events, as_of=vector.as_of, roster=table(all_columns(vector.roster)))
    same(vector.expected("verdicts"), outcome.verdicts)
    if kind == "dicts":
        same(vector.expected("actions"), outcome.actions)
        same(vector.expected("points"), outcome.points)
        periods = sum(len(clause["periods"]) for clause in outcome.summary["clauses"])
        assert len(outcome.periods) == periods > 0


def test_the_results_go_into_every_table(vector):
    outcome = Policy.load(vector.policy).evaluate(vector.events, as_of=vector.as_of, roster=vector.roster)
    expected = vector.expected("verdicts")
    same(expected, pyarrow.table(outcome.verdicts).to_pylist())
    same(expected, polars.DataFrame(outcome.verdicts).to_dicts())
    frame = pandas.DataFrame.from_arrow(outcome.verdicts)
    assert list(frame["status"]) == [row["status"] for row in expected]
    assert list(frame["due"].map(written, na_action="ignore").where(frame["due"].notna(), None)) == [
        row["due"] for row in expected]


def take(session, row):
    """As a batch goes about a row that is wrong: without the value that cannot be read, or without the row. Returns its
    time, if it was taken."""
    try:
        session.feed([row])
        return instant(row["ts"])
    except EventError as error:
        field = re.search(r"cannot be read as a value of `(\w+)`", str(error))
        if not field:
            return None
        return take(session, {name: value for name, value in row.items() if name != field[1]})


def test_event_by_event_gives_the_same_rows(vector):
    """In the order of the file. The clock stops some hundred times on the way, so what is out of order corrects; half
    way the session goes on from a snapshot."""
    policy = Policy.load(vector.policy)
    record, rows = next(iter(vector.events.items()))
    session = policy.session(roster=vector.roster)
    stride = len(rows) // 100 + 1
    now = None
    for number, row in enumerate(rows):
        time = take(session, row)
        if time is not None and time <= vector.as_of:
            now = max(now or time, time)
        if number % stride == 0 and now:
            session.advance(now)
        if number == len(rows) // 2:
            session = policy.restore(session.snapshot(), roster=vector.roster)
    session.advance(vector.as_of)
    found = []
    for verdict in session.rows():
        row = verdict._asdict()
        row["elapsed_business_us"], row["elapsed_wall_us"] = row.pop("elapsed_business"), row.pop("elapsed_wall")
        found.append(row)
    expected = vector.expected("verdicts")
    if len(vector.events) > 1:  # A session says the verdicts of one record.
        expected = [row for row in expected if row["record"] == record]
    for row in [*expected, *found]:
        row.pop("record", None)
    same(expected, found)
