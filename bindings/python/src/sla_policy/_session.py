"""Sessions: events as they happen, and a clock."""

from __future__ import annotations

import ctypes
import datetime as dt
import enum
import struct
import threading
from typing import Any, Dict, Iterable, List, Mapping, Optional

from . import _abi, _arrow_in, _time
from ._abi import NO_ID, SessionOptions, call, lib, text
from ._cells import cell
from ._errors import EventError, SnapshotError, error_of
from ._owned import Owned
from ._time import Instant
from ._views import Change, Due, Dues, Verdict, change_of, due_of, items_of, verdict_of


class Receipt(enum.IntEnum):
    """What became of an event."""
    TAKEN = 0
    REPEATED = 1  #: Its id and all it says were there before; it counts once.
    CONFLICTING = 2  #: Its id was there with something else; left out, the first one counts.
    TOO_LATE = 4  #: Further behind the clock than `lateness` allows; left out.


_MALFORMED = 3
_EVENT, _RETRACTION, _MERGE = range(3)
_UNKNOWN, _TEXT = 2, 3
# sla_event and sla_value: writing a whole struct at once is several times as fast as member by member.
_EVENT_LAYOUT = struct.Struct("@IiPNIiPNqPNPNPNPNPNqPN")
_VALUE_LAYOUT = struct.Struct("@PNiiqPN")
assert _EVENT_LAYOUT.size == ctypes.sizeof(_abi.Event) and _VALUE_LAYOUT.size == ctypes.sizeof(_abi.Value)

_SUBJECTS = ("lead_id", "lead", "subject", "id")
_TIMES = ("ts", "time", "timestamp", "at", "date")
_EVENTS = ("event", "event_type", "activity", "status")
_WINNERS = ("into", "merged_into")


class Session:
    """Events as they happen, and a clock. Made by Policy.session() and Policy.restore().

    Calls from several threads wait for each other; to use many cores, give each its own session. What a call returns
    is the caller's: nothing changes it later.
    """

    def __init__(self, policy: Any, pointer: Any, roster: Any, record: int, lateness: Optional[dt.timedelta],
                 retention: Optional[dt.timedelta], snapshot: Optional[bytes]) -> None:
        self.policy = policy
        self._lock = threading.RLock()
        made = ctypes.c_void_p()
        stream = None if roster is None else _arrow_in.stream_of(roster, "roster")
        options = SessionOptions(ctypes.sizeof(SessionOptions), record, stream.address if stream else None,
                                 _time.width(lateness, "lateness"), _time.width(retention, "retention"))
        if snapshot is None:
            call(lib.sla_session_new, pointer, ctypes.byref(options), ctypes.byref(made))
        else:
            call(lib.sla_session_restore, pointer, ctypes.byref(options), snapshot, len(snapshot), ctypes.byref(made),
                 policy=SnapshotError)
        self._owned = Owned(made, lib.sla_session_free)
        self._columns = self._names_of(policy, record)
        self._event = ctypes.create_string_buffer(_EVENT_LAYOUT.size)
        self._receipt, self._error = ctypes.c_int32(), _abi.Error(ctypes.sizeof(_abi.Error))
        self._out = (ctypes.cast(self._event, ctypes.POINTER(_abi.Event)), ctypes.byref(self._receipt),
                     ctypes.byref(self._error))

    @staticmethod
    def _names_of(policy: Any, record: int) -> Dict[str, str]:
        """By column of a log what it is; every other column is a field."""
        name = policy.description["records"][record]["kind"]
        subjects = _SUBJECTS if record == 0 else (f"{name}_id", name, "subject", "id")
        parts = {"subject": subjects, "time": _TIMES, "event": _EVENTS, "into": _WINNERS, "owner": ("owner",),
                 "team": ("team",), "actor": ("actor",), "id": ("event_id",), "sequence": ("sequence",)}
        # The first that is named wins where two parts know a column.
        return {column: part for part in reversed(list(parts)) for column in reversed(parts[part])}

    def close(self) -> None:
        """Frees it now instead of with its last reference; whatever is asked of it afterwards is a ValueError."""
        with self._lock:
            self._owned.close()

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- What happens

    def event(self, subject: str, event: str, time: Instant, *, owner: Optional[str] = None,
              team: Optional[str] = None, actor: Optional[str] = None, id: Optional[str] = None, sequence: int = 0,
              values: Optional[Mapping[str, Any]] = None) -> Receipt:
        """Takes an event, in any order of time; the next advance says what it changes.

        time: a datetime with a time zone, or microseconds since 1970 UTC. id: makes a repetition known. sequence: the
        order among events of one instant. values: fields that it changes; None means not known any more.
        EventError: the policy has no such event or field, or a value does not fit; nothing was taken.
        """
        return self._take(_EVENT, subject, event, _time.micros(time), owner, team, actor, id, None, sequence, values)

    def merge(self, subject: str, into: str, time: Instant, *, id: Optional[str] = None, sequence: int = 0) -> Receipt:
        """`subject` is a duplicate of `into`: from `time` on its events belong to that."""
        return self._take(_MERGE, subject, None, _time.micros(time), None, None, None, id, into, sequence, None)

    def retract(self, id: str, time: Instant) -> Receipt:
        """Takes back the event or merge with this id."""
        return self._take(_RETRACTION, None, None, _time.micros(time), None, None, None, id, None, 0, None)

    def feed(self, rows: Iterable[Mapping[str, Any]]) -> Dict[Receipt, int]:
        """Takes rows of a log as dicts, by the names of docs/reference/data.md: lead_id, ts, event, owner, ...; a time
        may be an RFC 3339 text with an offset. An empty cell says nothing. Returns how many became what; stops with
        an EventError at a row that cannot be taken, whose number it says; rows before it have been taken."""
        counts = dict.fromkeys(Receipt, 0)
        for number, row in enumerate(rows):
            try:
                counts[self._row(row)] += 1
            except (ValueError, TypeError) as error:
                raise EventError(f"row {number}: {error}") from error
        return counts

    def _row(self, row: Mapping[str, Any]) -> Receipt:
        said: Dict[str, Any] = {}
        values: Dict[str, Any] = {}
        columns = self._columns
        for name, value in row.items():
            if value is None or value == "":
                continue
            part = columns.get(name)
            if part is None:
                values[name] = value
            else:
                said.setdefault(part, value)
        if "time" not in said:
            raise EventError("it has no time; a row needs lead_id, ts and event")
        time, event = _time.parse(said["time"]), said.get("event")
        kind = _MERGE if event == "merged" else _RETRACTION if event == "retracted" else _EVENT
        return self._take(kind, said.get("subject"), event if kind == _EVENT else None, time, said.get("owner"),
                          said.get("team"), said.get("actor"), said.get("id"), said.get("into"),
                          int(said.get("sequence", 0)), values if kind == _EVENT else None)

    def _take(self, kind: int, subject: Optional[str], event: Optional[str], time: int, owner: Optional[str],
              team: Optional[str], actor: Optional[str], id_: Optional[str], into: Optional[str], sequence: int,
              values: Optional[Mapping[str, Any]]) -> Receipt:
        texts = [part.encode("utf-8") if part else b"" for part in (subject, event, owner, team, actor, id_, into)]
        kinds = []
        for name, value in (values or {}).items():
            kinds.append(_UNKNOWN if value is None else _TEXT)
            texts += [name.encode("utf-8"), b"" if value is None else cell(value, name).encode("utf-8")]
        blob = b"".join(texts)
        at = ctypes.cast(ctypes.c_char_p(blob), ctypes.c_void_p).value or 0
        places = []
        for said in texts:
            size = len(said)
            places.append(at if size else 0)
            places.append(size)
            at += size
        data = b"".join([_VALUE_LAYOUT.pack(places[14 + 4 * i], places[15 + 4 * i], -1, which, 0,
                                            places[16 + 4 * i], places[17 + 4 * i]) for i, which in enumerate(kinds)])
        first = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value or 0
        with self._lock:
            _EVENT_LAYOUT.pack_into(self._event, 0, _EVENT_LAYOUT.size, kind, places[0], places[1], NO_ID, -1,
                                    places[2], places[3], time, *places[4:14], sequence, first, len(kinds))
            status = lib.sla_session_event(self._owned.pointer, *self._out)
            if status != 0:
                raise error_of(status, self._error.message.decode("utf-8", "replace"))
            receipt = self._receipt.value
            if receipt == _MALFORMED:
                raise EventError(self._error.message.decode("utf-8", "replace") or
                                 f"the policy has no such event or value: {event!r} of {subject!r}, {values}")
        return _RECEIPTS[receipt]

    # ---- What follows from it

    def advance(self, to: Instant) -> List[Change]:
        """Moves the clock and says what changed: first the corrections, then what went on. Refused: `to` is before
        now; nothing has changed then."""
        found = _abi.Items()
        with self._lock:
            call(lib.sla_session_advance, self._owned.pointer, _time.micros(to, "to"), ctypes.byref(found))
            return [change_of(raw) for raw in items_of(found, _abi.Change)]

    def rows(self) -> List[Verdict]:
        """All verdicts as of the last advance, in the policy's order; none before the first."""
        found = _abi.Items()
        with self._lock:
            call(lib.sla_session_rows, self._owned.pointer, ctypes.byref(found))
            return [verdict_of(raw) for raw in items_of(found, _abi.Verdict)]

    def due(self, subject: str) -> Dues:
        """What is open on a subject as of the last advance, soonest due first, and when that can change by time alone;
        nothing on a subject that is not known."""
        found = _abi.Dues()
        said, _keep = text(subject)
        with self._lock:
            call(lib.sla_session_due, self._owned.pointer, said, ctypes.byref(found))
            items: List[Due] = [due_of(raw) for raw in items_of(found, _abi.Due)]
        return Dues(items, _time.instant(found.next_change))

    @property
    def next_change(self) -> Optional[dt.datetime]:
        """The earliest instant at which time alone changes something: how long one may sleep; None: never."""
        found = ctypes.c_int64()
        with self._lock:
            call(lib.sla_session_next_change, self._owned.pointer, ctypes.byref(found))
        return _time.instant(found.value)

    @property
    def now(self) -> Optional[dt.datetime]:
        """The instant of the last advance; None before the first."""
        with self._lock:
            return _time.instant(lib.sla_session_now(self._owned.pointer))

    @property
    def fact_count(self) -> int:
        """How many facts it has taken."""
        with self._lock:
            return int(lib.sla_session_fact_count(self._owned.pointer))

    def snapshot(self) -> bytes:
        """Everything that it knows and has said, for Policy.restore()."""
        data, size = ctypes.c_void_p(), ctypes.c_size_t()
        with self._lock:
            call(lib.sla_session_snapshot, self._owned.pointer, ctypes.byref(data), ctypes.byref(size))
            return ctypes.string_at(data, size.value)


_RECEIPTS = {int(receipt): receipt for receipt in Receipt}
