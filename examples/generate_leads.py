#!/usr/bin/env python3
"""Writes the example log of Northwind Robotics: a believable half year of leads.

    generate_leads.py [--seed N] [--leads N] [--until YYYY-MM-DD] DIRECTORY

makes DIRECTORY/leads.csv.gz and DIRECTORY/roster.csv. The same arguments give the same bytes.
Standard library only. Every person and company is made up. examples/README.md explains the columns.

How it works: leads arrive by weekday, hour, season and campaign; each one walks through the funnel,
and whoever owns it acts at the speed of that rep, in that rep's working hours. At the end, a few
rows are spoilt the way exports are spoilt.
"""

import argparse
import csv
import gzip
import io
import math
import random
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

FIRST_DAY = date(2026, 1, 1)
OFFICE = (time(9), time(18))
HOLIDAYS = {date(2026, *day) for day in [(1, 1), (1, 19), (2, 16), (5, 25), (6, 19)]}
ZONES = {"East": ZoneInfo("America/New_York"), "Central": ZoneInfo("America/Chicago"),
         "West": ZoneInfo("America/Los_Angeles")}
MARKETING_ZONE = ZONES["East"]
TEAM_SHARE = {"East": 0.40, "Central": 0.32, "West": 0.28}
MANAGERS = {"East": "Grace Holloway", "Central": "Samuel Ortiz", "West": "Ingrid Falk"}

# Inquiries a day: by month, weekday (Monday first), and local hour.
MONTH_LEVEL = {1: 20.0, 2: 25.0, 3: 29.0, 4: 27.0, 5: 21.5, 6: 25.5}
WEEKDAY_LEVEL = [1.15, 1.25, 1.22, 1.18, 1.00, 0.42, 0.48]
HOUR_LEVEL = [2, 1, 1, 1, 1, 2, 4, 8, 14, 20, 24, 23, 18, 20, 23, 22, 19, 14, 9, 7, 6, 5, 4, 3]
# (first day, last day, more inquiries, their source)
CAMPAIGNS = [(date(2026, 2, 9), date(2026, 2, 13), 1.9, "Website"),
             (date(2026, 3, 17), date(2026, 3, 19), 2.6, "Trade show"),
             (date(2026, 5, 4), date(2026, 5, 8), 1.6, "Website")]
# The routing rule breaks after a CRM upgrade and is repaired two days later.
ROUTING_OUTAGE = (datetime(2026, 4, 14, 13, 0, tzinfo=MARKETING_ZONE),
                  datetime(2026, 4, 16, 10, 30, tzinfo=MARKETING_ZONE))

SOURCES = {"Website": 0.50, "Trade show": 0.08, "Referral": 0.16, "Outbound": 0.16, "Partner": 0.10}
COUNTRIES = {"US": 0.78, "CA": 0.12, "MX": 0.04, "GB": 0.03, "DE": 0.03}
REJECTIONS = ["no budget", "not a fit", "student or researcher", "competitor", "duplicate"]
LOSSES = ["price", "no decision", "competitor", "timing", "missing feature"]
COMPANY_WORDS = [
    ["acme", "apex", "boreal", "cobalt", "delta", "ember", "falcon", "granite", "harbor", "iron",
     "juniper", "keystone", "lumen", "meridian", "nova", "orchard", "pioneer", "quarry", "ridge",
     "summit"],
    ["foods", "labs", "logistics", "metals", "motors", "packaging", "plastics", "pumps", "steel",
     "tooling"]]
FIRST_NAMES = ["ana", "ben", "chris", "dee", "eva", "femi", "gus", "hana", "ivan", "jo", "kim",
               "lee", "mia", "noor", "omar", "pat", "quinn", "rosa", "sam", "tess"]


def days_between(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


class Rep:
    """A sales rep. `pace`: how slow, 1 is average. `neglect`: the share of leads never worked."""

    def __init__(self, name, team, pace, neglect, by_month=None, away=()):
        self.name, self.team, self.pace, self.neglect = name, team, pace, neglect
        self.by_month = by_month or {}
        self.away = {day for first, last in away for day in days_between(first, last)}
        self.zone = ZONES[team]

    def pace_in(self, month):
        return self.pace * self.by_month.get(month, 1.0)

    def works_on(self, day):
        return day.weekday() < 5 and day not in HOLIDAYS and day not in self.away

    def next_open(self, moment):
        """`moment` if the rep is at work then, else the next time the rep starts."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if not self.works_on(day) or local.time() >= OFFICE[1]:
            day += timedelta(days=1)
            while not self.works_on(day):
                day += timedelta(days=1)
        elif local.time() >= OFFICE[0]:
            return local
        return datetime.combine(day, OFFICE[0], self.zone)

    def after(self, moment, minutes):
        """The moment after so many minutes of this rep's working time."""
        left = timedelta(minutes=minutes)
        while True:
            moment = self.next_open(moment)
            closing = datetime.combine(moment.date(), OFFICE[1], self.zone)
            if moment + left <= closing:
                return moment + left
            left -= closing - moment
            moment = closing


def make_reps():
    march_holiday = [(date(2026, 3, 9), date(2026, 3, 20))]
    return [
        Rep("Dana Whitfield", "East", 0.55, 0.01),
        Rep("Eli Navarro", "East", 0.75, 0.02),
        Rep("Priya Raman", "East", 0.85, 0.03, {1: 1.5, 2: 1.3}),
        Rep("Tom Becker", "East", 1.25, 0.05, {1: 1.5, 2: 1.2}),
        Rep("Marcus Hale", "Central", 0.90, 0.03),
        Rep("Lucia Ferrante", "Central", 0.70, 0.02, away=march_holiday),
        Rep("Owen Tate", "Central", 1.35, 0.06),
        Rep("Nadia Karim", "Central", 0.95, 0.03, {6: 0.8}),
        Rep("Kenji Mori", "West", 0.80, 0.02, {4: 1.3, 5: 1.5}),
        Rep("Sofia Lindqvist", "West", 1.00, 0.03, {4: 1.7, 5: 2.0, 6: 1.2}),
        Rep("Andre Coleman", "West", 1.60, 0.09, {4: 1.5, 5: 1.6}),
        Rep("Ruth Abernathy", "West", 0.95, 0.03, {4: 1.4, 5: 1.8}),
    ]


class Log:
    """Rows as they are made; `add` drops what lies after the export."""

    def __init__(self, until):
        self.until, self.rows = until, []

    def add(self, lead, moment, event, owner=None, **fields):
        if moment >= self.until:
            return False
        self.rows.append({"moment": moment.astimezone(timezone.utc), "lead_id": lead,
                          "ts": moment.replace(microsecond=0).isoformat(), "event": event,
                          "owner": owner.name if owner else "", "team": owner.team if owner else "",
                          **{name: str(value) for name, value in fields.items()}})
        return True


def pick(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


def around(rng, median, spread):
    """Log-normal: most values near the median, a few far above it."""
    return median * math.exp(rng.gauss(0, spread))


def arrivals(rng, count, until):
    """(moment, source) of every inquiry, scaled so that there are about `count` of them."""
    days = days_between(FIRST_DAY, until.date() - timedelta(days=1))
    levels = []
    for day in days:
        campaign = next((c for c in CAMPAIGNS if c[0] <= day <= c[1]), None)
        level = MONTH_LEVEL.get(day.month, 24) * WEEKDAY_LEVEL[day.weekday()]
        levels.append((day, level * (0.6 if day in HOLIDAYS else 1.0), campaign))
    total = sum(level * (campaign[2] if campaign else 1) for _, level, campaign in levels)
    for day, level, campaign in levels:
        expected = level * (campaign[2] if campaign else 1) * count / total
        for _ in range(max(0, round(rng.gauss(expected, math.sqrt(expected))))):
            seconds = rng.choices(range(24), HOUR_LEVEL)[0] * 3600 + rng.randrange(3600)
            boosted = campaign and rng.random() < 1 - 1 / campaign[2]
            moment = datetime.combine(day, time(), MARKETING_ZONE) + timedelta(seconds=seconds)
            yield moment, campaign[3] if boosted else pick(rng, SOURCES)


def make_lead(rng, number, source):
    good = {"Referral": 14, "Partner": 8, "Trade show": 2, "Outbound": 0, "Website": -4}[source]
    company = rng.choice(COMPANY_WORDS[0]) + rng.choice(COMPANY_WORDS[1])
    return {"id": f"L-{number:05d}", "source": source, "country": pick(rng, COUNTRIES),
            "employees": int(around(rng, 180, 1.3)) + 5,
            "score": max(5, min(99, round(rng.gauss(58 + good, 16)))),
            "email": f"{rng.choice(FIRST_NAMES)}@{company}.example"}


def is_good_fit(lead):
    return lead["score"] >= 65 and lead["country"] in ("US", "CA")


def routing_delay(rng, moment):
    """Minutes until the router, or a person, has given the lead to a rep."""
    if ROUTING_OUTAGE[0] <= moment < ROUTING_OUTAGE[1]:
        return (ROUTING_OUTAGE[1] - moment) / timedelta(minutes=1) * rng.uniform(0.3, 1.0)
    return around(rng, 75, 0.8) if rng.random() < 0.03 else around(rng, 1.3, 0.6)


def choose_rep(rng, reps):
    team = pick(rng, TEAM_SHARE)
    return rng.choice([rep for rep in reps if rep.team == team])


def reassign(rng, log, lead, moment, rep, reps):
    """Sometimes the lead goes to a colleague before it is worked: mostly when the rep is away."""
    away = moment.astimezone(rep.zone).date() in rep.away
    if rng.random() >= (0.75 if away else 0.04):
        return moment, rep
    colleague = rng.choice([r for r in reps if r.team == rep.team and r is not rep])
    moment = colleague.after(moment, around(rng, 420 if away else 160, 0.5))
    log.add(lead["id"], moment, "assigned", colleague)
    return moment, colleague


def hold(rng, log, lead, moment, rep):
    """Sometimes the prospect asks for time; the clock should not run against the rep."""
    if rng.random() >= 0.06:
        return moment
    begin = rep.after(moment, around(rng, 25, 0.7))
    end = rep.after(begin, around(rng, 900, 0.5))
    log.add(lead["id"], begin, "on hold", rep)
    log.add(lead["id"], end, "resumed", rep)
    return end


def first_touch_minutes(rng, lead, rep, month):
    if is_good_fit(lead) and lead["source"] == "Referral":
        return around(rng, 4.2 * rep.pace_in(month), 0.75)
    if is_good_fit(lead):
        return around(rng, 78 * rep.pace_in(month), 0.75)
    return around(rng, 260 * rep.pace_in(month), 0.75)


def work(rng, log, lead, moment, rep):
    """Touches until the rep decides; the moment of the decision, or None when nobody ever acts."""
    if rng.random() < rep.neglect:
        return None
    month = moment.astimezone(rep.zone).month
    touch = rep.after(moment, first_touch_minutes(rng, lead, rep, month))
    decision = rep.after(touch, around(rng, 300 * rep.pace_in(month), 0.8))
    log.add(lead["id"], touch, rng.choices(["call", "email"], [6, 4])[0], rep)
    while rng.random() < 0.55:
        touch = rep.after(touch, around(rng, 150, 0.7))
        if touch >= decision:
            break
        log.add(lead["id"], touch, rng.choices(["call", "email", "meeting"], [4, 5, 1])[0], rep)
    if rng.random() < 0.03:
        log.add(lead["id"], touch + timedelta(minutes=4), "note", rep)
    return decision


def recycle(rng, log, lead, moment, rep, reps):
    log.add(lead["id"], moment, "recycled", rep, reason="not ready")
    if rng.random() < 0.28:
        later = moment + timedelta(days=around(rng, 35, 0.4), hours=rng.uniform(-4, 4))
        lead["score"] = min(99, lead["score"] + rng.randrange(5, 20))
        if log.add(lead["id"], later, "mql", score=lead["score"]):
            sales(rng, log, lead, later, reps)


def opportunity(rng, log, lead, moment, rep):
    size = around(rng, 21000, 0.6) * (1 + math.log10(lead["employees"]) / 2)
    log.add(lead["id"], moment, "opportunity", rep, amount=f"{round(size, -2):.2f}")
    if rng.random() < 0.2:
        return
    end = rep.after(moment, around(rng, 540 * 22, 0.5))
    if rng.random() < 0.36:
        agreed = round(size * rng.uniform(0.8, 1.05), -2)
        log.add(lead["id"], end, "won", rep, amount=f"{agreed:.2f}")
    else:
        log.add(lead["id"], end, "lost", rep, reason=rng.choice(LOSSES))


def after_acceptance(rng, log, lead, moment, rep, reps):
    month = moment.astimezone(rep.zone).month
    conversation = moment
    if rng.random() >= 0.04 + rep.neglect:
        conversation = rep.after(moment, around(rng, 560 * rep.pace_in(month), 0.7))
        log.add(lead["id"], conversation, rng.choice(["call", "meeting"]), rep)
    step = rep.after(conversation, around(rng, 540 * 2.5, 0.5))
    luck = rng.random()
    if luck < 0.62:
        log.add(lead["id"], step, "sql", rep)
        if rng.random() < 0.72:
            opportunity(rng, log, lead, rep.after(step, around(rng, 540 * 3, 0.5)), rep)
    elif luck < 0.80:
        recycle(rng, log, lead, step, rep, reps)
    elif luck < 0.92:
        log.add(lead["id"], step, "disqualified", rep, reason=rng.choice(REJECTIONS))


def sales(rng, log, lead, moment, reps):
    """From MQL on."""
    moment = moment + timedelta(minutes=routing_delay(rng, moment))
    rep = choose_rep(rng, reps)
    log.add(lead["id"], moment, "assigned", rep)
    moment, rep = reassign(rng, log, lead, moment, rep, reps)
    decision = work(rng, log, lead, hold(rng, log, lead, moment, rep), rep)
    if decision is None:
        return
    luck = rng.random()
    if luck < (0.62 if is_good_fit(lead) else 0.42):
        log.add(lead["id"], decision, "sal", rep)
        after_acceptance(rng, log, lead, decision, rep, reps)
    elif luck < 0.78:
        recycle(rng, log, lead, decision, rep, reps)
    elif luck < 0.96:
        log.add(lead["id"], decision, "disqualified", rep, reason=rng.choice(REJECTIONS))


def walk(rng, log, number, moment, source, reps):
    lead = make_lead(rng, number, source)
    log.add(lead["id"], moment, "inquiry", source=source, country=lead["country"],
            employees=lead["employees"], score=lead["score"], email=lead["email"])
    if rng.random() < 0.002:  # Somebody skips the funnel.
        rep = choose_rep(rng, reps)
        log.add(lead["id"], rep.after(moment, around(rng, 300, 0.5)), "sal", rep)
        return
    if rng.random() >= (0.80 if is_good_fit(lead) else 0.42):
        return
    if rng.random() < 0.55:
        moment += timedelta(minutes=around(rng, 6, 0.8))
    else:
        moment += timedelta(hours=around(rng, 30, 0.8))
        lead["score"] = min(99, lead["score"] + rng.randrange(0, 12))
    if rng.random() < 0.01:
        return  # Nobody ever looks at it again.
    if log.add(lead["id"], moment, "mql", score=lead["score"]):
        sales(rng, log, lead, moment, reps)


# ---- what exports do to data ---------------------------------------------------------------------


def spoil(rng, rows):
    """Spoils some rows in place and appends repeated and late ones; `rows` have their event ids."""
    def some(count, wanted):
        return rng.sample([row for row in rows if wanted(row)], count)

    for row in some(6, lambda r: r["event"] == "assigned"):
        row["owner"] = row["team"] = ""
    words = ["Callback requested"] * 4 + ["cal"] * 3
    for row, word in zip(some(7, lambda r: r["event"] == "call"), words):
        row["event"] = word
    times = ["03/17/2026 4:15 PM", "03/18/2026 9:02 AM", "2026-02-30T10:00:00-05:00", "pending"]
    for row, text in zip(some(4, lambda r: r["event"] == "email"), times):
        row["ts"] = text
    for row in some(2, lambda r: r["event"] == "meeting"):
        row["lead_id"] = ""
    amounts = ["n/a", "n/a", "n/a", "45k", "38.000,00"]
    for row, text in zip(some(5, lambda r: r["event"] == "opportunity"), amounts):
        row["amount"] = text
    ranges = ["200-500", "1000+", "~50", "11-50"]
    for row, text in zip(some(4, lambda r: r["event"] == "inquiry"), ranges):
        row["employees"] = text
    for row in some(3, lambda r: r.get("source") == "Referral" and int(r["score"]) >= 70):
        row["source"] = "Refferal"
    for row in some(3, lambda r: r["event"] == "email" and r["owner"]):
        row["owner"], row["team"] = "Temp Agent", ""
    repeated = [dict(row) for row in some(14, lambda r: r["event"] in ("call", "email"))]
    for row in repeated[:2]:
        row["event"] = "meeting"  # The same id, another event.
    late = some(30, lambda r: r["event"] in ("email", "note"))
    kept = [row for row in rows if not any(row is other for other in late)]
    return kept + late + repeated


COLUMNS = ["event_id", "lead_id", "ts", "event", "owner", "team", "source", "country", "employees",
           "score", "email", "amount", "reason"]


def write_leads(path, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    # No name and no time in the gzip header: equal logs are equal files.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def write_roster(path, reps):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["owner", "team", "manager", "time_zone"])
        for rep in reps:
            writer.writerow([rep.name, rep.team, MANAGERS[rep.team], rep.zone.key])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--leads", type=int, default=4000, help="about how many (default 4000)")
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 7, 1),
                        help="the day of the export; nothing later is in it (default 2026-07-01)")
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)
    until = datetime.combine(arguments.until, time(), MARKETING_ZONE)
    reps, log = make_reps(), Log(until)
    for number, (moment, source) in enumerate(sorted(arrivals(rng, arguments.leads, until)), 1):
        walk(rng, log, number, moment, source, reps)

    # Grouped by lead, as CRM exports are, and in order within one.
    rows = sorted(log.rows, key=lambda row: (row["lead_id"], row["moment"]))
    for number, row in enumerate(rows, 1):
        row["event_id"] = f"E{number:06d}"
    arguments.directory.mkdir(parents=True, exist_ok=True)
    write_leads(arguments.directory / "leads.csv.gz", spoil(rng, rows))
    write_roster(arguments.directory / "roster.csv", reps)


if __name__ == "__main__":
    main()
