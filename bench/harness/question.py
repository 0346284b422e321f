"""The question that all engines answer, read from the policy itself so that peers cannot be asked another."""

import re
from dataclasses import dataclass
from pathlib import Path

POLICIES = Path(__file__).resolve().parent.parent / "policies"
STATUSES = ("running", "paused", "met", "breached", "met_late")
RUNNING, MET, BREACHED, MET_LATE = 0, 2, 3, 4

_CLAUSE = re.compile(r"must log a (\w+) within (\d+) business hours of a (\w+)\n\s*on reentry ignore")
_EVENT = re.compile(r"^event (\w+)", re.M)


@dataclass(frozen=True)
class Clause:
    """After the first event of kind `start`: the next one of kind `stop` within `seconds` of opening time."""
    start: int
    stop: int
    seconds: int


def clauses_of(policy):
    text = Path(policy).read_text()
    kinds = _EVENT.findall(text)
    found = [Clause(kinds.index(start), kinds.index(stop), int(hours) * 3600)
             for stop, hours, start in _CLAUSE.findall(text)]
    if len(found) != text.count("clause c"):
        raise ValueError(f"{policy} asks something that peers are not told")
    return found


def calendar(first_day, last_day):
    """(day, opening time before it, opening time of it) in seconds; Monday to Friday, 09:00 to 17:00 UTC."""
    before = 0
    for day in range(first_day, last_day + 1):
        length = 0 if (day + 3) % 7 >= 5 else 8 * 3600
        yield day, before, length
        before += length


OPENS = 9 * 3600
