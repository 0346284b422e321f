#!/usr/bin/env python3
"""The log of Tidewater Scheduling: demo requests of a spring. `generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main, pick  # noqa: E402

CHICAGO = ZoneInfo("America/Chicago")
# The reps of each team cover the hours of half the continent.
EARLY = Office(CHICAGO, time(7), time(17), holidays=set())
LATE = Office(CHICAGO, time(9), time(20), holidays=set())
OPS = {"revenue_ops": "Ada Lindgren"}
ATLANTIC = {"sales_manager": "Niko Paris", **OPS}
PACIFIC = {"sales_manager": "Yara Haddad", **OPS}

REPS = [
    Person("Bruno Keita", "Atlantic", EARLY, 0.55, 0.00, **ATLANTIC),
    Person("Celia Roy", "Atlantic", EARLY, 0.70, 0.01, **ATLANTIC),
    Person("Dmitri Sokol", "Atlantic", EARLY, 1.30, 0.05, {5: 0.7}, **ATLANTIC),
    Person("Esme Clarke", "Pacific", LATE, 0.65, 0.01, **PACIFIC),
    Person("Faisal Amin", "Pacific", LATE, 0.75, 0.01, {4: 1.5}, **PACIFIC),
    Person("Gina Morelli", "Pacific", LATE, 1.05, 0.03, **PACIFIC),
]
ZONES = {"America/New_York": 0.38, "America/Chicago": 0.27, "America/Denver": 0.10, "America/Los_Angeles": 0.25}
PLANS = {"free": 0.4, "team": 0.45, "business": 0.15}
COLUMNS = ["event_id", "lead_id", "ts", "event", "owner", "actor", "time_zone", "employees", "plan", "reason"]


def touch(rng, log, lead, moment, rep):
    """The first touch and what follows; False if the rep never makes one."""
    first, other = ("call", "email") if rng.random() < 0.7 else ("email", "call")
    log.add(lead, moment, first, rep, rep)
    luck = rng.random()
    if luck < 0.92:
        again = other if luck < (0.86 if rep.team == "Atlantic" else 0.74) else first
        log.add(lead, moment + timedelta(minutes=around(rng, 14, 0.6)), again, rep, rep)
    contacted = moment + timedelta(minutes=around(rng, 20, 0.4))
    log.add(lead, contacted, "contacted", rep, rep)
    if rng.random() > 0.66:
        log.add(lead, rep.after(contacted, around(rng, 1200, 0.5)), "closed", rep, rep,
                reason=rng.choice(["no answer", "not the buyer", "only curious"]))
        return
    booked = rep.after(contacted, around(rng, 240, 0.7))
    log.add(lead, booked, "booked", rep, rep)
    held = rep.after(booked, around(rng, 600 * 3, 0.5))
    if rng.random() < 0.78:
        log.add(lead, held, "held_demo", rep, rep)
    else:
        log.add(lead, held, "closed", rep, rep, reason="did not come")


def work(rng, log, lead, zone, moment, rep):
    """The rep's hour; the moment at which the lead was set to waiting, or None."""
    there = Office(zone, time(8), time(18), holidays=set())
    if rng.random() >= rep.neglect:
        at = there.next_open(rep.after(there.next_open(moment), around(rng, 13 * rep.slow(moment), 0.95)))
        limit = there.after(moment, 55)
        if at <= limit:
            touch(rng, log, lead, at, rep)
            return None
        if rng.random() < 0.25:  # Late, but before the rotation takes the lead away.
            touch(rng, log, lead, at, rep)
            return None
    waiting = there.after(moment, 55)
    log.add(lead, waiting, "waiting", rep)
    return waiting


def walk(rng, log, scale):
    level = {3: 0.95, 4: 1.1, 5: 1.0}
    turn = 0
    for number, moment in enumerate(
            arrivals(rng, date(2026, 3, 1), date(2026, 5, 31), 330 * scale, CHICAGO, level, range(6, 23), 0.3), 1):
        lead, zone = f"D-{number:05d}", pick(rng, ZONES)
        employees = rng.randrange(1, 10) if rng.random() < (0.22 if moment.month == 5 else 0.08) else (
            10 + int(around(rng, 60, 0.9)))
        known = rng.random() < 0.96
        log.add(lead, moment, "demo_request", time_zone=zone if known else "", employees=employees,
                plan=pick(rng, PLANS))
        there = ZoneInfo(zone if known else "America/Chicago")
        # The router stands still on one Tuesday morning.
        broken = datetime(2026, 4, 21, 8, tzinfo=CHICAGO) <= moment < datetime(2026, 4, 21, 13, tzinfo=CHICAGO)
        moment += timedelta(minutes=around(rng, 110, 0.3) if broken else around(rng, 0.5, 0.4))
        rep = REPS[turn % 6]
        turn += 1
        if not log.add(lead, moment, "assigned", rep):
            continue
        waiting = work(rng, log, lead, there, moment, rep)
        if waiting:
            rep = REPS[turn % 6]
            turn += 1
            office = Office(there, time(8), time(18), holidays=set())
            again = office.after(waiting, around(rng, 6, 0.5) if rng.random() < 0.95 else around(rng, 90, 0.5))
            log.add(lead, again, "assigned", rep)
            if rng.random() > rep.neglect:
                touch(rng, log, lead, office.next_open(rep.after(again, around(rng, 11 * rep.slow(again), 0.7))), rep)


def spoil(export):
    call = lambda row: row["event"] == "call"  # noqa: E731
    export.write("time_zone", ["Central", "EST5EDT4"], lambda row: row.get("time_zone"))
    export.write("event", ["sms"] * 4, lambda row: row["event"] == "email")
    export.write("actor", ["Sequence bot"] * 5, lambda row: row["event"] == "email")
    export.write("plan", ["enterprize"], lambda row: row.get("plan") == "business")
    export.repeat(5, call)
    export.delay(8, call)


if __name__ == "__main__":
    main(__file__, datetime(2026, 6, 1, tzinfo=CHICAGO), COLUMNS, REPS, walk, spoil)
