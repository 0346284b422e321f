"""What sessions say, as values of Python."""

from __future__ import annotations

import ctypes
import datetime as dt
import enum
from typing import Any, Iterator, List, NamedTuple, Optional

from ._abi import string
from ._time import instant, span


class Verdict(NamedTuple):
    """One verdict: a row of `sla run --verdicts`. Texts are None where nothing is said."""
    clause: str
    subject: str
    cycle: int
    tier: Optional[str]
    status: str
    start: Optional[dt.datetime]
    due: Optional[dt.datetime]
    breach: Optional[dt.datetime]
    stop: Optional[dt.datetime]
    elapsed_business: Optional[dt.timedelta]
    elapsed_wall: Optional[dt.timedelta]
    owner: Optional[str]
    team: Optional[str]
    version: int
    record: Optional[str]


class Action(NamedTuple):
    """A reminder, escalation, task, or points."""
    key: str  #: The same for the same facts whenever it is asked.
    kind: str
    state: str  #: "sent", "scheduled", "withdrawn".
    clause: str
    subject: str
    when: Optional[str]
    to: Optional[str]
    channel: Optional[str]
    message: Optional[str]
    at: Optional[dt.datetime]
    deliver_at: Optional[dt.datetime]
    points: int


class ChangeKind(enum.IntEnum):
    CHANGED = 0  #: `was` became `now`.
    ADDED = 1  #: `now` is new.
    WITHDRAWN = 2  #: `was` is no more.
    ACTION = 3  #: `action` is due, or was taken back.


class Change(NamedTuple):
    """Something that an advance says."""
    kind: ChangeKind
    correction: bool  #: What was said was wrong for its own instant, because of what arrived later.
    was: Optional[Verdict]
    now: Optional[Verdict]
    action: Optional[Action]


class Due(NamedTuple):
    """Something that is open on a subject."""
    clause: str
    cycle: int
    tier: Optional[str]
    status: str
    start: Optional[dt.datetime]
    due: Optional[dt.datetime]  #: While paused: as it would be if it went on now.
    breach: Optional[dt.datetime]
    left: Optional[dt.timedelta]  #: Until due on the wall clock, negative after it; None: never due.
    next_change: Optional[dt.datetime]  #: When this can change by time alone.
    owner: Optional[str]
    team: Optional[str]


class Dues(List[Due]):
    """What is due on one subject, soonest first."""

    def __init__(self, items: List[Due], next_change: Optional[dt.datetime]) -> None:
        super().__init__(items)
        self.next_change = next_change  #: The earliest of all items; None: nothing changes by time alone.


def items_of(found: Any, kind: Any) -> Iterator[Any]:
    """The structs of a list; a newer library may put them further apart than `kind` is large."""
    for at in range(found.count):
        yield kind.from_address(found.items + at * found.item_size)


def verdict_of(raw: Any) -> Verdict:
    return Verdict(string(raw.clause) or "", string(raw.subject) or "", raw.cycle, string(raw.tier),
                   string(raw.status_name) or "", instant(raw.start), instant(raw.due), instant(raw.breach),
                   instant(raw.stop), span(raw.elapsed_business), span(raw.elapsed_wall), string(raw.owner),
                   string(raw.team), raw.version, string(raw.record))


def action_of(raw: Any) -> Action:
    return Action(string(raw.key) or "", string(raw.kind) or "", string(raw.state) or "", string(raw.clause) or "",
                  string(raw.subject) or "", string(raw.when), string(raw.to), string(raw.channel),
                  string(raw.message), instant(raw.at), instant(raw.deliver_at), raw.points)


def change_of(raw: Any) -> Change:
    return Change(ChangeKind(raw.kind), bool(raw.correction), verdict_of(raw.was.contents) if raw.was else None,
                  verdict_of(raw.is_.contents) if raw.is_ else None,
                  action_of(raw.action.contents) if raw.action else None)


def due_of(raw: Any) -> Due:
    return Due(string(raw.clause) or "", raw.cycle, string(raw.tier), string(raw.status_name) or "",
               instant(raw.start), instant(raw.due), instant(raw.breach), span(raw.left), instant(raw.next_change),
               string(raw.owner), string(raw.team))
