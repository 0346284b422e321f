#!/usr/bin/env python3
"""The log of Lumen Ledger: a quarter of leads, ten reps. `generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main, pick  # noqa: E402

NEW_YORK = ZoneInfo("America/New_York")
# Calls are made a little before and after the office, and by some on Saturday.
WEEK = Office(NEW_YORK, time(8), time(19), holidays={date(2026, 1, 1)})
SIX_DAYS = Office(NEW_YORK, time(8), time(19), weekdays=(0, 1, 2, 3, 4, 5), holidays={date(2026, 1, 1)})
MANAGER = {"manager": "Bea Okafor", "sales_manager": "Bea Okafor"}

REPS = [
    Person("Amara Diallo", "Mid-market", SIX_DAYS, 0.55, 0.002, **MANAGER),
    Person("Ben Castellano", "Mid-market", SIX_DAYS, 0.60, 0.01, **MANAGER),
    Person("Chen Rui", "Mid-market", SIX_DAYS, 0.70, 0.005, {1: 1.8}, **MANAGER),
    Person("Dov Stern", "Mid-market", SIX_DAYS, 0.80, 0.01, **MANAGER),
    Person("Elif Aydin", "Mid-market", SIX_DAYS, 0.60, 0.01, **MANAGER),
    Person("Finn O'Hara", "Mid-market", WEEK, 1.30, 0.05, {3: 1.4}, **MANAGER),
    Person("Greta Holm", "Mid-market", SIX_DAYS, 0.62, 0.01,
           away=[(date(2026, 2, 16), date(2026, 2, 20))], **MANAGER),
    Person("Hugo Marin", "Mid-market", SIX_DAYS, 0.60, 0.01, {2: 0.8}, **MANAGER),
    Person("Ines Prado", "Mid-market", SIX_DAYS, 0.70, 0.015, **MANAGER),
    Person("Jack Tully", "Mid-market", WEEK, 1.60, 0.07, **MANAGER),
]
SOURCES = {"Blog": 0.45, "Webinar": 0.20, "Trial": 0.25, "Referral": 0.10}
REASONS = ["no answer", "no budget", "uses a competitor", "no project", "too small"]
COLUMNS = ["event_id", "lead_id", "ts", "event", "owner", "source", "employees", "mrr", "reason"]


def funnel(rng, log, lead, moment, rep, source):
    """From the first conversation on."""
    log.add(lead, moment, "connected", rep)
    if rng.random() > 0.62:
        log.add(lead, rep.after(moment, around(rng, 2000, 0.6)), "closed", rep, reason=rng.choice(REASONS[1:]))
        return
    moment = rep.after(moment, around(rng, 1400, 0.5))
    log.add(lead, moment, "discovery", rep)
    if rng.random() > 0.52:
        log.add(lead, rep.after(moment, around(rng, 2500, 0.6)), "closed", rep, reason=rng.choice(REASONS[1:]))
        return
    moment = rep.after(moment, around(rng, 1800, 0.5))
    log.add(lead, moment, "demo", rep)
    moment = rep.after(moment, around(rng, 6500, 0.5))
    if rng.random() < (0.45 if source in ("Referral", "Trial") else 0.30):
        log.add(lead, moment, "customer", rep, mrr=f"{round(around(rng, 760, 0.45), -1):.0f}")
    else:
        log.add(lead, moment, "closed", rep, reason=rng.choice(REASONS[1:]))


def work(rng, log, lead, moment, rep, source):
    if rng.random() < rep.neglect:
        return
    call = rep.after(moment, around(rng, 150 * rep.slow(moment), 0.85))
    for attempt in range(rng.choice([5, 5, 6, 7]) if rng.random() > rep.neglect * 3 else rng.choice([2, 3, 4])):
        log.add(lead, call, "call", rep)
        if rng.random() < 0.118 + (0.045 if source in ("Referral", "Trial") else 0):
            funnel(rng, log, lead, call, rep, source)
            return
        call = rep.after(call, around(rng, 1000 * rep.slow(call) ** 0.5, 0.5))
    if rng.random() < 0.8:
        log.add(lead, call, "closed", rep, reason=REASONS[0])


def walk(rng, log, scale):
    # A webinar in February is cancelled; March makes up for it.
    level = {1: 1.03, 2: 0.98, 3: 1.10}
    leads = arrivals(rng, date(2026, 1, 1), date(2026, 3, 31), 1015 * scale, NEW_YORK, level)
    for number, moment in enumerate(leads, 1):
        lead, source, rep = f"L-{number:05d}", pick(rng, SOURCES), REPS[number % 10]
        small = rng.random() < (0.16 if moment.month == 2 else 0.05)
        employees = rng.randrange(3, 19) if small else 20 + min(960, int(around(rng, 140, 0.8)))
        log.add(lead, moment, "mql", source=source, employees=employees)
        handed = moment + timedelta(minutes=around(rng, 4, 0.7))
        if log.add(lead, handed, "assigned", rep):
            work(rng, log, lead, handed, rep, source)


def spoil(export):
    export.write("event", ["Call (voicemail)"] * 6, lambda row: row["event"] == "call")
    export.write("owner", [""] * 4, lambda row: row["event"] == "assigned")
    export.write("ts", ["2026-02-30T09:15:00-05:00", "yesterday"], lambda row: row["event"] == "call")
    export.write("mrr", ["tbd", "1.200,00"], lambda row: row.get("mrr"))
    export.repeat(9, lambda row: row["event"] == "call")
    export.delay(15, lambda row: row["event"] == "call")


if __name__ == "__main__":
    main(__file__, datetime(2026, 4, 1, tzinfo=NEW_YORK), COLUMNS, REPS, walk, spoil)
