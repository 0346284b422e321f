#!/usr/bin/env python3
"""The logs of Alder Freight: half a year of leads, and of the opportunities that they become.
`generate.py [--seed N] [--scale X] [DIRECTORY]`."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from history import Office, Person, around, arrivals, main_of_several, pick  # noqa: E402

CHICAGO = ZoneInfo("America/Chicago")
OFFICE = Office(CHICAGO, time(8, 30), time(17, 30))
MANAGER = {"manager": "Kurt Amsel"}

REPS = [
    Person("Ida Holt", "Carriers", OFFICE, 0.7, 0.01, **MANAGER),
    Person("Jon Reyes", "Carriers", OFFICE, 0.9, 0.03, {5: 1.4, 6: 1.4}, **MANAGER),
    Person("Lena Brook", "Carriers", OFFICE, 0.8, 0.02, **MANAGER),
    # Quick with leads, careless with what they become.
    Person("Max Otieno", "Carriers", OFFICE, 0.6, 0.01, **MANAGER),
]
CHANNELS = {"ads": 0.38, "partner": 0.20, "event": 0.14, "rep": 0.28}
LEADS = ["event_id", "lead_id", "ts", "event", "owner", "channel", "trucks"]
OPPORTUNITIES = ["event_id", "opportunity_id", "ts", "event", "lead_id", "owner", "amount", "reason"]


def careless(rep):
    return 0.38 if rep.name == "Max Otieno" else 0.06


def end_of(rng, log, deal, moment, rep, large):
    """Negotiation, and how it ends; the trucks of a large fleet are counted for longer."""
    end = rep.after(moment, around(rng, 540 * (17 if large else 8) * rep.slow(moment), 0.5))
    luck = rng.random()
    if luck < 0.07 + careless(rep) / 3:
        return
    if luck < 0.62:
        log.add(deal, end, "won", rep)
    else:
        missing = rng.random() < (0.3 if rep.name == "Max Otieno" else 0.02)
        log.add(deal, end, "lost", rep, reason="" if missing else rng.choice(["price", "no decision", "competitor"]))


def opportunity(rng, log, lead, deal, moment, rep, large, channel):
    # Partners in spring bring more of what is won; reps bring the large ones.
    size = around(rng, (46000 if large else 12000) * (1.5 if channel == "rep" else 1.0), 0.5)
    log.add(deal, moment, "proposal", rep, lead_id=lead, amount=f"{round(size, -2):.0f}")
    quiet = rng.random() < careless(rep)
    touch = moment
    for _ in range(rng.choice([1, 1, 2]) if quiet else rng.choice([3, 3, 4])):
        touch = rep.after(touch, around(rng, 540 * (4.5 if quiet else 1.7) * rep.slow(touch), 0.35))
        log.add(deal, touch, rng.choices(["call", "email", "meeting"], [4, 4, 2])[0], rep)
    decision = rep.after(touch, around(rng, 540 * (8 if quiet else 1.5), 0.5))
    if rng.random() < (0.42 if quiet else 0.62):
        log.add(deal, decision, "negotiation", rep)
        end_of(rng, log, deal, decision, rep, large)
    elif rng.random() < 0.85:
        log.add(deal, decision, "lost", rep, reason=rng.choice(["price", "no decision", "bought elsewhere"]))


def walk(rng, histories, scale):
    leads, deals = histories["leads"], histories["opportunities"]
    count = 0
    for number, moment in enumerate(
            arrivals(rng, date(2026, 1, 1), date(2026, 6, 30), 170 * scale, CHICAGO, {4: 1.15, 6: 0.85}), 1):
        lead, channel, rep = f"L-{number:04d}", pick(rng, CHANNELS), rng.choice(REPS)
        trucks = 4 + int(around(rng, 38, 0.95))
        leads.add(lead, moment, "mql", channel=channel, trucks=trucks)
        moment += timedelta(minutes=around(rng, 5, 0.6))
        leads.add(lead, moment, "assigned", rep)
        if rng.random() < rep.neglect:
            continue
        touch = rep.after(moment, around(rng, 170 * rep.slow(moment), 0.8))
        for attempt in range(rng.choice([4, 4, 5])):
            leads.add(lead, touch, rng.choices(["call", "email"], [7, 3])[0] if attempt else "call", rep)
            if rng.random() < 0.17:
                leads.add(lead, touch + timedelta(minutes=25), "converted", rep)
                count += 1
                opportunity(rng, deals, lead, f"O-{count:04d}", rep.after(touch, around(rng, 900, 0.5)), rep,
                            trucks >= 100, channel)
                break
            touch = rep.after(touch, around(rng, 540 * 1.6 * rep.slow(touch), 0.5))
        else:
            leads.add(lead, touch, "closed", rep)


def spoil(exports):
    leads, deals = exports["leads"], exports["opportunities"]
    leads.write("trucks", ["ca. 40", "12-20"], lambda row: row["event"] == "mql")
    leads.repeat(4, lambda row: row["event"] == "call")
    deals.write("lead_id", ["L-9999"], lambda row: row["event"] == "proposal")
    deals.write("event", ["demo"] * 3, lambda row: row["event"] == "meeting")
    deals.delay(6, lambda row: row["event"] == "email")


if __name__ == "__main__":
    main_of_several(__file__, datetime(2026, 7, 1, tzinfo=CHICAGO),
                    {"leads": LEADS, "opportunities": OPPORTUNITIES}, REPS, walk, spoil)
