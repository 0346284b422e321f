#!/usr/bin/env python3
"""The log of Bright Meadow Analytics: half a year of the 21-day cycle. `generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main, pick  # noqa: E402

PACIFIC = ZoneInfo("America/Los_Angeles")
DESK = Office(PACIFIC, time(6), time(17))
CEO = {"ceo": "Halvard Nyberg"}
INBOUND = {"manager": "Rosa Whitaker", **CEO}
FIELD = {"manager": "Tomas Keller", **CEO}

REPS = [
    Person("Abel Fox", "Inbound", DESK, 0.6, 0.01, **INBOUND),
    Person("Carla Jimenez", "Inbound", DESK, 0.8, 0.02, **INBOUND),
    Person("Deniz Arslan", "Inbound", DESK, 0.75, 0.02, away=[(date(2026, 4, 6), date(2026, 4, 17))], **INBOUND),
    Person("Edith Vance", "Field", DESK, 0.9, 0.03, **FIELD),
    Person("Farid Nazari", "Field", DESK, 1.1, 0.04, {1: 1.6, 2: 1.3}, **FIELD),
    Person("Gwen Parry", "Field", DESK, 1.5, 0.09, {5: 1.5, 6: 1.5}, **FIELD),
]
SOURCES = {"Contact form": 0.13, "Free trial": 0.22, "Webinar": 0.30, "Content": 0.35}
REASONS = ["no answer", "no project", "wrong person", "no budget"]
COLUMNS = ["event_id", "person_id", "changed_at", "activity", "owner", "source", "points", "reason"]


def outcome(rng, log, lead, started, rep, moment):
    """How the cycle ends: by the rep, by the automation on day 21, or not at all."""
    if rng.random() < 0.12 + rep.neglect * 2:
        if rng.random() < 0.9:
            log.add(lead, started + timedelta(days=21, hours=rng.uniform(0.2, 5)), "Status: Recycled", None,
                    reason="21 days over")
        return
    end = rep.after(moment, around(rng, 660 * 5 * rep.slow(moment), 0.6))
    luck = rng.random()
    if luck < 0.30:
        log.add(lead, end, "Status: Opportunity", rep)
        close = rep.after(end, around(rng, 660 * 18, 0.5))
        if rng.random() < 0.7:
            log.add(lead, close, "Status: Won" if rng.random() < 0.35 else "Status: Lost", rep)
    elif luck < 0.75:
        reason = "" if rng.random() < (0.10 if rep.name == "Gwen Parry" else 0.01) else rng.choice(REASONS)
        log.add(lead, end, "Status: Recycled", rep, reason=reason)
        return end
    else:
        log.add(lead, end, "Status: Disqualified", rep, reason=rng.choice(["student", "competitor", "too small"]))


def cycle(rng, log, lead, moment, rep, source):
    month = moment.astimezone(PACIFIC).month
    fast = source in ("Contact form", "Free trial")
    if fast:
        # The chat tool that rings the desk is introduced in March.
        minutes = around(rng, (9 if month < 3 else 2.1) * rep.slow(moment), 0.6)
        spoken = rep.after(moment, minutes)
        if rng.random() < 0.93:
            log.add(lead, spoken, "Conversation", rep)
    if rng.random() < rep.neglect:
        return None
    touched = rep.after(moment, around(rng, 95 * rep.slow(moment), 0.9))
    if not fast and rng.random() < 0.35:
        log.add(lead, touched, "E-mail", rep)
    log.add(lead, touched + timedelta(minutes=3), "Status: Working", rep)
    return outcome(rng, log, lead, moment, rep, touched)


def walk(rng, log, scale):
    level = {1: 0.95, 2: 1.0, 3: 1.15, 4: 1.0, 5: 0.85, 6: 0.95}
    leads = arrivals(rng, date(2026, 1, 1), date(2026, 6, 30), 300 * scale, PACIFIC, level, range(5, 19), 0.25)
    for number, moment in enumerate(leads, 1):
        lead, source = f"P-{number:05d}", pick(rng, SOURCES)
        fast = source in ("Contact form", "Free trial")
        # Content is scored too generously in May.
        points = rng.randrange(20, 90) if fast else rng.randrange(65, 110)
        if not fast and rng.random() < (0.06 if moment.month == 5 else 0.008):
            points = rng.randrange(45, 65)
        log.add(lead, moment - timedelta(days=around(rng, 9, 0.8)), "Status: Prospect", source=source, points=10)
        rep = rng.choice(REPS)
        if not log.add(lead, moment, "Status: Lead", rep, points=points):
            continue
        back = cycle(rng, log, lead, moment, rep, source)
        if back and rng.random() < 0.2:
            again = back + timedelta(days=around(rng, 28, 0.4))
            if log.add(lead, again, "Status: Lead", rep, points=min(120, points + 15)):
                cycle(rng, log, lead, again, rep, "Content")


def spoil(export):
    working = lambda row: row["activity"] == "Status: Working"  # noqa: E731
    export.write("activity", ["Status: In progress"] * 5, working)
    export.write("changed_at", ["05/12/2026", "n/a"], working)
    export.write("points", ["seventy", "68,5"], lambda row: row["activity"] == "Status: Lead")
    export.write("owner", ["integration@crm"] * 3, lambda row: row["activity"] == "E-mail")
    export.repeat(6, lambda row: row["activity"] == "Conversation")
    export.delay(10, working)


if __name__ == "__main__":
    main(__file__, datetime(2026, 7, 1, tzinfo=PACIFIC), COLUMNS, REPS, walk, spoil)
