#!/usr/bin/env python3
"""The log of Kestrel Metrics: a quarter of both sides. `generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main, pick  # noqa: E402

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Office(NEW_YORK, time(8), time(18))
HEADS = {"marketing_head": "Ottilie Crane", "sales_head": "Raj Bannerjee"}
NORTH = {"manager": "Una Feldt", "party": "sales", **HEADS}
SOUTH = {"manager": "Viktor Asante", "party": "sales", **HEADS}

REPS = [
    Person("Alma Reyes", "North", OFFICE, 0.55, 0.01, **NORTH),
    Person("Bram Visser", "North", OFFICE, 0.65, 0.01, **NORTH),
    Person("Cleo Adeyemi", "North", OFFICE, 0.70, 0.015, **NORTH),
    Person("Dario Conti", "South", OFFICE, 0.75, 0.02, {2: 2.2, 3: 2.4}, **SOUTH),
    Person("Enid Walsh", "South", OFFICE, 0.70, 0.02, {2: 1.9, 3: 2.1}, **SOUTH),
    Person("Fritz Lang-Meyer", "South", OFFICE, 0.95, 0.05, {2: 1.8, 3: 2.0}, **SOUTH),
]
ASSISTANT = Person("Nurture bot", "", OFFICE, party="marketing", **HEADS)
INDUSTRIES = {"manufacturing": 0.4, "energy": 0.25, "food": 0.25, "other": 0.10}
CHANNELS = {"paid": 0.34, "organic": 0.30, "event": 0.14, "rep": 0.22}
REASONS = ["no project", "no budget", "wrong contact", "bought elsewhere"]
COLUMNS = ["event_id", "lead_id", "ts", "event", "owner", "actor", "employees", "industry", "demo", "assets",
           "points", "channel", "value", "reason"]


def make_lead(rng, number):
    demo = rng.random() < 0.18
    graded = rng.random() < 0.43
    return {"id": f"K-{number:05d}", "industry": pick(rng, INDUSTRIES), "channel": pick(rng, CHANNELS), "demo": demo,
            "employees": 500 + int(around(rng, 500, 0.9)) if graded else rng.randrange(60, 900),
            "assets": rng.choice([2, 2, 3, 4]) if graded else rng.choice([0, 0, 1, 1, 2]),
            "points": rng.randrange(86, 120) if graded else rng.randrange(55, 96)}


def good(lead):
    return (lead["employees"] >= 500 and lead["industry"] != "other" and lead["points"] > 85
            and (lead["demo"] or lead["assets"] >= 2))


def minutes_to_first(rng, lead, rep, moment):
    if lead["demo"]:
        return around(rng, 1.9 * rep.slow(moment), 0.6)
    if good(lead):
        return around(rng, 12 * rep.slow(moment), 0.6)
    return around(rng, 150 * rep.slow(moment), 0.8)


def after_touches(rng, log, lead, moment, rep):
    """The answer after the last touch, and what comes of a yes."""
    log.add(lead["id"], moment + timedelta(seconds=20), "sequence_finished", rep, rep)
    if rng.random() < 0.05 + rep.neglect * 2:
        return
    answer = rep.after(moment, around(rng, 260 * rep.slow(moment), 0.75))
    if rng.random() < (0.58 if good(lead) else 0.30):
        log.add(lead["id"], answer, "sal", rep, rep)
        if rng.random() < 0.30:
            later = rep.after(answer, around(rng, 600 * 8, 0.5))
            # Reps win fewer but larger ones of their own.
            size = around(rng, 46000 if lead["channel"] == "rep" else 30000, 0.6)
            log.add(lead["id"], later, "opportunity", rep, rep, value=f"{round(size, -2):.0f}")
            end = rep.after(later, around(rng, 600 * 25, 0.4))
            if rng.random() < 0.6:
                log.add(lead["id"], end, "won" if rng.random() < 0.35 else "lost", rep, rep)
        return
    refused = rng.choices(["nurture", "rejected"], [6, 4])[0]
    reason = "" if rng.random() < (0.07 if rep.name.startswith("Fritz") else 0.004) else rng.choice(REASONS)
    log.add(lead["id"], answer, refused, rep, rep, reason=reason)
    if refused == "nurture" and rng.random() < 0.35:
        again = answer + timedelta(days=around(rng, 22, 0.4))
        if log.add(lead["id"], again, "mql", points=min(120, lead["points"] + 12)):
            sales(rng, log, lead, again)
    elif refused == "nurture" and rng.random() < 0.7:
        log.add(lead["id"], answer + timedelta(days=around(rng, 38, 0.25)), "rejected", None, reason="no project")


def sales(rng, log, lead, moment):
    # In January routing waits for an enrichment service that answers slowly.
    slow = moment.month == 1 and rng.random() < 0.3
    moment += timedelta(minutes=around(rng, 14 if slow else 1.2, 0.6))
    rep = rng.choice(REPS)
    log.add(lead["id"], moment, "assigned", rep)
    if rng.random() < 0.03:
        log.add(lead["id"], moment + timedelta(seconds=40), "email", rep, ASSISTANT)
    if rng.random() < rep.neglect:
        return
    touch = rep.after(moment, minutes_to_first(rng, lead, rep, moment))
    for number in range(rng.choice([3, 3, 3, 4]) if rng.random() > rep.neglect * 2 else 2):
        if number:
            touch = rep.after(touch, around(rng, 600 * 1.3 * rep.slow(touch) ** 0.5, 0.4))
        log.add(lead["id"], touch, rng.choices(["call", "email", "meeting"], [5, 4, 1])[0], rep, rep)
    after_touches(rng, log, lead, touch, rep)


def walk(rng, log, scale):
    level = {1: 0.94, 2: 1.02, 3: 1.07}
    for number, moment in enumerate(
            arrivals(rng, date(2026, 1, 1), date(2026, 3, 31), 800 * scale, NEW_YORK, level, range(7, 20), 0.3), 1):
        lead = make_lead(rng, number)
        log.add(lead["id"], moment - timedelta(hours=around(rng, 60, 0.8)), "inquiry", employees=lead["employees"],
                industry=lead["industry"], demo="yes" if lead["demo"] else "no", assets=lead["assets"], points=20,
                channel=lead["channel"])
        if log.add(lead["id"], moment, "mql", points=lead["points"]):
            sales(rng, log, lead, moment)


def spoil(export):
    export.write("employees", ["1000-5000", "n/a"], lambda row: row["event"] == "inquiry")
    export.write("industry", ["Manufacturng"], lambda row: row.get("industry") == "manufacturing")
    export.write("actor", [""] * 12, lambda row: row["event"] == "call")
    export.write("value", ["30k"], lambda row: row["event"] == "opportunity")
    export.write("event", ["linkedin"] * 6, lambda row: row["event"] == "email")
    export.repeat(7, lambda row: row["event"] == "call")
    export.delay(11, lambda row: row["event"] == "email")


if __name__ == "__main__":
    main(__file__, datetime(2026, 4, 1, tzinfo=NEW_YORK), COLUMNS, REPS + [ASSISTANT], walk, spoil)
