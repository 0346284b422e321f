#!/usr/bin/env python3
"""The log of Ferrous Cloud: half a year of two segments. `generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main, pick  # noqa: E402

NEW_YORK, PACIFIC = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
EAST, WEST = Office(NEW_YORK, time(9), time(17)), Office(PACIFIC, time(9), time(17))
LARGE = {"manager": "Ilse Brandt", "director": "Marta Quist"}
SMALL = {"manager": "Perry Okoye", "director": "Stefan Lund"}

ENTERPRISE = [
    Person("Anton Rey", "Enterprise", EAST, 0.8, 0.02, **LARGE),
    Person("Bianca Moss", "Enterprise", WEST, 0.7, 0.01, **LARGE),
    Person("Colm Daly", "Enterprise", EAST, 1.5, 0.05, **LARGE),
]
COMMERCIAL = [
    Person("Dalia Shah", "Commercial", EAST, 0.75, 0.01, **SMALL),
    Person("Emil Novak", "Commercial", WEST, 0.9, 0.02, {4: 1.6, 5: 1.8}, **SMALL),
    Person("Freya Lind", "Commercial", EAST, 0.85, 0.02, **SMALL),
    Person("Gus Panov", "Commercial", WEST, 1.4, 0.06, **SMALL),
]
QUEUES = [Person("Recycle queue", "Queues", EAST), Person("Disqualified queue", "Queues", EAST)]
SOURCES = {"web": 0.46, "event": 0.16, "partner": 0.14, "outbound": 0.24}
COLUMNS = ["event_id", "lead_id", "ts", "event", "owner", "segment", "source", "score", "amount", "reason"]


def hand_back(rng, log, lead, moment, rep, state):
    """Recycled or disqualified, with a reason and into a queue, mostly."""
    missing = rng.random() < (0.09 if rep.name == "Gus Panov" else 0.005)
    kept = log.add(lead["id"], moment, state, rep,
                   reason="" if missing else rng.choice(["no need", "no budget", "wrong contact", "student"]))
    queue = QUEUES[state == "disqualified"]
    # The workflow that fills the queues is switched off for a week in May.
    off = date(2026, 5, 11) <= moment.date() <= date(2026, 5, 17)
    log.add(lead["id"], moment + timedelta(minutes=around(rng, 3000 if off else 2, 0.5)), "assigned", queue)
    if kept and state == "recycle" and rng.random() < 0.22:
        again = moment + timedelta(days=around(rng, 40, 0.4))
        if log.add(lead["id"], again, "mql", score=92 + rng.randrange(8)):
            sales(rng, log, lead, again)


def qualify(rng, log, lead, moment, rep):
    enterprise = lead["segment"] == "enterprise"
    talk = rep.after(moment, around(rng, 480 * (4.2 if enterprise else 2.0) * rep.slow(moment), 0.7))
    luck = rng.random()
    if luck < 0.05 + rep.neglect:
        return
    if luck < 0.50:
        hand_back(rng, log, lead, talk, rep, rng.choices(["recycle", "disqualified"], [7, 3])[0])
        return
    log.add(lead["id"], talk, "qualifying", rep)
    end = rep.after(talk, around(rng, 480 * (9 if enterprise else 4) * rep.slow(talk), 0.6))
    luck = rng.random()
    if luck < 0.44:
        size = around(rng, 64000 if enterprise else 9500, 0.7)
        log.add(lead["id"], end, "qualified", rep, amount=f"{round(size, -2):.0f}")
    elif luck < 0.93:
        hand_back(rng, log, lead, end, rep, rng.choices(["recycle", "disqualified"], [6, 4])[0])


def sales(rng, log, lead, moment):
    group = ENTERPRISE if lead["segment"] == "enterprise" else COMMERCIAL
    rep = rng.choice(group)
    moment += timedelta(minutes=around(rng, 6, 0.8) if rng.random() < 0.985 else around(rng, 160, 0.6))
    log.add(lead["id"], moment, "assigned", rep)
    if rng.random() < 0.05:
        moment = rep.after(moment, around(rng, 300, 0.5))
        rep = rng.choice([other for other in group if other is not rep])
        log.add(lead["id"], moment, "assigned", rep)
    if rng.random() < rep.neglect:
        return
    decided = rep.after(moment, around(rng, (150 if lead["segment"] == "enterprise" else 290) * rep.slow(moment), 0.8))
    if rng.random() < 0.07:
        hand_back(rng, log, lead, decided, rep, rng.choice(["recycle", "disqualified"]))
    else:
        log.add(lead["id"], decided, "accepted", rep)
        qualify(rng, log, lead, decided, rep)


def walk(rng, log, scale):
    level = {1: 0.9, 2: 1.0, 3: 1.1, 4: 1.0, 5: 1.05, 6: 0.95}
    for number, moment in enumerate(
            arrivals(rng, date(2026, 1, 1), date(2026, 6, 30), 260 * scale, NEW_YORK, level), 1):
        lead = {"id": f"F-{number:05d}", "segment": pick(rng, {"enterprise": 0.34, "commercial": 0.66}),
                "source": pick(rng, SOURCES)}
        log.add(lead["id"], moment - timedelta(days=around(rng, 12, 0.8)), "raw", segment=lead["segment"],
                source=lead["source"], score=5)
        if rng.random() < 0.7:
            log.add(lead["id"], moment - timedelta(hours=around(rng, 20, 0.5)), "inquiry", score=60)
        # An import of a fair's visitors is pushed past the score in March.
        low = rng.random() < (0.10 if moment.month == 3 and lead["source"] == "event" else 0.012)
        if log.add(lead["id"], moment, "mql", score=rng.randrange(55, 90) if low else rng.randrange(90, 130)):
            sales(rng, log, lead, moment)


def spoil(export):
    export.write("segment", ["Mid-Market", "ent"], lambda row: row["event"] == "raw")
    export.write("amount", ["approx. 20k"], lambda row: row["event"] == "qualified")
    export.write("owner", ["", ""], lambda row: row["event"] == "assigned")
    export.write("event", ["nurturing"] * 4, lambda row: row["event"] == "inquiry")
    export.write("ts", ["2026-13-01"], lambda row: row["event"] == "inquiry")
    export.repeat(5, lambda row: row["event"] == "assigned")
    export.delay(9, lambda row: row["event"] == "accepted")


if __name__ == "__main__":
    main(__file__, datetime(2026, 7, 1, tzinfo=NEW_YORK), COLUMNS, ENTERPRISE + COMMERCIAL + QUEUES, walk, spoil)
