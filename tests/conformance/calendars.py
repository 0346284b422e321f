#!/usr/bin/env python3
"""Compares every set of stdlib/calendars with an independent source, the package `holidays` from PyPI.

    calendars.py --sla build/dev/bin/sla --source build/deps/holidays

The days come from the command itself: a policy that closes on the set, emitted as an agreement. A difference that
is deliberate is listed below with its reason; one that is not, or one that is listed and does not occur, fails.
Only dates are compared: titles are a matter of taste and language.
"""

import argparse
import datetime
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

LAST = 2035

# name -> (first year, last year, how the source calls it)
SETS = {
    "us.federal_holidays": (2000, LAST, ("US", None, ("public",))),
    "uk.england_and_wales": (2000, LAST, ("GB", "ENG", ("public",))),
    "uk.scotland": (2000, LAST, ("GB", "SCT", ("public",))),
    "uk.northern_ireland": (2000, LAST, ("GB", "NIR", ("public",))),
    "eu.target": (2000, LAST, ("XECB", None, ("public",))),
    "de.baden_wuerttemberg": (2000, LAST, ("DE", "BW", ("public",))),
    "de.bavaria": (2000, LAST, ("DE", "BY", ("public", "catholic"))),
    "de.bavaria_protestant": (2000, LAST, ("DE", "BY", ("public",))),
    "de.augsburg": (2000, LAST, ("DE", "Augsburg", ("public",))),
    "de.berlin": (2000, LAST, ("DE", "BE", ("public",))),
    "de.brandenburg": (2000, LAST, ("DE", "BB", ("public",))),
    "de.bremen": (2000, LAST, ("DE", "HB", ("public",))),
    "de.hamburg": (2000, LAST, ("DE", "HH", ("public",))),
    "de.hesse": (2000, LAST, ("DE", "HE", ("public",))),
    "de.lower_saxony": (2000, LAST, ("DE", "NI", ("public",))),
    "de.mecklenburg_western_pomerania": (2000, LAST, ("DE", "MV", ("public",))),
    "de.north_rhine_westphalia": (2000, LAST, ("DE", "NW", ("public",))),
    "de.rhineland_palatinate": (2000, LAST, ("DE", "RP", ("public",))),
    "de.saarland": (2000, LAST, ("DE", "SL", ("public",))),
    "de.saxony": (2000, LAST, ("DE", "SN", ("public",))),
    "de.saxony_anhalt": (2000, LAST, ("DE", "ST", ("public",))),
    "de.schleswig_holstein": (2000, LAST, ("DE", "SH", ("public",))),
    "de.thuringia": (2000, LAST, ("DE", "TH", ("public",))),
    "jp.national": (2000, LAST, ("JP", None, ("public",))),
    "br.national": (2000, LAST, ("BR", None, ("public",))),
    "br.optional": (2002, LAST, ("BR", None, ("optional",))),
    "in.national": (2020, 2026, ("IN", None, ("public",))),
    "th.national": (2020, 2026, ("TH", None, ("public",))),
}

# (set, date) -> reason. "-": the source has a day that the set has not; "+": the reverse.
DELIBERATE = {
    ("uk.scotland", "-2006-11-30"): "St Andrew's Day became a bank holiday by an Act of January 2007",
    **{
        ("th.national", f"-{day}"): "National Children's Day is a Saturday that no cabinet resolution lists as a holiday"
        for day in (
            "2020-01-11", "2021-01-09", "2022-01-08", "2023-01-14", "2024-01-13", "2025-01-11", "2026-01-10",
        )
    },
}


def command_days(sla, name, first, last):
    """Date -> title, as the command computes them."""
    # The day before, because a New Year's Day may be observed on it, belongs to the comparison of its own year.
    policy = (
        f'agreement "Days" {{\n  in force {first}-01-01 to {last}-12-31\n  time zone "UTC"\n}}\n'
        f"calendar days {{\n  open always\n  closed {name}\n}}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "days.sla"
        path.write_text(policy)
        run = subprocess.run(
            [sla, "build", path, "--emit", "agreement"], capture_output=True, text=True, check=False
        )
    if run.returncode != 0 or run.stderr:
        sys.exit(f"{name}: sla build failed ({run.returncode})\n{run.stderr}")
    pattern = re.compile(r'^ +(?:closed|open) (\d{4}-\d\d-\d\d)(?: \d\d:\d\d-\S+)?(?: "(.*)")?$', re.MULTILINE)
    return {datetime.date.fromisoformat(day): title for day, title in pattern.findall(run.stdout)}


def source_days(holidays, key, first, last):
    country, subdivision, categories = key
    years = range(first, last + 2)
    if country == "XECB":
        days = holidays.financial_holidays("XECB", years=years)
    else:
        days = holidays.country_holidays(country, subdiv=subdivision, years=years, categories=categories)
    return {day: name for day, name in days.items() if first <= day.year <= last}


def compare(name, ours, theirs, used):
    """The differences that nobody listed."""
    unexplained = []
    for sign, days in (("-", theirs.keys() - ours.keys()), ("+", ours.keys() - theirs.keys())):
        for day in sorted(days):
            key = (name, f"{sign}{day}")
            if key in DELIBERATE:
                used.add(key)
            else:
                title = (theirs if sign == "-" else ours)[day]
                unexplained.append(f"  {sign}{day} {day:%a} {title}")
    return unexplained


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sla", required=True)
    parser.add_argument("--source", required=True)
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.source)
    try:
        import holidays
    except ImportError as error:
        sys.exit(f"the package `holidays` is not in {arguments.source} ({error}): run scripts/setup")
    warnings.simplefilter("ignore")

    used, failed, days = set(), False, 0
    for name, (first, last, key) in SETS.items():
        ours = command_days(arguments.sla, name, first, last)
        theirs = source_days(holidays, key, first, last)
        days += len(theirs)
        unexplained = compare(name, ours, theirs, used)
        if not ours or unexplained:
            failed = True
            print(f"{name} {first}-{last}: {len(unexplained)} differences that are not listed", *unexplained, sep="\n")
    for key in DELIBERATE.keys() - used:
        failed = True
        print(f"listed, but there is no such difference: {key}")
    print(f"{len(SETS)} sets, {days} days of holidays {holidays.__version__}, {len(used)} deliberate differences")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
