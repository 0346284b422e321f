"""What the generators of the examples share: people with working hours and habits, a log of CRM events, the ways
in which exports are spoilt, and the files at the end. Standard library only; the same arguments give the same bytes.

A generator calls `main` with a function that fills a `History`.
"""

import argparse
import csv
import gzip
import io
import random
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from generate_leads import around, days_between, pick

__all__ = ["Office", "Person", "History", "around", "arrivals", "days_between", "main", "main_of_several", "pick"]

# Federal holidays of the United States in the first half of 2026.
HOLIDAYS = {date(2026, *day) for day in [(1, 1), (1, 19), (2, 16), (5, 25), (6, 19)]}
WEEKDAYS = (0, 1, 2, 3, 4)


class Office:
    """When somebody works: hours on weekdays, in a zone, not on holidays."""

    def __init__(self, zone, opens=time(9), closes=time(18), weekdays=WEEKDAYS, holidays=HOLIDAYS):
        self.zone, self.opens, self.closes = zone, opens, closes
        self.weekdays, self.holidays = weekdays, holidays

    def works_on(self, day, away=()):
        return day.weekday() in self.weekdays and day not in self.holidays and day not in away

    def next_open(self, moment, away=()):
        """`moment` while the office is open, else the next opening."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if not self.works_on(day, away) or local.time() >= self.closes:
            day += timedelta(days=1)
            while not self.works_on(day, away):
                day += timedelta(days=1)
        elif local.time() >= self.opens:
            return local
        return datetime.combine(day, self.opens, self.zone)

    def after(self, moment, minutes, away=()):
        """The moment after so many minutes of working time."""
        left = timedelta(minutes=minutes)
        while True:
            moment = self.next_open(moment, away)
            closing = datetime.combine(moment.date(), self.closes, self.zone)
            if moment + left <= closing:
                return moment + left
            left -= closing - moment
            moment = closing


class Person:
    """Somebody of the roster. `pace`: how slow, 1 is average; `by_month` multiplies it. `neglect`: the share of
    leads that are never worked. `away`: pairs of first and last day."""

    def __init__(self, name, team, office, pace=1.0, neglect=0.02, by_month=None, away=(), **roster):
        self.name, self.team, self.office = name, team, office
        self.pace, self.neglect, self.by_month = pace, neglect, by_month or {}
        self.away = {day for first, last in away for day in days_between(first, last)}
        self.roster = {"owner": name, "team": team, "time_zone": office.zone.key, **roster}

    def slow(self, moment):
        return self.pace * self.by_month.get(moment.astimezone(self.office.zone).month, 1.0)

    def after(self, moment, minutes):
        return self.office.after(moment, minutes, self.away)


class History:
    """Rows as they are made; `add` drops what lies after the export and says whether it was kept. `columns`: what
    the columns of lead, time and event are called."""

    def __init__(self, until, columns):
        self.until, self.columns, self.rows = until, columns, []

    def add(self, lead, moment, event, owner=None, actor=None, **fields):
        if moment >= self.until:
            return False
        self.rows.append({"moment": moment.astimezone(timezone.utc), self.columns[0]: lead,
                          self.columns[1]: moment.replace(microsecond=0).isoformat(), self.columns[2]: event,
                          "owner": owner.name if owner else "", "actor": actor.name if actor else "",
                          **{name: str(value) for name, value in fields.items()}})
        return True

    def export(self):
        """The rows with their event ids, grouped by lead as CRM exports are, in order within one."""
        rows = sorted(self.rows, key=lambda row: (row[self.columns[0]], row["moment"]))
        for number, row in enumerate(rows, 1):
            row["event_id"] = f"E{number:06d}"
        return rows


class Spoiler:
    """Damages the rows of an export, reproducibly."""

    def __init__(self, rng, rows):
        self.rng, self.rows = rng, rows

    def some(self, count, wanted):
        found = [row for row in self.rows if wanted(row)]
        return self.rng.sample(found, min(count, len(found)))

    def write(self, column, texts, wanted):
        """Puts each text into the column of one row that is wanted."""
        for row, text in zip(self.some(len(texts), wanted), texts):
            row[column] = text

    def repeat(self, count, wanted):
        self.rows += [dict(row) for row in self.some(count, wanted)]

    def delay(self, count, wanted):
        """Moves rows to the end of the file."""
        late = self.some(count, wanted)
        self.rows = [row for row in self.rows if not any(row is other for other in late)] + late


def arrivals(rng, first, last, a_month, zone, level=None, hours=range(7, 20), weekend=0.35):
    """The moments at which leads come, from day to day: about `a_month` each month of 30.4 days, fewer on weekends,
    times `level[month]`."""
    a_day = a_month / 30.4 / ((5 + 2 * weekend) / 7)
    for day in days_between(first, last):
        expected = a_day * (weekend if day.weekday() > 4 else 1.0) * (level or {}).get(day.month, 1.0)
        for second in sorted(rng.choices(hours, k=max(0, round(rng.gauss(expected, expected ** 0.5))))):
            yield datetime.combine(day, time(second), zone) + timedelta(seconds=rng.randrange(3600))


def write_rows(path, columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    # No name and no time in the gzip header: equal logs are equal files.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def write_roster(path, people):
    columns = list(dict.fromkeys(name for person in people for name in person.roster))
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(person.roster for person in people)


def main(program, until, columns, people, walk, spoil):
    """The command line of a generator of one log. `walk(rng, history, scale)` makes the events, `spoil(Spoiler)`
    damages the export; `columns` are those of the file, the first four being event id, lead, time and event; `until`
    is the instant of the export."""
    main_of_several(program, until, {"leads": columns}, people,
                    lambda rng, histories, scale: walk(rng, histories["leads"], scale),
                    lambda spoilers: spoil(spoilers["leads"]))


def main_of_several(program, until, logs, people, walk, spoil):
    """The same for several logs, by their names: `logs` has the columns of each."""
    names = ", ".join(f"{name}.csv.gz" for name in logs)
    parser = argparse.ArgumentParser(description=f"Writes {names} to DIRECTORY, and DIRECTORY/../roster.csv.")
    parser.add_argument("directory", type=Path, nargs="?", default=Path(program).parent / "data")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--scale", type=float, default=1.0, help="times as many leads (default 1)")
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)
    histories = {name: History(until, columns[1:4]) for name, columns in logs.items()}
    walk(rng, histories, arguments.scale)
    spoilers = {name: Spoiler(rng, history.export()) for name, history in histories.items()}
    spoil(spoilers)
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for name, columns in logs.items():
        write_rows(arguments.directory / f"{name}.csv.gz", columns, spoilers[name].rows)
    write_roster(arguments.directory.parent / "roster.csv", people)
